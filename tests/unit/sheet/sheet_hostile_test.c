/* SPDX-License-Identifier: EUPL-1.2
 * sheet_hostile_test.c — files that want to do harm, or were damaged on the way: each refused with its own verdict and with a
 * sentence (security.md §4 "XLSX in"): in this process, where the sanitizers look on, and again by the program `parser`, which must
 * say the same within 256 MiB and 10 seconds.
 */
#include "support/unit.h"

#include "base/file.h"
#include "base/out.h"
#include "sheet/sheet_read.h"
#include "sheet/sheet_write.h"
#include "parser_run.h"
#include "xlsx_build.h"

static struct arena *a;
static const char *parser;
static int64_t longest_ms;
static long highest_kib;

static struct arena *kept;

static int setup(void **state)
{
    (void)state;
    a = arena_new(1024u << 20);
    if (!parser)
        parser = parser_path(kept, true);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(&a);
    return 0;
}

/* Reads to the end and says how it ended. */
static enum sheet_verdict read_all(struct str bytes, struct sheet_options o)
{
    struct arena *mine = arena_new(512u << 20);
    struct sheet *s;
    enum sheet_verdict v = sheet_open(mine, bytes, o, &s);
    struct sheet_row row;
    if (v == SHEET_OK) {
        while (sheet_next(s, &row) == SHEET_ROW)
            ;
        v = sheet_verdict(s);
    }
    assert_true(sheet_explain(mine, v, sheet_fault_row(s)).n > 0);
    long peak = parser_peak_kib(s);
    highest_kib = peak > highest_kib ? peak : highest_kib;
    sheet_close(&s);
    arena_free(&mine);
    return v;
}

static enum sheet_verdict by_parser(struct str bytes, struct sheet_options o)
{
    int64_t cpu = parser_cpu_ms();
    sheet_use_parser(parser, NULL);
    enum sheet_verdict v = read_all(bytes, o);
    sheet_use_parser(NULL, NULL);
    cpu = parser_cpu_ms() - cpu;
    longest_ms = cpu > longest_ms ? cpu : longest_ms;
    assert_true(cpu <= PARSER_MS);
    assert_true(highest_kib <= PARSER_RSS_KIB);
    return v;
}

/* Here and by the parser. The bytes get a block of their own, so that ASan sees a read past them. */
static enum sheet_verdict verdict_with(struct str bytes, struct sheet_options o)
{
    char *p = malloc(bytes.n ? bytes.n : 1);
    assert_non_null(p);
    if (bytes.n)
        memcpy(p, bytes.p, bytes.n);
    enum sheet_verdict v = read_all((struct str){p, bytes.n}, o);
    free(p);
    if (parser)
        assert_int_equal(by_parser(bytes, o), v);
    return v;
}

static enum sheet_verdict verdict(struct str bytes)
{
    return verdict_with(bytes, sheet_options_default());
}

static enum sheet_verdict of_sheet(struct str sheet)
{
    return verdict(book_of(a, sheet, STR("<sst><si><t>x</t></si></sst>"), STR_NONE, STR_NONE));
}

static void content(void **state)
{
    (void)state;
    static const struct {
        struct str bytes;
        enum sheet_verdict v;
    } t[] = {{STR_INIT(""), SHEET_EMPTY_FILE},
             {STR_INIT("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 Workbook"), SHEET_OLD_XLS},
             {STR_INIT("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"), SHEET_ENCRYPTED},
             {STR_INIT("%PDF-1.7 ..."), SHEET_NOT_A_SHEET},
             {STR_INIT("  <html><table>"), SHEET_NOT_A_SHEET},
             {STR_INIT("\xef\xbb\xbf<?xml version=\"1.0\"?><Workbook/>"), SHEET_NOT_A_SHEET},
             {STR_INIT("\x89PNG\r\n"), SHEET_NOT_A_SHEET},
             {STR_INIT("a,b\0c"), SHEET_NOT_A_SHEET},
             {STR_INIT("PK\3\4 and nothing else"), SHEET_DAMAGED},
             {STR_INIT("PK\5\6\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"), SHEET_NO_WORKBOOK}};
    for (size_t i = 0; i < sizeof t / sizeof *t; i++)
        assert_int_equal(verdict(t[i].bytes), t[i].v);
    struct sheet_options o = sheet_options_default();
    o.limits.file_bytes = 10;
    assert_int_equal(verdict_with(STR("a,b,c,d,e,f"), o), SHEET_FILE_TOO_BIG);
    struct part word[] = {{"_rels/.rels", STR("<Relationships><Relationship Id=\"a\" Type=\"" REL
                                              "/officeDocument\" Target=\"word/document.xml\"/></Relationships>")},
                          {"word/document.xml", STR("<document/>")}};
    assert_int_equal(verdict(zip_of(a, word, 2)), SHEET_NO_WORKBOOK);
    assert_int_equal(verdict(zip_of(a, word, 1)), SHEET_NO_WORKBOOK);
}

