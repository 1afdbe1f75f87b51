/* SPDX-License-Identifier: EUPL-1.2
 * archive_list.h — the rest of what the public reads: divisions, rounds, publications with their tables and files, counts. Reads
 * only, through the public views. Not one subject's archive (archive.h). Called by lookup, later by query. SQL is in
 * archive_list_store.c.
 */
#ifndef ARCHIVE_ARCHIVE_LIST_H
#define ARCHIVE_ARCHIVE_LIST_H

#include "base/check.h"
#include "base/date.h"
#include "base/str.h"

struct arena;
struct db;

struct archive_division {
    struct str code, name;
    int level; /* 1 province … 4 town */
};
struct archive_divisions {
    const struct archive_division *p;
    size_t n;
};
struct archive_divisions archive_divisions(struct db *db, struct arena *a, struct str prefix);

struct archive_round {
    int id, year;
    struct str division_prefix, distribution; /* distribution: "A=12,B=30", empty until published */
    bool published, superseded;
    int subjects;
};
struct archive_rounds {
    const struct archive_round *p;
    size_t n;
};
/* Annual rounds, newest year first. */
struct archive_rounds archive_rounds(struct db *db, struct arena *a);

/* Grows with every act of the portal (the audit's last number): what was read since is still true while it stands. One point
 * select. */
int64_t archive_stamp(struct db *db, struct arena *a);
int64_t archive_count_subjects(struct db *db);
/* disputed_out[i]: ids[i] has a public record under objection today. n ≤ 20. */
void archive_disputed_of(struct db *db, struct arena *a, const int64_t *ids, size_t n, struct day today, bool *disputed_out);

/* Codes of organisations that have a record with this document number (canonical form, base/id.h) public today; at most 20. */
struct archive_codes {
    const struct str *p;
    size_t n;
};
struct archive_codes archive_codes_of_document(struct db *db, struct arena *a, struct str document_no, struct day today);

struct archive_publication {
    int id, year, round_id, superseded_by, subjects, regime_version_id;
    struct str document_no, title, correction, result_hash, distribution;
    struct str division_prefix; /* whose table: a city's counties may each have one of a year */
    struct day published_on;
    struct instant as_known_at;
};
struct archive_publications {
    const struct archive_publication *p;
    size_t n;
};
/* Newest first; year 0: all. At most 200. */
struct archive_publications archive_publications(struct db *db, struct arena *a, int year);

struct archive_line {
    struct str public_id, code, name, type, division, grade;
    int kind;
};
struct archive_lines {
    const struct archive_line *p;
    size_t n;
};
/* The summary table of a round by subject id, without natural persons, who are in no table. */
struct archive_lines archive_table(struct db *db, struct arena *a, int year, int round_id, int64_t offset, int64_t limit);
int64_t archive_table_count(struct db *db, int year, int round_id);
struct archive_cell {
    struct str type, grade;
    int64_t n;
};
struct archive_cells {
    const struct archive_cell *p;
    size_t n;
};
struct archive_cells archive_table_by_type(struct db *db, struct arena *a, int year, int round_id);

struct archive_file {
    int64_t size;
    struct str body, hash;
}; /* hash: 32 bytes */
/* with_body false: size and hash only. */
MUST_USE bool archive_file(struct db *db, struct arena *a, int publication_id, struct str format, bool with_body,
                           struct archive_file *out);

#endif
