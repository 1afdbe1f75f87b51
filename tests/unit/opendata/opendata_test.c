/* SPDX-License-Identifier: EUPL-1.2
 * opendata_test.c — open data without a database: JSON, CSV and schema of a row by its table of fields; parameters that are and are
 * not good; cursors that hold for one list only; which format an Accept header gets.
 */
#include "support/unit.h"

#include <jansson.h>

#include "opendata/opendata_param.h"
#include "opendata/opendata_rows.h"

static struct arena *a;

static int set_up(void **state)
{
    (void)state;
    a = arena_new(16u << 20);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(&a);
    return 0;
}

static struct opendata_penalty penalty(struct str title)
{
    return (struct opendata_penalty){.subject = STR("aaaaaaaaaaaaaaaa"),
                                     .name = STR("甲“乙”\n丙"),
                                     .record = {.id = STR("7"),
                                                .item = STR("dishonest.1"),
                                                .item_name = STR("行政处罚"),
                                                .category = STR("dishonest"),
                                                .category_name = STR("失信信息"),
                                                .title = title,
                                                .severity = STR("general"),
                                                .amount = 123405,
                                                .found = day_from_ymd(2025, 4, 1),
                                                .show_from = day_from_ymd(2025, 4, 1),
                                                .show_to = DAY_NONE,
                                                .penalty = true}};
}

static json_t *json_of(const struct opendata_shape *s, const void *row)
{
    struct out o;
    json_error_t error;
    out_to_arena(&o, a);
    struct jsonw j = jsonw_to(&o);
    opendata_json(&j, a, s, row);
    json_t *v = json_loadb(out_text(&o).p, out_text(&o).n, 0, &error);
    assert_non_null(v);
    return v;
}

static void a_row_is_json(void **state)
{
    (void)state;
    struct opendata_penalty p = penalty(STR("=HYPERLINK(\"x\")\t\x01"));
    json_t *j = json_of(&OPENDATA_PENALTY, &p);
    assert_int_equal(json_object_size(j), OPENDATA_PENALTY.n);
    assert_string_equal(json_string_value(json_object_get(j, "name")), "甲“乙”\n丙");
    assert_string_equal(json_string_value(json_object_get(j, "title")), "=HYPERLINK(\"x\")\t\x01");
    assert_string_equal(json_string_value(json_object_get(j, "found")), "2025-04-01");
    assert_true(json_number_value(json_object_get(j, "amount")) == 1234.05);
    const char *const nulls[] = {"code", "detail", "document_no", "authority", "show_to"};
    for (size_t i = 0; i < sizeof nulls / sizeof *nulls; i++)
        assert_true(json_is_null(json_object_get(j, nulls[i])));
    assert_true(json_is_true(json_object_get(j, "penalty")) && json_is_false(json_object_get(j, "disputed")));
    json_decref(j);
}

static void a_list_of_rows_is_json(void **state)
{
    (void)state;
    struct opendata_grade grades[] = {{.year = 2025, .version = 2, .grade = STR("A"), .in_force = true},
                                      {.year = 2024, .version = 1}};
    struct opendata_subject s = {.id = STR("aaaaaaaaaaaaaaaa"),
                                 .standing = STR("graded"),
                                 .grades = {grades, 2},
                                 .established = DAY_NONE,
                                 .ended = DAY_NONE,
                                 .next_change = DAY_NONE,
                                 .as_of = day_from_ymd(2026, 1, 1)};
    json_t *j = json_of(&OPENDATA_SUBJECT_FULL, &s), *list = json_object_get(j, "grades");
    assert_int_equal(json_array_size(list), 2);
    assert_int_equal(json_integer_value(json_object_get(json_array_get(list, 0), "version")), 2);
    assert_int_equal(json_array_size(json_object_get(j, "records")), 0);
    assert_true(json_is_null(json_object_get(j, "year"))); /* no grade: no year */
    json_decref(j);
}

static void csv_is_rfc_4180_and_harmless(void **state)
{
    (void)state;
    struct opendata_penalty p[] = {penalty(STR("=1+1")), penalty(STR("一,二"))};
    struct str s = opendata_csv(a, &OPENDATA_PENALTY, (struct opendata_list){p, 2}, false);
    assert_true(str_starts(s, STR("subject,code,name,record,item,item_name,category,category_name,title,")));
    assert_true(str_contains(s, STR("\"甲“乙”\n丙\"")));
    assert_true(str_contains(s, STR(",'=1+1,")));
    assert_true(str_contains(s, STR(",\"一,二\",")));
    assert_true(str_contains(s, STR(",1234.05,2025-04-01,2025-04-01,,true,false")));
    struct str bom = opendata_csv(a, &OPENDATA_PENALTY, (struct opendata_list){p, 0}, true);
    assert_memory_equal(bom.p, "\xef\xbb\xbfsubject", 10);
}

