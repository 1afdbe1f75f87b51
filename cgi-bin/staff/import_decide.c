/* SPDX-License-Identifier: EUPL-1.2
 * import_decide.c — asking for the commit of a batch, the second person's answer, and the same for its undoing. The page that shows
 * them is import_batch.c; the rules are import_decide.h.
 */
#include "base/arena.h"
#include "job/job.h"
#include "staff/import_pages.h"
#include "staff/staff.h"

enum { REASON_MOST = 300 };

struct ask_form {
    int64_t version;
};
static const struct form_field ASK_FIELDS[] = {FORM_INT(struct ask_form, version, "批次版本", 1, INT32_MAX, true)};
const struct form_def IMPORT_ASK_FORM = FORM_DEF("import_ask", struct ask_form, ASK_FIELDS);

static const struct form_choice VERDICTS[] = {{"yes", "批准", 1}, {"no", "不批准，退回", 0}};
struct decide_form {
    int64_t version;
    int verdict;
    struct str reason;
};
static const struct form_field DECIDE_FIELDS[] = {
    FORM_INT(struct decide_form, version, "批次版本", 1, INT32_MAX, true),
    FORM_ENUM(struct decide_form, verdict, "决定", VERDICTS, true),
    FORM_TEXT(struct decide_form, reason, "理由", 0, REASON_MOST, false),
};
const struct form_def IMPORT_DECIDE_FORM = FORM_DEF("import_decide", struct decide_form, DECIDE_FIELDS);

struct undo_form {
    int64_t version;
    struct str reason;
};
static const struct form_field UNDO_FIELDS[] = {
    FORM_INT(struct undo_form, version, "批次版本", 1, INT32_MAX, true),
    FORM_TEXT(struct undo_form, reason, "撤销理由", 2, REASON_MOST, true),
};
const struct form_def IMPORT_UNDO_FORM = FORM_DEF("import_undo", struct undo_form, UNDO_FIELDS);

struct decision {
    const struct import_batch *batch;
    int version;
    bool yes;
    struct str reason;
    enum import_outcome outcome;
};

static bool decide(struct req *r, struct decision *x, const char *action, uint32_t role, staff_work_fn work)
{
    const struct import_batch *b = x->batch;
    struct staff_act act = {.action = str_from(action),
                            .object_type = STR("import_batch"),
                            .object_id = b->id,
                            .detail = x->reason,
                            .role = role,
                            .to = import_url(r, b)};
    x->outcome = IMPORT_WRONG_STATE;
    if (staff_act(r, &act, work, x) != STAFF_ACT_REFUSED)
        return true;
    if (x->outcome == IMPORT_SAME_PERSON)
        resp_conflict(r, STR("批准须由上传人、申请人以外的另一位同事办理。您的操作没有生效。"));
    else
        import_conflict(r, b);
    return false;
}

/* --- commit --- */

/* Asked for before, and the worker could not do it: once more. */
static bool ask_again(struct staff_act *act, const struct decision *x)
{
    struct job j;
    if (!job_get(act->db, act->arena, JOB_IMPORT_COMMIT, x->batch->id, &j) || !str_eq(j.state, STR("failed")))
        return false;
    job_add(act->db, JOB_IMPORT_COMMIT, x->batch->id, act->actor->id, act->r->now);
    act->detail = STR("again");
    return true;
}

static bool ask(struct staff_act *act, void *arg)
{
    struct decision *x = arg;
    const struct import_batch *b = x->batch;
    if (import_in_state(b, "committing"))
        return ask_again(act, x);
    bool skip = b->rows_refused > 0; /* the version says that these are the numbers the person saw */
    bool alone = !import_needs_second(staff_regime(act->r), b);
    x->outcome = import_ask(act->db, b->id, x->version, act->actor->id, act->r->now, skip, alone);
    if (x->outcome != IMPORT_DONE)
        return false;
    if (alone)
        job_add(act->db, JOB_IMPORT_COMMIT, b->id, act->actor->id, act->r->now);
    act->detail =
        str_fmt(act->arena, "rows %d, refused %d%s", b->rows_total, b->rows_refused, skip ? ", refused rows skipped" : "");
    return true;
}

void act_import_ask(struct req *r)
{
    const struct ask_form *f = r->form;
    struct decision x = {.batch = r->object, .version = (int)f->version};
    decide(r, &x, "import.ask", ROLE_CLERK | ROLE_REVIEWER, ask);
}

static bool approve(struct staff_act *act, void *arg)
{
    struct decision *x = arg;
    x->outcome = x->yes ? import_approve(act->db, x->batch, x->version, act->actor->id)
                        : import_reject(act->db, x->batch, x->version, act->actor->id, x->reason);
    if (x->outcome == IMPORT_DONE && x->yes)
        job_add(act->db, JOB_IMPORT_COMMIT, x->batch->id, act->actor->id, act->r->now);
    return x->outcome == IMPORT_DONE;
}

/* A refusal needs its reason. */
static bool read_decision(struct req *r, struct decision *x)
{
    const struct decide_form *f = r->form;
    *x = (struct decision){.batch = r->object, .version = (int)f->version, .yes = f->verdict == 1, .reason = f->reason};
    if (x->yes || x->reason.n)
        return true;
    form_fail(r, "reason", STR("理由：不批准的请写明理由，让经办人知道要改什么。"));
    return false;
}

void act_import_decide(struct req *r)
{
    struct decision x;
    if (read_decision(r, &x))
        decide(r, &x, x.yes ? "import.approve" : "import.reject", ROLE_REVIEWER, approve);
}

/* --- undo --- */

static bool ask_undo(struct staff_act *act, void *arg)
{
    struct decision *x = arg;
    x->outcome = import_ask_undo(act->db, x->batch->id, x->version, act->actor->id, x->reason);
    return x->outcome == IMPORT_DONE;
}

void act_import_undo(struct req *r)
{
    const struct undo_form *f = r->form;
    struct decision x = {.batch = r->object, .version = (int)f->version, .reason = f->reason};
    struct import_dependants d = import_depend(staff_db(r), r->arena, x.batch);
    if (d.blocked)
        resp_conflict(r, STR("这个批次还有依赖它的内容，不能撤销。请先按批次页的清单逐项处理。"));
    else
        decide(r, &x, "import.ask_undo", ROLE_CLERK | ROLE_REVIEWER, ask_undo);
}

static bool approve_undo(struct staff_act *act, void *arg)
{
    struct decision *x = arg;
    x->outcome = x->yes ? import_approve_undo(act->db, x->batch, x->version, act->actor->id)
                        : import_reject_undo(act->db, x->batch, x->version, act->actor->id, x->reason);
    if (x->outcome == IMPORT_DONE && x->yes)
        job_add(act->db, JOB_IMPORT_UNDO, x->batch->id, act->actor->id, act->r->now);
    return x->outcome == IMPORT_DONE;
}

void act_import_undo_decide(struct req *r)
{
    struct decision x;
    if (read_decision(r, &x))
        decide(r, &x, x.yes ? "import.approve_undo" : "import.reject_undo", ROLE_REVIEWER, approve_undo);
}
