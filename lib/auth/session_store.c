/* SPDX-License-Identifier: EUPL-1.2
 * session_store.c — see session.h.
 */
#include "auth/session.h"
#include "base/arena.h"
#include "crypto/token.h"
#include "db/db.h"

static const int64_t MINUTE = (int64_t)60 * 1000000;

DB_STATEMENT(INSERT_SESSION, "INSERT INTO session (token_hash, staff_id, csrf, staff_version, created_at, seen_at, expires_at)"
                             " VALUES (?, ?, ?, ?, ?, ?, ?)");
DB_STATEMENT(DROP_OLD, "DELETE FROM session WHERE staff_id = ? AND (expires_at < ? OR seen_at < ?)");
DB_STATEMENT(
    SELECT_ACTOR,
    "SELECT s.id, s.login, s.name, u.name, s.unit_id, x.csrf, x.token_hash, s.must_change, s.version, x.seen_at"
    " FROM session x JOIN staff s ON s.id = x.staff_id JOIN unit u ON u.id = s.unit_id"
    " WHERE x.token_hash = ? AND x.expires_at > ? AND x.seen_at > ? AND s.disabled_at IS NULL AND x.staff_version = s.version");
DB_STATEMENT(TOUCH, "UPDATE session SET seen_at = ? WHERE token_hash = ?");
DB_STATEMENT(END_ONE, "DELETE FROM session WHERE token_hash = ?");
DB_STATEMENT(END_ALL, "DELETE FROM session WHERE staff_id = ?");
DB_STATEMENT(SELECT_TOKEN, "SELECT staff_id, route, body_hash, result FROM form_token WHERE token = ?");
DB_STATEMENT(INSERT_TOKEN,
             "INSERT INTO form_token (token, staff_id, route, body_hash, result, acted_at) VALUES (?, ?, ?, ?, ?, ?)");

struct actor_row {
    int id, unit_id, version;
    struct str login, name, unit_name, csrf, token_hash;
    bool must_change;
    struct instant seen_at;
};
static const struct db_column ACTOR_COLUMNS[] = {
    DB_COLUMN(struct actor_row, id),         DB_COLUMN(struct actor_row, login),       DB_COLUMN(struct actor_row, name),
    DB_COLUMN(struct actor_row, unit_name),  DB_COLUMN(struct actor_row, unit_id),     DB_COLUMN(struct actor_row, csrf),
    DB_COLUMN(struct actor_row, token_hash), DB_COLUMN(struct actor_row, must_change), DB_COLUMN(struct actor_row, version),
    DB_COLUMN(struct actor_row, seen_at),
};
struct token_row {
    int staff_id;
    struct str route, body_hash, result;
};
static const struct db_column TOKEN_COLUMNS[] = {DB_COLUMN(struct token_row, staff_id), DB_COLUMN(struct token_row, route),
                                                 DB_COLUMN(struct token_row, body_hash), DB_COLUMN(struct token_row, result)};

static struct instant earlier(struct instant t, int minutes)
{
    return (struct instant){t.us - minutes * MINUTE};
}

struct str session_create(struct db *db, struct arena *a, const struct staff *s, struct instant now)
{
    uint8_t hash[TOKEN_BYTES], csrf[TOKEN_BYTES];
    struct str cookie = token_new(a, hash);
    token_random(csrf, sizeof csrf);
    struct instant end = {now.us + SESSION_HOURS * 60 * MINUTE};
    db_exec(db, DROP_OLD, s->id, now, earlier(now, SESSION_IDLE_MINUTES));
    db_exec(db, INSERT_SESSION, ((struct str){(const char *)hash, sizeof hash}), s->id,
            ((struct str){(const char *)csrf, sizeof csrf}), s->version, now, now, end);
    return cookie;
}

bool session_actor(struct db *db, struct arena *a, struct str cookie, struct instant now, struct actor *out)
{
    uint8_t hash[TOKEN_BYTES];
    if (!token_hash(cookie, hash))
        return false;
    struct actor_row r;
    struct str key = {(const char *)hash, sizeof hash};
    if (!db_one(db, a, SELECT_ACTOR, ACTOR_COLUMNS, &r, key, now, earlier(now, SESSION_IDLE_MINUTES)))
        return false;
    if (r.seen_at.us < now.us - MINUTE)
        db_exec(db, TOUCH, now, key);
    struct grant *grants;
    size_t n = staff_grants(db, a, r.id, &grants);
    *out = (struct actor){.id = r.id,
                          .login = r.login,
                          .name = r.name,
                          .unit_name = r.unit_name,
                          .unit_id = r.unit_id,
                          .csrf = r.csrf,
                          .session = r.token_hash,
                          .must_change = r.must_change,
                          .version = r.version};
    out->grants.p = grants;
    out->grants.n = n;
    for (size_t i = 0; i < n; i++)
        out->roles |= grants[i].role;
    return true;
}

void session_end(struct db *db, struct str session_hash)
{
    db_exec(db, END_ONE, session_hash);
}

void session_end_all(struct db *db, int staff_id)
{
    db_exec(db, END_ALL, staff_id);
}

enum form_token_verdict form_token_look(struct db *db, struct arena *a, const struct form_use *u, struct str *result_out)
{
    struct token_row r;
    if (!db_one(db, a, SELECT_TOKEN, TOKEN_COLUMNS, &r, u->token))
        return FORM_TOKEN_FRESH;
    *result_out = r.result;
    bool same = r.staff_id == u->staff_id && str_eq(r.route, u->route) && str_eq(r.body_hash, u->body_hash);
    return same ? FORM_TOKEN_DONE : FORM_TOKEN_OTHER;
}

bool form_token_take(struct db *db, const struct form_use *u, struct str result)
{
    return db_try(db, INSERT_TOKEN, u->token, u->staff_id, u->route, u->body_hash, result, u->now) != DB_DUPLICATE;
}
