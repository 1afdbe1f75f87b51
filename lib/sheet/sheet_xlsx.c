/* SPDX-License-Identifier: EUPL-1.2
 * sheet_xlsx.c — the .xlsx half of the writer, on libxlsxwriter in its constant-memory mode: rows go to a temporary file as they
 * end. No formula, no link, no date but the one given: the same rows give the same bytes. Called by sheet_write.c only; owns the
 * workbook and the temporary file until the end or until abandoned.
 */
#include <unistd.h>
#include <xlsxwriter.h>

#include "base/check.h"
#include "base/file.h"
#include "sheet/sheet_write_priv.h"

enum { MAX_WIDTH = 60, MAX_NAME = 31, MAX_LIST = 255, MAX_HINT = 255, FILE_CAP = 1 << 30 };
enum { HEAD_FILL = 0xE7EDF3, REQUIRED_FILL = 0xFCE4B8, MARK_FILL = 0xFFD9D0 };

struct sheet_xlsx_out {
    lxw_workbook *book;
    lxw_worksheet *sheet, *lists;
    lxw_format *title, *head, *required, *mark, *kind[4];
    lxw_row_t first; /* row of the first data row */
    char path[256];
};

static lxw_row_t row_of(const struct sheet_writer *w)
{
    return (lxw_row_t)(w->x->first + w->row);
}

static void must(lxw_error e, const char *what)
{
    if (e == LXW_ERROR_MEMORY_MALLOC_FAILED)
        fail(FAIL_MEMORY, "no memory for a workbook");
    if (e != LXW_NO_ERROR)
        fail(FAIL_IO, "workbook: %s: %s", what, lxw_strerror(e));
}

/* --- looks --- */
static lxw_format *text_format(lxw_workbook *book, bool bold, uint32_t fill)
{
    lxw_format *f = workbook_add_format(book);
    if (bold)
        format_set_bold(f);
    if (fill) {
        format_set_bg_color(f, fill);
        format_set_border(f, LXW_BORDER_THIN);
        format_set_border_color(f, 0xB0B7BF);
    }
    format_set_text_wrap(f);
    format_set_align(f, LXW_ALIGN_VERTICAL_CENTER);
    return f;
}

static void make_formats(struct sheet_xlsx_out *x)
{
    static const char *const shown[] = {
        [SHEET_TEXT] = "@", [SHEET_INT] = "0", [SHEET_DATE] = "yyyy-mm-dd", [SHEET_MONEY] = "#,##0.00"};
    for (int i = 0; i < 4; i++) {
        x->kind[i] = workbook_add_format(x->book);
        format_set_num_format(x->kind[i], shown[i]);
    }
    x->title = text_format(x->book, true, 0);
    format_set_font_size(x->title, 14);
    x->head = text_format(x->book, true, HEAD_FILL);
    x->required = text_format(x->book, true, REQUIRED_FILL);
    x->mark = text_format(x->book, false, MARK_FILL);
    format_set_num_format(x->mark, "@");
}

/* Half-width characters: a Chinese one takes two. The widest line counts. */
static int shown_width(struct str s)
{
    int widest = 0, line = 0;
    for (size_t at = 0; at < s.n;) {
        int32_t c = utf8_next(s, &at);
        line = c == '\n' ? 0 : line + (c >= 0x1100 ? 2 : 1);
        widest = line > widest ? line : widest;
    }
    return widest;
}

static int width_of(const struct sheet_column *c)
{
    static const int least[] = {[SHEET_TEXT] = 16, [SHEET_INT] = 10, [SHEET_DATE] = 12, [SHEET_MONEY] = 14};
    int w = c->width ? c->width : shown_width(c->header) + 4; /* the filter's button */
    if (!c->width && w < least[c->kind])
        w = least[c->kind];
    return w > MAX_WIDTH ? MAX_WIDTH : w;
}

/* --- drop-down lists and hints --- */
/* libxlsxwriter checks the length of a list in characters, but joins it in a buffer of as many bytes: so bytes are what counts. */
static bool fits_in_cell(const struct sheet_column *c)
{
    size_t n = 0;
    for (size_t i = 0; i < c->choices_n; i++) {
        n += c->choices[i].n + 1;
        if (str_contains(c->choices[i], STR(",")) || str_contains(c->choices[i], STR("\"")))
            return false;
    }
    return n <= MAX_LIST;
}

