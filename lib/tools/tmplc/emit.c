/* SPDX-License-Identifier: EUPL-1.2
 * emit.c — the tree as C. Every statement stands under a #line of the template, and expressions are spelt out instead of hidden in
 * macros, so
 * that gcc's message about a member or a type names the template's own line. The result needs html/html.h and nothing else of ours.
 */
#include "tools/tmplc/tmplc.h"

enum { LITERAL_MAX = 1800 };

struct emitter {
    const struct tmpl *t;
    struct out o;
};

static void emit_nodes(struct emitter *e, const struct node *node);

static void put(struct emitter *e, const char *s)
{
    out_str(&e->o, str_from(s));
}

static void quoted(struct emitter *e, struct str s)
{
    out_char(&e->o, '"');
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '\n')
            put(e, "\\n");
        else if (c == '"' || c == '\\' || c == '?') /* ? : -std=c17 knows trigraphs */
            out_fmt(&e->o, "\\%c", c);
        else if ((unsigned char)c < ' ' || c == 0x7f)
            out_fmt(&e->o, "\\%03o", (unsigned)(unsigned char)c);
        else
            out_char(&e->o, c);
    }
    out_char(&e->o, '"');
}

static void at_line(struct emitter *e, struct pos pos)
{
    out_fmt(&e->o, "#line %d ", pos.line);
    quoted(e, e->t->file);
    put(e, "\n");
}

