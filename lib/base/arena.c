/* SPDX-License-Identifier: EUPL-1.2
 * arena.c — blocks in a list, newest first; the largest block that is not huge survives a reset, so that a worker settles on its
 * working size: a request that fits into it asks neither the allocator nor the kernel for anything.
 */
#include "base/arena.h"

#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/check.h"

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(p, n)   ((void)(p), (void)(n))
#define ASAN_UNPOISON_MEMORY_REGION(p, n) ((void)(p), (void)(n))
#endif

enum { FIRST_BLOCK = 16 * 1024, KEPT_MOST = 1 << 20, ALIGN = alignof(max_align_t) };

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
    if (size > KEPT_MOST)
        size = KEPT_MOST;
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

static void drop(struct arena *a, struct block *b)
{
    a->total -= b->size;
    ASAN_UNPOISON_MEMORY_REGION(b->bytes, b->size);
    free(b);
}

void arena_free(struct arena **a)
{
    if (!*a)
        return;
    for (struct block *b = (*a)->newest, *older; b; b = older) {
        older = b->older;
        drop(*a, b);
    }
    free(*a);
    *a = NULL;
}

void arena_reset(struct arena *a)
{
    struct block *kept = NULL;
    for (struct block *b = a->newest, *older; b; b = older) {
        older = b->older;
        bool better = b->size <= KEPT_MOST && (!kept || b->size > kept->size);
        struct block *loser = better ? kept : b;
        kept = better ? b : kept;
        if (loser)
            drop(a, loser);
    }
    a->newest = kept;
    if (!kept)
        return;
    kept->older = NULL;
    kept->used = 0;
    ASAN_POISON_MEMORY_REGION(kept->bytes, kept->size);
}

size_t arena_used(const struct arena *a)
{
    size_t n = 0;
    for (const struct block *b = a->newest; b; b = b->older)
        n += b->used;
    return n;
}

static size_t aligned(size_t n)
{
    size_t need;
    if (__builtin_add_overflow(n, (size_t)ALIGN - 1, &need))
        fail(FAIL_MEMORY, "impossible size");
    need &= ~((size_t)ALIGN - 1);
    return need ? need : ALIGN;
}

static void *take(struct arena *a, size_t n)
{
    size_t need = aligned(n);
    struct block *b = a->newest;
    if (!b || b->size - b->used < need)
        b = add_block(a, need);
    void *p = b->bytes + b->used;
    b->used += need;
    ASAN_UNPOISON_MEMORY_REGION(p, n ? n : 1);
    return p;
}

void *arena_alloc(struct arena *a, size_t n)
{
    void *p = take(a, n);
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

/* What was taken last can grow where it is. */
static bool grow_in_place(struct arena *a, const void *old, size_t old_bytes, size_t new_bytes)
{
    struct block *b = a->newest;
    size_t had = aligned(old_bytes), need = aligned(new_bytes);
    if (!b || b->used < had || (const unsigned char *)old != b->bytes + b->used - had || b->size - b->used < need - had)
        return false;
    b->used += need - had;
    ASAN_UNPOISON_MEMORY_REGION(old, new_bytes);
    return true;
}

void *arena_grow(struct arena *a, const void *old, size_t old_count, size_t new_count, size_t size)
{
    size_t old_bytes, new_bytes;
    CHECK(new_count >= old_count);
    if (__builtin_mul_overflow(old_count, size, &old_bytes) || __builtin_mul_overflow(new_count, size, &new_bytes))
        fail(FAIL_MEMORY, "impossible size");
    unsigned char *p = (unsigned char *)(uintptr_t)old;
    if (old_bytes == 0 || !grow_in_place(a, old, old_bytes, new_bytes)) {
        p = take(a, new_bytes);
        if (old_bytes)
            memcpy(p, old, old_bytes);
    }
    memset(p + old_bytes, 0, new_bytes - old_bytes);
    return p;
}
