/* SPDX-License-Identifier: EUPL-1.2
 * opendata_dump.c — see opendata_dump.h. Each file is a writer that compresses into parts of half a megabyte, each stored as it
 * fills, so that memory stays flat however many subjects there are. gzip without a date: the same content gives the same bytes.
 */
#include "opendata/opendata_dump.h"

#include <sodium/crypto_hash_sha256.h>
#include <zlib.h>

#include "base/arena.h"
#include "opendata/opendata_dump_store.h"
#include "opendata/opendata_rows.h"
#include "opendata/opendata_store.h"

enum { PART_BYTES = 512 * 1024, PAGES_A_TURN = 8, ARENA_BYTES = 256 << 20, GZIP_WINDOW = 15 + 16, LEVEL = 6 };
enum file { SUBJECTS_JSON, SUBJECTS_CSV, GRADES_CSV, RECORDS_CSV, LICENCES_CSV, FILES };

static const struct {
    const char *name;
    const struct opendata_shape *shape; /* NULL: JSON Lines of whole subjects */
} KINDS[FILES] = {[SUBJECTS_JSON] = {"subjects.jsonl.gz", NULL},
                  [SUBJECTS_CSV] = {"subjects.csv.gz", &OPENDATA_SUBJECT},
                  [GRADES_CSV] = {"grades.csv.gz", &OPENDATA_GRADED},
                  [RECORDS_CSV] = {"records.csv.gz", &OPENDATA_PENALTY},
                  [LICENCES_CSV] = {"licences.csv.gz", &OPENDATA_LICENCE_OF}};

struct gz {
    struct opendata_dump *d;
    z_stream z;
    crypto_hash_sha256_state hash;
    int64_t id, size, lines;
    int parts;
    size_t n;
    char buf[PART_BYTES];
};
struct opendata_dump {
    struct opendata_order order;
    struct instant now;
    struct day today;
    struct arena *own, *page; /* for the whole; for one page of subjects */
    struct archive_cache known;
    struct opendata_touched seen; /* before the first row was read */
    struct str after;
    char after_bytes[24];
    bool started; /* the z streams are open */
    struct gz gz[FILES];
};

/* --- one file --- */

static void flush_part(struct gz *g)
{
    if (g->n == 0)
        return;
    crypto_hash_sha256_update(&g->hash, (const unsigned char *)g->buf, g->n);
    opendata_put_part(g->d->order.db, g->id, g->parts++, (struct str){g->buf, g->n});
    g->size += (int64_t)g->n;
    g->n = 0;
}

static void squeeze(struct gz *g, struct str s, int mode)
{
    g->z.next_in = (unsigned char *)(uintptr_t)s.p; /* zlib's interface is older than const */
    g->z.avail_in = (unsigned)s.n;
    do {
        g->z.next_out = (unsigned char *)g->buf + g->n;
        g->z.avail_out = (unsigned)(PART_BYTES - g->n);
        int r = deflate(&g->z, mode);
        CHECK(r == Z_OK || r == Z_STREAM_END || r == Z_BUF_ERROR);
        g->n = PART_BYTES - g->z.avail_out;
        if (g->n == PART_BYTES)
            flush_part(g);
    } while (g->z.avail_in > 0 || g->z.avail_out == 0);
}

