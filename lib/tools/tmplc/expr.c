/* SPDX-License-Identifier: EUPL-1.2
 * expr.c — what stands inside a directive: words, member paths, conditions, template names. Each is turned into its C text at once;
 * the only thing checked here is that the first name of a path is in scope. Members and types are gcc's business, at the template's
 * line.
 */
#include "tools/tmplc/tmplc.h"

static bool word_char(char c, bool first)
{
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (!first && c >= '0' && c <= '9');
}

static void skip_blank(struct scan *s)
{
    while (s->rest.n && (s->rest.p[0] == ' ' || s->rest.p[0] == '\t' || s->rest.p[0] == '\n' || s->rest.p[0] == '\r'))
        s->rest = str_sub(s->rest, 1, s->rest.n);
}

struct str scan_word(struct scan *s)
{
    skip_blank(s);
    size_t n = 0;
    while (n < s->rest.n && word_char(s->rest.p[n], n == 0))
        n++;
    struct str word = str_sub(s->rest, 0, n);
    s->rest = str_sub(s->rest, n, s->rest.n);
    return word;
}

bool scan_take(struct scan *s, const char *sign)
{
    skip_blank(s);
    struct str want = str_from(sign);
    if (!str_starts(s->rest, want))
        return false;
    s->rest = str_sub(s->rest, want.n, s->rest.n);
    return true;
}

void scan_end(struct scan *s)
{
    skip_blank(s);
    if (s->rest.n)
        tmplc_error(s->t, s->pos, "not understood: %.*s", STR_ARG(str_sub(s->rest, 0, 40)));
}

static const struct variable *find(const struct scan *s, struct str name)
{
    for (const struct variable *v = s->t->scope; v; v = v->outer)
        if (str_eq(v->name, name))
            return v;
    return NULL;
}

static struct str loop_path(struct scan *s)
{
    const struct variable *v = s->t->scope;
    struct arena *a = s->t->a;
    struct str member = scan_take(s, ".") ? scan_word(s) : STR_NONE;
    if (!v || !v->loop)
        tmplc_error(s->t, s->pos, "loop is known in a for only");
    if (str_eq(member, STR("index")))
        return str_fmt(a, "(tmpl_i%d + 1)", v->loop);
    if (str_eq(member, STR("first")))
        return str_fmt(a, "((bool)(tmpl_i%d == 0))", v->loop);
    if (str_eq(member, STR("last")))
        return str_fmt(a, "((bool)(tmpl_i%d + 1 == tmpl_n%d))", v->loop, v->loop);
    tmplc_error(s->t, s->pos, "loop has index, first and last");
}

struct str scan_path(struct scan *s)
{
    struct arena *a = s->t->a;
    struct str root = scan_word(s);
    if (!root.n)
        tmplc_error(s->t, s->pos, "a member path is wanted here");
    if (str_eq(root, STR("loop")))
        return loop_path(s);
    if (!find(s, root))
        tmplc_error(s->t, s->pos, "unknown name %.*s", STR_ARG(root));
    struct out o;
    out_to_arena(&o, a);
    for (size_t members = 0; scan_take(s, "."); members++) {
        struct str member = scan_word(s);
        if (!member.n)
            tmplc_error(s->t, s->pos, "a member name is wanted after the point");
        out_str(&o, members ? STR(".") : STR("->"));
        out_str(&o, member);
    }
    struct str members = out_text(&o);
    return members.n ? str_cat(a, root, members) : str_fmt(a, "(*%.*s)", STR_ARG(root));
}

/* The right side of == and !=: an enumerator or a whole number. */
static struct str constant(struct scan *s)
{
    bool minus = scan_take(s, "-");
    size_t n = 0;
    while (n < s->rest.n && s->rest.p[n] >= '0' && s->rest.p[n] <= '9')
        n++;
    struct str c = n ? str_sub(s->rest, 0, n) : minus ? STR_NONE : scan_word(s);
    if (n)
        s->rest = str_sub(s->rest, n, s->rest.n);
    if (!c.n || n > 18 || (n > 1 && c.p[0] == '0'))
        tmplc_error(s->t, s->pos, "compare with a constant's name or a whole number");
    return minus ? str_cat(s->t->a, STR("-"), c) : c;
}

static struct str term(struct scan *s)
{
    struct scan ahead = *s;
    bool negated = str_eq(scan_word(&ahead), STR("not"));
    if (negated)
        *s = ahead;
    struct str path = scan_path(s);
    struct arena *a = s->t->a;
    bool equal = scan_take(s, "==");
    if (equal || scan_take(s, "!=")) {
        if (negated)
            tmplc_error(s->t, s->pos, "write != instead of not … ==");
        struct str right = constant(s);
        return str_fmt(a, "%.*s %s %.*s", STR_ARG(path), equal ? "==" : "!=", STR_ARG(right));
    }
    return str_fmt(a, "%s_Generic((%.*s), HTML_TRUTH)(%.*s)", negated ? "!" : "", STR_ARG(path), STR_ARG(path));
}

struct str scan_cond(struct scan *s)
{
    struct str cond = term(s), joint = STR_NONE;
    for (;;) {
        struct scan ahead = *s;
        struct str word = scan_word(&ahead);
        bool and = str_eq(word, STR("and"));
        if (!and&&!str_eq(word, STR("or")))
            return cond;
        if (joint.n && !str_eq(joint, word))
            tmplc_error(s->t, s->pos, "and / or may not be mixed in one condition");
        joint = word;
        *s = ahead;
        struct str right = term(s);
        cond = str_fmt(s->t->a, "%.*s %s %.*s", STR_ARG(cond), and? "&&" : "||", STR_ARG(right));
    }
}

struct str scan_template(struct scan *s)
{
    skip_blank(s);
    size_t n = 0;
    while (n < s->rest.n && (word_char(s->rest.p[n], false) || s->rest.p[n] == '/' || s->rest.p[n] == '-'))
        n++;
    struct str name = str_sub(s->rest, 0, n);
    if (!n || name.p[0] == '/' || name.p[n - 1] == '/' || str_contains(name, STR("//")))
        tmplc_error(s->t, s->pos, "the name of a template is wanted: partials/badge");
    s->rest = str_sub(s->rest, n, s->rest.n);
    return name;
}
