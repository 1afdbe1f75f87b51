/* SPDX-License-Identifier: EUPL-1.2
 * api.c — one walk for every address of the API: which format, is every parameter known and right, was it answered before, then the
 * endpoint's handler; and the few forms of an answer.
 */
#include "query/api.h"

#include "base/arena.h"

enum { LIMIT_USUAL = 50 };

static const struct api_endpoint *endpoint_of(const struct req *r)
{
    for (size_t i = 0; i < API_ENDPOINTS_N; i++)
        if (str_eq(str_from(API_ENDPOINTS[i].pattern), str_from(r->route->pattern)))
            return &API_ENDPOINTS[i];
    CHECK(!"route without an endpoint");
    return NULL;
}

/* --- parameters --- */

struct faults {
    struct problem_fault *p;
    size_t n, cap;
};

static void read_params(struct api_call *c, struct faults *f)
{
    struct req *r = c->r;
    struct out scope;
    out_to_arena(&scope, r->arena);
    out_str(&scope, str_from(c->endpoint->id));
    if (str_contains(str_from(c->endpoint->pattern), STR("{"))) /* a cursor of one list is none of another */
        out_fmt(&scope, "\n%.*s", STR_ARG(r->path));
    for (int i = 0; i < P_COUNT; i++) {
        const struct opendata_param *p = &API_PARAMS[i];
        struct str why, raw = c->endpoint->params & HAS(i) ? req_query(r, str_from(p->name)) : STR_NONE;
        if (!opendata_param_read(r->arena, p, raw, &c->given[i], &why))
            *VEC_PUSH(r->arena, *f) = (struct problem_fault){str_from(p->name), why};
        if (i < P_LIMIT && i != P_SINCE)
            out_fmt(&scope, "\n%.*s", STR_ARG(c->given[i].text));
    }
    c->scope = out_text(&scope);
}

static void refuse_unknown(struct api_call *c, struct faults *f)
{
    for (size_t i = 0; i < c->r->query.n; i++) {
        bool known = false;
        for (int k = 0; k < P_COUNT && !known; k++)
            known = (c->endpoint->params & HAS(k)) && str_eq(c->r->query.p[i].name, str_from(API_PARAMS[k].name));
        if (!known)
            *VEC_PUSH(c->r->arena, *f) =
                (struct problem_fault){utf8_prefix(c->r->query.p[i].name, 40), STR("此接口没有这个参数。")};
    }
}

static void check_codes(struct api_call *c, struct faults *f)
{
    const struct regime *g = c->app->known.regime;
    const struct opendata_value *type = &c->given[P_TYPE], *grade = &c->given[P_GRADE];
    if (type->given && regime_subject_type(g, type->text) == NULL)
        *VEC_PUSH(c->r->arena, *f) = (struct problem_fault){STR("type"), STR("评价制度中没有这个主体类型代码。")};
    if (grade->given && !str_eq(grade->text, STR("-")) && regime_grade(g, grade->text) == NULL)
        *VEC_PUSH(c->r->arena, *f) = (struct problem_fault){STR("grade"), STR("评价制度中没有这个等级代号。")};
}

static void check_cursor(struct api_call *c, struct faults *f)
{
    const struct opendata_value *cursor = &c->given[P_CURSOR], *since = &c->given[P_SINCE];
    const struct opendata_value *v = cursor->given ? cursor : since;
    if (v->given && !opendata_cursor_read(c->r->arena, c->scope, v->text, &c->position))
        *VEC_PUSH(c->r->arena, *f) = (struct problem_fault){cursor->given ? STR("cursor") : STR("since"),
                                                            STR("不是此接口以同样的筛选条件给出的游标。请从头开始。")};
}

static bool params_good(struct api_call *c)
{
    struct faults f = {0};
    read_params(c, &f);
    refuse_unknown(c, &f);
    if (f.n == 0)
        check_codes(c, &f);
    if (f.n == 0)
        check_cursor(c, &f);
    c->limit = c->given[P_LIMIT].given ? c->given[P_LIMIT].number : LIMIT_USUAL;
    c->bom = str_eq(c->given[P_BOM].text, STR("1"));
    if (f.n == 0)
        return true;
    problem_write(c->r, &(struct problem){.status = 422,
                                          .kind = "parameter",
                                          .title = STR("参数有误"),
                                          .detail = STR("有参数不能识别或者取值不对，见 errors。"),
                                          .faults = f.p,
                                          .n_faults = f.n});
    return false;
}

