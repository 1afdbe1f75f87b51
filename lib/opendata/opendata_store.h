/* SPDX-License-Identifier: EUPL-1.2
 * opendata_store.h — reading for lists that go over all subjects, page by page: archives in bulk in the order of their public
 * identifiers (random, so no order of entry shows; stable, so that a row never comes twice), licences and penalties by date, the
 * day's dump and the changes. Public views only; natural persons are in no list. Nothing here is shown before opendata_show(). One
 * subject's archive is read by archive_read(). Called by query and by the worker.
 */
#ifndef OPENDATA_OPENDATA_STORE_H
#define OPENDATA_OPENDATA_STORE_H

#include "archive/archive.h"

enum { OPENDATA_PAGE = 256 };
enum opendata_part { OPENDATA_GRADES = 1, OPENDATA_RECORDS = 2, OPENDATA_LICENCES = 4, OPENDATA_NAMES = 8, OPENDATA_ALL = 15 };

struct opendata_archives {
    struct archive *p;
    size_t n;
    bool end; /* nobody comes after the last of these */
};
/* Organisations whose public id is greater than `after`, at most `most` (OPENDATA_PAGE), with the parts asked for. */
struct opendata_archives opendata_walk(struct db *db, struct arena *a, struct str after, size_t most, unsigned parts,
                                       struct day today);

/* One thing with its subject in the archive: x.records or x.licences has exactly one. Newest first, before the place given. */
struct opendata_place {
    struct day day; /* DAY_NONE: from the newest */
    int64_t subject, id;
};
struct opendata_events {
    struct archive *p;
    const struct opendata_place *at; /* of each */
    size_t n;
};
/* Records of one item found on `from` … `to`; n at most OPENDATA_PAGE. */
struct opendata_events opendata_records_before(struct db *db, struct arena *a, struct str item, struct opendata_place before,
                                               struct day from, struct day today, int64_t n);
/* The internal number of an organisation, for a place; 0: there is none. */
int64_t opendata_subject_id(struct db *db, struct str public_id);
struct opendata_events opendata_licences_before(struct db *db, struct arena *a, struct opendata_place before, struct day from,
                                                int64_t n);

#endif
