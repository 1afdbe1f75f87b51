/* SPDX-License-Identifier: EUPL-1.2
 * search_index_store.c — writing the index: one name, one subject's removal, bulk for imports, rebuild. Everything is idempotent:
 * the same name again changes nothing. Finding is search_store.c. Called inside the transactions of imports and of the subject
 * room.
 */
#include "base/arena.h"
#include "base/check.h"
#include "db/db.h"
#include "search/search_plan.h"
#include "text/text.h"

#define ROWS_PER_FLUSH 2000
/* A bulk flushes itself at the next new subject after so many names or bytes. */
#define BULK_NAMES    10000
#define BULK_BYTES    ((size_t)64 << 20)
#define BULK_ARENA    ((size_t)256 << 20)
#define REBUILD_SLICE 10000

DB_STATEMENT(PUT_NAME, "INSERT INTO search_name (subject_id, name_key, pinyin, former) VALUES (?, ?, ?, ?) "
                       "ON DUPLICATE KEY UPDATE former = former AND VALUES(former)");
DB_STATEMENT(PUT_GRAM, "INSERT INTO name_gram (gram, name_rank, signature) VALUES (?, ?, ?) "
                       "ON DUPLICATE KEY UPDATE signature = signature | VALUES(signature)");
DB_STATEMENT(PUT_PINYIN, "INSERT INTO pinyin_gram (gram, name_rank, signature) VALUES (?, ?, ?) "
                         "ON DUPLICATE KEY UPDATE signature = signature | VALUES(signature)");
DB_STATEMENT(NAMES_OF, "SELECT name_key, pinyin FROM search_name WHERE subject_id = ? FOR UPDATE");
DB_STATEMENT(DROP_GRAM, "DELETE FROM name_gram WHERE gram = ? AND name_rank = ?");
DB_STATEMENT(DROP_PINYIN, "DELETE FROM pinyin_gram WHERE gram = ? AND name_rank = ?");
DB_STATEMENT(DROP_NAMES, "DELETE FROM search_name WHERE subject_id = ?");
DB_STATEMENT(EMPTY_GRAM, "TRUNCATE TABLE name_gram");
DB_STATEMENT(EMPTY_PINYIN, "TRUNCATE TABLE pinyin_gram");
DB_STATEMENT(EMPTY_NAMES, "TRUNCATE TABLE search_name");
DB_STATEMENT(COUNT_SUBJECTS, "SELECT COUNT(*) FROM subject WHERE kind <> 3");
DB_STATEMENT(NEXT_NAMES, "SELECT id, name FROM subject WHERE kind <> 3 AND id > ? ORDER BY id LIMIT ?");
DB_STATEMENT(NEXT_FORMER, "SELECT f.subject_id, f.name FROM subject_former_name f "
                          "STRAIGHT_JOIN subject s ON s.id = f.subject_id AND s.kind <> 3 "
                          "WHERE f.subject_id > ? AND f.subject_id <= ? ORDER BY f.subject_id");
DB_STATEMENT(GET_VERSION, "SELECT value FROM setting WHERE name = 'text_version'");
DB_STATEMENT(SET_VERSION,
             "INSERT INTO setting (name, value) VALUES ('text_version', ?) ON DUPLICATE KEY UPDATE value = VALUES(value)");

struct posting {
    uint64_t rank, signature;
    uint32_t gram;
};
struct postings {
    struct posting *p;
    size_t n, cap;
};

static void collect(struct arena *a, struct postings *to, struct search_grams g, uint64_t rank)
{
    for (size_t i = 0; i < g.n; i++)
        *VEC_PUSH(a, *to) = (struct posting){rank, g.signatures[g.p[i] >> 31], g.p[i]};
}

static int in_key_order(const void *x, const void *y)
{
    const struct posting *a = x, *b = y;
    return a->gram != b->gram ? (a->gram > b->gram) - (a->gram < b->gram) : (a->rank > b->rank) - (a->rank < b->rank);
}

/* In key order; names of one subject and one length share postings, which get what each of them says. */
static void merge(struct postings *list)
{
    if (list->n)
        qsort(list->p, list->n, sizeof *list->p, in_key_order);
    size_t w = 0;
    for (size_t i = 0; i < list->n; i++)
        if (w && in_key_order(&list->p[w - 1], &list->p[i]) == 0)
            list->p[w - 1].signature |= list->p[i].signature;
        else
            list->p[w++] = list->p[i];
    list->n = w;
}

