/* SPDX-License-Identifier: EUPL-1.2
 * act.c — staff_act(): the transaction around everything that staff do. See staff.h.
 */
#include "auth/session.h"
#include "base/arena.h"
#include "staff/hooks.h"

struct run {
    struct staff_act *act;
    staff_work_fn work;
    void *arg;
    struct form_use use;
    bool refused, taken;
};

static void write_audit(const struct staff_act *act)
{
    struct audit_entry e = {.at = act->r->now,
                            .actor = actor_for_audit(act->actor, act->role ? act->role : ROLE_STAFF),
                            .action = act->action,
                            .object_type = act->object_type,
                            .object_id = act->object_id,
                            .detail = act->detail};
    audit_write(act->db, act->arena, &e);
}

static bool run_once(struct db *db, void *arg)
{
    struct run *x = arg;
    (void)db;
    x->refused = !x->work(x->act, x->arg);
    if (x->refused)
        return false;
    if (x->use.token.n) {
        CHECK(x->act->to.s.n > 0 && x->act->to.s.n <= 200);
        x->taken = !form_token_take(db, &x->use, x->act->to.s);
        if (x->taken)
            return false;
    }
    if (!x->act->no_audit)
        write_audit(x->act);
    return true;
}

bool staff_form_use(const struct req *r, struct form_use *out)
{
    if (r->form_token.n != 32)
        return false;
    char *bytes = arena_alloc(r->arena, 16);
    for (size_t i = 0; i < 32; i++) {
        char c = r->form_token.p[i];
        int v = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        if (v < 0)
            return false;
        bytes[i / 2] = (char)(i % 2 ? (unsigned char)bytes[i / 2] | v : v << 4);
    }
    *out = (struct form_use){.token = {bytes, 16},
                             .body_hash = {(const char *)r->body_hash, sizeof r->body_hash},
                             .route = str_from(r->route->pattern),
                             .staff_id = staff_actor(r)->id,
                             .now = r->now};
    return true;
}

/* Answers when the form was done before. */
static bool answer_before(struct req *r, const struct form_use *use)
{
    struct str result;
    struct url to;
    switch (form_token_look(staff_db(r), r->arena, use, &result)) {
    case FORM_TOKEN_FRESH:
        return false;
    case FORM_TOKEN_DONE:
        if (!url_local(r->arena, result, &to))
            return false;
        resp_see_other(r, to);
        return true;
    case FORM_TOKEN_OTHER:
        resp_conflict(r, STR("此表单已提交过一次，本次内容与上次不同，没有再次办理。"));
        return true;
    }
    return false;
}

enum staff_act_end staff_act(struct req *r, struct staff_act *act, staff_work_fn work, void *arg)
{
    struct run x = {.act = act, .work = work, .arg = arg};
    act->r = r;
    act->db = staff_db(r);
    act->arena = r->arena;
    act->actor = staff_actor(r);
    bool has_token = staff_form_use(r, &x.use);
    CHECK(has_token || (r->route->flags & ROUTE_NO_TOKEN));
    if (db_transaction(act->db, run_once, &x)) {
        if (!act->no_redirect)
            resp_see_other(r, act->to);
        return STAFF_ACT_DONE;
    }
    /* The other request of a double click may have won, either at the token or at what the act was guarded by. */
    if (has_token && answer_before(r, &x.use))
        return STAFF_ACT_BEFORE;
    CHECK(!x.taken);
    return STAFF_ACT_REFUSED;
}

struct str staff_changed_text(struct req *r, const char *what, struct str object_type, int64_t object_id)
{
    struct audit_row *list;
    size_t n = audit_of(staff_db(r), r->arena, object_type, object_id, &list);
    if (n == 0)
        return str_fmt(r->arena, "%s刚刚有变化，您的操作没有生效。", what);
    const struct audit_row *last = &list[n - 1];
    return str_fmt(r->arena, "%s已由账号 %.*s 于%.*s更改，您的操作没有生效。", what, STR_ARG(last->actor),
                   STR_ARG(instant_zh(r->arena, last->at)));
}
