/* SPDX-License-Identifier: EUPL-1.2
 * entry_parts.c — what the pages of manual entry share: values of a record in words, what follows from them, files, lateness.
 */
#include "base/arena.h"
#include "regime/regime_store.h"
#include "staff/entry_pages.h"

enum { TERMS_MOST = 16 };

const struct regime *entry_regime(struct req *r, const struct entry *e)
{
    struct regime_version v;
    const struct program *p = staff_program(r);
    if (e->regime_version_id == p->regime.id || !regime_version_load(staff_db(r), r->arena, e->regime_version_id, &v))
        return p->regime.regime;
    return v.regime;
}

struct str entry_item_name(struct req *r, const struct entry *e)
{
    const struct regime_item *item = regime_item(staff_regime(r), e->item);
    return item ? item->name : e->item;
}

struct url entry_url(struct req *r, int64_t id, const char *step)
{
    struct str number = str_fmt(r->arena, "%lld", (long long)id);
    return step ? URL_PATH(r->arena, "/staff/entry/{}/{}", number, str_from(step)) : URL_PATH(r->arena, "/staff/entry/{}", number);
}

struct str entry_title(struct req *r, const struct entry *e)
{
    return str_fmt(r->arena, "%.*s %lld：%.*s", STR_ARG(entry_kind_name(entry_kind_of(e->kind))), (long long)e->id,
                   STR_ARG(entry_item_name(r, e)));
}

/* --- values in words --- */

struct term_list {
    struct fact *p;
    size_t n;
};

static void term(struct term_list *t, const char *name, struct str value)
{
    CHECK(t->n < TERMS_MOST);
    t->p[t->n++] = (struct fact){.term = str_from(name), .value = value};
}

struct record_terms entry_terms(struct req *r, const struct record_draft *d)
{
    struct arena *a = r->arena;
    struct term_list t = {ARENA_ARRAY(a, struct fact, TERMS_MOST), 0};
    term(&t, "标题", d->title);
    term(&t, "文号", d->document_no);
    term(&t, "认定机关", d->authority);
    term(&t, "认定日期", day_zh(a, d->found));
    term(&t, "严重程度", record_severity_name(d->severity));
    term(&t, "金额（元）", entry_amount_text(a, d->amount));
    term(&t, "记分分值", entry_points_text(a, d->points));
    term(&t, "内容", d->detail);
    term(&t, "来源规定的公示开始日期", day_zh(a, d->publicity_from));
    term(&t, "来源规定的公示截止日期", day_zh(a, d->publicity_to));
    term(&t, "来源规定的使用期限", day_zh(a, d->use_to));
    return (struct record_terms){t.p, t.n};
}

struct record_draft record_draft_of(struct req *r, const struct record *x)
{
    return (struct record_draft){.item = regime_item(staff_regime(r), x->item),
                                 .title = x->title,
                                 .detail = x->detail,
                                 .document_no = x->document_no,
                                 .authority = x->authority,
                                 .source = x->source,
                                 .severity = (enum regime_severity)x->severity,
                                 .found = x->found,
                                 .publicity_from = x->source_from,
                                 .publicity_to = x->source_to,
                                 .use_to = x->source_use,
                                 .points = x->points,
                                 .amount = x->amount,
                                 .unit_id = x->unit_id};
}

struct table entry_changes(struct req *r, struct record_terms before, struct record_terms after, struct str caption,
                           const char *const heads[2])
{
    struct cell *head = ARENA_ARRAY(r->arena, struct cell, 3);
    head[0] = staff_cell(STR("项目"));
    head[1] = staff_cell(str_from(heads[0]));
    head[2] = staff_cell(str_from(heads[1]));
    struct cells *rows = ARENA_ARRAY(r->arena, struct cells, before.n);
    size_t n = 0;
    for (size_t i = 0; i < before.n && i < after.n; i++) {
        if (str_eq(before.p[i].value, after.p[i].value))
            continue;
        struct cell *c = ARENA_ARRAY(r->arena, struct cell, 3);
        c[0] = staff_cell(before.p[i].term);
        c[1] = staff_cell(before.p[i].value);
        c[2] = staff_cell(after.p[i].value);
        rows[n++] = (struct cells){c, 3};
    }
    return (struct table){.caption = caption, .empty = STR("内容没有变化。"), .head = {head, 3}, .p = rows, .n = n};
}

/* --- what follows --- */

static struct str shown_text(struct req *r, const struct record_life *l)
{
    struct arena *a = r->arena;
    if (!day_is(l->show_from))
        return STR("不向社会公示");
    if (!day_is(l->show_to))
        return str_fmt(a, "%.*s起", STR_ARG(day_zh(a, l->show_from)));
    return str_fmt(a, "%.*s至%.*s（含当日），期满自动停止", STR_ARG(day_zh(a, l->show_from)), STR_ARG(day_zh(a, l->show_to)));
}

