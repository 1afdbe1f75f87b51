/* SPDX-License-Identifier: EUPL-1.2
 * sheet_part.h — the lower half of the reader, private to lib/sheet: a growing buffer, the parts of a zip with hard counters, and
 * one part as XML with limits. Knows no cells. Faults are noted in the open sheet (sheet_note), not returned one by one.
 */
#ifndef SHEET_PART_H
#define SHEET_PART_H

#include <expat.h>
#include <zip.h>

#include "sheet/sheet_read.h"

/* --- a growing byte buffer (realloc: large ones are remapped, not copied) --- */
struct sheet_buf {
    char *p;
    size_t n, cap;
};
void sheet_buf_room(struct sheet_buf *b, size_t n); /* for n more */
void sheet_buf_add(struct sheet_buf *b, const char *p, size_t n);
void sheet_buf_free(struct sheet_buf *b);

/* --- sheet_zip.c: the package --- */
struct sheet_part {
    zip_file_t *f;
    uint64_t declared, got;
};
struct sheet_zip {
    zip_t *z;
    struct str *name; /* [count] lower case, forward slashes, no leading slash */
    size_t count;
    uint64_t read_total;
};
enum sheet_verdict sheet_zip_open(struct sheet *s);
ptrdiff_t sheet_zip_find(const struct sheet *s, struct str name); /* any case; -1 when there is none */
bool sheet_part_open(struct sheet *s, struct sheet_part *part, size_t index);
/* Bytes read, 0 at the end, -1 after a fault (which is noted in s). */
ptrdiff_t sheet_part_read(struct sheet *s, struct sheet_part *part, char *buf, size_t n);
void sheet_part_close(struct sheet_part *part);

/* --- sheet_xml.c: one part as XML --- */
struct sheet_xml {
    struct sheet *s;
    XML_Parser p;
    struct sheet_part part;
    size_t depth; /* of the element being started or ended; the root has 1 */
    uint64_t fed;
    bool paused, finished;
    void (*start)(struct sheet_xml *x, const char *name, const char **attributes); /* name without prefix */
    void (*end)(struct sheet_xml *x, const char *name);
    void (*text)(struct sheet_xml *x, const char *p, size_t n);
    void *arg;
};
enum sheet_xml_step { SHEET_XML_PAUSED, SHEET_XML_END, SHEET_XML_FAILED };
bool sheet_xml_open(struct sheet_xml *x, struct sheet *s, size_t part_index); /* handlers are set before */
enum sheet_xml_step sheet_xml_run(struct sheet_xml *x);
void sheet_xml_pause(struct sheet_xml *x);                       /* from a handler: run returns after it */
void sheet_xml_fault(struct sheet_xml *x, enum sheet_verdict v); /* from a handler */
void sheet_xml_close(struct sheet_xml *x);
const char *sheet_xml_attribute(const char **attributes, const char *name); /* by local name; NULL */

#endif
