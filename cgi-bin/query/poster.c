/* SPDX-License-Identifier: EUPL-1.2
 * poster.c — GET /badge/{code}/poster: an A4 sheet to print and hang up: name, grade, year and a QR code that leads to the archive,
 * where anybody sees what holds on the day he looks. GET /embed/search: the search box alone, for a frame of another site; the only
 * page that may stand in one, since it has nothing that a click could be stolen for.
 */
#include "paper/qr.h"
#include "query/pages.h"

#include "base/arena.h"
#include "tmpl/query/embed.h"
#include "tmpl/query/poster.h"

enum { QR_MM = 52 };

void page_poster(struct req *r)
{
    struct badge_of b;
    if (!badge_open(r, req_capture(r, "code"), &b))
        return;
    const struct archive_subject *s = &b.x.subject;
    const struct app *app = app_of(r);
    struct url entity = URL_PATH(r->arena, "/entity/{}", s->code.n ? s->code : s->public_id);
    struct str address = public_page_address(r, &app->program->config, entity.s);
    struct qr qr;
    bool made = qr_make(r->arena, address, &qr);
    struct poster_view v = {.page = page_frame(r, str_fmt(r->arena, "%.*s 信用等级公示牌", STR_ARG(s->name))),
                            .name = s->name,
                            .code = s->code,
                            .type = b.x.type ? b.x.type->label : STR(""),
                            .badge = b.badge,
                            .year = b.year,
                            .meaning = b.meaning,
                            .basis = app->known.regime->head.title,
                            .address = address,
                            .entity = entity};
    if (made)
        v.qr = html_raw_svg(qr_svg(r->arena, &qr, str_cat(r->arena, STR("二维码："), address), QR_MM));
    v.page.noindex = true;
    tmpl_query_poster(resp_html(r, 200), &v);
    query_public(r, STR_NONE, QUERY_SECONDS);
}

void page_embed(struct req *r)
{
    if (query_again(r, STR_NONE)) {
        resp_embeddable(r);
        return;
    }
    struct embed_view v = {.page = page_frame(r, STR("信用查询")),
                           .action = URL_STATIC("/search"),
                           .q = {.id = STR("q"),
                                 .name = STR("q"),
                                 .label = STR("名称、统一社会信用代码或许可证号"),
                                 .hint = STR("结果在新窗口中打开"),
                                 .type = STR("search")}};
    tmpl_query_embed(resp_html(r, 200), &v);
    resp_embeddable(r);
    query_public(r, STR_NONE, QUERY_SECONDS);
}