static void xml(void **state)
{
    (void)state;
    static const struct {
        struct str sheet;
        enum sheet_verdict v;
    } t[] = {
        {STR_INIT(SHEET("<row><c><v>1</v></c></row>")), SHEET_OK},
        {STR_INIT("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>" SHEET("<row><c t=\"str\"><v>&e;</v></c></row>")),
         SHEET_DOCTYPE},
        {STR_INIT("<!DOCTYPE worksheet SYSTEM \"http://x/y.dtd\">" SHEET("")), SHEET_DOCTYPE},
        {STR_INIT(SHEET("<row><c><v>&e;</v></c></row>")), SHEET_BAD_XML},
        {STR_INIT(SHEET("<row><c><v>1</c></row>")), SHEET_BAD_XML},
        {STR_INIT("<worksheet><sheetData><row>"), SHEET_BAD_XML},
        {STR_INIT("<?xml version=\"1.0\" encoding=\"UTF-7\"?>" SHEET("")), SHEET_BAD_XML},
        {STR_INIT(SHEET("<row r=\"2\"/><row r=\"2\"/>")), SHEET_BAD_REFERENCE},
        {STR_INIT(SHEET("<row r=\"2\"/><row r=\"1\"/>")), SHEET_BAD_REFERENCE},
        {STR_INIT(SHEET("<row r=\"1048577\"/>")), SHEET_BAD_REFERENCE},
        {STR_INIT(SHEET("<row r=\"-1\"/>")), SHEET_BAD_REFERENCE},
        {STR_INIT(SHEET("<row r=\"99999999999999999999\"/>")), SHEET_BAD_REFERENCE},
        {STR_INIT(SHEET("<row r=\"1\"><c r=\"A2\"><v>1</v></c></row>")), SHEET_BAD_REFERENCE},
        {STR_INIT(SHEET("<row r=\"1\"><c r=\"B1\"/><c r=\"A1\"/></row>")), SHEET_BAD_REFERENCE},
        {STR_INIT(SHEET("<row r=\"1\"><c r=\"A1\"/><c r=\"A1\"/></row>")), SHEET_BAD_REFERENCE},
        {STR_INIT(SHEET("<row r=\"1\"><c r=\"XFE1\"/></row>")), SHEET_BAD_REFERENCE},
        {STR_INIT(SHEET("<row r=\"1\"><c r=\"1A\"/></row>")), SHEET_BAD_REFERENCE},
        {STR_INIT(SHEET("<row><c t=\"s\"><v>1</v></c></row>")), SHEET_BAD_REFERENCE},
        {STR_INIT(SHEET("<row><c t=\"s\"><v>-1</v></c></row>")), SHEET_BAD_REFERENCE},
        {STR_INIT(SHEET("<row><c t=\"s\"><v>4294967296</v></c></row>")), SHEET_BAD_REFERENCE},
        {STR_INIT(SHEET("<row><c s=\"x\"><v>1</v></c></row>")), SHEET_BAD_REFERENCE},
        {STR_INIT(SHEET("<row r=\"1\"><c r=\"IW1\"><v>1</v></c></row>")), SHEET_TOO_MANY_COLUMNS},
        {STR_INIT(SHEET("<row r=\"1\"><c r=\"IV1\"><v>1</v></c><c r=\"XFD1\" s=\"0\"/></row>")), SHEET_OK},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++)
        assert_int_equal(of_sheet(t[i].sheet), t[i].v);
    assert_int_equal(verdict(book_of(a, t[0].sheet, STR("<!DOCTYPE sst><sst/>"), STR_NONE, STR_NONE)), SHEET_DOCTYPE);
    assert_int_equal(verdict(book_of(a, t[0].sheet, STR_NONE, STR("<!DOCTYPE s><styleSheet/>"), STR_NONE)), SHEET_DOCTYPE);
    assert_int_equal(verdict(book_of(a, t[0].sheet, STR_NONE, STR_NONE, STR("<!DOCTYPE w><workbook/>"))), SHEET_DOCTYPE);
    assert_int_equal(verdict(book_of(a, t[0].sheet, STR_NONE, STR_NONE, STR("<workbook><sheets/></workbook>"))), SHEET_NO_WORKBOOK);
}

