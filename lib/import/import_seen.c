/* SPDX-License-Identifier: EUPL-1.2
 * import_seen.c — see import_seen.h.
 */
#include "import/import_seen.h"

#include <string.h>

struct import_seen {
    struct arena *arena;
    struct import_seen_entry *p;
    size_t cap, n;
};

struct import_seen *import_seen_new(struct arena *a)
{
    struct import_seen *s = ARENA_NEW(a, struct import_seen);
    *s = (struct import_seen){.arena = a, .cap = 1024};
    s->p = ARENA_ARRAY(a, struct import_seen_entry, s->cap);
    return s;
}

static struct import_seen_entry *place(struct import_seen_entry *p, size_t cap, const uint8_t key[16])
{
    uint64_t h;
    memcpy(&h, key, sizeof h);
    size_t i = (size_t)h & (cap - 1);
    while (p[i].row && memcmp(p[i].key, key, 16) != 0)
        i = (i + 1) & (cap - 1);
    return &p[i];
}

static void grow(struct import_seen *s)
{
    size_t cap = s->cap * 2;
    struct import_seen_entry *p = ARENA_ARRAY(s->arena, struct import_seen_entry, cap);
    for (size_t i = 0; i < s->cap; i++)
        if (s->p[i].row)
            *place(p, cap, s->p[i].key) = s->p[i];
    s->p = p;
    s->cap = cap;
}

struct import_seen_entry *import_seen_get(struct import_seen *s, const uint8_t key[16])
{
    if (s->n * 2 >= s->cap)
        grow(s);
    struct import_seen_entry *e = place(s->p, s->cap, key);
    if (!e->row)
        memcpy(e->key, key, 16);
    return e;
}

void import_seen_count(struct import_seen *s)
{
    s->n++;
}
