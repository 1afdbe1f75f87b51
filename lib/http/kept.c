/* SPDX-License-Identifier: EUPL-1.2
 * kept.c — see kept.h. A slot for each hash of an address: a newer answer takes the place of an older.
 */
#include "http/kept.h"

#include "base/arena.h"
#include "base/clock.h"
#include "http/internal.h"

enum { ANSWER_BYTES = 256 * 1024, BODY_MOST = 100 * 1024, AGAIN_MS = 30 * 1000 };

static uint32_t hash_more(uint32_t h, struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        h = (h ^ (unsigned char)s.p[i]) * 16777619u;
    return h;
}

/* FNV-1a: a slot, not a secret. */
static struct kept_answer *slot_of(struct req *r, struct kept *k, struct str variant)
{
    return &k->p[hash_more(hash_more(2166136261u, r->target), variant) % KEPT_ANSWERS];
}

static bool key_is(struct str key, struct str target, struct str variant)
{
    return key.n == target.n + variant.n && str_starts(key, target) && str_ends(key, variant);
}

bool kept_again(struct req *r, struct kept *k, struct str variant, int64_t stamp)
{
    const struct kept_answer *p = slot_of(r, k, variant);
    if (p->key.n == 0 || p->stamp != stamp || p->today.n != r->today.n || !key_is(p->key, r->target, variant))
        return false;
    if (clock_monotonic_ms() - p->read_at > AGAIN_MS)
        return false;
    out_str(resp_typed(r, 200, p->type), p->body);
    for (size_t i = 0; i < p->headers.n; i++)
        resp_header(r, p->headers.p[i].name, p->headers.p[i].value);
    if (p->open_data)
        resp_open_data(r);
    int64_t midnight = resp_seconds_to_midnight(r);
    resp_public_again(r, p->etag, p->seconds < midnight ? p->seconds : midnight);
    return true;
}

static struct http_pairs copy_headers(struct arena *a, const struct resp_headers *from)
{
    struct http_pairs to = {0};
    for (size_t i = 0; i < from->n; i++)
        *VEC_PUSH(a, to) = (struct http_pair){str_dup(a, from->p[i].name), str_dup(a, from->p[i].value)};
    return to;
}

void kept_put(struct req *r, struct kept *k, struct str variant, int64_t stamp, int64_t seconds)
{
    struct str body = resp_body(r);
    if (body.n > BODY_MOST || resp_status(r) != 200)
        return;
    struct kept_answer *p = slot_of(r, k, variant);
    struct arena *a = p->arena ? p->arena : arena_new(ANSWER_BYTES);
    *p = (struct kept_answer){.arena = a}; /* a failure below leaves an empty slot */
    arena_reset(a);
    struct kept_answer fresh = {.arena = a,
                                .key = str_cat(a, r->target, variant),
                                .type = r->resp->type,
                                .body = str_dup(a, body),
                                .etag = str_dup(a, resp_etag(r)),
                                .headers = copy_headers(a, &r->resp->headers),
                                .stamp = stamp,
                                .read_at = clock_monotonic_ms(),
                                .seconds = seconds,
                                .today = r->today,
                                .open_data = r->resp->open_data};
    *p = fresh;
}
