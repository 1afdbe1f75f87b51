/* SPDX-License-Identifier: EUPL-1.2
 * sheet_parser_test.c — reading in a process of its own: the same cells as in this one, whatever the caller does in between; and
 * when the parser is missing, dies, hangs, lies or is killed, a verdict with a sentence within the time, and the caller lives on
 * (security.md F5).
 */
#include "support/unit.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "base/check.h"
#include "base/file.h"
#include "base/log.h"
#include "base/out.h"
#include "sandbox/sandbox.h"
#include "sheet/sheet_header.h"
#include "sheet/sheet_serve.h"
#include "sheet/sheet_wire.h"
#include "sheet/sheet_write.h"
#include "parser_run.h"
#include "xlsx_build.h"

static struct arena *a, *kept;
static const char *parser;
static char stub[64];

static int setup(void **state)
{
    (void)state;
    a = arena_new(512u << 20);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    sheet_use_parser(NULL, NULL);
    sheet_remote_patience(0);
    arena_free(&a);
    return 0;
}

static void need_parser(void)
{
    if (!parser) {
        print_message("skipped: the program parser is not built\n");
        skip();
    }
}

/* --- the same --- */
static void put_cells(struct out *o, const struct sheet_row *row)
{
    out_fmt(o, "%u", row->number);
    for (size_t i = 0; i < row->n; i++) {
        const struct sheet_cell *c = &row->cell[i];
        out_fmt(o, "|%d%d%d%d %d ", c->kind, c->formula, c->numeric_source, c->digits_lost, c->day.n);
        out_str(o, c->text);
    }
    out_char(o, '\n');
}

/* Everything that can be asked of a table, as text: each sheet forwards, the first rows again, the last sheet once more. */
static struct str all_of(struct str bytes)
{
    struct out o;
    struct sheet *s;
    struct sheet_row row;
    out_to_arena(&o, a);
    enum sheet_verdict v = sheet_open(a, bytes, sheet_options_default(), &s);
    out_fmt(&o, "%d kind %d encoding %d delimiter %d count %zu chosen %zu\n", v, sheet_kind(s), sheet_encoding(s),
            sheet_delimiter(s), sheet_count(s), sheet_chosen(s));
    for (size_t i = 0; v == SHEET_OK && i < sheet_count(s); i++) {
        out_fmt(&o, "%zu hidden %d ", i, sheet_hidden(s, i));
        out_str(&o, sheet_name(s, i));
        v = sheet_choose(s, i);
        for (int n = 0; n < 3 && sheet_next(s, &row) == SHEET_ROW; n++)
            put_cells(&o, &row);
        v = sheet_rewind(s);
        while (v == SHEET_OK && sheet_next(s, &row) == SHEET_ROW)
            put_cells(&o, &row);
        out_fmt(&o, "%d and %d\n", sheet_next(s, &row), sheet_next(s, &row));
        v = sheet_verdict(s);
    }
    if (v == SHEET_OK)
        out_fmt(&o, "no sheet %d\n", sheet_choose(s, 1000));
    out_fmt(&o, "%d at %u\n", sheet_verdict(s), sheet_fault_row(s));
    sheet_close(&s);
    return out_text(&o);
}

static void both(struct str bytes)
{
    struct str here = all_of(bytes);
    sheet_use_parser(parser, NULL);
    struct str there = all_of(bytes);
    sheet_use_parser(NULL, NULL);
    if (!str_eq(here, there))
        print_error("here:\n%.*s\nthere:\n%.*s\n", STR_ARG(str_sub(here, 0, 2000)), STR_ARG(str_sub(there, 0, 2000)));
    assert_true(str_eq(here, there));
}

static struct str many_rows(size_t n)
{
    static const struct sheet_column columns[] = {
        {.header = STR_INIT("编号")}, {.header = STR_INIT("名称")}, {.header = STR_INIT("日期")}};
    struct sheet_writer *w = sheet_write_begin(a, &(struct sheet_write_options){.format = SHEET_XLSX}, columns, 3);
    for (size_t i = 0; i < n; i++) {
        sheet_put_int(w, (int64_t)i);
        sheet_put_text(w, str_fmt(a, "名称%zu", i));
        sheet_put_day(w, day_from_ymd(2026, 1, 1 + (int)(i % 28)));
        sheet_row_end(w);
    }
    struct str whole;
    assert_int_equal(sheet_write_end(&w, &whole), SHEET_WRITE_OK);
    return whole;
}