/* Lists too long for a rule stand on a hidden sheet, a column each, under the same letter as the column they belong to. */
static void write_lists(struct sheet_writer *w)
{
    size_t longest = 0;
    for (size_t i = 0; i < w->columns; i++)
        if (w->column[i].choices_n > longest && !fits_in_cell(&w->column[i]))
            longest = w->column[i].choices_n;
    if (!longest)
        return;
    w->x->lists = workbook_add_worksheet(w->x->book, "选项");
    if (!w->x->lists)
        fail(FAIL_IO, "workbook: no second sheet");
    worksheet_hide(w->x->lists);
    for (size_t r = 0; r < longest; r++)
        for (size_t i = 0; i < w->columns; i++)
            if (r < w->column[i].choices_n && !fits_in_cell(&w->column[i]))
                must(worksheet_write_string(w->x->lists, (lxw_row_t)r, (lxw_col_t)i, str_cstr(w->scratch, w->column[i].choices[r]),
                                            NULL),
                     "list");
}

static void add_rule(struct sheet_writer *w, size_t i)
{
    const struct sheet_column *c = &w->column[i];
    lxw_data_validation v = {
        .validate = LXW_VALIDATION_TYPE_ANY, .ignore_blank = LXW_VALIDATION_ON, .show_input = LXW_VALIDATION_ON};
    char *input =
        (char *)(uintptr_t)str_cstr(w->scratch, utf8_prefix(c->hint, MAX_HINT)); /* libxlsxwriter copies, but takes char * */
    v.input_message = c->hint.n ? input : NULL;
    if (c->choices_n && fits_in_cell(c)) {
        const char **list = ARENA_ARRAY(w->a, const char *, c->choices_n + 1);
        for (size_t k = 0; k < c->choices_n; k++)
            list[k] = str_cstr(w->scratch, c->choices[k]);
        v.validate = LXW_VALIDATION_TYPE_LIST;
        v.value_list = (char **)(uintptr_t)list;
    } else if (c->choices_n) {
        char range[64];
        lxw_rowcol_to_range_abs(range, 0, (lxw_col_t)i, (lxw_row_t)(c->choices_n - 1), (lxw_col_t)i);
        v.validate = LXW_VALIDATION_TYPE_LIST_FORMULA;
        v.value_formula = (char *)(uintptr_t)str_fmt(w->a, "=选项!%s", range).p;
    }
    if (v.validate != LXW_VALIDATION_TYPE_ANY || v.input_message)
        must(worksheet_data_validation_range(w->x->sheet, w->x->first, (lxw_col_t)i, SHEET_MAX_ROWS - 1, (lxw_col_t)i, &v), "rule");
}

/* --- begin --- */
static const char *sheet_name_of(struct sheet_writer *w)
{
    struct str n = utf8_valid(w->o.sheet_name) ? utf8_prefix(w->o.sheet_name, MAX_NAME) : STR_NONE;
    char *p = arena_alloc(w->a, n.n + 1);
    for (size_t i = 0; i < n.n; i++)
        p[i] = (unsigned char)n.p[i] < 0x20 || memchr("[]:*?/\\'", n.p[i], 8) ? ' ' : n.p[i];
    struct str cleaned = str_trim((struct str){p, n.n});
    return cleaned.n && !str_eq(cleaned, STR("选项")) ? str_cstr(w->scratch, cleaned) : "数据";
}

static void make_temporary(struct sheet_writer *w)
{
    const char *dir = w->o.tmpdir ? w->o.tmpdir : getenv("TMPDIR");
    snprintf(w->x->path, sizeof w->x->path, "%s/sheet-XXXXXX", dir && *dir ? dir : "/tmp");
    int fd = mkstemp(w->x->path);
    if (fd < 0)
        fail(FAIL_IO, "cannot create a temporary file for a workbook");
    close(fd);
}

static void make_book(struct sheet_writer *w)
{
    struct sheet_xlsx_out *x = w->x;
    lxw_workbook_options options = {.constant_memory = LXW_TRUE, .tmpdir = (char *)(uintptr_t)w->o.tmpdir};
    x->book = workbook_new_opt(x->path, &options);
    if (!x->book)
        fail(FAIL_IO, "cannot begin a workbook");
    lxw_doc_properties properties = {.created =
                                         w->o.created.us > 0 ? (time_t)(w->o.created.us / 1000000) : 946684800 /* 2000-01-01 */};
    must(workbook_set_properties(x->book, &properties), "properties");
    x->sheet = workbook_add_worksheet(x->book, sheet_name_of(w));
    if (!x->sheet)
        fail(FAIL_IO, "workbook: no sheet");
    make_formats(x);
}

