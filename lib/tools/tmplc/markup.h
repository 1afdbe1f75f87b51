/* SPDX-License-Identifier: EUPL-1.2
 * markup.h — where in an HTML file we are: a state machine fed with static text byte by byte, which the HTML standard's tokenizer
 * was cut down to. It refuses what our pages do not use (script, style, on*), so that every place left has one escaper. It knows no
 * directives: context.c walks the tree and joins the states of branches.
 */
#ifndef TMPLC_MARKUP_H
#define TMPLC_MARKUP_H

#include "tools/tmplc/tmplc.h"

enum markup_at {
    AT_TEXT,        /* between tags; also inside textarea and title (open->plain) */
    AT_OPEN,        /* after < */
    AT_END_OPEN,    /* after </ */
    AT_DECLARATION, /* after <! */
    AT_COMMENT,
    AT_TAG,        /* in the name of a tag */
    AT_BLANK,      /* in a tag, a blank was the last thing */
    AT_NAME,       /* in the name of an attribute */
    AT_AFTER_NAME, /* a blank after it: = may follow */
    AT_VALUE,      /* after = */
    AT_DOUBLE,
    AT_SINGLE,
    AT_UNQUOTED,
    AT_EDGE, /* in a tag after a quoted value or a directive: a blank or the end must follow */
    AT_SLASH,
};

/* Open elements, innermost first; never changed once made, so that branches can share them. */
struct element {
    char name[32];
    struct pos pos;
    bool foreign; /* svg, math or inside them */
    bool plain;   /* textarea, title: no tags inside */
    bool empty;   /* script, iframe: nothing but blanks inside */
    bool keep;    /* pre, textarea or inside them: blanks count */
    struct element *outer;
};

struct markup {
    enum markup_at at;
    bool closing; /* the tag is an end tag */
    char tag[32], attr[64];
    char start[12]; /* of an address, to know javascript: */
    size_t value_n; /* bytes or prints in the value so far */
    bool newline;   /* the last byte written is a line end that blanks may be dropped after */
    struct pos tag_pos;
    struct element *open;
};

/* Runs static text through and returns what is to be written of it (runs of blanks with a line end become one line end). */
struct str markup_feed(const struct tmpl *t, struct markup *m, struct pos pos, struct str text);
/* A directive stands here: ends a tag's or an attribute's name; error where none may stand. */
void markup_edge(const struct tmpl *t, struct markup *m, struct pos pos);
/* A value is printed here. */
enum place markup_print(const struct tmpl *t, struct markup *m, struct pos pos, bool formatted);
/* True when a and b are the same place; a is then set to the stricter of both. */
bool markup_join(struct markup *a, const struct markup *b);
bool markup_in_address(const struct markup *m);
/* "in text inside <p>", "in the value of class", for messages. */
struct str markup_describe(struct arena *a, const struct markup *m);

#endif
