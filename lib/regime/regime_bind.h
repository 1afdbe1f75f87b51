/* SPDX-License-Identifier: EUPL-1.2
 * regime_bind.h — a strict binder from nodes to C structs, driven by tables: one row a key. Unknown keys, missing keys, wrong
 * types, numbers out of range, odd numbers (octal, exponents, trailing characters), values that YAML might read otherwise: each is
 * a fault at its place, and binding goes on. Knows no key of a regime: the tables are in regime_shape.c and regime_cases.c.
 */
#ifndef REGIME_BIND_H
#define REGIME_BIND_H

#include "regime/regime_node.h"

enum bind_type {
    BIND_TEXT,  /* struct str, printable, not empty */
    BIND_CODE,  /* struct str, ASCII letters, digits and . _ - @ */
    BIND_INT,   /* int32_t within [min, max] */
    BIND_INT64, /* int64_t within [min, max] */
    BIND_MILLI, /* int32_t, decimal with up to three places, in thousandths, within [min, max] (in thousandths) */
    BIND_BOOL,  /* true or false */
    BIND_DAY,   /* struct day, 2022-10-17; absent = DAY_NONE */
    BIND_MMDD,  /* int32_t, 01-20 → 120 */
    BIND_ENUM,  /* any C enum, from a table of words; absent = def */
    BIND_BITS,  /* uint32_t, a list of words, bit (1 << word) */
    BIND_DAYS,  /* struct regime_days: 3 working days, 7 calendar days, 1 months */
    BIND_MAP,   /* embedded struct */
    BIND_LIST,  /* slice of structs */
    BIND_TEXTS, /* slice of struct str */
    BIND_CODES, /* slice of struct str, codes */
    BIND_MMDDS, /* slice of int32_t */
};
enum bind_ref { REF_NONE, REF_CATEGORY, REF_ITEM, REF_GRADE, REF_SUBJECT_TYPE, REF_DUE };

struct bind_shape;
struct bind_field {
    const char *key;
    enum bind_type type;
    size_t offset;
    bool required;
    int64_t min, max;         /* numbers; both 0: no bound for BIND_MILLI, 0 … 1,000,000 for the others */
    const char *const *words; /* enums and bits: NULL-terminated */
    const struct bind_shape *shape;
    enum bind_ref ref; /* codes: what they point to, collected for the caller */
    int32_t def;       /* absent numbers and enums */
    size_t has;        /* 1 + offset of a bool set to true when the key is there; 0: none */
};
struct bind_shape {
    const char *name;
    size_t size;
    const struct bind_field *fields;
    size_t n;
    size_t legal; /* 1 + offset of struct regime_legal bound from article, source, note; 0: none */
};

struct bind_reference {
    enum bind_ref ref;
    const struct node *at; /* the scalar */
};
struct bind_place { /* where a struct or value came from */
    const void *address;
    const struct node *at;
};
struct binder {
    struct fault_list *faults;
    struct arena *arena;
    struct {
        struct bind_reference *p;
        size_t n, cap;
    } refs;
    struct {
        struct bind_place *p;
        size_t n, cap;
    } places;
};

/* Fills *target (zeroed by the caller) from the mapping. */
void bind_map(struct binder *b, const struct bind_shape *shape, const struct node *map, void *target);
/* The node an embedded or list struct, or a text, was bound from; NULL when it was absent. Call bind_done() first. */
const struct node *bind_where(const struct binder *b, const void *address);
void bind_done(struct binder *b);

#endif