static struct str until_text(struct req *r, struct day last, const char *none)
{
    return day_is(last) ? str_fmt(r->arena, "至%.*s（含当日）", STR_ARG(day_zh(r->arena, last))) : str_from(none);
}

static struct str law_text(struct arena *a, const struct regime_legal *l)
{
    struct str basis = str_fmt(a, "依据：%.*s", STR_ARG(regime_legal_text(l)));
    return l->note.n ? str_fmt(a, "%.*s。%.*s", STR_ARG(basis), STR_ARG(l->note)) : basis;
}

struct facts entry_effect_facts(struct req *r, const struct entry *e)
{
    const struct regime *g = staff_regime(r);
    const struct regime_item *item = regime_item(g, e->item);
    if (!item || !day_is(e->found))
        return (struct facts){NULL, 0};
    const struct regime_category *category = regime_category_of(g, item);
    struct record_life l = entry_life(g, e);
    struct arena *a = r->arena;
    struct fact *f = ARENA_ARRAY(a, struct fact, 4);
    size_t n = 0;
    f[n++] = (struct fact){
        .term = STR("公示"), .value = shown_text(r, &l), .note = law_text(a, l.publicity ? &l.publicity->legal : &category->legal)};
    f[n++] = (struct fact){
        .term = STR("用于评价和共享"), .value = until_text(r, l.use_to, "没有截止日期"), .note = law_text(a, &category->use.legal)};
    f[n++] = (struct fact){
        .term = STR("保存"), .value = until_text(r, l.keep_to, "长期"), .note = law_text(a, &category->retention.legal)};
    if (day_is(l.repair_from))
        f[n++] = (struct fact){.term = STR("可以申请信用修复"),
                               .value = str_fmt(a, "%.*s起", STR_ARG(day_zh(a, l.repair_from))),
                               .note = l.publicity ? law_text(a, &l.publicity->legal) : STR_NONE};
    return (struct facts){f, n};
}

struct str entry_late_text(struct req *r, const struct entry *e)
{
    struct entry_due dues[ENTRY_DUES_MOST];
    const struct regime *g = staff_regime(r);
    const struct regime_item *item = regime_item(g, e->item);
    if (entry_kind_of(e->kind) != ENTRY_NEW || !item || !day_is(e->found))
        return STR_NONE;
    struct day entered = e->first_submitted_at.us ? instant_day(e->first_submitted_at) : r->today;
    size_t n = entry_dues(g, staff_calendar(r), item, e->found, dues);
    const struct entry_due *missed = entry_missed(dues, n, entered);
    if (!missed)
        return STR_NONE;
    return str_fmt(r->arena, "%.*s（%.*s），至迟应当在%.*s录入%s，实际%.*s提交。", STR_ARG(missed->rule->label),
                   STR_ARG(regime_legal_text(&missed->rule->legal)), STR_ARG(day_zh(r->arena, missed->day)),
                   missed->provisional ? "（暂定，当年放假安排尚未公布）" : "", STR_ARG(day_zh(r->arena, entered)));
}

/* --- files --- */

static struct str size_text(struct arena *a, int64_t bytes)
{
    if (bytes < 1024)
        return str_fmt(a, "%lld 字节", (long long)bytes);
    return bytes < 1 << 20 ? str_fmt(a, "%lld KB", (long long)((bytes + 1023) / 1024))
                           : str_fmt(a, "%.1f MB", (double)bytes / (1 << 20));
}

struct entry_files entry_files_of(struct req *r, const struct entry *e)
{
    struct arena *a = r->arena;
    struct evidence_list list = evidence_of(staff_db(r), a, STR("entry"), e->id);
    struct entry_file *p = ARENA_ARRAY(a, struct entry_file, list.n);
    for (size_t i = 0; i < list.n; i++) {
        const struct evidence *x = &list.p[i];
        p[i] = (struct entry_file){.id = str_fmt(a, i ? "remove-%zu" : "remove", i + 1),
                                   .value = str_fmt(a, "%lld", (long long)x->id),
                                   .name = x->name,
                                   .kind = evidence_media_name(x->media),
                                   .size = size_text(a, x->size),
                                   .sha256 = str_hex(a, x->sha256.p, x->sha256.n),
                                   .url = URL_PATH(a, "/staff/evidence/{}", x->public_id)};
        p[i].by = str_fmt(a, "%.*s　%.*s", STR_ARG(x->uploader), STR_ARG(instant_zh(a, x->uploaded_at)));
    }
    return (struct entry_files){p, list.n};
}
