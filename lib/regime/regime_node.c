/* SPDX-License-Identifier: EUPL-1.2
 * regime_node.c — libyaml's event stream to nodes. libyaml owns its own heap: a fail() from the arena is caught here, the parser
 * deleted, and the failure passed on.
 */
#include "regime/regime_node.h"

#include <yaml.h>

enum { MAX_BYTES = 2 * 1024 * 1024, MAX_DEPTH = 16, MAX_NODES = 100000 };

struct reader {
    struct fault_list *faults;
    struct arena *arena;
    struct str file;
    yaml_parser_t parser;
    yaml_event_t event;
    bool has_event;
    size_t nodes;
};

static void next_event_end(struct reader *r)
{
    if (r->has_event)
        yaml_event_delete(&r->event);
    r->has_event = false;
}

static void syntax_fault(struct reader *r)
{
    const yaml_parser_t *p = &r->parser;
    const char *problem = p->problem ? p->problem : "unknown error";
    fault_in(r->faults, r->file, p->problem_mark.line + 1, p->problem_mark.column + 1, "not YAML: %s%s%s", problem,
             p->context ? ", " : "", p->context ? p->context : "");
}

static bool next_event(struct reader *r)
{
    next_event_end(r);
    if (!yaml_parser_parse(&r->parser, &r->event)) {
        syntax_fault(r);
        return false;
    }
    r->has_event = true;
    return true;
}

static bool refuse(struct reader *r, const char *what)
{
    fault_in(r->faults, r->file, r->event.start_mark.line + 1, r->event.start_mark.column + 1, "%s", what);
    return false;
}

static bool no_anchor(struct reader *r, const yaml_char_t *anchor, const yaml_char_t *tag)
{
    if (anchor)
        return refuse(r, "anchors are not allowed");
    if (tag)
        return refuse(r, "tags are not allowed");
    return true;
}

static struct node *new_node(struct reader *r, enum node_kind kind)
{
    struct node *n = ARENA_NEW(r->arena, struct node);
    n->kind = kind;
    n->file = r->file;
    n->line = (uint32_t)r->event.start_mark.line + 1;
    n->column = (uint32_t)r->event.start_mark.column + 1;
    return n;
}

static struct node *read_node(struct reader *r, int depth);

static struct node *read_scalar(struct reader *r)
{
    if (!no_anchor(r, r->event.data.scalar.anchor, r->event.data.scalar.tag))
        return NULL;
    struct node *n = new_node(r, NODE_SCALAR);
    n->plain = r->event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    n->text = str_dup(r->arena, (struct str){(const char *)r->event.data.scalar.value, r->event.data.scalar.length});
    return n;
}

static struct node *read_list(struct reader *r, int depth)
{
    if (!no_anchor(r, r->event.data.sequence_start.anchor, r->event.data.sequence_start.tag))
        return NULL;
    struct node *list = new_node(r, NODE_LIST);
    for (;;) {
        if (!next_event(r))
            return NULL;
        if (r->event.type == YAML_SEQUENCE_END_EVENT)
            return list;
        struct node *item = read_node(r, depth + 1);
        if (!item)
            return NULL;
        *VEC_PUSH(r->arena, list->items) = item;
    }
}

static void check_duplicate(struct reader *r, const struct node *map, const struct node *key)
{
    for (size_t i = 0; i < map->pairs.n; i++)
        if (str_eq(map->pairs.p[i].key, key->text))
            fault_at(r->faults, key, "duplicate key \"%.*s\", first given in line %u", STR_ARG(key->text),
                     map->pairs.p[i].key_node->line);
}

static struct node *read_map(struct reader *r, int depth)
{
    if (!no_anchor(r, r->event.data.mapping_start.anchor, r->event.data.mapping_start.tag))
        return NULL;
    struct node *map = new_node(r, NODE_MAP);
    for (;;) {
        if (!next_event(r))
            return NULL;
        if (r->event.type == YAML_MAPPING_END_EVENT)
            return map;
        if (r->event.type != YAML_SCALAR_EVENT) {
            (void)refuse(r, "a key must be a plain word");
            return NULL;
        }
        struct node *key = read_scalar(r);
        if (!key || !next_event(r))
            return NULL;
        struct node *value = read_node(r, depth + 1);
        if (!value)
            return NULL;
        if (map->pairs.n < 200) /* a mapping has a few dozen keys; beyond that the binder refuses them one by one anyway */
            check_duplicate(r, map, key);
        *VEC_PUSH(r->arena, map->pairs) = (struct node_pair){key->text, key, value};
    }
}