/* Numbers where a code should be, formulas, dates of both calendars, errors, gaps: the flags come through. */
static void same(void **state)
{
    (void)state;
    need_parser();
    struct str styles = STR("<styleSheet><cellXfs><xf/><xf numFmtId=\"14\"/></cellXfs></styleSheet>");
    struct str rows = STR(SHEET("<row r=\"2\"><c r=\"A2\"><v>110101199003070000</v></c><c r=\"C2\" s=\"1\"><v>46113.5</v></c>"
                                "<c r=\"D2\"><f>A1+1</f><v>3</v></c><c r=\"E2\"><f>A1</f></c><c r=\"F2\" t=\"e\"><v>#N/A</v></c>"
                                "<c r=\"G2\" t=\"b\"><v>1</v></c><c r=\"H2\" t=\"inlineStr\"><is><t>文字</t></is></c>"
                                "<c r=\"J2\" s=\"1\"><v>1</v></c><c r=\"K2\" s=\"1\"><v>2958465</v></c></row>"
                                "<row r=\"1048576\"><c><v>-0.5</v></c></row>"));
    both(book_of(a, rows, STR_NONE, styles, STR_NONE));
    both(book_of(a, rows, STR_NONE, styles,
                 STR("<workbook xmlns:r=\"" REL
                     "\"><workbookPr date1904=\"1\"/><sheets><sheet name=\"甲\" sheetId=\"1\" r:id=\"r1\" "
                     "state=\"hidden\"/><sheet name=\"乙\" sheetId=\"2\" r:id=\"r1\"/></sheets></workbook>")));
    both(STR("编号;名称\n\n00123;\"a\"\"b\nc\"\n=\"0012\";4.40823E+17\n"));
    both(STR("\xb1\xe0\xba\xc5,\xc3\xfb\xb3\xc6\n1,\xb9\xfa\xbc\xd2\n")); /* GBK */
    both(STR("a,b\n\"open"));
    both(many_rows(5000));
    both(book_of(a, STR("<worksheet><sheetData><row><c><v>1</v></c></row><row><c><v>1</row>"), STR_NONE, STR_NONE, STR_NONE));
}

/* The caller reads a header, chooses, gives up in the middle of a flow of rows, and begins again. */
static void in_between(void **state)
{
    (void)state;
    need_parser();
    static const struct sheet_field fields[] = {{0, "编号", true}, {1, "名称", true}};
    struct str bytes = many_rows(20000);
    sheet_use_parser(parser, NULL);
    struct sheet *s;
    struct sheet_row row;
    struct sheet_map map;
    assert_int_equal(sheet_open(a, bytes, sheet_options_default(), &s), SHEET_OK);
    for (size_t stop = 0; stop < 20000; stop = stop * 3 + 1) {
        assert_int_equal(sheet_header_find(a, s, fields, 2, &map), SHEET_HEADER_OK);
        for (size_t i = 0; i < stop; i++)
            assert_int_equal(sheet_next(s, &row), SHEET_ROW);
        assert_int_equal(row.number, stop ? stop + 1 : row.number);
        assert_int_equal(sheet_rewind(s), SHEET_OK);
        assert_int_equal(sheet_next(s, &row), SHEET_ROW);
        assert_int_equal(row.number, 1);
        assert_int_equal(sheet_rewind(s), SHEET_OK);
    }
    pid_t first = sheet_remote_pid(s);
    usleep(3100 * 1000); /* after some seconds another process reads on, for the first has only so much time to work */
    assert_int_equal(sheet_rewind(s), SHEET_OK);
    assert_true(sheet_remote_pid(s) != first);
    size_t rows = 0;
    while (sheet_next(s, &row) == SHEET_ROW)
        rows++;
    assert_int_equal(rows, 20001);
    assert_int_equal(sheet_verdict(s), SHEET_OK);
    sheet_close(&s);
}

