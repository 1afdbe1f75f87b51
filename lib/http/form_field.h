/* SPDX-License-Identifier: EUPL-1.2
 * form_field.h — the row types of a form table (form.h). The macros tie a row to a member of the typed struct and refuse, at
 * compile time, a member of another type than the field's. The input's name is the member's name.
 */
#ifndef HTTP_FORM_FIELD_H
#define HTTP_FORM_FIELD_H

#include <stddef.h>

#include "base/date.h"
#include "base/str.h"

enum form_type {
    FORM_TYPE_TEXT,   /* struct str; lines allowed, CR LF made LF; trimmed. min/max in code points */
    FORM_TYPE_LINE,   /* struct str; no line breaks; trimmed */
    FORM_TYPE_SECRET, /* struct str; not trimmed, never shown again, never logged */
    FORM_TYPE_CODE,   /* struct str; full width to half width, blanks out; printable ASCII only */
    FORM_TYPE_INT,    /* int64_t; FORM_INT_NONE when left empty; full-width digits and thousands commas accepted */
    FORM_TYPE_DATE,   /* struct day in one field; DAY_NONE when empty. min/max: days since 1970, 0 0 = years 1900–2199 */
    FORM_TYPE_DATE3,  /* struct day in NAME-year, NAME-month, NAME-day; a whole date pasted into any of them is taken */
    FORM_TYPE_BOOL,   /* bool; a checkbox with value 1: absent = false. required: must be ticked */
    FORM_TYPE_ENUM,   /* int: the code of the choice; FORM_ENUM_NONE when none was made */
    FORM_TYPE_FILE,   /* struct form_file; min/max in bytes, max 0 = the route's limit */
    FORM_TYPE_TOKEN,  /* struct str; hidden value of our own making, [A-Za-z0-9_-]{min…max}: anything else is answered 400 */
    FORM_TYPE_INTS,   /* struct form_ints; a repeated field; min/max bound each number */
    FORM_TYPE_CODES,  /* struct form_codes; a repeated field of code texts; min/max bound each length */
};

#define FORM_INT_NONE  INT64_MIN
#define FORM_ENUM_NONE (-1)

struct form_file {
    struct str name; /* last part of the path, no control bytes; empty when no file was chosen */
    struct str type; /* as claimed by the browser: not to be believed */
    struct str bytes;
};
struct form_ints {
    const int64_t *p;
    size_t n;
};
struct form_codes {
    const struct str *p;
    size_t n;
};

struct form_choice {
    const char *value; /* in the form */
    const char *label; /* on the page */
    int code;          /* in the struct, ≥ 0 */
};
struct form_choices {
    const struct form_choice *p;
    size_t n;
};
#define FORM_CHOICES(table)                                                                                                        \
    {                                                                                                                              \
        table, sizeof(table) / sizeof *(table)                                                                                     \
    }

struct form_field {
    enum form_type type;
    const char *name;
    const char *label; /* Chinese, as on the page; messages begin with it */
    size_t offset;
    int64_t min, max;
    bool required;
    struct form_choices choices; /* FORM_TYPE_ENUM */
};

/* offsetof, refusing a member of another type. */
#define FORM_OFFSET(T, member, M) (offsetof(T, member) * sizeof(char[_Generic(((T *)0)->member, M : 1)]))
#define FORM_ROW(kind, T, M, member, label, min, max, required)                                                                    \
    {                                                                                                                              \
        kind, #member, label, FORM_OFFSET(T, member, M), min, max, required,                                                       \
        {                                                                                                                          \
            NULL, 0                                                                                                                \
        }                                                                                                                          \
    }

#define FORM_TEXT(T, member, label, min, max, required) FORM_ROW(FORM_TYPE_TEXT, T, struct str, member, label, min, max, required)
#define FORM_LINE(T, member, label, min, max, required) FORM_ROW(FORM_TYPE_LINE, T, struct str, member, label, min, max, required)
#define FORM_SECRET(T, member, label, min, max, required)                                                                          \
    FORM_ROW(FORM_TYPE_SECRET, T, struct str, member, label, min, max, required)
#define FORM_CODE(T, member, label, min, max, required) FORM_ROW(FORM_TYPE_CODE, T, struct str, member, label, min, max, required)
#define FORM_INT(T, member, label, min, max, required)  FORM_ROW(FORM_TYPE_INT, T, int64_t, member, label, min, max, required)
#define FORM_DATE(T, member, label, required)           FORM_ROW(FORM_TYPE_DATE, T, struct day, member, label, 0, 0, required)
#define FORM_DATE3(T, member, label, required)          FORM_ROW(FORM_TYPE_DATE3, T, struct day, member, label, 0, 0, required)
#define FORM_BOOL(T, member, label, required)           FORM_ROW(FORM_TYPE_BOOL, T, bool, member, label, 0, 0, required)
#define FORM_ENUM(T, member, label, choice_table, required)                                                                        \
    {                                                                                                                              \
        FORM_TYPE_ENUM, #member, label, FORM_OFFSET(T, member, int), 0, 0, required, FORM_CHOICES(choice_table)                    \
    }
#define FORM_FILE(T, member, label, max_bytes, required)                                                                           \
    FORM_ROW(FORM_TYPE_FILE, T, struct form_file, member, label, 0, max_bytes, required)
#define FORM_TOKEN(T, member, label, min, max) FORM_ROW(FORM_TYPE_TOKEN, T, struct str, member, label, min, max, true)
#define FORM_INTS(T, member, label, min, max, required)                                                                            \
    FORM_ROW(FORM_TYPE_INTS, T, struct form_ints, member, label, min, max, required)
#define FORM_CODES(T, member, label, min, max, required)                                                                           \
    FORM_ROW(FORM_TYPE_CODES, T, struct form_codes, member, label, min, max, required)

#endif
