/* SPDX-License-Identifier: EUPL-1.2
 * subject_archive.c — the archive of one subject as staff see it: everything, with the state of each record. Each record has a page
 * of its own with its history, where a correction or withdrawal begins (record_page.c).
 */
#include "base/arena.h"
#include "grade/grade_read.h"
#include "grade/grade_regrade.h"
#include "record/record_store.h"
#include "staff/staff.h"
#include "staff/subject_pages.h"
#include "staff/views.h"
#include "subject/subject_store.h"
#include "tmpl/staff/archive.h"

bool guard_subject(struct req *r)
{
    int64_t id;
    struct subject *s = ARENA_NEW(r->arena, struct subject);
    if (!req_capture_int(r, "id", 1, INT64_MAX, &id) || !subject_by_id(staff_db(r), r->arena, id, s) ||
        !actor_may(staff_actor(r), r->route->roles & ROLE_BUSINESS, 0, s->division))
        return false;
    r->object = s;
    return true;
}

/* --- the archive --- */

static struct facts facts_of(struct req *r, const struct subject *s)
{
    struct arena *a = r->arena;
    struct fact *f = ARENA_ARRAY(a, struct fact, 12);
    size_t n = 0;
    const struct regime_subject_type *type = regime_subject_type(staff_regime(r), s->type);
    bool person = s->kind == SUBJECT_NATURAL;
    f[n++] = (struct fact){
        .term = STR("主体类型"), .value = type ? type->label : s->type, .note = subject_kind_name((enum subject_kind)s->kind)};
    if (!person)
        f[n++] = (struct fact){.term = STR("统一社会信用代码"),
                               .value = s->code.n ? s->code : STR("待补代码"),
                               .note = s->code_confirmed ? STR("校验位不符，已经人工核对") : STR("")};
    else
        f[n++] = (struct fact){.term = STR("证件类型"),
                               .value = id_kind_name((enum id_kind)s->id_kind),
                               .note = STR("姓名和证件号码加密保存，此处不显示")};
    f[n++] = (struct fact){.term = STR("所在地"), .value = s->division_name.n ? s->division_name : s->division, .note = s->address};
    if (!person)
        f[n++] = (struct fact){.term = STR("法定代表人（主要负责人）"), .value = s->representative};
    f[n++] = (struct fact){.term = STR("成立日期"), .value = day_zh(a, s->established)};
    if (day_is(s->ended))
        f[n++] = (struct fact){.term = STR("终止日期"), .value = day_zh(a, s->ended)};
    struct subject_former_names names = subject_former_names(staff_db(r), a, s->id);
    struct str joined = STR_NONE;
    for (size_t i = 0; i < names.n; i++)
        joined = joined.n ? str_fmt(a, "%.*s、%.*s", STR_ARG(joined), STR_ARG(names.p[i])) : names.p[i];
    if (joined.n)
        f[n++] = (struct fact){.term = STR("曾用名"), .value = joined};
    f[n++] = (struct fact){.term = STR("最近更新"), .value = instant_zh(a, s->updated_at)};
    return (struct facts){f, n};
}

static struct table licences_of(struct req *r, const struct subject *s)
{
    static const struct cell head[] = {{.text = STR_INIT("证书")},
                                       {.text = STR_INIT("号码")},
                                       {.text = STR_INIT("发证日期")},
                                       {.text = STR_INIT("有效期至")},
                                       {.text = STR_INIT("发证机关")}};
    struct subject_licences list = subject_licences(staff_db(r), r->arena, s->id);
    struct cells *rows = ARENA_ARRAY(r->arena, struct cells, list.n);
    for (size_t i = 0; i < list.n; i++) {
        struct cell *c = ARENA_ARRAY(r->arena, struct cell, 5);
        c[0] = staff_cell(list.p[i].kind);
        c[1] = staff_cell(list.p[i].number);
        c[2] = staff_cell(day_zh(r->arena, list.p[i].issued));
        c[3] = staff_cell(day_zh(r->arena, list.p[i].valid_to));
        c[4] = staff_cell(list.p[i].authority);
        rows[i] = (struct cells){c, 5};
    }
    return (struct table){.caption = str_fmt(r->arena, "共 %zu 件", list.n),
                          .empty = STR("没有许可证书。"),
                          .head = {head, 5},
                          .p = rows,
                          .n = list.n};
}

/* In words, as of today. Publicity and use end apart. */
static struct str state_of(struct req *r, const struct record *x)
{
    if (x->state == RECORD_WITHDRAWN)
        return STR("已撤回");
    if (x->state == RECORD_REPAIRED)
        return STR("已修复");
    if (day_is(x->use_to) && day_cmp(x->use_to, r->today) < 0)
        return STR("已过期");
    return x->disputed ? STR("异议处理中") : STR("有效");
}

static struct str publicity_of(struct req *r, const struct record *x)
{
    if (!day_is(x->show_from))
        return STR("不公示");
    return day_is(x->show_to)
               ? str_fmt(r->arena, "%.*s至%.*s", STR_ARG(day_zh(r->arena, x->show_from)), STR_ARG(day_zh(r->arena, x->show_to)))
               : str_fmt(r->arena, "%.*s起", STR_ARG(day_zh(r->arena, x->show_from)));
}

