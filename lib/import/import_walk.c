/* SPDX-License-Identifier: EUPL-1.2
 * import_walk.c — opens the file, finds the header, walks the rows in chunks; see import_walk.h.
 */
#include "import/import_walk.h"

static void unreadable(struct import_walk *w, struct str why)
{
    w->message = str_dup(w->arena, utf8_prefix(why, 500));
}

static bool open_sheet(struct import_walk *w, struct str bytes)
{
    struct sheet_options o = sheet_options_default();
    o.limits.file_bytes = (size_t)1 << 30; /* what may be uploaded is limited at the door */
    o.limits.rows = 5000000;
    enum sheet_verdict v = sheet_open(w->arena, bytes, o, &w->sheet);
    if (v == SHEET_OK && w->batch->sheet_no > 0)
        v = sheet_choose(w->sheet, (size_t)w->batch->sheet_no - 1);
    if (v != SHEET_OK) {
        unreadable(w, sheet_explain(w->arena, v, sheet_fault_row(w->sheet)));
        return false;
    }
    if (sheet_kind(w->sheet) == SHEET_KIND_CSV)
        w->encoding = sheet_encoding_name(sheet_encoding(w->sheet));
    const struct sheet_field *fields;
    size_t n = import_fields(w->batch->kind, &fields);
    enum sheet_header_verdict h = sheet_header_find(w->arena, w->sheet, fields, n, &w->map);
    if (h != SHEET_HEADER_OK) {
        unreadable(w, sheet_header_explain(w->arena, h, &w->map));
        return false;
    }
    return true;
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

bool import_walk_run(struct import_walk *w, struct str bytes)
{
    bool good = open_sheet(w, bytes);
    if (good) {
        w->seen = import_seen_new(w->arena);
        import_load_places(w);
        good = walk_rows(w);
    }
    sheet_close(&w->sheet);
    return good;
}
