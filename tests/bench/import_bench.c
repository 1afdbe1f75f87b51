/* SPDX-License-Identifier: EUPL-1.2
 * import_bench.c — two floors of an import, for import.sh: reading the rows of a file and nothing else, and sending as many rows as
 * the import made into a table like theirs (same indexes, same history) by bulk array binding in one transaction, with nothing
 * checked or looked up. Argument: the file. The server is the one of the environment: PORTAL_DB_SOCKET, PORTAL_DB_NAME,
 * PORTAL_DB_USER, PORTAL_DB_PASSWORD; it has the imported records and an empty table bench_record. One JSON line on standard
 * output.
 */
#include "base/arena.h"
#include "base/clock.h"
#include "base/file.h"
#include "db/db.h"
#include "sheet/sheet_read.h"

enum { FILE_MOST = 1 << 30, ROWS_PER_FLUSH = 2000 };

DB_STATEMENT(
    READ, "SELECT subject_id, id, item, category, severity, title, detail, document_no, authority, source, unit_id, found, points,"
          " amount, show_from, show_to, use_to, content_hash FROM record ORDER BY id");
DB_STATEMENT(PUT,
             "INSERT INTO bench_record (subject_id, id, item, category, severity, title, detail, document_no, authority, source,"
             " unit_id, found, points, amount, show_from, show_to, use_to, content_hash, batch_id)"
             " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)");

struct row {
    int64_t subject_id, id, amount;
    int severity, unit_id, points;
    struct str item, category, title, detail, document_no, authority, source, content_hash;
    struct day found, show_from, show_to, use_to;
};
#define C(member) DB_COLUMN(struct row, member)
static const struct db_column COLUMNS[] = {
    C(subject_id), C(id),      C(item),  C(category), C(severity), C(title),     C(detail),  C(document_no), C(authority),
    C(source),     C(unit_id), C(found), C(points),   C(amount),   C(show_from), C(show_to), C(use_to),      C(content_hash),
};
#undef C

struct rows {
    struct row *p;
    size_t n, cap;
};

static bool send(struct db *db, void *arg)
{
    const struct rows *rows = arg;
    struct db_bulk *b = db_bulk_begin(db, &PUT, ROWS_PER_FLUSH);
    for (size_t i = 0; i < rows->n; i++) {
        const struct row *r = &rows->p[i];
        db_bulk_add(b, r->subject_id, r->id, r->item, r->category, r->severity, r->title, r->detail, r->document_no, r->authority,
                    r->source, r->unit_id, r->found, r->points, r->amount, r->show_from, r->show_to, r->use_to, r->content_hash);
    }
    db_bulk_end(&b);
    return true;
}

static size_t parse(struct arena *a, struct str bytes)
{
    struct sheet_options o = sheet_options_default();
    struct sheet *s;
    struct sheet_row row;
    size_t n = 0;
    o.limits.file_bytes = FILE_MOST;
    o.limits.rows = 5000000;
    enum sheet_verdict v = sheet_open(a, bytes, o, &s);
    CHECK(v == SHEET_OK);
    while (sheet_next(s, &row) == SHEET_ROW)
        n++;
    CHECK(sheet_verdict(s) == SHEET_OK);
    sheet_close(&s);
    return n;
}

static double ms_since(struct instant start)
{
    return (double)(clock_now().us - start.us) / 1000;
}

int main(int argc, char **argv)
{
    if (argc != 2)
        return 2;
    struct arena *a = arena_new((size_t)4 << 30);
    struct db_config c = {.socket = getenv("PORTAL_DB_SOCKET"),
                          .database = getenv("PORTAL_DB_NAME"),
                          .user = getenv("PORTAL_DB_USER"),
                          .password = getenv("PORTAL_DB_PASSWORD")};
    struct str bytes = file_read(a, str_from(argv[1]), FILE_MOST);
    struct instant start = clock_now();
    size_t read = parse(a, bytes);
    double parse_ms = ms_since(start);
    struct db *db = db_open(&c);
    struct rows rows = {0};
    struct db_cursor *cursor = db_select(db, a, READ, COLUMNS);
    for (struct row r; db_fetch(cursor, &r) == DB_ROW;)
        *VEC_PUSH(a, rows) = r;
    start = clock_now();
    db_transaction(db, send, &rows);
    printf("{\"bench\":\"import_floor\",\"rows\":%zu,\"parsed\":%zu,\"parse_ms\":%.1f,\"bulk_ms\":%.1f}\n", rows.n, read - 1,
           parse_ms, ms_since(start));
    db_close(&db);
    arena_free(&a);
    return 0;
}
