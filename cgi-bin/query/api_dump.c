/* SPDX-License-Identifier: EUPL-1.2
 * api_dump.c — the day's files of all open data, and which organisations' public data changed. A file is given out only while it is
 * true (opendata_file.h); in between the answer is 503 until the worker has made it anew. A change names the organisation and
 * nothing else: whoever keeps a copy asks for it again, and deletes it on 404.
 */
#include "opendata/opendata_file.h"
#include "query/api.h"

#include "base/arena.h"

enum { RETRY_SECONDS = 30 };

static struct opendata_stored_list files_of(struct api_call *c)
{
    struct opendata_stored_list v = opendata_files(c->app->db, c->r->arena, c->r->today, c->app->known.regime_id);
    if (v.n == 0) {
        problem_write(c->r, &(struct problem){.status = 503,
                                              .kind = "unavailable",
                                              .title = STR("全量文件正在重新生成"),
                                              .detail = STR("公开的内容刚有变化，旧的文件不再提供。请稍候再试。")});
        resp_header(c->r, STR("Retry-After"), str_fmt(c->r->arena, "%d", (int)RETRY_SECONDS));
    }
    return v;
}

void api_dump(struct api_call *c)
{
    struct arena *a = c->r->arena;
    struct opendata_stored_list v = files_of(c);
    if (v.n == 0)
        return;
    struct opendata_file *rows = ARENA_ARRAY(a, struct opendata_file, v.n);
    for (size_t i = 0; i < v.n; i++) {
        const struct opendata_stored *f = &v.p[i];
        rows[i] = (struct opendata_file){.name = f->name,
                                         .format = str_contains(f->name, STR(".csv")) ? STR("csv.gz") : STR("jsonl.gz"),
                                         .bytes = f->size,
                                         .url = opendata_url(&c->maker, str_fmt(a, "/api/v1/dump/%.*s", STR_ARG(f->name))),
                                         .digest = str_hex(a, f->hash.p, f->hash.n),
                                         .rows = f->lines,
                                         .made = f->made_at};
    }
    api_rows(c, rows, v.n);
}

void api_dump_file(struct api_call *c)
{
    struct req *r = c->r;
    struct str name = req_capture(r, "file");
    struct opendata_stored_list v = files_of(c);
    if (v.n == 0)
        return;
    for (size_t i = 0; i < v.n; i++) {
        if (!str_eq(v.p[i].name, name))
            continue;
        struct out *o = resp_download(r, name, STR("application/gzip"));
        out_str(o, opendata_file_body(c->app->db, r->arena, &v.p[i]));
        api_done(c);
        return;
    }
    resp_not_found(r);
}

void api_changes(struct api_call *c)
{
    struct arena *a = c->r->arena;
    int64_t after = 0;
    if (c->position.n && !str_int(c->position, &after))
        after = 0;
    struct opendata_changed_list v = opendata_changes(c->app->db, a, after, c->limit);
    struct opendata_change *rows = ARENA_ARRAY(a, struct opendata_change, v.n);
    for (size_t i = 0; i < v.n; i++) {
        rows[i] = (struct opendata_change){.id = v.p[i].public_id, .code = v.p[i].code};
        after = v.p[i].change_no;
    }
    api_page(c, rows, v.n, str_fmt(a, "%lld", (long long)after));
}
