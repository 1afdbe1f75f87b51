/* SPDX-License-Identifier: EUPL-1.2
 * parse.c — tokens to a tree. The whole language:
 *   {% include "lookup/views.h" %}   {% view struct entity_view v %} or {% view none %}   {% layout layout/public(v.page) %}
 *   {{ v.a.b }}   {{ v.day | date_zh }}   {% if not v.a and v.b == NAME %}…{% elif … %}…{% else %}…{% end %}
 *   {% for r in v.rows %}…{% else %}…{% end %} (loop.index, loop.first, loop.last)   {% call partials/badge(r.badge) %}
 *   {% body %} (makes the file a layout)   {# comment #}
 * It does not look at the HTML: context.c does.
 */
#include "tools/tmplc/tmplc.h"

enum { DEPTH_MAX = 32 };

struct node_list {
    struct node *first, **end;
};

static struct node *parse_block(struct tmpl *t, struct token *stop_out);

static struct node *add(struct tmpl *t, struct node_list *list, enum node_kind kind, struct pos pos)
{
    struct node *n = ARENA_NEW(t->a, struct node);
    n->kind = kind;
    n->pos = pos;
    *list->end = n;
    list->end = &n->next;
    return n;
}

static struct scan scan_of(const struct tmpl *t, struct token token)
{
    return (struct scan){t, token.pos, token.text};
}

static void check_variable(const struct tmpl *t, struct pos pos, struct str name)
{
    static const struct str taken[] = {STR_INIT("loop"), STR_INIT("not"), STR_INIT("and"),
                                       STR_INIT("or"),   STR_INIT("in"),  STR_INIT("none")};
    if (!name.n)
        tmplc_error(t, pos, "the name of a variable is wanted");
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
        if (str_eq(name, taken[i]))
            tmplc_error(t, pos, "%.*s cannot be the name of a variable", STR_ARG(name));
    if (str_starts(name, STR("tmpl_")) || str_starts(name, STR("html_")))
        tmplc_error(t, pos, "names of variables do not start with tmpl_ or html_");
    for (const struct variable *v = t->scope; v; v = v->outer)
        if (str_eq(v->name, name))
            tmplc_error(t, pos, "%.*s is already a variable", STR_ARG(name));
}

static void open_scope(struct tmpl *t, struct str name, int loop)
{
    struct variable *v = ARENA_NEW(t->a, struct variable);
    *v = (struct variable){name, loop, t->scope};
    t->scope = v;
}

/* --- directives of the file's head --- */
static void parse_include(struct tmpl *t, struct scan *s)
{
    if (!scan_take(s, "\""))
        tmplc_error(t, s->pos, "write {%% include \"room/file.h\" %%}");
    ptrdiff_t end = str_find(s->rest, STR("\""), 0);
    if (end <= 0)
        tmplc_error(t, s->pos, "write {%% include \"room/file.h\" %%}");
    struct str name = str_sub(s->rest, 0, (size_t)end);
    for (size_t i = 0; i < name.n; i++)
        if (name.p[i] <= ' ' || name.p[i] == '\\')
            tmplc_error(t, s->pos, "not the name of a header");
    *VEC_PUSH(t->a, t->headers) = (struct name_at){name, s->pos};
    s->rest = str_sub(s->rest, (size_t)end + 1, s->rest.n);
}

static void parse_view(struct tmpl *t, struct scan *s)
{
    if (t->has_view)
        tmplc_error(t, s->pos, "a second view");
    t->has_view = true;
    t->view_pos = s->pos;
    struct str word = scan_word(s);
    if (str_eq(word, STR("none")))
        return;
    struct str type = scan_word(s), name = scan_word(s);
    if (!str_eq(word, STR("struct")) || !type.n || !name.n)
        tmplc_error(t, s->pos, "write {%% view struct NAME VARIABLE %%} or {%% view none %%}");
    check_variable(t, s->pos, name);
    t->view_type = str_cat(t->a, STR("struct "), type);
    t->view_var = name;
    open_scope(t, name, 0);
}

