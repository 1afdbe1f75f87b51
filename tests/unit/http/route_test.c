/* SPDX-License-Identifier: EUPL-1.2
 * route_test.c — matching, the difference between 404 and 405, the printed table, and the rows that must not start.
 */
#include "unit/http/harness.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static void page(struct req *r)
{
    out_str(resp_text(r, 200), str_from(r->route->pattern));
}

static void reshow(struct req *r, struct form_state *f)
{
    resp_text(r, form_status(f));
}

static bool guard(struct req *r)
{
    (void)r;
    return true;
}

struct note_form {
    struct str note;
};
static const struct form_field NOTE_FIELDS[] = {FORM_LINE(struct note_form, note, "备注", 0, 10, false)};
static const struct form_def NOTE_FORM = FORM_DEF("note", struct note_form, NOTE_FIELDS);
static const struct form_def BUTTON = FORM_BUTTON("button");

static const struct route TABLE[] = {
    {HTTP_GET, "/", page, ROUTE_PUBLIC, .purpose = "home"},
    {HTTP_GET, "/entity/{code}", page, ROUTE_PUBLIC, .purpose = "archive"},
    {HTTP_GET, "/entity/new", page, 1u << 0 | 1u << 2, .purpose = "new"},
    {HTTP_POST, "/entity/{code}", page, 1u << 1, .form = &NOTE_FORM, .reshow = reshow, .guard = guard, .purpose = "edit"},
    {HTTP_GET, "/entity/{code}/why/{year}", page, ROUTE_PUBLIC, .purpose = "why"},
    {HTTP_GET, "/entity/{code}/why/last", page, ROUTE_PUBLIC, .purpose = "last"},
    {HTTP_GET, "/{area}/new", page, ROUTE_SIGNED_IN, .purpose = "area"},
    {HTTP_POST, "/logout", page, ROUTE_SIGNED_IN, ROUTE_NO_TOKEN, .form = &BUTTON, .purpose = "leave"},
    {HTTP_POST, "/login", page, ROUTE_PUBLIC, ROUTE_NO_CSRF, .form = &BUTTON, .purpose = "enter"},
    {HTTP_GET, "/login", page, ROUTE_PUBLIC, .purpose = "log-in page"},
};
enum { ROWS = sizeof TABLE / sizeof *TABLE };

