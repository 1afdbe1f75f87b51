/* SPDX-License-Identifier: EUPL-1.2
 * sheet_csv_test.c — CSV as people send it: encodings, delimiters, quotes, line ends, row numbers.
 */
#include "support/unit.h"

#include "base/arena.h"
#include "sheet/sheet_read.h"

static struct arena *a;

static int setup(void **state)
{
    (void)state;
    a = arena_new(64u << 20);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(&a);
    return 0;
}

/* All rows as "1[a][b] 2[c]", or the verdict's number and row as "!24@3". */
static const char *read_with(struct str bytes, struct sheet_options o, struct sheet **keep)
{
    struct sheet *s;
    struct sheet_row row;
    struct str t = STR_NONE;
    if (sheet_open(a, bytes, o, &s) == SHEET_OK)
        while (sheet_next(s, &row) == SHEET_ROW) {
            t = str_fmt(a, "%.*s%s%u", STR_ARG(t), t.n ? " " : "", row.number);
            for (size_t i = 0; i < row.n; i++)
                t = str_fmt(a, "%.*s[%.*s%s]", STR_ARG(t), STR_ARG(row.cell[i].text), row.cell[i].digits_lost ? "!" : "");
        }
    if (sheet_verdict(s) != SHEET_OK)
        t = str_fmt(a, "!%d@%u", sheet_verdict(s), sheet_fault_row(s));
    if (keep)
        *keep = s;
    else
        sheet_close(&s);
    return str_cstr(a, t);
}

static void rows(void **state)
{
    (void)state;
    static const struct {
        struct str in;
        const char *out;
    } t[] = {
        {STR_INIT("a,b\nc,d\n"), "1[a][b] 2[c][d]"},
        {STR_INIT("a,b\r\nc,d"), "1[a][b] 2[c][d]"},
        {STR_INIT("a,b\rc,d\r"), "1[a][b] 2[c][d]"},
        {STR_INIT("\r\n\r\na\r\n\r\nb\r\n"), "3[a] 5[b]"},
        {STR_INIT("\n\na\n\nb\n"), "3[a] 5[b]"},
        {STR_INIT("a,,\n,,\n,b"), "1[a] 3[][b]"},
        {STR_INIT("\"x\ny\",\"say \"\"hi\"\"\"\nz"), "1[x\ny][say \"hi\"] 2[z]"},
        {STR_INIT("\"x\r\ny\"\r\nz"), "1[x\ny] 2[z]"},
        {STR_INIT("\"\"\r\n\"\",\"\"\r\nz"), "3[z]"},
        {STR_INIT("a;b\n1,5;2"), "1[a][b] 2[1,5][2]"},
        {STR_INIT("a\tb\n1\t\"x\ty\""), "1[a][b] 2[1][x\ty]"},
        {STR_INIT("表一\na;b\nc;d"), "1[表一] 2[a][b] 3[c][d]"},
        {STR_INIT(" a , b\n"), "1[a][b]"},
        {STR_INIT("007,4.40823E+17,1e5,E+5,1.2.3\n"), "1[007][4.40823E+17!][1e5][E+5][1.2.3]"},
        {STR_INIT("=\"0012\",\"=\"\"0013\"\"\",=\"\",=\",x\n"), "1[0012][0013][][=\"][x]"},
        {STR_INIT("5\" pipe,x\ny"), "1[5\" pipe][x] 2[y]"},
        {STR_INIT("\xef\xbb\xbf名,\xe5\x80\xbc\n"), "1[名][值]"},
        {STR_INIT("\xef\xbb\xbf"), ""},
        {STR_INIT("\n\n"), ""},
        {STR_INIT("\xff\xfeM\0,\0N\0\n\0-N\n\0"), "1[M][N] 2[中]"},
        {STR_INIT("\xfe\xff\0M\0,\0N\0\nN-"), "1[M][N] 2[中]"},
        {STR_INIT("\xd2\xbd\xd4\xba,\xb5\xd8\xd6\xb7\n"), "1[医院][地址]"}, /* GBK */
        {STR_INIT("\x82\x35\x8f\x33,x\n"), "1[\xe9\xbe\xa6][x]"},           /* GB18030, four bytes */
        {STR_INIT("ok\n\xe5\x8c\xbb\n\xff\n"), "!23@3"},                    /* neither */
        {STR_INIT("\xef\xbb\xbfok\n\xb5\xd8\n"), "!23@2"},                  /* marked UTF-8 and is not */
        {STR_INIT("\xff\xfeM\0\0\xd8\n\0"), "!23@1"},                       /* lone surrogate */
        {STR_INIT("a,b\n\"c,d\ne,f\n"), "!24@2"},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++)
        assert_string_equal(read_with(t[i].in, sheet_options_default(), NULL), t[i].out);
}

