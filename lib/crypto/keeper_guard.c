/* SPDX-License-Identifier: EUPL-1.2
 * keeper_guard.c — see keeper_guard.h.
 */
#include "crypto/keeper_guard.h"

#include <sodium.h>
#include <string.h>

#include "base/log.h"
#include "crypto/ready.h"

const struct str KEEPER_CLASS_NAMES[KEEPER_CLASSES] = {STR_INIT("staff"), STR_INIT("worker"), STR_INIT("ctl")};

enum { S = 1 << KEEPER_STAFF, W = 1 << KEEPER_WORKER, C = 1 << KEEPER_CTL, ALL = S | W | C };
enum { MINUTE_US = 60 * 1000000, CLOCKS_APART_US = 5 * MINUTE_US };
static const int64_t WINDOW_US[KEEPER_WINDOWS] = {MINUTE_US, (int64_t)24 * 60 * MINUTE_US};

/* lookup and query are not here: they have no socket. */
static const struct {
    unsigned char classes;
    bool opens; /* plaintext or a document's key leaves: counted and logged */
    const char *word;
} RULES[KEEPER_OPS] = {
    [KEEPER_STATUS] = {ALL, false, "status"},
    [KEEPER_SEAL] = {ALL, false, "seal"},
    [KEEPER_OPEN] = {ALL, true, "open"},
    [KEEPER_INDEX] = {ALL, false, "index"},
    [KEEPER_MAC] = {ALL, false, "mac"},
    [KEEPER_PEPPER] = {S | C, false, "pepper"},
    [KEEPER_TOTP] = {S | C, false, "totp"},
    [KEEPER_SIGN] = {W | C, false, "sign"},
    [KEEPER_PUBLIC_KEY] = {ALL, false, "public-key"},
    [KEEPER_NEW_KEY] = {ALL, false, "new-key"},
    [KEEPER_OPEN_KEY] = {ALL, true, "open-key"},
    [KEEPER_RESEAL] = {C, false, "reseal"},
    [KEEPER_REINDEX] = {C, false, "reindex"},
    [KEEPER_TOTP_CODE] = {C, true, "totp-code"},
    [KEEPER_ADD_EPOCH] = {C, false, "add-epoch"},
    [KEEPER_DROP_EPOCH] = {C, false, "drop-epoch"},
};

/* --- caps --- */

static bool read_cap(struct keeper_guard *g, struct str one)
{
    struct str name = STR_NONE, minute = STR_NONE;
    one = str_trim(one);
    for (size_t i = 0; i < KEEPER_CLASSES; i++) {
        struct str rest = one;
        if (!str_cut(&rest, ' ', &name) || !str_eq(name, KEEPER_CLASS_NAMES[i]))
            continue;
        struct keeper_cap *c = &g->caps[i];
        return str_cut(&rest, '/', &minute) && str_int(str_trim(minute), &c->minute) && str_int(str_trim(rest), &c->day) &&
               c->minute >= 0 && c->day >= 0;
    }
    return false;
}

bool keeper_guard_init(struct keeper_guard *g, struct vault_keys *keys, struct str caps)
{
    struct str one;
    crypto_ready();
    *g = (struct keeper_guard){.keys = keys, .caps = {[KEEPER_STAFF] = {300, 20000}, [KEEPER_WORKER] = {600, 20000}}};
    vault_derive(keys->root, USE_LOG, STR("usage log"), g->log_key);
    while (caps.n && str_cut(&caps, ',', &one))
        if (!read_cap(g, one))
            return false;
    return true;
}

void keeper_guard_wipe(struct keeper_guard *g)
{
    sodium_memzero(g, sizeof *g);
}

/* False: the class has opened as many as it may; `told` becomes true at the first refusal of a minute. */
static bool take_one(struct keeper_guard *g, enum keeper_class class, struct instant now)
{
    struct keeper_used *u = &g->used[class];
    const int64_t most[KEEPER_WINDOWS] = {g->caps[class].minute, g->caps[class].day};
    bool free = true;
    for (int i = 0; i < KEEPER_WINDOWS; i++) {
        int64_t window = now.us / WINDOW_US[i];
        if (window > u->window[i]) { /* a clock that is put back gives nobody a second helping */
            u->window[i] = window;
            u->n[i] = 0;
            u->told = u->told && i != 0;
        }
        free = free && (most[i] == 0 || u->n[i] < most[i]);
    }
    for (int i = 0; i < KEEPER_WINDOWS && free; i++)
        u->n[i]++;
    return free;
}