static void matching(void **state)
{
    (void)state;
    static const struct {
        enum http_method method;
        const char *path;
        enum route_result result;
        int row;
        const char *first, *second, *allow;
    } rows[] = {
        {HTTP_GET, "/", ROUTE_MATCH, 0, "", "", ""},
        {HTTP_HEAD, "/", ROUTE_MATCH, 0, "", "", ""},
        {HTTP_POST, "/", ROUTE_METHOD, 0, "", "", "GET, HEAD"},
        {HTTP_OTHER, "/", ROUTE_METHOD, 0, "", "", "GET, HEAD"},
        {HTTP_GET, "/entity/abc", ROUTE_MATCH, 1, "abc", "", ""},
        {HTTP_GET, "/entity/new", ROUTE_MATCH, 2, "", "", ""},
        {HTTP_POST, "/entity/new", ROUTE_MATCH, 3, "new", "", ""},
        {HTTP_GET, "/staff/new", ROUTE_MATCH, 6, "staff", "", ""},
        {HTTP_GET, "/entity", ROUTE_NONE, 0, "", "", ""},
        {HTTP_GET, "/entity/", ROUTE_NONE, 0, "", "", ""},
        {HTTP_GET, "/entity/abc/", ROUTE_SLASH, 0, "", "", ""},
        {HTTP_HEAD, "/entity/abc/", ROUTE_SLASH, 0, "", "", ""},
        {HTTP_POST, "/entity/abc/", ROUTE_NONE, 0, "", "", ""},
        {HTTP_OTHER, "/entity/abc", ROUTE_METHOD, 0, "", "", "GET, HEAD, POST"},
        {HTTP_GET, "/logout", ROUTE_METHOD, 0, "", "", "POST"},
        {HTTP_GET, "/entity/abc/why/2025", ROUTE_MATCH, 4, "abc", "2025", ""},
        {HTTP_GET, "/entity/abc/why/last", ROUTE_MATCH, 5, "abc", "", ""},
        {HTTP_GET, "/entity/abc/why/2025/x", ROUTE_NONE, 0, "", "", ""},
        {HTTP_GET, "/ENTITY/abc", ROUTE_NONE, 0, "", "", ""},
        {HTTP_GET, "/entity/遂溪", ROUTE_MATCH, 1, "遂溪", "", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct route *found;
        struct str captures[HTTP_CAPTURES_MAX] = {{NULL, 0}};
        const char *allow;
        enum route_result result = route_match(TABLE, ROWS, rows[i].method, str_from(rows[i].path), &found, captures, &allow);
        if (result != rows[i].result)
            print_error("row %zu: %s\n", i, rows[i].path);
        assert_int_equal(result, rows[i].result);
        if (result == ROUTE_MATCH) {
            assert_int_equal(found - TABLE, rows[i].row);
            same_str(captures[0], rows[i].first);
            same_str(captures[1], rows[i].second);
        }
        same_str(str_from(allow), rows[i].allow);
    }
    assert_int_equal(route_capture_index("/entity/{code}/why/{year}", "year"), 1);
    assert_int_equal(route_capture_index("/entity/{code}/why/{year}", "code"), 0);
    assert_int_equal(route_capture_index("/entity/{code}", "cod"), -1);
}

static void printing(void **state)
{
    (void)state;
    static const char *const names[] = {"clerk", "reviewer"};
    struct arena *a = arena_new(1u << 20);
    struct out o;
    out_to_arena(&o, a);
    route_table_check(TABLE, ROWS);
    route_print(&o, TABLE, ROWS, (struct route_role_names){names, 2});
    struct str text = out_text(&o);
    assert_true(str_contains(text, STR("GET\t/\tpublic\t-\t-\t-\thome\n")));
    assert_true(str_contains(text, STR("GET\t/entity/new\tclerk,role2\t-\t-\t-\tnew\n")));
    assert_true(str_contains(text, STR("POST\t/entity/{code}\treviewer\tcsrf+token\tnote\tguard\tedit\n")));
    assert_true(str_contains(text, STR("POST\t/logout\tsigned-in\tcsrf\tbutton\t-\tleave\n")));
    assert_true(str_contains(text, STR("POST\t/login\tpublic\tno-csrf+token\tbutton\t-\tenter\n")));
    arena_free(&a);
}

/* Does the process die of a failed CHECK? */
static bool dies(const struct route *table, size_t n)
{
    pid_t child = fork();
    if (child == 0) {
        signal(SIGABRT, SIG_DFL);
        if (!freopen("/dev/null", "w", stderr))
            _exit(2);
        route_table_check(table, n);
        _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

static void faulty_rows_do_not_start(void **state)
{
    (void)state;
    static const struct form_field bad_fields[] = {FORM_LINE(struct note_form, note, "备注", 9, 1, false)};
    static const struct form_def bad_form = FORM_DEF("bad", struct note_form, bad_fields);
    const struct route rows[] = {
        {HTTP_GET, "/a", page, 0, .purpose = "no roles"},
        {HTTP_GET, "/a", page, ROUTE_PUBLIC, .purpose = ""},
        {HTTP_GET, "/a", NULL, ROUTE_PUBLIC, .purpose = "no handler"},
        {HTTP_GET, "a", page, ROUTE_PUBLIC, .purpose = "no slash"},
        {HTTP_GET, "/a/", page, ROUTE_PUBLIC, .purpose = "slash at the end"},
        {HTTP_GET, "/A", page, ROUTE_PUBLIC, .purpose = "upper case"},
        {HTTP_GET, "/{a", page, ROUTE_PUBLIC, .purpose = "open brace"},
        {HTTP_GET, "/{a}/{b}/{c}/{d}/{e}", page, ROUTE_PUBLIC, .purpose = "too many captures"},
        {HTTP_HEAD, "/a", page, ROUTE_PUBLIC, .purpose = "HEAD is not for tables"},
        {HTTP_POST, "/a", page, ROUTE_PUBLIC, .purpose = "POST without form"},
        {HTTP_GET, "/a", page, ROUTE_PUBLIC, .form = &BUTTON, .purpose = "GET with form"},
        {HTTP_GET, "/a", page, ROUTE_PUBLIC, ROUTE_NO_CSRF, .purpose = "GET with flags"},
        {HTTP_POST, "/a", page, ROUTE_PUBLIC, .form = &NOTE_FORM, .purpose = "fields without reshow"},
        {HTTP_POST, "/a", page, ROUTE_PUBLIC, .form = &bad_form, .reshow = reshow, .purpose = "faulty form"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (!dies(&rows[i], 1))
            print_error("row %zu: %s\n", i, rows[i].purpose);
        assert_true(dies(&rows[i], 1));
    }
    const struct route twice[] = {
        {HTTP_GET, "/a/{x}", page, ROUTE_PUBLIC, .purpose = "one"},
        {HTTP_GET, "/a/{y}", page, ROUTE_PUBLIC, .purpose = "the same"},
    };
    assert_true(dies(twice, 2));
    assert_false(dies(TABLE, ROWS));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(matching),
        cmocka_unit_test(printing),
        cmocka_unit_test(faulty_rows_do_not_start),
    };
    return cmocka_run_group_tests_name("http route", tests, NULL, NULL);
}