/* before + unit × n + after */
static struct str repeated(struct str before, struct str unit, size_t n, struct str after)
{
    char *p = arena_alloc(a, before.n + unit.n * n + after.n);
    size_t at = 0;
    memcpy(p, before.p, before.n);
    at += before.n;
    for (size_t i = 0; i < n; i++, at += unit.n)
        memcpy(p + at, unit.p, unit.n);
    memcpy(p + at, after.p, after.n);
    return (struct str){p, at + after.n};
}

static void xml_limits(void **state)
{
    (void)state;
    const struct str open = STR("<worksheet><sheetData>"), end = STR("</sheetData></worksheet>");
    struct str deep = repeated(STR("<worksheet>"), STR("<a>"), 40, repeated(STR(""), STR("</a>"), 40, STR("</worksheet>")));
    assert_int_equal(of_sheet(deep), SHEET_XML_LIMIT);
    struct str attributes = STR("<worksheet");
    for (int i = 0; i < 70; i++)
        attributes = str_fmt(a, "%.*s a%d=\"1\"", STR_ARG(attributes), i);
    assert_int_equal(of_sheet(str_cat(a, attributes, STR("/>"))), SHEET_XML_LIMIT);
    assert_int_equal(of_sheet(repeated(STR("<worksheet a=\""), STR("0123456789"), 120000, STR("\"/>"))), SHEET_XML_LIMIT);
    assert_int_equal(of_sheet(repeated(STR("<worksheet><!--"), STR("0123456789"), 120000, STR("--></worksheet>"))),
                     SHEET_XML_LIMIT);
    struct str comment = repeated(STR("<!--"), STR("0123456789"), 25000, STR("-->")); /* many, each within the limit */
    assert_int_equal(of_sheet(repeated(STR("<worksheet>"), comment, 3, STR("</worksheet>"))), SHEET_OK);
    struct str cell = repeated(STR("<row><c t=\"str\"><v>"), STR("字"), 32767, STR("</v></c></row>"));
    assert_int_equal(of_sheet(str_cat(a, str_cat(a, open, cell), end)), SHEET_OK);
    cell = repeated(STR("<row><c t=\"str\"><v>"), STR("字"), 32768, STR("</v></c></row>"));
    assert_int_equal(of_sheet(str_cat(a, str_cat(a, open, cell), end)), SHEET_CELL_TOO_LONG);
    cell = repeated(str_cat(a, open, STR("<row><c t=\"str\"><v>")), STR("0123456789"), 100000, STR(""));
    assert_int_equal(of_sheet(cell), SHEET_CELL_TOO_LONG);
    assert_int_equal(of_sheet(repeated(str_cat(a, open, STR("<row>")), STR("<c/>"), 16385, str_cat(a, STR("</row>"), end))),
                     SHEET_BAD_REFERENCE);
    struct sheet_options o = sheet_options_default();
    o.limits.rows = 100;
    struct str rows = repeated(open, STR("<row><c><v>1</v></c></row>"), 101, end);
    assert_int_equal(verdict_with(book_of(a, rows, STR_NONE, STR_NONE, STR_NONE), o), SHEET_TOO_MANY_ROWS);
    rows = repeated(open, STR("<row/>"), 5000, end); /* formatted and empty: not counted */
    assert_int_equal(verdict_with(book_of(a, rows, STR_NONE, STR_NONE, STR_NONE), o), SHEET_OK);
    o = sheet_options_default();
    o.limits.row_bytes = 100;
    rows = repeated(str_cat(a, open, STR("<row>")), STR("<c t=\"str\"><v>0123456789</v></c>"), 11, str_cat(a, STR("</row>"), end));
    assert_int_equal(verdict_with(book_of(a, rows, STR_NONE, STR_NONE, STR_NONE), o), SHEET_ROW_TOO_LONG);
    o = sheet_options_default();
    o.limits.strings = 10;
    struct str sst = repeated(STR("<sst>"), STR("<si><t>x</t></si>"), 11, STR("</sst>"));
    assert_int_equal(verdict_with(book_of(a, STR(SHEET("")), sst, STR_NONE, STR_NONE), o), SHEET_TOO_MANY_STRINGS);
    o.limits.strings = 100;
    o.limits.strings_bytes = 10;
    assert_int_equal(verdict_with(book_of(a, STR(SHEET("")), sst, STR_NONE, STR_NONE), o), SHEET_TOO_MANY_STRINGS);
}

