/* SPDX-License-Identifier: EUPL-1.2
 * api_publication.c — published summary tables and their files; the index of the API.
 */
#include "query/api.h"

#include "base/arena.h"

static const struct file_kind {
    struct str format, type;
} KINDS[] = {{STR_INIT("csv"), STR_INIT("text/csv; charset=utf-8")},
             {STR_INIT("xlsx"), STR_INIT("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")},
             {STR_INIT("pdf"), STR_INIT("application/pdf")},
             {STR_INIT("proof"), STR_INIT("text/plain; charset=utf-8")},
             {STR_INIT("zip"), STR_INIT("application/zip")}}; /* the signed bundle for a website of another make */
enum { KINDS_N = sizeof KINDS / sizeof *KINDS };

static struct opendata_list files_of(struct api_call *c, const struct archive_publication *p)
{
    struct arena *a = c->r->arena;
    struct opendata_file *out = ARENA_ARRAY(a, struct opendata_file, KINDS_N);
    size_t n = 0;
    for (size_t i = 0; i < KINDS_N; i++) {
        struct archive_file f;
        if (!archive_file(c->app->db, a, p->id, KINDS[i].format, false, &f))
            continue;
        struct str path = str_fmt(a, "/api/v1/publications/%d/files/%.*s", p->id, STR_ARG(KINDS[i].format));
        out[n++] = (struct opendata_file){.name = str_fmt(a, "%.*s.%.*s", STR_ARG(p->title), STR_ARG(KINDS[i].format)),
                                          .format = KINDS[i].format,
                                          .bytes = f.size,
                                          .url = opendata_url(&c->maker, path),
                                          .digest = str_hex(a, f.hash.p, f.hash.n)};
    }
    return (struct opendata_list){out, n};
}

static struct opendata_publication row_of(struct api_call *c, const struct archive_publication *p)
{
    struct arena *a = c->r->arena;
    struct url page = URL_PATH(a, "/publication/{}", str_fmt(a, "%d", p->year));
    if (p->superseded_by)
        page = url_query(a, page, STR("number"), p->document_no);
    return (struct opendata_publication){.id = p->id,
                                         .year = p->year,
                                         .number = p->document_no,
                                         .title = p->title,
                                         .published = p->published_on,
                                         .subjects = p->subjects,
                                         .superseded = p->superseded_by != 0,
                                         .correction = p->correction,
                                         .result_hash = str_hex(a, p->result_hash.p, p->result_hash.n),
                                         .page = opendata_url(&c->maker, page.s),
                                         .files = files_of(c, p)};
}

void api_publications(struct api_call *c)
{
    struct archive_publications all = archive_publications(c->app->db, c->r->arena, (int)c->given[P_YEAR].number);
    struct opendata_publication *rows = ARENA_ARRAY(c->r->arena, struct opendata_publication, all.n);
    for (size_t i = 0; i < all.n; i++)
        rows[i] = row_of(c, &all.p[i]);
    api_rows(c, rows, all.n);
}

static const struct archive_publication *publication_of(struct api_call *c)
{
    int64_t id;
    if (!req_capture_int(c->r, "id", 1, INT32_MAX, &id))
        return NULL;
    struct archive_publications all = archive_publications(c->app->db, c->r->arena, 0);
    for (size_t i = 0; i < all.n; i++)
        if (all.p[i].id == id)
            return &all.p[i];
    return NULL;
}

void api_publication(struct api_call *c)
{
    const struct archive_publication *p = publication_of(c);
    if (p == NULL) {
        resp_not_found(c->r);
        return;
    }
    struct opendata_publication row = row_of(c, p);
    api_row(c, &row);
}

void api_publication_file(struct api_call *c)
{
    struct req *r = c->r;
    struct str format = req_capture(r, "format");
    const struct file_kind *kind = NULL;
    for (size_t i = 0; i < KINDS_N && !kind; i++)
        if (str_eq(KINDS[i].format, format))
            kind = &KINDS[i];
    const struct archive_publication *p = kind ? publication_of(c) : NULL;
    struct archive_file f;
    if (p == NULL || !archive_file(c->app->db, r->arena, p->id, format, true, &f)) {
        resp_not_found(r);
        return;
    }
    struct str name = str_fmt(r->arena, "%.*s.%.*s", STR_ARG(p->title), STR_ARG(format));
    out_str(resp_download(r, name, kind->type), f.body);
    api_done(c);
}

void api_index(struct api_call *c)
{
    struct out *o = resp_json(c->r, 200);
    struct jsonw j = jsonw_to(o);
    jsonw_open(&j, '{');
    jsonw_key(&j, "openapi");
    jsonw_text(&j, opendata_url(&c->maker, STR("/api/openapi.json")));
    jsonw_key(&j, "documentation");
    jsonw_text(&j, opendata_url(&c->maker, STR("/developers")));
    jsonw_key(&j, "endpoints");
    jsonw_open(&j, '[');
    for (size_t i = 0; i < API_ENDPOINTS_N; i++) {
        jsonw_open(&j, '{');
        jsonw_key(&j, "id");
        jsonw_text(&j, str_from(API_ENDPOINTS[i].id));
        jsonw_key(&j, "url");
        jsonw_text(&j, opendata_url(&c->maker, str_from(API_ENDPOINTS[i].pattern)));
        jsonw_key(&j, "title");
        jsonw_text(&j, str_from(API_ENDPOINTS[i].zh));
        jsonw_close(&j, '}');
    }
    jsonw_close(&j, ']');
    jsonw_close(&j, '}');
    out_char(o, '\n');
    api_done(c);
}