/* --- what goes wrong --- */
static void make_stub(const char *what)
{
    struct str text = str_fmt(a, "#!/bin/sh\n%s\n", what);
    int fd = open(stub, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0700);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text.p, text.n), text.n);
    close(fd);
}

/* Reads as callers do; the time it took at most. */
static enum sheet_verdict ends_with(struct str bytes, int64_t at_most_ms, size_t *rows_out)
{
    struct sheet *s;
    struct sheet_row row;
    int64_t start = clock_monotonic_ms();
    enum sheet_verdict v = sheet_open(a, bytes, sheet_options_default(), &s);
    size_t rows = 0;
    if (v == SHEET_OK) {
        while (sheet_next(s, &row) == SHEET_ROW)
            rows++;
        v = sheet_verdict(s);
        assert_int_equal(sheet_next(s, &row), v == SHEET_OK ? SHEET_END : SHEET_FAILED);
    }
    assert_int_equal(sheet_verdict(s), v);
    if (v != SHEET_OK) {
        assert_int_equal(sheet_rewind(s), v);
        assert_int_equal(sheet_choose(s, 0), v);
        assert_true(sheet_explain(a, v, sheet_fault_row(s)).n > 30);
    }
    sheet_close(&s);
    assert_true(clock_monotonic_ms() - start <= at_most_ms);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1); /* nobody is left behind */
    assert_int_equal(errno, ECHILD);
    if (rows_out)
        *rows_out = rows;
    return v;
}

static void stubs(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        enum sheet_verdict v;
    } t[] = {
        {"exit 0", SHEET_PARSER_BROKEN},
        {"exit 1", SHEET_PARSER_BROKEN},
        {"kill -SEGV $$", SHEET_PARSER_BROKEN},
        {"kill -SYS $$", SHEET_PARSER_BROKEN},
        {"kill -XCPU $$", SHEET_TOO_COSTLY},
        {"exec /bin/sleep 1000", SHEET_TOO_COSTLY},
        {"exec /bin/sleep 1000 1>/dev/null", SHEET_PARSER_BROKEN}, /* hangs up and lives on */
        {"exec /bin/cat /dev/zero", SHEET_PARSER_BROKEN},
        {"exec /bin/cat /dev/zero >&2", SHEET_PARSER_BROKEN},
        {"exec /bin/cat", SHEET_PARSER_BROKEN},                     /* the file itself as an answer */
        {"exec /usr/bin/head -c 136 <&1 >&1", SHEET_PARSER_BROKEN}, /* the request as an answer */
        {"echo HCP1; exec /bin/sleep 1000", SHEET_TOO_COSTLY},
    };
    struct str bytes = STR("编号,名称\n1,甲\n");
    sheet_use_parser(stub, NULL);
    sheet_remote_patience(400);
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        make_stub(t[i].what);
        enum sheet_verdict v = ends_with(bytes, 5000, NULL);
        if (v != t[i].v)
            fail_msg("%s: verdict %d", t[i].what, v);
    }
    assert_int_equal(chmod(stub, 0600), 0);
    assert_int_equal(ends_with(bytes, 5000, NULL), SHEET_PARSER_MISSING);
    unlink(stub);
    assert_int_equal(ends_with(bytes, 5000, NULL), SHEET_PARSER_MISSING);
    sheet_use_parser("/dev/null", NULL);
    assert_int_equal(ends_with(bytes, 5000, NULL), SHEET_PARSER_MISSING);
}

/* kill -9 between any two rows: the rows before it are right, and then there is a verdict. */
static void killed(void **state)
{
    (void)state;
    need_parser();
    struct str bytes = many_rows(20000);
    sheet_use_parser(parser, NULL);
    for (size_t at = 0; at < 20000; at = at * 5 + 1) {
        struct sheet *s;
        struct sheet_row row;
        assert_int_equal(sheet_open(a, bytes, sheet_options_default(), &s), SHEET_OK);
        size_t rows = 0;
        while (sheet_next(s, &row) == SHEET_ROW)
            if (rows++ == at)
                kill(sheet_remote_pid(s), SIGKILL);
        assert_true(rows > at);
        assert_true(sheet_verdict(s) == SHEET_PARSER_BROKEN || rows == 20001);
        sheet_close(&s);
    }
}