static bool may_try(struct keeper_guard *g, const struct keeper_peer *who, uint64_t row, struct instant now)
{
    struct keeper_tries *t = &g->tries[row % KEEPER_TRIES_PLACES];
    int64_t minute = now.us / MINUTE_US;
    if (minute > t->minute)
        *t = (struct keeper_tries){.minute = minute};
    if (t->n++ == KEEPER_TRIES_MOST)
        log_line(LOG_ERROR, "ALARM: %s asks about many codes of one account (pid %d)", KEEPER_CLASS_NAMES[who->class].p, who->pid);
    return t->n <= KEEPER_TRIES_MOST;
}

/* --- the usage log --- */

static void chain_over(const struct keeper_guard *g, const char *line, size_t n, uint8_t out[KEEPER_CHAIN_BYTES])
{
    crypto_generichash_state s;
    crypto_generichash_init(&s, g->log_key, sizeof g->log_key, KEEPER_CHAIN_BYTES);
    crypto_generichash_update(&s, g->chain, sizeof g->chain);
    crypto_generichash_update(&s, (const unsigned char *)line, n);
    crypto_generichash_final(&s, out, KEEPER_CHAIN_BYTES);
}

/* Closes the line that stands in `line` with its chain. */
static size_t end_line(struct keeper_guard *g, char *line, int n)
{
    char hex[2 * KEEPER_CHAIN_BYTES + 1];
    CHECK(n > 0 && n < KEEPER_LINE_MOST - (int)sizeof hex - 1);
    chain_over(g, line, (size_t)n, g->chain);
    sodium_bin2hex(hex, sizeof hex, g->chain, sizeof g->chain);
    return (size_t)n + (size_t)snprintf(line + n, KEEPER_LINE_MOST - (size_t)n, " %s\n", hex);
}

static int put_time(struct instant now, char *line)
{
    struct ymd d = day_ymd((struct day){(int32_t)(now.us / WINDOW_US[1])});
    int64_t us = now.us % WINDOW_US[1], s = us / 1000000;
    return snprintf(line, KEEPER_LINE_MOST, "%04d-%02d-%02dT%02d:%02d:%02d.%06dZ ", d.year, d.month, d.day, (int)(s / 3600),
                    (int)(s / 60 % 60), (int)(s % 60), (int)(us % 1000000));
}

size_t keeper_guard_note(struct keeper_guard *g, struct instant now, const char *what, char line_out[KEEPER_LINE_MOST])
{
    int n = put_time(now, line_out);
    n += snprintf(line_out + n, KEEPER_LINE_MOST - (size_t)n, "keeper %.200s", what);
    return end_line(g, line_out, n);
}

static size_t put_line(struct keeper_guard *g, const struct keeper_peer *who, struct instant now, const struct keeper_msg *m,
                       enum keeper_verdict v, char *line)
{
    static const char *const words[KEEPER_VERDICTS] = {"ok",     "bad-format", "unknown-epoch", "refused",
                                                       "capped", "forbidden",  "unavailable",   "bad-request"};
    uint8_t hash[8 + 8], place[KEEPER_NAME + 8];
    char hex[2 * 8 + 1];
    struct str name = keeper_name(m);
    memcpy(place, name.p, name.n);
    for (int i = 0; i < 8; i++)
        place[name.n + (size_t)i] = (uint8_t)(m->row >> (56 - 8 * i));
    crypto_generichash(hash, sizeof hash, place, name.n + 8, g->log_key, sizeof g->log_key);
    sodium_bin2hex(hex, sizeof hex, hash, 8);
    int n = put_time(now, line);
    n += snprintf(line + n, KEEPER_LINE_MOST - (size_t)n, "%.*s pid %d uid %d %s %.*s row %s %s",
                  STR_ARG(KEEPER_CLASS_NAMES[who->class]), who->pid, who->uid, RULES[m->op].word, STR_ARG(name), hex, words[v]);
    return end_line(g, line, n);
}

bool keeper_guard_follow(struct keeper_guard *g, struct str line)
{
    uint8_t right[KEEPER_CHAIN_BYTES], said[KEEPER_CHAIN_BYTES];
    enum { HEX = 2 * KEEPER_CHAIN_BYTES };
    if (line.n <= HEX + 1 || line.n >= KEEPER_LINE_MOST || line.p[line.n - HEX - 1] != ' ' ||
        !str_unhex(str_sub(line, line.n - HEX, line.n), said, sizeof said))
        return false;
    chain_over(g, line.p, line.n - HEX - 1, right);
    memcpy(g->chain, said, sizeof said);
    return sodium_memcmp(right, said, sizeof right) == 0;
}

