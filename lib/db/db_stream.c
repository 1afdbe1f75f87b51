/* SPDX-License-Identifier: EUPL-1.2
 * db_stream.c — rows straight from the server, read where they lie in the connection's buffer: the library calls back for each
 * column instead of converting it to a bound one, which at millions of rows is most of what a client does. For db_cursor.c, which
 * owns what is here. It knows the binary protocol's spelling of integers, days, instants and text, and no more: a stream of
 * decimals is a bug.
 */
#include "base/arena.h"
#include "db/db_internal.h"

enum { NULL_TEXT = 251, TWO = 252, THREE = 253 };

struct stream_column {
    enum db_type type;
    enum enum_field_types wire;
    bool is_unsigned;
    size_t offset;
};

struct db_stream {
    MYSQL_STMT *st;
    char *row; /* where the row being fetched goes */
    size_t n, taken;
    struct stream_column column[];
};

static int64_t integer(const unsigned char *p, const struct stream_column *c, size_t *length)
{
    int16_t two;
    int32_t four;
    int64_t eight;
    switch ((int)c->wire) {
    case MYSQL_TYPE_TINY:
        *length = 1;
        return c->is_unsigned ? *p : (int8_t)*p;
    case MYSQL_TYPE_SHORT:
    case MYSQL_TYPE_YEAR:
        *length = sizeof two;
        memcpy(&two, p, sizeof two);
        return c->is_unsigned ? (int64_t)(uint16_t)two : two;
    case MYSQL_TYPE_LONG:
    case MYSQL_TYPE_INT24:
        *length = sizeof four;
        memcpy(&four, p, sizeof four);
        return c->is_unsigned ? (int64_t)(uint32_t)four : four;
    default:
        CHECK(c->wire == MYSQL_TYPE_LONGLONG);
        *length = sizeof eight;
        memcpy(&eight, p, sizeof eight);
        return eight;
    }
}

static bool is_text(enum enum_field_types wire)
{
    return wire == MYSQL_TYPE_VARCHAR || wire >= MYSQL_TYPE_ENUM;
}

static bool is_time(enum enum_field_types wire)
{
    return wire == MYSQL_TYPE_DATE || wire == MYSQL_TYPE_DATETIME || wire == MYSQL_TYPE_TIMESTAMP;
}

static MYSQL_TIME moment(const unsigned char *p, size_t n)
{
    uint32_t fraction = 0;
    MYSQL_TIME t = {.time_type = n > 4 ? MYSQL_TIMESTAMP_DATETIME : MYSQL_TIMESTAMP_DATE};
    if (n >= 4) {
        t.year = p[0] | (unsigned)p[1] << 8;
        t.month = p[2];
        t.day = p[3];
    }
    if (n >= 7) {
        t.hour = p[4];
        t.minute = p[5];
        t.second = p[6];
    }
    if (n >= 11)
        memcpy(&fraction, p + 7, sizeof fraction);
    t.second_part = fraction;
    return t;
}

static struct str text(const unsigned char *p, size_t *length)
{
    size_t head = *p < NULL_TEXT ? 0 : *p == TWO ? 2 : *p == THREE ? 3 : 8;
    uint64_t n = 0;
    CHECK(*p != NULL_TEXT);
    for (size_t i = head; i > 0; i--)
        n = n << 8 | p[i];
    n = head ? n : *p;
    *length = 1 + head + n;
    return (struct str){(const char *)p + 1 + head, n};
}

static void put_null(const struct stream_column *c, char *to)
{
    switch (c->type) {
    case DB_NULL:
    case DB_F64:
        CHECK(!"no such column in a stream");
        return;
    case DB_I32:
    case DB_U32:
    case DB_I64:
    case DB_U64:
    case DB_BOOL:
        db_store_number(c->type, to, 0);
        return;
    case DB_STR:
        *(struct str *)(void *)to = STR_NONE;
        return;
    case DB_DAY:
        *(struct day *)(void *)to = DAY_NONE;
        return;
    case DB_INSTANT:
        *(struct instant *)(void *)to = (struct instant){0};
        return;
    }
}

static size_t put_time(const struct stream_column *c, const unsigned char *p, char *to)
{
    MYSQL_TIME t = moment(p + 1, *p);
    if (c->type == DB_DAY)
        *(struct day *)(void *)to = db_day_from_time(&t);
    else
        *(struct instant *)(void *)to = db_instant_from_time(&t);
    return 1 + (size_t)*p;
}

/* Puts the value at p into the row and says how long it was. */
static size_t put(const struct stream_column *c, const unsigned char *p, char *to)
{
    size_t length = 0;
    switch (c->type) {
    case DB_NULL:
    case DB_F64:
        break;
    case DB_STR:
        *(struct str *)(void *)to = text(p, &length);
        return length;
    case DB_DAY:
    case DB_INSTANT:
        return put_time(c, p, to);
    case DB_I32:
    case DB_U32:
    case DB_I64:
    case DB_U64:
    case DB_BOOL:
        db_store_number(c->type, to, integer(p, c, &length));
        return length;
    }
    CHECK(!"no such column in a stream");
    return 0;
}

static void take(void *stream, unsigned i, unsigned char **at)
{
    struct db_stream *s = stream;
    const struct stream_column *c = &s->column[i];
    s->taken++;
    if (at == NULL)
        put_null(c, s->row + c->offset);
    else
        *at += put(c, *at, s->row + c->offset);
}

static void call_back(MYSQL_STMT *st, ps_result_callback with, struct db_stream *s)
{
    mysql_stmt_attr_set(st, STMT_ATTR_CB_USER_DATA, s);
    mysql_stmt_attr_set(st, STMT_ATTR_CB_RESULT, (const void *)(uintptr_t)with);
}

struct db_stream *db_stream_open(struct arena *a, MYSQL_STMT *st, const struct db_column *columns, size_t n)
{
    struct db_stream *s = arena_alloc(a, sizeof *s + n * sizeof *s->column);
    *s = (struct db_stream){.st = st, .n = n};
    MYSQL_RES *about = mysql_stmt_result_metadata(st);
    if (!about)
        fail(FAIL_MEMORY, "no memory for a stream");
    for (size_t i = 0; i < n; i++) {
        const MYSQL_FIELD *f = mysql_fetch_field_direct(about, (unsigned)i);
        s->column[i] = (struct stream_column){columns[i].type, f->type, (f->flags & UNSIGNED_FLAG) != 0, columns[i].offset};
        CHECK(is_time(f->type) == (columns[i].type == DB_DAY || columns[i].type == DB_INSTANT));
        CHECK(is_text(f->type) == (columns[i].type == DB_STR));
    }
    mysql_free_result(about);
    call_back(st, take, s);
    return s;
}

int db_stream_fetch(struct db_stream *s, void *row_out)
{
    s->row = row_out;
    s->taken = 0;
    int r = mysql_stmt_fetch(s->st);
    CHECK(r != 0 || s->taken == s->n); /* a statement that was once bound by db_select is not asked for columns */
    return r;
}

void db_stream_close(struct db_stream *s)
{
    call_back(s->st, NULL, NULL);
}