void api_refuse(struct api_call *c, enum api_param p, struct str why)
{
    struct problem_fault f = {str_from(API_PARAMS[p].name), why};
    problem_write(c->r, &(struct problem){.status = 422,
                                          .kind = "parameter",
                                          .title = STR("参数有误"),
                                          .detail = STR("有参数取值不对，见 errors。"),
                                          .faults = &f,
                                          .n_faults = 1});
}

/* ?format= wins over Accept. False: 406. */
static bool format_good(struct api_call *c)
{
    bool has_csv = c->endpoint->params & HAS(P_FORMAT);
    struct str format = has_csv ? req_query(c->r, STR("format")) : STR_NONE;
    if (c->endpoint->answer == API_FILE || c->endpoint->answer == API_DUMPED)
        return true;
    if (has_csv)
        resp_vary(c->r, STR("Accept"));
    if (format.n) {
        c->csv = str_eq(format, STR("csv"));
        return true;
    }
    int which = opendata_accept(c->r->accept, STR("application/json"), has_csv ? STR("text/csv") : STR_NONE);
    c->csv = which == 1;
    return which >= 0;
}

void page_api(struct req *r)
{
    struct api_call *c = ARENA_NEW(r->arena, struct api_call);
    *c = (struct api_call){.r = r, .app = app_of(r), .endpoint = endpoint_of(r), .maker = maker_of(r)};
    resp_open_data(r);
    if (!format_good(c)) {
        resp_error(r, 406);
        return;
    }
    if (query_again(r, c->csv ? STR(" csv") : STR(" json")))
        return;
    if (params_good(c))
        c->endpoint->handle(c);
}

/* --- answers --- */

void api_done(struct api_call *c)
{
    enum api_answer kind = c->endpoint->answer;
    if (kind == API_DUMP || kind == API_DUMPED || kind == API_CHANGES) { /* may change without an act: asked for each time */
        resp_public(c->r, STR("now"), 0);
        return;
    }
    query_public(c->r, c->csv ? STR(" csv") : STR(" json"), QUERY_DISPUTE_SECONDS);
}

void api_row(struct api_call *c, const void *row)
{
    struct out *o = resp_json(c->r, 200);
    struct jsonw j = jsonw_to(o);
    opendata_json(&j, c->r->arena, c->endpoint->shape, row);
    out_char(o, '\n');
    api_done(c);
}

/* This address with the cursor in place of the one it had (RFC 8288). */
static void link_next(struct api_call *c, struct str cursor)
{
    struct req *r = c->r;
    bool changes = c->endpoint->answer == API_CHANGES;
    struct str own = changes ? STR("since") : STR("cursor");
    struct url u;
    if (!url_local(r->arena, r->path, &u))
        return;
    for (size_t i = 0; i < r->query.n; i++)
        if (!str_eq(r->query.p[i].name, own))
            u = url_query(r->arena, u, r->query.p[i].name, r->query.p[i].value);
    u = url_query(r->arena, u, own, cursor);
    resp_header(r, STR("Link"), str_fmt(r->arena, "<%.*s>; rel=\"next\"", STR_ARG(opendata_url(&c->maker, u.s))));
}

static void write_list(struct api_call *c, const void *p, size_t n, struct str cursor, bool paged)
{
    struct arena *a = c->r->arena;
    struct opendata_list rows = {p, n};
    if (c->csv) {
        out_str(resp_typed(c->r, 200, STR("text/csv; charset=utf-8; header=present")),
                opendata_csv(a, c->endpoint->shape, rows, c->bom));
        return;
    }
    struct out *o = resp_json(c->r, 200);
    struct jsonw j = jsonw_to(o);
    jsonw_open(&j, '{');
    jsonw_key(&j, "data");
    opendata_json_list(&j, a, c->endpoint->shape, rows);
    if (paged) {
        jsonw_key(&j, "next");
        jsonw_text_or_null(&j, cursor);
    }
    jsonw_key(&j, "as_of");
    jsonw_day(&j, a, c->r->today);
    jsonw_close(&j, '}');
    out_char(o, '\n');
}

void api_rows(struct api_call *c, const void *p, size_t n)
{
    write_list(c, p, n, STR_NONE, false);
    api_done(c);
}

void api_page(struct api_call *c, const void *p, size_t n, struct str next)
{
    struct str cursor = next.n ? opendata_cursor_make(c->r->arena, c->scope, next) : STR_NONE;
    write_list(c, p, n, cursor, true);
    if (cursor.n)
        link_next(c, cursor);
    api_done(c);
}

bool api_archive(struct api_call *c, struct archive *x)
{
    if (query_archive(c->r, req_capture(c->r, "code"), x))
        return true;
    resp_not_found(c->r);
    return false;
}