static struct db_bulk *bulk_of(struct db *db, const struct db_statement *s, const struct postings *list)
{
    return db_bulk_begin(db, s, list->n && list->n < ROWS_PER_FLUSH ? list->n : ROWS_PER_FLUSH);
}

static void put(struct db *db, const struct db_statement *s, struct postings *list)
{
    merge(list);
    struct db_bulk *b = bulk_of(db, s, list);
    for (size_t i = 0; i < list->n; i++)
        db_bulk_add(b, list->p[i].gram, list->p[i].rank, list->p[i].signature);
    (void)db_bulk_end(&b);
}

static void drop(struct db *db, const struct db_statement *s, struct postings *list)
{
    merge(list);
    struct db_bulk *b = bulk_of(db, s, list);
    for (size_t i = 0; i < list->n; i++)
        db_bulk_add(b, list->p[i].gram, list->p[i].rank);
    (void)db_bulk_end(&b);
}

/* --- one name, one subject -------------------------------------------------------------------------------------------------------
 */

void search_put_name(struct db *db, struct arena *scratch, struct text_tools *t, int64_t subject_id, struct str name, bool former)
{
    struct str key = search_key_of(scratch, t, name), pinyin = search_pinyin_of(scratch, t, name);
    if (key.n == 0)
        return;
    (void)db_exec(db, PUT_NAME, subject_id, key, pinyin, former);
    struct postings grams = {0}, syllables = {0};
    collect(scratch, &grams, search_name_grams(scratch, key), search_rank(key, subject_id));
    collect(scratch, &syllables, search_pinyin_grams(scratch, pinyin), search_rank(key, subject_id));
    put(db, &PUT_GRAM, &grams);
    put(db, &PUT_PINYIN, &syllables);
}

void search_drop(struct db *db, struct arena *scratch, int64_t subject_id)
{
    struct stored {
        struct str key, pinyin;
    } row;
    static const struct db_column COLUMNS[] = {DB_COLUMN(struct stored, key), DB_COLUMN(struct stored, pinyin)};
    struct postings grams = {0}, syllables = {0};
    struct db_cursor *c = db_select(db, scratch, NAMES_OF, COLUMNS, subject_id);
    while (db_fetch(c, &row) == DB_ROW) {
        collect(scratch, &grams, search_name_grams(scratch, row.key), search_rank(row.key, subject_id));
        collect(scratch, &syllables, search_pinyin_grams(scratch, row.pinyin), search_rank(row.key, subject_id));
    }
    drop(db, &DROP_GRAM, &grams);
    drop(db, &DROP_PINYIN, &syllables);
    (void)db_exec(db, DROP_NAMES, subject_id);
}

/* --- many --- */

struct bulk_name {
    int64_t subject_id;
    struct str key, pinyin;
    bool former;
};

struct search_bulk {
    struct db *db;
    struct text_tools *tools;
    struct arena *own, *batch; /* batch is given back at every flush */
    struct {
        struct bulk_name *p;
        size_t n, cap;
    } names;
    struct postings grams, syllables;
};

struct search_bulk *search_bulk_begin(struct db *db, struct text_tools *t)
{
    struct arena *own = arena_new(1 << 16);
    struct search_bulk *b = ARENA_NEW(own, struct search_bulk);
    *b = (struct search_bulk){.db = db, .tools = t, .own = own, .batch = arena_new(BULK_ARENA)};
    return b;
}

void search_bulk_add(struct search_bulk *b, int64_t subject_id, struct str name, bool former)
{
    bool full = b->names.n >= BULK_NAMES || arena_used(b->batch) >= BULK_BYTES;
    if (full && b->names.n && b->names.p[b->names.n - 1].subject_id != subject_id)
        search_bulk_flush(b);
    struct arena *a = b->batch;
    struct str key = search_key_of(a, b->tools, name);
    if (key.n == 0)
        return;
    struct str pinyin = search_pinyin_of(a, b->tools, name);
    *VEC_PUSH(a, b->names) = (struct bulk_name){subject_id, key, pinyin, former};
    collect(a, &b->grams, search_name_grams(a, key), search_rank(key, subject_id));
    collect(a, &b->syllables, search_pinyin_grams(a, pinyin), search_rank(key, subject_id));
}

static int by_subject_and_key(const void *x, const void *y)
{
    const struct bulk_name *a = x, *b = y;
    if (a->subject_id != b->subject_id)
        return (a->subject_id > b->subject_id) - (a->subject_id < b->subject_id);
    int c = str_cmp(a->key, b->key);
    return c ? c : a->former - b->former;
}

