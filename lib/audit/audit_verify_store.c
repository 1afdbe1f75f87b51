/* SPDX-License-Identifier: EUPL-1.2
 * audit_verify_store.c — see audit_verify.h. One pass over the rows; checkpoints are looked at as their size is passed.
 */
#include "audit/audit_verify.h"

#include <string.h>

#include "audit/audit_forget.h"
#include "audit/audit_row.h"
#include "base/arena.h"
#include "db/db.h"

DB_STATEMENT(HEAD, "SELECT seq, chain FROM audit_head WHERE id = 1");
DB_STATEMENT(ROWS, "SELECT r.seq, r.acted_at, r.actor_id, r.alg, r.actor, r.role, r.action, IFNULL(d.object_type, r.object_type),"
                   " IFNULL(d.object_id, r.object_id), IFNULL(d.detail, r.detail), r.request_id, r.commitment, r.chain, d.salt"
                   " FROM audit_row r LEFT JOIN audit_detail d ON d.seq = r.seq ORDER BY r.seq");
DB_STATEMENT(SEALS, "SELECT size, root, chain, sealed_at, signature FROM audit_checkpoint WHERE size > ? ORDER BY size LIMIT 1000");

struct row {
    struct audit_row r;
    struct str salt;
};
static const struct db_column ROW_COLUMNS[] = {
    DB_COLUMN(struct row, r.seq),    DB_COLUMN(struct row, r.at),          DB_COLUMN(struct row, r.actor_id),
    DB_COLUMN(struct row, r.alg),    DB_COLUMN(struct row, r.actor),       DB_COLUMN(struct row, r.role),
    DB_COLUMN(struct row, r.action), DB_COLUMN(struct row, r.object_type), DB_COLUMN(struct row, r.object_id),
    DB_COLUMN(struct row, r.detail), DB_COLUMN(struct row, r.request_id),  DB_COLUMN(struct row, r.commitment),
    DB_COLUMN(struct row, r.chain),  DB_COLUMN(struct row, salt),
};
struct head {
    int64_t seq;
    struct str chain;
};
static const struct db_column HEAD_COLUMNS[] = {DB_COLUMN(struct head, seq), DB_COLUMN(struct head, chain)};
struct seal {
    int64_t size;
    struct str root, chain, signature;
    struct instant sealed_at;
};
static const struct db_column SEAL_COLUMNS[] = {DB_COLUMN(struct seal, size), DB_COLUMN(struct seal, root),
                                                DB_COLUMN(struct seal, chain), DB_COLUMN(struct seal, sealed_at),
                                                DB_COLUMN(struct seal, signature)};

struct walk {
    struct db *db;
    struct arena *arena, *scratch;
    const struct audit_verify *how;
    struct audit_verdict *out;
    struct merkle tree;
    uint8_t chain[DIGEST_BYTES];
    int64_t sealed; /* rows up to here were as a good checkpoint says */
    struct {
        struct seal *p;
        size_t n, cap;
    } seals;
    size_t seal; /* the next one */
    struct {
        int64_t *p;
        size_t n, cap;
    } gone; /* rows without what they were about */
    struct {
        struct audit_range *p;
        size_t n, cap;
    } named; /* what the forgetting rows name */
};

/* The first bad row wins. A checkpoint that differs says only "among these rows": a row that is known to be bad among them tells
 * more, whether it was found before or comes after. */
static void blame(struct walk *w, enum audit_fault fault, int64_t first, int64_t last)
{
    struct audit_verdict *v = w->out;
    bool had = v->fault != AUDIT_WHOLE, had_many = had && v->first_bad < v->last_bad, many = first < last;
    bool explained = had && !had_many && many && v->first_bad <= last;
    bool explains = had_many && !many && first >= v->first_bad && first <= v->last_bad;
    if (explained || (had && !explains && v->first_bad <= first))
        return;
    v->fault = fault;
    v->first_bad = first;
    v->last_bad = last;
}

static void load_seals(struct walk *w)
{
    for (;;) {
        size_t before = w->seals.n;
        struct db_cursor *c = db_select(w->db, w->arena, SEALS, SEAL_COLUMNS, before ? w->seals.p[before - 1].size : (int64_t)0);
        for (struct seal s; db_fetch(c, &s) == DB_ROW;)
            *VEC_PUSH(w->arena, w->seals) = s;
        if (w->seals.n == before)
            return;
    }
}

static bool same(struct str kept, const uint8_t *now)
{
    return kept.n == DIGEST_BYTES && memcmp(kept.p, now, DIGEST_BYTES) == 0;
}

static bool signed_by_us(struct walk *w, const struct seal *s)
{
    struct checkpoint c = {.size = s->size, .sealed_at = s->sealed_at};
    if (s->signature.n != sizeof c.signature || s->root.n != sizeof c.root || s->chain.n != sizeof c.chain)
        return false;
    memcpy(c.root, s->root.p, sizeof c.root);
    memcpy(c.chain, s->chain.p, sizeof c.chain);
    memcpy(c.signature, s->signature.p, sizeof c.signature);
    arena_reset(w->scratch);
    return w->how->keys_n == 0 || checkpoint_verify(w->scratch, &c, w->how->keys, w->how->keys_n) == SIGN_GOOD;
}

