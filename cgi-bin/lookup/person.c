/* SPDX-License-Identifier: EUPL-1.2
 * person.c — /person: natural persons are in no list. Where the rule set lets anyone look up a practitioner's grade, the
 * certificate's number must be typed whole, and the name must fit the masked one; this program has no keys and never sees more.
 * Elsewhere the page says how to ask with consent.
 */
#include "archive/archive_why.h"
#include "base/arena.h"
#include "base/id.h"
#include "lookup/app.h"
#include "text/text.h"
#include "tmpl/lookup/consent.h"
#include "tmpl/lookup/person.h"

struct person_form {
    struct str name, licence;
};
static const struct form_field PERSON_FIELDS[] = {
    FORM_LINE(struct person_form, name, "姓名", 2, 40, true),
    FORM_LINE(struct person_form, licence, "执业证书编号", 6, 40, true),
};
const struct form_def PERSON_FORM = FORM_DEF("person", struct person_form, PERSON_FIELDS);

static struct str natural_basis(struct arena *a, const struct regime *g)
{
    for (size_t i = 0; i < g->disclosure.grades.n; i++)
        if (g->disclosure.grades.p[i].kind == KIND_NATURAL)
            return archive_cite(a, g, &g->disclosure.grades.p[i].legal);
    return STR("");
}

static void show_consent(struct req *r)
{
    const struct regime_head *h = &app_of(r)->known.regime->head;
    struct str contact = app_of(r)->program->config.contact;
    static const struct str steps[] = {STR_INIT("查询本人的信用信息：携带本人有效身份证件到受理窗口，填写查询申请。"),
                                       STR_INIT("查询他人的信用信息：同时提交被查询人签署的书面授权书，写明查询用途和期限。"),
                                       STR_INIT("工作人员核对身份和授权后当场查询，并登记查询人、用途和时间。")};
    static const struct str materials[] = {STR_INIT("查询人的有效身份证件"), STR_INIT("被查询人签署的书面授权书（查询他人时）"),
                                           STR_INIT("单位查询的，另交单位介绍信")};
    struct consent_view v = {
        .page = page_frame(r, STR("查询个人"), "/person"),
        .basis = natural_basis(r->arena, app_of(r)->known.regime),
        .text = str_fmt(
            r->arena,
            "按照%.*s现行规定，医务人员等自然人的信用信息不向社会公开，本网站不提供自然人查询。经本人授权，可以到受理窗口查询。",
            STR_ARG(h->label)),
        .steps = {steps, sizeof steps / sizeof *steps},
        .materials = {materials, sizeof materials / sizeof *materials},
        .office = contact.n ? str_fmt(r->arena, "%.*s（%.*s）", STR_ARG(h->bureau), STR_ARG(contact)) : h->bureau,
    };
    page_crumbs(r, &v.page, NULL, 0, STR_NONE);
    tmpl_lookup_consent(resp_html(r, 200), &v);
    page_public(r, STR("person"), PAGE_SECONDS);
}

static struct errors errors_of(const struct form_state *f)
{
    struct error_item *items = ARENA_ARRAY(f->arena, struct error_item, f->errors.n);
    for (size_t i = 0; i < f->errors.n; i++)
        items[i] = (struct error_item){f->errors.p[i].message, f->errors.p[i].anchor};
    return (struct errors){items, f->errors.n};
}

static struct field field_of(const struct form_state *f, const char *name, struct str hint)
{
    const struct form_field *row = form_field(f, name);
    return (struct field){.id = str_from(name),
                          .name = str_from(name),
                          .label = str_from(row->label),
                          .hint = hint,
                          .error = form_message(f, name),
                          .value = form_value(f, name),
                          .required = row->required,
                          .width = 20};
}

static void draw(struct req *r, struct form_state *f, bool asked)
{
    struct person_view v = {
        .page = page_frame(r, STR("查询个人"), "/person"),
        .errors = errors_of(f),
        .action = page_link(r, URL_STATIC("/person")),
        .name = field_of(f, "name", STR("请填写完整姓名")),
        .licence = field_of(f, "licence", STR("执业证书上的编号，例如15位数字")),
        .asked = asked,
        .limit_note = STR("为防止批量查询，短时间内多次查询会被限制。忘记执业证书编号的，请到主管部门受理窗口查询。"),
    };
    v.licence.code = true;
    v.page.noindex = true;
    v.page.invalid = !form_ok(f);
    page_crumbs(r, &v.page, NULL, 0, STR_NONE);
    tmpl_lookup_person(resp_html(r, form_status(f)), &v);
}

void page_person(struct req *r)
{
    if (!archive_persons_public(app_of(r)->known.regime)) {
        show_consent(r);
        return;
    }
    draw(r, form_empty(r, &PERSON_FORM), false);
}

void show_person(struct req *r, struct form_state *f)
{
    if (archive_persons_public(app_of(r)->known.regime))
        draw(r, f, false);
    else
        resp_not_found(r);
}

/* One answer for unknown, not public and a wrong factor. */
void act_person(struct req *r)
{
    struct app *app = app_of(r);
    const struct person_form *f = r->form;
    if (!archive_persons_public(app->known.regime)) {
        resp_not_found(r);
        return;
    }
    struct str key = text_licence_key(r->arena, app->program->text, f->licence);
    struct str public_id = archive_person(app->db, r->arena, key, id_mask_name(r->arena, f->name));
    struct archive x;
    if (public_id.n && archive_read(app->db, r->arena, public_id, r->today, &x) &&
        archive_show(&x, app->known.regime, r->arena, r->today)) {
        resp_see_other(r, page_entity_url(r, STR(""), public_id));
        return;
    }
    draw(r, r->form_state, true);
}
