/* SPDX-License-Identifier: EUPL-1.2
 * bundle.c — see bundle.h.
 */
#include "worker/bundle.h"

#include "base/arena.h"
#include "base/out.h"
#include "notice/notice_paper.h"
#include "paper/pack.h"
#include "tmpl/bundle/index.h"
#include "tmpl/bundle/towns.h"
#include "worker/views_bundle.h"

static const struct str STYLE = STR_INIT(
    "body{margin:0;font:1.0625rem/1.8 \"Microsoft YaHei\",\"PingFang SC\",\"Noto Sans CJK SC\",sans-serif;color:#1f2328;background:#fff}\n"
    "header{border-bottom:2px solid #c8102e}main,.bureau{max-width:60rem;margin:0 auto;padding:0 1rem}\n"
    ".bureau{padding:1rem;color:#a00d24;font-size:1.5rem;font-weight:700}h1{font-size:1.5rem;line-height:1.5}\n"
    "h2{margin-top:2rem;font-size:1.25rem}a{color:#0b4c8c}.skip{position:absolute;left:-99rem}.skip:focus{position:static}\n"
    ".scroll{overflow-x:auto}table{width:100%;border-collapse:collapse}th,td{padding:.25rem .5rem;border:1px solid #cfd4da;text-align:left;"
    "vertical-align:top}thead th{background:#f4f5f7}tbody th{font-weight:400}.wide{overflow-wrap:anywhere}\n"
    "@media print{.skip{display:none}.scroll{overflow:visible}}\n");

/* For the editor of a web site, who opens it on Windows. */
static const struct str MANUAL =
    STR_INIT("\xEF\xBB\xBF静态发布包使用说明\r\n\r\n"
             "1. 解压后把全部文件放进网站的同一个目录，不要改名、不要改动内容。\r\n"
             "2. 在部门网站主页放一个链接，指向本目录的 index.html。\r\n"
             "3. 网页不含脚本，不引用外部地址，可以放进任何内容管理系统，也可以在光盘、U盘上直接打开。\r\n"
             "4. 只有依法可以公开的单位列入本包，自然人的结果不在其中。\r\n"
             "5. manifest.json 列出每个文件的校验值并已签名。核验：portalctl verify manifest.json --key keys.txt\r\n"
             "   核验整个压缩包：portalctl verify 压缩包.zip --key keys.txt\r\n"
             "6. 公布后需要更正的，由卫生健康部门重新公布；届时请用新的发布包替换，并保留更正说明。\r\n");

struct parts {
    struct bundle_part *p;
    size_t n, cap;
};

static struct str label_of(const struct bundle *b, const struct publish_row *row, bool by_type)
{
    const struct regime_subject_type *t = regime_subject_type(b->regime, row->type);
    return by_type ? (t ? t->label : row->type) : row->division_name;
}

/* Rows are ordered by type, place and name: parts by type are runs, parts by place are gathered. */
static struct parts parts_of(struct arena *a, const struct bundle *b, bool by_type)
{
    struct parts v = {0};
    size_t *of = ARENA_ARRAY(a, size_t, b->table->rows.n);
    for (size_t i = 0; i < b->table->rows.n; i++) {
        struct str label = label_of(b, &b->table->rows.p[i], by_type);
        size_t k = 0;
        while (k < v.n && !str_eq(v.p[k].title, label))
            k++;
        if (k == v.n)
            *VEC_PUSH(a, v) = (struct bundle_part){.title = label};
        v.p[k].n++;
        of[i] = k;
    }
    for (size_t k = 0; k < v.n; k++) {
        struct bundle_row *rows = ARENA_ARRAY(a, struct bundle_row, v.p[k].n);
        size_t n = 0;
        for (size_t i = 0; i < b->table->rows.n; i++) {
            const struct publish_row *row = &b->table->rows.p[i];
            const struct regime_grade *g = regime_grade(b->regime, row->grade);
            if (of[i] == k)
                rows[n++] = (struct bundle_row){
                    .name = row->name, .code = row->code, .other = label_of(b, row, !by_type), .grade = g ? g->label : row->grade};
        }
        v.p[k].p = rows;
        v.p[k].id = str_fmt(a, "t%zu", k + 1);
        v.p[k].title = v.p[k].title.n ? v.p[k].title : STR("区划不详");
        v.p[k].anchor = url_fragment(a, URL_STATIC("#"), v.p[k].id);
    }
    return v;
}

