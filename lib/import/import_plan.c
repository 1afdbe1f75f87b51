/* SPDX-License-Identifier: EUPL-1.2
 * import_plan.c — is a mapping enough to read rows by? Pure. See import_plan.h.
 */
#include "import/import_plan.h"

#include "import/import_field.h"

static bool has(const struct str *fields, size_t n, int field)
{
    for (size_t i = 0; i < n; i++)
        if (import_field_from_key(fields[i]) == field)
            return true;
    return false;
}

static struct str twice(struct arena *a, const struct sheet_field *table, size_t table_n, const struct str *fields, size_t n)
{
    for (size_t k = 0; k < table_n; k++) {
        size_t times = 0;
        for (size_t i = 0; i < n; i++)
            times += import_field_from_key(fields[i]) == table[k].id;
        if (times > 1)
            return str_fmt(a, "有 %zu 列都对应到“%.*s”。请只保留一列，其余的选“不导入”。", times,
                           STR_ARG(import_field_label(a, &table[k])));
    }
    return STR_NONE;
}

static struct str missing(struct arena *a, const struct sheet_field *table, size_t table_n, const struct str *fields, size_t n)
{
    struct str list = STR_NONE;
    for (size_t k = 0; k < table_n; k++)
        if (table[k].required && !has(fields, n, table[k].id))
            list = str_fmt(a, "%.*s%s“%.*s”", STR_ARG(list), list.n ? "、" : "", STR_ARG(import_field_label(a, &table[k])));
    return list;
}

struct str import_plan_fault(struct arena *a, const struct regime *r, const struct import_batch *b, const struct str *fields,
                             size_t n)
{
    const struct sheet_field *table;
    size_t table_n = import_fields(r, b->kind, b->item, &table);
    struct str list = missing(a, table, table_n, fields, n);
    if (list.n)
        return str_fmt(a, "必填的内容还没有对应的列：%.*s。请为它选择一列；文件中没有的，请补充后重新上传。", STR_ARG(list));
    if (import_needs_code_or_number(b->kind) && !has(fields, n, FIELD_CODE) && !has(fields, n, FIELD_ID_NUMBER))
        return STR("“统一社会信用代码”和“证件号码”都没有对应的列，不能确定每一行说的是哪个主体。请为其中一项选择一列。");
    if (b->item.n == 0 && b->layout.n == 0 && str_eq(b->kind, STR("record")) && !has(fields, n, FIELD_ITEM))
        return STR("上传时没有选择信息事项，文件中也没有对应“信息事项”的列。请选择一列，或者重新上传并选择信息事项。");
    if (b->item.n == 0 && str_eq(b->kind, STR("subject")) && !has(fields, n, FIELD_TYPE))
        return STR("上传时没有选择主体类型，文件中也没有对应“主体类型”的列。请选择一列，或者重新上传并选择主体类型。");
    return twice(a, table, table_n, fields, n);
}
