/* SPDX-License-Identifier: EUPL-1.2
 * form_test.c — each field type from text to typed member, the sentences people read, what is refused as a whole, and the state
 * that a page draws itself from.
 */
#include "unit/http/harness.h"

struct record_form {
    struct str note, name, secret, code, id;
    int64_t amount;
    struct day found, used;
    bool agreed, public;
    int severity;
    struct form_file file;
    struct form_ints picks;
    struct form_codes items;
};

static const struct form_choice SEVERITIES[] = {{"light", "轻微", 0}, {"common", "一般", 1}, {"grave", "严重", 7}};
static const struct form_field FIELDS[] = {
    FORM_TEXT(struct record_form, note, "说明", 2, 10, false),
    FORM_LINE(struct record_form, name, "名称", 2, 6, true),
    FORM_SECRET(struct record_form, secret, "密码", 0, 12, false),
    FORM_CODE(struct record_form, code, "统一社会信用代码", 0, 18, false),
    FORM_TOKEN(struct record_form, id, NULL, 1, 8),
    FORM_INT(struct record_form, amount, "罚款金额", 0, 1000000, false),
    FORM_DATE(struct record_form, found, "认定日期", false),
    FORM_DATE3(struct record_form, used, "公示日期", false),
    FORM_BOOL(struct record_form, agreed, "已核对", false),
    FORM_BOOL(struct record_form, public, "公开", false),
    FORM_ENUM(struct record_form, severity, "严重程度", SEVERITIES, false),
    FORM_FILE(struct record_form, file, "证明材料", 2048, false),
    FORM_INTS(struct record_form, picks, "乡镇", 1, 99, false),
    FORM_CODES(struct record_form, items, "信用项目", 1, 5, false),
};
static const struct form_def DEF = FORM_DEF("record", struct record_form, FIELDS);

static struct arena *arena;
static struct form_state state_now;
static struct record_form got;
static struct str why;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new(8u << 20);
    form_def_check(&DEF);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

/* name and id are always there. */
static enum form_verdict read_form(const char *body)
{
    struct form_parts parts = {0};
    got = (struct record_form){0};
    struct str whole = str_cat(arena, STR("name=%E9%81%82%E6%BA%AA&id=a1&"), str_from(body));
    assert_true(form_parse_urlencoded(arena, whole, &parts));
    return form_read(arena, &DEF, &parts, &got, &state_now, &why);
}

static void fields_come_typed(void **state)
{
    (void)state;
    assert_int_equal(read_form(""), FORM_GOOD);
    same_str(got.name, "遂溪");
    same_str(got.id, "a1");
    assert_true(got.amount == FORM_INT_NONE && !day_is(got.found) && !day_is(got.used) && got.severity == FORM_ENUM_NONE &&
                !got.agreed);
    assert_true(got.picks.n == 0 && got.items.n == 0 && got.file.name.n == 0);
    assert_int_equal(read_form("note=+a%0D%0Ab%0Dc+&secret=+x+&code=%EF%BC%91%EF%BC%92+34%E3%80%805Ａ&amount=%EF%BC%91,200"
                               "&agreed=1&public=on&severity=grave&picks=3&picks=4&picks=&items=HI1&items=HI2"),
                     FORM_GOOD);
    same_str(got.note, "a\nb\nc");
    same_str(got.secret, " x ");
    same_str(got.code, "12345A");
    assert_int_equal(got.amount, 1200);
    assert_true(got.agreed && got.public);
    assert_int_equal(got.severity, 7);
    assert_int_equal(got.picks.n, 2);
    assert_int_equal(got.picks.p[1], 4);
    same_str(got.items.p[1], "HI2");
}

