/* SPDX-License-Identifier: EUPL-1.2
 * regime_shape.c — the keys of a rule set: the file as a whole, head, categories, items, subject types, grades.
 * Words stand in the order of their C enum.
 */
#include "regime/regime_shape.h"

const char *const regime_words_severity[] = {"none", "minor", "general", "serious", NULL};
const char *const regime_words_disclosure[] = {"public", "authorised", "government", "internal", NULL};
const char *const regime_words_kind[] = {"legal", "natural", "internal", NULL};
const char *const regime_words_start[] = {"found", "decided", "ended", NULL};
const char *const regime_words_polarity[] = {"base", "good", "bad", "dishonest", "serious", "reference", "other", NULL};
static const char *const term_words[] = {"none", "life", "months", "revoked", "own", "publicity", NULL};
const char *const regime_words_item[] = {"fact",       "identity", "licence", "penalty",   "points",
                                         "commitment", "grade",    "listing", "complaint", NULL};

#define T struct regime_head
static const struct bind_field head_fields[] = {
    FIELD(T, code, "code", BIND_CODE, .required = true),
    FIELD(T, label, "label", BIND_TEXT, .required = true),
    FIELD(T, extends, "extends", BIND_CODE),
    FIELD(T, abstract, "abstract", BIND_BOOL),
    FIELD(T, title, "title", BIND_TEXT, .required = true),
    FIELD(T, number, "number", BIND_TEXT, .required = true),
    FIELD(T, issuer, "issuer", BIND_TEXT, .required = true),
    FIELD(T, cite, "cite", BIND_TEXT, .required = true),
    FIELD(T, division, "division", BIND_TEXT, .required = true),
    FIELD(T, site_name, "site_name", BIND_TEXT),
    FIELD(T, bureau, "bureau", BIND_TEXT),
    FIELD(T, credit_site, "credit_site", BIND_TEXT),
    FIELD(T, status, "status", BIND_TEXT),
    FIELD(T, effective.from, "from", BIND_DAY, .required = true),
    FIELD(T, effective.to, "to", BIND_DAY),
};
static const struct bind_shape head_shape = {"head", sizeof(T), SHAPE(head_fields), LEGAL(T)};
#undef T

#define T struct regime_term
static const struct bind_field term_fields[] = {
    FIELD(T, kind, "kind", BIND_ENUM, .words = term_words, .required = true),
    FIELD(T, months, "months", BIND_INT, .min = 1, .max = 1200),
    FIELD(T, start, "start", BIND_ENUM, .words = regime_words_start),
};
static const struct bind_shape term_shape = {"term", sizeof(T), SHAPE(term_fields), LEGAL(T)};
#undef T

#define T struct regime_category
static const struct bind_field category_fields[] = {
    FIELD(T, code, "code", BIND_CODE, .required = true),
    FIELD(T, label, "label", BIND_TEXT, .required = true),
    FIELD(T, polarity, "polarity", BIND_ENUM, .words = regime_words_polarity, .required = true),
    FIELD(T, legal_person, "legal_person", BIND_ENUM, .words = regime_words_disclosure, .required = true),
    FIELD(T, natural_person, "natural_person", BIND_ENUM, .words = regime_words_disclosure, .required = true),
    FIELD(T, retention, "retention", BIND_MAP, .shape = &term_shape, .required = true),
    FIELD(T, use, "use", BIND_MAP, .shape = &term_shape, .required = true),
    FIELD(T, archive_after, "archive_after", BIND_BOOL, .def = 1),
    FIELD(T, repairable, "repairable", BIND_BOOL),
};
static const struct bind_shape category_shape = {"category", sizeof(T), SHAPE(category_fields), LEGAL(T)};
#undef T

#define T struct regime_item
static const struct bind_field item_fields[] = {
    FIELD(T, code, "code", BIND_CODE, .required = true),
    FIELD(T, category, "category", BIND_CODE, .ref = REF_CATEGORY, .required = true),
    FIELD(T, ordinal, "ordinal", BIND_TEXT),
    FIELD(T, label, "label", BIND_TEXT, .required = true),
    FIELD(T, name, "name", BIND_TEXT, .required = true),
    FIELD(T, aliases, "aliases", BIND_TEXTS),
    FIELD(T, kind, "kind", BIND_ENUM, .words = regime_words_item),
    FIELD(T, severity, "severity", BIND_ENUM, .words = regime_words_severity),
    FIELD(T, internal, "internal", BIND_BOOL),
    FIELD(T, external, "external", BIND_BOOL),
    FIELD(T, source_system, "system", BIND_TEXT),
    FIELD(T, way, "way", BIND_TEXT),
    FIELD(T, frequency, "frequency", BIND_TEXT),
    FIELD(T, unit, "unit", BIND_TEXT),
    FIELD(T, remark, "remark", BIND_TEXT),
    FIELD(T, dues, "due", BIND_CODES, .ref = REF_DUE),
    FIELD(T, subject_types, "subject_types", BIND_CODES, .ref = REF_SUBJECT_TYPE),
    FIELD(T, disclosure, "disclosure", BIND_ENUM, .words = regime_words_disclosure, .has = 1 + offsetof(T, has_disclosure)),
};
static const struct bind_shape item_shape = {"item", sizeof(T), SHAPE(item_fields), LEGAL(T)};
#undef T

