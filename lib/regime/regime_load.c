/* SPDX-License-Identifier: EUPL-1.2
 * regime_load.c — layers of text to a checked struct regime: parse each, follow `extends`, lay child over parent, bind,
     verify. Nothing is
 * half-loaded: one fault anywhere and there is no regime.
 */
#include "regime/regime_load.h"

#include "crypto/digest.h"
#include "regime/regime_files.h"
#include "regime/regime_shape.h"

enum { MAX_LAYERS = 4 };

struct loading {
    struct arena *arena;
    struct fault_list faults;
    const struct regime_text_in *texts;
    size_t n_texts;
    size_t chain[MAX_LAYERS]; /* indexes into texts: the layer itself, then its parents */
    struct node *trees[MAX_LAYERS];
    size_t depth;
};

static struct str file_name(struct arena *a, struct str name)
{
    return str_cat(a, name, STR(".yaml"));
}

static const struct node *head_text(const struct node *tree, const char *key)
{
    const struct node *n = node_get(node_get(tree, STR("head")), str_from(key));
    return n && n->kind == NODE_SCALAR ? n : NULL;
}

static bool find_text(const struct loading *l, struct str name, size_t *index_out)
{
    for (size_t i = 0; i < l->n_texts; i++)
        if (str_eq(l->texts[i].name, name)) {
            *index_out = i;
            return true;
        }
    return false;
}

/* Parses texts[index] as the next layer up; false when the chain ends here for good or ill. *index becomes the parent's. */
static bool parse_layer(struct loading *l, size_t *index)
{
    const struct regime_text_in *t = &l->texts[*index];
    struct node *tree = node_parse(&l->faults, file_name(l->arena, t->name), t->text);
    if (!tree)
        return false;
    if (tree->kind != NODE_MAP) {
        fault_at(&l->faults, tree, "the file must be a mapping (key: value)");
        return false;
    }
    l->chain[l->depth] = *index;
    l->trees[l->depth++] = tree;
    const struct node *code = head_text(tree, "code"), *parent = head_text(tree, "extends");
    if (code && !str_eq(code->text, t->name))
        fault_at(&l->faults, code, "\"code\" is \"%.*s\", but the file is called %.*s.yaml", STR_ARG(code->text), STR_ARG(t->name));
    if (!parent)
        return false;
    for (size_t i = 0; i < l->depth; i++)
        if (str_eq(l->texts[l->chain[i]].name, parent->text)) {
            fault_at(&l->faults, parent, "\"extends\" goes round in a circle");
            return false;
        }
    if (l->depth == MAX_LAYERS)
        fault_at(&l->faults, parent, "more than %d layers", (int)MAX_LAYERS);
    else if (!find_text(l, parent->text, index))
        fault_at(&l->faults, parent, "there is no layer \"%.*s\"", STR_ARG(parent->text));
    else
        return true;
    return false;
}

static struct str hash_layers(const struct loading *l)
{
    struct digest *d = ARENA_NEW(l->arena, struct digest);
    uint8_t sum[DIGEST_BYTES];
    digest_init(d);
    for (size_t i = 0; i < l->depth; i++) {
        digest_str(d, l->texts[l->chain[i]].name);
        digest_str(d, l->texts[l->chain[i]].text);
    }
    digest_final(d, sum);
    return str_hex(l->arena, sum, sizeof sum);
}

static void list_layers(const struct loading *l, struct regime *r)
{
    struct regime_layer *p = ARENA_ARRAY(l->arena, struct regime_layer, l->depth);
    for (size_t i = 0; i < l->depth; i++) {
        const struct regime_text_in *t = &l->texts[l->chain[l->depth - 1 - i]];
        p[i] = (struct regime_layer){t->name, digest_hex_of(l->arena, t->text)};
    }
    r->head.layers.p = p;
    r->head.layers.n = l->depth;
}

static struct regime *bind_layers(struct loading *l)
{
    struct node *tree = l->trees[l->depth - 1];
    for (size_t i = l->depth - 1; i-- > 0;)
        tree = node_merge(&l->faults, tree, l->trees[i]);
    struct regime *r = ARENA_NEW(l->arena, struct regime);
    struct binder b = {.faults = &l->faults, .arena = l->arena};
    bind_map(&b, &regime_shape, tree, r);
    bind_done(&b);
    regime_verify(&b, r);
    r->version_hash = hash_layers(l);
    list_layers(l, r);
    return r;
}

static struct regime_load_result finish(struct fault_list *faults, const struct regime *r)
{
    fault_sort(faults);
    struct regime_load_result out = {.regime = faults->v.n ? NULL : r};
    out.faults.p = faults->v.p;
    out.faults.n = faults->v.n;
    return out;
}

struct regime_load_result regime_load_text(struct arena *a, const struct regime_text_in *layers, size_t n)
{
    CHECK(n > 0);
    struct loading *l = ARENA_NEW(a, struct loading);
    *l = (struct loading){.arena = a, .faults = {.arena = a}, .texts = layers, .n_texts = n};
    size_t index = 0;
    while (parse_layer(l, &index))
        ;
    struct regime *r = NULL;
    bool whole = l->depth && (l->faults.v.n == 0 || !head_text(l->trees[l->depth - 1], "extends"));
    if (whole) /* a missing parent would only bring a flood of missing codes */
        r = bind_layers(l);
    else if (l->faults.v.n == 0)
        fault_in(&l->faults, file_name(a, layers[0].name), 0, 0, "no layer could be read");
    return finish(&l->faults, r);
}

struct regime_load_result regime_load(struct arena *a, struct str dir, struct str name)
{
    struct str full = regime_file(a, dir, name);
    struct regime_text_in *texts = NULL;
    size_t n = 0;
    if (!regime_read_texts(a, dir, full, &texts, &n)) {
        struct fault_list faults = {.arena = a};
        if (n) /* the layer was read, a parent was not: let the loader say where it is asked for */
            return regime_load_text(a, texts, n);
        fault_in(&faults, file_name(a, full), 0, 0, "cannot be read from %.*s", STR_ARG(dir));
        return finish(&faults, NULL);
    }
    return regime_load_text(a, texts, n);
}

bool regime_read_texts(struct arena *a, struct str dir, struct str name, struct regime_text_in **layers_out, size_t *n_out)
{
    struct regime_text_in *texts = ARENA_ARRAY(a, struct regime_text_in, MAX_LAYERS);
    size_t n = 0;
    struct str next = name;
    bool complete = false;
    while (n < MAX_LAYERS && !complete) {
        struct str text = STR_NONE;
        if (!regime_read_file(a, dir, file_name(a, next), &text))
            break;
        texts[n++] = (struct regime_text_in){next, text};
        struct fault_list ignored = {.arena = a};
        const struct node *parent = head_text(node_parse(&ignored, next, text), "extends");
        complete = parent == NULL;
        if (parent)
            next = parent->text;
    }
    *layers_out = texts;
    *n_out = n;
    return complete;
}
