/* SPDX-License-Identifier: EUPL-1.2
 * entry_regrade.c — 待重新评价: published grades whose score sheet rests on a record that was changed since, and the rounds that
 * the worker opened for them. Officers sign those rounds like any other.
 */
#include "base/arena.h"
#include "grade/grade_regrade.h"
#include "staff/entry_pages.h"
#include "staff/grading.h"
#include "tmpl/staff/regrade.h"

enum { SHOWN = 200 };

static struct cells row_of(struct req *r, const struct grade_regrade *g)
{
    struct arena *a = r->arena;
    struct cell *c = ARENA_ARRAY(a, struct cell, 7);
    c[0] = staff_cell_link(g->subject_name, URL_PATH(a, "/staff/subject/{}", str_fmt(a, "%lld", (long long)g->subject_id)));
    c[1] = staff_cell(str_fmt(a, "%d年度", g->year));
    c[2] = staff_cell(g->graded);
    c[3] = staff_cell(g->graded_again);
    c[4] =
        str_eq(g->cause_type, STR("entry")) ? staff_cell_link(g->reason, entry_url(r, g->cause_id, NULL)) : staff_cell(g->reason);
    c[5] = staff_cell(instant_zh(a, g->marked_at));
    c[6] = g->round_id ? staff_cell_link(str_fmt(a, "第 %d 轮　%.*s", g->round_id, STR_ARG(round_state_name(g->state))),
                                         URL_PATH(a, "/staff/grading/{}", str_fmt(a, "%d", g->round_id)))
                       : staff_cell(STR("等待系统发起"));
    return (struct cells){c, 7};
}

void page_regrades(struct req *r)
{
    static const struct cell head[] = {{.text = STR_INIT("信用主体")}, {.text = STR_INIT("年度")}, {.text = STR_INIT("已公布等级")},
                                       {.text = STR_INIT("重新评价")}, {.text = STR_INIT("原因")}, {.text = STR_INIT("标记时间")},
                                       {.text = STR_INIT("评价轮次")}};
    struct regrade_view v = {.page = staff_page(r, MENU_ENTRY, STR("待重新评价"))};
    struct grade_regrades list = grade_regrade_list(staff_db(r), r->arena, false, 0, STR_NONE, SHOWN * 10);
    struct cells *pending = ARENA_ARRAY(r->arena, struct cells, list.n), *done = ARENA_ARRAY(r->arena, struct cells, list.n);
    size_t n = 0, m = 0;
    for (size_t i = 0; i < list.n; i++) {
        const struct grade_regrade *g = &list.p[i];
        if (!actor_may(staff_actor(r), ROLE_BUSINESS, 0, g->division))
            continue;
        if (grade_regrade_pending(g))
            pending[n++] = row_of(r, g);
        else
            done[m++] = row_of(r, g);
    }
    v.pending = (struct table){.caption = str_fmt(r->arena, "共 %zu 个，先标记的在前", n),
                               .empty = STR("没有待重新评价的等级。"),
                               .head = {head, 7},
                               .p = pending,
                               .n = n};
    v.done = (struct table){
        .caption = STR("已公布或者已作废的重新评价"), .empty = STR("还没有。"), .head = {head, 7}, .p = done, .n = m};
    tmpl_staff_regrade(resp_html(r, 200), &v);
}
