/* SPDX-License-Identifier: EUPL-1.2
 * entry_list.c — 信息录入: what is mine, what came back, what waits for a second person, what is due or late. Filters are in the
 * address. A tab's count and its rows come from one predicate over one list, so that they cannot differ.
 */
#include "base/arena.h"
#include "staff/entry_pages.h"
#include "tmpl/staff/entry_list.h"

enum { OPEN_MOST = 2000, DONE_MOST = 500, ROWS_PER_PAGE = 50, COLUMNS = 7, DUE_SOON = 1 /* working days left */ };

enum view { VIEW_MINE, VIEW_RETURNED, VIEW_REVIEW, VIEW_DUE, VIEW_LATE, VIEW_OPEN, VIEW_DONE };
static const struct view_row {
    const char *code, *label, *about, *empty;
} VIEWS[] = {
    [VIEW_MINE] = {"mine", "我经办的", "我提出、尚未办结的。", "没有我经办、尚未办结的录入。"},
    [VIEW_RETURNED] = {"returned", "退回给我的", "复核人退回，等我修改后再次提交的。", "没有退回给我的录入。"},
    [VIEW_REVIEW] = {"review", "待我复核", "其他同事提交、我有权复核的，期限近的在前。", "没有等我复核的录入。"},
    [VIEW_DUE] = {"due", "临期和超期", "更正和撤回中，处理期限剩一个工作日以内或者已超期的。", "没有临期或者超期的更正和撤回。"},
    [VIEW_LATE] = {"late", "迟报", "超过规定录入时限的，尚未办结。", "没有迟报的录入。"},
    [VIEW_OPEN] = {"open", "全部在办", "管辖范围内已提交、尚未办结的，和我自己的草稿。", "没有在办的录入。"},
    [VIEW_DONE] = {"done", "已办结", "已通过和已作废的，最近的在前。", "还没有办结的录入。"},
};
enum { VIEWS_N = sizeof VIEWS / sizeof *VIEWS };

struct row {
    const struct entry *entry;
    struct entry_clock clock;
    struct str late;
};
struct rows {
    struct row *p;
    size_t n;
    bool cut; /* there are more than are looked at */
};

/* The rule set that was read last: rows of one version stand together more often than not. */
struct memo {
    int id;
    const struct regime *regime;
};

static struct row row_of(struct req *r, const struct entry *e, struct memo *memo)
{
    struct row x = {.entry = e, .late = entry_late_text(r, e), .clock = {.due = DAY_NONE}};
    if (entry_kind_of(e->kind) == ENTRY_NEW || !day_is(e->received))
        return x;
    if (memo->id != e->regime_version_id)
        *memo = (struct memo){e->regime_version_id, entry_regime(r, e)};
    x.clock = entry_clock(memo->regime, staff_calendar(r), e->received, entry_is_open(e) ? r->today : instant_day(e->decided_at));
    return x;
}

static bool visible(struct req *r, const struct entry *e)
{
    const struct actor *a = staff_actor(r);
    return actor_may(a, ROLE_BUSINESS, e->unit_id, e->division) && (e->author_id == a->id || e->submitted_at.us != 0);
}

static bool belongs(struct req *r, const struct row *x, enum view view)
{
    const struct entry *e = x->entry;
    const struct actor *a = staff_actor(r);
    bool open = entry_is_open(e), own = e->author_id == a->id;
    enum entry_state state = entry_state_of(e->state);
    switch (view) {
    case VIEW_MINE:
        return open && own;
    case VIEW_RETURNED:
        return own && state == ENTRY_RETURNED;
    case VIEW_REVIEW:
        return !own && state == ENTRY_SUBMITTED && actor_may(a, ROLE_REVIEWER, e->unit_id, e->division);
    case VIEW_DUE:
        return open && day_is(x->clock.due) && (x->clock.over || x->clock.left <= DUE_SOON);
    case VIEW_LATE:
        return open && x->late.n > 0;
    case VIEW_OPEN:
        return open;
    case VIEW_DONE:
        return !open;
    }
    return false;
}

