/* SPDX-License-Identifier: EUPL-1.2
 * regime_shape_rules.c — the keys of grading, disclosure and case rules. Words stand in the order of their C enum.
 */
#include "regime/regime_shape.h"

static const char *const window_words[] = {"never", "year", "in_use", NULL};
static const char *const step_words[] = {"any", "else", NULL};
static const char *const method_words[] = {"ladder", "points", "none", NULL};
static const char *const mask_words[] = {"none", "name", "town", "last4", "hide", NULL};
static const char *const entry_use_words[] = {"optional", "required", "hidden", NULL};
static const char *const import_words[] = {"approval", "penalty", "licence", NULL};
static const char *const due_words[] = {"after", "yearly", NULL};
static const char *const direction_words[] = {"same", "fewer", "more", NULL};

#define PERIOD(T)     FIELD(T, period.from, "from", BIND_DAY), FIELD(T, period.to, "to", BIND_DAY)
#define MATCH(T)                                                                                                                   \
    FIELD(T, match.categories, "categories", BIND_CODES, .ref = REF_CATEGORY),                                                     \
        FIELD(T, match.items, "items", BIND_CODES, .ref = REF_ITEM),                                                               \
        FIELD(T, match.severities, "severities", BIND_BITS, .words = regime_words_severity)

#define T struct regime_count
static const struct bind_field count_fields[] = {
    FIELD(T, category, "category", BIND_CODE, .ref = REF_CATEGORY, .required = true),
    FIELD(T, window, "window", BIND_ENUM, .words = window_words, .required = true),
    FIELD(T, decay_months, "decay_months", BIND_INT, .min = 1, .max = 1200),
};
static const struct bind_shape count_shape = {"count", sizeof(T), SHAPE(count_fields), LEGAL(T)};
#undef T

#define T struct regime_veto
static const struct bind_field veto_fields[] = {
    CODE_LABEL(T),
    MATCH(T),
    FIELD(T, grade, "grade", BIND_CODE, .ref = REF_GRADE, .required = true),
};
static const struct bind_shape veto_shape = {"veto", sizeof(T), SHAPE(veto_fields), LEGAL(T)};
#undef T

#define T struct regime_ladder_step
static const struct bind_field step_fields[] = {
    CODE_LABEL(T),
    FIELD(T, kind, "kind", BIND_ENUM, .words = step_words, .required = true),
    MATCH(T),
    FIELD(T, at_least, "at_least", BIND_INT, .min = 1, .max = 1000, .def = 1),
    FIELD(T, grade, "grade", BIND_CODE, .ref = REF_GRADE, .required = true),
};
static const struct bind_shape step_shape = {"ladder step", sizeof(T), SHAPE(step_fields), LEGAL(T)};
#undef T

#define T struct regime_point_rule
static const struct bind_field point_fields[] = {
    CODE_LABEL(T),
    MATCH(T),
    FIELD(T, points_milli, "points", BIND_MILLI, .required = true),
    FIELD(T, from_record, "from_record", BIND_BOOL),
    FIELD(T, limit_milli, "limit", BIND_MILLI, .min = 1, .max = 1000000000),
    FIELD(T, cap, "cap", BIND_CODE),
};
static const struct bind_shape point_shape = {"point rule", sizeof(T), SHAPE(point_fields), LEGAL(T)};
#undef T

#define T struct regime_point_cap
static const struct bind_field cap_fields[] = {
    CODE_LABEL(T),
    FIELD(T, limit_milli, "limit", BIND_MILLI, .min = 1, .max = 1000000000, .required = true),
};
static const struct bind_shape cap_shape = {"cap", sizeof(T), SHAPE(cap_fields), LEGAL(T)};
#undef T

#define T struct regime_threshold
static const struct bind_field threshold_fields[] = {
    FIELD(T, grade, "grade", BIND_CODE, .ref = REF_GRADE, .required = true),
    FIELD(T, at_least_milli, "at_least", BIND_MILLI, .def = INT32_MIN),
};
static const struct bind_shape threshold_shape = {"threshold", sizeof(T), SHAPE(threshold_fields), LEGAL(T)};
#undef T

