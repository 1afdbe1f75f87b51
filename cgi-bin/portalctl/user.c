/* SPDX-License-Identifier: EUPL-1.2
 * user.c — units and accounts. A new account's password and second factor are printed once; the password must be changed at the
 * first log-in.
 */
#include "auth/login.h"
#include "auth/staff.h"
#include "crypto/token.h"
#include "crypto/totp.h"
#include "crypto/vault.h"
#include "portalctl/ctl.h"

struct unit_new {
    struct ctl *c;
    struct unit unit;
};

static bool put_unit(struct db *db, void *arg)
{
    struct unit_new *u = arg;
    unit_put(db, &u->unit);
    ctl_audit(db, u->c, "unit.add", "unit", u->unit.id, u->unit.name);
    return true;
}

int ctl_unit_add(struct ctl *c)
{
    if (c->n != 1)
        return 2;
    struct program *p = ctl_program(0);
    struct unit_new u = {.c = c}, parent;
    struct unit known;
    u.unit.name = str_from(c->word[0]);
    u.unit.kind = ctl_text(c, "kind", "office");
    u.unit.division_prefix = ctl_text(c, "division", "");
    if (ctl_option(c, "parent") && unit_by_name(p->db, c->arena, ctl_text(c, "parent", ""), &parent.unit))
        u.unit.parent_id = parent.unit.id;
    u.unit.id = unit_by_name(p->db, c->arena, u.unit.name, &known) ? known.id : unit_next_id(p->db);
    db_transaction(p->db, put_unit, &u);
    ctl_say("unit %d %.*s\n", u.unit.id, STR_ARG(u.unit.name));
    program_stop(&p);
    return 0;
}

struct account {
    struct ctl *c;
    struct staff staff;
    struct str password, secret;
    bool reset;
    enum staff_verdict verdict;
};

static bool put_account(struct db *db, void *arg)
{
    struct account *x = arg;
    struct ctl *c = x->c;
    x->verdict = staff_create(db, &x->staff, c->now);
    if (x->verdict != STAFF_DONE)
        return false;
    struct str roles = ctl_text(c, "role", ""), one;
    while (str_cut(&roles, ',', &one)) {
        struct grant g = {.role = role_from_code(str_trim(one)), .division_prefix = ctl_text(c, "scope", "")};
        if (!g.role)
            fail(FAIL_CONFIG, "no role %.*s", STR_ARG(one));
        staff_grant(db, x->staff.id, &g);
    }
    ctl_audit(db, c, "staff.create", "staff", x->staff.id, str_cat(c->arena, STR("roles "), ctl_text(c, "role", "")));
    return true;
}

static bool reset_account(struct db *db, void *arg)
{
    struct account *x = arg;
    const struct staff *s = &x->staff;
    x->verdict = staff_set_password(db, s->id, s->version, s->password_hash, true);
    if (x->verdict == STAFF_DONE)
        x->verdict = staff_set_totp(db, s->id, s->version + 1, s->totp_secret);
    if (x->verdict != STAFF_DONE)
        return false;
    session_end_all(db, s->id);
    ctl_audit(db, x->c, "staff.reset", "staff", s->id, STR(""));
    return true;
}

static struct str some_words(struct arena *a)
{
    return str_fmt(a, "%.*s-%.*s", STR_ARG(str_sub(token_public_id(a), 0, 6)), STR_ARG(str_sub(token_public_id(a), 0, 6)));
}

static void make_secrets(struct program *p, struct account *x)
{
    struct ctl *c = x->c;
    x->password = ctl_option(c, "password") ? ctl_text(c, "password", "") : some_words(c->arena);
    x->secret = totp_new_secret(c->arena);
    struct password_params cost = ctl_flag(c, "cheap-password") && p->config.demonstration ? PASSWORD_CHEAP : PASSWORD_STANDARD;
    x->staff.password_hash = password_hash(p->vault, c->arena, x->password, cost);
    x->staff.totp_secret =
        vault_seal(p->vault, c->arena, (struct vault_field){STR("staff.totp_secret"), (uint64_t)x->staff.id}, x->secret);
    x->staff.must_change = !(ctl_option(c, "password") && p->config.demonstration);
}

static void tell_secrets(const struct account *x)
{
    struct arena *a = x->c->arena;
    ctl_say("account   %.*s\npassword  %.*s\nsecret    %.*s\n", STR_ARG(x->staff.login), STR_ARG(x->password),
            STR_ARG(totp_base32(a, x->secret)));
    ctl_say("uri       %.*s\n", STR_ARG(totp_uri(a, STR("医疗卫生信用"), x->staff.login, x->secret)));
}