static struct bundle_view view_of(struct arena *a, const struct bundle *b, bool by_type)
{
    struct bundle_paragraph *body = ARENA_ARRAY(a, struct bundle_paragraph, b->body->paragraphs.n);
    for (size_t i = 0; i < b->body->paragraphs.n; i++)
        body[i] = (struct bundle_paragraph){b->body->paragraphs.p[i], notice_is_heading(b->body->paragraphs.p[i])};
    struct parts parts = parts_of(a, b, by_type);
    return (struct bundle_view){.title = b->notice->title,
                                .bureau = b->regime->head.bureau,
                                .number = b->notice->document_no,
                                .other = by_type ? STR("所属区划") : STR("主体类型"),
                                .published = b->notice->issued_on,
                                .address = notice_verify_address(a, b->origin, b->notice->check_code),
                                .by_type = by_type,
                                .with_checkpoint = b->checkpoint.n > 0,
                                .body = {body, b->body->paragraphs.n},
                                .p = parts.p,
                                .n = parts.n};
}

struct entry {
    const char *name;
    struct str bytes;
};

static struct str manifest(struct arena *a, const struct vault *v, const struct bundle *b, const struct entry *e, size_t n)
{
    struct proof_file *files = ARENA_ARRAY(a, struct proof_file, n);
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        if (e[i].bytes.n)
            files[count++] = (struct proof_file){str_from(e[i].name), proof_hash(a, e[i].bytes, 0, 0)};
    struct proof p = {.purpose = PROOF_BUNDLE,
                      .bureau = b->regime->head.bureau,
                      .kind = STR("静态发布包"),
                      .number = b->notice->document_no,
                      .title = b->notice->title,
                      .issued = day_iso(a, b->notice->issued_on),
                      .content = STR(""),
                      .files = files,
                      .n = count};
    return str_cat(a, notice_seal(a, v, &p), STR("\n"));
}

struct str bundle_make(struct arena *a, const struct vault *v, const struct bundle *b)
{
    struct bundle_view index = view_of(a, b, true), towns = view_of(a, b, false);
    struct out index_html, towns_html;
    out_to_arena(&index_html, a);
    out_to_arena(&towns_html, a);
    tmpl_bundle_index(&index_html, &index);
    tmpl_bundle_towns(&towns_html, &towns);
    const struct entry entries[] = {
        {"index.html", out_text(&index_html)},
        {"towns.html", out_text(&towns_html)},
        {"style.css", STYLE},
        {"table.csv", b->csv},
        {"table.xlsx", b->xlsx},
        {"notice.pdf", b->pdf},
        {"notice.proof", b->proof},
        {"keys.txt", b->keys},
        {"checkpoint.txt", b->checkpoint},
        {"使用说明.txt", MANUAL},
    };
    enum { N = sizeof entries / sizeof *entries };
    struct pack *pack = pack_begin(a);
    for (size_t i = 0; i < N; i++)
        if (entries[i].bytes.n)
            pack_add(pack, entries[i].name, entries[i].bytes);
    pack_add(pack, "manifest.json", manifest(a, v, b, entries, N));
    struct proof_file self = {.name = str_cat(a, b->notice->document_no, STR(".zip"))};
    struct proof p = {.purpose = PROOF_BUNDLE,
                      .bureau = b->regime->head.bureau,
                      .kind = STR("静态发布包"),
                      .number = b->notice->document_no,
                      .title = b->notice->title,
                      .issued = day_iso(a, b->notice->issued_on),
                      .content = STR(""),
                      .files = &self,
                      .n = 1};
    struct proof_seal seal = {.proof = &p, .self = &self};
    return notice_seal_pack(a, v, &seal, &pack);
}
