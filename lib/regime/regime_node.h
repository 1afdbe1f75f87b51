/* SPDX-License-Identifier: EUPL-1.2
 * regime_node.h — YAML text to a small tree in an arena, with the place of every node, and the laying of one layer over another.
 * Strict: one document, mappings, sequences and scalars only; no anchors, aliases, tags, directives, duplicate keys. Built from
 * libyaml's events, because its ready-made documents no longer know of anchors. Internal to the room: used by regime_bind.c,
 * regime_load.c and regime_cases.c.
 */
#ifndef REGIME_NODE_H
#define REGIME_NODE_H

#include "regime/regime_load.h"

enum node_kind { NODE_SCALAR, NODE_LIST, NODE_MAP };
struct node;
struct node_pair {
    struct str key;
    struct node *key_node, *value;
};
struct node {
    enum node_kind kind;
    bool plain;      /* scalar without quotes */
    struct str text; /* scalar */
    struct str file;
    uint32_t line, column; /* from 1 */
    struct {
        struct node **p;
        size_t n, cap;
    } items;
    struct {
        struct node_pair *p;
        size_t n, cap;
    } pairs;
};

struct fault_list {
    struct arena *arena;
    struct {
        struct regime_fault *p;
        size_t n, cap;
    } v;
};
/* Kept to the first 200. at may be NULL: the file as a whole. */
void fault_at(struct fault_list *l, const struct node *at, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
void fault_in(struct fault_list *l, struct str file, size_t line, size_t column, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));
void fault_sort(struct fault_list *l);

/* NULL with a fault when the text is not one well-formed document. Duplicate keys and codes are faults, yet the tree is returned.
 */
struct node *node_parse(struct fault_list *l, struct str file, struct str text);
struct node *node_get(const struct node *map, struct str key); /* NULL when absent or not a mapping */

/* Lays child over parent and returns the merged tree; neither is changed. Mappings merge by key, sequences of mappings by their
 * `code`, everything else is replaced. A mapping that brings its own article or source loses the parent's article, source and note.
 * `drop: true` takes the parent's element away. The key `head` is not merged: a layer speaks for itself. */
struct node *node_merge(struct fault_list *l, struct node *parent, struct node *child);

#endif
