/* SPDX-License-Identifier: EUPL-1.2
 * regime_merge.c — the list of faults, and one layer laid over another (contract in regime_node.h). Nodes are shared between the
 * input and the result; only mappings and lists that differ are built anew.
 */
#include "regime/regime_node.h"

#include <stdarg.h>

enum { MAX_FAULTS = 200 };

static void push_fault(struct fault_list *l, struct str file, size_t line, size_t column, const char *fmt, va_list ap)
{
    if (l->v.n >= MAX_FAULTS)
        return;
    char buf[400];
    vsnprintf(buf, sizeof buf, fmt, ap);
    struct str s = str_from(buf);
    while (s.n && !utf8_valid(s)) /* a quoted value may have been cut inside a character */
        s.n--;
    for (size_t i = 0; i < s.n; i++) /* one fault, one line */
        if ((unsigned char)buf[i] < ' ' || buf[i] == 0x7f)
            buf[i] = '?';
    *VEC_PUSH(l->arena, l->v) = (struct regime_fault){file, line, column, str_dup(l->arena, s)};
}

void fault_at(struct fault_list *l, const struct node *at, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    push_fault(l, at ? at->file : STR_NONE, at ? at->line : 0, at ? at->column : 0, fmt, ap);
    va_end(ap);
}

void fault_in(struct fault_list *l, struct str file, size_t line, size_t column, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    push_fault(l, file, line, column, fmt, ap);
    va_end(ap);
}

static int compare_faults(const void *pa, const void *pb)
{
    const struct regime_fault *a = pa, *b = pb;
    int c = str_cmp(a->file, b->file);
    if (c)
        return c;
    if (a->line != b->line)
        return a->line < b->line ? -1 : 1;
    if (a->column != b->column)
        return a->column < b->column ? -1 : 1;
    return str_cmp(a->message, b->message);
}

void fault_sort(struct fault_list *l)
{
    if (l->v.n)
        qsort(l->v.p, l->v.n, sizeof *l->v.p, compare_faults);
}

static struct str code_of(const struct node *n)
{
    const struct node *c = node_get(n, STR("code"));
    return c && c->kind == NODE_SCALAR ? c->text : STR_NONE;
}

static bool list_has_codes(const struct node *list)
{
    for (size_t i = 0; i < list->items.n; i++)
        if (!code_of(list->items.p[i]).n)
            return false;
    return list->items.n > 0;
}

static const struct node *find_code(const struct node *list, struct str code)
{
    for (size_t i = 0; i < list->items.n; i++)
        if (str_eq(code_of(list->items.p[i]), code))
            return list->items.p[i];
    return NULL;
}

static bool dropped(const struct node *n)
{
    const struct node *d = node_get(n, STR("drop"));
    return d && d->kind == NODE_SCALAR && str_eq(d->text, STR("true"));
}

static struct node *merge(struct fault_list *l, struct node *parent, struct node *child);

static bool is_origin(struct str key)
{
    return str_eq(key, STR("article")) || str_eq(key, STR("source")) || str_eq(key, STR("note"));
}

static struct node *merge_maps(struct fault_list *l, struct node *parent, struct node *child)
{
    struct node *m = ARENA_NEW(l->arena, struct node);
    *m = (struct node){.kind = NODE_MAP, .file = child->file, .line = child->line, .column = child->column};
    bool own_origin = node_get(child, STR("article")) || node_get(child, STR("source"));
    for (size_t i = 0; i < parent->pairs.n; i++) {
        struct node_pair p = parent->pairs.p[i];
        struct node *over = node_get(child, p.key);
        if (own_origin && is_origin(p.key))
            continue;
        if (over)
            p.value = str_eq(p.key, STR("head")) ? over : merge(l, p.value, over);
        *VEC_PUSH(l->arena, m->pairs) = p;
    }
    for (size_t i = 0; i < child->pairs.n; i++)
        if (!node_get(m, child->pairs.p[i].key))
            *VEC_PUSH(l->arena, m->pairs) = child->pairs.p[i];
    return m;
}

static struct node *merge_lists(struct fault_list *l, struct node *parent, struct node *child)
{
    struct node *m = ARENA_NEW(l->arena, struct node);
    *m = (struct node){.kind = NODE_LIST, .file = child->file, .line = child->line, .column = child->column};
    for (size_t i = 0; i < parent->items.n; i++) {
        struct node *mine = parent->items.p[i];
        struct node *over = (struct node *)find_code(child, code_of(mine));
        if (!over)
            *VEC_PUSH(l->arena, m->items) = mine;
        else if (!dropped(over))
            *VEC_PUSH(l->arena, m->items) = merge(l, mine, over);
    }
    for (size_t i = 0; i < child->items.n; i++) {
        struct node *mine = child->items.p[i];
        bool known = find_code(parent, code_of(mine)) != NULL;
        if (!known && dropped(mine))
            fault_at(l, mine, "nothing to drop: no parent layer has \"%.*s\"", STR_ARG(code_of(mine)));
        else if (!known)
            *VEC_PUSH(l->arena, m->items) = mine;
    }
    return m;
}

static struct node *merge(struct fault_list *l, struct node *parent, struct node *child)
{
    if (parent->kind == NODE_MAP && child->kind == NODE_MAP)
        return merge_maps(l, parent, child);
    if (parent->kind == NODE_LIST && child->kind == NODE_LIST && list_has_codes(parent) && list_has_codes(child))
        return merge_lists(l, parent, child);
    return child;
}

struct node *node_merge(struct fault_list *l, struct node *parent, struct node *child)
{
    return merge(l, parent, child);
}
