/* SPDX-License-Identifier: EUPL-1.2
 * subject_find.c — finding a subject: organisations by name or code, natural persons only by the number of a document and with a
 * purpose that goes into the audit log.
 */
#include "base/arena.h"
#include "base/id.h"
#include "search/search.h"
#include "staff/staff.h"
#include "staff/subject_pages.h"
#include "staff/views.h"
#include "subject/subject_store.h"
#include "tmpl/staff/person.h"
#include "tmpl/staff/subjects.h"

struct person_form {
    int id_kind;
    struct str id_number, purpose;
};
static const struct form_choice ID_KINDS[] = {
    {"resident", "居民身份证", ID_RESIDENT},
    {"hmt", "港澳台居民居住证", ID_RESIDENCE_HMT},
    {"foreign", "外国人永久居留身份证", ID_FOREIGN_PERMANENT},
    {"hm", "港澳居民来往内地通行证", ID_HM_PASS},
    {"tw", "台湾居民来往大陆通行证", ID_TW_PASS},
    {"passport", "护照", ID_PASSPORT},
    {"household", "户口簿", ID_HOUSEHOLD},
    {"other", "其他证件", ID_OTHER},
};
static const struct form_field PERSON_FIELDS[] = {
    FORM_ENUM(struct person_form, id_kind, "证件类型", ID_KINDS, true),
    FORM_CODE(struct person_form, id_number, "证件号码", 5, 40, true),
    FORM_LINE(struct person_form, purpose, "查询用途", 4, 200, true),
};
const struct form_def PERSON_FORM = FORM_DEF("person", struct person_form, PERSON_FIELDS);

/* --- search --- */

static struct cells hit_row(struct req *r, const struct search_hit *h)
{
    struct arena *a = r->arena;
    const struct regime_subject_type *type = regime_subject_type(staff_regime(r), h->type);
    struct subject s;
    bool known = subject_by_id(staff_db(r), a, h->subject_id, &s);
    struct cell *c = ARENA_ARRAY(a, struct cell, 5);
    c[0] = staff_cell_link(h->name, URL_PATH(a, "/staff/subject/{}", str_fmt(a, "%lld", (long long)h->subject_id)));
    if (h->former.n)
        c[0].text = str_fmt(a, "%.*s（曾用名 %.*s）", STR_ARG(h->name), STR_ARG(h->former));
    c[1] = staff_cell(h->code);
    c[2] = staff_cell(type ? type->label : h->type);
    c[3] = staff_cell(known && s.division_name.n ? s.division_name : h->division);
    c[4] = staff_cell(h->year ? str_fmt(a, "%.*s（%d年度）", STR_ARG(h->grade), h->year) : STR(""));
    return (struct cells){c, 5};
}

static struct str found_text(struct req *r, const struct search_result *s)
{
    switch (s->kind) {
    case SEARCH_EMPTY:
        return STR_NONE;
    case SEARCH_TOO_SHORT:
        return STR("请至少输入两个汉字，或者三个拼音首字母。");
    case SEARCH_CODE:
        if (s->count == 0 && s->verdict != USCC_OK)
            return uscc_explain(s->verdict);
        break;
    case SEARCH_LICENCE:
    case SEARCH_NAME:
    case SEARCH_PINYIN:
        break;
    }
    return s->capped ? str_fmt(r->arena, "超过 %d 条，请补充名称", SEARCH_COUNT_CAP)
                     : str_fmt(r->arena, "共 %lld 条", (long long)s->count);
}

