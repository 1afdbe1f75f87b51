/* SPDX-License-Identifier: EUPL-1.2
 * search_walk_store.c — the SQL that walks posting lists: the rarest gram in order of rank; where the signature allows a hit, the
 * next rare ones are probed and the stored key is read. A list that is long goes in slices, so that a query of common grams that
 * hardly ever meet ends at a work limit and says so. Not here: what a query means (search_plan.c), the page of hits
 * (search_store.c).
 */
#include "base/arena.h"
#include "base/check.h"
#include "db/db.h"
#include "search/search_walk.h"

/* A list of up to this many postings is walked whole, by one statement. */
#define WHOLE 30000
/* Longer ones in slices, each four times the one before, until this many postings were looked at (some 150 ms). */
#define SLICE 2500
#define WORK  52500
/* A place of up to this many subjects is walked instead, whatever the words. */
#define PLACE        30000
#define LONGEST_WORK UINT64_MAX
#define ROWS         (SEARCH_COUNT_CAP + 100) /* rows per statement; a subject found by two names takes two */

/* The optimiser's own estimate, from a few index dives each: tells rare from common at any size. */
#define ESTIMATE(table)                                                                                                            \
    "EXPLAIN SELECT 1 FROM " table " WHERE gram = ? UNION ALL SELECT 1 FROM " table                                                \
    " WHERE gram = ? UNION ALL SELECT 1 FROM " table " WHERE gram = ? UNION ALL SELECT 1 FROM " table                              \
    " WHERE gram = ? UNION ALL SELECT 1 FROM " table " WHERE gram = ? "                                                            \
    "UNION ALL SELECT 1 FROM " table " WHERE gram = ? UNION ALL SELECT 1 FROM " table                                              \
    " WHERE gram = ? UNION ALL SELECT 1 FROM " table " WHERE gram = ? UNION ALL SELECT 1 FROM " table                              \
    " WHERE gram = ? UNION ALL SELECT 1 FROM " table " WHERE gram = ? UNION ALL SELECT 1 FROM " table                              \
    " WHERE gram = ? UNION ALL SELECT 1 FROM " table " WHERE gram = ?"
DB_STATEMENT(ESTIMATE_NAME, ESTIMATE("name_gram"));
DB_STATEMENT(ESTIMATE_PINYIN, ESTIMATE("pinyin_gram"));

DB_STATEMENT(BOUND_NAME, "SELECT name_rank FROM name_gram WHERE gram = ? AND name_rank > ? ORDER BY name_rank LIMIT 1 OFFSET ?");
DB_STATEMENT(BOUND_PINYIN,
             "SELECT name_rank FROM pinyin_gram WHERE gram = ? AND name_rank > ? ORDER BY name_rank LIMIT 1 OFFSET ?");

#define AND_B(table) "STRAIGHT_JOIN " table " b ON b.gram = ? AND b.name_rank = a.name_rank "
#define AND_C(table) "STRAIGHT_JOIN " table " c ON c.gram = ? AND c.name_rank = a.name_rank "
/* The name of that length: a subject's other names have postings, and turns, of their own. */
#define STORED                                                                                                                     \
    "STRAIGHT_JOIN search_name n ON n.subject_id = a.name_rank & 281474976710655 "                                                 \
    "AND CHAR_LENGTH(n.name_key) = a.name_rank >> 48 "
#define HAS_WORDS                                                                                                                  \
    "AND INSTR(n.name_key, ?) > 0 AND INSTR(n.name_key, ?) > 0 AND INSTR(n.name_key, ?) > 0 AND INSTR(n.name_key, ?) > 0 "         \
    "AND INSTR(n.name_key, ?) > 0 AND INSTR(n.name_key, ?) > 0 "
#define HAS_SYLLABLES                                                                                                              \
    "AND INSTR(CONCAT(' ', n.pinyin, ' '), ?) > 0 AND INSTR(CONCAT(' ', n.pinyin, ' '), ?) > 0 "                                   \
    "AND INSTR(CONCAT(' ', n.pinyin, ' '), ?) > 0 AND INSTR(CONCAT(' ', n.pinyin, ' '), ?) > 0 "                                   \
    "AND n.pinyin RLIKE ? AND n.pinyin RLIKE ? "
