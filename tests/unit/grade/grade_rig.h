/* SPDX-License-Identifier: EUPL-1.2
 * grade_rig.h — a database of its own with the made-up archive, made before a group of tests and dropped after it; db is NULL where
 * there is no server. Each including program uses what it needs.
 */
#ifndef GRADE_GRADE_RIG_H
#define GRADE_GRADE_RIG_H

#include "test_archive.h"

static struct arena *arena;
static struct db *db;
static char name[64];

static inline int set_up(void **state)
{
    (void)state;
    arena = arena_new((size_t)512 << 20);
    db = test_db_open(arena, name);
    if (db)
        archive_make(db, arena);
    return 0;
}

static inline int tear_down(void **state)
{
    (void)state;
    test_db_drop(&db, arena, name);
    arena_free(&arena);
    return 0;
}

#endif