/* By what is due first; what has no due day after them, newest first. */
static bool before(const struct row *a, const struct row *b)
{
    if (day_is(a->clock.due) != day_is(b->clock.due))
        return day_is(a->clock.due);
    if (day_is(a->clock.due) && a->clock.due.n != b->clock.due.n)
        return a->clock.due.n < b->clock.due.n;
    return a->entry->id > b->entry->id;
}

static struct rows collect(struct req *r, bool open)
{
    struct entry_filter filter = {.open = open};
    int unit;
    struct str prefix = STR_NONE;
    struct memo memo = {0};
    bool scoped = actor_scope(staff_actor(r), ROLE_BUSINESS, &prefix, &unit);
    CHECK(scoped);
    filter.division_prefix = prefix;
    struct entries list = entry_list(staff_db(r), r->arena, &filter, open ? OPEN_MOST : DONE_MOST);
    struct rows out = {ARENA_ARRAY(r->arena, struct row, list.n), 0, list.n == (open ? OPEN_MOST : DONE_MOST)};
    for (size_t i = 0; i < list.n; i++) {
        if (!visible(r, &list.p[i]) || entry_is_open(&list.p[i]) != open)
            continue;
        struct row x = row_of(r, &list.p[i], &memo);
        size_t k = out.n++;
        for (; open && k > 0 && before(&x, &out.p[k - 1]); k--)
            out.p[k] = out.p[k - 1];
        out.p[k] = x;
    }
    return out;
}

void entry_count_views(struct req *r, struct entry_count *list, size_t n)
{
    struct rows rows = collect(r, true);
    for (size_t k = 0; k < n; k++)
        for (enum view v = VIEW_MINE; v < VIEW_DONE; v++)
            for (size_t i = 0; str_eq(str_from(VIEWS[v].code), str_from(list[k].view)) && i < rows.n; i++) {
                if (!belongs(r, &rows.p[i], v))
                    continue;
                if (list[k].n++ == 0 && day_is(rows.p[i].clock.due))
                    list[k].first_due = entry_left_text(r->arena, &rows.p[i].clock);
            }
}

static struct str due_text(struct req *r, const struct row *x)
{
    if (x->late.n)
        return STR("迟报");
    if (!day_is(x->clock.due))
        return STR_NONE;
    if (!entry_is_open(x->entry))
        return x->clock.over ? STR("超期办结") : STR("按期办结");
    return str_fmt(r->arena, "%.*s到期，%.*s", STR_ARG(day_zh(r->arena, x->clock.due)),
                   STR_ARG(entry_left_text(r->arena, &x->clock)));
}

static struct cells cells_of(struct req *r, const struct row *x)
{
    const struct entry *e = x->entry;
    struct cell *c = ARENA_ARRAY(r->arena, struct cell, COLUMNS);
    c[0] = staff_cell_link(str_fmt(r->arena, "%lld", (long long)e->id), entry_url(r, e->id, NULL));
    c[1] = staff_cell(entry_kind_name(entry_kind_of(e->kind)));
    c[2] = staff_cell(e->subject_name);
    c[3] = staff_cell(e->title.n ? str_fmt(r->arena, "%.*s：%.*s", STR_ARG(entry_item_name(r, e)), STR_ARG(e->title))
                                 : entry_item_name(r, e));
    c[4] = staff_cell(entry_state_name(entry_state_of(e->state)));
    c[5] = staff_cell(due_text(r, x));
    c[6] = staff_cell(str_fmt(r->arena, "%.*s　%.*s", STR_ARG(e->author),
                              STR_ARG(instant_zh(r->arena, e->submitted_at.us ? e->submitted_at : e->created_at))));
    return (struct cells){c, COLUMNS};
}

static struct url list_url(struct req *r, enum view view, struct str kind)
{
    struct url u = url_query(r->arena, URL_STATIC("/staff/entry"), STR("view"), str_from(VIEWS[view].code));
    return kind.n ? url_query(r->arena, u, STR("kind"), kind) : u;
}

static enum view view_asked(struct req *r)
{
    struct str code = req_query(r, STR("view"));
    for (size_t i = 0; i < VIEWS_N; i++)
        if (str_eq(code, str_from(VIEWS[i].code)))
            return (enum view)i;
    return r->roles & ROLE_CLERK ? VIEW_MINE : r->roles & ROLE_REVIEWER ? VIEW_REVIEW : VIEW_OPEN;
}

