/* SPDX-License-Identifier: EUPL-1.2
 * arena.h — a growable, capped pool: everything of one request, one import chunk or one page is taken from it and given back at
 * once. There is no free of a single object. Pages and domain code never call malloc; they take an arena as first parameter.
 * Running past the cap, or out of memory, is an environment failure: fail(FAIL_MEMORY) and no return value to check.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

struct arena;

struct arena *arena_new(size_t cap_bytes);
void arena_free(struct arena **a); /* sets *a to NULL; NULL is fine */
void arena_reset(struct arena *a); /* everything taken becomes invalid (poisoned under ASan); one block is kept */
size_t arena_used(const struct arena *a);

/* Zeroed, aligned for any type. n may be 0. */
void *arena_alloc(struct arena *a, size_t n);
/* count × size with overflow check. */
void *arena_array(struct arena *a, size_t count, size_t size);
/* Grows an array taken from this arena with old_count elements: returns a place for new_count, the old ones first, the rest zeroed;
 * where it lay when nothing was taken since. */
void *arena_grow(struct arena *a, const void *old, size_t old_count, size_t new_count, size_t size);

#define ARENA_NEW(a, T)          ((T *)arena_alloc((a), sizeof(T)))
#define ARENA_ARRAY(a, T, count) ((T *)arena_array((a), (count), sizeof(T)))

/* A growing array in an arena: struct { T *p; size_t n, cap; } v = {0}; *VEC_PUSH(a, v) = x; */
#define VEC_PUSH(a, v)                                                                                                             \
    (((v).n == (v).cap ? (void)((v).p = arena_grow((a), (v).p, (v).n, (v).cap ? (v).cap * 2 : 8, sizeof *(v).p),                   \
                                (v).cap = (v).cap ? (v).cap * 2 : 8)                                                               \
                       : (void)0),                                                                                                 \
     &(v).p[(v).n++])

#endif