static void start_file(struct opendata_dump *d, struct gz *g)
{
    g->d = d;
    g->id = opendata_new_file(d->order.db);
    crypto_hash_sha256_init(&g->hash);
    if (deflateInit2(&g->z, LEVEL, Z_DEFLATED, GZIP_WINDOW, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        fail(FAIL_MEMORY, "no memory to compress open data");
}

/* The header line goes out once, with the first rows or at the end when there were none. */
static void put_csv(struct gz *g, struct arena *a, const struct opendata_shape *s, struct opendata_list rows)
{
    struct str bytes = opendata_csv(a, s, rows, false);
    if (g->lines > 0 || g->z.total_in > 0)
        bytes = str_sub(bytes, (size_t)str_find(bytes, STR("\n"), 0) + 1, bytes.n);
    if (bytes.n)
        squeeze(g, bytes, Z_NO_FLUSH);
    g->lines += (int64_t)rows.n;
}

/* --- rows of one page --- */

struct rows {
    char *p;
    size_t n, cap;
};

static void *add_row(struct arena *a, struct rows *v, size_t bytes)
{
    if (v->n == v->cap) {
        size_t cap = v->cap ? v->cap * 2 : 64;
        v->p = arena_grow(a, v->p, v->cap, cap, bytes);
        v->cap = cap;
    }
    return v->p + bytes * v->n++;
}

static void add_parts(const struct opendata_maker *m, const struct archive *x, const struct opendata_subject *s, struct rows *v)
{
    const struct opendata_grade *grades = s->grades.p;
    const struct opendata_record *records = s->records.p;
    const struct opendata_licence *licences = s->licences.p;
    struct str id = x->subject.public_id, code = x->subject.code, name = x->subject.name;
    for (size_t i = 0; i < s->grades.n; i++)
        *(struct opendata_graded *)add_row(m->a, &v[GRADES_CSV], sizeof(struct opendata_graded)) =
            (struct opendata_graded){id, code, name, s->type, s->type_name, s->division, s->division_name, grades[i]};
    for (size_t i = 0; i < s->records.n; i++)
        *(struct opendata_penalty *)add_row(m->a, &v[RECORDS_CSV], sizeof(struct opendata_penalty)) =
            (struct opendata_penalty){id, code, name, records[i]};
    for (size_t i = 0; i < s->licences.n; i++)
        *(struct opendata_licence_of *)add_row(m->a, &v[LICENCES_CSV], sizeof(struct opendata_licence_of)) =
            (struct opendata_licence_of){id, code, name, licences[i]};
}

/* The line of a subject without the day at its end, which is another each day though nothing changed. */
static struct str line_of(struct arena *a, const struct opendata_subject *s, struct str *same_out)
{
    struct out o;
    out_to_arena(&o, a);
    struct jsonw j = jsonw_to(&o);
    opendata_json(&j, a, &OPENDATA_SUBJECT_FULL, s);
    out_char(&o, '\n');
    struct str line = out_text(&o);
    enum { TAIL = sizeof ",\"as_of\":\"2026-01-01\"}\n" - 1 };
    CHECK(line.n > TAIL && line.p[line.n - TAIL] == ',');
    *same_out = str_sub(line, 0, line.n - TAIL);
    return line;
}

static void write_page(struct opendata_dump *d, struct opendata_archives v)
{
    struct opendata_maker m = {.a = d->page, .known = &d->known, .origin = d->order.origin, .today = d->today};
    struct opendata_said *said = ARENA_ARRAY(d->page, struct opendata_said, v.n);
    struct rows rows[FILES] = {0};
    for (size_t i = 0; i < v.n; i++) {
        struct archive *x = &v.p[i];
        said[i] = (struct opendata_said){.subject = x->subject.id, .public_id = x->subject.public_id, .code = x->subject.code};
        if (!opendata_show(&m, x)) /* says that nothing is public any more, if something was */
            continue;
        struct opendata_subject *s = add_row(d->page, &rows[SUBJECTS_CSV], sizeof *s);
        *s = opendata_subject_of(&m, x, true);
        struct str same, line = line_of(d->page, s, &same);
        digest_of(same, said[i].digest);
        squeeze(&d->gz[SUBJECTS_JSON], line, Z_NO_FLUSH);
        d->gz[SUBJECTS_JSON].lines++;
        add_parts(&m, x, s, rows);
    }
    for (int f = SUBJECTS_CSV; f < FILES; f++)
        put_csv(&d->gz[f], d->page, KINDS[f].shape, (struct opendata_list){rows[f].p, rows[f].n});
    opendata_note_changes(d->order.db, d->page, said, v.n);
}

/* --- the whole --- */

struct opendata_dump *opendata_dump_begin(const struct opendata_order *o, struct instant now)
{
    struct arena *own = arena_new(ARENA_BYTES);
    struct opendata_dump *d = ARENA_NEW(own, struct opendata_dump);
    d->own = own;
    d->page = arena_new(ARENA_BYTES);
    d->order = *o;
    d->now = now;
    d->today = instant_day(now);
    d->after = STR("");
    return d;
}

static void start(struct opendata_dump *d)
{
    d->seen = opendata_touched(d->order.db, d->own);
    d->known = archive_cache_of(d->order.db, d->order.regime, d->order.regime_version_id);
    archive_cache_refresh(&d->known, d->own);
    for (int f = 0; f < FILES; f++)
        start_file(d, &d->gz[f]);
    d->started = true;
}

static void finish(struct opendata_dump *d)
{
    struct opendata_stored files[FILES];
    for (int f = 0; f < FILES; f++) {
        struct gz *g = &d->gz[f];
        squeeze(g, STR(""), Z_FINISH);
        flush_part(g);
        uint8_t *hash = ARENA_ARRAY(d->own, uint8_t, crypto_hash_sha256_BYTES);
        crypto_hash_sha256_final(&g->hash, hash);
        files[f] = (struct opendata_stored){.name = str_from(KINDS[f].name),
                                            .id = g->id,
                                            .size = g->size,
                                            .lines = g->lines,
                                            .made_at = d->now,
                                            .made_on = d->today,
                                            .regime_version_id = d->order.regime_version_id,
                                            .hash = {(const char *)hash, crypto_hash_sha256_BYTES}};
    }
    opendata_note_gone(d->order.db, d->own);
    opendata_replace_files(d->order.db, files, FILES, &d->seen);
}

bool opendata_dump_turn(struct opendata_dump *d)
{
    if (!d->started)
        start(d);
    for (int i = 0; i < PAGES_A_TURN; i++) {
        arena_reset(d->page);
        struct opendata_archives v = opendata_walk(d->order.db, d->page, d->after, OPENDATA_PAGE, OPENDATA_ALL, d->today);
        write_page(d, v);
        if (v.end) {
            finish(d);
            return true;
        }
        struct str last = v.p[v.n - 1].subject.public_id;
        CHECK(last.n < sizeof d->after_bytes);
        memcpy(d->after_bytes, last.p, last.n);
        d->after = (struct str){d->after_bytes, last.n};
    }
    return false;
}

void opendata_dump_end(struct opendata_dump **d)
{
    if (!*d)
        return;
    for (int f = 0; f < FILES && (*d)->started; f++)
        deflateEnd(&(*d)->gz[f].z);
    archive_cache_drop(&(*d)->known);
    struct arena *own = (*d)->own;
    arena_free(&(*d)->page);
    arena_free(&own);
    *d = NULL;
}
