/* SPDX-License-Identifier: EUPL-1.2
 * login.c — see login.h. Not a store: what it keeps goes through staff, session and throttle stores.
 */
#include "auth/login.h"

#include "auth/throttle.h"
#include "base/arena.h"
#include "base/log.h"
#include "crypto/token.h"
#include "crypto/totp.h"
#include "crypto/vault.h"
#include "db/db.h"

enum { ADDRESS_GRACE = 20, PASSWORD_LEAST = 10, PASSWORD_MOST = 128 };

static struct password_params params = {0};

struct password_params login_password_params(void)
{
    return params.passes ? params : PASSWORD_STANDARD;
}

void login_use_cheap_passwords(void)
{
    params = PASSWORD_CHEAP;
}

struct str login_password_fault(struct str password, struct str login)
{
    static const struct str COMMON[] = {
        STR_INIT("1234567890"),  STR_INIT("0123456789"), STR_INIT("qwertyuiop"), STR_INIT("1qaz2wsx3edc"), STR_INIT("admin123456"),
        STR_INIT("password123"), STR_INIT("a123456789"), STR_INIT("1q2w3e4r5t"), STR_INIT("wodemima123"),  STR_INIT("woaini1314"),
    };
    size_t n = utf8_count(password);
    if (n < PASSWORD_LEAST)
        return STR("密码太短。请使用至少 10 个字符，例如几个不相关的词语。");
    if (n > PASSWORD_MOST)
        return STR("密码太长。请使用不超过 128 个字符。");
    if (login.n && str_contains(password, login))
        return STR("密码中不能包含账号。请换一个密码。");
    bool one = true;
    for (size_t i = 1; i < password.n; i++)
        one = one && password.p[i] == password.p[0];
    for (size_t i = 0; i < sizeof COMMON / sizeof *COMMON; i++)
        if (one || str_eq_nocase(password, COMMON[i]))
            return STR("这个密码太常见，容易被猜中。请换一个密码。");
    return STR_NONE;
}

/* device cookie: token "." MAC over login and token, so that a browser cannot claim to be known. */
static struct str device_said(struct arena *a, struct str login, struct str token)
{
    return str_fmt(a, "%.*s %.*s", STR_ARG(login), STR_ARG(token));
}

static struct str device_cookie(const struct vault *v, struct arena *a, struct str login, struct str token)
{
    uint8_t mac[VAULT_MAC_BYTES];
    vault_mac(v, STR("login device"), device_said(a, login, token), mac);
    return str_fmt(a, "%.*s.%.*s", STR_ARG(token), STR_ARG(str_hex(a, mac, sizeof mac)));
}

static bool known_device(const struct vault *v, struct arena *a, struct str login, struct str cookie)
{
    uint8_t mac[VAULT_MAC_BYTES];
    ptrdiff_t dot = str_find(cookie, STR("."), 0);
    if (dot <= 0 || !str_unhex(str_sub(cookie, (size_t)dot + 1, cookie.n), mac, sizeof mac))
        return false;
    return vault_mac_fits(v, STR("login device"), device_said(a, login, str_sub(cookie, 0, (size_t)dot)), mac);
}

static struct str network_of(struct arena *a, struct str address)
{
    size_t end = address.n, dots = 0;
    for (size_t i = 0; i < address.n && dots < 3; i++)
        if (address.p[i] == '.' && ++dots == 3)
            end = i; /* /24; IPv6 addresses are taken whole */
    return str_fmt(a, "net %.*s", STR_ARG(str_sub(address, 0, end)));
}

static bool secret_fits(struct db *db, const struct vault *v, const struct staff *s, const struct login_attempt *t)
{
    struct vault_field where = {STR("staff.totp_secret"), (uint64_t)s->id};
    uint64_t counter;
    if (!s->totp_secret.p || vault_totp(v, where, s->totp_secret, t->code, t->now, (uint64_t)s->totp_counter, &counter) != TOTP_OK)
        return false;
    return staff_take_totp(db, s->id, (int64_t)counter);
}

struct success {
    struct login_result *out;
    struct arena *arena;
    struct instant now;
};

static bool open_session(struct db *db, void *arg)
{
    struct success *s = arg;
    s->out->session_cookie = session_create(db, s->arena, &s->out->staff, s->now);
    struct audit_entry e = {.at = s->now, .action = STR("staff.login"), .object_type = STR("staff"), .object_id = s->out->staff.id};
    e.actor = (struct audit_actor){.id = s->out->staff.id, .name = s->out->staff.login};
    audit_write(db, s->arena, &e);
    return true;
}

struct refusal {
    struct arena *arena;
    int staff_id; /* 0: no such account, or a closed one; what was typed is written nowhere */
    struct str network;
    struct instant now;
};

/* One row for a known account and for an unknown one: neither the log of acts nor the time that it takes tells which it was. */
static bool audit_refusal(struct db *db, void *arg)
{
    const struct refusal *x = arg;
    struct audit_entry e = {.at = x->now, .action = STR("staff.refused"), .object_type = STR("staff"), .object_id = x->staff_id};
    e.detail = x->network;
    audit_write(db, x->arena, &e);
    return true;
}

enum login_verdict login_try(struct db *db, const struct vault *v, struct arena *a, const struct login_attempt *t,
                             struct login_result *out)
{
    bool known = known_device(v, a, t->login, t->device);
    struct str account = known ? str_fmt(a, "device %.*s", STR_ARG(t->device)) : str_fmt(a, "account %.*s", STR_ARG(t->login));
    struct str network = network_of(a, t->address);
    int wait = throttle_wait(db, a, account, t->now), wait_network = known ? 0 : throttle_wait(db, a, network, t->now);
    out->wait_seconds = wait > wait_network ? wait : wait_network;
    if (out->wait_seconds > 0)
        return LOGIN_WAIT;
    bool found = staff_by_login(db, a, t->login, &out->staff) && out->staff.disabled_at.us == 0;
    bool right = found ? password_verify(v, t->password, out->staff.password_hash)
                       : password_verify_nobody(v, t->password, login_password_params());
    if (!right || !secret_fits(db, v, &out->staff, t)) {
        log_line(LOG_WARN, "sign-in refused: account %d, %.*s", found ? out->staff.id : 0, STR_ARG(network));
        throttle_failed(db, a, account, 0, t->now);
        throttle_failed(db, a, network, ADDRESS_GRACE, t->now);
        struct refusal x = {a, found ? out->staff.id : 0, network, t->now};
        db_transaction(db, audit_refusal, &x);
        return LOGIN_WRONG;
    }
    throttle_clear(db, account);
    if (password_needs_rehash(out->staff.password_hash, vault_epoch(v), login_password_params()))
        staff_rehash(db, out->staff.id, out->staff.password_hash, password_hash(v, a, t->password, login_password_params()));
    uint8_t ignored[TOKEN_BYTES];
    out->device_cookie = known ? t->device : device_cookie(v, a, t->login, token_new(a, ignored));
    struct success s = {out, a, t->now};
    db_transaction(db, open_session, &s);
    return LOGIN_DONE;
}
