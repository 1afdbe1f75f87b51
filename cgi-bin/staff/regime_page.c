/* SPDX-License-Identifier: EUPL-1.2
 * regime_page.c — the rule set in force, to read: documents, items with their sources, grades, and every local rule. Changing it is
 * the operator's act (portalctl regime activate), after its golden cases have held.
 */
#include "base/arena.h"
#include "staff/account_pages.h"
#include "staff/staff.h"
#include "staff/views.h"
#include "tmpl/staff/regime.h"

static struct facts head_facts(struct req *r)
{
    struct arena *a = r->arena;
    const struct regime *g = staff_regime(r);
    const struct regime_head *h = &g->head;
    struct fact *f = ARENA_ARRAY(a, struct fact, 8);
    struct str layers = STR_NONE;
    for (size_t i = 0; i < h->layers.n; i++)
        layers = str_fmt(a, "%.*s%s%.*s", STR_ARG(layers), i ? " → " : "", STR_ARG(h->layers.p[i].name));
    f[0] = (struct fact){.term = STR("制度文件"), .value = h->title, .note = h->number};
    f[1] = (struct fact){.term = STR("制定机关"), .value = h->issuer};
    f[2] = (struct fact){.term = STR("适用地区"), .value = h->label, .note = h->division};
    f[3] = (struct fact){.term = STR("施行日期"), .value = day_zh(a, h->effective.from)};
    f[4] = (struct fact){.term = STR("有效期至"), .value = day_is(h->effective.to) ? day_zh(a, h->effective.to) : STR("未规定")};
    f[5] = (struct fact){.term = STR("规则文件"), .value = layers};
    f[6] =
        (struct fact){.term = STR("版本"), .value = str_fmt(a, "第 %d 版", staff_program(r)->regime.id), .note = g->version_hash};
    f[7] = (struct fact){.term = STR("公示网站"), .value = h->credit_site};
    return (struct facts){f, 8};
}

static struct table items(struct req *r)
{
    static const struct cell head[] = {{.text = STR_INIT("序号")},     {.text = STR_INIT("信息事项")}, {.text = STR_INIT("类别")},
                                       {.text = STR_INIT("数据来源")}, {.text = STR_INIT("归集方式")}, {.text = STR_INIT("频次")},
                                       {.text = STR_INIT("责任单位")}, {.text = STR_INIT("依据")}};
    const struct regime *g = staff_regime(r);
    struct cells *rows = ARENA_ARRAY(r->arena, struct cells, g->items.n);
    for (size_t i = 0; i < g->items.n; i++) {
        const struct regime_item *x = &g->items.p[i];
        struct cell *c = ARENA_ARRAY(r->arena, struct cell, 8);
        c[0] = staff_cell(x->ordinal.n ? x->ordinal : x->code);
        c[1] = staff_cell(x->label);
        c[2] = staff_cell(regime_category_of(g, x)->label);
        c[3] = staff_cell(x->source_system);
        c[4] = staff_cell(x->way);
        c[5] = staff_cell(x->frequency);
        c[6] = staff_cell(x->unit);
        c[7] = staff_cell(regime_legal_text(&x->legal));
        rows[i] = (struct cells){c, 8};
    }
    return (struct table){.caption = str_fmt(r->arena, "共 %zu 项", g->items.n), .head = {head, 8}, .p = rows, .n = g->items.n};
}

static struct table grades(struct req *r)
{
    static const struct cell head[] = {{.text = STR_INIT("等级")}, {.text = STR_INIT("含义")}, {.text = STR_INIT("依据")}};
    const struct regime *g = staff_regime(r);
    struct cells *rows = ARENA_ARRAY(r->arena, struct cells, g->grades.n);
    for (size_t i = 0; i < g->grades.n; i++) {
        struct cell *c = ARENA_ARRAY(r->arena, struct cell, 3);
        c[0] = staff_cell(g->grades.p[i].label);
        c[1] = staff_cell(g->grades.p[i].meaning);
        c[2] = staff_cell(regime_legal_text(&g->grades.p[i].legal));
        rows[i] = (struct cells){c, 3};
    }
    return (struct table){
        .caption = STR("从高到低"), .empty = STR("本制度没有设评价等级。"), .head = {head, 3}, .p = rows, .n = g->grades.n};
}

static struct table types(struct req *r)
{
    static const struct cell head[] = {
        {.text = STR_INIT("主体类型")}, {.text = STR_INIT("参加评价")}, {.text = STR_INIT("起始日期")}, {.text = STR_INIT("依据")}};
    const struct regime *g = staff_regime(r);
    struct cells *rows = ARENA_ARRAY(r->arena, struct cells, g->subject_types.n);
    for (size_t i = 0; i < g->subject_types.n; i++) {
        const struct regime_subject_type *t = &g->subject_types.p[i];
        struct cell *c = ARENA_ARRAY(r->arena, struct cell, 4);
        c[0] = staff_cell(t->label);
        c[1] = staff_cell(t->graded ? STR("是") : STR("否，只建档"));
        c[2] = staff_cell(day_zh(r->arena, t->from));
        c[3] = staff_cell(regime_legal_text(&t->legal));
        rows[i] = (struct cells){c, 4};
    }
    return (struct table){
        .caption = str_fmt(r->arena, "共 %zu 类", g->subject_types.n), .head = {head, 4}, .p = rows, .n = g->subject_types.n};
}

void page_regime(struct req *r)
{
    struct regime_view v = {.page = staff_page(r, MENU_REGIME, STR("评价制度")),
                            .facts = head_facts(r),
                            .items = items(r),
                            .grades = grades(r),
                            .types = types(r),
                            .local = regime_local_rules(r->arena, staff_regime(r))};
    struct str status = staff_regime(r)->head.status;
    if (status.n && !str_eq(status, STR("ok")))
        v.notice = (struct notice){.tone = TAG_WARN, .heading = STR("制度的效力需要确认"), .text = status};
    tmpl_staff_regime(resp_html(r, 200), &v);
}
