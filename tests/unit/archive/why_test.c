/* SPDX-License-Identifier: EUPL-1.2
 * why_test.c — the why-page's lines: they add up by hand to the grade's points, the JSON twin says the same numbers and words, a
 * record that is not public shows rule and effect only, and one that was not counted is listed only while it is public.
 */
#include "support/unit.h"

#include <jansson.h>

#include "archive/archive_why.h"
#include "base/arena.h"
#include "regime/regime_load.h"

static struct arena *arena;
static struct day today;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new(64u << 20);
    today = day_from_ymd(2026, 3, 1);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

static const struct regime *load(const char *name)
{
    struct regime_load_result r = regime_load(arena, STR("db/regimes"), str_from(name));
    assert_non_null(r.regime);
    return r.regime;
}

struct fact {
    const char *item;
    int year, month, day; /* found */
    enum regime_severity severity;
    bool hidden;                   /* not public today */
    enum grade_record_state state; /* 0: active */
};

#define F(item_, y, m, d, ...)                                                                                                     \
    {                                                                                                                              \
        .item = (item_), .year = (y), .month = (m), .day = (d)__VA_OPT__(, ) __VA_ARGS__                                           \
    }

struct made {
    struct grade_result result;
    struct archive_why why;
};

static struct made make(const struct regime *r, const char *type, const struct fact *facts, size_t n)
{
    struct grade_plan *plan = grade_plan_new(arena, r, 2025);
    struct grade_record *records = ARENA_ARRAY(arena, struct grade_record, n);
    struct archive x = {.subject = {.id = 1, .kind = 1, .type = str_from(type), .name = STR("某医院")}};
    for (size_t i = 0; i < n; i++) {
        const struct fact *f = &facts[i];
        records[i] = (struct grade_record){.id = (int64_t)i + 101,
                                           .item = grade_plan_item(plan, str_from(f->item)),
                                           .severity = f->severity,
                                           .found = day_from_ymd(f->year, f->month, f->day),
                                           .use_to = DAY_NONE,
                                           .state = f->state ? f->state : GRADE_RECORD_ACTIVE};
        assert_true(records[i].item >= 0);
        if (!f->hidden && records[i].state == GRADE_RECORD_ACTIVE)
            *VEC_PUSH(arena, x.records) = (struct archive_record){.id = records[i].id,
                                                                  .item = str_from(f->item),
                                                                  .title = STR("题名"),
                                                                  .detail = STR("内容"),
                                                                  .document_no = STR("文〔2025〕1号"),
                                                                  .found = records[i].found,
                                                                  .show_from = records[i].found,
                                                                  .show_to = DAY_NONE};
    }
    struct grade_subject_facts subject = {.id = 1, .type = str_from(type), .established = day_from_ymd(2010, 1, 1)};
    struct made m;
    grade_subject(plan, &subject, records, n, arena, &m.result);
    assert_true(archive_why_make(arena, r, &m.result, &x, 2025, &m.why));
    return m;
}
#define MAKE(r, type, ...)                                                                                                         \
    make((r), (type), (const struct fact[]){__VA_ARGS__}, sizeof((const struct fact[]){__VA_ARGS__}) / sizeof(struct fact))

static json_t *twin(const struct archive_why *w)
{
    struct out o;
    json_error_t error;
    out_to_arena(&o, arena);
    struct archive_why_head head = {
        .name = STR("某\"医院\""), .code = STR("X"), .type = STR("t"), .grade_label = STR("A级"), .year = 2025};
    struct archive_provenance p = {.version = 1, .known = today, .graded = DAY_NONE, .published = today, .superseded = DAY_NONE};
    archive_why_json(&o, arena, &head, w, &p);
    json_t *j = json_loadb(out_text(&o).p, out_text(&o).n, 0, &error);
    assert_non_null(j);
    return j;
}

static void assert_text(json_t *object, const char *key, struct str s)
{
    json_t *v = json_object_get(object, key);
    assert_non_null(v);
    assert_true(str_eq(str_from(json_string_value(v)), s));
}

static int32_t milli(json_t *v)
{
    double d = json_number_value(v) * 1000;
    return (int32_t)(d < 0 ? d - 0.5 : d + 0.5);
}

