/* SPDX-License-Identifier: EUPL-1.2
 * home.c — the work bench: what waits for the person who is signed in, what the worker is doing, the dates of the working year.
 */
#include "staff/home.h"

#include "base/arena.h"
#include "grade/grade_read.h"
#include "import/import_decide.h"
#include "staff/import_pages.h"
#include "grade/grade_regrade.h"
#include "job/job.h"
#include "staff/entry_pages.h"
#include "staff/staff.h"
#include "staff/views.h"
#include "tmpl/staff/home.h"

enum { LOOKED_AT = 100, JOBS_SHOWN = 10, REGRADES_MOST = 2000, DATES_SHOWN = 8 };

struct rows {
    struct cells *p;
    size_t n, cap;
};

static struct cell *add_row(struct arena *a, struct rows *rows, size_t columns)
{
    struct cell *c = ARENA_ARRAY(a, struct cell, columns);
    *VEC_PUSH(a, *rows) = (struct cells){c, columns};
    return c;
}

static struct table table_of(struct rows rows, const char *caption, const char *empty, const struct cell *head, size_t columns)
{
    return (struct table){
        .caption = str_from(caption), .empty = str_from(empty), .head = {head, columns}, .p = rows.p, .n = rows.n};
}

/* --- what waits --- */

/* What this person can do about a batch now; NULL: it waits for others. */
static const char *batch_next(struct req *r, const struct import_batch *b)
{
    int id = staff_actor(r)->id;
    if (import_in_state(b, "looked") && import_is_clerk(r, b))
        return "待核对列";
    if (import_in_state(b, "checked") && import_is_clerk(r, b) && b->rows_new + b->rows_changed > 0)
        return b->rows_refused ? "已检查，有被退回的行，待处理" : "已检查，待申请导入";
    if (import_in_state(b, "rejected") && import_is_clerk(r, b))
        return "未批准，待处理";
    if (import_in_state(b, "asked") && import_is_reviewer(r, b) && id != b->created_by && id != b->asked_by)
        return "待您批准导入";
    if (import_in_state(b, "undo_asked") && import_is_reviewer(r, b) && id != b->undo_by)
        return "待您批准撤销";
    return NULL;
}

static void add_batches(struct req *r, struct rows *rows)
{
    static const char *const states[] = {"undo_asked", "asked", "rejected", "checked", "looked"};
    struct import_filter f = {0};
    if (!actor_scope(staff_actor(r), ROLE_CLERK | ROLE_REVIEWER, &f.division_prefix, &f.unit_id))
        return;
    for (size_t k = 0; k < sizeof states / sizeof *states; k++) {
        f.state = str_from(states[k]);
        struct import_batches list = import_list(staff_db(r), r->arena, &f, 0, LOOKED_AT);
        for (size_t i = 0; i < list.n; i++) {
            const struct import_batch *b = &list.p[i];
            const char *what = batch_next(r, b);
            if (!what)
                continue;
            struct cell *c = add_row(r->arena, rows, 3);
            c[0] = staff_cell_link(str_fmt(r->arena, "导入批次 %lld：%.*s", (long long)b->id, STR_ARG(b->file_name)),
                                   import_url(r, b));
            c[1] = staff_cell(str_from(what));
            c[2] = staff_cell(instant_zh(r->arena, b->asked_at.us ? b->asked_at : b->created_at));
        }
    }
}

/* Who acts next on a round, and what it is called. */
static uint32_t round_next(const struct grade_round *g, const char **what_out)
{
    bool trial = str_eq(g->kind, STR("trial"));
    if (str_eq(g->state, STR("computed")) && !trial) {
        *what_out = "待复核";
        return ROLE_REVIEWER;
    }
    *what_out = str_eq(g->state, STR("reviewed")) ? "待审批" : "待公布";
    return str_eq(g->state, STR("reviewed")) || str_eq(g->state, STR("approved")) ? ROLE_APPROVER : 0;
}