/* The grade is the latest published one (of the year asked for); '-' when there is none. */
#define FILTER "STRAIGHT_JOIN subject s ON s.id = a.name_rank & 281474976710655 AND " IS_WANTED
#define IS_WANTED                                                                                                                      \
    "s.division LIKE CONCAT(?, '%') AND (? = '' OR s.type = ?) "                                                                       \
    "AND (? = '' OR COALESCE((SELECT g.grade FROM grade g STRAIGHT_JOIN grade_round r ON r.id = g.round_id AND r.state = 'published' " \
    "WHERE g.subject_id = s.id AND (? = 0 OR g.year = ?) ORDER BY g.year DESC, g.round_id DESC LIMIT 1), '-') RLIKE ?) "
#define WALK(table, joins)                                                                                                         \
    "SELECT a.name_rank, IF(n.former, n.name_key, '') FROM " table " a " joins                                                     \
    "WHERE ~a.signature & ? = 0 AND a.gram = ? AND a.name_rank > ? AND a.name_rank <= ? ORDER BY a.name_rank LIMIT ?"

DB_STATEMENT(NAME_1, WALK("name_gram", STORED HAS_WORDS));
DB_STATEMENT(NAME_2, WALK("name_gram", AND_B("name_gram") STORED HAS_WORDS));
DB_STATEMENT(NAME_3, WALK("name_gram", AND_B("name_gram") AND_C("name_gram") STORED HAS_WORDS));
DB_STATEMENT(NAME_1F, WALK("name_gram", FILTER STORED HAS_WORDS));
DB_STATEMENT(NAME_2F, WALK("name_gram", AND_B("name_gram") FILTER STORED HAS_WORDS));
DB_STATEMENT(NAME_3F, WALK("name_gram", AND_B("name_gram") AND_C("name_gram") FILTER STORED HAS_WORDS));
DB_STATEMENT(PINYIN_1, WALK("pinyin_gram", STORED HAS_SYLLABLES));
DB_STATEMENT(PINYIN_2, WALK("pinyin_gram", AND_B("pinyin_gram") STORED HAS_SYLLABLES));
DB_STATEMENT(PINYIN_3, WALK("pinyin_gram", AND_B("pinyin_gram") AND_C("pinyin_gram") STORED HAS_SYLLABLES));
DB_STATEMENT(PINYIN_1F, WALK("pinyin_gram", FILTER STORED HAS_SYLLABLES));
DB_STATEMENT(PINYIN_2F, WALK("pinyin_gram", AND_B("pinyin_gram") FILTER STORED HAS_SYLLABLES));
DB_STATEMENT(PINYIN_3F, WALK("pinyin_gram", AND_B("pinyin_gram") AND_C("pinyin_gram") FILTER STORED HAS_SYLLABLES));
/* A word of two characters is its gram: the list is the answer. */
DB_STATEMENT(NAME_EXACT, "SELECT name_rank, '' FROM name_gram WHERE gram = ? AND name_rank > ? AND name_rank <= ? "
                         "ORDER BY name_rank LIMIT ?");

/* The subjects of a place, their names verified: what a town asks for by a common word. */
#define PLACE_WALK(has)                                                                                                                  \
    "SELECT CHAR_LENGTH(n.name_key) << 48 | s.id AS name_rank, IF(n.former, n.name_key, '') FROM subject s FORCE INDEX (subject_place) " \
    "STRAIGHT_JOIN search_name n ON n.subject_id = s.id " has "WHERE " IS_WANTED "ORDER BY name_rank LIMIT ?"
DB_STATEMENT(NAME_PLACE, PLACE_WALK(HAS_WORDS));
DB_STATEMENT(PINYIN_PLACE, PLACE_WALK(HAS_SYLLABLES));
DB_STATEMENT(ESTIMATE_PLACE, "EXPLAIN SELECT 1 FROM subject FORCE INDEX (subject_place) WHERE division LIKE CONCAT(?, '%')");

static const struct db_statement *const WALKS[2][2][3] = {
    {{&NAME_1, &NAME_2, &NAME_3}, {&NAME_1F, &NAME_2F, &NAME_3F}},
    {{&PINYIN_1, &PINYIN_2, &PINYIN_3}, {&PINYIN_1F, &PINYIN_2F, &PINYIN_3F}},
};

struct weighed {
    uint32_t gram;
    size_t word;
    int64_t rows;
};

/* EXPLAIN's columns; only the last but one matters. */
struct explain_row {
    int64_t id, rows;
    struct str text[8];
};
static const struct db_column EXPLAIN_COLUMNS[] = {
    DB_COLUMN(struct explain_row, id),      DB_COLUMN(struct explain_row, text[0]), DB_COLUMN(struct explain_row, text[1]),
    DB_COLUMN(struct explain_row, text[2]), DB_COLUMN(struct explain_row, text[3]), DB_COLUMN(struct explain_row, text[4]),
    DB_COLUMN(struct explain_row, text[5]), DB_COLUMN(struct explain_row, text[6]), DB_COLUMN(struct explain_row, rows),
    DB_COLUMN(struct explain_row, text[7]),
};