#define T struct regime_unrated
static const struct bind_field unrated_fields[] = {
    FIELD(T, grade, "grade", BIND_CODE, .ref = REF_GRADE, .required = true),
    FIELD(T, label, "label", BIND_TEXT, .required = true),
    FIELD(T, min_months, "min_months", BIND_INT, .min = 1, .max = 120),
    FIELD(T, min_records, "min_records", BIND_INT, .min = 1, .max = 1000),
};
static const struct bind_shape unrated_shape = {"unrated", sizeof(T), SHAPE(unrated_fields), LEGAL(T)};
#undef T

#define T struct regime_excuse
static const struct bind_field excuse_fields[] = {CODE_LABEL(T)};
static const struct bind_shape excuse_shape = {"excuse", sizeof(T), SHAPE(excuse_fields), LEGAL(T)};
#undef T

#define T struct regime_grading
static const struct bind_field grading_fields[] = {
    CODE_LABEL(T),
    FIELD(T, subject_types, "subject_types", BIND_CODES, .ref = REF_SUBJECT_TYPE),
    PERIOD(T),
    FIELD(T, method, "method", BIND_ENUM, .words = method_words, .required = true),
    FIELD(T, counts, "counts", BIND_LIST, .shape = &count_shape),
    FIELD(T, vetoes, "vetoes", BIND_LIST, .shape = &veto_shape),
    FIELD(T, ladder, "ladder", BIND_LIST, .shape = &step_shape),
    FIELD(T, base_milli, "base", BIND_MILLI),
    FIELD(T, min_milli, "min", BIND_MILLI),
    FIELD(T, max_milli, "max", BIND_MILLI),
    FIELD(T, points, "points", BIND_LIST, .shape = &point_shape),
    FIELD(T, caps, "caps", BIND_LIST, .shape = &cap_shape),
    FIELD(T, thresholds, "thresholds", BIND_LIST, .shape = &threshold_shape),
    FIELD(T, unrated, "unrated", BIND_MAP, .shape = &unrated_shape),
    FIELD(T, excuses, "excuses", BIND_LIST, .shape = &excuse_shape),
};
const struct bind_shape regime_shape_grading = {"grading", sizeof(T), SHAPE(grading_fields), LEGAL(T)};
#undef T

#define T struct regime_field
static const struct bind_field field_fields[] = {
    CODE_LABEL(T),
    FIELD(T, kind, "kind", BIND_ENUM, .words = regime_words_kind, .required = true),
    FIELD(T, disclosure, "disclosure", BIND_ENUM, .words = regime_words_disclosure, .required = true),
    FIELD(T, mask, "mask", BIND_ENUM, .words = mask_words),
};
const struct bind_shape regime_shape_field = {"field", sizeof(T), SHAPE(field_fields), LEGAL(T)};
#undef T

#define T struct regime_publicity
static const struct bind_field publicity_fields[] = {
    CODE_LABEL(T),
    FIELD(T, severity, "severity", BIND_ENUM, .words = regime_words_severity, .required = true),
    PERIOD(T),
    FIELD(T, shown, "shown", BIND_BOOL, .required = true),
    FIELD(T, min_months, "min_months", BIND_INT, .min = 0, .max = 120, .required = true),
    FIELD(T, max_months, "max_months", BIND_INT, .min = 1, .max = 120, .required = true),
    FIELD(T, start, "start", BIND_ENUM, .words = regime_words_start, .required = true),
};
const struct bind_shape regime_shape_publicity = {"publicity", sizeof(T), SHAPE(publicity_fields), LEGAL(T)};
#undef T

#define T struct regime_severity_rule
static const struct bind_field severity_fields[] = {
    CODE_LABEL(T),
    FIELD(T, penalties, "penalties", BIND_CODES),
    FIELD(T, kind, "kind", BIND_ENUM, .words = regime_words_kind, .def = KIND_INTERNAL),
    FIELD(T, fine_from, "fine_from", BIND_INT64, .min = 1, .max = 100000000000),
    FIELD(T, fine_below, "fine_below", BIND_INT64, .min = 1, .max = 100000000000),
    FIELD(T, severity, "severity", BIND_ENUM, .words = regime_words_severity, .required = true),
    PERIOD(T),
};
const struct bind_shape regime_shape_severity = {"severity rule", sizeof(T), SHAPE(severity_fields), LEGAL(T)};
#undef T

