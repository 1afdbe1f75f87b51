/* SPDX-License-Identifier: EUPL-1.2
 * import_annotate.c — see import_annotate.h.
 */
#include "import/import_annotate.h"

#include "sheet/sheet_write.h"

enum { COLUMNS_MOST = 256, EXTRA_BEFORE = 1, EXTRA_AFTER = 3, OUTPUTS = 2 };

struct annotation {
    const struct import_fault **fault; /* by sheet, then row */
    size_t n, at;
    size_t columns; /* of the user's, as many as the first sheet has */
    bool several;   /* sheets: their names stand in a column */
    struct sheet_writer *out[OUTPUTS];
    size_t outs;
};

static bool before(const struct import_fault *x, const struct import_fault *y)
{
    return x->sheet_no != y->sheet_no ? x->sheet_no < y->sheet_no : x->row_no < y->row_no;
}

/* Nearly in order: a row's faults come from reading and from comparing, at most a chunk apart. */
static void sort(const struct import_fault **p, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        const struct import_fault *x = p[i];
        size_t k = i;
        for (; k > 0 && before(x, p[k - 1]); k--)
            p[k] = p[k - 1];
        p[k] = x;
    }
}

static void gather(const struct import_walk *w, struct annotation *t)
{
    t->fault = ARENA_ARRAY(w->arena, const struct import_fault *, w->faults.n);
    for (size_t i = 0; i < w->faults.n; i++)
        if (w->faults.p[i].row_no)
            t->fault[t->n++] = &w->faults.p[i];
    sort(t->fault, t->n);
}

/* --- begin: the columns are known at the first sheet --- */

static void begin(struct import_walk *w, struct annotation *t)
{
    struct arena *a = w->arena;
    size_t n = t->columns = w->map.columns < COLUMNS_MOST ? w->map.columns : COLUMNS_MOST, k = 0;
    struct sheet_column *c = ARENA_ARRAY(a, struct sheet_column, n + EXTRA_BEFORE + EXTRA_AFTER + 1);
    t->several = w->sheet_name.n > 0;
    c[k++] = (struct sheet_column){.header = STR("原行号"), .kind = SHEET_INT, .width = 8};
    if (t->several)
        c[k++] = (struct sheet_column){.header = STR("原工作表"), .width = 14};
    for (size_t i = 0; i < n; i++)
        c[k++] = (struct sheet_column){.header = w->map.header[i].n ? w->map.header[i] : sheet_column_name(a, i)};
    c[k++] = (struct sheet_column){.header = STR("处理"), .width = 8};
    c[k++] = (struct sheet_column){.header = STR("错误列"), .width = 24};
    c[k++] = (struct sheet_column){.header = STR("错误原因"), .width = 70};
    struct sheet_write_options o = {
        .format = SHEET_XLSX, .sheet_name = sheet_name(w->sheet, (size_t)w->sheet_no - 1), .created = w->c->now};
    t->out[t->outs++] = sheet_write_begin(a, &o, c, k);
    o.format = SHEET_CSV;
    if (sheet_kind(w->sheet) == SHEET_KIND_CSV)
        t->out[t->outs++] = sheet_write_begin(a, &o, c, k);
}

/* --- one row --- */

struct words {
    struct str what, columns, reasons;
};

static struct words words_of(struct import_walk *w, struct annotation *t, uint32_t row)
{
    struct words x = {STR_NONE, STR_NONE, STR_NONE};
    while (t->at < t->n && (t->fault[t->at]->sheet_no < w->sheet_no ||
                            (t->fault[t->at]->sheet_no == w->sheet_no && t->fault[t->at]->row_no < (int)row)))
        t->at++;
    for (; t->at < t->n && t->fault[t->at]->sheet_no == w->sheet_no && t->fault[t->at]->row_no == (int)row; t->at++) {
        const struct import_fault *f = t->fault[t->at];
        if (!f->warning)
            x.what = STR("退回");
        else if (!x.what.n)
            x.what = STR("提示");
        x.columns = str_fmt(w->chunk, "%.*s%s%.*s", STR_ARG(x.columns), x.columns.n ? "\n" : "", STR_ARG(f->column_name));
        x.reasons = str_fmt(w->chunk, "%.*s%s%.*s", STR_ARG(x.reasons), x.reasons.n ? "\n" : "", STR_ARG(f->message));
    }
    return x;
}

static void put_row(struct import_walk *w, struct annotation *t, struct sheet_writer *out, const struct sheet_row *row,
                    const struct words *x)
{
    sheet_put_int(out, row->number);
    if (t->several)
        sheet_put_text(out, w->sheet_name);
    for (size_t i = 0; i < t->columns; i++)
        sheet_put_text(out, sheet_at(row, i).text);
    sheet_put_text(out, x->what);
    sheet_put_text(out, x->columns);
    if (x->reasons.n)
        sheet_put_marked(out, x->reasons);
    else
        sheet_put_blank(out);
    sheet_row_end(out);
}

static bool copy_sheet(struct import_walk *w, void *arg)
{
    struct annotation *t = arg;
    struct sheet_row row;
    if (!t->outs)
        begin(w, t);
    while (sheet_next(w->sheet, &row) == SHEET_ROW && !import_row_is_note(&row)) {
        struct words x = words_of(w, t, row.number);
        for (size_t i = 0; i < t->outs; i++)
            put_row(w, t, t->out[i], &row, &x);
        arena_reset(w->chunk);
    }
    return true;
}

void import_annotate(const struct import_walk *w, struct str bytes, struct import_annotated *out)
{
    struct annotation t = {0};
    struct str result[OUTPUTS] = {{0}};
    struct import_walk again = {.c = w->c, .batch = w->batch, .arena = w->arena, .chunk = w->chunk, .plan = w->plan, .sheet_no = 0};
    *out = (struct import_annotated){0};
    gather(w, &t);
    if (!t.n)
        return;
    bool good = import_sheets_run(&again, bytes, copy_sheet, &t);
    CHECK(good); /* the same bytes were read to the end before */
    for (size_t i = 0; i < t.outs; i++) {
        enum sheet_write_verdict v = sheet_write_end(&t.out[i], &result[i]);
        CHECK(v != SHEET_WRITE_TOO_MANY || w->total > 1000000);
    }
    out->xlsx = result[0];
    out->csv = result[1];
}