static void encodings(void **state)
{
    (void)state;
    static const struct {
        struct str in;
        enum sheet_encoding e;
    } t[] = {{STR_INIT("plain"), SHEET_ENC_UTF8},          {STR_INIT("\xef\xbb\xbfx"), SHEET_ENC_UTF8},
             {STR_INIT("\xe5\x8c\xbb"), SHEET_ENC_UTF8},   {STR_INIT("\xd2\xbd\xd4\xba"), SHEET_ENC_GB18030},
             {STR_INIT("\xc4\x81"), SHEET_ENC_UTF8}, /* ā of pinyin, not 膩 */
             {STR_INIT("\xff\xfex\0"), SHEET_ENC_UTF16LE}, {STR_INIT("\xfe\xff\0x"), SHEET_ENC_UTF16BE}};
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        struct sheet *s;
        (void)read_with(t[i].in, sheet_options_default(), &s);
        assert_int_equal(sheet_encoding(s), t[i].e);
        assert_true(sheet_encoding_name(sheet_encoding(s)).n > 0);
        sheet_close(&s);
    }
    struct sheet_options o = sheet_options_default(); /* the clerk overrules: these bytes are valid in both */
    struct str both = STR("\xe6\xb5\x8b\xe8\xaf\x95");
    assert_string_equal(read_with(both, o, NULL), "1[测试]");
    o.encoding = SHEET_ENC_GB18030;
    assert_string_equal(read_with(both, o, NULL), "1[娴嬭瘯]");
    o.encoding = SHEET_ENC_UTF8;
    assert_string_equal(read_with(STR("\xb5\xd8\xd6\xb7"), o, NULL), "!23@1");
    o.delimiter = ';';
    assert_string_equal(read_with(STR("a,b;c"), o, NULL), "1[a,b][c]");
}

/* Rows and characters that straddle the buffers; a field as long as is allowed, and one longer. */
static void long_files(void **state)
{
    (void)state;
    char *p = arena_alloc(a, 4u << 20);
    size_t n = 0;
    for (int i = 1; i <= 30000; i++)
        n += (size_t)snprintf(p + n, 64, "%d,\"\xd2\xbd\xd4\xba%d\r\n\",\xb5\xd8%s\r\n", i, i, i % 3 ? "" : "x");
    struct sheet *s;
    struct sheet_row row;
    assert_int_equal(sheet_open(a, (struct str){p, n}, sheet_options_default(), &s), SHEET_OK);
    for (uint32_t i = 1; i <= 30000; i++) {
        assert_int_equal(sheet_next(s, &row), SHEET_ROW);
        assert_int_equal(row.number, i);
        char want[40];
        snprintf(want, sizeof want, "医院%u\n", i);
        assert_true(str_eq(row.cell[1].text, str_from(want)));
    }
    assert_int_equal(sheet_next(s, &row), SHEET_END);
    assert_int_equal(sheet_rewind(s), SHEET_OK);
    assert_int_equal(sheet_next(s, &row), SHEET_ROW);
    assert_int_equal(row.number, 1);
    sheet_close(&s);
    memset(p, 'x', 200000);
    p[5] = '\n';
    assert_string_equal(read_with((struct str){p, 200000}, sheet_options_default(), NULL), "!19@2");
    p[6] = '"';
    assert_string_equal(read_with((struct str){p, 200000}, sheet_options_default(), NULL), "!24@2");
    assert_string_equal(read_with((struct str){p, 6 + 1 + 200}, sheet_options_default(), NULL), "!24@2");
    memset(p, ',', 300);
    p[300] = 'x';
    assert_string_equal(read_with((struct str){p, 301}, sheet_options_default(), NULL), "!18@1");
    struct sheet_options o = sheet_options_default();
    o.limits.rows = 2;
    assert_string_equal(read_with(STR("a\nb\n\n"), o, NULL), "1[a] 2[b]");
    assert_string_equal(read_with(STR("a\nb\n\nc"), o, NULL), "!17@4");
}

int main(void)
{
    sheet_prepare();
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {T(rows), T(encodings), T(long_files)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