static void bombs(void **state)
{
    (void)state;
    struct str blank = repeated(STR("<worksheet>"), STR("          "), 5000000, STR("</worksheet>")); /* 50 MB */
    struct str bomb = book_of(a, blank, STR_NONE, STR_NONE, STR_NONE);
    assert_true(bomb.n < 100000);
    assert_int_equal(verdict(bomb), SHEET_BOMB);
    struct sheet_options o = sheet_options_default();
    o.limits.unpacked_bytes = 40u << 20;
    assert_int_equal(verdict_with(bomb, o), SHEET_UNPACKED_TOO_BIG);
    put32(CENTRAL(bomb, "xl/worksheets/sheet1.xml") + 24, 900); /* says it is small */
    put32(LOCAL(bomb, "xl/worksheets/sheet1.xml") + 22, 900);
    assert_int_equal(verdict(bomb), SHEET_LYING_SIZE);
    put32(LOCAL(bomb, "xl/worksheets/sheet1.xml") + 22, 901); /* the two headers differ */
    assert_int_equal(verdict(bomb), SHEET_DAMAGED);
    struct str small = book_of(a, STR(SHEET("<row><c><v>1</v></c></row>")), STR_NONE, STR_NONE, STR_NONE);
    put32(CENTRAL(small, "xl/worksheets/sheet1.xml") + 24, 900); /* says it is bigger */
    put32(LOCAL(small, "xl/worksheets/sheet1.xml") + 22, 900);
    assert_int_equal(verdict(small), SHEET_LYING_SIZE);
}

static void zips(void **state)
{
    (void)state;
    const char *name = "xl/worksheets/sheet1.xml";
    struct str sheet = STR(SHEET("<row><c><v>1</v></c></row>"));
    struct str z = book_of(a, sheet, STR_NONE, STR_NONE, STR_NONE);
    put16(CENTRAL(z, name) + 8, 1);
    put16(LOCAL(z, name) + 6, 1);
    assert_int_equal(verdict(z), SHEET_ENCRYPTED);
    z = book_of(a, sheet, STR_NONE, STR_NONE, STR_NONE);
    put16(CENTRAL(z, name) + 10, 12); /* bzip2 */
    put16(LOCAL(z, name) + 8, 12);
    assert_int_equal(verdict(z), SHEET_DAMAGED);
    z = book_of(a, sheet, STR_NONE, STR_NONE, STR_NONE);
    CENTRAL(z, name)[16] ^= 1; /* CRC */
    LOCAL(z, name)[14] ^= 1;
    assert_int_equal(verdict(z), SHEET_DAMAGED);
    struct part p[] = {{"_rels/.rels", STR(TOP_RELS)},
                       {"xl/workbook.xml", STR(BOOK)},
                       {"xl/_rels/workbook.xml.rels", STR(BOOK_RELS)},
                       {"xl/worksheets/sheet1.xml", sheet},
                       {"XL/Worksheets/Sheet1.xml", sheet}};
    assert_int_equal(verdict(zip_of(a, p, 4)), SHEET_OK);
    assert_int_equal(verdict(zip_of(a, p, 5)), SHEET_DUPLICATE_PART);
    p[4].name = "xl/worksheets/sheet2.xml";
    z = zip_of(a, p, 5);
    CENTRAL(z, "xl/worksheets/sheet2.xml")[46 + 19] = '1';
    LOCAL(z, "xl/worksheets/sheet2.xml")[30 + 19] = '1';
    assert_int_equal(verdict(z), SHEET_DAMAGED); /* the very same name: libzip refuses it before us */
    p[4].name = "xl/../../etc/passwd";
    assert_int_equal(verdict(zip_of(a, p, 5)), SHEET_DAMAGED);
}

