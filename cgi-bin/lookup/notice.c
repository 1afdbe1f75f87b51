/* SPDX-License-Identifier: EUPL-1.2
 * notice.c — GET /notice, /notice/{series}/{year}/{no} and its .pdf and .proof: numbered documents that anyone may read. An ended
 * one stays with its number and says so before anything else; one that is forgotten keeps its facts and has no text. What is about
 * a natural person is not here at all (verify.c).
 */
#include "lookup/notice.h"

#include "base/arena.h"
#include "lookup/app.h"
#include "paper/qr.h"
#include "tmpl/lookup/notice.h"
#include "tmpl/lookup/notices.h"
#include "views/public_page.h"

enum { ROWS = 20, PAGES_MOST = 500, CODE_MM = 26 };

struct str notice_kind_label(const struct app *app, struct str kind)
{
    const struct regime_notice *k = regime_notice(app->known.regime, kind);
    return k ? k->label : STR("文书");
}

struct url notice_url(struct req *r, const struct notice_public *n, const char *ending)
{
    struct arena *a = r->arena;
    return URL_PATH(a, "/notice/{}/{}/{}", n->series, str_fmt(a, "%d", n->year), str_fmt(a, "%d%s", n->no, ending));
}

struct tag notice_state_tag(const struct notice_public *n)
{
    if (str_eq(n->state, STR("withdrawn")))
        return (struct tag){STR("已撤销"), TAG_BAD};
    if (str_eq(n->state, STR("superseded")))
        return (struct tag){STR("已被替代"), TAG_WARN};
    if (str_eq(n->state, STR("void")))
        return (struct tag){STR("作废"), TAG_BAD};
    return (struct tag){0};
}

static struct link successor(struct req *r, const struct notice_public *n, const char *what)
{
    if (!n->ended_open || !n->ended_series.n)
        return (struct link){0};
    struct url u = URL_PATH(r->arena, "/notice/{}/{}/{}", n->ended_series, str_fmt(r->arena, "%d", n->ended_year),
                            str_fmt(r->arena, "%d", n->ended_number));
    return (struct link){.text = str_fmt(r->arena, "%s：%.*s", what, STR_ARG(n->ended_no)), .url = page_link(r, u)};
}

struct notice notice_banner(struct req *r, const struct notice_public *n)
{
    struct str on = day_zh(r->arena, n->ended_on);
    if (str_eq(n->state, STR("withdrawn")))
        return (struct notice){.tone = TAG_BAD,
                               .heading = STR("本文件已撤销"),
                               .text = str_fmt(r->arena, "自%.*s起不再有效。", STR_ARG(on)),
                               .link = successor(r, n, "撤销文件")};
    if (str_eq(n->state, STR("superseded")))
        return (struct notice){.tone = TAG_WARN,
                               .heading = STR("本文件已被替代"),
                               .text = str_fmt(r->arena, "自%.*s起停止使用，以替代它的文件为准。", STR_ARG(on)),
                               .link = successor(r, n, "替代文件")};
    if (str_eq(n->state, STR("void")))
        return (struct notice){.tone = TAG_BAD,
                               .heading = STR("本文号作废"),
                               .text = str_fmt(r->arena, "自%.*s起作废。原因：%.*s", STR_ARG(on), STR_ARG(n->end_reason))};
    if (n->forgotten)
        return (struct notice){.tone = TAG_INFO,
                               .heading = STR("本文件的内容已依法不再公开"),
                               .text = STR("相关信息已修复、到期或者更正。文号、日期和校验值仍可核验。")};
    return (struct notice){0};
}

/* --- the list --- */

static struct choice kinds(struct req *r)
{
    struct app *app = app_of(r);
    struct notice_lines k = notice_public_kinds(app->db, r->arena);
    struct str chosen = req_query(r, STR("kind"));
    struct option *o = ARENA_ARRAY(r->arena, struct option, k.n + 1);
    o[0] = (struct option){.value = STR(""), .label = STR("全部种类"), .selected = chosen.n == 0};
    for (size_t i = 0; i < k.n; i++)
        o[i + 1] = (struct option){.value = k.p[i], .label = notice_kind_label(app, k.p[i]), .selected = str_eq(chosen, k.p[i])};
    return (struct choice){.id = STR("kind"), .name = STR("kind"), .label = STR("种类"), .p = o, .n = k.n + 1};
}

static struct choice years(struct req *r)
{
    const int *y;
    size_t n = notice_public_years(app_of(r)->db, r->arena, &y);
    int64_t chosen = req_query_int(r, STR("year"), 2000, 2199, 0);
    struct option *o = ARENA_ARRAY(r->arena, struct option, n + 1);
    o[0] = (struct option){.value = STR(""), .label = STR("全部年份"), .selected = chosen == 0};
    for (size_t i = 0; i < n; i++) {
        struct str text = str_fmt(r->arena, "%d", y[i]);
        o[i + 1] = (struct option){.value = text, .label = str_cat(r->arena, text, STR("年")), .selected = chosen == y[i]};
    }
    return (struct choice){.id = STR("year"), .name = STR("year"), .label = STR("年份"), .p = o, .n = n + 1};
}

