/* SPDX-License-Identifier: EUPL-1.2
 * sheet_zip.c — the zip around an .xlsx, by libzip from memory. Everything that can be said from the directory alone is said before
 * a byte is unpacked (count, names, methods, encryption, sizes, ratio); while unpacking, a hard counter stands beside the declared
 * size. Nothing is ever written to disk, so names matter only as keys. Owns the zip_t; called by sheet_book.c and sheet_xml.c.
 */
#include "sheet/sheet_priv.h"

enum { EOCD = 22, COMMENT_MAX = 65535, FREE_BYTES = 1 << 20, LOCAL_HEADER = 30, CENTRAL_HEADER = 46 };

/* libzip reads the whole directory before it can be asked how long it is: look at the count first. */
static size_t claimed_parts(struct str b)
{
    if (b.n < EOCD)
        return 0;
    size_t lowest = b.n > EOCD + COMMENT_MAX ? b.n - EOCD - COMMENT_MAX : 0;
    for (size_t at = b.n - EOCD + 1; at-- > lowest;)
        if (memcmp(b.p + at, "PK\5\6", 4) == 0)
            return (size_t)(unsigned char)b.p[at + 10] | (size_t)(unsigned char)b.p[at + 11] << 8;
    return 0;
}

static enum sheet_verdict verdict_of(const zip_error_t *e)
{
    switch (zip_error_code_zip(e)) {
    case ZIP_ER_MEMORY:
        fail(FAIL_MEMORY, "no memory for a zip directory");
    case ZIP_ER_ENCRNOTSUPP:
    case ZIP_ER_NOPASSWD:
    case ZIP_ER_WRONGPASSWD:
        return SHEET_ENCRYPTED;
    default:
        return SHEET_DAMAGED;
    }
}

/* Key for lookups: part names compare without case, and some writers use backslashes or a leading slash. */
static struct str key_of(struct arena *a, struct str name)
{
    struct str k = str_lower(a, str_replace(a, name, STR("\\"), STR("/")));
    while (k.n && k.p[0] == '/')
        k = str_sub(k, 1, k.n);
    return k;
}

static bool bad_name(struct str k)
{
    return k.n > 255 || str_starts(k, STR("../")) || str_contains(k, STR("/../")) || !utf8_valid(k);
}

static enum sheet_verdict check_entry(const struct sheet *s, const zip_stat_t *st)
{
    const zip_uint64_t need =
        ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD | ZIP_STAT_ENCRYPTION_METHOD;
    if ((st->valid & need) != need)
        return SHEET_DAMAGED;
    if (st->encryption_method != ZIP_EM_NONE)
        return SHEET_ENCRYPTED;
    if (st->comp_method != ZIP_CM_STORE && st->comp_method != ZIP_CM_DEFLATE)
        return SHEET_DAMAGED;
    if (st->comp_size > s->bytes.n)
        return SHEET_DAMAGED;
    if (st->size > s->o.limits.unpacked_bytes)
        return SHEET_UNPACKED_TOO_BIG;
    if (st->size > FREE_BYTES && (st->size - FREE_BYTES) / (st->comp_size + 1) >= s->o.limits.ratio)
        return SHEET_BOMB;
    return SHEET_OK;
}

static int name_order(const void *x, const void *y)
{
    return str_cmp(*(const struct str *)x, *(const struct str *)y);
}

static bool has_duplicates(struct arena *a, const struct sheet_zip *z)
{
    if (z->count < 2)
        return false;
    struct str *sorted = ARENA_ARRAY(a, struct str, z->count);
    memcpy(sorted, z->name, z->count * sizeof *sorted);
    qsort(sorted, z->count, sizeof *sorted, name_order);
    for (size_t i = 1; i < z->count; i++)
        if (str_eq(sorted[i - 1], sorted[i]))
            return true;
    return false;
}

