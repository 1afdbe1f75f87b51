/* SPDX-License-Identifier: EUPL-1.2
 * archive_pack.h — a subject's archive as one row, so that its page costs one point select and not six (facts: a round trip is some
 * 130 µs). A pack holds what the public views say of the subject on every day, nothing hidden and no day chosen: the reader takes
 * away what is not shown today, so a pack does not age by itself. It is only a copy: the statement that reads it also asks whether
 * anything was written since it was made (archive_touch, subject/subject_touch.h), and then, or when there is none, the caller
 * reads the views themselves with archive_read(). The bytes are pure (archive_pack.c); reading is archive_pack_store.c, for lookup;
 * making packs is archive_pack_write_store.c, for worker and portalctl.
 */
#ifndef ARCHIVE_ARCHIVE_PACK_H
#define ARCHIVE_ARCHIVE_PACK_H

#include "archive/archive.h"

/* A subject with more than this is read the slow way: some hundred long records. */
enum { ARCHIVE_PACK_MOST = 256 * 1024 };

/* Every grade, record, licence and former name of x, in its order; names of divisions are not part of it. Empty: more than
 * ARCHIVE_PACK_MOST. */
struct str archive_pack_encode(struct arena *a, const struct archive *x);
/* Borrows from bytes. Records that are not shown today are left out, as archive_read does. False for anything that
 * archive_pack_encode cannot have written: bytes from a database may be anybody's. */
MUST_USE bool archive_pack_decode(struct arena *a, struct str bytes, struct day today, struct archive *out);

/* One statement. stamp_out: archive_stamp() of the same moment. False: no pack, or one that may be out of date; ask archive_read().
 * code: as there. */
MUST_USE bool archive_pack_read(struct db *db, struct arena *a, struct str code, struct day today, int64_t *stamp_out,
                                struct archive *out);

/* Packs at most `blocks` blocks that were touched, each in a transaction of its own; may be stopped anywhere and run by several at
 * once. Returns how many blocks were done: less than asked for means that all packs are fresh. */
int archive_pack_turn(struct db *db, int blocks);

/* Order in which the public sees them: grades newest first, records by latest finding, former names by last day. */
void archive_sort(struct archive *x);

#endif
