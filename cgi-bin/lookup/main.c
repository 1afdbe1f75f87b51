/* SPDX-License-Identifier: EUPL-1.2
 * main.c — lookup: the public's pages. One process of several on a unix socket; reads the public views only, holds no keys, sets no
 * cookies. lookup            serves the socket on file descriptor 0 lookup --check    prepares every statement and checks the
 * server's settings lookup --routes   prints the route table
 */
#include "base/arena.h"
#include "lookup/app.h"
#include "lookup/notice.h"

static const struct route ROUTES[] = {
    {HTTP_GET, "/", page_home, ROUTE_PUBLIC, .purpose = "search box, how to read a grade, latest tables"},
    {HTTP_GET, "/search", page_search, ROUTE_PUBLIC, .purpose = "find organisations by name, code or licence"},
    {HTTP_GET, "/entity/{code}", page_entity, ROUTE_PUBLIC, .purpose = "archive page of one subject"},
    {HTTP_GET, "/entity/{code}/why", page_why_latest, ROUTE_PUBLIC, .purpose = "on to the score sheet in force: where badges lead"},
    {HTTP_GET, "/entity/{code}/why/{year}", page_why, ROUTE_PUBLIC, .purpose = "score sheet of a year, as a page or .json"},
    {HTTP_GET, "/publication", page_publications, ROUTE_PUBLIC, .purpose = "published summary tables"},
    {HTTP_GET, "/publication/{year}", page_publication, ROUTE_PUBLIC,
     .purpose = "summary table of a year, as a page, .csv or .xlsx"},
    {HTTP_GET, "/publication/{year}/bundle.zip", page_publication_bundle, ROUTE_PUBLIC,
     .purpose = "static bundle of a year's table for other web sites"},
    {HTTP_GET, "/notice", page_notices, ROUTE_PUBLIC, .purpose = "numbered notices, newest first"},
    {HTTP_GET, "/notice/{series}/{year}/{no}", page_notice, ROUTE_PUBLIC, .purpose = "one notice, as a page, .pdf or .proof"},
    {HTTP_GET, "/verify", page_verify, ROUTE_PUBLIC, .purpose = "is a notice genuine: form and answer"},
    {HTTP_GET, "/verify/{code}", page_verify_code, ROUTE_PUBLIC, .purpose = "the same by its check code, or the .proof"},
    {HTTP_GET, "/about", page_about, ROUTE_PUBLIC, .purpose = "the rule set with its sources"},
    {HTTP_GET, "/accessibility", page_accessibility, ROUTE_PUBLIC, .purpose = "accessibility statement"},
    {HTTP_GET, "/person", page_person, ROUTE_PUBLIC, .purpose = "a natural person by name and certificate, or how to ask"},
    {HTTP_POST, "/person", act_person, ROUTE_PUBLIC, .flags = ROUTE_NO_CSRF | ROUTE_NO_TOKEN, .form = &PERSON_FORM,
     .reshow = show_person, .purpose = "the same, asked; changes nothing"},
    {HTTP_GET, "/checkpoint", page_checkpoint, ROUTE_PUBLIC, .purpose = "newest checkpoint of the log of acts, public keys"},
    {HTTP_GET, "/checkpoint.txt", page_checkpoint_text, ROUTE_PUBLIC, .purpose = "the same, to be kept elsewhere"},
    {HTTP_GET, "/healthz", page_healthz, ROUTE_PUBLIC, .purpose = "is the database there"},
    {HTTP_GET, "/robots.txt", page_robots, ROUTE_PUBLIC, .purpose = "what crawlers leave alone"},
};
enum { ROUTES_N = sizeof ROUTES / sizeof *ROUTES, REQUEST_ARENA_BYTES = 64 << 20 /* a table's file is sent from memory */ };

static void begin(struct req *r) /* nobody signs in here */
{
    if (r->route->handle != page_entity && r->route->handle != page_why) /* those open the archive first, and refresh by that */
        archive_cache_refresh(&app_of(r)->known, r->arena);
}

static void rollback(void *arg, enum fail_kind kind)
{
    struct app *app = arg;
    (void)kind;
    db_rollback(app->db);
}

static int serve(struct program *p)
{
    struct app *app = ARENA_NEW(p->arena, struct app);
    *app = (struct app){.program = p, .db = p->db, .known = archive_cache_of(p->db, p->regime.regime, p->regime.id)};
    struct http_program program = {
        .name = "lookup",
        .routes = ROUTES,
        .n_routes = ROUTES_N,
        .hooks = {.authenticate = begin, .render_error = render_error, .rollback = rollback},
        .config = {.https = p->config.https, .origin = p->config.origin, .arena_bytes = REQUEST_ARENA_BYTES},
        .app = app,
    };
    program_shut_in(p, SANDBOX_WEB, PROGRAM_NO_FILES);
    return http_serve(&program, NULL);
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "--routes") == 0)
        return route_print_all(ROUTES, ROUTES_N, (struct route_role_names){NULL, 0});
    bool check = argc == 2 && strcmp(argv[1], "--check") == 0;
    if (argc != 1 && !check) {
        fprintf(stderr, "usage: lookup [--check | --routes]\n");
        return 2;
    }
    struct program *p =
        program_start("lookup", (check ? 0 : PROGRAM_TEXT | PROGRAM_REGIME | PROGRAM_WAIT) | PROGRAM_SHORT_STATEMENTS);
    int status = check ? program_check(p) : serve(p);
    program_stop(&p);
    return status;
}
