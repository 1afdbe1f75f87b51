/* SPDX-License-Identifier: EUPL-1.2
 * server_test.c — the fixed order of steps: Origin, who, roles, guard, body limits, csrf, token, form, handler; and what fails
 * where.
 */
#include "unit/http/harness.h"

enum { CLERK = 1, REVIEWER = 2 };

/* The program's context: who is "signed in", and what was called. */
struct app {
    bool signed_in;
    uint32_t roles;
    int guards, acts, reshows, rollbacks, finished;
    enum fail_kind failed;
    enum http_token_verdict token;
    struct str seen_token;
    uint8_t hash[32];
    size_t file_bytes;
};
static struct app app;
static struct arena *arena;
static struct http_server *server;
static struct http_program program;
static int somebody;

struct note_form {
    struct str note;
};
static const struct form_field NOTE_FIELDS[] = {FORM_LINE(struct note_form, note, "备注", 0, 10, true)};
static const struct form_def NOTE = FORM_DEF("note", struct note_form, NOTE_FIELDS);
struct upload_form {
    struct form_file file;
};
static const struct form_field UPLOAD_FIELDS[] = {FORM_FILE(struct upload_form, file, "文件", 0, true)};
static const struct form_def UPLOAD = FORM_DEF("upload", struct upload_form, UPLOAD_FIELDS);
static const struct form_def BUTTON = FORM_BUTTON("button");

static void page(struct req *r)
{
    out_fmt(resp_html(r, 200), "page %s", (const char *)r->object ? (const char *)r->object : "");
}

static void act(struct req *r)
{
    struct app *a = r->app;
    a->acts++;
    a->seen_token = str_dup(arena, r->form_token);
    memcpy(a->hash, r->body_hash, 32);
    resp_see_other(r, URL_STATIC("/"));
}

static void act_upload(struct req *r)
{
    const struct upload_form *f = r->form;
    struct app *a = r->app;
    a->file_bytes = f->file.bytes.n;
    act(r);
}

static void act_doubtful(struct req *r)
{
    const struct note_form *f = r->form;
    CHECK(f->note.n > 0);
    form_fail(r, "note", STR("备注与登记不一致。请核对。"));
}

static void reshow(struct req *r, struct form_state *f)
{
    ((struct app *)r->app)->reshows++;
    struct out *o = resp_html(r, form_status(f));
    for (size_t i = 0; i < f->errors.n; i++)
        out_str(o, f->errors.p[i].message);
    out_str(o, form_value(f, "note"));
}

static void act_fail(struct req *r)
{
    (void)r;
    fail(FAIL_DATABASE, "server has gone away");
}

static void act_no_keeper(struct req *r)
{
    (void)r;
    fail(FAIL_KEEPER, "no keeper");
}

static void act_over_the_cap(struct req *r)
{
    (void)r;
    fail(FAIL_LIMIT, "enough");
}

static bool guard(struct req *r)
{
    ((struct app *)r->app)->guards++;
    r->object = (void *)(uintptr_t) "object";
    return str_eq(req_capture(r, "id"), STR("mine"));
}

static const struct route ROUTES[] = {
    {HTTP_GET, "/", page, ROUTE_PUBLIC, .purpose = "p"},
    {HTTP_GET, "/clerk/{id}", page, CLERK, .guard = guard, .purpose = "p"},
    {HTTP_POST, "/clerk/{id}", act, CLERK, .guard = guard, .form = &NOTE, .reshow = reshow, .purpose = "p"},
    {HTTP_GET, "/any", page, ROUTE_SIGNED_IN, .purpose = "p"},
    {HTTP_POST, "/note", act, ROUTE_PUBLIC, .form = &NOTE, .reshow = reshow, .purpose = "p"},
    {HTTP_POST, "/doubt", act_doubtful, ROUTE_PUBLIC, .form = &NOTE, .reshow = reshow, .purpose = "p"},
    {HTTP_POST, "/upload", act_upload, ROUTE_PUBLIC, .form = &UPLOAD, .reshow = reshow, .upload_limit = 600000, .purpose = "p"},
    {HTTP_POST, "/login", act, ROUTE_PUBLIC, ROUTE_NO_CSRF, .form = &NOTE, .reshow = reshow, .purpose = "p"},
    {HTTP_POST, "/logout", act, ROUTE_PUBLIC, ROUTE_NO_TOKEN, .form = &BUTTON, .purpose = "p"},
    {HTTP_POST, "/no-keeper", act_no_keeper, ROUTE_PUBLIC, .form = &BUTTON, .purpose = "p"},
    {HTTP_POST, "/over-the-cap", act_over_the_cap, ROUTE_PUBLIC, .form = &BUTTON, .purpose = "p"},
    {HTTP_POST, "/fail", act_fail, ROUTE_PUBLIC, .form = &BUTTON, .purpose = "p"},
};

