/* SPDX-License-Identifier: EUPL-1.2
 * import_known.c — see import_known.h. An open hash table of codes and blind indexes; codes differ in their first and last
 * characters, so all are hashed.
 */
#include "import/import_known.h"

#include "base/check.h"

enum { FIRST = 1024, LAST = 1 << 19, CHUNK = 256 }; /* places; when half of the last are taken the others are asked for each time */

struct entry {
    struct subject_key key;
    const struct subject_known *known; /* NULL: free */
};

struct import_known {
    struct arena *arena;
    struct entry *places;
    size_t n, cap;
};

struct import_known *import_known_new(struct arena *a)
{
    struct import_known *k = ARENA_NEW(a, struct import_known);
    *k = (struct import_known){.arena = a, .cap = FIRST, .places = ARENA_ARRAY(a, struct entry, FIRST)};
    return k;
}

static struct str key_bytes(const struct subject_key *k)
{
    return k->code.n ? k->code : (struct str){(const char *)k->index, sizeof k->index};
}

static struct entry *place(const struct import_known *k, const struct subject_key *key)
{
    struct str s = key_bytes(key);
    uint64_t h = 14695981039346656037u; /* FNV-1a */
    for (size_t i = 0; i < s.n; i++)
        h = (h ^ (unsigned char)s.p[i]) * 1099511628211u;
    size_t at = (size_t)(h ^ h >> 32) & (k->cap - 1);
    while (k->places[at].known && !(k->places[at].key.code.n == key->code.n && str_eq(key_bytes(&k->places[at].key), s)))
        at = (at + 1) & (k->cap - 1);
    return &k->places[at];
}

static void grow(struct import_known *k)
{
    struct entry *old = k->places;
    size_t n = k->cap;
    k->cap *= 2;
    k->places = ARENA_ARRAY(k->arena, struct entry, k->cap);
    for (size_t i = 0; i < n; i++)
        if (old[i].known)
            *place(k, &old[i].key) = old[i];
}

static void remember(struct import_known *k, const struct subject_key *key, const struct subject_known *s)
{
    if (k->n * 2 >= k->cap && k->cap < LAST)
        grow(k);
    struct entry *e = place(k, key);
    if (e->known || k->n * 2 >= k->cap)
        return;
    struct subject_known *copy = ARENA_NEW(k->arena, struct subject_known);
    *copy = *s;
    copy->content_hash = str_dup(k->arena, s->content_hash);
    copy->type = str_dup(k->arena, s->type);
    copy->division = str_dup(k->arena, s->division);
    copy->name = str_dup(k->arena, s->name);
    e->key = *key;
    if (key->code.n)
        e->key.code = str_dup(k->arena, key->code);
    e->known = copy;
    k->n++;
}

void import_known_find(struct import_known *k, struct db *db, struct arena *chunk, const struct subject_key *keys, size_t n,
                       struct subject_known *known)
{
    struct subject_key missing[CHUNK];
    struct subject_known found[CHUNK];
    size_t of[CHUNK], m = 0;
    CHECK(n <= CHUNK);
    for (size_t i = 0; i < n; i++) {
        const struct entry *e = place(k, &keys[i]);
        if (e->known) {
            known[i] = *e->known;
            continue;
        }
        missing[m] = keys[i];
        of[m++] = i;
    }
    if (!m)
        return;
    subject_find_keys(db, chunk, missing, m, found);
    for (size_t i = 0; i < m; i++) {
        known[of[i]] = found[i];
        if (found[i].id)
            remember(k, &missing[i], &found[i]);
    }
}