/* The current event starts the node. */
static struct node *read_node(struct reader *r, int depth)
{
    if (depth > MAX_DEPTH || ++r->nodes > MAX_NODES) {
        (void)refuse(r, depth > MAX_DEPTH ? "nested too deep" : "too many values");
        return NULL;
    }
    switch (r->event.type) {
    case YAML_SCALAR_EVENT:
        return read_scalar(r);
    case YAML_SEQUENCE_START_EVENT:
        return read_list(r, depth);
    case YAML_MAPPING_START_EVENT:
        return read_map(r, depth);
    case YAML_ALIAS_EVENT:
        (void)refuse(r, "aliases are not allowed");
        return NULL;
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_STREAM_END_EVENT:
    case YAML_DOCUMENT_START_EVENT:
    case YAML_DOCUMENT_END_EVENT:
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        break;
    }
    (void)refuse(r, "a value is missing");
    return NULL;
}

static struct node *read_document(struct reader *r)
{
    if (!next_event(r) || !next_event(r)) /* stream start, then document start or stream end */
        return NULL;
    if (r->event.type == YAML_STREAM_END_EVENT) {
        fault_in(r->faults, r->file, 1, 1, "the file is empty");
        return NULL;
    }
    if (r->event.data.document_start.version_directive ||
        r->event.data.document_start.tag_directives.start != r->event.data.document_start.tag_directives.end) {
        (void)refuse(r, "directives are not allowed");
        return NULL;
    }
    if (!next_event(r))
        return NULL;
    struct node *root = read_node(r, 0);
    if (!root || !next_event(r) || !next_event(r)) /* document end, stream end */
        return NULL;
    if (r->event.type != YAML_STREAM_END_EVENT) {
        (void)refuse(r, "only one document is allowed");
        return NULL;
    }
    return root;
}

/* libyaml would report the place of a bad byte as an offset only. */
static bool clean_text(struct fault_list *l, struct str file, struct str text)
{
    if (text.n > MAX_BYTES) {
        fault_in(l, file, 0, 0, "larger than %d bytes", (int)MAX_BYTES);
        return false;
    }
    size_t line = 1, column = 1, at = 0;
    while (at < text.n) {
        int32_t c = utf8_next(text, &at);
        bool control = (c < 0x20 && c != '\n' && c != '\r') || (c >= 0x7f && c < 0xa0) || c == 0xfeff || c == 0x2028 || c == 0x2029;
        if (control || c == 0xfffe || c == 0xffff) {
            const char *what = c < 0 ? "not UTF-8" : c == '\t' ? "a tab; use blanks" : "a control character or byte order mark";
            fault_in(l, file, line, column, "%s", what);
            return false;
        }
        column = c == '\n' ? 1 : column + 1;
        line += c == '\n';
    }
    return true;
}

/* Two elements of one list with the same code: the layers above could not say which they mean. */
static void check_codes(struct fault_list *l, const struct node *n)
{
    for (size_t i = 0; n->kind == NODE_MAP && i < n->pairs.n; i++)
        check_codes(l, n->pairs.p[i].value);
    for (size_t i = 0; n->kind == NODE_LIST && i < n->items.n; i++) {
        const struct node *mine = node_get(n->items.p[i], STR("code"));
        for (size_t j = 0; mine && mine->kind == NODE_SCALAR && i < 1000 && j < i; j++) {
            const struct node *other = node_get(n->items.p[j], STR("code"));
            if (other && other->kind == NODE_SCALAR && str_eq(mine->text, other->text))
                fault_at(l, mine, "duplicate code \"%.*s\", first given in line %u", STR_ARG(mine->text), other->line);
        }
        check_codes(l, n->items.p[i]);
    }
}

struct node *node_parse(struct fault_list *l, struct str file, struct str text)
{
    if (!clean_text(l, file, text))
        return NULL;
    struct reader *r = ARENA_NEW(l->arena, struct reader);
    *r = (struct reader){.faults = l, .arena = l->arena, .file = file};
    if (!yaml_parser_initialize(&r->parser))
        fail(FAIL_MEMORY, "no memory for a YAML parser");
    yaml_parser_set_encoding(&r->parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r->parser, (const unsigned char *)(text.p ? text.p : ""), text.n);
    struct fail_frame frame;
    if (FAIL_CATCH(&frame)) {
        next_event_end(r);
        yaml_parser_delete(&r->parser);
        fail(frame.kind, "%s", frame.message);
    }
    struct node *root = read_document(r);
    fail_leave(&frame);
    next_event_end(r);
    yaml_parser_delete(&r->parser);
    if (root)
        check_codes(l, root);
    return root;
}

struct node *node_get(const struct node *map, struct str key)
{
    if (map && map->kind == NODE_MAP)
        for (size_t i = 0; i < map->pairs.n; i++)
            if (str_eq(map->pairs.p[i].key, key))
                return map->pairs.p[i].value;
    return NULL;
}
