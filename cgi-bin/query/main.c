/* SPDX-License-Identifier: EUPL-1.2
 * main.c — query: open data for the bureau's website and for developers. One process of several on a unix socket; reads the public
 * views only, holds no keys, sets no cookies.
 *     query            serves the socket on file descriptor 0
 *     query --check    prepares every statement and checks the server's settings
 *     query --routes   prints the route table
 */
#include "base/arena.h"
#include "query/query.h"

#define API(pattern, why)                                                                                                          \
    {                                                                                                                              \
        HTTP_GET, "/api/v1" pattern, page_api, ROUTE_PUBLIC, .purpose = why                                                        \
    }
static const struct route ROUTES[] = {
    {HTTP_GET, "/api/openapi.json", page_openapi, ROUTE_PUBLIC, .purpose = "what the API is, as an OpenAPI 3.1 document"},
    API("", "where the API begins: its addresses"),
    API("/subjects", "find organisations, or walk all of them"),
    API("/subjects/{code}", "all that is public of one subject"),
    API("/subjects/{code}/grades", "its published grades"),
    API("/subjects/{code}/grades/{year}/why", "score sheet of a year, the twin of the why-page"),
    API("/subjects/{code}/records", "its records in publicity"),
    API("/subjects/{code}/licences", "its licences (double publicity)"),
    API("/subjects/{code}/penalties", "its penalties in publicity (double publicity)"),
    API("/grades", "the grades of a year, organisation by organisation"),
    API("/licences", "licences of organisations, latest first"),
    API("/penalties", "penalties in publicity, latest first"),
    API("/lists", "the kinds of lists that the rule set names"),
    API("/lists/{list}", "entries of one of them, latest first"),
    API("/publications", "published summary tables"),
    API("/publications/{id}", "one of them"),
    API("/publications/{id}/files/{format}", "its stored bytes"),
    API("/notices", "numbered notices, latest first"),
    API("/dump", "the day's files of all open data"),
    API("/dump/{file}", "one of them"),
    API("/changes", "which organisations' public data changed"),
    {HTTP_GET, "/badge/{code}", page_badge, ROUTE_PUBLIC,
     .purpose = "an organisation's grade as a small picture, {code} with .svg"},
    {HTTP_GET, "/badge/{code}/poster", page_poster, ROUTE_PUBLIC, .purpose = "the same on an A4 sheet with a QR code, to print"},
    {HTTP_GET, "/embed/search", page_embed, ROUTE_PUBLIC, .purpose = "the search box, for a frame of another site"},
    {HTTP_GET, "/developers", page_developers, ROUTE_PUBLIC, .purpose = "what data there is and how to use it"},
};
enum { ROUTES_N = sizeof ROUTES / sizeof *ROUTES, REQUEST_ARENA_BYTES = 64 << 20 /* a table's file is sent from memory */ };

static void begin(struct req *r) /* nobody signs in here */
{
    if (!query_opens_archive(r)) /* those refresh by that */
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
    *app = (struct app){
        .program = p, .db = p->db, .known = archive_cache_of(p->db, p->regime.regime, p->regime.id), .changed_day = DAY_NONE};
    struct http_program program = {
        .name = "query",
        .routes = ROUTES,
        .n_routes = ROUTES_N,
        .hooks = {.authenticate = begin, .render_error = query_error, .rollback = rollback},
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
        fprintf(stderr, "usage: query [--check | --routes]\n");
        return 2;
    }
    struct program *p =
        program_start("query", (check ? 0 : PROGRAM_TEXT | PROGRAM_REGIME | PROGRAM_WAIT) | PROGRAM_SHORT_STATEMENTS);
    int status = check ? program_check(p) : serve(p);
    program_stop(&p);
    return status;
}
