/* SPDX-License-Identifier: EUPL-1.2
 * checkpoint.c — the text form and its signature; see checkpoint.h. No SQL.
 */
#include "audit/checkpoint.h"

#include "base/arena.h"
#include "crypto/vault.h"

#define ORIGIN "health-credit audit log"
static const int64_t SECOND = 1000000;

/* Everything that is signed. */
static struct str body_of(struct arena *a, const struct checkpoint *c)
{
    return str_fmt(a, ORIGIN "\n%lld\n%.*s\n%.*s\n%.*s\n", (long long)c->size, STR_ARG(str_hex(a, c->root, sizeof c->root)),
                   STR_ARG(str_hex(a, c->chain, sizeof c->chain)), STR_ARG(instant_iso(a, c->sealed_at)));
}

struct str checkpoint_text(struct arena *a, const struct checkpoint *c)
{
    return str_fmt(a, "%.*s%.*s\n", STR_ARG(body_of(a, c)), STR_ARG(str_hex(a, c->signature, sizeof c->signature)));
}

static int digit_of(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool hex_into(struct str s, uint8_t *out, size_t n)
{
    if (s.n != 2 * n)
        return false;
    for (size_t i = 0; i < n; i++) {
        int high = digit_of(s.p[2 * i]), low = digit_of(s.p[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        out[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

/* 2026-11-22T08:59:00+08:00 and nothing else. */
static bool time_of(struct str s, struct instant *out)
{
    int64_t v[6];
    static const size_t at[] = {0, 5, 8, 11, 14, 17}, len[] = {4, 2, 2, 2, 2, 2};
    if (s.n != 25 || s.p[4] != '-' || s.p[7] != '-' || s.p[10] != 'T' || s.p[13] != ':' || s.p[16] != ':' ||
        !str_ends(s, STR("+08:00")))
        return false;
    for (size_t i = 0; i < 6; i++) {
        struct str part = str_sub(s, at[i], at[i] + len[i]);
        for (size_t k = 0; k < part.n; k++)
            if (part.p[k] < '0' || part.p[k] > '9')
                return false;
        if (!str_int(part, &v[i]))
            return false;
    }
    struct day d = day_from_ymd((int)v[0], (int)v[1], (int)v[2]);
    if (!day_is(d) || v[0] < 2000 || v[3] > 23 || v[4] > 59 || v[5] > 59)
        return false;
    out->us = instant_of_day(d).us + (v[3] * 3600 + v[4] * 60 + v[5]) * SECOND;
    return true;
}

bool checkpoint_parse(struct str text, struct checkpoint *out)
{
    struct str line, rest = text;
    *out = (struct checkpoint){0};
    if (!str_cut(&rest, '\n', &line) || !str_eq(line, STR(ORIGIN)))
        return false;
    if (!str_cut(&rest, '\n', &line) || line.n == 0 || line.p[0] == '0' || !str_int(line, &out->size) || out->size < 1)
        return false;
    if (!str_cut(&rest, '\n', &line) || !hex_into(line, out->root, sizeof out->root))
        return false;
    if (!str_cut(&rest, '\n', &line) || !hex_into(line, out->chain, sizeof out->chain))
        return false;
    if (!str_cut(&rest, '\n', &line) || !time_of(line, &out->sealed_at))
        return false;
    return str_cut(&rest, '\n', &line) && hex_into(line, out->signature, sizeof out->signature) && rest.n == 0;
}

enum sign_verdict checkpoint_verify(struct arena *a, const struct checkpoint *c, const struct sign_key *keys, size_t n)
{
    return sign_verify(keys, n, body_of(a, c), c->signature);
}

void checkpoint_sign(struct arena *a, const struct vault *v, struct checkpoint *c)
{
    c->sealed_at.us -= c->sealed_at.us % SECOND;
    vault_sign(v, CHECKPOINT_PURPOSE, body_of(a, c), c->signature);
}
