/* SPDX-License-Identifier: EUPL-1.2
 * multipart_test.c — what browsers send is taken apart; what they do not send is refused. Also the urlencoded parser.
 */
#include "unit/http/harness.h"

#define TYPE              "multipart/form-data; boundary=XX"
#define TEXT(name, value) "Content-Disposition: form-data; name=\"" name "\"\r\n\r\n" value
#define FILEPART(name, file, value)                                                                                                \
    "Content-Disposition: form-data; name=\"" name "\"; filename=\"" file "\"\r\nContent-Type: text/csv\r\n\r\n" value

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new(8u << 20);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

static void good_bodies(void **state)
{
    (void)state;
    static const struct {
        const char *type, *body, *want; /* name|file name|value, each part in [] */
    } rows[] = {
        {TYPE, "--XX--\r\n", ""},
        {TYPE, "--XX--", ""},
        {TYPE, "--XX\r\n" TEXT("a", "1") "\r\n--XX--\r\n", "[a||1]"},
        {TYPE, "--XX\r\n" TEXT("a", "") "\r\n--XX--\r\n", "[a||]"},
        {TYPE, "--XX\r\n" TEXT("a", "--XX--\r\n"), "[a||]"},
        {TYPE, "--XX\r\n" TEXT("a", "--XXY\r\n--XX--\r\n"), "[a||--XXY]"},
        {TYPE, "--XX\r\n" TEXT("a", "1") "\r\n--XX  \r\n" TEXT("b", "2") "\r\n--XX--\r\n", "[a||1][b||2]"},
        {TYPE, "--XX\r\n" TEXT("a", "x\r\ny") "\r\n--XX--\r\n", "[a||x\r\ny]"},
        {TYPE, "--XX\r\n" TEXT("a", "--XX\r\n--X\r\n-XX\r\n--XXn") "\r\n--XX--", NULL},
        {TYPE, "--XX\r\n" TEXT("a", "-\r\n--XXn\r\n--X") "\r\n--XX--", "[a||-\r\n--XXn\r\n--X]"},
        {TYPE, "--XX\r\n" FILEPART("f", "表.csv", "1,2\r\n--XXtail\r\n") "\r\n--XX--\r\n", "[f|表.csv|1,2\r\n--XXtail\r\n]"},
        {TYPE, "--XX\r\n" FILEPART("f", "a.csv", "1") "\r\n--XX\r\n" FILEPART("g", "b.csv", "2") "\r\n--XX--\r\n",
         "[f|a.csv|1][g|b.csv|2]"},
        {TYPE, "--XX\r\n" FILEPART("f", "", "") "\r\n--XX--\r\n", "[f||]"},
        {TYPE, "--XX\r\ncontent-disposition:form-data;name=a\r\nX-Other: y\r\n\r\n1\r\n--XX--", "[a||1]"},
        {"Multipart/Form-Data; charset=utf-8; boundary=\"X X\"", "--X X\r\n" TEXT("a", "1") "\r\n--X X--", "[a||1]"},
        {TYPE, "--XX\r\n" FILEPART("f", "C:\\\\dir\\\\a.csv", "1") "\r\n--XX--", "[f|a.csv|1]"},
        {TYPE, "--XX\r\n" FILEPART("f", "../../etc/passwd", "1") "\r\n--XX--", "[f|passwd|1]"},
        {TYPE, "--XX\r\n" FILEPART("f", "..", "1") "\r\n--XX--", "[f|file|1]"},
        {TYPE, "--XX\r\n" FILEPART("f", "a\\\"b.csv", "1") "\r\n--XX--", "[f|a\"b.csv|1]"},
        {TYPE, "--XX\r\n" FILEPART("f", "a\xff.csv", "1") "\r\n--XX--", "[f|a_.csv|1]"},
        {TYPE, "--XX\r\n" FILEPART("f", "gpj\xe2\x80\xae.exe", "1") "\r\n--XX--", "[f|gpj.exe|1]"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct form_parts parts = {0};
        bool good = form_parse_multipart(arena, str_from(rows[i].type), str_from(rows[i].body), &parts);
        if (good != (rows[i].want != NULL))
            print_error("row %zu: %s\n", i, rows[i].body);
        assert_int_equal(good, rows[i].want != NULL);
        if (!good)
            continue;
        struct out o;
        out_to_arena(&o, arena);
        for (size_t k = 0; k < parts.n; k++) {
            out_fmt(&o, "[%.*s|", STR_ARG(parts.p[k].name));
            out_str(&o, parts.p[k].file_name);
            out_char(&o, '|');
            out_str(&o, parts.p[k].value);
            out_char(&o, ']');
        }
        same_str(out_text(&o), rows[i].want);
    }
}

static void bad_bodies(void **state)
{
    (void)state;
    struct str huge = str_fmt(arena, "--XX\r\nX-Long: %02100d\r\n" TEXT("a", "1") "\r\n--XX--", 1);
    struct str long_name = str_fmt(arena, "--XX\r\nContent-Disposition: form-data; name=\"%065d\"\r\n\r\n1\r\n--XX--", 1);
    struct out many;
    out_to_arena(&many, arena);
    for (int i = 0; i <= HTTP_FORM_PARTS_MAX; i++)
        out_str(&many, STR("--XX\r\n" TEXT("a", "1") "\r\n"));
    out_str(&many, STR("--XX--\r\n"));
    const struct {
        const char *type;
        struct str body;
    } rows[] = {
        {TYPE, STR("")},
        {TYPE, STR("--XX")},
        {TYPE, STR("--XX\r\n")},
        {TYPE, STR("--YY\r\n" TEXT("a", "1") "\r\n--YY--\r\n")},
        {TYPE, STR("--XX\r\n" TEXT("a", "1"))},                /* no final boundary */
        {TYPE, STR("--XX\r\n" TEXT("a", "1") "\r\n--XX\r\n")}, /* another part announced, none there */
        {TYPE, STR("--XX\r\n" TEXT("a", "1") "\r\n--XX-")},
        {TYPE, STR("preamble\r\n--XX\r\n" TEXT("a", "1") "\r\n--XX--\r\n")},
        {TYPE, STR("--XX\r\n" TEXT("a", "1") "\r\n--XX--\r\nepilogue")},
        {TYPE, STR("--XX\r\nContent-Disposition: form-data\r\n\r\n1\r\n--XX--")}, /* no name */
        {TYPE, STR("--XX\r\n" TEXT("", "1") "\r\n--XX--")},
        {TYPE, STR("--XX\r\nContent-Type: text/plain\r\n\r\n1\r\n--XX--")}, /* no disposition */
        {TYPE, STR("--XX\r\n\r\n1\r\n--XX--")},
        {TYPE, STR("--XX\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\n1\r\n--XX--")},
        {TYPE, STR("--XX\r\nContent-Disposition: form-data; name=\"a\"; name=\"b\"\r\n\r\n1\r\n--XX--")},
        {TYPE, STR("--XX\r\nContent-Disposition: form-data; name=\"a\r\n\r\n1\r\n--XX--")},
        {TYPE, STR("--XX\r\nContent-Disposition: form-data; name=\"a\" x\r\n\r\n1\r\n--XX--")},
        {TYPE, STR("--XX\r\nContent-Disposition: form-data;\r\n name=\"a\"\r\n\r\n1\r\n--XX--")}, /* folded */
        {TYPE, STR("--XX\r\nno colon\r\n" TEXT("a", "1") "\r\n--XX--")},
        {TYPE, STR("--XX\r\n"
                   "Content-Disposition: form-data; name=\"a\"\r\n" TEXT("a", "1") "\r\n--XX--")}, /* doubled */
        {TYPE, STR("--XX\r\nContent-Transfer-Encoding: base64\r\n" TEXT("a", "1") "\r\n--XX--")},
        {TYPE, STR("--XX\r\n" TEXT("a", "\x01") "\r\n--XX--")},
        {TYPE, STR("--XX\r\n" TEXT("a", "\0") "\r\n--XX--")},
        {TYPE, STR("--XX\r\n" TEXT("a", "\xff") "\r\n--XX--")},
        {TYPE, STR("--XX\n" TEXT("a", "1") "\r\n--XX--")},
        {TYPE, huge},
        {TYPE, long_name},
        {TYPE, out_text(&many)},
        {"multipart/form-data", STR("--XX--")},
        {"multipart/form-data; boundary=", STR("----")},
        {"multipart/form-data; boundary=XX; boundary=YY", STR("--XX--")},
        {"multipart/form-data; boundary=\"XX", STR("--XX--")},
        {"multipart/mixed; boundary=XX", STR("--XX--")},
        {"text/plain", STR("--XX--")},
        {"", STR("--XX--")},
        {"multipart/form-data; boundary=12345678901234567890123456789012345678901234567890123456789012345678901",
         STR("--12345678901234567890123456789012345678901234567890123456789012345678901--")},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct form_parts parts = {0};
        bool good = form_parse_multipart(arena, str_from(rows[i].type), rows[i].body, &parts);
        if (good)
            print_error("row %zu was taken\n", i);
        assert_false(good);
    }
}

static void file_names_keep_their_end(void **state)
{
    (void)state;
    struct out o;
    out_to_arena(&o, arena);
    out_str(&o, STR("--XX\r\nContent-Disposition: form-data; name=\"f\"; filename=\""));
    for (int i = 0; i < 100; i++)
        out_str(&o, STR("遂"));
    out_str(&o, STR(".xlsx\"\r\n\r\n1\r\n--XX--"));
    struct form_parts parts = {0};
    assert_true(form_parse_multipart(arena, STR(TYPE), out_text(&o), &parts));
    assert_true(parts.p[0].file_name.n <= HTTP_FILE_NAME_MAX && parts.p[0].file_name.n > HTTP_FILE_NAME_MAX - 4);
    assert_true(utf8_valid(parts.p[0].file_name));
    assert_true(str_ends(parts.p[0].file_name, STR("遂.xlsx")));
}

static void urlencoded(void **state)
{
    (void)state;
    struct form_parts p = {0};
    assert_true(form_parse_urlencoded(arena, STR("a=1&b=%E9%81%82+x&c=&d&&e=x%0D%0Ay"), &p));
    assert_int_equal(p.n, 5);
    same_str(p.p[1].value, "遂 x");
    same_str(p.p[4].value, "x\r\ny");
    const char *const bad[] = {"=1", "a=%", "a=%00", "a=%ff", "%=1", "a=%1b"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        p = (struct form_parts){0};
        assert_false(form_parse_urlencoded(arena, str_from(bad[i]), &p));
    }
    struct str big = str_dup(arena, (struct str){arena_alloc(arena, HTTP_FORM_BODY_MAX + 1), HTTP_FORM_BODY_MAX + 1});
    p = (struct form_parts){0};
    assert_false(form_parse_urlencoded(arena, big, &p));
    p = (struct form_parts){0};
    assert_false(form_parse_urlencoded(arena, str_fmt(arena, "%065d=1", 1), &p));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_bodies),
        cmocka_unit_test(bad_bodies),
        cmocka_unit_test(file_names_keep_their_end),
        cmocka_unit_test(urlencoded),
    };
    return cmocka_run_group_tests_name("http multipart", tests, set_up, tear_down);
}