/* One entry lies inside another, stored one: every header is right, but together they hold more than the file. */
static void overlapping(void **state)
{
    (void)state;
    struct part p[] = {{"_rels/.rels", STR(TOP_RELS)},
                       {"xl/workbook.xml", STR(BOOK)},
                       {"xl/_rels/workbook.xml.rels", STR(BOOK_RELS)},
                       {"xl/worksheets/sheet1.xml", STR(SHEET("<row><c><v>1</v></c></row>"))},
                       {"xl/media/a", STR("0123456789")},
                       {"xl/media/b", STR("0123456789")}};
    struct str z = zip_of(a, p, 6);
    assert_int_equal(verdict(z), SHEET_OK);
    char *outer = LOCAL(z, "xl/media/a"), *inner = LOCAL(z, "xl/media/b");
    uint32_t n = (uint32_t)(inner + 30 + 10 + 10 - (outer + 30 + 10)); /* up to the end of b's data */
    put32(outer + 18, n);
    put32(outer + 22, n);
    put32(CENTRAL(z, "xl/media/a") + 20, n);
    put32(CENTRAL(z, "xl/media/a") + 24, n);
    assert_int_equal(verdict(z), SHEET_LYING_SIZE);
}

static void many_parts(void **state)
{
    (void)state;
    enum { N = 60000 };
    struct part *p = ARENA_ARRAY(a, struct part, N);
    for (size_t i = 0; i < N; i++)
        p[i] = (struct part){str_fmt(a, "x%zu", i).p, STR("")};
    assert_int_equal(verdict(zip_of(a, p, 201)), SHEET_TOO_MANY_PARTS);
    struct str z = zip_of(a, p, N);
    assert_int_equal(verdict(z), SHEET_TOO_MANY_PARTS);
    char *end = (char *)(uintptr_t)z.p + z.n - 22;
    put16(end + 8, 1); /* says it has one */
    put16(end + 10, 1);
    assert_int_equal(verdict(z), SHEET_DAMAGED);
}

/* A real workbook of some size, cut everywhere. */
static void truncated(void **state)
{
    (void)state;
    static const struct sheet_column columns[] = {{.header = STR_INIT("编号")}, {.header = STR_INIT("名称")}};
    struct sheet_writer *w = sheet_write_begin(a, &(struct sheet_write_options){.format = SHEET_XLSX}, columns, 2);
    uint32_t x = 1;
    for (int i = 0; i < 4000; i++) {
        x = x * 1664525 + 1013904223;
        sheet_put_int(w, x);
        sheet_put_text(w, str_fmt(a, "名称%08x", x * 2654435761u));
        sheet_row_end(w);
    }
    struct str whole;
    assert_int_equal(sheet_write_end(&w, &whole), SHEET_WRITE_OK);
    assert_int_equal(verdict(whole), SHEET_OK);
    assert_true(whole.n > 60000);
    for (size_t n = 4; n<whole.n; n = n + 1024> whole.n && n < whole.n - 1 ? whole.n - 1 : n + 1024)
        assert_int_not_equal(verdict(str_sub(whole, 0, n)), SHEET_OK);
}

/* The same with a file that Excel for Mac wrote. */
static void truncated_real(void **state)
{
    (void)state;
    const char *folder = getenv("SHARED_DATA");
    struct str path = str_fmt(a, "%s/spreadsheets/mac_excel_sparse_dateserial.xlsx", folder ? folder : "../shared/data");
    if (access(path.p, R_OK) != 0) {
        print_message("skipped: no shared data\n");
        skip();
    }
    struct str whole = file_read(a, path, 1 << 20);
    assert_int_equal(verdict(whole), SHEET_OK);
    for (size_t n = 1024; n < whole.n; n += 1024)
        assert_int_equal(verdict(str_sub(whole, 0, n)), SHEET_DAMAGED);
}

/* --- the largest things that the limits of a file still let in, or just not --- */
struct repeat {
    struct str before, unit, after;
    uint64_t times, at; /* at: bytes given so far */
};

static zip_int64_t generate(void *arg, void *to, zip_uint64_t n, zip_source_cmd_t cmd)
{
    struct repeat *r = arg;
    uint64_t middle = r->unit.n * r->times, whole = r->before.n + middle + r->after.n;
    if (cmd == ZIP_SOURCE_OPEN)
        r->at = 0;
    if (cmd == ZIP_SOURCE_STAT) {
        zip_stat_init(to);
        ((zip_stat_t *)to)->size = whole; /* known, so that the headers are the short ones */
        ((zip_stat_t *)to)->valid = ZIP_STAT_SIZE;
        return sizeof(zip_stat_t);
    }
    if (cmd == ZIP_SOURCE_SUPPORTS)
        return zip_source_make_command_bitmap(ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR,
                                              ZIP_SOURCE_FREE, -1);
    if (cmd != ZIP_SOURCE_READ)
        return 0;
    char *p = to;
    uint64_t given = 0;
    while (given < n && r->at < whole) {
        struct str part = r->at < r->before.n            ? str_sub(r->before, r->at, r->before.n)
                          : r->at < r->before.n + middle ? str_sub(r->unit, (r->at - r->before.n) % r->unit.n, r->unit.n)
                                                         : str_sub(r->after, r->at - r->before.n - middle, r->after.n);
        uint64_t k = part.n < n - given ? part.n : n - given;
        memcpy(p + given, part.p, k);
        given += k;
        r->at += k;
    }
    return (zip_int64_t)given;
}