static enum sheet_verdict check_directory(struct sheet *s)
{
    struct sheet_zip *z = &s->x->zip;
    zip_int64_t count = zip_get_num_entries(z->z, 0);
    if (count < 0 || (zip_uint64_t)count > s->o.limits.parts)
        return SHEET_TOO_MANY_PARTS;
    z->count = (size_t)count;
    z->name = ARENA_ARRAY(s->a, struct str, z->count);
    uint64_t total = 0, packed = EOCD;
    for (size_t i = 0; i < z->count; i++) {
        zip_stat_t st;
        if (zip_stat_index(z->z, i, 0, &st) != 0)
            return SHEET_DAMAGED;
        enum sheet_verdict v = check_entry(s, &st);
        if (v != SHEET_OK)
            return v;
        total += st.size; /* each ≤ unpacked_bytes, so no overflow within parts */
        if (total > s->o.limits.unpacked_bytes)
            return SHEET_UNPACKED_TOO_BIG;
        packed += LOCAL_HEADER + CENTRAL_HEADER + 2 * strlen(st.name) + st.comp_size;
        if (packed > s->bytes.n) /* more than the file holds: parts that lie over each other */
            return SHEET_LYING_SIZE;
        z->name[i] = key_of(s->a, str_from(st.name));
        if (bad_name(z->name[i]))
            return SHEET_DAMAGED;
    }
    return has_duplicates(s->a, z) ? SHEET_DUPLICATE_PART : SHEET_OK;
}

enum sheet_verdict sheet_zip_open(struct sheet *s)
{
    if (claimed_parts(s->bytes) > s->o.limits.parts)
        return SHEET_TOO_MANY_PARTS;
    zip_error_t e;
    zip_error_init(&e);
    zip_source_t *src = zip_source_buffer_create(s->bytes.p, s->bytes.n, 0, &e);
    if (src)
        s->x->zip.z = zip_open_from_source(src, ZIP_RDONLY | ZIP_CHECKCONS, &e);
    if (!s->x->zip.z) {
        zip_source_free(src);
        enum sheet_verdict v = verdict_of(&e);
        zip_error_fini(&e);
        return v;
    }
    zip_error_fini(&e);
    return check_directory(s);
}

ptrdiff_t sheet_zip_find(const struct sheet *s, struct str name)
{
    struct str k = key_of(s->a, name);
    const struct sheet_zip *z = &s->x->zip;
    for (size_t i = 0; i < z->count; i++)
        if (str_eq(z->name[i], k))
            return (ptrdiff_t)i;
    return -1;
}

bool sheet_part_open(struct sheet *s, struct sheet_part *part, size_t index)
{
    zip_stat_t st;
    CHECK(zip_stat_index(s->x->zip.z, index, 0, &st) == 0);
    *part = (struct sheet_part){.declared = st.size};
    part->f = zip_fopen_index(s->x->zip.z, index, 0);
    if (!part->f)
        sheet_note(s, verdict_of(zip_get_error(s->x->zip.z)));
    return part->f != NULL;
}

ptrdiff_t sheet_part_read(struct sheet *s, struct sheet_part *part, char *buf, size_t n)
{
    zip_int64_t r = zip_fread(part->f, buf, n);
    if (r < 0) { /* a wrong CRC and a size that lies below the truth end here */
        sheet_note(s, zip_error_code_zip(zip_file_get_error(part->f)) == ZIP_ER_INCONS ? SHEET_LYING_SIZE : SHEET_DAMAGED);
        return -1;
    }
    part->got += (uint64_t)r;
    s->x->zip.read_total += (uint64_t)r;
    if (part->got > part->declared || (r == 0 && part->got < part->declared)) {
        sheet_note(s, SHEET_LYING_SIZE);
        return -1;
    }
    if (s->x->zip.read_total > s->o.limits.unpacked_bytes) {
        sheet_note(s, SHEET_UNPACKED_TOO_BIG);
        return -1;
    }
    return (ptrdiff_t)r;
}

void sheet_part_close(struct sheet_part *part)
{
    if (part->f)
        zip_fclose(part->f);
    part->f = NULL;
}
