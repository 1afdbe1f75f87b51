/* SPDX-License-Identifier: EUPL-1.2
 * tmplc.h — the template compiler as functions: HTML template in, C source and header out. A host program (main.c) and a fuzz
 * target call it; the portal itself never does. It reads no files and knows no view type: what a member is, gcc decides later at
 * the template's line. The language is described at the head of parse.c; HTML places in markup.h.
 */
#ifndef TMPLC_TMPLC_H
#define TMPLC_TMPLC_H

#include "base/arena.h"
#include "base/check.h"
#include "base/out.h"

/* Compiles one template. file is the path as it is to appear in messages; the name of the function is its part below templates/.
 * The first fault found is a fail(FAIL_CONFIG) with "file:line:col: message". */
struct compiled {
    struct str c, h;
};
struct compiled tmplc_compile(struct arena *a, struct str file, struct str source);

/* --- between the parts of the compiler --- */
struct pos {
    int line, col; /* from 1; columns count code points */
};

enum node_kind { NODE_TEXT, NODE_PRINT, NODE_IF, NODE_FOR, NODE_CALL, NODE_BODY };

/* Where a value stands; markup.h finds it out. */
enum place { PLACE_TEXT, PLACE_ATTR, PLACE_URL };

struct arm { /* of an if; cond is empty for else */
    struct str cond;
    struct pos pos;
    struct node *body;
    struct arm *next;
};

struct node {
    enum node_kind kind;
    enum place place; /* print */
    struct pos pos;
    struct str text;      /* text: the source, then (context.c) the bytes to write; for: C name of the item; call: template */
    struct str expr;      /* C expression: print, for (the list), call (empty: no argument) */
    struct str formatter; /* print: empty when by type */
    struct arm *arms;     /* if; for: the body, then the arm for the empty list */
    int id;               /* for: makes its C names unique */
    struct node *next;
};

struct name_at {
    struct str name;
    struct pos pos;
};

struct name_list {
    struct name_at *p;
    size_t n, cap;
};

struct variable {
    struct str name;
    int loop; /* id of the for that made it; 0: the view */
    struct variable *outer;
};

struct tmpl {
    struct arena *a;
    struct str file, source;
    size_t at;       /* next byte to read */
    struct pos pos;  /* of that byte */
    struct str path; /* lookup/entity */
    struct str name; /* tmpl_lookup_entity */
    struct str view_type, view_var;
    struct pos view_pos, layout_pos;
    struct str layout, layout_arg;
    struct name_list headers, calls;
    struct variable *scope;
    struct node *body;
    bool has_view, is_layout;
    int depth, loops;
};

_Noreturn void tmplc_error(const struct tmpl *t, struct pos pos, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
struct pos tmplc_advance(struct pos pos, char c);

/* lex.c */
enum token_kind { TOKEN_TEXT, TOKEN_PRINT, TOKEN_DIRECTIVE, TOKEN_END };
struct token {
    enum token_kind kind;
    struct pos pos;
    struct str text; /* without the braces, trimmed for print and directive */
};
struct token lex_next(struct tmpl *t);

/* expr.c: small scanner over the inside of a directive */
struct scan {
    const struct tmpl *t;
    struct pos pos;
    struct str rest;
};
struct str scan_word(struct scan *s); /* identifier; empty when none */
bool scan_take(struct scan *s, const char *sign);
void scan_end(struct scan *s);        /* error when something is left */
struct str scan_path(struct scan *s); /* a.b.c → C expression */
struct str scan_cond(struct scan *s);
struct str scan_template(struct scan *s); /* partials/badge */

void parse_template(struct tmpl *t);
void context_check(struct tmpl *t); /* places and text to write; markup.h */
struct str emit_source(struct tmpl *t);
struct str emit_header(struct tmpl *t);
struct str emit_function_name(struct arena *a, struct str path);

#endif
