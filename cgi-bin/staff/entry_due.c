/* SPDX-License-Identifier: EUPL-1.2
 * entry_due.c — by when what has to be entered (SX 三(四), annex 2): the dates of the year that lie ahead, item by item with the
 * unit that is responsible and how much it has entered in the period, and the items that are due some time after they arise.
 */
#include "base/arena.h"
#include "record/record_store.h"
#include "staff/entry_pages.h"
#include "tmpl/staff/entry_due.h"

struct due_rows {
    struct cells *p;
    size_t n, cap;
};

static struct str days_left(struct req *r, struct day day)
{
    int left = day_diff(day, r->today);
    return left ? str_fmt(r->arena, "%d 天", left) : STR("今天");
}

static struct str law_of(struct req *r, const struct regime_due *d)
{
    return str_fmt(r->arena, "%.*s（%.*s）", STR_ARG(d->label), STR_ARG(regime_legal_text(&d->legal)));
}

static struct str within_of(struct req *r, const struct regime_due *d)
{
    static const char *const units[] = {[UNIT_WORKING] = "个工作日", [UNIT_CALENDAR] = "日", [UNIT_MONTHS] = "个月"};
    return str_fmt(r->arena, "产生之日起%d%s内", d->within.n, units[d->within.unit]);
}

static struct str item_of(struct req *r, const struct regime_item *item)
{
    const struct regime_category *c = regime_category_of(staff_regime(r), item);
    return str_fmt(r->arena, "%.*s：%.*s%.*s", STR_ARG(c->label), STR_ARG(item->ordinal), STR_ARG(item->name));
}

static void add_yearly(struct req *r, const struct regime_item *item, const struct regime_due *d, struct due_rows *rows)
{
    struct arena *a = r->arena;
    struct day from, next = entry_due_next(d, r->today, &from), to = next;
    if (d->prior_year)
        to = day_from_ymd(day_ymd(next).year - 1, 12, 31);
    struct cell *c = ARENA_ARRAY(a, struct cell, 6);
    int64_t n = record_count_found(staff_db(r), item->code, from, to);
    c[0] = staff_cell(item_of(r, item));
    c[1] = staff_cell(item->unit.n ? item->unit : STR("未指定"));
    c[2] = staff_cell(str_fmt(a, "%.*s（%.*s）", STR_ARG(day_zh(a, next)), STR_ARG(days_left(r, next))));
    c[3] = staff_cell(str_fmt(a, "%.*s至%.*s", STR_ARG(day_zh(a, from)), STR_ARG(day_zh(a, to))));
    c[4] = (struct cell){.text = n ? str_fmt(a, "%lld 条", (long long)n) : STR("还没有"), .number = true};
    c[5] = staff_cell(law_of(r, d));
    *VEC_PUSH(a, *rows) = (struct cells){c, 6};
}

static void add_running(struct req *r, const struct regime_item *item, const struct regime_due *d, struct due_rows *rows)
{
    struct cell *c = ARENA_ARRAY(r->arena, struct cell, 4);
    c[0] = staff_cell(item_of(r, item));
    c[1] = staff_cell(item->unit.n ? item->unit : STR("未指定"));
    c[2] = staff_cell(within_of(r, d));
    c[3] = staff_cell(law_of(r, d));
    *VEC_PUSH(r->arena, *rows) = (struct cells){c, 4};
}

/* own: items of the actor's unit first, then the others. */
static void add_items(struct req *r, bool own, struct due_rows *yearly, struct due_rows *running)
{
    const struct regime *g = staff_regime(r);
    for (size_t i = 0; i < g->items.n; i++) {
        const struct regime_item *item = &g->items.p[i];
        const struct regime_due *dues[ENTRY_DUES_MOST];
        size_t n = regime_dues_of(g, item, dues, ENTRY_DUES_MOST);
        if (entry_item_of_unit(item, staff_actor(r)->unit_name) != own)
            continue;
        for (size_t k = 0; k < n; k++) {
            if (dues[k]->kind == DUE_YEARLY)
                add_yearly(r, item, dues[k], yearly);
            else
                add_running(r, item, dues[k], running);
        }
    }
}

void page_entry_dues(struct req *r)
{
    static const struct cell head[] = {{.text = STR_INIT("信息事项")},
                                       {.text = STR_INIT("责任单位")},
                                       {.text = STR_INIT("录入截止")},
                                       {.text = STR_INIT("信息产生期间")},
                                       {.text = STR_INIT("已有"), .number = true},
                                       {.text = STR_INIT("依据")}};
    static const struct cell short_head[] = {
        {.text = STR_INIT("信息事项")}, {.text = STR_INIT("责任单位")}, {.text = STR_INIT("时限")}, {.text = STR_INIT("依据")}};
    struct entry_due_view v = {.page = staff_page(r, MENU_ENTRY, STR("录入时限"))};
    struct due_rows yearly = {0}, running = {0};
    add_items(r, true, &yearly, &running);
    add_items(r, false, &yearly, &running);
    v.yearly = (struct table){.caption = STR("每年定期录入的事项，本单位负责的在前"),
                              .empty = STR("本地制度没有规定每年定期录入的日期。"),
                              .head = {head, 6},
                              .p = yearly.p,
                              .n = yearly.n};
    v.running = (struct table){.caption = STR("随时产生、限期录入的事项，本单位负责的在前"),
                               .empty = STR("本地制度没有规定录入时限。"),
                               .head = {short_head, 4},
                               .p = running.p,
                               .n = running.n};
    tmpl_staff_entry_due(resp_html(r, 200), &v);
}
