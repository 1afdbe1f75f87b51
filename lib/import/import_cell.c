/* SPDX-License-Identifier: EUPL-1.2
 * import_cell.c — one cell as text, code, day or place, with the words that tell a clerk what is wrong with it.
 */
#include "base/id.h"
#include "import/import_walk.h"

static bool is_number_part(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

struct str import_masked(struct arena *a, struct str s)
{
    enum { LONG_RUN = 11, KEPT_BEFORE = 3, KEPT_AFTER = 2 };
    char *p = NULL;
    for (size_t i = 0; i < s.n;) {
        size_t end = i, digits = 0;
        for (; end < s.n && is_number_part(s.p[end]); end++)
            digits += s.p[end] >= '0' && s.p[end] <= '9';
        if (digits >= LONG_RUN) {
            if (!p)
                p = (char *)(uintptr_t)str_dup(a, s).p;
            memset(p + i + KEPT_BEFORE, '*', end - i - KEPT_BEFORE - KEPT_AFTER);
        }
        i = end > i ? end : i + 1;
    }
    return p ? (struct str){p, s.n} : s;
}

/* A cell's words inside a message. */
static struct str quoted(struct import_walk *w, struct str s)
{
    return import_masked(w->chunk, utf8_prefix(s, 30));
}

void import_fault_add(struct import_walk *w, int row, struct str column, struct str message, bool warning)
{
    if (w->faults.n >= IMPORT_FAULTS_KEPT)
        return;
    if (w->sheet_name.n) /* row numbers alone would not tell which sheet */
        column = column.n ? str_fmt(w->arena, "%.*s·%.*s", STR_ARG(w->sheet_name), STR_ARG(column)) : w->sheet_name;
    *VEC_PUSH(w->arena, w->faults) = (struct import_fault){.row_no = row,
                                                           .sheet_no = w->sheet_no,
                                                           .warning = warning,
                                                           .column_name = str_dup(w->arena, utf8_prefix(column, 100)),
                                                           .message = str_dup(w->arena, utf8_prefix(message, 300))};
}

static struct str header_of(const struct import_walk *w, enum import_field f)
{
    ptrdiff_t column = sheet_header_column(&w->map, (int)f);
    return column >= 0 ? w->map.header[column] : STR_NONE;
}

static struct sheet_cell cell_of(const struct import_walk *w, const struct sheet_row *row, enum import_field f)
{
    ptrdiff_t column = sheet_header_column(&w->map, (int)f);
    return column >= 0 ? sheet_at(row, (size_t)column) : (struct sheet_cell){.day = DAY_NONE};
}

static bool means_nothing(struct str s)
{
    static const struct str BLANKS[] = {STR_INIT("-"),  STR_INIT("—"),    STR_INIT("--"),   STR_INIT("/"),   STR_INIT("[]"),
                                        STR_INIT("无"), STR_INIT("null"), STR_INIT("NULL"), STR_INIT("暂无")};
    for (size_t i = 0; i < sizeof BLANKS / sizeof *BLANKS; i++)
        if (str_eq(s, BLANKS[i]))
            return true;
    return false;
}

struct str import_text(struct import_walk *w, const struct sheet_row *row, enum import_field f)
{
    struct str s = str_trim(cell_of(w, row, f).text);
    return means_nothing(s) ? STR_NONE : str_dup(w->chunk, s);
}

/* A spreadsheet keeps 15 digits of a number: of 18 the last three become 000. */
static bool looks_cut(struct arena *a, struct str s, enum import_field f)
{
    struct str n = id_normalise(a, s);
    if (n.n != 18 || !str_ends(n, STR("000")) || (f != FIELD_CODE && f != FIELD_ID_NUMBER))
        return false;
    for (size_t i = 0; i < n.n; i++)
        if (n.p[i] < '0' || n.p[i] > '9')
            return false;
    return f == FIELD_CODE ? uscc_check(n) != USCC_OK : id_resident_check_character(str_sub(n, 0, 17)) != '0';
}

struct str import_code_text(struct import_walk *w, const struct sheet_row *row, enum import_field f, bool *good)
{
    if (cell_of(w, row, f).digits_lost) {
        import_fault_add(w, (int)row->number, header_of(w, f),
                         STR("这一格以数字格式保存，后几位已经丢失。请把整列设为“文本”格式，重新录入完整的号码。"), false);
        *good = false;
        return STR_NONE;
    }
    struct str s = import_text(w, row, f);
    if (looks_cut(w->chunk, s, f)) {
        import_fault_add(
            w, (int)row->number, header_of(w, f),
            STR("号码末三位是 000，而且校验位不符：多半是以数字格式保存过，后三位已经丢失。请把整列设为“文本”格式，按原证件"
                "重新录入完整的号码。"),
            false);
        *good = false;
        return STR_NONE;
    }
    return s;
}

struct day import_day(struct import_walk *w, const struct sheet_row *row, enum import_field f, bool *good)
{
    enum { WITHOUT_END = 2099 }; /* the national layouts write 2099/12/31 for 长期 */
    struct sheet_cell c = cell_of(w, row, f);
    if (day_is(c.day))
        return day_ymd(c.day).year >= WITHOUT_END ? DAY_NONE : c.day;
    struct str s = import_text(w, row, f);
    struct day d = DAY_NONE;
    if (s.n && !str_starts(s, STR("长期")) && !day_parse(s, &d)) {
        import_fault_add(w, (int)row->number, header_of(w, f),
                         str_fmt(w->chunk, "“%.*s”不是日期。请按 2025-4-1 或 2025年4月1日 的样式填写。", STR_ARG(quoted(w, s))),
                         false);
        *good = false;
    }
    return day_is(d) && day_ymd(d).year >= WITHOUT_END ? DAY_NONE : d;
}

static bool names_place(struct str text, struct str place)
{
    return str_eq(text, place) || (str_starts(place, text) && utf8_count(text) >= 2 && utf8_count(place) - utf8_count(text) <= 2) ||
           (str_ends(text, place) && utf8_count(place) >= 3);
}

struct str import_division_code(struct import_walk *w, const struct sheet_row *row)
{
    struct str s = import_text(w, row, FIELD_DIVISION);
    if (s.n == 0)
        return w->batch->division;
    for (size_t i = 0; i < w->divisions.n; i++)
        if (str_eq(s, w->divisions.p[i].code) || names_place(s, w->divisions.p[i].name))
            return w->divisions.p[i].code;
    import_fault_add(w, (int)row->number, header_of(w, FIELD_DIVISION),
                     str_fmt(w->chunk, "“%.*s”不在本地的区划名单中，暂归到本级。", STR_ARG(quoted(w, s))), true);
    return w->batch->division;
}