/* By hand: start at nothing, add each line, compare with the sum that stands beside it. */
static void assert_adds_up(const struct made *m)
{
    int32_t sum = 0;
    json_t *j = twin(&m->why), *lines = json_object_get(j, "lines");
    assert_int_equal(json_array_size(lines), m->why.counted.n);
    for (size_t i = 0; i < m->why.counted.n; i++) {
        const struct archive_why_line *l = &m->why.counted.p[i];
        json_t *t = json_array_get(lines, i);
        assert_int_equal(l->no, i + 1);
        sum += l->points;
        assert_text(t, "effect", l->effect);
        assert_text(t, "sum", l->sum);
        assert_text(t, "rule_text", l->rule_text);
        assert_text(t, "item", l->item);
        if (!m->why.points)
            continue;
        assert_int_equal(l->total, sum);
        assert_int_equal(milli(json_object_get(t, "points")), l->points);
        assert_int_equal(milli(json_object_get(t, "total")), sum);
    }
    if (m->why.points) {
        assert_int_equal(sum, m->result.points);
        assert_int_equal(milli(json_object_get(j, "points")), sum);
    }
    json_decref(j);
}

static void points_add_up(void **state)
{
    (void)state;
    const struct regime *r = load("hunan");
    struct made m = MAKE(r, "medical_institution_2plus", F("good.1", 2025, 3, 1), F("good.2", 2025, 4, 1),
                         F("dishonest.1", 2025, 5, 1, .severity = SEVERITY_GENERAL));
    assert_true(m.why.points);
    assert_int_equal(m.result.points, 93000); /* 100 + 5 + 3 − 15 */
    assert_adds_up(&m);
    const struct archive_why_line *last = &m.why.counted.p[m.why.counted.n - 1];
    assert_true(str_contains(last->sum, STR("93分")));
    assert_true(str_contains(m.why.result, STR("93分")));
}

static void a_sheet_that_lies_is_not_shown(void **state)
{
    (void)state;
    const struct regime *r = load("hunan");
    struct made m = MAKE(r, "medical_institution_2plus", F("good.1", 2025, 3, 1));
    struct archive x = {0};
    struct archive_why w;
    m.result.points += 1000;
    assert_false(archive_why_make(arena, r, &m.result, &x, 2025, &w));
}

static void caps_and_limits_add_up(void **state)
{
    (void)state;
    const struct regime *r = load("hunan");
    struct made m = MAKE(r, "medical_institution_2plus", F("good.1", 2025, 3, 1), F("good.1", 2025, 3, 2), F("good.1", 2025, 3, 3),
                         F("good.1", 2025, 3, 4), F("good.1", 2025, 3, 5), F("good.1", 2025, 3, 6));
    assert_int_equal(m.result.points, 120000);
    assert_adds_up(&m);
    struct made low = MAKE(r, "medical_institution_2plus", F("dishonest.1", 2025, 3, 1, .severity = SEVERITY_SERIOUS),
                           F("dishonest.1", 2025, 3, 2, .severity = SEVERITY_SERIOUS),
                           F("dishonest.1", 2025, 3, 3, .severity = SEVERITY_SERIOUS));
    assert_int_equal(low.result.points, 0);
    assert_adds_up(&low);
}

static void decay_is_told(void **state)
{
    (void)state;
    const struct regime *r = load("hainan");
    struct made m = MAKE(r, "medical_institution_2plus", F("base.1", 2020, 1, 1), F("base.2", 2020, 1, 1), F("good.1", 2025, 1, 5));
    assert_adds_up(&m);
    bool told = false;
    for (size_t i = 0; i < m.why.counted.n; i++)
        told = told || str_contains(m.why.counted.p[i].reason, STR("按时间衰减计"));
    assert_true(told);
}

