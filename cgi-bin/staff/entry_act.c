/* SPDX-License-Identifier: EUPL-1.2
 * entry_act.c — the steps on a proposal: submit, take back, give up, approve, return. Whoever proposed does not decide; of two
 * reviewers one wins and the other is told who did what.
 */
#include "base/arena.h"
#include "job/job.h"
#include "staff/entry_pages.h"

struct step_form {
    int64_t version;
};
static const struct form_field STEP_FIELDS[] = {FORM_INT(struct step_form, version, "版本", 1, INT32_MAX, true)};
const struct form_def ENTRY_STEP_FORM = FORM_DEF("entry-step", struct step_form, STEP_FIELDS);

struct return_form {
    struct str verdict;
    int64_t version;
};
static const struct form_field RETURN_FIELDS[] = {
    FORM_TEXT(struct return_form, verdict, "退回理由", 4, 1000, true),
    FORM_INT(struct return_form, version, "版本", 1, INT32_MAX, true),
};
const struct form_def ENTRY_RETURN_FORM = FORM_DEF("entry-return", struct return_form, RETURN_FIELDS);

typedef enum entry_outcome (*step_fn)(struct db *db, int64_t id, int version, int staff_id, struct instant now);

struct step {
    step_fn own; /* NULL: a decision */
    bool approve;
    struct str why;
    int version;
    const char *done, *tried; /* tried: in words, for who came too late */
    struct entry_effect effect;
    enum entry_outcome outcome;
};

static bool run(struct staff_act *act, void *arg)
{
    struct step *s = arg;
    struct req *r = act->r;
    const struct entry *e = r->object;
    const char *done = s->done;
    if (s->own) {
        s->outcome = s->own(act->db, e->id, s->version, act->actor->id, r->now);
    } else if (s->approve) {
        struct entry_approval x = {.regime = staff_regime(r), .e = e, .version = s->version, .now = r->now};
        x.actor = actor_for_audit(act->actor, ROLE_REVIEWER);
        s->outcome = entry_approve(act->db, act->arena, &x, &s->effect);
        done = s->effect.regrades ? "regrade" : done;
        act->detail = str_fmt(act->arena, "信用信息 %lld", (long long)s->effect.record_id);
        if (s->effect.regrades)
            act->detail = str_fmt(act->arena, "%.*s，待重新评价 %zu 个年度", STR_ARG(act->detail), s->effect.regrades);
    } else {
        s->outcome = entry_return(act->db, e, s->version, act->actor->id, s->why, r->now);
        act->detail = s->why;
    }
    act->to = url_query(act->arena, entry_url(r, e->id, NULL), STR("done"), str_from(done));
    return s->outcome == ENTRY_DONE;
}

/* Both versions: what was tried, and how it stands now by whom. */
static void conflict(struct req *r, const struct step *s)
{
    const struct entry *before = r->object;
    struct entry now = *before;
    (void)!entry_get(staff_db(r), r->arena, before->id, &now);
    struct str last = staff_changed_text(r, "这件申请", STR("entry"), before->id);
    resp_conflict(r, str_fmt(r->arena, "您要办理的是“%s”，页面显示的状态是“%.*s”；现在的状态是“%.*s”。%.*s", s->tried,
                             STR_ARG(entry_state_name(entry_state_of(before->state))),
                             STR_ARG(entry_state_name(entry_state_of(now.state))), STR_ARG(last)));
}

static void refuse(struct req *r, const struct step *s)
{
    switch (s->outcome) {
    case ENTRY_DONE:
        return;
    case ENTRY_CONFLICT:
    case ENTRY_OPEN_ALREADY:
        conflict(r, s);
        return;
    case ENTRY_SAME_PERSON:
        resp_conflict(r, STR("录入和复核须由不同的人办理。请由另一位同事复核。"));
        return;
    case ENTRY_DUPLICATE:
        resp_conflict(
            r,
            STR("这个主体的档案中已有完全相同的一条信息（事项、文号、日期、标题、内容都相同），不能重复入档。请退回经办人核对。"));
        return;
    case ENTRY_RECORD_CHANGED:
        resp_conflict(r, STR("提出更正以后，这条信用信息又有变化。请退回经办人，按最新内容重新提出。"));
        return;
    }
}

static void act(struct req *r, struct step *s, const char *action, uint32_t role)
{
    const struct entry *e = r->object;
    struct staff_act a = {.action = str_from(action), .object_type = STR("entry"), .object_id = e->id, .role = role};
    if (staff_act(r, &a, run, s) == STAFF_ACT_REFUSED)
        refuse(r, s);
}

static int step_version(struct req *r)
{
    return (int)((const struct step_form *)r->form)->version;
}

/* The same checks as when it was saved: the rules or the calendar may have moved on since. */
void act_entry_submit(struct req *r)
{
    struct entry e = *(const struct entry *)r->object;
    struct record_faults faults = {0};
    size_t files = evidence_of(staff_db(r), r->arena, STR("entry"), e.id).n;
    if (!entry_check(r->arena, staff_regime(r), &e, files, r->today, &faults)) {
        resp_see_other(r, url_query(r->arena, entry_url(r, e.id, "edit"), STR("incomplete"), STR("1"))); /* the form says what */
        return;
    }
    struct step s = {.own = entry_submit, .version = step_version(r), .done = "submitted", .tried = "提交复核"};
    act(r, &s, "entry.submit", ROLE_CLERK | ROLE_REVIEWER);
}

void act_entry_recall(struct req *r)
{
    struct step s = {.own = entry_recall, .version = step_version(r), .done = "recalled", .tried = "收回修改"};
    act(r, &s, "entry.recall", ROLE_CLERK | ROLE_REVIEWER);
}

void act_entry_drop(struct req *r)
{
    struct step s = {.own = entry_drop, .version = step_version(r), .done = "dropped", .tried = "作废"};
    act(r, &s, "entry.drop", ROLE_CLERK | ROLE_REVIEWER);
}

void act_entry_approve(struct req *r)
{
    struct step s = {.approve = true, .version = step_version(r), .done = "approved", .tried = "复核通过"};
    act(r, &s, "entry.approve", ROLE_REVIEWER);
}

void act_entry_return(struct req *r)
{
    const struct return_form *f = r->form;
    struct step s = {.why = f->verdict, .version = (int)f->version, .done = "returned", .tried = "退回经办人"};
    act(r, &s, "entry.return", ROLE_REVIEWER);
}