static void add_rounds(struct req *r, struct rows *rows)
{
    struct grade_rounds list = grade_round_list(staff_db(r), r->arena, 0, LOOKED_AT);
    for (size_t i = 0; i < list.n; i++) {
        const struct grade_round *g = &list.p[i];
        const char *what;
        uint32_t role = round_next(g, &what);
        if (!role || !actor_may(staff_actor(r), role, 0, g->division_prefix))
            continue;
        struct cell *c = add_row(r->arena, rows, 3);
        struct str id = str_fmt(r->arena, "%d", g->id);
        c[0] =
            staff_cell_link(str_fmt(r->arena, "第 %d 轮　%d年度评价", g->id, g->year), URL_PATH(r->arena, "/staff/grading/{}", id));
        c[1] = staff_cell(str_from(what));
        c[2] = staff_cell(instant_zh(r->arena, g->created_at));
    }
}

/* One line a kind of work, with its number: the list behind it counts the same. */
static void add_entries(struct req *r, struct rows *rows)
{
    static const char *const texts[] = {"信息录入：待我复核", "信息录入：退回给我修改", "更正和撤回：临期或者超期"};
    struct entry_count counts[] = {{.view = "review"}, {.view = "returned"}, {.view = "due"}};
    entry_count_views(r, counts, sizeof counts / sizeof *counts);
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        const struct entry_count *x = &counts[i];
        if (!x->n)
            continue;
        struct cell *c = add_row(r->arena, rows, 3);
        c[0] = staff_cell_link(str_from(texts[i]), url_query(r->arena, URL_STATIC("/staff/entry"), STR("view"), str_from(x->view)));
        c[1] = staff_cell(x->first_due.n ? str_fmt(r->arena, "%zu 件，最近的%.*s", x->n, STR_ARG(x->first_due))
                                         : str_fmt(r->arena, "%zu 件", x->n));
        c[2] = staff_cell(STR_NONE);
    }
}

static void add_regrades(struct req *r, struct rows *rows)
{
    struct grade_regrades list = grade_regrade_list(staff_db(r), r->arena, true, 0, STR_NONE, REGRADES_MOST);
    size_t n = 0, first = 0;
    for (size_t i = list.n; i > 0; i--)
        if (actor_may(staff_actor(r), ROLE_BUSINESS, 0, list.p[i - 1].division)) {
            first = i - 1;
            n++;
        }
    if (!n)
        return;
    struct cell *c = add_row(r->arena, rows, 3);
    c[0] = staff_cell_link(STR("待重新评价的已公布等级"), URL_STATIC("/staff/regrade"));
    c[1] = staff_cell(str_fmt(r->arena, "%zu 个", n));
    c[2] = staff_cell(instant_zh(r->arena, list.p[first].marked_at));
}

static struct table waiting(struct req *r)
{
    static const struct cell head[] = {{.text = STR_INIT("事项")}, {.text = STR_INIT("状态")}, {.text = STR_INIT("提交时间")}};
    struct rows rows = {0};
    add_entries(r, &rows);
    add_regrades(r, &rows);
    add_rounds(r, &rows);
    add_batches(r, &rows);
    return table_of(rows, "待处理的事项", "没有待处理的事项。", head, 3);
}

/* --- what the worker does --- */

static struct str job_kind_name(struct str kind)
{
    if (str_eq(kind, JOB_IMPORT_LOOK))
        return STR("导入读取");
    if (str_eq(kind, JOB_IMPORT_UNDO))
        return STR("导入撤销");
    if (str_eq(kind, JOB_IMPORT_CHECK))
        return STR("导入检查");
    if (str_eq(kind, JOB_IMPORT_COMMIT))
        return STR("导入入库");
    return str_eq(kind, JOB_GRADE) ? STR("信用评价计算") : kind;
}

static bool job_in_scope(struct req *r, const struct job *j)
{
    struct import_batch b;
    struct grade_round g;
    if (str_eq(j->kind, JOB_GRADE))
        return grade_round_get(staff_db(r), r->arena, (int32_t)j->object_id, &g) &&
               actor_may(staff_actor(r), ROLE_BUSINESS, 0, g.division_prefix);
    return import_get(staff_db(r), r->arena, j->object_id, &b) && actor_may(staff_actor(r), ROLE_BUSINESS, b.unit_id, b.division);
}