static struct str parse_argument(struct tmpl *t, struct scan *s)
{
    if (!scan_take(s, "("))
        tmplc_error(t, s->pos, "write the template's argument in parentheses, or ()");
    if (scan_take(s, ")"))
        return STR_NONE;
    struct str path = scan_path(s);
    if (!scan_take(s, ")"))
        tmplc_error(t, s->pos, "one argument, then )");
    return path;
}

static void parse_layout(struct tmpl *t, struct scan *s, const struct node_list *list)
{
    if (t->layout.n)
        tmplc_error(t, s->pos, "a second layout");
    if (!t->has_view || t->depth > 1 || list->first)
        tmplc_error(t, s->pos, "layout comes first after view");
    t->layout_pos = s->pos;
    t->layout = scan_template(s);
    t->layout_arg = parse_argument(t, s);
    if (!t->layout_arg.n)
        tmplc_error(t, s->pos, "a layout needs its page: layout(v.page)");
}

/* --- blocks --- */
static struct str first_word(struct token token)
{
    struct scan s = {NULL, token.pos, token.text};
    return scan_word(&s);
}

static void want_end(struct tmpl *t, struct pos open, const char *what, struct token stop)
{
    if (stop.kind == TOKEN_END)
        tmplc_error(t, open, "no {%% end %%} closes this %s", what);
    struct scan s = scan_of(t, stop);
    struct str word = scan_word(&s);
    if (!str_eq(word, STR("end")))
        tmplc_error(t, stop.pos, "%.*s has no place here", STR_ARG(word));
    scan_end(&s);
}

static struct arm *add_arm(struct tmpl *t, struct arm ***end, struct pos pos, struct str cond)
{
    struct arm *arm = ARENA_NEW(t->a, struct arm);
    arm->pos = pos;
    arm->cond = cond;
    **end = arm;
    *end = &arm->next;
    return arm;
}

static void parse_if(struct tmpl *t, struct scan *s, struct node *node)
{
    struct arm **end = &node->arms;
    struct token stop = {0};
    struct str cond = scan_cond(s);
    scan_end(s);
    struct arm *arm = add_arm(t, &end, s->pos, cond);
    arm->body = parse_block(t, &stop);
    while (stop.kind == TOKEN_DIRECTIVE && str_eq(first_word(stop), STR("elif"))) {
        struct scan again = scan_of(t, stop);
        scan_word(&again);
        cond = scan_cond(&again);
        scan_end(&again);
        arm = add_arm(t, &end, stop.pos, cond);
        arm->body = parse_block(t, &stop);
    }
    if (stop.kind == TOKEN_DIRECTIVE && str_eq(stop.text, STR("else"))) {
        arm = add_arm(t, &end, stop.pos, STR_NONE);
        arm->body = parse_block(t, &stop);
    }
    want_end(t, node->pos, "if", stop);
}

static void parse_for(struct tmpl *t, struct scan *s, struct node *node)
{
    struct arm **end = &node->arms;
    struct token stop = {0};
    node->text = scan_word(s);
    check_variable(t, s->pos, node->text);
    if (!str_eq(scan_word(s), STR("in")))
        tmplc_error(t, s->pos, "write {%% for ITEM in PATH %%}");
    node->expr = scan_path(s);
    scan_end(s);
    node->id = ++t->loops;
    struct variable *outer = t->scope;
    open_scope(t, node->text, node->id);
    add_arm(t, &end, s->pos, STR_NONE)->body = parse_block(t, &stop);
    t->scope = outer;
    if (stop.kind == TOKEN_DIRECTIVE && str_eq(stop.text, STR("else")))
        add_arm(t, &end, stop.pos, STR_NONE)->body = parse_block(t, &stop);
    want_end(t, node->pos, "for", stop);
}

static void parse_call(struct tmpl *t, struct scan *s, struct node *node)
{
    node->text = scan_template(s);
    node->expr = parse_argument(t, s);
    *VEC_PUSH(t->a, t->calls) = (struct name_at){node->text, node->pos};
    scan_end(s);
}