static void add_hits(struct req *r, struct str q, struct str prefix, struct subjects_view *v)
{
    static const struct cell head[] = {{.text = STR_INIT("名称")},
                                       {.text = STR_INIT("统一社会信用代码")},
                                       {.text = STR_INIT("主体类型")},
                                       {.text = STR_INIT("所在地")},
                                       {.text = STR_INIT("最近等级")}};
    int64_t page = req_query_int(r, STR("page"), 1, SEARCH_COUNT_CAP / SEARCH_PAGE, 1);
    struct search_query query = {.q = q, .division_prefix = prefix, .offset = (page - 1) * SEARCH_PAGE};
    struct search_result s = {.n = 0};
    search_find(staff_db(r), r->arena, staff_program(r)->text, &query, &s);
    struct cells *rows = ARENA_ARRAY(r->arena, struct cells, s.n);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) /* the prefix is the widest of several scopes: each hit counts for itself */
        if (actor_may(staff_actor(r), ROLE_BUSINESS, 0, s.p[i].division))
            rows[n++] = hit_row(r, &s.p[i]);
    v->found = found_text(r, &s);
    v->hits = (struct table){.caption = STR("查询结果"),
                             .empty = STR("没有找到。请核对名称，或者改用统一社会信用代码查询。"),
                             .head = {head, 5},
                             .p = rows,
                             .n = n};
    v->pages = staff_pages(r->arena, url_query(r->arena, URL_STATIC("/staff/subject"), STR("q"), q), page,
                           (s.count + SEARCH_PAGE - 1) / SEARCH_PAGE);
}

void page_subjects(struct req *r)
{
    struct str prefix = STR_NONE, q = req_query(r, STR("q"));
    int unit;
    struct subjects_view v = {.page = staff_page(r, MENU_SUBJECT, STR("信用主体")), .asked = q.n > 0};
    v.q = (struct field){.id = STR("q"),
                         .name = STR("q"),
                         .label = STR("名称、曾用名、拼音首字母、统一社会信用代码或者许可证号"),
                         .value = q,
                         .width = 30,
                         .type = STR("search")};
    bool scoped = actor_scope(staff_actor(r), ROLE_BUSINESS, &prefix, &unit);
    CHECK(scoped);
    if (v.asked)
        add_hits(r, q, prefix, &v);
    tmpl_staff_subjects(resp_html(r, 200), &v);
}

/* --- natural persons --- */

void show_person(struct req *r, struct form_state *f)
{
    static const struct staff_done done[] = {
        {"none", "没有查到这个证件号码的档案，或者不在您的管辖范围内。本次查询已记入操作日志。"}};
    struct person_view v = {
        .page = staff_form_page(r, MENU_SUBJECT, STR("查询自然人"), f), .errors = staff_errors(f), .guard = staff_guard(r)};
    v.page.done = staff_done_text(r, done, 1);
    if (!form_value(f, "id_kind").n)
        form_set(f, "id_kind", STR("resident"));
    v.id_kind = staff_choice(f, "id_kind");
    v.id_number = staff_field(f, "id_number");
    v.id_number.width = 20;
    v.purpose = staff_field(f, "purpose");
    v.purpose.hint = STR("如：核对2024年度评价异议。将与您的账号、查询时间一并记入操作日志");
    tmpl_staff_person(resp_html(r, form_status(f)), &v);
}

void page_person(struct req *r)
{
    show_person(r, form_empty(r, &PERSON_FORM));
}

struct person {
    struct subject_known known;
    struct str purpose;
};

static bool note_lookup(struct staff_act *act, void *arg)
{
    const struct person *x = arg;
    act->object_id = x->known.id;
    act->detail = x->purpose;
    act->to = x->known.id ? URL_PATH(act->arena, "/staff/subject/{}", str_fmt(act->arena, "%lld", (long long)x->known.id))
                          : url_query(act->arena, URL_STATIC("/staff/subject/person"), STR("done"), STR("none"));
    return true;
}

void act_person(struct req *r)
{
    const struct person_form *f = r->form;
    struct str number = id_normalise(r->arena, f->id_number);
    enum id_verdict verdict = id_check((enum id_kind)f->id_kind, number, r->today);
    if (verdict != IDV_OK && !id_is_warning(verdict)) {
        form_fail(r, "id_number", id_explain(verdict));
        return;
    }
    struct person x = {.purpose = f->purpose};
    struct subject_key key = subject_key_from(staff_program(r)->vault, r->arena, STR_NONE, (enum id_kind)f->id_kind, number);
    subject_find_keys(staff_db(r), r->arena, &key, 1, &x.known);
    if (x.known.id && !actor_may(staff_actor(r), ROLE_BUSINESS, 0, x.known.division))
        x.known.id = 0;
    struct staff_act act = {.action = STR("person.lookup"), .object_type = STR("subject"), .role = ROLE_BUSINESS};
    enum staff_act_end end = staff_act(r, &act, note_lookup, &x);
    CHECK(end != STAFF_ACT_REFUSED);
}