static void dates(void **state)
{
    (void)state;
    static const struct {
        const char *body;
        bool good;
        const char *anchor, *message;
    } rows[] = {
        {"found=2026-4-1", true, NULL, NULL},
        {"found=2026%E5%B9%B44%E6%9C%881%E6%97%A5", true, NULL, NULL},
        {"found=20260401", true, NULL, NULL},
        {"found=2026/04/01", true, NULL, NULL},
        {"found=2026.4.1", true, NULL, NULL},
        {"found=2026-4-31", false, "#found", "认定日期不是有效的日期。请按“2026年4月1日”或“2026-4-1”填写。"},
        {"found=x", false, "#found", "认定日期不是有效的日期。请按“2026年4月1日”或“2026-4-1”填写。"},
        {"found=1826-4-1", false, "#found", "认定日期应在1900年1月1日到2199年12月31日之间。请核对年份。"},
        {"used-year=2026&used-month=4&used-day=1", true, NULL, NULL},
        {"used-year=2026%E5%B9%B4&used-month=04%E6%9C%88&used-day=%EF%BC%91%E6%97%A5", true, NULL, NULL},
        {"used-year=2026%E5%B9%B44%E6%9C%881%E6%97%A5&used-month=&used-day=", true, NULL, NULL},
        {"used-year=2026-04-01&used-month=&used-day=", true, NULL, NULL},
        {"used-year=&used-month=&used-day=2026-04-01", true, NULL, NULL},
        {"used-year=2026&used-month=&used-day=1", false, "#used-month", "公示日期缺少月份。请补填，例如 2026年4月1日。"},
        {"used-year=2026&used-month=&used-day=", false, "#used-month", "公示日期缺少月份。请补填，例如 2026年4月1日。"},
        {"used-year=&used-month=4&used-day=1", false, "#used-year", "公示日期缺少年份。请补填，例如 2026年4月1日。"},
        {"used-year=2026&used-month=4&used-day=31", false, "#used-year",
         "公示日期不是有效的日期。请按“2026年4月1日”或“2026-4-1”填写。"},
        {"used-year=2026&used-month=x&used-day=1", false, "#used-month",
         "公示日期不是有效的日期。请按“2026年4月1日”或“2026-4-1”填写。"},
        {"used-year=99999&used-month=4&used-day=1", false, "#used-year",
         "公示日期不是有效的日期。请按“2026年4月1日”或“2026-4-1”填写。"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        enum form_verdict v = read_form(rows[i].body);
        if ((v == FORM_GOOD) != rows[i].good)
            print_error("row %zu: %s\n", i, rows[i].body);
        assert_int_equal(v, rows[i].good ? FORM_GOOD : FORM_INVALID);
        if (rows[i].good) {
            struct day d = day_is(got.found) ? got.found : got.used;
            assert_int_equal(d.n, day_from_ymd(2026, 4, 1).n);
        } else {
            assert_int_equal(state_now.errors.n, 1);
            same_str(state_now.errors.p[0].anchor.s, rows[i].anchor);
            same_str(state_now.errors.p[0].message, rows[i].message);
        }
    }
}

static void sentences(void **state)
{
    (void)state;
    static const struct {
        const char *body, *field, *message;
    } rows[] = {
        {"note=a", "note", "说明不能少于 2 个字，现在是 1 个字。请补充。"},
        {"note=%E9%81%82%E6%BA%AA%E5%8E%BF12345678", "note", "说明不能超过 10 个字，现在是 11 个字。请删减。"},
        {"code=%E9%81%82", "code", "统一社会信用代码只能由数字、字母和符号组成。请核对后重新填写。"},
        {"amount=1.5", "amount", "罚款金额应为整数。请只填写数字。"},
        {"amount=abc", "amount", "罚款金额应为整数。请只填写数字。"},
        {"amount=-1", "amount", "罚款金额应在 0 到 1000000 之间。请核对。"},
        {"amount=99999999999999999999", "amount", "罚款金额应为整数。请只填写数字。"},
        {"severity=none", "severity", "严重程度不在可选范围内。请重新选择。"},
        {"picks=1&picks=100", "picks", "乡镇应在 1 到 99 之间。请核对。"},
        {"items=HI1&items=HI1234", "items", "信用项目不能超过 5 个字，现在是 6 个字。请删减。"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(read_form(rows[i].body), FORM_INVALID);
        assert_int_equal(state_now.errors.n, 1);
        same_str(form_message(&state_now, rows[i].field), rows[i].message);
        same_str(state_now.errors.p[0].message, rows[i].message);
    }
    /* all at once, in the order of the table, and nothing that was typed is lost but the secret */
    assert_int_equal(read_form("severity=x&amount=y&note=z&secret=0123456789abc&picks=7&picks=8"), FORM_INVALID);
    assert_int_equal(state_now.errors.n, 4);
    same_str(state_now.errors.p[0].field, "note");
    same_str(state_now.errors.p[1].field, "secret");
    same_str(state_now.errors.p[2].field, "amount");
    same_str(state_now.errors.p[3].field, "severity");
    same_str(form_value(&state_now, "amount"), "y");
    same_str(form_value(&state_now, "name"), "遂溪");
    assert_null(form_value(&state_now, "secret").p);
    assert_true(form_has(&state_now, "picks", STR("8")) && !form_has(&state_now, "picks", STR("9")));
    assert_int_equal(form_status(&state_now), 422);
}

static void required_fields(void **state)
{
    (void)state;
    static const struct form_field all[] = {
        FORM_TEXT(struct record_form, note, "说明", 2, 10, true),
        FORM_SECRET(struct record_form, secret, "密码", 8, 12, true),
        FORM_INT(struct record_form, amount, "罚款金额", 0, 10, true),
        FORM_DATE(struct record_form, found, "认定日期", true),
        FORM_DATE3(struct record_form, used, "公示日期", true),
        FORM_BOOL(struct record_form, agreed, "已核对", true),
        FORM_ENUM(struct record_form, severity, "严重程度", SEVERITIES, true),
        FORM_FILE(struct record_form, file, "证明材料", 0, true),
        FORM_INTS(struct record_form, picks, "乡镇", 1, 99, true),
    };
    static const struct form_def def = FORM_DEF("all", struct record_form, all);
    static const char *const want[] = {
        "请填写说明。",
        "请填写密码。",
        "请填写罚款金额。",
        "请填写认定日期，例如 2026年4月1日。",
        "请填写公示日期，例如 2026年4月1日。",
        "请勾选“已核对”。",
        "请选择严重程度。",
        "请选择要上传的文件：证明材料。",
        "请选择乡镇。",
    };
    form_def_check(&def);
    for (int blank = 0; blank < 2; blank++) {
        struct form_parts parts = {0};
        if (blank)
            assert_true(form_parse_urlencoded(
                arena, STR("note=+%0D%0A&secret=&amount=+&found=&used-year=&used-month=&used-day=+&severity="), &parts));
        assert_int_equal(form_read(arena, &def, &parts, &got, &state_now, &why), FORM_INVALID);
        assert_int_equal(state_now.errors.n, 9);
        for (size_t i = 0; i < 9; i++)
            same_str(state_now.errors.p[i].message, want[i]);
        same_str(state_now.errors.p[4].anchor.s, "#used-year");
    }
}

static void refused_as_a_whole(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "unknown=1",
        "name=again",
        "amount=1&amount=1",
        "used=2026-4-1",
        "used-year=1&used-year=1",
        "agreed=yes",
        "agreed=1&agreed=1",
        "file=text",
        "csrf=x",
        "NOTE=x",
        "severity=light&severity=grave",
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (read_form(rows[i]) != FORM_REFUSED)
            print_error("row %zu: %s\n", i, rows[i]);
        assert_int_equal(read_form(rows[i]), FORM_REFUSED);
        assert_true(why.n > 0);
    }
    static const char *const tokens[] = {"name=ab&id=", "name=ab&id=123456789", "name=ab&id=a.b", "name=ab"};
    for (size_t i = 0; i < sizeof tokens / sizeof *tokens; i++) {
        struct form_parts parts = {0};
        assert_true(form_parse_urlencoded(arena, str_from(tokens[i]), &parts));
        assert_int_equal(form_read(arena, &DEF, &parts, &got, &state_now, &why), FORM_REFUSED);
    }
}

static enum form_verdict read_upload(const char *file_name, size_t n)
{
    struct form_part p[] = {
        {.name = STR("name"), .value = STR("遂溪")},
        {.name = STR("id"), .value = STR("a")},
        {.name = STR("file"), .value = {arena_alloc(arena, n), n}, .file_name = str_from(file_name), .is_file = true},
    };
    struct form_parts parts = {p, 3, 3};
    got = (struct record_form){0};
    return form_read(arena, &DEF, &parts, &got, &state_now, &why);
}

static void files(void **state)
{
    (void)state;
    assert_int_equal(read_upload("", 0), FORM_GOOD); /* none chosen */
    assert_int_equal(got.file.name.n, 0);
    assert_int_equal(read_upload("a.pdf", 2048), FORM_GOOD);
    same_str(got.file.name, "a.pdf");
    assert_int_equal(got.file.bytes.n, 2048);
    assert_int_equal(read_upload("a.pdf", 0), FORM_INVALID);
    same_str(state_now.errors.p[0].message, "证明材料是空文件。请重新选择文件。");
    assert_int_equal(read_upload("a.pdf", 2049), FORM_INVALID);
    same_str(state_now.errors.p[0].message, "证明材料不能超过 2 KB。请减小文件。");
}

static void a_form_shown_first(void **state)
{
    (void)state;
    struct req r = {.arena = arena};
    struct form_state *f = form_empty(&r, &DEF);
    assert_int_equal(form_status(f), 200);
    form_set(f, "name", STR("遂溪"));
    form_set(f, "name", STR("遂溪县"));
    form_set_int(f, "amount", 12);
    form_set_int(f, "picks", 3);
    form_set_int(f, "picks", 4);
    form_set_day(f, "found", day_from_ymd(2026, 4, 1));
    form_set_day(f, "used", day_from_ymd(2026, 4, 1));
    same_str(form_value(f, "name"), "遂溪县");
    same_str(form_value(f, "amount"), "12");
    same_str(form_value(f, "found"), "2026-04-01");
    same_str(form_value(f, "used-year"), "2026");
    same_str(form_value(f, "used-month"), "4");
    same_str(form_value(f, "used-day"), "1");
    assert_true(form_has(f, "picks", STR("3")) && form_has(f, "picks", STR("4")));
    same_str(str_from(form_field(f, "name")->label), "名称");
    assert_int_equal(form_new_token(&r).n, 32);
    assert_false(str_eq(form_new_token(&r), form_new_token(&r)));
    r.form_state = f;
    form_add_error(&r, "used", STR("三"));
    form_add_error(&r, "amount", STR("二"));
    form_add_error(&r, "note", STR("一"));
    form_add_error(&r, "items", STR("四"));
    same_str(f->errors.p[0].message, "一");
    same_str(f->errors.p[1].message, "二");
    same_str(f->errors.p[2].message, "三");
    same_str(f->errors.p[3].message, "四");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_come_typed),  cmocka_unit_test(dates),
        cmocka_unit_test(sentences),          cmocka_unit_test(required_fields),
        cmocka_unit_test(refused_as_a_whole), cmocka_unit_test(files),
        cmocka_unit_test(a_form_shown_first),
    };
    return cmocka_run_group_tests_name("http form", tests, set_up, tear_down);
}
