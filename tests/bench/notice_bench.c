/* SPDX-License-Identifier: EUPL-1.2
 * notice_bench.c — signed PDF notices a second, and how long a published table takes on paper. No database: text in, file out.
 * Prints one JSON object a line, as tests/bench/run.sh wants it. notice_bench [SECONDS]
 */
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "crypto/vault.h"
#include "notice/notice_paper.h"
#include "regime/regime_load.h"

enum { ROWS = 3000 };

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

struct rows {
    struct arena *a;
    int at;
};

static bool next(void *arg, struct str *cells)
{
    struct rows *r = arg;
    if (r->at == ROWS)
        return false;
    r->at++;
    cells[0] = str_fmt(r->a, "%d", r->at);
    cells[1] = str_fmt(r->a, "演示县岭北镇第%d卫生站", r->at);
    cells[2] = str_fmt(r->a, "124408230000%06d", r->at);
    cells[3] = STR("一级以下医疗机构");
    cells[4] = STR("岭北镇");
    cells[5] = STR("A级");
    return true;
}

static struct str make(struct arena *a, const struct vault *v, const struct regime *regime, int no, bool with_table)
{
    static const struct pdf_column columns[] = {
        {STR_INIT("序号"), 9, true},       {STR_INIT("名称"), 36, false},     {STR_INIT("统一社会信用代码"), 29, false},
        {STR_INIT("主体类型"), 20, false}, {STR_INIT("所属区划"), 15, false}, {STR_INIT("信用等级"), 16, false}};
    struct rows rows = {.a = a};
    struct notice_table table = {.caption = STR("附件"), .columns = columns, .n_columns = 6, .next = next, .arg = &rows};
    struct str lines[] = {STR("你单位提出的信用修复申请，经审核符合修复条件，予以确认。"),
                          STR("相关失信信息自本告知书印发之日起终止公示、共享和使用。")};
    struct notice_body body = {.addressee = str_fmt(a, "演示第%d医院", no), .paragraphs = {lines, 2}};
    struct notice_doc n = {.kind = STR("repair_confirmation"),
                           .title = STR("信用修复确认通知书"),
                           .document_no = str_fmt(a, "演示县卫信修〔2026〕%d号", no),
                           .check_code = STR("7kq2m9xp4dwf3hta"),
                           .issued_at = {1769500800000000},
                           .issued_on = day_from_ymd(2026, 1, 27)};
    struct notice_paper paper = {.regime = regime,
                                 .notice = &n,
                                 .body = &body,
                                 .table = with_table ? &table : NULL,
                                 .origin = STR("https://credit.example.gov.cn"),
                                 .fingerprint = STR("927e21dbf0339482e8323cceae6f8f32")};
    struct proof_file self = {.name = n.document_no};
    struct proof proof = {.purpose = PROOF_NOTICE,
                          .bureau = regime->head.bureau,
                          .kind = STR("修复"),
                          .number = n.document_no,
                          .title = n.title,
                          .issued = STR("2026-01-27"),
                          .content = STR(""),
                          .files = &self,
                          .n = 1};
    struct proof_seal seal = {.proof = &proof, .self = &self};
    return notice_seal_pdf(a, v, &seal, notice_paper(a, &paper));
}

int main(int argc, char **argv)
{
    int64_t seconds = 3;
    if (argc > 1 && !str_int(str_from(argv[1]), &seconds))
        return 2;
    struct arena *keep = arena_new((size_t)64 << 20), *a = arena_new((size_t)512 << 20);
    struct regime_load_result r = regime_load(keep, STR("db/regimes"), STR("guangdong-suixi"));
    struct str path = str_fmt(keep, "/tmp/notice_bench.%d.keys", (int)getpid());
    if (!r.regime)
        return 1;
    vault_create(path);
    struct vault *v = vault_open(keep, path);
    unlink(str_cstr(keep, path));
    size_t bytes = make(a, v, r.regime, 0, false).n; /* the fonts are read once */
    int n = 0;
    double begun = now(), took;
    do {
        arena_reset(a);
        (void)make(a, v, r.regime, ++n, false);
        took = now() - begun;
    } while (took < (double)seconds);
    printf("{\"bench\":\"notice\",\"what\":\"signed PDF notices\",\"per_second\":%.1f,\"bytes\":%zu}\n", n / took, bytes);
    arena_reset(a);
    begun = now();
    bytes = make(a, v, r.regime, 1, true).n;
    printf("{\"bench\":\"notice\",\"what\":\"table of %d rows as signed PDF\",\"seconds\":%.2f,\"bytes\":%zu}\n", ROWS,
           now() - begun, bytes);
    vault_close(&v);
    arena_free(&a);
    arena_free(&keep);
    return 0;
}
