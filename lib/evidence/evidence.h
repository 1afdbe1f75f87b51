/* SPDX-License-Identifier: EUPL-1.2
 * evidence.h — 证明材料: files that prove what was entered. What a file is follows from its content, never from its name or from
 * what a browser says; bytes are kept sealed in the database, so that one backup and one transaction hold them. Pages serve them as
 * attachments only. It does not look for viruses or for scripts inside a document: that is the work place's own protection. Whether
 * somebody may see a file is decided by its owner (an entry …), not here. Called by staff pages. SQL is in evidence_store.c and
 * evidence_write_store.c.
 */
#ifndef EVIDENCE_EVIDENCE_H
#define EVIDENCE_EVIDENCE_H

#include "base/check.h"
#include "base/date.h"
#include "base/str.h"

struct arena;
struct db;
struct vault;

/* What a page tells before anything is sent. Operation, not law. */
enum { EVIDENCE_FILE_MAX = 6 << 20, EVIDENCE_FILES_MAX = 10, EVIDENCE_PIXELS_MAX = 50 * 1000 * 1000, EVIDENCE_SHA256 = 32 };
#define EVIDENCE_ACCEPT ".pdf,.jpg,.jpeg,.png,.xlsx,.ofd"

enum evidence_media { EVIDENCE_PDF, EVIDENCE_JPG, EVIDENCE_PNG, EVIDENCE_XLSX, EVIDENCE_OFD };
enum evidence_verdict {
    EVIDENCE_GOOD,
    EVIDENCE_EMPTY,
    EVIDENCE_TOO_BIG,
    EVIDENCE_UNKNOWN,    /* none of the kinds */
    EVIDENCE_DAMAGED,    /* begins as one of them and is cut off or contradicts itself */
    EVIDENCE_PIXELS,     /* an image that unfolds to more than EVIDENCE_PIXELS_MAX */
    EVIDENCE_MACROS,     /* a workbook with a program inside */
    EVIDENCE_OTHER_NAME, /* the name's ending belongs to another kind than the content */
};
struct evidence_seen {
    enum evidence_media media;
    uint32_t width, height; /* images */
};
/* Reads headers only; bytes are hostile. out is filled for GOOD, PIXELS and OTHER_NAME. */
MUST_USE enum evidence_verdict evidence_look(struct str name, struct str bytes, struct evidence_seen *out);
/* For the person who sent it: what is wrong and what to do. Empty for GOOD. */
struct str evidence_explain(struct arena *a, enum evidence_verdict v, struct str name, const struct evidence_seen *seen);

struct str evidence_media_code(enum evidence_media m); /* pdf, as in the database */
struct str evidence_media_type(struct str code);       /* application/pdf: a literal, for the header */
struct str evidence_media_name(struct str code);       /* PDF 文件 */

struct evidence {
    int64_t id, owner_id, size;
    struct str public_id, owner_type, name, media; /* public_id: its address, random */
    struct str sha256;                             /* 32 bytes, of the file as it was sent */
    int uploaded_by;
    struct str uploader;
    struct instant uploaded_at;
};
struct evidence_list {
    const struct evidence *p;
    size_t n;
};
/* Those that were not taken off, in the order they came. owner_type: a table's name. */
struct evidence_list evidence_of(struct db *db, struct arena *a, struct str owner_type, int64_t owner_id);
bool evidence_by_public_id(struct db *db, struct arena *a, struct str public_id, struct evidence *out);
/* The file as it was sent; false when it does not open (other keys) or its hash differs. */
MUST_USE bool evidence_bytes(struct db *db, const struct vault *v, struct arena *a, const struct evidence *e, struct str *out);

struct evidence_new {
    struct str owner_type, name, bytes;
    int64_t owner_id;
    enum evidence_media media;
    int staff_id;
    struct instant now;
};
/* Inside a transaction. Returns the id. */
int64_t evidence_add(struct db *db, const struct vault *v, struct arena *a, const struct evidence_new *n);
/* Takes a file off its owner; the row and the bytes stay. False: not there, or taken off before. */
MUST_USE bool evidence_remove(struct db *db, struct str owner_type, int64_t owner_id, int64_t id, int staff_id, struct instant now);

#endif