struct str emit_function_name(struct arena *a, struct str path)
{
    struct out o;
    out_to_arena(&o, a);
    out_str(&o, STR("tmpl_"));
    for (size_t i = 0; i < path.n; i++) {
        char c = path.p[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        out_char(&o, plain ? c : '_');
    }
    return out_text(&o);
}

static void emit_text(struct emitter *e, const struct node *node)
{
    struct str rest = node->text;
    while (rest.n) {
        size_t n = rest.n < LITERAL_MAX ? rest.n : LITERAL_MAX;
        while (n < rest.n && ((unsigned char)rest.p[n] & 0xC0) == 0x80)
            n++;
        at_line(e, node->pos);
        put(e, "out_bytes(tmpl_o, ");
        quoted(e, str_sub(rest, 0, n));
        out_fmt(&e->o, ", %zu);\n", n);
        rest = str_sub(rest, n, rest.n);
    }
}

static void emit_print(struct emitter *e, const struct node *node)
{
    static const char *const types[] = {"HTML_IN_TEXT", "HTML_IN_ATTR", "HTML_IN_URL"};
    at_line(e, node->pos);
    if (node->formatter.n)
        out_fmt(&e->o, "html_fmt_%.*s(tmpl_o, %.*s);\n", STR_ARG(node->formatter), STR_ARG(node->expr));
    else
        out_fmt(&e->o, "_Generic((%.*s), %s)(tmpl_o, %.*s);\n", STR_ARG(node->expr), types[node->place], STR_ARG(node->expr));
}

static void emit_if(struct emitter *e, const struct node *node)
{
    for (const struct arm *arm = node->arms; arm; arm = arm->next) {
        at_line(e, arm->pos);
        if (arm != node->arms)
            put(e, "} else ");
        if (arm->cond.n)
            out_fmt(&e->o, "if (%.*s) ", STR_ARG(arm->cond));
        put(e, "{\n");
        emit_nodes(e, arm->body);
    }
    put(e, "}\n");
}

static void emit_for(struct emitter *e, const struct node *node)
{
    int k = node->id;
    at_line(e, node->pos);
    out_fmt(&e->o, "{ const __typeof__(%.*s) *tmpl_l%d = &%.*s; const size_t tmpl_n%d = tmpl_l%d->n;\n", STR_ARG(node->expr), k,
            STR_ARG(node->expr), k, k);
    at_line(e, node->pos);
    out_fmt(&e->o, "for (size_t tmpl_i%d = 0; tmpl_i%d < tmpl_n%d; tmpl_i%d++) { ", k, k, k, k);
    out_fmt(&e->o, "const __typeof__(*tmpl_l%d->p) *%.*s = &tmpl_l%d->p[tmpl_i%d]; (void)%.*s;\n", k, STR_ARG(node->text), k, k,
            STR_ARG(node->text));
    emit_nodes(e, node->arms->body);
    put(e, "}\n");
    if (node->arms->next) {
        at_line(e, node->arms->next->pos);
        out_fmt(&e->o, "if (tmpl_n%d == 0) {\n", k);
        emit_nodes(e, node->arms->next->body);
        put(e, "}\n");
    }
    put(e, "}\n");
}

/* A struct goes by its address, a pointer as it is (class 5: pointers, in gcc and clang). */
static void argument(struct emitter *e, struct str x)
{
    if (x.n)
        out_fmt(&e->o, ", __builtin_choose_expr(__builtin_classify_type(%.*s) == 5, (%.*s), &(%.*s))", STR_ARG(x), STR_ARG(x),
                STR_ARG(x));
}

static void emit_call(struct emitter *e, const struct node *node)
{
    struct str function = emit_function_name(e->t->a, node->text);
    at_line(e, node->pos);
    out_fmt(&e->o, "%.*s(tmpl_o", STR_ARG(function));
    argument(e, node->expr);
    put(e, ");\n");
}

static void emit_nodes(struct emitter *e, const struct node *node)
{
    for (; node; node = node->next) {
        switch (node->kind) {
        case NODE_TEXT:
            emit_text(e, node);
            break;
        case NODE_PRINT:
            emit_print(e, node);
            break;
        case NODE_IF:
            emit_if(e, node);
            break;
        case NODE_FOR:
            emit_for(e, node);
            break;
        case NODE_CALL:
            emit_call(e, node);
            break;
        case NODE_BODY:
            at_line(e, node->pos);
            put(e, "tmpl_body(tmpl_o, tmpl_body_view);\n");
            break;
        }
    }
}

static void signature(struct emitter *e)
{
    const struct tmpl *t = e->t;
    at_line(e, t->view_pos);
    out_fmt(&e->o, "void %.*s(struct out *tmpl_o", STR_ARG(t->name));
    if (t->view_type.n)
        out_fmt(&e->o, ", const %.*s *%.*s", STR_ARG(t->view_type), STR_ARG(t->view_var));
    if (t->is_layout)
        put(e, ", html_body_fn tmpl_body, const void *tmpl_body_view");
    put(e, ")");
}

static void function_body(struct emitter *e)
{
    put(e, "(void)tmpl_o;\n");
    if (e->t->view_type.n)
        out_fmt(&e->o, "(void)%.*s;\n", STR_ARG(e->t->view_var));
    emit_nodes(e, e->t->body);
    put(e, "}\n");
}

static void include_template(struct emitter *e, struct str name)
{
    put(e, "#include ");
    quoted(e, str_fmt(e->t->a, "tmpl/%.*s.h", STR_ARG(name)));
    put(e, "\n");
}

static void emit_with_layout(struct emitter *e)
{
    const struct tmpl *t = e->t;
    put(e, "static void tmpl_content(struct out *tmpl_o, const void *tmpl_view)\n{\n");
    out_fmt(&e->o, "const %.*s *%.*s = tmpl_view;\n", STR_ARG(t->view_type), STR_ARG(t->view_var));
    function_body(e);
    signature(e);
    put(e, "\n{\n");
    at_line(e, t->layout_pos);
    out_str(&e->o, emit_function_name(t->a, t->layout));
    put(e, "(tmpl_o");
    argument(e, t->layout_arg);
    out_fmt(&e->o, ", tmpl_content, %.*s);\n}\n", STR_ARG(t->view_var));
}

static struct emitter start(struct tmpl *t)
{
    struct emitter e = {.t = t};
    out_to_arena(&e.o, t->a);
    struct str file = str_replace(t->a, t->file, STR("*/"), STR("**"));
    out_fmt(&e.o, "/* Generated by tmplc from %.*s. */\n", STR_ARG(file));
    return e;
}

struct str emit_source(struct tmpl *t)
{
    struct emitter e = start(t);
    include_template(&e, t->path);
    if (t->layout.n)
        include_template(&e, t->layout);
    for (size_t i = 0; i < t->calls.n; i++)
        include_template(&e, t->calls.p[i].name);
    if (t->layout.n) {
        emit_with_layout(&e);
    } else {
        signature(&e);
        put(&e, "\n{\n");
        function_body(&e);
    }
    return out_text(&e.o);
}

struct str emit_header(struct tmpl *t)
{
    struct emitter e = start(t);
    out_fmt(&e.o, "#ifndef %.*s_H\n#define %.*s_H\n#include \"html/html.h\"\n", STR_ARG(t->name), STR_ARG(t->name));
    for (size_t i = 0; i < t->headers.n; i++) {
        at_line(&e, t->headers.p[i].pos);
        put(&e, "#include ");
        quoted(&e, t->headers.p[i].name);
        put(&e, "\n");
    }
    signature(&e);
    put(&e, ";\n#endif\n");
    return out_text(&e.o);
}
