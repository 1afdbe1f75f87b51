/* SPDX-License-Identifier: EUPL-1.2
 * grade_run_block.c — grades a block of subjects beside the stream of records, and hashes what goes in and what comes out. It
 * writes nothing and knows no processes (grade_run.c). Hashes cover facts and results only, neither round nor instant: the same
 * facts under the same regime give the same hashes in any round.
 */
#include "base/out.h"
#include "grade/grade_run_part.h"
#include "grade/grade_sheet.h"

/* Bytes on their way into a hash, some thousand at a time: numbers of fixed width, big-endian, so that no two different facts look
 * alike. */
struct feed {
    struct digest digest;
    size_t n;
    uint8_t room[4096];
};

static void feed_flush(struct feed *f)
{
    digest_update(&f->digest, f->room, f->n);
    f->n = 0;
}

static void feed_int(struct feed *f, int64_t v, unsigned bytes)
{
    uint64_t big = __builtin_bswap64((uint64_t)v << (64 - 8 * bytes));
    if (f->n + sizeof big > sizeof f->room)
        feed_flush(f);
    memcpy(f->room + f->n, &big, sizeof big);
    f->n += bytes;
}

static void feed_bytes(struct feed *f, struct str s)
{
    if (s.n > sizeof f->room - f->n)
        feed_flush(f);
    if (s.n > sizeof f->room) {
        digest_update(&f->digest, s.p, s.n);
        return;
    }
    if (s.n)
        memcpy(f->room + f->n, s.p, s.n);
    f->n += s.n;
}

static void feed_begin(struct feed *f)
{
    digest_init(&f->digest);
    f->n = 0;
}

static void feed_end(struct feed *f, uint8_t out[DIGEST_BYTES])
{
    feed_flush(f);
    digest_final(&f->digest, out);
}

struct block_work {
    struct grade_part *part;
    struct grade_block *out;
    struct grade_out_row *rows;
    struct feed snapshot, result;
    int64_t counts[GRADE_GRADES_MAX];
    struct db_cursor *before;
    struct grade_before_row before_row;
    bool has_before;
};

void grade_part_stream(struct grade_part *p, int64_t from, int64_t to)
{
    struct grade_scope s = p->scope;
    s.from = from;
    s.to = to;
    arena_reset(p->stream);
    p->excused = grade_excused_at(p->writer, p->stream, p->round->year, s.as_known_at, from, to);
    p->records = grade_records_open(p->reader, p->stream, &s);
    p->has_row = db_fetch(p->records, &p->row) == DB_ROW;
}

static void next_record(struct grade_part *p)
{
    p->has_row = db_fetch(p->records, &p->row) == DB_ROW;
}

static void feed_record(struct feed *f, const struct grade_record *r, struct str item)
{
    feed_int(f, r->id, 8);
    feed_int(f, r->severity, 1);
    feed_int(f, r->state, 1);
    feed_int(f, r->disputed, 1);
    feed_int(f, r->points, 4);
    feed_int(f, r->found.n, 4);
    feed_int(f, r->use_to.n, 4);
    feed_int(f, r->item, 2); /* the regime's hash stands at the head, so an index is as good as the code */
    if (r->item >= 0)
        return;
    feed_int(f, (int64_t)item.n, 8);
    feed_bytes(f, item);
}

static void take_record(struct block_work *w)
{
    struct grade_part *p = w->part;
    const struct grade_record_row *row = &p->row;
    struct grade_facts facts = grade_facts_of(row->facts);
    CHECK(facts.severity <= SEVERITY_SERIOUS && facts.state >= GRADE_RECORD_ACTIVE && facts.state <= GRADE_RECORD_REPAIRED);
    struct grade_record *r = VEC_PUSH(p->keep, p->of_subject);
    *r = (struct grade_record){
        .id = row->id,
        .item = grade_plan_item(p->plan, row->item),
        .severity = (enum regime_severity)facts.severity,
        .found = facts.found,
        .use_to = facts.use_to,
        .points = row->points,
        .state = (enum grade_record_state)facts.state,
        .disputed = facts.disputed,
    };
    feed_record(&w->snapshot, r, row->item);
}