static void a_schema_names_every_field(void **state)
{
    (void)state;
    const struct opendata_shape *const shapes[] = {&OPENDATA_SUBJECT_FULL, &OPENDATA_GRADED,      &OPENDATA_PENALTY,
                                                   &OPENDATA_LICENCE_OF,   &OPENDATA_PUBLICATION, &OPENDATA_CHANGE,
                                                   &OPENDATA_DUMP_FILE,    &OPENDATA_LIST_KIND,   &OPENDATA_ENTRY};
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        struct out o;
        json_error_t error;
        out_to_arena(&o, a);
        struct jsonw j = jsonw_to(&o);
        opendata_schema(&j, shapes[i]);
        json_t *v = json_loadb(out_text(&o).p, out_text(&o).n, 0, &error), *fields = json_object_get(v, "properties");
        assert_int_equal(json_object_size(fields), shapes[i]->n);
        assert_int_equal(json_array_size(json_object_get(v, "required")), shapes[i]->n);
        for (size_t k = 0; k < shapes[i]->n; k++) {
            json_t *f = json_object_get(fields, shapes[i]->p[k].name);
            assert_true(json_string_length(json_object_get(f, "description")) > 0);
            assert_int_equal(json_is_array(json_object_get(f, "type")), shapes[i]->p[k].maybe);
        }
        json_decref(v);
    }
}

