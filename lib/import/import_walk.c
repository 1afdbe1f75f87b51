/* SPDX-License-Identifier: EUPL-1.2
 * import_walk.c — opens the file, finds the header, walks the rows in chunks; see import_walk.h.
 */
#include "import/import_walk.h"

static void unreadable(struct import_walk *w, struct str why)
{
    w->message = str_dup(w->arena, utf8_prefix(why, 500));
}

/* A workbook may carry explanation sheets and lists without a header: those are told and left out, not guessed at. */
static bool map_columns(struct import_walk *w)
{
    const struct sheet_field *fields;
    size_t n = import_fields(w->batch->kind, &fields);
    enum sheet_header_verdict h = sheet_header_find(w->arena, w->sheet, fields, n, &w->map);
    if (h == SHEET_HEADER_NOT_FOUND && sheet_rewind(w->sheet) == SHEET_OK) /* a single column of names is a table too */
        h = sheet_header_at(w->arena, w->sheet, 1, fields, n, &w->map);
    bool usable = h != SHEET_HEADER_UNREADABLE && w->map.missing_n == 0 && w->map.mapped > 0;
    if (h == SHEET_HEADER_TWICE && usable)
        import_fault_add(w, 0, STR_NONE, sheet_header_explain(w->arena, h, &w->map), true);
    if (!usable)
        unreadable(w, sheet_header_explain(w->arena, h, &w->map));
    return usable;
}

static bool open_file(struct import_walk *w, struct str bytes)
{
    struct sheet_options o = sheet_options_default();
    o.limits.file_bytes = (size_t)1 << 30; /* what may be uploaded is limited at the door */
    o.limits.rows = 5000000;
    enum sheet_verdict v = sheet_open(w->arena, bytes, o, &w->sheet);
    if (v != SHEET_OK)
        unreadable(w, sheet_explain(w->arena, v, sheet_fault_row(w->sheet)));
    else if (sheet_kind(w->sheet) == SHEET_KIND_CSV)
        w->encoding = sheet_encoding_name(sheet_encoding(w->sheet));
    return v == SHEET_OK;
}

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

/* 双公示 files end in a row of instructions: no data from there on. */
static bool is_note(const struct sheet_row *row)
{
    return row->n > 0 && str_starts(str_trim(row->cell[0].text), STR("表格说明"));
}

static bool walk_rows(struct import_walk *w)
{
    bool record = str_eq(w->batch->kind, STR("record"));
    struct import_row *rows = ARENA_ARRAY(w->arena, struct import_row, IMPORT_CHUNK);
    size_t n = 0;
    struct sheet_row row;
    while (sheet_next(w->sheet, &row) == SHEET_ROW && !is_note(&row)) {
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
    enum sheet_verdict v = sheet_verdict(w->sheet);
    if (v != SHEET_OK)
        unreadable(w, sheet_explain(w->arena, v, sheet_fault_row(w->sheet)));
    return v == SHEET_OK;
}

/* One sheet of the book. False: the whole file is to be refused. */
static bool walk_sheet(struct import_walk *w, size_t i, bool *walked)
{
    enum sheet_verdict v = sheet_choose(w->sheet, i);
    if (v != SHEET_OK) {
        unreadable(w, sheet_explain(w->arena, v, sheet_fault_row(w->sheet)));
        return false;
    }
    w->sheet_name = sheet_count(w->sheet) > 1 ? sheet_name(w->sheet, i) : STR_NONE;
    if (map_columns(w)) {
        *walked = true;
        return walk_rows(w);
    }
    if (sheet_verdict(w->sheet) != SHEET_OK)
        return false;
    import_fault_add(w, 0, STR_NONE, str_cat(w->arena, STR("没有读取这张工作表："), w->message), true);
    return true;
}

static bool walk_book(struct import_walk *w)
{
    bool walked = false;
    size_t only = w->batch->sheet_no > 0 ? (size_t)w->batch->sheet_no : 0, n = sheet_count(w->sheet);
    for (size_t i = 0; i < n; i++) {
        if ((only && i + 1 != only) || (!only && sheet_hidden(w->sheet, i)))
            continue;
        if (!walk_sheet(w, i, &walked))
            return false;
    }
    if (walked)
        w->message = STR_NONE;
    else if (!w->message.n)
        unreadable(w, STR("文件中没有可以读取的工作表。"));
    return walked;
}

bool import_walk_run(struct import_walk *w, struct str bytes)
{
    bool good = open_file(w, bytes);
    if (good) {
        w->seen = import_seen_new(w->arena);
        w->known = import_known_new(w->arena);
        import_load_places(w);
        good = walk_book(w);
    }
    sheet_close(&w->sheet);
    return good;
}