#define T struct regime_double_publicity
static const struct bind_field double_fields[] = {
    CODE_LABEL(T),
    FIELD(T, within, "within", BIND_DAYS, .required = true),
    FIELD(T, warning_only, "warning_only", BIND_BOOL),
};
const struct bind_shape regime_shape_double = {"double publicity", sizeof(T), SHAPE(double_fields), LEGAL(T)};
#undef T

#define T struct regime_grade_disclosure
static const struct bind_field grade_disclosure_fields[] = {
    FIELD(T, code, "code", BIND_CODE, .required = true),
    FIELD(T, kind, "kind", BIND_ENUM, .words = regime_words_kind, .required = true),
    FIELD(T, subject_types, "subject_types", BIND_CODES, .ref = REF_SUBJECT_TYPE),
    FIELD(T, disclosure, "disclosure", BIND_ENUM, .words = regime_words_disclosure, .required = true),
};
const struct bind_shape regime_shape_grade_disclosure = {"grade disclosure", sizeof(T), SHAPE(grade_disclosure_fields), LEGAL(T)};
#undef T

#define T struct regime_due
static const struct bind_field due_fields[] = {
    CODE_LABEL(T),
    FIELD(T, kind, "kind", BIND_ENUM, .words = due_words, .required = true),
    FIELD(T, within, "within", BIND_DAYS),
    FIELD(T, dates, "dates", BIND_MMDDS),
    FIELD(T, prior_year, "prior_year", BIND_BOOL),
    FIELD(T, fallback, "fallback", BIND_BOOL),
};
const struct bind_shape regime_shape_due = {"due", sizeof(T), SHAPE(due_fields), LEGAL(T)};
#undef T

#define T struct regime_entry_field
static const struct bind_field entry_fields[] = {
    FIELD(T, code, "code", BIND_CODE, .required = true),
    FIELD(T, field, "field", BIND_CODE, .required = true),
    FIELD(T, label, "label", BIND_TEXT),
    FIELD(T, hint, "hint", BIND_TEXT),
    FIELD(T, use, "use", BIND_ENUM, .words = entry_use_words, .required = true),
    FIELD(T, polarities, "polarities", BIND_BITS, .words = regime_words_polarity),
    FIELD(T, kinds, "kinds", BIND_BITS, .words = regime_words_item),
    FIELD(T, items, "items", BIND_CODES, .ref = REF_ITEM),
};
const struct bind_shape regime_shape_entry_field = {"entry field", sizeof(T), SHAPE(entry_fields), LEGAL(T)};
#undef T

#define T struct regime_import
static const struct bind_field import_fields[] = {
    CODE_LABEL(T),
    FIELD(T, table, "table", BIND_ENUM, .words = import_words, .required = true),
    FIELD(T, item, "item", BIND_CODE, .ref = REF_ITEM),
    FIELD(T, words, "words", BIND_TEXTS),
    FIELD(T, rows, "rows", BIND_INT, .min = 1, .max = 1000000),
};
const struct bind_shape regime_shape_import = {"import", sizeof(T), SHAPE(import_fields), LEGAL(T)};
#undef T

#define T struct regime_date
static const struct bind_field date_fields[] = {
    CODE_LABEL(T),
    FIELD(T, unit, "unit", BIND_TEXT),
    FIELD(T, mmdd, "date", BIND_MMDD, .required = true),
    FIELD(T, prior_year, "prior_year", BIND_BOOL),
};
const struct bind_shape regime_shape_date = {"calendar", sizeof(T), SHAPE(date_fields), LEGAL(T)};
#undef T

#define T struct regime_clock
static const struct bind_field clock_fields[] = {
    CODE_LABEL(T),
    FIELD(T, within, "within", BIND_DAYS),
    FIELD(T, extension, "extension", BIND_DAYS),
    FIELD(T, at_least, "at_least", BIND_BOOL),
    FIELD(T, known, "known", BIND_BOOL, .def = 1),
    FIELD(T, tell_applicant, "tell_applicant", BIND_BOOL),
    FIELD(T, extension_by, "extension_by", BIND_TEXT),
    FIELD(T, pauses, "pauses", BIND_TEXTS),
    PERIOD(T),
};
const struct bind_shape regime_shape_clock = {"clock", sizeof(T), SHAPE(clock_fields), LEGAL(T)};
#undef T

#define T struct regime_text
static const struct bind_field text_fields[] = {CODE_LABEL(T)};
const struct bind_shape regime_shape_text = {"text", sizeof(T), SHAPE(text_fields), LEGAL(T)};
#undef T