/* Which items put an organisation on a list: listings of its polarity that anybody may see, and none where it is internal. */
static void items_of_a_list(void **state)
{
    (void)state;
    struct regime_category categories[] = {
        {.code = STR("serious"), .polarity = POLARITY_SERIOUS, .legal_person = DISCLOSE_PUBLIC},
        {.code = STR("good"), .polarity = POLARITY_GOOD, .legal_person = DISCLOSE_PUBLIC},
        {.code = STR("closed"), .polarity = POLARITY_SERIOUS, .legal_person = DISCLOSE_INTERNAL}};
    struct regime r = {.categories = {categories, 3}};
    static const struct {
        const char *category;
        enum regime_item_kind kind;
        enum regime_polarity list;
        bool publishable, want;
    } cases[] = {
        {"serious", ITEM_LISTING, POLARITY_SERIOUS, true, true},  {"serious", ITEM_LISTING, POLARITY_SERIOUS, false, false},
        {"serious", ITEM_PENALTY, POLARITY_SERIOUS, true, false}, {"serious", ITEM_LISTING, POLARITY_GOOD, true, false},
        {"good", ITEM_FACT, POLARITY_GOOD, true, false},          {"good", ITEM_LISTING, POLARITY_SERIOUS, true, false},
        {"closed", ITEM_LISTING, POLARITY_SERIOUS, true, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct regime_item item = {.code = STR("x.1"), .category = str_from(cases[i].category), .kind = cases[i].kind};
        struct regime_list_kind k = {.polarity = cases[i].list, .publishable = cases[i].publishable};
        if (opendata_item_lists(&r, &k, &item) != cases[i].want)
            fail_msg("case %zu", i);
    }
}

static void a_kind_of_list_is_json(void **state)
{
    (void)state;
    static const char *const words[] = {"base", "good", "bad", "dishonest", "serious", "reference", "other"};
    for (int p = POLARITY_BASE; p <= POLARITY_OTHER; p++) {
        struct regime_list_kind k = {.code = STR("serious"),
                                     .label = STR("严重失信主体名单"),
                                     .polarity = (enum regime_polarity)p,
                                     .publishable = true,
                                     .legal = {.article = STR("HI 17")}};
        struct opendata_list_kind row = opendata_list_kind_of(&k);
        json_t *j = json_of(&OPENDATA_LIST_KIND, &row);
        assert_string_equal(json_string_value(json_object_get(j, "polarity")), words[p]);
        assert_string_equal(json_string_value(json_object_get(j, "article")), "HI 17");
        assert_true(json_is_null(json_object_get(j, "basis")));
        assert_true(json_is_true(json_object_get(j, "publishable")) && json_is_false(json_object_get(j, "local")));
        json_decref(j);
    }
}

static void parameters(void **state)
{
    (void)state;
    static const struct {
        struct opendata_param p;
        const char *raw;
        bool good;
        int64_t number;
    } cases[] = {
        {{"limit", PARAM_INT, 1, 200, NULL, "", NULL}, "200", true, 200},
        {{"limit", PARAM_INT, 1, 200, NULL, "", NULL}, "201", false, 0},
        {{"limit", PARAM_INT, 1, 200, NULL, "", NULL}, "0", false, 0},
        {{"limit", PARAM_INT, 1, 200, NULL, "", NULL}, "-1", false, 0},
        {{"limit", PARAM_INT, 1, 200, NULL, "", NULL}, "+1", false, 0},
        {{"limit", PARAM_INT, 1, 200, NULL, "", NULL}, "007", false, 0},
        {{"limit", PARAM_INT, 1, 200, NULL, "", NULL}, "99999999999999999999", false, 0},
        {{"from", PARAM_DAY, 0, 0, NULL, "", NULL}, "2024-02-29", true, 0},
        {{"from", PARAM_DAY, 0, 0, NULL, "", NULL}, "2023-02-29", false, 0},
        {{"from", PARAM_DAY, 0, 0, NULL, "", NULL}, "2024-2-29", false, 0},
        {{"type", PARAM_WORD, 0, 5, NULL, "", NULL}, "a_b.9", true, 0},
        {{"type", PARAM_WORD, 0, 5, NULL, "", NULL}, "a'b", false, 0},
        {{"type", PARAM_WORD, 0, 5, NULL, "", NULL}, "abcdef", false, 0},
        {{"division", PARAM_DIGITS, 0, 12, NULL, "", NULL}, "440823", true, 0},
        {{"division", PARAM_DIGITS, 0, 12, NULL, "", NULL}, "44O823", false, 0},
        {{"q", PARAM_TEXT, 0, 2, NULL, "", NULL}, "卫生", true, 0},
        {{"q", PARAM_TEXT, 0, 2, NULL, "", NULL}, "卫生院", false, 0},
        {{"format", PARAM_CHOICE, 0, 0, "json csv", "", NULL}, "csv", true, 0},
        {{"format", PARAM_CHOICE, 0, 0, "json csv", "", NULL}, "json csv", false, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct opendata_value v;
        struct str why = STR_NONE;
        bool good = opendata_param_read(a, &cases[i].p, str_from(cases[i].raw), &v, &why);
        if (good != cases[i].good || (good && cases[i].p.type == PARAM_INT && v.number != cases[i].number))
            fail_msg("%s=%s", cases[i].p.name, cases[i].raw);
        assert_true(good || why.n > 0);
    }
    struct opendata_value v;
    struct str why;
    assert_true(opendata_param_read(a, &cases[0].p, STR(""), &v, &why) && !v.given);
}

static void a_cursor_holds_for_its_list_only(void **state)
{
    (void)state;
    struct str c = opendata_cursor_make(a, STR("listSubjects\nA"), STR("2025-04-01.aaaaaaaaaaaaaaaa.17")), position = STR_NONE;
    assert_false(str_contains(c, STR("2025")));
    assert_true(opendata_cursor_read(a, STR("listSubjects\nA"), c, &position));
    assert_true(str_eq(position, STR("2025-04-01.aaaaaaaaaaaaaaaa.17")));
    assert_false(opendata_cursor_read(a, STR("listSubjects\nB"), c, &position));
    assert_false(opendata_cursor_read(a, STR("listSubjects\nA"), str_sub(c, 0, c.n - 2), &position));
    char changed[200];
    memcpy(changed, c.p, c.n);
    changed[c.n - 1] = changed[c.n - 1] == '0' ? '1' : '0';
    assert_false(opendata_cursor_read(a, STR("listSubjects\nA"), (struct str){changed, c.n}, &position));
    static const char *const odd[] = {"", "0", "00", "0000000000", "zz", "00000000ZZ"};
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
        assert_false(opendata_cursor_read(a, STR("x"), str_from(odd[i]), &position));
}

static void accept_header(void **state)
{
    (void)state;
    static const struct {
        const char *header;
        int both, json_only;
    } cases[] = {
        {"", 0, 0},
        {"*/*", 0, 0},
        {"application/json", 0, 0},
        {"text/csv", 1, -1},
        {"text/*", 1, -1},
        {"application/xml", -1, -1},
        {"text/html,application/xhtml+xml,*/*;q=0.8", 0, 0},
        {"text/csv;q=0.9, application/json;q=0.5", 1, 0},
        {"text/csv;q=0.5, application/json;q=0.9", 0, 0},
        {"application/json;q=0, text/csv", 1, -1},
        {"text/csv;q=0, */*", 0, 0},
        {"APPLICATION/JSON", 0, 0},
        {"application/json;q=0", -1, -1},
        {",,;q=1,", -1, -1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str h = str_from(cases[i].header);
        int both = opendata_accept(h, STR("application/json"), STR("text/csv"));
        int one = opendata_accept(h, STR("application/json"), STR_NONE);
        if (both != cases[i].both || one != cases[i].json_only)
            fail_msg("%s: %d and %d", cases[i].header, both, one);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_is_json),
        cmocka_unit_test(a_list_of_rows_is_json),
        cmocka_unit_test(csv_is_rfc_4180_and_harmless),
        cmocka_unit_test(a_schema_names_every_field),
        cmocka_unit_test(items_of_a_list),
        cmocka_unit_test(a_kind_of_list_is_json),
        cmocka_unit_test(parameters),
        cmocka_unit_test(a_cursor_holds_for_its_list_only),
        cmocka_unit_test(accept_header),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
