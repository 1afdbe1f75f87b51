/* SPDX-License-Identifier: EUPL-1.2
 * subject_test.c — what a draft of a subject must satisfy: tables of drafts and the faults they get; the content hash sees every
 * field.
 */
#include "support/unit.h"

#include "base/arena.h"
#include "subject/subject.h"

static const struct regime_subject_type FIRM = {.code = STR_INIT("firm"), .kind = KIND_LEGAL};
static const struct regime_subject_type PERSON = {.code = STR_INIT("person"), .kind = KIND_NATURAL};
#define GOOD_CODE "91350100M000100Y43" /* the standard's own example */
#define GOOD_ID   "11010519491231002X" /* GB 11643's own example */

struct row {
    const char *what;
    const struct regime_subject_type *type;
    const char *name, *code, *id;
    bool confirm, without, good;
    const char *field; /* of the first fault or warning; NULL: none */
};

static const struct row ROWS[] = {
    {"firm", &FIRM, "甲公司", GOOD_CODE, "", false, false, true, NULL},
    {"code in lower case with blanks", &FIRM, "甲公司", " 91350100 m000100y43", "", false, false, true, NULL},
    {"code in full width", &FIRM, "甲公司", "９１３５０１００Ｍ０００１００Ｙ４３", "", false, false, true, NULL},
    {"no name", &FIRM, "", GOOD_CODE, "", false, false, false, "名称"},
    {"blanks for a name", &FIRM, " \t　", GOOD_CODE, "", false, false, false, "名称"},
    {"one character", &FIRM, "甲", GOOD_CODE, "", false, false, false, "名称"},
    {"no type", NULL, "甲公司", GOOD_CODE, "", false, false, false, "主体类型"},
    {"no code", &FIRM, "甲公司", "", "", false, false, false, "统一社会信用代码"},
    {"no code, allowed", &FIRM, "甲公司", "", "", false, true, true, "统一社会信用代码"},
    {"short code", &FIRM, "甲公司", "91350100M000100Y4", "", true, true, false, "统一社会信用代码"},
    {"O for 0", &FIRM, "甲公司", "91350100MO00100Y43", "", true, false, false, "统一社会信用代码"},
    {"wrong check", &FIRM, "甲公司", "91350100M000100Y44", "", false, false, false, "统一社会信用代码"},
    {"wrong check, confirmed", &FIRM, "甲公司", "91350100M000100Y44", "", true, false, true, "统一社会信用代码"},
    {"person", &PERSON, "张三", "", GOOD_ID, false, false, true, NULL},
    {"person, x in lower case", &PERSON, "张三", "", "11010519491231002x", false, false, true, NULL},
    {"person without a number", &PERSON, "张三", GOOD_CODE, "", false, true, false, "证件号码"},
    {"person, wrong check", &PERSON, "张三", "", "110105194912310021", false, true, false, "证件号码"},
    {"person, wrong check, confirmed", &PERSON, "张三", "", "110105194912310021", true, true, true, "证件号码"},
    {"person, old number", &PERSON, "张三", "", "110105491231002", false, false, false, "证件号码"},
    {"person born tomorrow", &PERSON, "张三", "", "110105202603030017", false, false, false, "证件号码"},
};

static void drafts(void **state)
{
    (void)state;
    struct arena *a = arena_new(1 << 20);
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        const struct row *r = &ROWS[i];
        struct subject_draft d = {.type = r->type,
                                  .name = str_from(r->name),
                                  .code = str_from(r->code),
                                  .id_number = str_from(r->id),
                                  .established = DAY_NONE,
                                  .ended = DAY_NONE};
        struct subject_rules rules = {day_from_ymd(2026, 3, 2), r->confirm, r->without};
        struct subject_faults f = {0};
        bool good = subject_check(a, &d, &rules, &f);
        if (good != r->good || (f.n > 0) != (r->field != NULL))
            print_message("%s\n", r->what);
        assert_int_equal(good, r->good);
        assert_int_equal(f.n > 0, r->field != NULL);
        if (f.n) {
            assert_string_equal(str_cstr(a, f.p[0].field), r->field);
            assert_int_equal(f.p[0].warning, r->good);
            assert_true(f.p[0].message.n > 0);
        }
        if (good && r->type == &FIRM && d.code.n)
            assert_int_equal(d.code.n, 18);
    }
    arena_free(&a);
}

