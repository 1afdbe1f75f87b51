/* SPDX-License-Identifier: EUPL-1.2
 * db_cursor.c — rows out: columns bound by type, text fetched into the arena, truncation refetched so that nothing is ever cut.
 * Streams go by way of db_stream.c.
 */
#include "base/arena.h"
#include "base/log.h"
#include "db/db_internal.h"

enum { MAX_COLUMNS = 48, INLINE_TEXT = 256 };

struct db_cursor {
    struct db *db;
    const struct db_statement *statement;
    MYSQL_STMT *st;
    struct arena *arena;
    const struct db_column *columns;
    size_t n;
    struct db_stream *stream; /* NULL: rows are kept by the client */
    bool open;
    MYSQL_BIND bind[MAX_COLUMNS];
    MYSQL_TIME time[MAX_COLUMNS];
    int64_t number[MAX_COLUMNS];
    double real[MAX_COLUMNS];
    unsigned long length[MAX_COLUMNS];
    my_bool null[MAX_COLUMNS], error[MAX_COLUMNS];
    char *text[MAX_COLUMNS]; /* INLINE_TEXT bytes each, for the common short value */
};

static void bind_column(struct db_cursor *c, size_t i)
{
    MYSQL_BIND *m = &c->bind[i];
    m->is_null = &c->null[i];
    m->length = &c->length[i];
    m->error = &c->error[i];
    switch (c->columns[i].type) {
    case DB_NULL:
        CHECK(!"a column needs a type");
        return;
    case DB_I32:
    case DB_U32:
    case DB_I64:
    case DB_BOOL:
    case DB_U64:
        m->buffer_type = MYSQL_TYPE_LONGLONG;
        m->is_unsigned = c->columns[i].type == DB_U64;
        m->buffer = &c->number[i];
        return;
    case DB_F64:
        m->buffer_type = MYSQL_TYPE_DOUBLE;
        m->buffer = &c->real[i];
        return;
    case DB_STR:
        m->buffer_type = MYSQL_TYPE_STRING;
        c->text[i] = arena_alloc(c->arena, INLINE_TEXT);
        m->buffer = c->text[i];
        m->buffer_length = INLINE_TEXT;
        return;
    case DB_DAY:
    case DB_INSTANT:
        m->buffer_type = c->columns[i].type == DB_DAY ? MYSQL_TYPE_DATE : MYSQL_TYPE_DATETIME;
        m->buffer = &c->time[i];
        return;
    }
}

struct db_cursor *db_select_values(struct db *db, struct arena *a, const struct db_statement *s, const struct db_column *columns,
                                   size_t n_columns, bool stream, const struct db_value *in, size_t n)
{
    MYSQL_STMT *st = db_prepared(db, s);
    DB_UNSET struct db_binding b;
    CHECK(n_columns <= MAX_COLUMNS);
    CHECK(mysql_stmt_param_count(st) == n);
    CHECK(mysql_stmt_field_count(st) == n_columns);
    db_bind_values(&b, in, n);
    struct db_cursor *c = ARENA_NEW(a, struct db_cursor); /* zeroed: all but these */
    c->db = db;
    c->statement = s;
    c->st = st;
    c->arena = a;
    c->columns = columns;
    c->n = n_columns;
    c->open = true;
    if ((n && mysql_stmt_bind_param(st, b.bind)) || mysql_stmt_execute(st))
        db_failed(db, s, mysql_stmt_errno(st), mysql_stmt_error(st));
    if (stream) {
        c->stream = db_stream_open(a, st, columns, n_columns);
        db->streaming = true;
        return c;
    }
    for (size_t i = 0; i < n_columns; i++)
        bind_column(c, i);
    if (mysql_stmt_bind_result(st, c->bind) || mysql_stmt_store_result(st))
        db_failed(db, s, mysql_stmt_errno(st), mysql_stmt_error(st));
    return c;
}

static struct str column_text(struct db_cursor *c, size_t i)
{
    if (c->null[i])
        return STR_NONE;
    size_t n = c->length[i];
    char *p = arena_alloc(c->arena, n + 1);
    if (n > INLINE_TEXT) {
        MYSQL_BIND whole = c->bind[i];
        whole.buffer = p;
        whole.buffer_length = n;
        if (mysql_stmt_fetch_column(c->st, &whole, (unsigned)i, 0))
            db_failed(c->db, c->statement, mysql_stmt_errno(c->st), mysql_stmt_error(c->st));
    } else {
        memcpy(p, c->text[i], n);
    }
    p[n] = '\0';
    return (struct str){p, n};
}

static void store_column(struct db_cursor *c, size_t i, char *row)
{
    void *to = row + c->columns[i].offset;
    int64_t number = c->null[i] ? 0 : c->number[i];
    switch (c->columns[i].type) {
    case DB_NULL:
        return;
    case DB_I32:
    case DB_U32:
    case DB_I64:
    case DB_U64:
    case DB_BOOL:
        db_store_number(c->columns[i].type, to, number);
        return;
    case DB_F64:
        *(double *)to = c->null[i] ? 0 : c->real[i];
        return;
    case DB_STR:
        *(struct str *)to = column_text(c, i);
        return;
    case DB_DAY:
        *(struct day *)to = c->null[i] ? DAY_NONE : db_day_from_time(&c->time[i]);
        return;
    case DB_INSTANT:
        *(struct instant *)to = c->null[i] ? (struct instant){0} : db_instant_from_time(&c->time[i]);
        return;
    }
}

enum db_step db_fetch(struct db_cursor *c, void *row_out)
{
    if (!c->open)
        return DB_END;
    int r = c->stream ? db_stream_fetch(c->stream, row_out) : mysql_stmt_fetch(c->st);
    if (r == MYSQL_NO_DATA) {
        db_close_cursor(c);
        return DB_END;
    }
    if (r != 0 && r != MYSQL_DATA_TRUNCATED)
        db_failed(c->db, c->statement, mysql_stmt_errno(c->st), mysql_stmt_error(c->st));
    for (size_t i = 0; i < c->n && !c->stream; i++)
        store_column(c, i, row_out);
    return DB_ROW;
}

void db_close_cursor(struct db_cursor *c)
{
    if (!c->open)
        return;
    c->open = false;
    if (c->stream) {
        db_stream_close(c->stream);
        c->db->streaming = false;
    }
    mysql_stmt_free_result(c->st);
}

bool db_one_values(struct db *db, struct arena *a, const struct db_statement *s, const struct db_column *columns, size_t n_columns,
                   void *row_out, const struct db_value *in, size_t n)
{
    struct db_cursor *c = db_select_values(db, a, s, columns, n_columns, false, in, n);
    bool found = db_fetch(c, row_out) == DB_ROW;
    db_close_cursor(c);
    return found;
}

int64_t db_int_values(struct db *db, const struct db_statement *s, const struct db_value *in, size_t n)
{
    static const struct db_column one[] = {{DB_I64, 0}};
    struct arena *a = arena_new(64 * 1024);
    struct fail_frame f;
    if (FAIL_CATCH(&f)) {
        arena_free(&a);
        fail(f.kind, "%s", f.message);
    }
    int64_t v = 0;
    db_one_values(db, a, s, one, 1, &v, in, n);
    fail_leave(&f);
    arena_free(&a);
    return v;
}