static void ladder_leads_to_the_grade(void **state)
{
    (void)state;
    const struct regime *r = load("guangdong-suixi");
    static const struct {
        struct fact facts[2];
        size_t n;
        const char *label;
    } cases[] = {
        {{F(NULL, 0, 0, 0)}, 0, "B级"},
        {{F("good.1", 2025, 2, 1)}, 1, "A级"},
        {{F("good.1", 2025, 2, 1), F("bad.1", 2025, 3, 1)}, 2, "C级"},
        {{F("bad.1", 2025, 2, 1), F("dishonest.1", 2025, 3, 1, .severity = SEVERITY_GENERAL)}, 2, "D级"},
        {{F("serious.1", 2024, 2, 1), F("good.1", 2025, 3, 1)}, 2, "E级"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct made m = make(r, "medical_institution_2plus", cases[i].facts, cases[i].n);
        const struct archive_why_line *last = &m.why.counted.p[m.why.counted.n - 1], *before = last - 1;
        assert_true(str_eq(last->sum, str_from(cases[i].label)));
        assert_true(str_eq(before->sum, last->sum)); /* the lines alone lead there */
        assert_adds_up(&m);
    }
}

static void hidden_content_is_withheld(void **state)
{
    (void)state;
    const struct regime *r = load("hunan");
    struct made m =
        MAKE(r, "medical_institution_2plus", F("dishonest.1", 2025, 5, 1, .severity = SEVERITY_GENERAL, .hidden = true));
    assert_int_equal(m.why.withheld, 1);
    for (size_t i = 0; i < m.why.counted.n; i++) {
        const struct archive_why_line *l = &m.why.counted.p[i];
        if (!l->withheld)
            continue;
        assert_int_equal(l->record_id, 0);
        assert_int_equal(l->document.n, 0);
        assert_false(day_is(l->date));
        assert_true(str_eq(l->item, STR("依法不公开的信息")));
        assert_true(l->rule_text.n > 0);
        assert_int_equal(l->points, -15000);
    }
    assert_adds_up(&m);
}

static void repaired_is_nowhere(void **state)
{
    (void)state;
    const struct regime *r = load("hunan");
    struct made m = MAKE(r, "medical_institution_2plus",
                         F("dishonest.1", 2025, 5, 1, .severity = SEVERITY_GENERAL, .state = GRADE_RECORD_REPAIRED),
                         F("base.1", 2025, 1, 1), F("good.1", 2024, 1, 1));
    for (size_t i = 0; i < m.why.uncounted.n; i++)
        assert_int_not_equal(m.why.uncounted.p[i].record_id, 101);
    for (size_t i = 0; i < m.why.counted.n; i++)
        assert_false(m.why.counted.p[i].withheld);
    assert_true(m.why.uncounted.n >= 1);
    assert_true(m.why.uncounted.p[0].reason.n > 0);
}

static void articles_are_readable(void **state)
{
    (void)state;
    const struct regime *hn = load("hunan"), *sx = load("guangdong-suixi");
    static const struct {
        const char *article, *hunan;
    } cases[] = {{"HN 18", "湘卫发〔2025〕11号 第18条"},
                 {"HN 26(一)", "湘卫发〔2025〕11号 第26条(一)"},
                 {"HN 3、5", "湘卫发〔2025〕11号 第3条、第5条"},
                 {"行政许可法 40", "行政许可法第40条"},
                 {"国办发〔2025〕22号", "国办发〔2025〕22号"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct regime_legal l = {.article = str_from(cases[i].article)};
        assert_string_equal(str_cstr(arena, archive_cite(arena, hn, &l)), cases[i].hunan);
    }
    struct regime_legal section = {.article = STR("SX 三(五)")}, local = {.local = true, .note = STR("n")};
    assert_string_equal(str_cstr(arena, archive_cite(arena, sx, &section)), "遂卫办〔2022〕32号 三(五)");
    assert_int_equal(archive_cite(arena, sx, &local).n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(points_add_up),
        cmocka_unit_test(caps_and_limits_add_up),
        cmocka_unit_test(decay_is_told),
        cmocka_unit_test(ladder_leads_to_the_grade),
        cmocka_unit_test(hidden_content_is_withheld),
        cmocka_unit_test(repaired_is_nowhere),
        cmocka_unit_test(articles_are_readable),
        cmocka_unit_test(a_sheet_that_lies_is_not_shown),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
