/* SPDX-License-Identifier: EUPL-1.2
 * grade_finish_store.c — the end of a computation: the blocks' hashes and figures become the round's, in one guarded UPDATE. For
 * worker and portalctl; see grade_run.h.
 */
#include "base/arena.h"
#include "base/out.h"
#include "grade/grade_read.h"
#include "grade/grade_run.h"
#include "grade/grade_run_store.h"

DB_STATEMENT(FINISH, "UPDATE grade_round SET state = 'computed', snapshot_hash = ?, result_hash = ?, subjects = ?, records = ?,"
                     " moved_up = ?, moved_down = ?, distribution = ?, version = version + 1 WHERE id = ? AND state = 'open'");

struct sums {
    struct digest snapshot, result;
    int64_t graded, records, up, down;
    struct str distribution;
};

/* "A=1,B=2" + "A=3,B=4": both in the order of the scale. */
static struct str add_distribution(struct arena *a, struct str x, struct str y)
{
    struct grade_counts cx = grade_distribution(a, x), cy = grade_distribution(a, y);
    struct out o;
    if (cx.n == 0)
        return y;
    CHECK(cx.n == cy.n);
    out_to_arena(&o, a);
    for (size_t i = 0; i < cx.n; i++) {
        CHECK(str_eq(cx.p[i].grade, cy.p[i].grade));
        out_fmt(&o, "%s%.*s=%lld", i ? "," : "", STR_ARG(cx.p[i].grade), (long long)(cx.p[i].n + cy.p[i].n));
    }
    return out_text(&o);
}

static void sum_blocks(struct arena *a, const struct grade_block_row *rows, size_t n, struct sums *s)
{
    for (size_t i = 0; i < n; i++) {
        digest_u64(&s->snapshot, (uint64_t)rows[i].no);
        digest_str(&s->snapshot, rows[i].snapshot);
        digest_u64(&s->result, (uint64_t)rows[i].no);
        digest_str(&s->result, rows[i].result);
        s->graded += rows[i].graded;
        s->records += rows[i].records;
        s->up += rows[i].moved_up;
        s->down += rows[i].moved_down;
        s->distribution = add_distribution(a, s->distribution, rows[i].distribution);
    }
}

bool grade_run_finish(struct db *db, const struct regime *regime, int32_t round_id)
{
    struct arena *a = arena_new((size_t)64 << 20);
    struct fail_frame f;
    if (FAIL_CATCH(&f)) {
        arena_free(&a);
        fail(f.kind, "%s", f.message);
    }
    const struct grade_block_row *rows = NULL;
    struct sums s = {.distribution = STR("")};
    struct grade_round r;
    bool found = grade_round_get(db, a, round_id, &r);
    uint8_t snapshot[DIGEST_BYTES], result[DIGEST_BYTES];
    digest_init(&s.snapshot);
    digest_init(&s.result);
    digest_str(&s.snapshot, regime->version_hash); /* the rules are part of what went in */
    digest_u64(&s.snapshot, found ? (uint64_t)r.year : 0);
    size_t n = grade_blocks_done(db, a, round_id, &rows);
    sum_blocks(a, rows, n, &s);
    digest_final(&s.snapshot, snapshot);
    digest_final(&s.result, result);
    struct str in = {(const char *)snapshot, DIGEST_BYTES}, out = {(const char *)result, DIGEST_BYTES};
    int64_t changed = db_exec(db, FINISH, in, out, s.graded, s.records, s.up, s.down, s.distribution, round_id);
    fail_leave(&f);
    arena_free(&a);
    return changed == 1;
}