static void authenticate(struct req *r)
{
    const struct app *a = r->app;
    r->actor = a->signed_in ? &somebody : NULL;
    r->roles = a->roles;
}

static void need_login(struct req *r)
{
    resp_see_other(r, url_query(r->arena, URL_STATIC("/login"), STR("next"), r->target));
}

static bool check_csrf(struct req *r, struct str csrf)
{
    (void)r;
    return str_eq(csrf, STR("good"));
}

static enum http_token_verdict check_token(struct req *r)
{
    const struct app *a = r->app;
    if (a->token == HTTP_TOKEN_DONE)
        resp_see_other(r, URL_STATIC("/first"));
    return a->token;
}

static void rollback(void *p, enum fail_kind kind)
{
    struct app *a = p;
    a->rollbacks++;
    a->failed = kind;
}

static void finish(struct req *r)
{
    ((struct app *)r->app)->finished++;
}

static int set_up(void **state)
{
    (void)state;
    arena = arena_new(32u << 20);
    app = (struct app){0};
    program = (struct http_program){
        .name = "t",
        .routes = ROUTES,
        .n_routes = sizeof ROUTES / sizeof *ROUTES,
        .app = &app,
        .hooks = {.authenticate = authenticate,
                  .need_login = need_login,
                  .check_csrf = check_csrf,
                  .check_token = check_token,
                  .rollback = rollback,
                  .finish = finish},
    };
    server = http_server_new(&program);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    http_server_free(&server);
    arena_free(&arena);
    return 0;
}

#define FINE "csrf=good&token=0123456789abcdef&"

static void roles_and_guards(void **state)
{
    (void)state;
    struct answer r = get(server, arena, "/clerk/mine?x=1");
    assert_int_equal(r.status, 303);
    same_str(header(arena, r, "Location", NULL), "/login?next=%2Fclerk%2Fmine%3Fx%3D1");
    app.signed_in = true;
    app.roles = REVIEWER;
    assert_int_equal(get(server, arena, "/clerk/mine").status, 403);
    assert_int_equal(app.guards, 0); /* no object is opened for who may not come in */
    assert_int_equal(get(server, arena, "/any").status, 200);
    app.roles = CLERK | REVIEWER;
    r = get(server, arena, "/clerk/mine");
    assert_int_equal(r.status, 200);
    same_str(r.body, "page object");
    struct answer other = get(server, arena, "/clerk/other"), none = get(server, arena, "/nothing");
    assert_int_equal(other.status, 404);
    assert_int_equal(other.body.n, none.body.n); /* not yours and not there look the same */
    assert_int_equal(post_form(server, arena, "/clerk/other", FINE "note=a").status, 404);
    assert_int_equal(app.acts, 0);
    assert_int_equal(post_form(server, arena, "/clerk/mine", FINE "note=a").status, 303);
    assert_int_equal(app.acts, 1);
    app.roles = ROUTE_PUBLIC | ROUTE_SIGNED_IN; /* those bits are no roles of a person */
    assert_int_equal(get(server, arena, "/clerk/mine").status, 403);
    assert_int_equal(app.finished, 9);
}