int ctl_user_add(struct ctl *c)
{
    if (c->n != 1 || !ctl_option(c, "name") || !ctl_option(c, "unit") || !ctl_option(c, "role"))
        return 2;
    struct program *p = ctl_program(PROGRAM_KEYS);
    struct account x = {.c = c};
    struct unit unit;
    if (!unit_by_name(p->db, c->arena, ctl_text(c, "unit", ""), &unit))
        return ctl_refuse("no unit of that name: portalctl unit add first\n");
    x.staff = (struct staff){
        .id = staff_next_id(p->db), .unit_id = unit.id, .login = str_from(c->word[0]), .name = ctl_text(c, "name", "")};
    struct str fault = ctl_option(c, "password") ? login_password_fault(ctl_text(c, "password", ""), x.staff.login) : STR_NONE;
    if (fault.n)
        return ctl_refuse("%.*s\n", STR_ARG(fault));
    make_secrets(p, &x);
    db_transaction(p->db, put_account, &x);
    program_stop(&p);
    if (x.verdict == STAFF_LOGIN_TAKEN)
        return ctl_refuse("the account %s is taken\n", c->word[0]);
    tell_secrets(&x);
    return 0;
}

int ctl_user_reset(struct ctl *c)
{
    struct account x = {.c = c};
    if (c->n != 1)
        return 2;
    struct program *p = ctl_program(PROGRAM_KEYS);
    if (!staff_by_login(p->db, c->arena, str_from(c->word[0]), &x.staff))
        return ctl_refuse("no account %s\n", c->word[0]);
    make_secrets(p, &x);
    db_transaction(p->db, reset_account, &x);
    program_stop(&p);
    if (x.verdict != STAFF_DONE)
        return ctl_refuse("somebody changed the account meanwhile; try again\n");
    tell_secrets(&x);
    return 0;
}

static bool disable(struct db *db, void *arg)
{
    struct account *x = arg;
    x->verdict = staff_set_disabled(db, x->staff.id, x->staff.version, x->c->now);
    session_end_all(db, x->staff.id);
    ctl_audit(db, x->c, "staff.disable", "staff", x->staff.id, STR(""));
    return x->verdict == STAFF_DONE;
}

int ctl_user_disable(struct ctl *c)
{
    struct account x = {.c = c};
    if (c->n != 1)
        return 2;
    struct program *p = ctl_program(0);
    if (!staff_by_login(p->db, c->arena, str_from(c->word[0]), &x.staff))
        return ctl_refuse("no account %s\n", c->word[0]);
    bool done = db_transaction(p->db, disable, &x);
    program_stop(&p);
    return done ? 0 : ctl_refuse("somebody changed the account meanwhile; try again\n");
}

int ctl_user_list(struct ctl *c)
{
    struct program *p = ctl_program(0);
    struct staff *list;
    size_t n = staff_list(p->db, c->arena, &list);
    for (size_t i = 0; i < n; i++) {
        struct grant *g;
        size_t grants = staff_grants(p->db, c->arena, list[i].id, &g);
        ctl_say("%.*s\t%.*s\t%.*s\t%s", STR_ARG(list[i].login), STR_ARG(list[i].name), STR_ARG(list[i].unit_name),
                list[i].disabled_at.us ? "disabled" : "active");
        for (size_t k = 0; k < grants; k++)
            ctl_say("\t%.*s@%.*s", STR_ARG(role_code(g[k].role)), STR_ARG(g[k].division_prefix));
        ctl_say("\n");
    }
    program_stop(&p);
    return 0;
}

int ctl_user_code(struct ctl *c)
{
    struct staff s;
    struct str code;
    if (c->n != 1)
        return 2;
    struct program *p = ctl_program(PROGRAM_KEYS);
    if (!p->config.demonstration)
        return ctl_refuse("only a demonstration shows codes\n");
    if (!staff_by_login(p->db, c->arena, str_from(c->word[0]), &s) ||
        !vault_totp_code(p->vault, c->arena, (struct vault_field){STR("staff.totp_secret"), (uint64_t)s.id}, s.totp_secret,
                         totp_counter(c->now), &code))
        return ctl_refuse("no account %s\n", c->word[0]);
    ctl_say("%.*s\n", STR_ARG(code));
    program_stop(&p);
    return 0;
}
