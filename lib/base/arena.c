/* SPDX-License-Identifier: EUPL-1.2
 * arena.c — blocks in a list, newest first; the first block survives a reset so that a worker settles on its working size.
 */
#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>

#include "base/check.h"

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(p, n)   ((void)(p), (void)(n))
#define ASAN_UNPOISON_MEMORY_REGION(p, n) ((void)(p), (void)(n))
#endif

enum { FIRST_BLOCK = 16 * 1024, ALIGN = alignof(max_align_t) };

struct block {
    struct block *older;
    size_t size, used;
    alignas(max_align_t) unsigned char bytes[];
};

struct arena {
    struct block *newest;
    size_t cap, total;
};

static struct block *add_block(struct arena *a, size_t at_least)
{
    size_t size = a->newest ? a->newest->size * 2 : FIRST_BLOCK;
    if (size > (1u << 20))
        size = 1u << 20;
    if (size < at_least)
        size = at_least;
    if (size > a->cap - a->total) {
        size = at_least;
        if (size > a->cap - a->total)
            fail(FAIL_MEMORY, "arena cap of %zu bytes reached", a->cap);
    }
    struct block *b = malloc(sizeof *b + size);
    if (!b)
        fail(FAIL_MEMORY, "no memory for %zu bytes", size);
    b->older = a->newest;
    b->size = size;
    b->used = 0;
    ASAN_POISON_MEMORY_REGION(b->bytes, size);
    a->newest = b;
    a->total += size;
    return b;
}

struct arena *arena_new(size_t cap_bytes)
{
    struct arena *a = calloc(1, sizeof *a);
    if (!a)
        fail(FAIL_MEMORY, "no memory for an arena");
    a->cap = cap_bytes;
    return a;
}

static void drop_block(struct arena *a)
{
    struct block *b = a->newest;
    a->newest = b->older;
    a->total -= b->size;
    ASAN_UNPOISON_MEMORY_REGION(b->bytes, b->size);
    free(b);
}

void arena_free(struct arena **a)
{
    if (!*a)
        return;
    while ((*a)->newest)
        drop_block(*a);
    free(*a);
    *a = NULL;
}

void arena_reset(struct arena *a)
{
    if (!a->newest)
        return;
    while (a->newest->older)
        drop_block(a);
    a->newest->used = 0;
    ASAN_POISON_MEMORY_REGION(a->newest->bytes, a->newest->size);
}

size_t arena_used(const struct arena *a)
{
    size_t n = 0;
    for (const struct block *b = a->newest; b; b = b->older)
        n += b->used;
    return n;
}

void *arena_alloc(struct arena *a, size_t n)
{
    size_t need;
    if (__builtin_add_overflow(n, (size_t)ALIGN - 1, &need))
        fail(FAIL_MEMORY, "impossible size");
    need &= ~((size_t)ALIGN - 1);
    if (need == 0)
        need = ALIGN;
    struct block *b = a->newest;
    if (!b || b->size - b->used < need)
        b = add_block(a, need);
    void *p = b->bytes + b->used;
    b->used += need;
    ASAN_UNPOISON_MEMORY_REGION(p, n ? n : 1);
    memset(p, 0, n);
    return p;
}

void *arena_array(struct arena *a, size_t count, size_t size)
{
    size_t n;
    if (__builtin_mul_overflow(count, size, &n))
        fail(FAIL_MEMORY, "impossible size");
    return arena_alloc(a, n);
}

void *arena_grow(struct arena *a, const void *old, size_t old_count, size_t new_count, size_t size)
{
    CHECK(new_count >= old_count);
    void *p = arena_array(a, new_count, size);
    if (old_count)
        memcpy(p, old, old_count * size);
    return p;
}