#define T struct regime_subject_type
static const struct bind_field type_fields[] = {
    FIELD(T, code, "code", BIND_CODE, .required = true),
    FIELD(T, label, "label", BIND_TEXT, .required = true),
    FIELD(T, plural, "plural", BIND_TEXT),
    FIELD(T, kind, "kind", BIND_ENUM, .words = regime_words_kind, .required = true),
    FIELD(T, graded, "graded", BIND_BOOL, .required = true),
    FIELD(T, from, "from", BIND_DAY),
    FIELD(T, aliases, "aliases", BIND_TEXTS),
};
static const struct bind_shape type_shape = {"subject type", sizeof(T), SHAPE(type_fields), LEGAL(T)};
#undef T

#define T struct regime_grade
static const struct bind_field grade_fields[] = {
    FIELD(T, code, "code", BIND_CODE, .required = true),
    FIELD(T, label, "label", BIND_TEXT, .required = true),
    FIELD(T, meaning, "meaning", BIND_TEXT, .required = true),
    FIELD(T, order, "order", BIND_INT, .min = 1, .max = 20, .required = true),
    FIELD(T, colour, "colour", BIND_CODE, .required = true),
    FIELD(T, best, "best", BIND_BOOL),
    FIELD(T, worst, "worst", BIND_BOOL),
    FIELD(T, unrated, "unrated", BIND_BOOL),
};
static const struct bind_shape grade_shape = {"grade", sizeof(T), SHAPE(grade_fields), LEGAL(T)};
#undef T

#define T struct regime
static const struct bind_field regime_fields[] = {
    FIELD(T, head, "head", BIND_MAP, .shape = &head_shape, .required = true),
    FIELD(T, categories, "categories", BIND_LIST, .shape = &category_shape),
    FIELD(T, items, "items", BIND_LIST, .shape = &item_shape),
    FIELD(T, subject_types, "subject_types", BIND_LIST, .shape = &type_shape),
    FIELD(T, grades, "grades", BIND_LIST, .shape = &grade_shape),
    FIELD(T, gradings, "gradings", BIND_LIST, .shape = &regime_shape_grading),
    FIELD(T, disclosure.fields, "fields", BIND_LIST, .shape = &regime_shape_field),
    FIELD(T, disclosure.publicity, "publicity", BIND_LIST, .shape = &regime_shape_publicity),
    FIELD(T, disclosure.severities, "severity_rules", BIND_LIST, .shape = &regime_shape_severity),
    FIELD(T, disclosure.double_publicity, "double_publicity", BIND_LIST, .shape = &regime_shape_double),
    FIELD(T, disclosure.grades, "grade_disclosure", BIND_LIST, .shape = &regime_shape_grade_disclosure),
    FIELD(T, cases.units, "units", BIND_LIST, .shape = &regime_shape_text),
    FIELD(T, cases.dues, "dues", BIND_LIST, .shape = &regime_shape_due),
    FIELD(T, cases.entry_fields, "entry_fields", BIND_LIST, .shape = &regime_shape_entry_field),
    FIELD(T, cases.imports, "imports", BIND_LIST, .shape = &regime_shape_import),
    FIELD(T, cases.calendar, "calendar", BIND_LIST, .shape = &regime_shape_date),
    FIELD(T, cases.clocks, "clocks", BIND_LIST, .shape = &regime_shape_clock),
    FIELD(T, cases.objection, "objection", BIND_MAP, .shape = &regime_shape_objection),
    FIELD(T, cases.repair, "repair", BIND_MAP, .shape = &regime_shape_repair),
    FIELD(T, cases.draw, "draw", BIND_LIST, .shape = &regime_shape_ratio),
    FIELD(T, cases.lists, "lists", BIND_LIST, .shape = &regime_shape_list),
    FIELD(T, cases.measures, "measures", BIND_LIST, .shape = &regime_shape_measure),
    FIELD(T, cases.forms, "forms", BIND_LIST, .shape = &regime_shape_form),
    FIELD(T, cases.notices, "notices", BIND_LIST, .shape = &regime_shape_notice),
};
const struct bind_shape regime_shape = {"the file", sizeof(T), SHAPE(regime_fields), 0};
#undef T