static void forged_posts_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *origin, *site;
        int status;
    } rows[] = {
        {"HTTP_ORIGIN=http://credit.test", "HTTP_SEC_FETCH_SITE=same-origin", 303},
        {"HTTP_ORIGIN=http://credit.test", "X=", 303},
        {"HTTP_ORIGIN=http://CREDIT.test", "X=", 303},
        {"X=", "HTTP_SEC_FETCH_SITE=same-origin", 303},
        {"X=", "Y=", 403},
        {"X=", "HTTP_SEC_FETCH_SITE=none", 403},
        {"X=", "HTTP_SEC_FETCH_SITE=same-site", 403},
        {"HTTP_ORIGIN=http://credit.test", "HTTP_SEC_FETCH_SITE=cross-site", 403},
        {"HTTP_ORIGIN=null", "HTTP_SEC_FETCH_SITE=same-origin", 403},
        {"HTTP_ORIGIN=http://evil.test", "X=", 403},
        {"HTTP_ORIGIN=https://credit.test", "X=", 403},
        {"HTTP_ORIGIN=http://credit.test:8080", "X=", 403},
        {"HTTP_ORIGIN=http://credit.test.evil.test", "X=", 403},
    };
    static const char body[] = FINE "note=a";
    const char *length = str_cstr(arena, str_fmt(arena, "CONTENT_LENGTH=%zu", sizeof body - 1));
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *more[] = {rows[i].origin, rows[i].site, "CONTENT_TYPE=application/x-www-form-urlencoded", length, NULL};
        int status = ask_env(server, arena, "POST", "/note", more, str_from(body)).status;
        if (status != rows[i].status)
            print_error("row %zu: %s %s\n", i, rows[i].origin, rows[i].site);
        assert_int_equal(status, rows[i].status);
    }
    assert_int_equal(app.acts, 4);
    program.config.origin = STR("https://credit.example.gov.cn");
    const char *more[] = {"HTTP_ORIGIN=https://credit.example.gov.cn", "CONTENT_TYPE=application/x-www-form-urlencoded", length,
                          NULL};
    assert_int_equal(ask_env(server, arena, "POST", "/note", more, str_from(body)).status, 303);
    assert_int_equal(post_form(server, arena, "/note", body).status, 403);
}

static void csrf_and_token(void **state)
{
    (void)state;
    static const struct {
        const char *uri, *body;
        int status;
    } rows[] = {
        {"/note", FINE "note=a", 303},
        {"/note", "token=0123456789abcdef&note=a", 403},
        {"/note", "csrf=&token=0123456789abcdef&note=a", 403},
        {"/note", "csrf=bad&token=0123456789abcdef&note=a", 403},
        {"/note", "csrf=good&csrf=good&token=0123456789abcdef&note=a", 400},
        {"/note", "csrf=good&note=a", 400},
        {"/note", "csrf=good&token=short&note=a", 400},
        {"/note", "csrf=good&token=0123456789abcde%2F&note=a", 400},
        {"/note", "csrf=good&token=0123456789abcdef&token=0123456789abcdef&note=a", 400},
        {"/note", FINE "note=a&extra=1", 400},
        {"/note", FINE "note=a&note=b", 400},
        {"/note", FINE "note=%00", 400},
        {"/note", FINE, 422},
        {"/login", "token=0123456789abcdef&note=a", 303},
        {"/login", "csrf=bad&token=0123456789abcdef&note=a", 403},
        {"/logout", "csrf=good", 303},
        {"/logout", "csrf=bad", 403},
        {"/logout", "csrf=good&token=x", 400},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int status = post_form(server, arena, rows[i].uri, rows[i].body).status;
        if (status != rows[i].status)
            print_error("row %zu: %s %s\n", i, rows[i].uri, rows[i].body);
        assert_int_equal(status, rows[i].status);
    }
    assert_int_equal(app.acts, 3);
    assert_int_equal(app.reshows, 1);
}

static void a_form_sent_twice(void **state)
{
    (void)state;
    uint8_t first[32];
    post_form(server, arena, "/note", "note=a&" FINE);
    memcpy(first, app.hash, 32);
    same_str(app.seen_token, "0123456789abcdef");
    post_form(server, arena, "/note", "csrf=good&note=a&token=fedcba9876543210"); /* the mask of csrf and the token do not count */
    assert_memory_equal(app.hash, first, 32);
    post_form(server, arena, "/note", FINE "note=b");
    assert_memory_not_equal(app.hash, first, 32);
    post_form(server, arena, "/login", FINE "note=a"); /* the same fields sent elsewhere are another act */
    assert_memory_not_equal(app.hash, first, 32);
    app.token = HTTP_TOKEN_DONE;
    struct answer r = post_form(server, arena, "/note", FINE "note=a");
    same_str(header(arena, r, "Location", NULL), "/first");
    app.token = HTTP_TOKEN_CONFLICT;
    assert_int_equal(post_form(server, arena, "/note", FINE "note=a").status, 409);
    assert_int_equal(app.acts, 4);
    assert_int_equal(post_form(server, arena, "/note", FINE "note=").status,
                     422); /* a token is asked about only when the form is right */
}

