/* SPDX-License-Identifier: EUPL-1.2
 * regime_shape.h — the keys a rule set may have (the tables for regime_bind.h) and the checks that no single value can fail alone.
 * Internal to the room: used by regime_load.c and, for its small parts, regime_cases.c.
 */
#ifndef REGIME_SHAPE_H
#define REGIME_SHAPE_H

#include "regime/regime_bind.h"

extern const struct bind_shape regime_shape; /* struct regime */

extern const char *const regime_words_severity[];
extern const char *const regime_words_disclosure[];
extern const char *const regime_words_kind[];
extern const char *const regime_words_start[];
extern const char *const regime_words_polarity[];
extern const char *const regime_words_item[];

/* The shapes of list elements that live in the other table files. */
extern const struct bind_shape regime_shape_grading, regime_shape_field, regime_shape_publicity, regime_shape_severity,
    regime_shape_double, regime_shape_grade_disclosure, regime_shape_due, regime_shape_entry_field, regime_shape_import, regime_shape_date,
    regime_shape_clock, regime_shape_objection, regime_shape_repair, regime_shape_ratio, regime_shape_list, regime_shape_measure,
    regime_shape_form, regime_shape_notice, regime_shape_text;

#define SHAPE(fields_) (fields_), sizeof(fields_) / sizeof *(fields_)
#define FIELD(T, member, key_, type_, ...)                                                                                         \
    {                                                                                                                              \
        .key = (key_), .type = (type_), .offset = offsetof(T, member), __VA_ARGS__                                                 \
    }
#define LEGAL(T) (1 + offsetof(T, legal))
#define CODE_LABEL(T) FIELD(T, code, "code", BIND_CODE, .required = true), FIELD(T, label, "label", BIND_TEXT, .required = true)

/* References resolved, parts that must agree, lists that must be complete. Faults are added to b->faults. */
void regime_verify(struct binder *b, const struct regime *r);
void regime_verify_gradings(struct binder *b, const struct regime *r);
void regime_verify_notices(struct binder *b, const struct regime *r);
bool regime_periods_overlap(struct regime_period x, struct regime_period y);
void regime_verify_period(struct binder *b, const void *owner, struct regime_period p);

#endif
