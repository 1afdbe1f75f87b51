/* SPDX-License-Identifier: EUPL-1.2
 * lint.h — the project's own checks on its C sources: what the compiler cannot know (rooms, sizes, where SQL and malloc may stand).
 * A host program of every build; main.c walks the tree, the other files hold the rules. It reads sources as text: no preprocessor,
 * no types. A finding is printed as file:line: rule: message; all are reported, and one is enough for exit 1.
 */
#ifndef LINT_LINT_H
#define LINT_LINT_H

#include "base/arena.h"
#include "base/out.h"

struct literal { /* a string literal, without its quotes, escapes as written */
    int line;
    struct str text;
};

/* Which part of the tree a file belongs to. */
enum part { PART_LIB, PART_TOOLS, PART_PROGRAM, PART_TESTS };

struct source {
    struct str path; /* relative to the root: lib/grade/grade.c */
    enum part part;
    struct str room; /* grade; a program's folder; the folder below tests/ or lib/tools/ */
    struct str file; /* grade.c */
    struct str text;
    struct str code; /* same bytes and lines, with comments and the inside of literals blanked */
    struct {
        struct literal *p;
        size_t n, cap;
    } literals;
};

enum { ROOMS_MAX = 64 };

struct lint {
    struct arena *a;
    struct out *out;
    int findings;
    struct {
        struct str *p;
        size_t n, cap;
    } banned;                        /* from lib/base/banned.h */
    bool uses[ROOMS_MAX][ROOMS_MAX]; /* by place in rooms.c's list */
    struct {
        struct str path;
        int line;
    } where[ROOMS_MAX][ROOMS_MAX]; /* the include that made it so */
};

void lint_report(struct lint *l, struct str path, int line, const char *rule, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));

/* source.c */
void source_split(struct lint *l, struct source *s);
/* The line of text that starts at *at (without its end); false after the last. */
bool source_line(struct str text, size_t *at, struct str *line_out);
/* Finds the next identifier at or after *at in code, with where it starts; false at the end. */
bool source_word(struct str code, size_t *at, struct str *word_out, size_t *start_out);

/* The rules, a file a theme. */
void rules_head(struct lint *l, const struct source *s);  /* SPDX line, head comment */
void rules_size(struct lint *l, const struct source *s);  /* lines, functions, columns */
void rules_words(struct lint *l, const struct source *s); /* banned calls, malloc, the clock, SQL, raw markup */
void rules_rooms(struct lint *l, const struct source *s); /* includes upward or sideways */
void rules_rooms_end(struct lint *l);                     /* rings of rooms, once all files were read */

bool rooms_is_domain(struct str name);
void words_read_banned(struct lint *l, struct str banned_h);

#endif