/* The records of this subject; those of subjects out of scope before it are passed over. */
static void take_records(struct block_work *w, const struct grade_subject_row *s)
{
    struct grade_part *p = w->part;
    p->of_subject.n = 0;
    while (p->has_row && p->row.subject_id < s->id)
        next_record(p);
    for (; p->has_row && p->row.subject_id == s->id; next_record(p))
        take_record(w);
    w->out->records += (int)p->of_subject.n;
}

/* The ground on which the subject is left out, or empty. */
static struct str excuse_of(const struct grade_part *p, int64_t subject_id)
{
    size_t low = 0, high = p->excused.n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (p->excused.p[middle].subject_id < subject_id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < p->excused.n && p->excused.p[low].subject_id == subject_id ? p->excused.p[low].code : STR("");
}

enum { EXCUSE_FOLLOWS = 0x80 }; /* in the byte that holds the length of the type's code, at most 40 */

static void hash_subject(struct block_work *w, const struct grade_subject_row *s, struct str excuse)
{
    feed_int(&w->snapshot, s->id, 8);
    feed_int(&w->snapshot, s->established.n, 4);
    feed_int(&w->snapshot, (int64_t)s->type.n | (excuse.n ? EXCUSE_FOLLOWS : 0), 1);
    feed_bytes(&w->snapshot, s->type);
    if (!excuse.n)
        return;
    feed_int(&w->snapshot, (int64_t)excuse.n, 1);
    feed_bytes(&w->snapshot, excuse);
}

static const struct regime_grade *grade_by_letter(const struct regime *r, char letter)
{
    for (size_t i = 0; i < r->grades.n; i++)
        if (r->grades.p[i].code.n == 1 && r->grades.p[i].code.p[0] == letter)
            return &r->grades.p[i];
    return NULL;
}

/* The grade that this one follows: of the highest round in force. */
static char before_of(struct block_work *w, int64_t subject_id)
{
    char before = 0;
    while (w->has_before && w->before_row.subject_id <= subject_id) {
        if (w->before_row.subject_id == subject_id && w->before_row.grade.n == 1)
            before = w->before_row.grade.p[0];
        w->has_before = db_fetch(w->before, &w->before_row) == DB_ROW;
    }
    return before;
}

static void compare(struct block_work *w, struct grade_out_row *row)
{
    row->before = before_of(w, row->subject_id);
    row->mover = row->before != 0 && row->before != row->grade;
    if (!row->mover)
        return;
    const struct regime *r = w->part->run->regime;
    const struct regime_grade *was = grade_by_letter(r, row->before), *is = grade_by_letter(r, row->grade);
    if (was == NULL || is == NULL || was->unrated || is->unrated)
        return; /* to or from 未评价 is a change, neither up nor down */
    w->out->moved_up += is->order < was->order;
    w->out->moved_down += is->order > was->order;
}

static bool has_base(const struct grade_part *p)
{
    for (size_t i = 0; i < p->of_subject.n; i++)
        if (p->of_subject.p[i].item >= 0 && p->base_item[p->of_subject.p[i].item])
            return true;
    return false;
}

static void hash_grade(struct feed *f, const struct grade_out_row *row)
{
    feed_int(f, row->subject_id, 8);
    feed_int(f, row->grade, 1);
    feed_int(f, row->points, 4);
    feed_int(f, (int64_t)row->sheet.n, 4);
    feed_bytes(f, row->sheet);
}

static void put_row(struct block_work *w, const struct grade_subject_row *s, const struct grade_result *res)
{
    struct grade_part *p = w->part;
    const struct regime_grade *g = &p->run->regime->grades.p[res->grade];
    CHECK(g->code.n == 1 && res->grade < GRADE_GRADES_MAX);
    struct grade_out_row *row = &w->rows[w->out->graded++];
    *row = (struct grade_out_row){.subject_id = s->id, .points = res->points, .grade = g->code.p[0]};
    row->sheet = str_dup(p->block, grade_sheet_encode(p->scratch, res));
    w->counts[res->grade]++;
    w->out->without_base += !has_base(p);
    compare(w, row);
    hash_grade(&w->result, row);
}

static void grade_one(struct block_work *w, const struct grade_subject_row *s)
{
    struct grade_part *p = w->part;
    struct grade_subject_facts facts = {.id = s->id, .type = s->type, .established = s->established, .excuse = excuse_of(p, s->id)};
    struct grade_result res;
    arena_reset(p->scratch);
    hash_subject(w, s, facts.excuse);
    take_records(w, s);
    grade_subject(p->plan, &facts, p->of_subject.p, p->of_subject.n, p->scratch, &res);
    w->out->in_scope++;
    switch (res.outcome) {
    case GRADE_GIVEN:
    case GRADE_UNRATED:
        put_row(w, s, &res);
        break;
    case GRADE_NOT_ROLLED_OUT:
        w->out->not_rolled_out++;
        break;
    case GRADE_EXCUSED:
    case GRADE_NOT_GRADED:
        break;
    }
}

static struct str distribution_of(const struct block_work *w)
{
    struct out o;
    out_to_arena(&o, w->part->block);
    const struct regime *r = w->part->run->regime;
    for (size_t i = 0; i < r->grades.n; i++)
        out_fmt(&o, "%s%.*s=%lld", i ? "," : "", STR_ARG(r->grades.p[i].code), (long long)w->counts[i]);
    return out_text(&o);
}

static void open_before(struct block_work *w, const struct grade_scope *s)
{
    struct grade_part *p = w->part;
    if (p->before_year == 0)
        return;
    w->before = grade_before_open(p->writer, p->block, s, p->before_year, p->round->id);
    w->has_before = db_fetch(w->before, &w->before_row) == DB_ROW;
}

static struct grade_scope scope_of(const struct grade_part *p, int64_t no)
{
    struct grade_scope s = p->scope;
    s.from = no * GRADE_BLOCK_WIDTH > s.from ? no * GRADE_BLOCK_WIDTH : s.from;
    s.to = (no + 1) * GRADE_BLOCK_WIDTH - 1 < s.to ? (no + 1) * GRADE_BLOCK_WIDTH - 1 : s.to;
    return s;
}

void grade_part_stored(struct grade_part *p, int64_t no, uint8_t out[DIGEST_BYTES])
{
    struct grade_stored_row row;
    struct grade_scope s = scope_of(p, no);
    struct feed f;
    feed_begin(&f);
    struct db_cursor *c = grade_stored_open(p->writer, p->block, &s, p->round);
    while (db_fetch(c, &row) == DB_ROW) {
        struct grade_out_row as = {
            .subject_id = row.subject_id, .points = row.points, .grade = row.grade.n ? row.grade.p[0] : 0, .sheet = row.sheet};
        hash_grade(&f, &as);
    }
    feed_end(&f, out);
}

bool grade_part_block(struct grade_part *p, int64_t no, struct grade_block *out)
{
    struct grade_subject_row subject;
    struct grade_scope s = scope_of(p, no);
    CHECK(p->run->regime->grades.n <= GRADE_GRADES_MAX);
    arena_reset(p->block);
    *out = (struct grade_block){.no = no};
    struct block_work *w = ARENA_NEW(p->block, struct block_work);
    w->part = p;
    w->out = out;
    struct db_cursor *subjects = grade_subjects_open(p->writer, p->block, &s);
    if (db_fetch(subjects, &subject) != DB_ROW)
        return false;
    w->rows = ARENA_ARRAY(p->block, struct grade_out_row, GRADE_BLOCK_WIDTH);
    feed_begin(&w->snapshot);
    feed_begin(&w->result);
    open_before(w, &s);
    do
        grade_one(w, &subject);
    while (db_fetch(subjects, &subject) == DB_ROW);
    if (w->has_before)
        db_close_cursor(w->before);
    feed_end(&w->snapshot, out->snapshot);
    feed_end(&w->result, out->result);
    out->distribution = distribution_of(w);
    out->rows = w->rows;
    out->n = (size_t)out->graded;
    return true;
}