static void errors_keep_what_was_typed(void **state)
{
    (void)state;
    struct answer r = post_form(server, arena, "/note", FINE "note=12345678901");
    assert_int_equal(r.status, 422);
    same_str(r.body, "备注不能超过 10 个字，现在是 11 个字。请删减。12345678901");
    r = post_form(server, arena, "/doubt", FINE "note=abc");
    assert_int_equal(r.status, 422);
    same_str(r.body, "备注与登记不一致。请核对。abc");
}

static struct str upload_body(size_t n)
{
    struct out o;
    out_to_arena(&o, arena);
    out_str(&o, STR("--B\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\ngood\r\n"
                    "--B\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\n0123456789abcdef\r\n"
                    "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n"));
    out_bytes(&o, arena_alloc(arena, n), n);
    out_str(&o, STR("\r\n--B--\r\n"));
    return out_text(&o);
}

static void bodies_have_limits(void **state)
{
    (void)state;
    const char *multipart = "multipart/form-data; boundary=B";
    assert_int_equal(post(server, arena, "/upload", multipart, upload_body(600000)).status, 303);
    assert_int_equal(app.file_bytes, 600000);
    assert_int_equal(post(server, arena, "/upload", multipart, upload_body(600000 + HTTP_UPLOAD_SLACK)).status, 413);
    assert_int_equal(post(server, arena, "/note", multipart, upload_body(300000)).status, 413); /* no file there: the small limit */
    struct str big = str_cat(arena, STR(FINE "note="), str_fmt(arena, "%0300000d", 1));
    assert_int_equal(post_form(server, arena, "/note", str_cstr(arena, big)).status, 413);
    assert_int_equal(post(server, arena, "/note", "text/plain", STR(FINE "note=a")).status, 415);
    assert_int_equal(post(server, arena, "/note", "application/json", STR("{}")).status, 415);
    assert_int_equal(post(server, arena, "/upload", multipart, STR("--B\r\n")).status, 400);
    const char *lying[] = {"HTTP_ORIGIN=http://credit.test", "CONTENT_TYPE=application/x-www-form-urlencoded",
                           "CONTENT_LENGTH=1000", NULL};
    assert_int_equal(ask_env(server, arena, "POST", "/note", lying, STR(FINE "note=a")).status, 400);
    assert_int_equal(app.acts, 1);
}

static void failures_roll_back(void **state)
{
    (void)state;
    struct answer r = post_form(server, arena, "/fail", FINE);
    assert_int_equal(r.status, 503);
    same_str(header(arena, r, "Retry-After", NULL), "5");
    assert_int_equal(app.rollbacks, 1);
    assert_int_equal(app.failed, FAIL_DATABASE);
    assert_int_equal(app.finished, 1);
    assert_true(http_server_leaving(server));
}

/* Over the cap of openings the page says so, and the process stays; without a keeper it leaves. Both roll back. */
static void keys_that_cannot_be_had(void **state)
{
    (void)state;
    struct answer r = post_form(server, arena, "/over-the-cap", FINE);
    assert_int_equal(r.status, 503);
    same_str(header(arena, r, "Retry-After", NULL), "60");
    assert_true(str_contains(r.body, STR("解密的信息已达到上限")));
    assert_true(str_contains(r.body, STR("请求编号")));
    assert_false(http_server_leaving(server));
    r = post_form(server, arena, "/no-keeper", FINE);
    assert_int_equal(r.status, 503);
    assert_true(str_contains(r.body, STR("保管密钥的服务暂时不能使用")));
    assert_true(str_contains(r.body, STR("请求编号")));
    assert_int_equal(app.rollbacks, 2);
    assert_true(http_server_leaving(server));
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(roles_and_guards),           T(forged_posts_are_refused), T(csrf_and_token),     T(a_form_sent_twice),
        T(errors_keep_what_was_typed), T(bodies_have_limits),       T(failures_roll_back), T(keys_that_cannot_be_had),
    };
    return cmocka_run_group_tests_name("http server", tests, NULL, NULL);
}
