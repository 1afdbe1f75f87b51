/* SPDX-License-Identifier: EUPL-1.2
 * pack.c — see pack.h.
 */
#include "paper/pack.h"

#include <zip.h>

#include "base/arena.h"
#include "base/check.h"

struct pack {
    struct arena *a;
    zip_source_t *memory;
    zip_t *zip;
};

struct pack *pack_begin(struct arena *a)
{
    struct pack *p = ARENA_NEW(a, struct pack);
    zip_error_t e;
    zip_error_init(&e);
    *p = (struct pack){.a = a, .memory = zip_source_buffer_create(NULL, 0, 0, &e)};
    p->zip = p->memory ? zip_open_from_source(p->memory, ZIP_TRUNCATE, &e) : NULL;
    if (!p->zip)
        fail(FAIL_MEMORY, "cannot begin an archive");
    zip_source_keep(p->memory);
    return p;
}

void pack_add(struct pack *p, const char *name, struct str bytes)
{
    zip_source_t *s = zip_source_buffer(p->zip, bytes.p ? bytes.p : "", bytes.n, 0);
    zip_int64_t i = s ? zip_file_add(p->zip, name, s, ZIP_FL_ENC_UTF_8) : -1;
    if (i < 0)
        fail(FAIL_MEMORY, "cannot add %s to an archive", name);
    zip_file_set_external_attributes(p->zip, (zip_uint64_t)i, 0, ZIP_OPSYS_UNIX, (zip_uint32_t)0100644 << 16);
    zip_file_set_dostime(p->zip, (zip_uint64_t)i, 0, 0x0021 /* 1 January 1980: the same bytes whenever and wherever it is made */,
                         0);
}

struct str pack_end(struct pack **pp, struct str comment)
{
    struct pack *p = *pp;
    zip_stat_t st;
    *pp = NULL;
    CHECK(comment.n <= UINT16_MAX);
    if (comment.n && zip_set_archive_comment(p->zip, comment.p, (zip_uint16_t)comment.n))
        fail(FAIL_MEMORY, "cannot comment an archive");
    if (zip_close(p->zip) || zip_source_open(p->memory) || zip_source_stat(p->memory, &st))
        fail(FAIL_IO, "cannot finish an archive");
    char *bytes = arena_alloc(p->a, st.size);
    zip_int64_t n = zip_source_read(p->memory, bytes, st.size);
    zip_source_close(p->memory);
    zip_source_free(p->memory);
    CHECK(n == (zip_int64_t)st.size);
    return (struct str){bytes, (size_t)st.size};
}
