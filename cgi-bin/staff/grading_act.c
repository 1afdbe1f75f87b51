/* SPDX-License-Identifier: EUPL-1.2
 * grading_act.c — signing a round: review, approval, publication, dropping. Two persons; of two at once one wins and the other sees
 * who.
 */
#include "base/arena.h"
#include "job/job.h"
#include "publish/publish.h"
#include "staff/grading.h"
#include "staff/staff.h"

struct sign_form {
    int64_t version;
};
static const struct form_field SIGN_FIELDS[] = {FORM_INT(struct sign_form, version, "版本", 1, INT32_MAX, true)};
const struct form_def GRADING_SIGN_FORM = FORM_DEF("grading-sign", struct sign_form, SIGN_FIELDS);

bool guard_round(struct req *r)
{
    int64_t id;
    struct grade_round *g = ARENA_NEW(r->arena, struct grade_round);
    if (!req_capture_int(r, "id", 1, INT32_MAX, &id) || !grade_round_get(staff_db(r), r->arena, (int32_t)id, g))
        return false;
    r->object = g;
    return actor_may(staff_actor(r), r->route->roles & ROLE_BUSINESS, 0, g->division_prefix);
}

typedef enum grade_round_outcome (*step_fn)(struct db *db, struct arena *a, const struct grade_round_act *act,
                                            struct grade_round_conflict *c);

struct signing {
    step_fn step; /* NULL: publication, which does more */
    struct grade_round_act act;
    struct publish_order order;
    const char *done;
    enum grade_round_outcome outcome;
    struct grade_round_conflict conflict;
};

static bool sign(struct staff_act *act, void *arg)
{
    struct signing *s = arg;
    if (s->step) {
        s->outcome = s->step(act->db, act->arena, &s->act, &s->conflict);
    } else {
        struct publish_result result = {0};
        bool good = publish_round(act->db, act->arena, &s->order, &result);
        s->outcome = good ? GRADE_ROUND_DONE : result.outcome;
        s->conflict = result.conflict;
        act->detail = result.document_no;
    }
    struct url to = URL_PATH(act->arena, "/staff/grading/{}", str_fmt(act->arena, "%d", s->act.round_id));
    act->to = url_query(act->arena, to, STR("done"), str_from(s->done));
    return s->outcome == GRADE_ROUND_DONE;
}

static void refuse(struct req *r, const struct signing *s)
{
    const struct grade_round_conflict *c = &s->conflict;
    switch (s->outcome) {
    case GRADE_ROUND_DONE:
        return;
    case GRADE_ROUND_MISSING:
        resp_not_found(r);
        return;
    case GRADE_ROUND_CONFLICT:
    case GRADE_ROUND_WRONG_STATE:
    case GRADE_ROUND_BUSY:
        resp_conflict(r, str_fmt(r->arena, "这一轮现在的状态是“%.*s”%s%.*s%s%.*s。您的操作没有生效，请返回查看最新情况。",
                                 STR_ARG(round_state_name(c->round.state)), c->staff_name.n ? "，由 " : "", STR_ARG(c->staff_name),
                                 c->at.us ? " 办理于 " : "", STR_ARG(c->at.us ? instant_zh(r->arena, c->at) : STR_NONE)));
        return;
    case GRADE_ROUND_SAME_PERSON:
        resp_conflict(r, STR("复核和审批须由不同的人办理，发起评价的人也不能审批。请由另一位同事办理。"));
        return;
    case GRADE_ROUND_OLDER:
        resp_conflict(r, STR("这一年度已有更晚的一轮公布，这一轮不能再公布。"));
        return;
    }
}

static void sign_round(struct req *r, struct signing *s, const char *action, uint32_t role)
{
    const struct grade_round *g = r->object;
    const struct sign_form *f = r->form;
    const struct actor *a = staff_actor(r);
    if (!actor_may(a, role, 0, g->division_prefix)) {
        resp_forbidden(r);
        return;
    }
    s->act = (struct grade_round_act){.round_id = g->id, .staff_id = a->id, .version = (int32_t)f->version, .now = r->now};
    struct staff_act act = {.action = str_from(action), .object_type = STR("grade_round"), .object_id = g->id, .role = role};
    if (staff_act(r, &act, sign, s) == STAFF_ACT_REFUSED)
        refuse(r, s);
}

void act_round_review(struct req *r)
{
    struct signing s = {.step = grade_round_review, .done = "reviewed"};
    sign_round(r, &s, "round.review", ROLE_REVIEWER);
}

void act_round_approve(struct req *r)
{
    struct signing s = {.step = grade_round_approve, .done = "approved"};
    sign_round(r, &s, "round.approve", ROLE_APPROVER);
}

void act_round_drop(struct req *r)
{
    struct signing s = {.step = grade_round_drop, .done = "dropped"};
    sign_round(r, &s, "round.drop", ROLE_REVIEWER | ROLE_APPROVER);
}

void act_round_publish(struct req *r)
{
    const struct grade_round *g = r->object;
    const struct actor *a = staff_actor(r);
    const struct sign_form *f = r->form;
    struct regime_version v;
    if (!regime_version_load(staff_db(r), r->arena, g->regime_version_id, &v)) {
        resp_not_found(r);
        return;
    }
    struct signing s = {.done = "published"};
    struct publication before;
    s.order = (struct publish_order){.regime = v.regime,
                                     .actor = actor_for_audit(a, ROLE_APPROVER),
                                     .unit_name = a->unit_name,
                                     .round_id = g->id,
                                     .round_version = (int32_t)f->version,
                                     .staff_id = a->id,
                                     .now = r->now,
                                     .correction = STR("")};
    if (publication_of_place(staff_db(r), r->arena, STR("summary"), g->year, g->division_prefix, &before))
        s.order.correction = str_fmt(r->arena, "本表更正并替代%.*s，原表同时停止使用。", STR_ARG(before.document_no));
    sign_round(r, &s, "round.publish", ROLE_APPROVER);
}