static int rarest_first(const void *x, const void *y)
{
    const struct weighed *a = x, *b = y;
    return (a->rows > b->rows) - (a->rows < b->rows);
}

static void weigh(struct db *db, struct arena *a, const struct search_terms *t, struct weighed *out)
{
    struct db_value in[SEARCH_GRAMS];
    for (size_t i = 0; i < SEARCH_GRAMS; i++)
        in[i] = db_from_uint(t->grams[i < t->n_grams ? i : 0]);
    const struct db_statement *s = t->pinyin ? &ESTIMATE_PINYIN : &ESTIMATE_NAME;
    struct db_cursor *c = db_select_values(db, a, s, EXPLAIN_COLUMNS, 10, false, in, SEARCH_GRAMS);
    struct explain_row row;
    for (size_t i = 0; db_fetch(c, &row) == DB_ROW; i++)
        if (i < t->n_grams)
            out[i] = (struct weighed){t->grams[i], t->word_of[i], row.rows};
    qsort(out, t->n_grams, sizeof *out, rarest_first);
}

/* "rmyy" → (^| )r[a-z]* m[a-z]* y[a-z]* y; nothing for nothing, which matches all. */
static struct str initials_pattern(struct arena *a, struct str letters)
{
    struct str p = STR("");
    for (size_t i = 0; i < letters.n; i++)
        p = str_fmt(a, "%.*s%s%c", STR_ARG(p), i ? "[a-z]* " : "(^| )", letters.p[i]);
    return p;
}

struct walk {
    struct db *db;
    struct arena *a;
    const struct search_terms *terms;
    const struct search_filter *filter;
    const struct db_statement *statement;
    struct db_value in[24];
    size_t n_in, at_low; /* the bounds and the limit are the last three */
    struct search_found found;
    size_t cap;
};

static void bind(struct walk *w, struct db_value v)
{
    CHECK(w->n_in < sizeof w->in / sizeof *w->in);
    w->in[w->n_in++] = v;
}

static void bind_terms(struct walk *w)
{
    const struct search_terms *t = w->terms;
    for (size_t i = 0; i < (t->pinyin ? SEARCH_RUNS : SEARCH_WORDS); i++)
        bind(w, db_from_str(i < t->n_words ? t->words[i] : STR("")));
    for (size_t i = 0; t->pinyin && i < SEARCH_INITIALS; i++)
        bind(w, db_from_str(i < t->n_initials ? initials_pattern(w->a, t->initials[i]) : STR("")));
}

static struct str text_or_empty(struct str s)
{
    return s.p ? s : STR("");
}

static void bind_filter(struct walk *w)
{
    const struct search_filter *f = w->filter;
    struct db_value type = db_from_str(text_or_empty(f->type)), grade = db_from_str(text_or_empty(f->grade_pattern));
    struct db_value year = db_from_int(f->year);
    bind(w, db_from_str(text_or_empty(f->division_prefix)));
    bind(w, type);
    bind(w, type);
    bind(w, grade);
    bind(w, year);
    bind(w, year);
    bind(w, grade);
}

/* Probed beside the rarest gram: the rarest of two other words. Another gram of a word already there hardly ever says no, and the
 * name itself is read for each hit anyway. */
static size_t choose_probes(const struct weighed *grams, size_t n, uint32_t out[2])
{
    size_t probes = 0;
    for (size_t i = 1; i < n && probes < 2; i++) {
        bool known = false;
        for (size_t k = 0; k < i && !known; k++)
            known = grams[k].word == grams[i].word;
        if (!known)
            out[probes++] = grams[i].gram;
    }
    return probes;
}

static void prepare(struct walk *w, const struct weighed *grams, size_t n_grams)
{
    uint32_t probe[2];
    size_t probes = choose_probes(grams, n_grams, probe);
    if (w->terms->exact && !w->filter->any) {
        w->statement = &NAME_EXACT;
    } else {
        w->statement = WALKS[w->terms->pinyin][w->filter->any][probes];
        for (size_t i = 0; i < probes; i++)
            bind(w, db_from_uint(probe[i]));
        if (w->filter->any)
            bind_filter(w);
        bind_terms(w);
        bind(w, db_from_uint(w->terms->signatures[grams[0].gram >> 31]));
    }
    bind(w, db_from_uint(grams[0].gram));
    w->at_low = w->n_in;
    w->n_in += 2;
    bind(w, db_from_int(ROWS));
}

