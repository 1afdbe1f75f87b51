/* SPDX-License-Identifier: EUPL-1.2
 * opendata_notice.h — numbered notices as rows of open data, latest first; only those that the public page of notices lists. Their
 * text and files are lookup's pages. Called by query. SQL is in opendata_notice_store.c.
 */
#ifndef OPENDATA_OPENDATA_NOTICE_H
#define OPENDATA_OPENDATA_NOTICE_H

#include "opendata/opendata_rows.h"

struct opendata_notice {
    struct str check_code, kind, kind_name, number, title, state, page, pdf, proof;
    struct day issued, ended;
};
extern const struct opendata_shape OPENDATA_NOTICE;

struct opendata_notices {
    const struct opendata_notice *p;
    size_t n;
};
/* The next `limit` behind the notice with that check code; empty: from the newest. kind "", year 0: all. */
struct opendata_notices opendata_notices(struct db *db, const struct opendata_maker *m, struct str kind, int year,
                                         struct str behind, int64_t limit);

#endif