void keeper_guard_recall(struct keeper_guard *g, struct instant now, struct str line)
{
    char today[KEEPER_LINE_MOST];
    struct str time = STR_NONE, class = STR_NONE;
    put_time(now, today);
    if (!str_cut(&line, ' ', &time) || !str_starts(time, (struct str){today, 11}) || !str_cut(&line, ' ', &class))
        return;
    for (size_t i = 0; i < KEEPER_CLASSES; i++)
        if (str_eq(class, KEEPER_CLASS_NAMES[i]) && !str_contains(line, STR(" capped "))) {
            g->used[i].window[1] = now.us / WINDOW_US[1];
            g->used[i].n[1]++;
        }
}

/* --- requests --- */

/* A name goes into the log as it is. */
static bool name_fits(struct str name)
{
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == ' ' || c == '-'))
            return false;
    }
    return true;
}

static enum keeper_verdict allowed(const struct keeper_guard *g, const struct keeper_peer *who, struct instant now,
                                   const struct keeper_msg *m)
{
    bool seed = str_ends(keeper_name(m), STR(".totp_secret"));
    if (m->verdict != 0 || !name_fits(keeper_name(m)))
        return KEEPER_BAD_REQUEST;
    if (!(RULES[m->op].classes & 1u << who->class))
        return KEEPER_FORBIDDEN;
    if (seed && (m->op == KEEPER_OPEN || (m->op == KEEPER_SEAL && who->class == KEEPER_WORKER)))
        return KEEPER_FORBIDDEN; /* a seed that was sealed answers for its codes and never comes out again */
    if (m->op == KEEPER_TOTP_CODE && !g->demonstration)
        return KEEPER_FORBIDDEN;
    int64_t apart = m->time > INT64_MAX ? INT64_MAX : (int64_t)m->time - now.us;
    if (m->op == KEEPER_TOTP && !g->demonstration && (apart > CLOCKS_APART_US || apart < -CLOCKS_APART_US))
        return KEEPER_UNAVAILABLE;
    return KEEPER_OK;
}

/* A failing library is an answer too: the keeper goes on. */
static void run_caught(struct vault_keys *k, const struct keeper_msg *m, struct keeper_msg *reply)
{
    struct fail_frame f;
    if (FAIL_CATCH(&f)) {
        log_line(LOG_ERROR, "operation %d: %s", m->op, f.message);
        *reply = (struct keeper_msg){.op = m->op, .verdict = KEEPER_UNAVAILABLE};
        return;
    }
    vault_run(k, m, reply);
    fail_leave(&f);
}

static void run(struct keeper_guard *g, const struct keeper_msg *m, struct keeper_msg *reply)
{
    bool changes = m->op == KEEPER_ADD_EPOCH || m->op == KEEPER_DROP_EPOCH;
    if (changes)
        sodium_mprotect_readwrite(g->keys);
    run_caught(g->keys, m, reply);
    if (changes)
        sodium_mprotect_readonly(g->keys);
}

bool keeper_guard_answer(struct keeper_guard *g, const struct keeper_peer *who, struct instant now,
                         const uint8_t request[KEEPER_FRAME], uint8_t reply[KEEPER_FRAME], char line_out[KEEPER_LINE_MOST],
                         size_t *line_n)
{
    struct keeper_msg m, out;
    *line_n = 0;
    if (!keeper_decode(request, &m))
        return false;
    enum keeper_verdict v = allowed(g, who, now, &m);
    bool counts = v == KEEPER_OK && RULES[m.op].opens;
    if (counts && !take_one(g, who->class, now))
        v = KEEPER_CAPPED;
    if (v == KEEPER_OK && m.op == KEEPER_TOTP && !may_try(g, who, m.row, now))
        v = KEEPER_CAPPED;
    out = (struct keeper_msg){.op = m.op, .verdict = (uint8_t)v};
    if (v == KEEPER_OK)
        run(g, &m, &out);
    if (v == KEEPER_FORBIDDEN)
        log_line(LOG_WARN, "refused: %s may not %s", KEEPER_CLASS_NAMES[who->class].p, RULES[m.op].word);
    bool first = counts && v == KEEPER_CAPPED && !g->used[who->class].told;
    if (first)
        log_line(LOG_ERROR, "ALARM: %s has opened as many fields as it may (pid %d)", KEEPER_CLASS_NAMES[who->class].p, who->pid);
    if (counts && v == KEEPER_CAPPED)
        g->used[who->class].told = true;
    if (counts && (v == KEEPER_OK || first)) /* refusals after the first of a minute would only fill the disk */
        *line_n = put_line(g, who, now, &m, out.verdict, line_out);
    keeper_encode(&out, reply);
    sodium_memzero(&m, sizeof m);
    sodium_memzero(&out, sizeof out);
    return true;
}