static void all_faults_at_once(void **state)
{
    (void)state;
    struct arena *a = arena_new(1 << 20);
    struct subject_licence l = {
        .number = STR("1"), .issued = DAY_NONE, .valid_from = day_from_ymd(2025, 1, 2), .valid_to = day_from_ymd(2025, 1, 1)};
    struct subject_draft d = {.type = &FIRM, .established = day_from_ymd(2026, 3, 3), .ended = DAY_NONE};
    d.licences.p = &l;
    d.licences.n = 1;
    struct subject_rules rules = {day_from_ymd(2026, 3, 2), false, false};
    struct subject_faults f = {0};
    assert_false(subject_check(a, &d, &rules, &f));
    assert_int_equal(f.n, 4); /* name, code, date, licence */
    d.established = day_from_ymd(2020, 1, 1);
    d.ended = day_from_ymd(2019, 12, 31);
    f = (struct subject_faults){0};
    assert_false(subject_check(a, &d, &rules, &f));
    assert_string_equal(str_cstr(a, f.p[2].field), "终止日期");
    arena_free(&a);
}

static void kinds(void **state)
{
    (void)state;
    struct arena *a = arena_new(1 << 20);
    static const struct {
        const struct regime_subject_type *type;
        const char *code;
        enum subject_kind kind;
    } CASES[] = {{&FIRM, "92440823MA4UABCD1X", SUBJECT_UNINCORPORATED},
                 {&FIRM, GOOD_CODE, SUBJECT_LEGAL},
                 {&PERSON, GOOD_CODE, SUBJECT_NATURAL}};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct subject_draft d = {.type = CASES[i].type,
                                  .name = STR("某某"),
                                  .code = str_from(CASES[i].code),
                                  .id_number = STR(GOOD_ID),
                                  .id_kind = ID_RESIDENT,
                                  .established = DAY_NONE,
                                  .ended = DAY_NONE};
        struct subject_rules rules = {day_from_ymd(2026, 3, 2), true, true};
        struct subject_faults f = {0};
        bool ignored = subject_check(a, &d, &rules, &f);
        (void)ignored;
        assert_int_equal(d.kind, CASES[i].kind);
        assert_int_equal(d.code.n == 0, d.kind == SUBJECT_NATURAL); /* each kind has one identifier */
        assert_int_equal(d.id_number.n == 0, d.kind != SUBJECT_NATURAL);
        assert_int_equal(d.id_kind == ID_NONE, d.kind != SUBJECT_NATURAL);
        assert_true(subject_kind_name(d.kind).n > 0);
    }
    arena_free(&a);
}

/* Two drafts that differ in one field only have different hashes, also when text moves from a field to the next. */
static void hash_sees_every_field(void **state)
{
    (void)state;
    struct subject_licence one = {.kind = STR("k"), .number = STR("1"), .content = STR("c"), .authority = STR("a")}, licences[7];
    for (size_t i = 0; i < 7; i++)
        licences[i] = one;
    licences[0].kind = STR("K");
    licences[1].number = STR("2");
    licences[2].content = STR("C");
    licences[3].authority = STR("A");
    licences[4].issued.n = 1;
    licences[5].valid_from.n = 1;
    licences[6].valid_to.n = 1;
    struct str former = STR("旧");
    struct subject_draft base = {
        .type = &FIRM, .name = STR("ab"), .code = STR("cd"), .division = STR("e"), .address = STR("f"), .representative = STR("g")};
    base.licences.p = &one;
    base.licences.n = 1;
    struct subject_draft v[18];
    for (size_t i = 0; i < 18; i++)
        v[i] = base;
    v[1].type = &PERSON;
    v[2].name = STR("a");
    v[2].code = STR("bcd");
    v[3].code = STR("cD");
    v[4].id_number = STR("1");
    v[5].division = STR("");
    v[5].address = STR("ef");
    v[6].address = STR("F");
    v[7].representative = STR("G");
    v[8].established.n = 1;
    v[9].ended.n = 1;
    v[10].former_names.p = &former;
    v[10].former_names.n = 1;
    for (size_t i = 0; i < 7; i++)
        v[11 + i].licences.p = &licences[i];
    uint8_t hash[18][SUBJECT_KEY_BYTES], again[SUBJECT_KEY_BYTES];
    for (size_t i = 0; i < 18; i++)
        subject_content_hash(&v[i], hash[i]);
    subject_content_hash(&base, again);
    assert_memory_equal(hash[0], again, SUBJECT_KEY_BYTES);
    for (size_t i = 0; i < 18; i++)
        for (size_t k = 0; k < i; k++)
            assert_memory_not_equal(hash[i], hash[k], SUBJECT_KEY_BYTES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(drafts),
        cmocka_unit_test(all_faults_at_once),
        cmocka_unit_test(kinds),
        cmocka_unit_test(hash_sees_every_field),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