static struct table jobs(struct req *r)
{
    static const struct cell head[] = {
        {.text = STR_INIT("任务")}, {.text = STR_INIT("状态")}, {.text = STR_INIT("进度"), .number = true}};
    struct rows rows = {0};
    struct jobs list = job_open_list(staff_db(r), r->arena, JOBS_SHOWN);
    for (size_t i = 0; i < list.n; i++) {
        const struct job *j = &list.p[i];
        if (!job_in_scope(r, j))
            continue;
        struct cell *c = add_row(r->arena, &rows, 3);
        struct str id = str_fmt(r->arena, "%lld", (long long)j->object_id);
        struct url url =
            str_eq(j->kind, JOB_GRADE) ? URL_PATH(r->arena, "/staff/grading/{}", id) : URL_PATH(r->arena, "/staff/import/{}", id);
        c[0] = staff_cell_link(str_fmt(r->arena, "%.*s（编号 %.*s）", STR_ARG(job_kind_name(j->kind)), STR_ARG(id)), url);
        c[1] = staff_cell(str_eq(j->state, STR("queued")) ? STR("排队中") : STR("进行中"));
        c[2] = staff_cell_int(r->arena, j->total > 0 ? j->done * 100 / j->total : 0);
        c[2].text = str_cat(r->arena, c[2].text, STR("%"));
    }
    return table_of(rows, "正在进行的任务", "没有正在进行的任务。", head, 3);
}

/* --- the working year --- */

static struct day next_of(struct day today, int32_t mmdd)
{
    int year = day_ymd(today).year;
    struct day d = day_from_ymd(year, mmdd / 100, mmdd % 100);
    return !day_is(d) || day_cmp(d, today) >= 0 ? d : day_from_ymd(year + 1, mmdd / 100, mmdd % 100);
}

struct due {
    struct day day;
    const struct regime_date *date;
};

static size_t dues_sorted(struct req *r, struct due *out, size_t n)
{
    const struct regime_case_rules *rules = &staff_regime(r)->cases;
    for (size_t i = 0; i < n; i++) {
        struct due x = {next_of(r->today, rules->calendar.p[i].mmdd), &rules->calendar.p[i]};
        size_t k = i;
        for (; k > 0 && day_cmp(out[k - 1].day, x.day) > 0; k--)
            out[k] = out[k - 1];
        out[k] = x;
    }
    return n < DATES_SHOWN ? n : DATES_SHOWN;
}

static struct table dates(struct req *r)
{
    static const struct cell head[] = {{.text = STR_INIT("日期")},
                                       {.text = STR_INIT("工作事项")},
                                       {.text = STR_INIT("责任单位")},
                                       {.text = STR_INIT("距今"), .number = true},
                                       {.text = STR_INIT("依据")}};
    struct rows rows = {0};
    size_t all = staff_regime(r)->cases.calendar.n;
    struct due *list = ARENA_ARRAY(r->arena, struct due, all);
    size_t n = dues_sorted(r, list, all);
    for (size_t i = 0; i < n; i++) {
        const struct regime_date *d = list[i].date;
        struct cell *c = add_row(r->arena, &rows, 5);
        int left = day_diff(list[i].day, r->today);
        c[0] = staff_cell(day_zh(r->arena, list[i].day));
        c[1] = staff_cell(d->label);
        c[2] = staff_cell(d->unit);
        c[3] = (struct cell){.text = left ? str_fmt(r->arena, "%d 天", left) : STR("今天"), .number = true};
        c[4] = staff_cell(regime_legal_text(&d->legal));
    }
    return table_of(rows, "将到的日期，先到的在前", "本地评价制度没有规定年度工作日期。", head, 5);
}

void page_home(struct req *r)
{
    struct home_view v = {.page = staff_page(r, MENU_HOME, STR("工作台")), .business = (r->roles & ROLE_BUSINESS) != 0};
    if (v.business) {
        v.waiting = waiting(r);
        v.jobs = jobs(r);
        v.dates = dates(r);
    }
    tmpl_staff_home(resp_html(r, 200), &v);
}