/* One answer is spoiled in every byte: never a crash, never a cell that breaks the promises of sheet_read.h. */
static int lying_channel(struct str opened, struct str rows)
{
    int pair[2];
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), 0);
    assert_int_equal(write(pair[1], opened.p, opened.n), opened.n);
    assert_int_equal(write(pair[1], rows.p, rows.n), rows.n);
    shutdown(pair[1], SHUT_WR);
    assert_true(pair[1] >= 0);
    return pair[0] | pair[1] << 16;
}

static enum sheet_verdict read_lies(struct str opened, struct str rows, size_t *cells_out)
{
    int fds = lying_channel(opened, rows);
    struct sheet_options o = sheet_options_default();
    struct sheet *s = sheet_new(a, STR("x"), o);
    struct sheet_row row;
    enum sheet_verdict v = sheet_remote_attach(s, fds & 0xffff);
    for (*cells_out = 0; v == SHEET_OK && sheet_next(s, &row) == SHEET_ROW;)
        for (size_t i = 0; i < row.n; i++, ++*cells_out) {
            assert_true(utf8_valid(row.cell[i].text));
            assert_true(row.cell[i].kind <= SHEET_CELL_FORMULA);
        }
    v = sheet_verdict(s);
    sheet_close(&s);
    close(fds >> 16);
    return v;
}

static void lies(void **state)
{
    (void)state;
    struct str bytes = book_of(a, STR(SHEET("<row><c t=\"inlineStr\"><is><t>文字</t></is></c><c><v>1.5</v></c></row>")), STR_NONE,
                               STR_NONE, STR_NONE);
    struct sheet_server *v = sheet_serve_new(bytes);
    struct sheet_wire_request q = {
        .magic = SHEET_WIRE_MAGIC, .op = SHEET_WIRE_OPEN, .sequence = 1, .limits = sheet_options_default().limits};
    struct str opened, rows;
    assert_true(sheet_serve_answer(v, &q, &opened));
    opened = str_dup(a, opened);
    q.op = SHEET_WIRE_ROWS;
    q.sequence = 2;
    q.rows = 10;
    assert_true(sheet_serve_answer(v, &q, &rows));
    rows = str_dup(a, rows);
    sheet_serve_free(&v);
    size_t cells;
    assert_int_equal(read_lies(opened, rows, &cells), SHEET_OK);
    assert_int_equal(cells, 2);
    size_t refused = 0, spoiled = 0;
    for (int part = 0; part < 2; part++) {
        struct str whole = part ? rows : opened;
        for (size_t i = 0; i < whole.n; i++)
            for (unsigned bit = 1; bit < 256; bit <<= 1) {
                char *p = (char *)(uintptr_t)whole.p;
                p[i] = (char)(p[i] ^ bit);
                refused += read_lies(opened, rows, &cells) != SHEET_OK;
                spoiled++;
                p[i] = (char)(p[i] ^ bit);
            }
        for (size_t n = 0; n < whole.n; n++)
            assert_int_equal(read_lies(part ? opened : str_sub(opened, 0, n), part ? str_sub(rows, 0, n) : STR_NONE, &cells),
                             SHEET_PARSER_BROKEN);
    }
    assert_true(refused * 2 > spoiled); /* what is not refused changed a letter, a flag or a name */
}