static struct cells record_row(struct req *r, const struct record *x)
{
    struct arena *a = r->arena;
    const struct regime_item *item = regime_item(staff_regime(r), x->item);
    struct cell *c = ARENA_ARRAY(a, struct cell, 8);
    c[0] = staff_cell_link(item ? item->name : x->item, URL_PATH(a, "/staff/record/{}", str_fmt(a, "%lld", (long long)x->id)));
    c[1] = staff_cell(x->title);
    c[2] = staff_cell(x->document_no);
    c[3] = staff_cell(day_zh(a, x->found));
    c[4] = staff_cell(record_severity_name((enum regime_severity)x->severity));
    c[5] = staff_cell(publicity_of(r, x));
    c[6] = staff_cell(state_of(r, x));
    c[7] = staff_cell(x->unit_name);
    return (struct cells){c, 8};
}

static struct table records_of(struct req *r, const struct subject *s)
{
    static const struct cell head[] = {{.text = STR_INIT("信息事项")}, {.text = STR_INIT("标题")},
                                        {.text = STR_INIT("文号")},     {.text = STR_INIT("认定日期")},
                                        {.text = STR_INIT("程度")},     {.text = STR_INIT("公示期（含）")},
                                        {.text = STR_INIT("状态")},     {.text = STR_INIT("责任单位")}};
    struct records list = record_of_subject(staff_db(r), r->arena, s->id);
    struct cells *rows = ARENA_ARRAY(r->arena, struct cells, list.n);
    for (size_t i = 0; i < list.n; i++)
        rows[i] = record_row(r, &list.p[i]);
    return (struct table){.caption = str_fmt(r->arena, "共 %zu 条，包括不公示、已过期和已撤回的", list.n),
                          .empty = STR("没有信用信息。"),
                          .head = {head, 8},
                          .p = rows,
                          .n = list.n};
}

enum { REGRADES_MOST = 100 };

/* A record that this grade rests on was changed since. */
static bool waits(struct grade_regrades pending, const struct grade_row *g)
{
    for (size_t i = 0; i < pending.n; i++)
        if (pending.p[i].year == g->year && pending.p[i].graded_round == g->round_id)
            return true;
    return false;
}

static struct table grades_of(struct req *r, const struct subject *s)
{
    static const struct cell head[] = {{.text = STR_INIT("年度")},
                                       {.text = STR_INIT("等级")},
                                       {.text = STR_INIT("公布时间")},
                                       {.text = STR_INIT("状态")},
                                       {.text = STR_INIT("说明")}};
    struct arena *a = r->arena;
    struct grade_rows list = grade_of_subject(staff_db(r), a, s->id);
    struct grade_regrades pending = grade_regrade_list(staff_db(r), a, true, s->id, STR_NONE, REGRADES_MOST);
    struct cells *rows = ARENA_ARRAY(a, struct cells, list.n);
    struct str key = s->code.n ? s->code : s->public_id;
    for (size_t i = 0; i < list.n; i++) {
        const struct grade_row *g = &list.p[i];
        const struct regime_grade *grade = regime_grade(staff_regime(r), g->grade);
        struct cell *c = ARENA_ARRAY(a, struct cell, 5);
        struct str year = str_fmt(a, "%d", g->year);
        c[0] = staff_cell_link(year, URL_PATH(a, "/entity/{}/why/{}", key, year));
        c[1] = staff_cell(grade ? grade->label : g->grade);
        c[2] = staff_cell(instant_zh(a, g->published_at));
        c[3] = staff_cell(g->superseded_at.us ? STR("已被更正替代") : waits(pending, g) ? STR("有效，待重新评价") : STR("有效"));
        c[4] = staff_cell(g->reason);
        rows[i] = (struct cells){c, 5};
    }
    return (struct table){.caption = STR("历年公布的结果，新的在前"),
                          .empty = STR("还没有公布过评价等级。"),
                          .head = {head, 5},
                          .p = rows,
                          .n = list.n};
}

void page_subject(struct req *r)
{
    static const struct staff_done done[] = {
        {"regraded", "已发起单个主体重新评价。"},
    };
    const struct subject *s = r->object;
    struct archive_view v = {.page = staff_page(r, MENU_SUBJECT, s->name), .facts = facts_of(r, s)};
    v.page.done = staff_done_text(r, done, sizeof done / sizeof *done);
    v.licences = licences_of(r, s);
    v.records = records_of(r, s);
    v.grades = grades_of(r, s);
    v.may_excuse = actor_may(staff_actor(r), ROLE_CLERK | ROLE_REVIEWER, 0, s->division);
    v.excuse = URL_PATH(r->arena, "/staff/subject/{}/excuse", str_fmt(r->arena, "%lld", (long long)s->id));
    v.may_enter = actor_may(staff_actor(r), ROLE_CLERK, staff_actor(r)->unit_id, s->division);
    v.enter = URL_PATH(r->arena, "/staff/subject/{}/entry", str_fmt(r->arena, "%lld", (long long)s->id));
    tmpl_staff_archive(resp_html(r, 200), &v);
}