static void parse_print(struct tmpl *t, struct token token, struct node_list *list)
{
    struct scan s = scan_of(t, token);
    struct node *node = add(t, list, NODE_PRINT, token.pos);
    node->expr = scan_path(&s);
    if (scan_take(&s, "|")) {
        node->formatter = scan_word(&s);
        if (!node->formatter.n)
            tmplc_error(t, token.pos, "the name of a formatter is wanted after |");
    }
    scan_end(&s);
}

static void parse_directive(struct tmpl *t, struct token token, struct node_list *list)
{
    struct scan s = scan_of(t, token);
    struct str word = scan_word(&s);
    bool head = str_eq(word, STR("include")) || str_eq(word, STR("view")) || str_eq(word, STR("layout"));
    if (head && (t->depth > 1 || list->first))
        tmplc_error(t, token.pos, "%.*s stands at the head of the file, before any markup", STR_ARG(word));
    if (!head && !t->has_view)
        tmplc_error(t, token.pos, "the view comes first: {%% view struct NAME VARIABLE %%}");
    if (str_eq(word, STR("include"))) {
        parse_include(t, &s);
    } else if (str_eq(word, STR("view"))) {
        parse_view(t, &s);
    } else if (str_eq(word, STR("layout"))) {
        parse_layout(t, &s, list);
    } else if (str_eq(word, STR("if"))) {
        parse_if(t, &s, add(t, list, NODE_IF, token.pos));
        return;
    } else if (str_eq(word, STR("for"))) {
        parse_for(t, &s, add(t, list, NODE_FOR, token.pos));
        return;
    } else if (str_eq(word, STR("call"))) {
        parse_call(t, &s, add(t, list, NODE_CALL, token.pos));
    } else if (str_eq(word, STR("body"))) {
        t->is_layout = true;
        add(t, list, NODE_BODY, token.pos);
    } else {
        tmplc_error(t, token.pos, "unknown directive: %.*s", STR_ARG(str_sub(token.text, 0, 40)));
    }
    scan_end(&s);
}

static bool stops(struct token token)
{
    struct str word = first_word(token);
    return str_eq(word, STR("end")) || str_eq(word, STR("else")) || str_eq(word, STR("elif"));
}

/* Up to end, else, elif or the end of the file, which is given to the caller. */
static struct node *parse_block(struct tmpl *t, struct token *stop_out)
{
    struct node_list list = {NULL, &list.first};
    if (++t->depth > DEPTH_MAX)
        tmplc_error(t, t->pos, "nested too deep");
    for (;;) {
        struct token token = lex_next(t);
        if (token.kind == TOKEN_END || (token.kind == TOKEN_DIRECTIVE && stops(token))) {
            *stop_out = token;
            t->depth--;
            return list.first;
        }
        if (token.kind == TOKEN_DIRECTIVE) {
            parse_directive(t, token, &list);
        } else if (token.kind == TOKEN_PRINT) {
            parse_print(t, token, &list);
        } else if (list.first || t->depth > 1 || str_trim(token.text).n) {
            if (!t->has_view)
                tmplc_error(t, token.pos, "the view comes first: {%% view struct NAME VARIABLE %%}");
            add(t, &list, NODE_TEXT, token.pos)->text = token.text;
        }
    }
}

void parse_template(struct tmpl *t)
{
    struct token stop = {0};
    t->body = parse_block(t, &stop);
    if (stop.kind != TOKEN_END)
        tmplc_error(t, stop.pos, "%.*s has no place here", STR_ARG(str_sub(stop.text, 0, 40)));
    if (!t->has_view)
        tmplc_error(t, stop.pos, "no view: {%% view struct NAME VARIABLE %%} or {%% view none %%}");
    if (t->layout.n && t->is_layout)
        tmplc_error(t, t->layout_pos, "a layout may not have a layout");
}
