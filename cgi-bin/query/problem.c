/* SPDX-License-Identifier: EUPL-1.2
 * problem.c — what went wrong, as application/problem+json (RFC 9457) with Chinese words for addresses of data, as a page for the
 * others. The type is an address on the page for developers that explains it. Unknown and hidden are one and the same answer.
 */
#include "base/arena.h"
#include "query/query.h"

struct out *problem_write(struct req *r, const struct problem *p)
{
    struct opendata_maker m = {.a = r->arena, .origin = r->program->config.origin};
    struct out *o = resp_typed(r, p->status, STR("application/problem+json"));
    struct jsonw j = jsonw_to(o);
    resp_open_data(r);
    jsonw_open(&j, '{');
    jsonw_key(&j, "type");
    jsonw_text(&j, opendata_url(&m, str_fmt(r->arena, "/developers#problem-%s", p->kind)));
    jsonw_key(&j, "title");
    jsonw_text(&j, p->title);
    jsonw_key(&j, "status");
    jsonw_int(&j, p->status);
    jsonw_key(&j, "detail");
    jsonw_text(&j, p->detail);
    if (p->n_faults) {
        jsonw_key(&j, "errors");
        jsonw_open(&j, '[');
        for (size_t i = 0; i < p->n_faults; i++) {
            jsonw_open(&j, '{');
            jsonw_key(&j, "parameter");
            jsonw_text(&j, p->faults[i].name);
            jsonw_key(&j, "detail");
            jsonw_text(&j, p->faults[i].detail);
            jsonw_close(&j, '}');
        }
        jsonw_close(&j, ']');
    }
    jsonw_key(&j, "request_id");
    jsonw_text(&j, r->id);
    jsonw_close(&j, '}');
    out_char(o, '\n');
    return o;
}

void problem_not_found(struct req *r)
{
    resp_not_found(r); /* comes back here by query_error() */
}

bool query_is_data(const struct req *r)
{
    struct str path = r->path.p ? r->path : r->target;
    bool badge = str_starts(path, STR("/badge/")) && !str_ends(path, STR("/poster"));
    return str_starts(path, STR("/api/")) || str_eq(path, STR("/api")) || badge;
}

static const char *kind_of(int status)
{
    static const struct {
        int status;
        const char *kind;
    } kinds[] = {{400, "malformed"}, {404, "not-found"}, {405, "method"},   {406, "format"},     {413, "malformed"},
                 {414, "malformed"}, {422, "parameter"}, {429, "too-many"}, {503, "unavailable"}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i].status == status)
            return kinds[i].kind;
    return "internal";
}

bool query_error(struct req *r, struct out *o, const struct http_error *e)
{
    if (!query_is_data(r))
        return page_error(r, o, e);
    struct str detail = str_cat(r->arena, e->what, e->todo);
    if (e->status == 404)
        detail = STR("没有这项内容，或者它不能公开。请核对网址。");
    /* A page was begun for every error: for data another answer takes its place. */
    struct str title = e->status == 404 ? STR("没有找到") : e->title;
    struct problem p = {.status = e->status, .kind = kind_of(e->status), .title = title, .detail = detail};
    problem_write(r, &p);
    return true;
}
