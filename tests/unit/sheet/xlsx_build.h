/* SPDX-License-Identifier: EUPL-1.2
 * xlsx_build.h — small workbooks made by hand for the tests of the reader: parts in, bytes out, and a knife to spoil them with.
 * Included by the tests of lib/sheet only.
 */
#ifndef UNIT_SHEET_XLSX_BUILD_H
#define UNIT_SHEET_XLSX_BUILD_H

#include <zip.h>

#include "base/arena.h"
#include "base/check.h"
#include "base/str.h"

struct part {
    const char *name;
    struct str bytes;
};

#define REL "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define TOP_RELS                                                                                                                   \
    "<Relationships><Relationship Id=\"rId1\" Type=\"" REL "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
#define BOOK_RELS                                                                                                                  \
    "<Relationships><Relationship Id=\"r1\" Type=\"" REL "/worksheet\" Target=\"worksheets/sheet1.xml\"/>"                         \
    "<Relationship Id=\"r2\" Type=\"" REL "/worksheet\" Target=\"/xl/worksheets/sheet2.xml\"/>"                                    \
    "<Relationship Id=\"r3\" Type=\"" REL "/sharedStrings\" Target=\"sharedStrings.xml\"/>"                                        \
    "<Relationship Id=\"r4\" Type=\"" REL "/styles\" Target=\"styles.xml\"/></Relationships>"
#define BOOK                                                                                                                       \
    "<workbook xmlns:r=\"" REL "\"><workbookPr/><sheets><sheet name=\"第一页\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
#define SHEET(rows) "<worksheet><sheetData>" rows "</sheetData></worksheet>"

/* The parts and one more, whose bytes come from a function while it is packed; without a name there is none. */
static inline struct str zip_with(struct arena *a, const struct part *parts, size_t n, const char *name,
                                  zip_source_callback made_by, void *arg)
{
    zip_error_t e;
    zip_error_init(&e);
    zip_source_t *src = zip_source_buffer_create(NULL, 0, 0, &e);
    CHECK(src);
    zip_source_keep(src);
    zip_t *z = zip_open_from_source(src, ZIP_TRUNCATE, &e);
    CHECK(z);
    for (size_t i = 0; i < n; i++) {
        zip_source_t *one = zip_source_buffer(z, parts[i].bytes.p, parts[i].bytes.n, 0);
        CHECK(one);
        zip_int64_t at = zip_file_add(z, parts[i].name, one, ZIP_FL_ENC_UTF_8);
        CHECK(at >= 0);
        if (parts[i].bytes.n < 4096) /* quick, for the fuzzer */
            CHECK(zip_set_file_compression(z, (zip_uint64_t)at, ZIP_CM_STORE, 0) == 0);
    }
    if (name) {
        zip_int64_t at = zip_file_add(z, name, zip_source_function(z, made_by, arg), ZIP_FL_ENC_UTF_8);
        CHECK(at >= 0 && zip_set_file_compression(z, (zip_uint64_t)at, ZIP_CM_DEFLATE, 1) == 0);
    }
    CHECK(zip_close(z) == 0 && zip_source_open(src) == 0);
    zip_source_seek(src, 0, SEEK_END);
    size_t size = (size_t)zip_source_tell(src);
    zip_source_seek(src, 0, SEEK_SET);
    char *p = arena_alloc(a, size);
    CHECK(zip_source_read(src, p, size) == (zip_int64_t)size);
    zip_source_close(src);
    zip_source_free(src);
    return (struct str){p, size};
}

static inline struct str zip_of(struct arena *a, const struct part *parts, size_t n)
{
    return zip_with(a, parts, n, NULL, NULL, NULL);
}

/* A workbook of one sheet; empty texts leave the part out. */
static inline struct str book_of(struct arena *a, struct str sheet, struct str strings, struct str styles, struct str book)
{
    struct part p[8] = {{"_rels/.rels", STR(TOP_RELS)},
                        {"xl/workbook.xml", book.n ? book : STR(BOOK)},
                        {"xl/_rels/workbook.xml.rels", STR(BOOK_RELS)},
                        {"xl/worksheets/sheet1.xml", sheet}};
    size_t n = 4;
    if (strings.n)
        p[n++] = (struct part){"xl/sharedStrings.xml", strings};
    if (styles.n)
        p[n++] = (struct part){"xl/styles.xml", styles};
    return zip_of(a, p, n);
}

static inline void put16(char *p, unsigned v)
{
    p[0] = (char)(v & 0xff);
    p[1] = (char)(v >> 8 & 0xff);
}

static inline void put32(char *p, uint32_t v)
{
    put16(p, v & 0xffff);
    put16(p + 2, v >> 16);
}

/* Where the headers of an entry begin: "PK\1\2" (name at 46) or "PK\3\4" (name at 30). */
static inline char *header_of(struct str z, const char *magic, size_t name_at, const char *name)
{
    struct str n = str_from(name);
    for (size_t i = 0; i + name_at + n.n <= z.n; i++)
        if (memcmp(z.p + i, magic, 4) == 0 && memcmp(z.p + i + name_at, n.p, n.n) == 0)
            return (char *)(uintptr_t)z.p + i;
    CHECK(!"no such entry");
    return NULL;
}
#define CENTRAL(z, name) header_of((z), "PK\1\2", 46, (name))
#define LOCAL(z, name)   header_of((z), "PK\3\4", 30, (name))

#endif