#define T struct regime_objection
static const struct bind_field objection_fields[] = {
    FIELD(T, grounds, "grounds", BIND_LIST, .shape = &regime_shape_text),
    FIELD(T, materials, "materials", BIND_LIST, .shape = &regime_shape_text),
    FIELD(T, outcomes, "outcomes", BIND_LIST, .shape = &regime_shape_text),
    FIELD(T, receiver, "receiver", BIND_MAP, .shape = &regime_shape_text),
    FIELD(T, reviewer, "reviewer", BIND_MAP, .shape = &regime_shape_text),
    FIELD(T, mark_disputed, "mark_disputed", BIND_BOOL, .def = 1),
};
const struct bind_shape regime_shape_objection = {"objection", sizeof(T), SHAPE(objection_fields), 0};
#undef T

#define T struct regime_repair_rule
static const struct bind_field repair_rule_fields[] = {
    CODE_LABEL(T),
    FIELD(T, months, "months", BIND_INT, .min = 1, .max = 120),
};
static const struct bind_shape repair_rule_shape = {"repair rule", sizeof(T), SHAPE(repair_rule_fields), LEGAL(T)};
#undef T

#define T struct regime_repair
static const struct bind_field repair_fields[] = {
    FIELD(T, conditions, "conditions", BIND_LIST, .shape = &repair_rule_shape),
    FIELD(T, exclusions, "exclusions", BIND_LIST, .shape = &repair_rule_shape),
    FIELD(T, paths, "paths", BIND_LIST, .shape = &regime_shape_text),
    FIELD(T, materials, "materials", BIND_LIST, .shape = &regime_shape_text),
    FIELD(T, documents, "documents", BIND_LIST, .shape = &regime_shape_text),
    FIELD(T, effects, "effects", BIND_LIST, .shape = &regime_shape_text),
    FIELD(T, receiver, "receiver", BIND_MAP, .shape = &regime_shape_text),
    FIELD(T, free_of_charge, "free_of_charge", BIND_BOOL, .def = 1),
};
const struct bind_shape regime_shape_repair = {"repair", sizeof(T), SHAPE(repair_fields), 0};
#undef T

#define T struct regime_ratio
static const struct bind_field ratio_fields[] = {
    FIELD(T, code, "code", BIND_CODE, .required = true),
    FIELD(T, grade, "grade", BIND_CODE, .ref = REF_GRADE, .required = true),
    FIELD(T, percent, "percent", BIND_INT, .min = 0, .max = 100, .has = 1 + offsetof(T, percent_known)),
    FIELD(T, direction, "direction", BIND_ENUM, .words = direction_words),
};
const struct bind_shape regime_shape_ratio = {"ratio", sizeof(T), SHAPE(ratio_fields), LEGAL(T)};
#undef T

#define T struct regime_list_kind
static const struct bind_field list_fields[] = {
    CODE_LABEL(T),
    FIELD(T, basis, "basis", BIND_TEXT),
    FIELD(T, polarity, "polarity", BIND_ENUM, .words = regime_words_polarity, .required = true),
    FIELD(T, subject_types, "subject_types", BIND_CODES, .ref = REF_SUBJECT_TYPE),
    FIELD(T, publishable, "publishable", BIND_BOOL, .required = true),
};
const struct bind_shape regime_shape_list = {"list", sizeof(T), SHAPE(list_fields), LEGAL(T)};
#undef T

#define T struct regime_measure
static const struct bind_field measure_fields[] = {
    CODE_LABEL(T),
    FIELD(T, incentive, "incentive", BIND_BOOL, .required = true),
    FIELD(T, grades, "grades", BIND_CODES, .ref = REF_GRADE),
    FIELD(T, subject_types, "subject_types", BIND_CODES, .ref = REF_SUBJECT_TYPE),
};
const struct bind_shape regime_shape_measure = {"measure", sizeof(T), SHAPE(measure_fields), LEGAL(T)};
#undef T

#define T struct regime_form
static const struct bind_field form_fields[] = {
    CODE_LABEL(T),
    FIELD(T, columns, "columns", BIND_TEXTS, .required = true),
};
const struct bind_shape regime_shape_form = {"form", sizeof(T), SHAPE(form_fields), LEGAL(T)};
#undef T
