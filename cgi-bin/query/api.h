/* SPDX-License-Identifier: EUPL-1.2
 * api.h — the API as a table: each endpoint with its parameters, the shape of its answer and its handler. One walk (api.c) chooses
 * the format, checks the parameters and answers errors; the OpenAPI document and the page for developers are written from the same
 * table. A handler is called with everything checked and gives rows.
 */
#ifndef QUERY_API_H
#define QUERY_API_H

#include "opendata/opendata_notice.h"
#include "opendata/opendata_param.h"
#include "opendata/opendata_store.h"
#include "query/query.h"

enum api_param {
    P_Q,
    P_TYPE,
    P_KIND,
    P_DIVISION,
    P_GRADE,
    P_YEAR,
    P_FROM,
    P_VERSION,
    P_SINCE,
    P_LIMIT,
    P_CURSOR,
    P_FORMAT,
    P_BOM,
    P_COUNT
};
#define HAS(p)   (1u << (p))
#define OF_CSV   (HAS(P_FORMAT) | HAS(P_BOM))
#define OF_PAGES (HAS(P_LIMIT) | HAS(P_CURSOR))
extern const struct opendata_param API_PARAMS[P_COUNT];

enum api_answer {
    API_ROW,     /* one row as an object; no CSV */
    API_ROWS,    /* all rows: {"data": […]} or CSV */
    API_PAGE,    /* a page of rows with a cursor: {"data": […], "next": …} or CSV, Link: rel="next" */
    API_CHANGES, /* the same, whose cursor is always given: ask again with it later */
    API_WHY,     /* the twin of the why-page */
    API_FILE,    /* bytes of a file */
    API_DUMP,    /* rows about files that may be untrue in a moment: nobody keeps them */
    API_DUMPED,  /* such a file */
    API_INDEX,   /* the list of all of these */
};
struct api_call;
typedef void (*api_fn)(struct api_call *c);
struct api_endpoint {
    const char *pattern, *id; /* id: operationId */
    const char *zh, *text;    /* name in a few words; explanation */
    unsigned params;          /* HAS(…) */
    enum api_answer answer;
    const struct opendata_shape *shape;
    api_fn handle;
    const char *example; /* path and query that answer in any bureau with data; {code}, {year}, {id} and {list} are put in */
};
extern const struct api_endpoint API_ENDPOINTS[];
extern const size_t API_ENDPOINTS_N;

struct openapi_fixed { /* a schema that no table of fields makes */
    const char *name, *schema;
};
extern const struct openapi_fixed OPENAPI_FIXED[];
extern const size_t OPENAPI_FIXED_N;

struct api_call {
    struct req *r;
    struct app *app;
    const struct api_endpoint *endpoint;
    struct opendata_maker maker;
    struct opendata_value given[P_COUNT];
    struct str position; /* of the cursor; empty: from the beginning */
    struct str scope;    /* of cursors */
    int64_t limit;
    bool csv, bom;
};

/* --- answers --- */
void api_row(struct api_call *c, const void *row);
void api_rows(struct api_call *c, const void *p, size_t n);
/* next: where the next page begins; empty: this is the last. */
void api_page(struct api_call *c, const void *p, size_t n, struct str next);
/* After the body has been written: caching. */
void api_done(struct api_call *c);
/* 422 for one parameter. */
void api_refuse(struct api_call *c, enum api_param p, struct str why);
/* The archive of {code}; false: 404 is written. */
MUST_USE bool api_archive(struct api_call *c, struct archive *x);

/* --- the handlers --- */
void api_index(struct api_call *c);
void api_subjects(struct api_call *c);
void api_subject(struct api_call *c);
void api_subject_grades(struct api_call *c);
void api_subject_records(struct api_call *c);
void api_subject_licences(struct api_call *c);
void api_subject_penalties(struct api_call *c);
void api_why(struct api_call *c);
void api_grades(struct api_call *c);
void api_licences(struct api_call *c);
void api_penalties(struct api_call *c);
void api_lists(struct api_call *c);
void api_list_entries(struct api_call *c);
void api_publications(struct api_call *c);
void api_publication(struct api_call *c);
void api_publication_file(struct api_call *c);
void api_notices(struct api_call *c);
void api_dump(struct api_call *c);
void api_dump_file(struct api_call *c);
void api_changes(struct api_call *c);

#endif
