/* SPDX-License-Identifier: EUPL-1.2
 * notice_public.h — notices as the public may read them, through the public views: the list, one by its number or by its check
 * code, its text and file. A notice that is not open (about a natural person, or internal) is found by its check code only, and
 * then without text; who it is about can be read in none of this. Called by lookup and query.
 */
#ifndef NOTICE_NOTICE_PUBLIC_H
#define NOTICE_NOTICE_PUBLIC_H

#include "base/check.h"
#include "base/date.h"
#include "notice/notice_body.h"

struct db;

struct notice_public {
    int id, year, no, publication_id, regime_version_id, version, ended_year, ended_number;
    bool is_open, forgotten, ended_open;
    struct str kind, state, title, series, document_no, check_code, commitment, proof, end_reason, ended_series, ended_no;
    struct day issued_on, ended_on;
    struct instant signed_at;
};
struct notice_publics {
    const struct notice_public *p;
    size_t n;
};
/* Open ones, newest first. kind "", year 0: all. */
struct notice_publics notice_public_list(struct db *db, struct arena *a, struct str kind, int year, int64_t offset, int64_t limit);
int64_t notice_public_count(struct db *db, struct str kind, int year);
/* Years and kinds that occur among the open ones, for the filter; at most 60 of each. */
struct notice_lines notice_public_kinds(struct db *db, struct arena *a);
size_t notice_public_years(struct db *db, struct arena *a, const int **years_out);

bool notice_public_by_number(struct db *db, struct arena *a, struct str series, int year, int no, struct notice_public *out);
bool notice_public_by_code(struct db *db, struct arena *a, struct str check_code, struct notice_public *out);
bool notice_public_of_publication(struct db *db, struct arena *a, int publication_id, struct notice_public *out);
/* False: not open, or forgotten. intact_out: it is what was hashed. */
bool notice_public_body(struct db *db, struct arena *a, const struct notice_public *n, struct notice_body *out, bool *intact_out);
/* The PDF of a notice that is no publication's. */
bool notice_public_file(struct db *db, struct arena *a, int id, struct str *pdf_out);

/* A check code as typed: case, blanks, hyphens and the letters that look like digits do not matter. False: it cannot be one. */
MUST_USE bool notice_code_parse(struct arena *a, struct str typed, struct str *code_out);

#endif