static void fill_rows(struct req *r, struct str kind, int year, struct notices_view *v)
{
    struct app *app = app_of(r);
    int64_t total = notice_public_count(app->db, kind, year), pages = total ? (total + ROWS - 1) / ROWS : 1;
    pages = pages < PAGES_MOST ? pages : PAGES_MOST;
    int64_t page = req_query_int(r, STR("page"), 1, pages, 1);
    struct notice_publics list = notice_public_list(app->db, r->arena, kind, year, (page - 1) * ROWS, ROWS);
    struct notice_row *rows = ARENA_ARRAY(r->arena, struct notice_row, list.n);
    for (size_t i = 0; i < list.n; i++)
        rows[i] = (struct notice_row){.title = list.p[i].title,
                                      .number = list.p[i].document_no,
                                      .kind = notice_kind_label(app, list.p[i].kind),
                                      .issued = list.p[i].issued_on,
                                      .state = notice_state_tag(&list.p[i]),
                                      .url = page_link(r, notice_url(r, &list.p[i], ""))};
    v->p = rows;
    v->n = list.n;
    v->range_text = str_fmt(r->arena, "共 %lld 件，第 %lld 页，共 %lld 页。", (long long)total, (long long)page, (long long)pages);
    struct url base = URL_STATIC("/notice");
    if (kind.n)
        base = url_query(r->arena, base, STR("kind"), kind);
    if (year)
        base = url_query_int(r->arena, base, STR("year"), year);
    v->pages = page_pagination(r, base, page, pages);
}

void page_notices(struct req *r)
{
    if (page_again(r))
        return;
    struct str kind = req_query(r, STR("kind"));
    int year = (int)req_query_int(r, STR("year"), 2000, 2199, 0);
    struct notices_view v = {.page = page_frame(r, STR("公告"), "/notice"),
                             .action = URL_STATIC("/notice"),
                             .verify = page_link(r, URL_STATIC("/verify")),
                             .kind = kinds(r),
                             .year = years(r),
                             .large = public_page_is_large(r),
                             .filtered = kind.n || year,
                             .clear = page_link(r, URL_STATIC("/notice"))};
    fill_rows(r, kind, year, &v);
    page_crumbs(r, &v.page, NULL, 0, STR_NONE);
    tmpl_lookup_notices(resp_html(r, 200), &v);
    page_keep(r, STR("notices"), PAGE_DISPUTE_SECONDS);
}

/* --- one --- */

static void fill_body(struct req *r, const struct notice_public *n, struct notice_view *v)
{
    struct notice_body b;
    bool intact;
    if (!notice_public_body(app_of(r)->db, r->arena, n, &b, &intact))
        return;
    CHECK(intact); /* what is shown is what was signed */
    struct notice_paragraph *p = ARENA_ARRAY(r->arena, struct notice_paragraph, b.paragraphs.n);
    for (size_t i = 0; i < b.paragraphs.n; i++)
        p[i] = (struct notice_paragraph){b.paragraphs.p[i], notice_is_heading(b.paragraphs.p[i])};
    v->body = (struct notice_paragraphs){p, b.paragraphs.n};
    v->addressee = b.addressee.n ? str_cat(r->arena, b.addressee, STR("：")) : STR_NONE;
    v->signer = b.signer.n ? b.signer : v->bureau;
    struct notice_attachment *f = ARENA_ARRAY(r->arena, struct notice_attachment, b.attachments.n);
    for (size_t i = 0; i < b.attachments.n; i++)
        f[i] = (struct notice_attachment){.label = b.attachments.p[i]};
    v->attachments = (struct notice_attachments){f, b.attachments.n};
}

static void link_table(struct req *r, const struct notice_public *n, struct notice_view *v)
{
    struct archive_publications all = archive_publications(app_of(r)->db, r->arena, 0);
    for (size_t i = 0; i < all.n; i++)
        if (all.p[i].id == n->publication_id && v->attachments.n) {
            struct notice_attachment *f = ARENA_NEW(r->arena, struct notice_attachment);
            struct url u = URL_PATH(r->arena, "/publication/{}", str_fmt(r->arena, "%d", all.p[i].year));
            *f = (struct notice_attachment){.label = v->attachments.p[0].label,
                                            .url = page_link(r, url_query(r->arena, u, STR("number"), n->document_no)),
                                            .linked = true};
            v->attachments = (struct notice_attachments){f, 1};
        }
}

static bool pdf_of(struct req *r, const struct notice_public *n, bool with_body, struct str *body_out, int64_t *size_out)
{
    struct archive_file f = {0};
    if (n->publication_id) {
        if (!archive_file(app_of(r)->db, r->arena, n->publication_id, STR("pdf"), with_body, &f))
            return false;
        *body_out = f.body;
        *size_out = f.size;
        return true;
    }
    if (!notice_public_file(app_of(r)->db, r->arena, n->id, body_out))
        return false;
    *size_out = (int64_t)body_out->n;
    return true;
}

