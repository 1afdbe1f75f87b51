/* SPDX-License-Identifier: EUPL-1.2
 * db_value.h — how C types become parameters and columns; the macro half of db.h. Owns nothing: strings in a value are borrowed
 * until the statement has run.
 */
#ifndef DB_DB_VALUE_H
#define DB_DB_VALUE_H

#include <stddef.h>

#include "base/date.h"
#include "base/str.h"

enum db_type { DB_NULL, DB_I32, DB_U32, DB_I64, DB_U64, DB_BOOL, DB_F64, DB_STR, DB_DAY, DB_INSTANT };

struct db_value {
    enum db_type type;
    bool null, bytes; /* bytes: a str that is no text; the server need not look at its characters */
    union {
        int64_t i;
        double f;
        struct str s;
        struct day d;
        struct instant t;
    };
};

/* 256 parameters for a look-up of many keys in one statement: … IN (" DB_MARKS_256 ")". */
#define DB_MARKS_16  "?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?"
#define DB_MARKS_64  DB_MARKS_16 "," DB_MARKS_16 "," DB_MARKS_16 "," DB_MARKS_16
#define DB_MARKS_256 DB_MARKS_64 "," DB_MARKS_64 "," DB_MARKS_64 "," DB_MARKS_64

/* Where a column of the result goes in the row struct. */
struct db_column {
    enum db_type type;
    size_t offset;
};

#define DB_COLUMN(T, member)                                                                                                       \
    {                                                                                                                              \
        _Generic(((T *)0)->member, int                                                                                             \
                 : DB_I32, unsigned                                                                                                \
                 : DB_U32, long                                                                                                    \
                 : DB_I64, long long                                                                                               \
                 : DB_I64, unsigned long                                                                                           \
                 : DB_U64, unsigned long long                                                                                      \
                 : DB_U64, bool                                                                                                    \
                 : DB_BOOL, double                                                                                                 \
                 : DB_F64, struct str                                                                                              \
                 : DB_STR, struct day                                                                                              \
                 : DB_DAY, struct instant                                                                                          \
                 : DB_INSTANT),                                                                                                    \
            offsetof(T, member)                                                                                                    \
    }

static inline struct db_value db_from_int(int64_t v)
{
    return (struct db_value){.type = DB_I64, .i = v};
}
static inline struct db_value db_from_uint(uint64_t v)
{
    return (struct db_value){.type = DB_U64, .i = (int64_t)v};
}
static inline struct db_value db_from_double(double v)
{
    return (struct db_value){.type = DB_F64, .f = v};
}
static inline struct db_value db_from_str(struct str v)
{
    return (struct db_value){.type = DB_STR, .null = v.p == NULL, .s = v};
}
static inline struct db_value db_from_day(struct day v)
{
    return (struct db_value){.type = DB_DAY, .null = !day_is(v), .d = v};
}
static inline struct db_value db_from_instant(struct instant v)
{
    return (struct db_value){.type = DB_INSTANT, .null = v.us == 0, .t = v};
}
static inline struct db_value db_from_value(struct db_value v)
{
    return v;
}
static inline struct db_value db_null(void)
{
    return (struct db_value){.type = DB_I64, .null = true};
}
static inline struct db_value db_id_or_null(int64_t id)
{
    return (struct db_value){.type = DB_I64, .null = id == 0, .i = id};
}

#define DB_VALUE(x)                                                                                                                \
    _Generic((x), int                                                                                                              \
             : db_from_int, long                                                                                                   \
             : db_from_int, long long                                                                                              \
             : db_from_int, bool                                                                                                   \
             : db_from_int, unsigned                                                                                               \
             : db_from_uint, unsigned long                                                                                         \
             : db_from_uint, unsigned long long                                                                                    \
             : db_from_uint, double                                                                                                \
             : db_from_double, struct str                                                                                          \
             : db_from_str, struct day                                                                                             \
             : db_from_day, struct instant                                                                                         \
             : db_from_instant, struct db_value                                                                                    \
             : db_from_value)(x)

/* DB_VALUES(a, b, c) → (array, count); up to 32 values, none is fine. */
#define DB_VALUES(...)                                                                                                             \
    (const struct db_value[]){{0} __VA_OPT__(, DB_EACH_(__VA_ARGS__))} + 1,                                                        \
        sizeof((const struct db_value[]){{0} __VA_OPT__(, DB_EACH_(__VA_ARGS__))}) / sizeof(struct db_value) - 1
#define DB_PARENS_            ()
#define DB_EACH_(...)         DB_X1_(DB_X1_(DB_X1_(DB_EACH_STEP_(__VA_ARGS__))))
#define DB_EACH_STEP_(x, ...) DB_VALUE(x) __VA_OPT__(, DB_EACH_AGAIN_ DB_PARENS_(__VA_ARGS__))
#define DB_EACH_AGAIN_()      DB_EACH_STEP_
#define DB_X1_(...)           DB_X2_(DB_X2_(DB_X2_(__VA_ARGS__)))
#define DB_X2_(...)           DB_X3_(DB_X3_(DB_X3_(__VA_ARGS__)))
#define DB_X3_(...)           DB_X4_(__VA_ARGS__)
#define DB_X4_(...)           __VA_ARGS__

#endif
