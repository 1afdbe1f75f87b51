/* SPDX-License-Identifier: EUPL-1.2
 * publish_paper.c — see publish_paper.h.
 */
#include "publish/publish_paper.h"

#include "base/arena.h"

struct publish_paper {
    struct notice_table table;
    struct arena *a;
    const struct regime *regime;
    const struct publish_table *rows;
    size_t at;
};

static bool next(void *arg, struct str *cells)
{
    struct publish_paper *p = arg;
    if (p->at == p->rows->rows.n)
        return false;
    const struct publish_row *r = &p->rows->rows.p[p->at++];
    const struct regime_subject_type *type = regime_subject_type(p->regime, r->type);
    const struct regime_grade *grade = regime_grade(p->regime, r->grade);
    cells[0] = str_fmt(p->a, "%zu", p->at);
    cells[1] = r->name;
    cells[2] = r->code;
    cells[3] = type ? type->label : r->type;
    cells[4] = r->division_name;
    cells[5] = grade ? grade->label : r->grade;
    return true;
}

const struct notice_table *publish_paper_table(struct arena *a, const struct regime *r, const struct publish_table *t)
{
    static const struct pdf_column columns[] = {
        {STR_INIT("序号"), 8, true},       {STR_INIT("名称"), 34, false},     {STR_INIT("统一社会信用代码"), 34, false},
        {STR_INIT("主体类型"), 18, false}, {STR_INIT("所属区划"), 14, false}, {STR_INIT("信用等级"), 14, false},
    };
    if (t->rows.n == 0 || t->rows.n > PUBLISH_PAPER_ROWS)
        return NULL;
    struct publish_paper *p = ARENA_NEW(a, struct publish_paper);
    *p = (struct publish_paper){.a = a, .regime = r, .rows = t};
    p->table = (struct notice_table){.caption = STR("附件：信用分级评价结果汇总表"),
                                     .note = STR("自然人的评价结果不列入汇总表。电子表格和签名证明以公示网站提供的为准。"),
                                     .columns = columns,
                                     .n_columns = sizeof columns / sizeof *columns,
                                     .next = next,
                                     .arg = p};
    return &p->table;
}