/* Rows come in order of rank, that is of length first: a subject found by a second, longer name is looked for among all before.
 * Where the present name matches as well, a former one needs no mention. */
static void add(struct walk *w, const struct search_candidate *c)
{
    struct search_found *f = &w->found;
    for (size_t i = f->n; i > 0; i--) {
        if ((f->p[i - 1].rank & SEARCH_ID_MASK) != (c->rank & SEARCH_ID_MASK))
            continue;
        if (c->former_key.n == 0)
            f->p[i - 1].former_key = STR("");
        return;
    }
    f->p[f->n++] = *c;
}

static const struct db_column COLUMNS[] = {DB_COLUMN(struct search_candidate, rank),
                                           DB_COLUMN(struct search_candidate, former_key)};

/* How many rows came; *low becomes the rank of the last. */
static size_t take_rows(struct walk *w, struct db_cursor *c, uint64_t *low)
{
    struct search_candidate row;
    size_t rows = 0;
    for (; db_fetch(c, &row) == DB_ROW; rows++) {
        if (w->found.n < w->cap)
            add(w, &row);
        *low = row.rank;
    }
    return rows;
}

/* Everything in (low, high]; false when the cap was reached. */
static bool walk_range(struct walk *w, uint64_t low, uint64_t high)
{
    for (;;) {
        w->in[w->at_low] = db_from_uint(low);
        w->in[w->at_low + 1] = db_from_uint(high);
        struct db_cursor *c = db_select_values(w->db, w->a, w->statement, COLUMNS, 2, false, w->in, w->n_in);
        size_t rows = take_rows(w, c, &low);
        if (w->found.n >= w->cap)
            return false;
        if (rows < ROWS)
            return true;
    }
}

static void walk_slices(struct walk *w, uint32_t gram)
{
    const struct db_statement *bound = w->terms->pinyin ? &BOUND_PINYIN : &BOUND_NAME;
    uint64_t low = 0;
    int64_t looked_at = 0;
    for (int64_t slice = SLICE; looked_at < WORK; slice *= 4) {
        struct db_value in[] = {db_from_uint(gram), db_from_uint(low), db_from_int(slice - 1)};
        uint64_t high = (uint64_t)db_int_values(w->db, bound, in, 3);
        if (!walk_range(w, low, high ? high : LONGEST_WORK) || high == 0)
            return;
        low = high;
        looked_at += slice;
    }
    w->found.unfinished = true;
}

static int64_t subjects_of(struct walk *w)
{
    struct db_value in[] = {db_from_str(w->filter->division_prefix)};
    struct explain_row row = {0};
    return db_one_values(w->db, w->a, &ESTIMATE_PLACE, EXPLAIN_COLUMNS, 10, &row, in, 1) ? row.rows : INT64_MAX;
}

/* True when the filter's place is small enough and was walked. */
static bool walk_place(struct walk *w, int64_t postings)
{
    if (w->filter->division_prefix.n == 0)
        return false;
    int64_t subjects = subjects_of(w);
    if (subjects > PLACE || subjects > postings)
        return false;
    w->n_in = 0;
    bind_terms(w);
    bind_filter(w);
    bind(w, db_from_int(ROWS));
    struct db_cursor *c =
        db_select_values(w->db, w->a, w->terms->pinyin ? &PINYIN_PLACE : &NAME_PLACE, COLUMNS, 2, false, w->in, w->n_in);
    w->found.unfinished = take_rows(w, c, &(uint64_t){0}) == ROWS && w->found.n < w->cap;
    return true;
}

struct search_found search_walk(struct db *db, struct arena *a, const struct search_terms *t, const struct search_filter *f)
{
    CHECK(t->n_grams > 0);
    struct weighed grams[SEARCH_GRAMS] = {{t->grams[0], 0, 0}};
    if (!t->exact || f->any)
        weigh(db, a, t, grams);
    struct walk w = {.db = db, .a = a, .terms = t, .filter = f, .cap = f->enough + 1};
    w.found.p = ARENA_ARRAY(a, struct search_candidate, w.cap);
    if (walk_place(&w, grams[0].rows))
        return w.found;
    w.n_in = 0;
    prepare(&w, grams, t->n_grams);
    if (grams[0].rows <= WHOLE)
        (void)walk_range(&w, 0, LONGEST_WORK);
    else
        walk_slices(&w, grams[0].gram);
    return w.found;
}
