/* SPDX-License-Identifier: EUPL-1.2
 * text_rig.h — the tools of the room and an arena, made before a group of tests and given back after it. For tests of text and of rooms
 * that fold names; each including program uses what it needs.
 */
#ifndef TEXT_TEXT_RIG_H
#define TEXT_TEXT_RIG_H

#include "support/unit.h"

#include "base/arena.h"
#include "text/text.h"

static struct text_tools *tools;
static struct arena *arena;

static inline int start(void **state)
{
    (void)state;
    tools = text_open();
    arena = arena_new(8 << 20);
    return 0;
}

static inline int stop(void **state)
{
    (void)state;
    text_close(&tools);
    arena_free(&arena);
    return 0;
}

static inline void same(struct str got, const char *want)
{
    assert_string_equal(str_cstr(arena, got), want);
}

#endif
