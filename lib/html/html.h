/* SPDX-License-Identifier: EUPL-1.2
 * html.h — the runtime of compiled templates: escaping writers over struct out, printing by type, truth, formatters. Generated code
 * (tools/tmplc) is the caller; pages only meet struct html_raw and the formatters' names. It knows no layout and no domain type.
 * What may be printed: struct str and whole numbers. const char *, bool and double are compile errors; raw markup is a type of its
 * own.
 */
#ifndef HTML_HTML_H
#define HTML_HTML_H

#include "base/date.h"
#include "base/out.h"
#include "html/url.h"

/* A rendered template, as a layout gets its body. */
typedef void (*html_body_fn)(struct out *o, const void *view);

/* Markup that is printed as it is, in text only. Made by the two functions below and nowhere else. */
struct html_raw {
    struct str s;
};
/* From our own SVG writers, which escape what they put in. CHECKs that it starts with <svg and holds no script, no foreignObject.
 */
struct html_raw html_raw_svg(struct str markup);
/* A compiled template rendered to a value. */
struct html_raw html_raw_render(struct arena *a, html_body_fn render, const void *view);

/* --- escaping writers: & < > " ' become entities; NUL, other control bytes and malformed UTF-8 become U+FFFD --- */
void html_text(struct out *o, struct str s);
void html_attr(struct out *o, struct str s); /* inside a quoted attribute value */
void html_int(struct out *o, int64_t v);
void html_uint(struct out *o, uint64_t v);
void html_markup(struct out *o, struct html_raw raw);
void html_url(struct out *o, struct url u); /* the whole value of href, src, action … */

/* What a place can print. Generated code writes _Generic((x), HTML_IN_TEXT)(o, x): spelt there, so that gcc reports a wrong type at
 * the template's line; the macros below are the same for code written by hand. */
#define HTML_NUMBERS          int : html_int, long : html_int, unsigned : html_uint, unsigned long : html_uint
#define HTML_IN_TEXT          struct str : html_text, HTML_NUMBERS, struct html_raw : html_markup
#define HTML_IN_ATTR          struct str : html_attr, HTML_NUMBERS
#define HTML_IN_URL           struct url : html_url
#define html_print_text(o, x) _Generic((x), HTML_IN_TEXT)((o), (x))
#define html_print_attr(o, x) _Generic((x), HTML_IN_ATTR)((o), (x))
#define html_print_url(o, x)  _Generic((x), HTML_IN_URL)((o), (x))

/* --- truth in {% if %}: bool, whole numbers ≠ 0, text and url not empty, a day or an instant that is set, pointers not NULL ----
 */
bool html_true_bool(bool v);
bool html_true_int(int64_t v);
bool html_true_uint(uint64_t v);
bool html_true_str(struct str s);
bool html_true_url(struct url u);
bool html_true_raw(struct html_raw r);
bool html_true_day(struct day d);
bool html_true_instant(struct instant t);
bool html_true_ptr(const void *p);

#define HTML_TRUTH                                                                                                                 \
    bool : html_true_bool,                                                                                                         \
           int : html_true_int,                                                                                                    \
                 long : html_true_int,                                                                                             \
                        unsigned : html_true_uint,                                                                                 \
                                   unsigned long : html_true_uint,                                                                 \
                                                   short : html_true_int,                                                          \
                                                           unsigned short : html_true_int,                                         \
                                                                            unsigned char : html_true_int,                         \
                                                                                            struct str : html_true_str,            \
                                                                                                         struct url                \
        : html_true_url,                                                                                                           \
          struct html_raw : html_true_raw,                                                                                         \
                            struct day : html_true_day,                                                                            \
                                         struct instant : html_true_instant,                                                       \
                                                          default : html_true_ptr
#define html_true(x) _Generic((x), HTML_TRUTH)(x)

/* What {% call %} and {% layout %} pass: a struct by its address, a pointer as it is (class 5 is the pointer class of gcc and
 * clang). */
#define html_view(x) __builtin_choose_expr(__builtin_classify_type(x) == 5, (x), &(x))

/* --- formatters, {{ path | NAME }}: safe in text and in attributes -------------------------------------------------------------
 */
void html_fmt_date_zh(struct out *o, struct day d);         /* 2026年4月1日; — for DAY_NONE */
void html_fmt_date_iso(struct out *o, struct day d);        /* 2026-04-01; nothing for DAY_NONE (for datetime="") */
void html_fmt_instant_zh(struct out *o, struct instant t);  /* 2026年4月1日 08:30; — when not set */
void html_fmt_instant_iso(struct out *o, struct instant t); /* 2026-04-01T08:30:00+08:00; nothing when not set */
void html_fmt_thousands(struct out *o, int64_t v);          /* 1,234,567 */
void html_fmt_money_fen(struct out *o, int64_t fen);        /* fen → 1,234.00 */
void html_fmt_or_dash(struct out *o, struct str s);         /* escaped text; — when empty */
void html_fmt_yesno(struct out *o, bool v);                 /* 是 / 否 */

#endif