static struct links tabs_of(struct req *r, struct rows open, enum view current)
{
    struct link *p = ARENA_ARRAY(r->arena, struct link, VIEWS_N);
    for (enum view v = VIEW_MINE; v <= VIEW_DONE; v++) {
        size_t n = 0;
        for (size_t i = 0; i < open.n; i++)
            n += belongs(r, &open.p[i], v);
        p[v] = (struct link){.text = v == VIEW_DONE ? str_from(VIEWS[v].label) : str_fmt(r->arena, "%s（%zu）", VIEWS[v].label, n),
                             .url = list_url(r, v, STR_NONE),
                             .current = v == current};
    }
    return (struct links){p, VIEWS_N};
}

static struct choice kind_choice(struct req *r, struct str asked)
{
    static const struct option all[] = {{.value = STR_INIT(""), .label = STR_INIT("全部")},
                                        {.value = STR_INIT("new"), .label = STR_INIT("录入")},
                                        {.value = STR_INIT("correct"), .label = STR_INIT("更正")},
                                        {.value = STR_INIT("withdraw"), .label = STR_INIT("撤回")}};
    struct option *o = ARENA_ARRAY(r->arena, struct option, 4);
    for (size_t i = 0; i < 4; i++) {
        o[i] = all[i];
        o[i].selected = str_eq(asked, all[i].value);
    }
    return (struct choice){.id = STR("kind"), .name = STR("kind"), .label = STR("种类"), .p = o, .n = 4};
}

void page_entries(struct req *r)
{
    static const struct cell head[COLUMNS] = {
        {.text = STR_INIT("编号")}, {.text = STR_INIT("种类")}, {.text = STR_INIT("信用主体")}, {.text = STR_INIT("信息事项")},
        {.text = STR_INIT("状态")}, {.text = STR_INIT("期限")}, {.text = STR_INIT("经办")}};
    enum view view = view_asked(r);
    struct str kind = req_query(r, STR("kind"));
    struct rows open = collect(r, true), list = view == VIEW_DONE ? collect(r, false) : open;
    struct cells *rows = ARENA_ARRAY(r->arena, struct cells, ROWS_PER_PAGE);
    int64_t page = req_query_int(r, STR("page"), 1, OPEN_MOST / ROWS_PER_PAGE, 1);
    size_t n = 0, all = 0, from = (size_t)(page - 1) * ROWS_PER_PAGE;
    for (size_t i = 0; i < list.n; i++) {
        if (!belongs(r, &list.p[i], view) || (kind.n && !str_eq(kind, list.p[i].entry->kind)))
            continue;
        if (all++ >= from && n < ROWS_PER_PAGE)
            rows[n++] = cells_of(r, &list.p[i]);
    }
    struct entry_list_view v = {.page = staff_page(r, MENU_ENTRY, STR("信息录入")), .may_enter = (r->roles & ROLE_CLERK) != 0};
    v.tabs = tabs_of(r, open, view);
    v.about = str_from(VIEWS[view].about);
    if (list.cut)
        v.about = str_fmt(r->arena, "%s只查看最近提出的 %d 件，更早的请在信用信息的页面查看。", VIEWS[view].about,
                          view == VIEW_DONE ? DONE_MOST : OPEN_MOST);
    v.view = str_from(VIEWS[view].code);
    v.kind = kind_choice(r, kind);
    v.rows = (struct table){.caption = str_fmt(r->arena, "%s，共 %zu 件", VIEWS[view].label, all),
                            .empty = str_from(VIEWS[view].empty),
                            .head = {head, COLUMNS},
                            .p = rows,
                            .n = n};
    v.pages = staff_pages(r->arena, list_url(r, view, kind), page, (int64_t)((all + ROWS_PER_PAGE - 1) / ROWS_PER_PAGE));
    v.due = URL_STATIC("/staff/entry/due");
    v.regrade = URL_STATIC("/staff/regrade");
    tmpl_staff_entry_list(resp_html(r, 200), &v);
}
