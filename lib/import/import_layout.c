/* SPDX-License-Identifier: EUPL-1.2
 * import_layout.c — the national layouts of 双公示 (2015 and 2018), told by headers that no other table has together; in Chinese or
 * as field codes. Columns are mapped like those of any table: see import_field.c.
 */
#include "import/import_field.h"

#define PARTY "行政相对人名称|CF_XDR_MC|XK_XDR_MC|XK_XDR"
static const struct import_layout LAYOUTS[] = {
    {"penalty2018",
     "双公示行政处罚表（2018 年版）",
     IMPORT_PENALTY,
     {PARTY, "行政处罚决定书文号|CF_WSH", "违法行为类型|CF_WFXW", "违法事实|CF_SY", "处罚内容|CF_NR", NULL}},
    {"penalty2015",
     "双公示行政处罚表（2015 年版）",
     IMPORT_PENALTY,
     {PARTY, "行政处罚决定书文号|CF_WSH", "处罚名称|CF_CFMC", "处罚事由|CF_SY", "处罚结果|CF_JG", NULL}},
    {"licence2018",
     "双公示行政许可表（2018 年版）",
     IMPORT_LICENCE,
     {PARTY, "许可类别|XK_XKLB", "许可编号|XK_XKBH|许可证书名称|XK_XKZS", "有效期至|XK_YXQZI", NULL}},
    {"licence2015",
     "双公示行政许可表（2015 年版）",
     IMPORT_LICENCE,
     {PARTY, "项目名称|XK_XMMC", "审批类别|XK_SPLB", "许可截止期|XK_JZQ", NULL}},
};
enum { LAYOUTS_N = sizeof LAYOUTS / sizeof *LAYOUTS };

static bool has_header(struct arena *a, const struct str *folded, size_t n, const char *names)
{
    struct str rest = str_from(names), name;
    while (str_cut(&rest, '|', &name)) {
        struct str f = sheet_header_fold(a, name, true);
        for (size_t i = 0; i < n; i++)
            if (str_eq(folded[i], f))
                return true;
    }
    return false;
}

const struct import_layout *import_layout_of(struct arena *a, const struct str *headers, size_t n)
{
    struct str *folded = ARENA_ARRAY(a, struct str, n);
    for (size_t i = 0; i < n; i++)
        folded[i] = sheet_header_fold(a, headers[i], true);
    for (size_t k = 0; k < LAYOUTS_N; k++) {
        bool all = true;
        for (size_t i = 0; all && LAYOUTS[k].marks[i]; i++)
            all = has_header(a, folded, n, LAYOUTS[k].marks[i]);
        if (all)
            return &LAYOUTS[k];
    }
    return NULL;
}

const struct import_layout *import_layout_by_code(struct str code)
{
    for (size_t k = 0; code.n && k < LAYOUTS_N; k++)
        if (str_eq(code, str_from(LAYOUTS[k].code)))
            return &LAYOUTS[k];
    return NULL;
}
