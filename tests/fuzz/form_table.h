/* SPDX-License-Identifier: EUPL-1.2
 * form_table.h — a form with a field of every type, for the fuzz targets of form bodies: whatever was parsed is read through it,
 * and a struct that counts as good must keep what its table promises.
 */
#ifndef FUZZ_FORM_TABLE_H
#define FUZZ_FORM_TABLE_H

#include "base/arena.h"
#include "base/check.h"
#include "http/form.h"

struct all_form {
    struct str t, l, s, c, k;
    int64_t i;
    struct day d, e;
    bool b;
    int m;
    struct form_file f;
    struct form_ints n;
    struct form_codes o;
};
static const struct form_choice ALL_CHOICES[] = {{"x", "甲", 0}, {"y", "乙", 5}};
static const struct form_field ALL_FIELDS[] = {
    FORM_TEXT(struct all_form, t, "文", 2, 10, false),
    FORM_LINE(struct all_form, l, "行", 0, 6, false),
    FORM_SECRET(struct all_form, s, "密", 0, 9, false),
    FORM_CODE(struct all_form, c, "码", 1, 8, false),
    FORM_INT(struct all_form, i, "数", -9, 99, false),
    FORM_DATE(struct all_form, d, "日", false),
    FORM_DATE3(struct all_form, e, "期", false),
    FORM_BOOL(struct all_form, b, "勾", false),
    FORM_ENUM(struct all_form, m, "选", ALL_CHOICES, false),
    FORM_FILE(struct all_form, f, "件", 64, false),
    FORM_INTS(struct all_form, n, "列", 0, 9, false),
    FORM_CODES(struct all_form, o, "项", 1, 4, false),
};
static const struct form_def ALL_FORM = FORM_DEF("all", struct all_form, ALL_FIELDS);

static inline void check_length(struct str s, size_t min, size_t max)
{
    CHECK(s.n == 0 || (utf8_valid(s) && utf8_count(s) >= min && utf8_count(s) <= max));
}

static inline void check_good(const struct all_form *v)
{
    check_length(v->t, 2, 10);
    check_length(v->l, 0, 6);
    check_length(v->s, 0, 9);
    check_length(v->c, 1, 8);
    CHECK(v->l.n == 0 || (!memchr(v->l.p, '\n', v->l.n) && !memchr(v->l.p, '\r', v->l.n)));
    CHECK(v->i == FORM_INT_NONE || (v->i >= -9 && v->i <= 99));
    CHECK(!day_is(v->d) || (day_ymd(v->d).year >= 1900 && day_ymd(v->d).year <= 2199));
    CHECK(!day_is(v->e) || (day_ymd(v->e).year >= 1900 && day_ymd(v->e).year <= 2199));
    CHECK(v->m == FORM_ENUM_NONE || v->m == 0 || v->m == 5);
    CHECK(v->f.bytes.n <= 64 && v->f.name.n <= HTTP_FILE_NAME_MAX && utf8_valid(v->f.name));
    for (size_t i = 0; i < v->n.n; i++)
        CHECK(v->n.p[i] >= 0 && v->n.p[i] <= 9);
    for (size_t i = 0; i < v->o.n; i++)
        check_length(v->o.p[i], 1, 4);
}

static inline void read_parts(struct arena *a, const struct form_parts *parts)
{
    struct all_form v = {0};
    struct form_state state;
    struct str why;
    switch (form_read(a, &ALL_FORM, parts, &v, &state, &why)) {
    case FORM_GOOD:
        CHECK(form_status(&state) == 200);
        check_good(&v);
        break;
    case FORM_INVALID:
        CHECK(state.errors.n > 0 && form_status(&state) == 422);
        for (size_t i = 0; i < state.errors.n; i++)
            CHECK(utf8_valid(state.errors.p[i].message) && state.errors.p[i].anchor.s.p[0] == '#');
        break;
    case FORM_REFUSED:
        CHECK(why.n > 0);
        break;
    }
}

#endif
