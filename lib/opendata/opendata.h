/* SPDX-License-Identifier: EUPL-1.2
 * opendata.h — open data as tables of fields: one table says what a row is, and JSON, CSV, the OpenAPI document and the page for
 * developers are all written from it, so that they cannot differ. A row is a plain struct; text lives in the caller's arena. What
 * may be in a row at all is decided before it is made (archive_show). The rows are in opendata_rows.h. Called by query and by the
 * worker (daily dump). Pure: no SQL, no HTTP, no clock.
 */
#ifndef OPENDATA_OPENDATA_H
#define OPENDATA_OPENDATA_H

#include "base/date.h"
#include "base/jsonw.h"

enum opendata_type {
    OPEN_TEXT,    /* struct str */
    OPEN_DAY,     /* struct day: 2026-04-01 */
    OPEN_INSTANT, /* struct instant: 2026-04-01T08:30:00+08:00 */
    OPEN_INT,     /* int64_t */
    OPEN_MONEY,   /* int64_t fen: yuan with two decimals */
    OPEN_BOOL,    /* bool */
    OPEN_MANY,    /* struct opendata_list of `of`; not in CSV */
};
struct opendata_shape;
struct opendata_field {
    const char *name;
    enum opendata_type type;
    size_t offset;
    const char *zh;     /* what it is, for people */
    bool maybe;         /* may be null: empty text, no day, an amount of 0 */
    const char *one_of; /* text: the only values there are, separated by blanks; NULL: any */
    const struct opendata_shape *of;
};
struct opendata_shape {
    const char *name; /* of the schema: Subject */
    const char *zh;
    const struct opendata_field *p;
    size_t n;
    size_t bytes; /* of a row */
};
struct opendata_list {
    const void *p;
    size_t n;
};

/* One row as a JSON object, one list of rows as a JSON list. a: scratch. */
void opendata_json(struct jsonw *j, struct arena *a, const struct opendata_shape *s, const void *row);
void opendata_json_list(struct jsonw *j, struct arena *a, const struct opendata_shape *s, struct opendata_list rows);
/* RFC 4180 with a header line of the field names; text that a spreadsheet would run is made harmless (sheet_write.h). */
struct str opendata_csv(struct arena *a, const struct opendata_shape *s, struct opendata_list rows, bool bom);
/* The same row by row: for files that are made over many pages of the database. */
struct sheet_writer *opendata_csv_begin(struct arena *a, const struct opendata_shape *s, bool bom);
void opendata_csv_row(struct sheet_writer *w, struct arena *a, const struct opendata_shape *s, const void *row);
/* The JSON schema of a row: type object, with properties. */
void opendata_schema(struct jsonw *j, const struct opendata_shape *s);

#define OPENDATA_SHAPE(T, name, zh, fields)                                                                                        \
    {                                                                                                                              \
        name, zh, fields, sizeof(fields) / sizeof *(fields), sizeof(T)                                                             \
    }

#endif
