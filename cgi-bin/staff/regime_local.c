/* SPDX-License-Identifier: EUPL-1.2
 * regime_local.c — every value of a rule set that no mandate sets, gathered from all its parts, so that a reader sees local policy
 * in one place.
 */
#include "base/arena.h"
#include "staff/account_pages.h"
#include "staff/staff.h"

struct gather {
    struct arena *arena;
    struct {
        struct cells *p;
        size_t n, cap;
    } rows;
};

static void note(struct gather *g, const char *part, struct str label, const struct regime_legal *legal)
{
    if (!legal->local)
        return;
    struct cell *c = ARENA_ARRAY(g->arena, struct cell, 3);
    c[0] = staff_cell(str_from(part));
    c[1] = staff_cell(label);
    c[2] = staff_cell(legal->note);
    *VEC_PUSH(g->arena, g->rows) = (struct cells){c, 3};
}

#define NOTE_ALL(g, part, slice)                                                                                                   \
    for (size_t i_ = 0; i_ < (slice).n; i_++)                                                                                      \
    note((g), (part), (slice).p[i_].label, &(slice).p[i_].legal)

static void note_gradings(struct gather *g, const struct regime *r)
{
    for (size_t i = 0; i < r->gradings.n; i++) {
        const struct regime_grading *x = &r->gradings.p[i];
        note(g, "评价方法", x->label, &x->legal);
        for (size_t k = 0; k < x->counts.n; k++) {
            const struct regime_category *c = regime_category(r, x->counts.p[k].category);
            note(g, "评价方法：计入的信息", c ? c->label : x->counts.p[k].category, &x->counts.p[k].legal);
        }
        NOTE_ALL(g, "评价方法：单项否决", x->vetoes);
        NOTE_ALL(g, "评价方法：定级规则", x->ladder);
        NOTE_ALL(g, "评价方法：计分规则", x->points);
        NOTE_ALL(g, "评价方法：分值上限", x->caps);
        for (size_t k = 0; k < x->thresholds.n; k++)
            note(g, "评价方法：等级分数线", x->thresholds.p[k].grade, &x->thresholds.p[k].legal);
        if (x->unrated.label.n)
            note(g, "评价方法：未评价", x->unrated.label, &x->unrated.legal);
        NOTE_ALL(g, "评价方法：不参加评价", x->excuses);
    }
}

static void note_disclosure(struct gather *g, const struct regime_disclosure_rules *d)
{
    NOTE_ALL(g, "公开：字段", d->fields);
    NOTE_ALL(g, "公开：公示期限", d->publicity);
    NOTE_ALL(g, "公开：失信程度认定", d->severities);
    NOTE_ALL(g, "公开：双公示", d->double_publicity);
    for (size_t i = 0; i < d->grades.n; i++)
        note(g, "公开：评价等级", d->grades.p[i].code, &d->grades.p[i].legal);
}

static void note_cases(struct gather *g, const struct regime_case_rules *c)
{
    NOTE_ALL(g, "录入期限", c->dues);
    NOTE_ALL(g, "录入表单", c->entry_fields);
    NOTE_ALL(g, "年度工作日期", c->calendar);
    NOTE_ALL(g, "办理期限", c->clocks);
    NOTE_ALL(g, "异议：理由", c->objection.grounds);
    NOTE_ALL(g, "异议：材料", c->objection.materials);
    NOTE_ALL(g, "异议：结果", c->objection.outcomes);
    NOTE_ALL(g, "修复：条件", c->repair.conditions);
    NOTE_ALL(g, "修复：不予修复", c->repair.exclusions);
    NOTE_ALL(g, "修复：方式", c->repair.paths);
    NOTE_ALL(g, "修复：材料", c->repair.materials);
    NOTE_ALL(g, "修复：文书", c->repair.documents);
    NOTE_ALL(g, "修复：效果", c->repair.effects);
    for (size_t i = 0; i < c->draw.n; i++)
        note(g, "抽查比例", c->draw.p[i].grade, &c->draw.p[i].legal);
    NOTE_ALL(g, "名单", c->lists);
    NOTE_ALL(g, "激励和惩戒措施", c->measures);
    NOTE_ALL(g, "表格", c->forms);
}

struct table regime_local_rules(struct arena *a, const struct regime *r)
{
    static const struct cell head[] = {{.text = STR_INIT("部分")}, {.text = STR_INIT("内容")}, {.text = STR_INIT("说明")}};
    struct gather g = {.arena = a};
    note(&g, "制度", r->head.label, &r->head.legal);
    for (size_t i = 0; i < r->categories.n; i++) {
        const struct regime_category *c = &r->categories.p[i];
        note(&g, "信息类别", c->label, &c->legal);
        note(&g, "信息类别：保存期限", c->label, &c->retention.legal);
        note(&g, "信息类别：使用期限", c->label, &c->use.legal);
    }
    for (size_t i = 0; i < r->items.n; i++)
        note(&g, "信息事项", r->items.p[i].name, &r->items.p[i].legal);
    NOTE_ALL(&g, "主体类型", r->subject_types);
    NOTE_ALL(&g, "等级", r->grades);
    note_gradings(&g, r);
    note_disclosure(&g, &r->disclosure);
    note_cases(&g, &r->cases);
    return (struct table){.caption = str_fmt(a, "共 %zu 项", g.rows.n),
                          .empty = STR("没有本地规则。"),
                          .head = {head, 3},
                          .p = g.rows.p,
                          .n = g.rows.n};
}
