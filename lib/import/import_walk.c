/* SPDX-License-Identifier: EUPL-1.2
 * import_walk.c — opens the file, finds the header, walks the rows in chunks; see import_walk.h.
 */
#include "import/import_walk.h"

static void unreadable(struct import_walk *w, struct str why)
{
    w->message = str_dup(w->arena, utf8_prefix(why, 500));
}

struct sheet_options import_sheet_options(const struct import_batch *b)
{
    struct sheet_options o = sheet_options_default();
    o.limits.file_bytes = (size_t)1 << 30; /* what may be uploaded is limited at the door */
    o.limits.rows = 5000000;
    o.encoding = (enum sheet_encoding)b->coding;
    return o;
}

static bool open_file(struct import_walk *w, struct str bytes)
{
    enum sheet_verdict v = sheet_open(w->arena, bytes, import_sheet_options(w->batch), &w->sheet);
    if (v != SHEET_OK)
        unreadable(w, sheet_explain(w->arena, v, sheet_fault_row(w->sheet)));
    else if (sheet_kind(w->sheet) == SHEET_KIND_CSV)
        w->encoding = sheet_encoding_name(sheet_encoding(w->sheet));
    return v == SHEET_OK;
}

/* What a person chose for this column; in another sheet than the one shown, for a column of the same name. */
static const struct import_column *planned(struct import_walk *w, size_t column)
{
    struct str header = sheet_header_fold(w->arena, w->map.header[column], false);
    const struct import_column *found = NULL;
    for (size_t i = 0; i < w->plan.columns.n; i++) {
        const struct import_column *c = &w->plan.columns.p[i];
        if (!str_eq(sheet_header_fold(w->arena, c->header, false), header))
            continue;
        if (c->column_no == (int)column)
            return c;
        if (!found && w->batch->sheet_no == 0)
            found = c;
    }
    return found;
}

static void apply_plan(struct import_walk *w)
{
    for (size_t i = 0; w->plan.columns.n && i < w->map.columns; i++) {
        const struct import_column *c = planned(w, i);
        if (c)
            sheet_header_set(&w->map, i, import_field_from_key(c->field));
    }
}

/* A workbook may carry explanation sheets and lists without a header: those are told and left out, not guessed at. */
static bool map_columns(struct import_walk *w)
{
    const struct sheet_field *fields;
    size_t n = import_fields(w->c->regime, w->batch->kind, w->batch->item, &fields);
    int row = w->batch->sheet_no ? w->batch->header_row : 0;
    enum sheet_header_verdict h = row ? sheet_header_at(w->arena, w->sheet, (uint32_t)row, fields, n, &w->map)
                                      : sheet_header_find(w->arena, w->sheet, fields, n, &w->map);
    if (h == SHEET_HEADER_NOT_FOUND && !row && sheet_rewind(w->sheet) == SHEET_OK) /* a single column of names is a table too */
        h = sheet_header_at(w->arena, w->sheet, 1, fields, n, &w->map);
    if (h == SHEET_HEADER_UNREADABLE) {
        unreadable(w, sheet_header_explain(w->arena, h, &w->map));
        return false;
    }
    apply_plan(w);
    bool usable = w->map.missing_n == 0 && w->map.mapped > 0;
    if (h == SHEET_HEADER_TWICE && usable && !w->plan.columns.n)
        import_fault_add(w, 0, STR_NONE, sheet_header_explain(w->arena, h, &w->map), true);
    if (!usable)
        unreadable(w, sheet_header_explain(w->arena, h == SHEET_HEADER_OK ? SHEET_HEADER_NOT_FOUND : h, &w->map));
    return usable;
}

/* One sheet of the book. False: the whole file is to be refused. */
static bool visit_sheet(struct import_walk *w, size_t i, bool (*visit)(struct import_walk *w, void *arg), void *arg, bool *visited)
{
    enum sheet_verdict v = sheet_choose(w->sheet, i);
    if (v != SHEET_OK) {
        unreadable(w, sheet_explain(w->arena, v, sheet_fault_row(w->sheet)));
        return false;
    }
    w->sheet_name = sheet_count(w->sheet) > 1 && !w->batch->sheet_no ? sheet_name(w->sheet, i) : STR_NONE;
    w->sheet_no = (int)i + 1;
    if (map_columns(w)) {
        *visited = true;
        bool good = visit(w, arg);
        v = sheet_verdict(w->sheet);
        if (v != SHEET_OK)
            unreadable(w, sheet_explain(w->arena, v, sheet_fault_row(w->sheet)));
        return good && v == SHEET_OK;
    }
    if (sheet_verdict(w->sheet) != SHEET_OK)
        return false;
    import_fault_add(w, 0, STR_NONE, str_cat(w->arena, STR("没有读取这张工作表："), w->message), true);
    return true;
}

bool import_sheets_run(struct import_walk *w, struct str bytes, bool (*visit)(struct import_walk *w, void *arg), void *arg)
{
    bool good = open_file(w, bytes), visited = false;
    size_t only = w->batch->sheet_no > 0 ? (size_t)w->batch->sheet_no : 0, n = good ? sheet_count(w->sheet) : 0;
    for (size_t i = 0; good && i < n; i++) {
        if ((only && i + 1 != only) || (!only && sheet_hidden(w->sheet, i)))
            continue;
        good = visit_sheet(w, i, visit, arg, &visited);
    }
    sheet_close(&w->sheet);
    if (good && visited)
        w->message = STR_NONE;
    else if (!w->message.n)
        unreadable(w, STR("文件中没有可以读取的工作表。"));
    return good && visited;
}

/* --- the walk --- */

static void chunk_done(struct import_walk *w, struct import_row *rows, size_t n)
{
    if (str_eq(w->batch->kind, STR("record")))
        import_record_chunk(w, rows, n);
    else
        import_subject_chunk(w, rows, n);
    arena_reset(w->chunk);
    w->total += (int)n;
    if (w->c->progress)
        w->c->progress(w->c->progress_arg, w->total, w->batch->rows_total);
}

bool import_row_is_note(const struct sheet_row *row)
{
    return row->n > 0 && str_starts(str_trim(row->cell[0].text), STR("表格说明"));
}

static bool walk_rows(struct import_walk *w, void *arg)
{
    struct import_row *rows = arg;
    bool record = str_eq(w->batch->kind, STR("record"));
    size_t n = 0;
    struct sheet_row row;
    while (sheet_next(w->sheet, &row) == SHEET_ROW && !import_row_is_note(&row)) {
        if (record)
            import_record_read(w, &row, &rows[n]);
        else
            import_subject_read(w, &row, &rows[n]);
        if (++n == IMPORT_CHUNK) {
            chunk_done(w, rows, n);
            n = 0;
        }
    }
    if (n)
        chunk_done(w, rows, n);
    return true;
}

bool import_walk_run(struct import_walk *w, struct str bytes)
{
    w->seen = import_seen_new(w->arena);
    w->known = import_known_new(w->arena);
    w->layout = import_layout_by_code(w->batch->layout);
    import_load_places(w);
    import_plan_read(w->c->db, w->arena, w->batch->id, &w->plan);
    return import_sheets_run(w, bytes, walk_rows, ARENA_ARRAY(w->arena, struct import_row, IMPORT_CHUNK));
}