/* After row m.size: the stored checkpoint of that size, and the kept one. */
static void look_at_seals(struct walk *w)
{
    int64_t size = (int64_t)w->tree.size;
    uint8_t root[DIGEST_BYTES];
    const struct checkpoint *kept = w->how->kept;
    bool stored = w->seal < w->seals.n && w->seals.p[w->seal].size == size, ask = kept && kept->size == size;
    if (!stored && !ask)
        return;
    merkle_root(&w->tree, root);
    if (stored) {
        const struct seal *s = &w->seals.p[w->seal++];
        w->out->checkpoints++;
        if (!same(s->root, root) || !same(s->chain, w->chain))
            blame(w, AUDIT_ROOT_DIFFERS, w->sealed + 1, size);
        else if (!signed_by_us(w, s))
            blame(w, AUDIT_SEAL_WRONG, w->sealed + 1, size);
        else
            w->sealed = size;
    }
    if (ask && (memcmp(kept->root, root, sizeof root) != 0 || memcmp(kept->chain, w->chain, sizeof root) != 0))
        blame(w, AUDIT_KEPT_DIFFERS, w->sealed < size ? w->sealed + 1 : 1, size);
}

static void look_at_detail(struct walk *w, const struct row *x)
{
    uint8_t commitment[DIGEST_BYTES];
    if (x->r.alg != AUDIT_ALG_COMMITTED)
        return;
    if (!x->salt.p) {
        *VEC_PUSH(w->arena, w->gone) = x->r.seq;
        return;
    }
    audit_commitment(x->salt, &x->r, commitment);
    if (!same(x->r.commitment, commitment))
        blame(w, AUDIT_DETAIL_ALTERED, x->r.seq, x->r.seq);
    if (!str_eq(x->r.action, AUDIT_FORGET))
        return;
    struct audit_range *ranges;
    size_t n = audit_forget_ranges(w->arena, x->r.detail, &ranges);
    for (size_t i = 0; i < n; i++)
        if (ranges[i].to < x->r.seq) /* only of rows before it */
            *VEC_PUSH(w->arena, w->named) = ranges[i];
}

static void look_at_row(struct walk *w, const struct row *x)
{
    int64_t expected = (int64_t)w->tree.size + 1;
    uint8_t leaf[DIGEST_BYTES], next[DIGEST_BYTES];
    audit_leaf_and_chain((struct str){(const char *)w->chain, sizeof w->chain}, &x->r, leaf, next);
    if (x->r.seq != expected)
        blame(w, x->r.seq > expected ? AUDIT_ROW_MISSING : AUDIT_ROW_ALTERED, x->r.seq < expected ? x->r.seq : expected, expected);
    else if (!same(x->r.chain, next))
        blame(w, AUDIT_ROW_ALTERED, expected, expected);
    memcpy(w->chain, next, sizeof next);
    merkle_add(&w->tree, leaf);
    look_at_detail(w, x);
    look_at_seals(w);
}

static int by_start(const void *a, const void *b)
{
    const struct audit_range *x = a, *y = b;
    return (x->from > y->from) - (x->from < y->from);
}

/* Ranges of different forgettings do not overlap: a row is forgotten once. */
static void look_at_gone(struct walk *w)
{
    size_t k = 0;
    if (w->named.n)
        qsort(w->named.p, w->named.n, sizeof *w->named.p, by_start);
    for (size_t i = 0; i < w->gone.n; i++) {
        while (k < w->named.n && w->named.p[k].to < w->gone.p[i])
            k++;
        if (k == w->named.n || w->named.p[k].from > w->gone.p[i])
            blame(w, AUDIT_DETAIL_MISSING, w->gone.p[i], w->gone.p[i]);
        else
            w->out->forgotten++;
    }
}

static void look_at_end(struct walk *w, const struct head *head)
{
    int64_t rows = (int64_t)w->tree.size, kept = w->how->kept ? w->how->kept->size : 0;
    if (head->seq != rows)
        blame(w, AUDIT_ROW_MISSING, (head->seq < rows ? head->seq : rows) + 1, head->seq > rows ? head->seq : rows);
    else if (!same(head->chain, w->chain))
        blame(w, AUDIT_ROW_ALTERED, rows ? rows : 1, rows ? rows : 1);
    if (w->seal < w->seals.n) /* more was sealed than there is */
        blame(w, AUDIT_ROW_MISSING, rows + 1, w->seals.p[w->seals.n - 1].size);
    if (kept > rows)
        blame(w, AUDIT_KEPT_DIFFERS, rows + 1, kept);
}

bool audit_verify(struct db *db, struct arena *a, const struct audit_verify *how, struct audit_verdict *out)
{
    enum { ROWS_PER_REPORT = 20000 };
    struct head head;
    struct walk w = {.db = db, .arena = a, .scratch = arena_new(1 << 16), .how = how, .out = out};
    *out = (struct audit_verdict){0};
    merkle_init(&w.tree);
    CHECK(db_one(db, a, HEAD, HEAD_COLUMNS, &head));
    load_seals(&w);
    struct db_cursor *c = db_stream(db, a, ROWS, ROW_COLUMNS);
    for (struct row x; db_fetch(c, &x) == DB_ROW;) {
        look_at_row(&w, &x);
        if (how->progress && w.tree.size % ROWS_PER_REPORT == 0)
            how->progress(how->arg, (int64_t)w.tree.size, head.seq);
    }
    out->rows = (int64_t)w.tree.size;
    look_at_gone(&w);
    look_at_end(&w, &head);
    if (how->kept && how->keys_n && checkpoint_verify(a, how->kept, how->keys, how->keys_n) != SIGN_GOOD) {
        *out = (struct audit_verdict){.rows = out->rows, .fault = AUDIT_KEPT_WRONG, .first_bad = 1, .last_bad = how->kept->size};
    }
    arena_free(&w.scratch);
    return out->fault == AUDIT_WHOLE;
}