static struct facts meta_of(struct req *r, const struct notice_public *n)
{
    const struct app *app = app_of(r);
    const struct regime_head *h = &app->known.regime->head;
    const struct regime_notice *k = regime_notice(app->known.regime, n->kind);
    struct tag state = notice_state_tag(n);
    const struct fact facts[] = {
        {.term = STR("索引号"),
         .value = str_fmt(r->arena, "%.*s-%.*s-%d-%d", STR_ARG(h->division), STR_ARG(n->series), n->year, n->no)},
        {.term = STR("主题分类"), .value = str_cat(r->arena, STR("卫生健康、信用信息："), notice_kind_label(app, n->kind))},
        {.term = STR("发文机关"), .value = h->bureau},
        {.term = STR("成文日期"), .value = day_zh(r->arena, n->issued_on)},
        {.term = STR("标题"), .value = n->title},
        {.term = STR("发文字号"), .value = n->document_no},
        {.term = STR("发布日期"), .value = day_zh(r->arena, instant_day(n->signed_at))},
        {.term = STR("时效性"), .value = state.text.n ? state.text : STR("有效")},
        {.term = STR("依据"),
         .value = k ? regime_legal_text(&k->legal) : STR_NONE,
         .note = k && k->legal.local ? k->legal.note : STR_NONE},
    };
    struct fact *out = ARENA_ARRAY(r->arena, struct fact, sizeof facts / sizeof *facts);
    memcpy(out, facts, sizeof facts);
    return (struct facts){out, sizeof facts / sizeof *facts};
}

static void show(struct req *r, const struct notice_public *n)
{
    struct app *app = app_of(r);
    struct arena *a = r->arena;
    struct tag state = notice_state_tag(n);
    struct notice_view v = {.page = page_frame(r, n->title, "/notice"),
                            .banner = notice_banner(r, n),
                            .bureau = app->known.regime->head.bureau,
                            .number = n->document_no,
                            .title = n->title,
                            .issued = n->issued_on,
                            .ended = state.text.n > 0,
                            .ended_word = state.text,
                            .meta = meta_of(r, n),
                            .proof = notice_proof_facts(r, n),
                            .proof_file = notice_url(r, n, ".proof"),
                            .check_code = notice_code_text(a, n->check_code)};
    fill_body(r, n, &v);
    if (n->publication_id)
        link_table(r, n, &v);
    struct str ignored = STR_NONE;
    int64_t size = 0;
    if (pdf_of(r, n, false, &ignored, &size)) {
        v.pdf = notice_url(r, n, ".pdf");
        v.pdf_size = str_fmt(a, "约 %lld KB", (long long)((size + 1023) / 1024));
    }
    struct url verify = URL_PATH(a, "/verify/{}", n->check_code);
    struct qr q;
    v.verify = page_link(r, verify);
    v.address = public_page_address(r, &app->program->config, verify.s);
    if (qr_make(a, v.address, &q))
        v.code = html_raw_svg(qr_svg(a, &q, STR("核验二维码"), CODE_MM));
    page_crumbs(r, &v.page, (const struct link[]){{STR("公告"), page_link(r, URL_STATIC("/notice")), false}}, 1, n->document_no);
    v.page.print_meta = true;
    tmpl_lookup_notice(resp_html(r, 200), &v);
    page_public(r, str_fmt(a, "n%d-%d", n->id, n->version), PAGE_DISPUTE_SECONDS); /* a withdrawal shows within a minute */
}

static void send_pdf(struct req *r, const struct notice_public *n)
{
    struct str body;
    int64_t size;
    if (!pdf_of(r, n, true, &body, &size)) {
        resp_not_found(r);
        return;
    }
    out_str(resp_download(r, str_cat(r->arena, n->document_no, STR(".pdf")), STR("application/pdf")), body);
    page_public(r, str_fmt(r->arena, "nf%d-%d", n->id, n->version), PAGE_SECONDS);
}

void notice_send_proof(struct req *r, const struct notice_public *n)
{
    out_str(resp_download(r, str_cat(r->arena, n->document_no, STR(".proof")), STR("application/json")), n->proof);
    page_public(r, str_fmt(r->arena, "np%d-%d", n->id, n->version), PAGE_SECONDS);
}

void page_notice(struct req *r)
{
    struct str rest = req_capture(r, "no"), no_text = STR_NONE;
    int64_t year, no;
    struct notice_public n;
    (void)str_cut(&rest, '.', &no_text);
    bool canonical = no_text.n && no_text.p[0] >= '1' && no_text.p[0] <= '9';
    if (!canonical || !str_int(no_text, &no) || no > INT32_MAX || !req_capture_int(r, "year", 2000, 2199, &year) ||
        !notice_public_by_number(app_of(r)->db, r->arena, req_capture(r, "series"), (int)year, (int)no, &n) || !n.is_open) {
        resp_not_found(r);
        return;
    }
    if (!rest.p)
        show(r, &n);
    else if (str_eq(rest, STR("pdf")))
        send_pdf(r, &n);
    else if (str_eq(rest, STR("proof")))
        notice_send_proof(r, &n);
    else
        resp_not_found(r);
}
