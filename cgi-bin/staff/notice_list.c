/* SPDX-License-Identifier: EUPL-1.2
 * notice_list.c — GET /staff/notice: drafts to issue, issued documents with their state, and a new draft of each kind.
 */
#include "base/arena.h"
#include "notice/notice.h"
#include "staff/notice_pages.h"
#include "staff/staff.h"
#include "tmpl/staff/notices.h"

enum { SHOWN = 200 };

struct url notice_page_url(struct req *r, int id)
{
    return URL_PATH(r->arena, "/staff/notice/{}", str_fmt(r->arena, "%d", id));
}

static struct choice states(struct req *r, struct str chosen)
{
    static const char *const codes[] = {"", "draft", "issued", "withdrawn", "superseded", "void"};
    enum { N = sizeof codes / sizeof *codes };
    struct option *o = ARENA_ARRAY(r->arena, struct option, N);
    for (size_t i = 0; i < N; i++) {
        struct str code = str_from(codes[i]);
        o[i] = (struct option){.value = code, .label = i ? notice_state_name(code) : STR("全部"), .selected = str_eq(code, chosen)};
    }
    return (struct choice){.id = STR("state"), .name = STR("state"), .label = STR("状态"), .p = o, .n = N};
}

static struct links kinds(struct req *r)
{
    const struct regime *g = staff_regime(r);
    struct link *p = ARENA_ARRAY(r->arena, struct link, g->cases.notices.n);
    size_t n = 0;
    for (size_t i = 0; i < g->cases.notices.n; i++) {
        const struct regime_notice *k = &g->cases.notices.p[i];
        if (k->about == NOTICE_ABOUT_NOBODY || k->about == NOTICE_ABOUT_SUBJECT)
            p[n++] = (struct link){.text = k->label, .url = URL_PATH(r->arena, "/staff/notice/new/{}", k->code)};
    }
    return (struct links){p, n};
}

static struct cells row(struct req *r, const struct notice_doc *n)
{
    struct cell *c = ARENA_ARRAY(r->arena, struct cell, 6);
    const struct regime_notice *k = regime_notice(staff_regime(r), n->kind);
    bool waits = !n->signed_at.us && n->issued_at.us;
    c[0] = staff_cell_link(n->title, notice_page_url(r, n->id));
    c[1] = staff_cell(n->document_no.n ? n->document_no : STR("未编号"));
    c[2] = staff_cell(k ? k->label : n->kind);
    c[3] = staff_cell(waits ? STR("正在签名") : notice_state_name(n->state));
    c[4] = staff_cell(str_fmt(r->arena, "%.*s　%.*s", STR_ARG(n->drafter), STR_ARG(instant_zh(r->arena, n->drafted_at))));
    c[5] = staff_cell(n->issued_at.us ? str_fmt(r->arena, "%.*s　%.*s", STR_ARG(n->issuer), STR_ARG(day_zh(r->arena, n->issued_on)))
                                      : STR_NONE);
    return (struct cells){c, 6};
}

void page_staff_notices(struct req *r)
{
    static const struct cell head[] = {{.text = STR_INIT("标题")}, {.text = STR_INIT("文号")}, {.text = STR_INIT("种类")},
                                       {.text = STR_INIT("状态")}, {.text = STR_INIT("拟稿")}, {.text = STR_INIT("签发")}};
    struct str prefix, state = req_query(r, STR("state"));
    int unit;
    if (!actor_scope(staff_actor(r), ROLE_BUSINESS, &prefix, &unit)) {
        resp_forbidden(r);
        return;
    }
    static const struct staff_done done[] = {{"dropped", "草稿已删除。"}};
    struct staff_notices_view v = {.page = staff_page(r, MENU_NOTICE, STR("文书公告")), .state = states(r, state)};
    v.page.done = staff_done_text(r, done, 1);
    v.may_draft = r->roles & (ROLE_CLERK | ROLE_REVIEWER | ROLE_APPROVER);
    v.kinds = kinds(r);
    struct notices list = notice_list(staff_db(r), r->arena, state, prefix, SHOWN);
    struct cells *rows = ARENA_ARRAY(r->arena, struct cells, list.n);
    for (size_t i = 0; i < list.n; i++)
        rows[i] = row(r, &list.p[i]);
    v.notices = (struct table){.caption = STR("文书，新的在前"),
                               .empty = STR("没有符合条件的文书。公布评价结果时自动生成公告，其他文书在下面拟稿。"),
                               .head = {head, 6},
                               .p = rows,
                               .n = list.n};
    tmpl_staff_notices(resp_html(r, 200), &v);
}