static void send_names(struct search_bulk *b)
{
    struct bulk_name *p = b->names.p;
    qsort(p, b->names.n, sizeof *p, by_subject_and_key);
    struct db_bulk *out = db_bulk_begin(b->db, &PUT_NAME, ROWS_PER_FLUSH);
    for (size_t i = 0; i < b->names.n; i++)
        if (i == 0 || p[i].subject_id != p[i - 1].subject_id || !str_eq(p[i].key, p[i - 1].key))
            db_bulk_add(out, p[i].subject_id, p[i].key, p[i].pinyin, p[i].former);
    (void)db_bulk_end(&out);
}

void search_bulk_flush(struct search_bulk *b)
{
    if (b->names.n) {
        send_names(b);
        put(b->db, &PUT_GRAM, &b->grams);
        put(b->db, &PUT_PINYIN, &b->syllables);
    }
    search_bulk_discard(b);
}

void search_bulk_discard(struct search_bulk *b)
{
    memset(&b->names, 0, sizeof b->names);
    memset(&b->grams, 0, sizeof b->grams);
    memset(&b->syllables, 0, sizeof b->syllables);
    arena_reset(b->batch);
}

void search_bulk_end(struct search_bulk **b)
{
    search_bulk_flush(*b);
    arena_free(&(*b)->batch);
    struct arena *own = (*b)->own;
    *b = NULL;
    arena_free(&own);
}

/* --- rebuild --- */

struct rebuild {
    struct arena *a;
    struct search_bulk *bulk;
    int64_t after, subjects, names; /* done so far: changed after a slice was committed */
    int64_t last, slice_subjects, slice_names;
};

struct name_row {
    int64_t id;
    struct str name;
};
static const struct db_column NAME_COLUMNS[] = {DB_COLUMN(struct name_row, id), DB_COLUMN(struct name_row, name)};

static bool rebuild_slice(struct db *db, void *arg)
{
    struct rebuild *r = arg;
    arena_reset(r->a);
    search_bulk_discard(r->bulk);
    r->slice_subjects = r->slice_names = 0;
    r->last = r->after;
    struct name_row present, former = {0};
    struct db_cursor *c = db_select(db, r->a, NEXT_NAMES, NAME_COLUMNS, r->after, REBUILD_SLICE);
    struct {
        struct name_row *p;
        size_t n, cap;
    } all = {0};
    while (db_fetch(c, &present) == DB_ROW)
        *VEC_PUSH(r->a, all) = present;
    if (all.n == 0)
        return true;
    r->last = all.p[all.n - 1].id;
    struct db_cursor *f = db_select(db, r->a, NEXT_FORMER, NAME_COLUMNS, r->after, r->last);
    enum db_step more = db_fetch(f, &former);
    for (size_t i = 0; i < all.n; i++) {
        search_bulk_add(r->bulk, all.p[i].id, all.p[i].name, false);
        r->slice_subjects++, r->slice_names++;
        for (; more == DB_ROW && former.id == all.p[i].id; more = db_fetch(f, &former), r->slice_names++)
            search_bulk_add(r->bulk, former.id, former.name, true);
    }
    search_bulk_flush(r->bulk);
    return true;
}

bool search_is_stale(struct db *db, struct arena *a)
{
    struct stored {
        struct str value;
    } row = {STR_NONE};
    static const struct db_column COLUMNS[] = {DB_COLUMN(struct stored, value)};
    return !db_one(db, a, GET_VERSION, COLUMNS, &row) || !str_eq(row.value, text_version(a));
}

int64_t search_rebuild(struct db *db, struct text_tools *t, void (*progress)(void *arg, int64_t done, int64_t total), void *arg)
{
    (void)db_exec(db, EMPTY_GRAM);
    (void)db_exec(db, EMPTY_PINYIN);
    (void)db_exec(db, EMPTY_NAMES);
    struct rebuild r = {.a = arena_new(BULK_ARENA), .bulk = search_bulk_begin(db, t)};
    int64_t total = db_int(db, COUNT_SUBJECTS);
    do {
        if (!db_transaction(db, rebuild_slice, &r))
            break;
        r.after = r.last;
        r.subjects += r.slice_subjects;
        r.names += r.slice_names;
        if (progress)
            progress(arg, r.subjects, total);
    } while (r.slice_subjects > 0);
    arena_reset(r.a);
    (void)db_exec(db, SET_VERSION, text_version(r.a));
    search_bulk_end(&r.bulk);
    arena_free(&r.a);
    return r.names;
}