/* --- old workbooks --- */
static void old_xls(void **state)
{
    (void)state;
    need_parser();
    const char *folder = getenv("SHARED_DATA"), *converter = "/usr/bin/ssconvert";
    struct str path = str_fmt(a, "%s/spreadsheets/hohhot_schools_arcgis.xls", folder ? folder : "../shared/data");
    if (access(path.p, R_OK) != 0 || access(converter, X_OK) != 0) {
        print_message("skipped: no shared data, or no ssconvert\n");
        skip();
    }
    struct sheet *s;
    struct sheet_row row;
    sheet_use_parser(parser, converter);
    assert_int_equal(sheet_open_file(a, path.p, sheet_options_default(), &s), SHEET_OK);
    assert_int_equal(sheet_count(s), 1);
    assert_true(str_eq(sheet_name(s, 0), STR("学校")));
    size_t rows = 0;
    while (sheet_next(s, &row) == SHEET_ROW)
        if (++rows == 2)
            assert_true(str_eq(sheet_at(&row, 1).text, STR("新华小学")));
    assert_int_equal(sheet_verdict(s), SHEET_OK);
    assert_int_equal(rows, 435);
    sheet_close(&s);
    sheet_use_parser(parser, "/nonexistent/ssconvert");
    assert_int_equal(sheet_open_file(a, path.p, sheet_options_default(), &s), SHEET_OLD_XLS);
    sheet_close(&s);
    /* damaged: it may make what it can of it, or refuse */
    sheet_use_parser(parser, converter);
    assert_int_equal(ends_with(STR("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 nothing more"), 20000, NULL), SHEET_XLS_UNREADABLE);
    sheet_use_parser(parser, "/bin/false");
    assert_int_equal(ends_with(STR("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 nothing more"), 20000, NULL), SHEET_XLS_UNREADABLE);
    sheet_use_parser(parser, "/bin/cat"); /* a converter that goes wrong: what it says is read as any file */
    assert_int_equal(ends_with(STR("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 nothing more"), 20000, NULL), SHEET_XLS_UNREADABLE);
}

/* As the worker has it: the parser and the converter are started from inside a sandbox, which they can only narrow. */
static void from_a_sandbox(void **state)
{
    (void)state;
    need_parser();
    const char *slash = strrchr(parser, '/');
    struct str folder = {parser, (size_t)(slash - parser)};
    const struct sandbox_path paths[] = {{"/usr", SANDBOX_READ | SANDBOX_EXECUTE},
                                         {"/lib", SANDBOX_READ | SANDBOX_EXECUTE | SANDBOX_IF_THERE},
                                         {"/lib64", SANDBOX_READ | SANDBOX_EXECUTE | SANDBOX_IF_THERE},
                                         {"/etc", SANDBOX_READ},
                                         {"/proc", SANDBOX_READ},
                                         {str_cstr(a, folder), SANDBOX_READ | SANDBOX_EXECUTE}};
    const char *data = getenv("SHARED_DATA"), *converter = "/usr/bin/ssconvert";
    struct str xls = str_fmt(a, "%s/spreadsheets/hohhot_schools_arcgis.xls", data ? data : "../shared/data");
    struct str bytes = many_rows(100), old = STR_NONE;
    if (access(xls.p, R_OK) == 0 && access(converter, X_OK) == 0)
        old = file_read(a, xls, 1 << 20);
    pid_t pid = fork();
    if (pid == 0) {
        sandbox_enter(SANDBOX_WORKER, paths, sizeof paths / sizeof *paths);
        sheet_use_parser(parser, converter);
        size_t rows = 0, old_rows = 0;
        if (ends_with(bytes, 20000, &rows) != SHEET_OK || rows != 101)
            _exit(1);
        if (old.n && (ends_with(old, 20000, &old_rows) != SHEET_OK || old_rows != 435))
            _exit(2);
        _exit(0);
    }
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
}

static int up(void **state)
{
    (void)state;
    log_program("sheet_parser_test");
    kept = arena_new(1 << 20);
    parser = parser_path(kept, false);
    if (!parser)
        parser = parser_path(kept, true);
    snprintf(stub, sizeof stub, "/tmp/sheet_parser_test_%d", (int)getpid());
    return 0;
}

static int down(void **state)
{
    (void)state;
    unlink(stub);
    arena_free(&kept);
    return 0;
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {T(same), T(in_between), T(stubs), T(killed), T(lies), T(old_xls), T(from_a_sandbox)};
    return cmocka_run_group_tests(tests, up, down);
}
