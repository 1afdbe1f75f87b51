/* SPDX-License-Identifier: EUPL-1.2
 * str.h — text as pointer and length, by value; never owned, never changed in place. The bytes live in an arena, in a literal or
 * in somebody's buffer, and must outlive the str. p may be NULL only when n is 0. Nothing here is NUL-terminated unless it says so.
 * Used everywhere; knows nothing of Unicode beyond UTF-8 well-formedness (text/ does folding and pinyin).
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

struct str {
    const char *p;
    size_t n;
};

#define STR(literal) ((struct str){"" literal, sizeof(literal) - 1})
/* The same, for static initialisers. */
#define STR_INIT(literal)                                                                                                          \
    {                                                                                                                              \
        "" literal, sizeof(literal) - 1                                                                                            \
    }
#define STR_NONE ((struct str){NULL, 0})
/* printf("%.*s", STR_ARG(s)) */
#define STR_ARG(s) (int)(s).n, ((s).p ? (s).p : "")

struct str str_from(const char *cstr); /* cstr may be NULL */
bool str_eq(struct str a, struct str b);
bool str_eq_nocase(struct str a, struct str b); /* ASCII letters only */
int str_cmp(struct str a, struct str b);        /* bytewise order */
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
bool str_contains(struct str s, struct str part);
/* Offset of part in s from `from`, or -1. */
ptrdiff_t str_find(struct str s, struct str part, size_t from);
struct str str_sub(struct str s, size_t from, size_t to); /* clamped to s */
struct str str_trim(struct str s);                        /* ASCII blanks, U+3000 and BOM off both ends */

/* Takes the part of *rest before sep into *head_out and leaves what follows; false when *rest is used up (p == NULL). An empty last
 * part is returned once. Start with *rest = whole text. */
bool str_cut(struct str *rest, char sep, struct str *head_out);

/* Whole decimal number with optional sign, nothing else; false on overflow or anything odd. */
bool str_int(struct str s, int64_t *value_out);

/* Copies into the arena; the copy is NUL-terminated beyond n. */
struct str str_dup(struct arena *a, struct str s);
const char *str_cstr(struct arena *a, struct str s);
struct str str_fmt(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
struct str str_cat(struct arena *a, struct str x, struct str y);
struct str str_lower(struct arena *a, struct str s); /* ASCII letters */
struct str str_upper(struct arena *a, struct str s);
struct str str_replace(struct arena *a, struct str s, struct str from, struct str to);
struct str str_hex(struct arena *a, const void *bytes, size_t n);
bool str_unhex(struct str hex, void *out, size_t n); /* exactly 2 n digits */

/* UTF-8. utf8_next decodes one code point at *at and moves *at past it; returns -1 on a malformed sequence (at moves one byte). */
int32_t utf8_next(struct str s, size_t *at);
size_t utf8_put(char out[4], int32_t cp);            /* bytes written, 0 for an invalid code point */
bool utf8_valid(struct str s);                       /* no surrogates, no overlong, ≤ U+10FFFF */
size_t utf8_count(struct str s);                     /* code points; malformed bytes count one each */
struct str utf8_prefix(struct str s, size_t points); /* the first `points` code points */

#endif
