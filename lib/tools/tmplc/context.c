/* SPDX-License-Identifier: EUPL-1.2
 * context.c — walks the tree with the markup's state: each print learns its place, each text what is to be written of it, and
 * branches must come together again in the same place. This is where a template is refused for its HTML.
 */
#include "tools/tmplc/markup.h"

static void walk(const struct tmpl *t, struct markup *m, struct node *node);

static void walk_if(const struct tmpl *t, struct markup *m, struct node *node)
{
    struct markup start, joined = {0};
    bool has_else = false;
    markup_edge(t, m, node->pos);
    start = *m;
    for (struct arm *arm = node->arms; arm; arm = arm->next) {
        struct markup in_arm = start;
        walk(t, &in_arm, arm->body);
        markup_edge(t, &in_arm, arm->pos);
        has_else = has_else || !arm->cond.n;
        if (arm == node->arms)
            joined = in_arm;
        else if (!markup_join(&joined, &in_arm))
            tmplc_error(t, arm->pos, "the arms of this if end in different places: one %s, this one %s",
                        markup_describe(t->a, &joined).p, markup_describe(t->a, &in_arm).p);
    }
    if (!has_else && !markup_join(&joined, &start))
        tmplc_error(t, node->pos, "the arms of this if end in different places: one %s, without it %s",
                    markup_describe(t->a, &joined).p, markup_describe(t->a, &start).p);
    *m = joined;
}

static void walk_for(const struct tmpl *t, struct markup *m, struct node *node)
{
    markup_edge(t, m, node->pos);
    if (markup_in_address(m))
        tmplc_error(t, node->pos, "no for in an address");
    m->newline = false;
    /* The second turn starts where the first one ended: in a tag, each turn brings its own blank. */
    if (m->at == AT_BLANK)
        m->at = AT_EDGE;
    struct markup joined = *m;
    for (struct arm *arm = node->arms; arm; arm = arm->next) {
        struct markup in_arm = *m;
        walk(t, &in_arm, arm->body);
        markup_edge(t, &in_arm, arm->pos);
        if (!markup_join(&joined, &in_arm))
            tmplc_error(t, arm->pos, "the body of this for starts %s and ends %s", markup_describe(t->a, m).p,
                        markup_describe(t->a, &in_arm).p);
    }
    *m = joined;
}

/* Another template is written here: it starts and ends in text. */
static void walk_call(const struct tmpl *t, struct markup *m, const struct node *node)
{
    if (m->at != AT_TEXT || (m->open && (m->open->plain || m->open->empty)))
        tmplc_error(t, node->pos, "%s stands in text only, not %s", node->kind == NODE_BODY ? "body" : "call",
                    markup_describe(t->a, m).p);
    m->newline = false;
}

static void walk(const struct tmpl *t, struct markup *m, struct node *node)
{
    for (; node; node = node->next) {
        switch (node->kind) {
        case NODE_TEXT:
            node->text = markup_feed(t, m, node->pos, node->text);
            break;
        case NODE_PRINT:
            node->place = markup_print(t, m, node->pos, node->formatter.n > 0);
            break;
        case NODE_IF:
            walk_if(t, m, node);
            break;
        case NODE_FOR:
            walk_for(t, m, node);
            break;
        case NODE_CALL:
        case NODE_BODY:
            walk_call(t, m, node);
            break;
        }
    }
}

void context_check(struct tmpl *t)
{
    /* A template starts as after a line end: blanks at its head are the author's layout, not the page's. */
    struct markup m = {.newline = true};
    walk(t, &m, t->body);
    if (m.at != AT_TEXT)
        tmplc_error(t, m.tag_pos.line ? m.tag_pos : t->pos, "the file ends %s", markup_describe(t->a, &m).p);
    if (m.open)
        tmplc_error(t, m.open->pos, "<%s> is not closed", m.open->name);
    struct node *last = t->body;
    while (last && last->next)
        last = last->next;
    if (last && last->kind == NODE_TEXT && m.newline && last->text.n)
        last->text.n--;
}