/* A workbook with one large part, made as it is packed. */
static struct str large(const char *name, struct repeat r)
{
    struct part p[] = {{"_rels/.rels", STR(TOP_RELS)},
                       {"xl/workbook.xml", STR(BOOK)},
                       {"xl/_rels/workbook.xml.rels", STR(BOOK_RELS)},
                       {"xl/worksheets/sheet1.xml", STR(SHEET("<row><c t=\"s\"><v>0</v></c></row>"))}};
    return zip_with(a, p, str_eq(str_from(name), str_from(p[3].name)) ? 3 : 4, name, generate, &r);
}

/* Text that packs about fifty to one: just within what the ratio allows. */
static struct str fifty_to_one(struct str form, size_t times)
{
    struct out o;
    uint32_t x = 7;
    out_to_arena(&o, a);
    for (size_t i = 0; i < times; i++) {
        x = x * 1664525 + 1013904223;
        out_str(&o, form);
        if (i % 4 == 0)
            out_fmt(&o, "<!--%08x-->", x);
    }
    return out_text(&o);
}

/* These take seconds: by the parser alone, if there is one. */
static enum sheet_verdict once(struct str bytes)
{
    return parser ? by_parser(bytes, sheet_options_default()) : verdict(bytes);
}

static void largest(void **state)
{
    (void)state;
    const char *sheet = "xl/worksheets/sheet1.xml";
    const struct str open = STR("<worksheet><sheetData>"), end = STR("</sheetData></worksheet>");
    struct repeat two_gib = {STR("<worksheet><sheetData><row><c t=\"str\"><v>"),
                             STR("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
                             STR("</v></c></row></sheetData></worksheet>"), UINT64_C(1) << 25, 0};
    struct str cell = large(sheet, two_gib);
    assert_true(cell.n < 20u << 20);
    assert_int_equal(once(cell), SHEET_UNPACKED_TOO_BIG);
    put32(CENTRAL(cell, sheet) + 24, 1000000); /* the same, and says it is small */
    put32(LOCAL(cell, sheet) + 22, 1000000);
    assert_int_equal(once(cell), SHEET_CELL_TOO_LONG);
    two_gib.before = STR("<worksheet>");
    two_gib.after = STR("</worksheet>");
    two_gib.times = 1 << 20;
    cell = large(sheet, two_gib);
    put32(CENTRAL(cell, sheet) + 24, 1000000);
    put32(LOCAL(cell, sheet) + 22, 1000000);
    assert_int_equal(once(cell), SHEET_LYING_SIZE);
    struct str blank = repeated(STR("<row>"), STR("<c/>"), 250, STR("</row>")), rows = fifty_to_one(blank, 1024);
    cell = large(sheet, (struct repeat){open, rows, end, (190u << 20) / rows.n, 0});
    assert_int_equal(once(cell), SHEET_OK); /* empty rows, as long as they like */
    struct str si = fifty_to_one(STR("<si><t>国家卫生健康委员会</t></si>"), 16384);
    cell = large("xl/sharedStrings.xml", (struct repeat){STR("<sst>"), si, STR("</sst>"), (80u << 20) / si.n, 0});
    assert_int_equal(once(cell), SHEET_OK);
    if (parser)
        print_message("longest %lld ms, highest %ld KiB\n", (long long)longest_ms, highest_kib);
}

static int up(void **state)
{
    (void)state;
    kept = arena_new(1 << 20);
    return 0;
}

static int down(void **state)
{
    (void)state;
    arena_free(&kept);
    return 0;
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {T(content),     T(xml),        T(xml_limits), T(bombs),          T(zips),
                                       T(overlapping), T(many_parts), T(truncated),  T(truncated_real), T(largest)};
    return cmocka_run_group_tests(tests, up, down);
}