void sheet_xlsx_begin(struct sheet_writer *w)
{
    struct sheet_xlsx_out *x = w->x = ARENA_NEW(w->a, struct sheet_xlsx_out);
    CHECK(w->columns <= 16384);
    make_temporary(w);
    make_book(w);
    for (size_t i = 0; i < w->columns; i++)
        must(worksheet_set_column(x->sheet, (lxw_col_t)i, (lxw_col_t)i, width_of(&w->column[i]), x->kind[w->column[i].kind]),
             "column");
    size_t header_row = 0;
    if (w->o.title.n && utf8_valid(w->o.title)) {
        must(worksheet_set_row(x->sheet, 0, 24, NULL), "title");
        must(worksheet_write_string(x->sheet, 0, 0, str_cstr(w->scratch, utf8_prefix(w->o.title, MAX_HINT)), x->title), "title");
        header_row = 1;
    }
    for (size_t i = 0; i < w->columns; i++)
        must(worksheet_write_string(x->sheet, (lxw_row_t)header_row, (lxw_col_t)i, str_cstr(w->scratch, w->column[i].header),
                                    w->column[i].required ? x->required : x->head),
             "header");
    x->first = (lxw_row_t)(header_row + 1);
    w->row = 0;
    worksheet_freeze_panes(x->sheet, x->first, 0);
    worksheet_repeat_rows(x->sheet, (lxw_row_t)header_row, (lxw_row_t)header_row);
    worksheet_set_landscape(x->sheet);
    worksheet_set_paper(x->sheet, 9); /* A4 */
    for (size_t i = 0; i < w->columns; i++)
        add_rule(w, i);
    write_lists(w);
}

/* --- cells --- */
/* "_x000D_" in a text means that text, not a line break: the underscore is written as its own escape. */
static struct str escape(struct arena *a, struct str s)
{
    if (!str_contains(s, STR("_x")))
        return s;
    struct out o;
    out_to_arena(&o, a);
    for (size_t i = 0; i < s.n; i++) {
        bool escape_like = s.p[i] == '_' && s.n - i >= 7 && s.p[i + 1] == 'x' && s.p[i + 6] == '_';
        if (escape_like)
            out_str(&o, STR("_x005F_"));
        else
            out_char(&o, s.p[i]);
    }
    return out_text(&o);
}

void sheet_xlsx_text(struct sheet_writer *w, struct str s, bool marked)
{
    if (row_of(w) >= SHEET_MAX_ROWS)
        return;
    lxw_format *f = marked ? w->x->mark : w->x->kind[SHEET_TEXT];
    if (s.n == 0) {
        if (marked)
            must(worksheet_write_blank(w->x->sheet, row_of(w), (lxw_col_t)w->at, f), "cell");
        return;
    }
    struct str escaped = escape(w->scratch, s);
    if (escaped.n > SHEET_MAX_TEXT && utf8_count(escaped) > SHEET_MAX_TEXT)
        escaped = utf8_prefix(escaped, SHEET_MAX_TEXT);
    must(worksheet_write_string(w->x->sheet, row_of(w), (lxw_col_t)w->at, str_cstr(w->scratch, escaped), f), "cell");
}

void sheet_xlsx_number(struct sheet_writer *w, double v, enum sheet_column_kind shown_as)
{
    if (row_of(w) < SHEET_MAX_ROWS)
        must(worksheet_write_number(w->x->sheet, row_of(w), (lxw_col_t)w->at, v, w->x->kind[shown_as]), "cell");
}

/* --- end --- */
struct str sheet_xlsx_end(struct sheet_writer *w)
{
    struct sheet_xlsx_out *x = w->x;
    if (w->row) {
        lxw_row_t last = row_of(w) - 1;
        worksheet_autofilter(x->sheet, x->first - 1, 0, last < SHEET_MAX_ROWS ? last : SHEET_MAX_ROWS - 1,
                             (lxw_col_t)(w->columns - 1));
    }
    lxw_workbook *book = x->book;
    x->book = NULL; /* closing frees it, also when it fails */
    lxw_error e = workbook_close(book);
    if (e != LXW_NO_ERROR)
        unlink(x->path);
    must(e, "writing");
    struct str bytes = file_read(w->a, str_from(x->path), FILE_CAP);
    unlink(x->path);
    return bytes;
}

void sheet_xlsx_abandon(struct sheet_writer *w)
{
    if (w->x->book)
        lxw_workbook_free(w->x->book);
    if (w->x->path[0])
        unlink(w->x->path);
    w->x = NULL;
}
