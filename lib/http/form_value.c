/* SPDX-License-Identifier: EUPL-1.2
 * form_value.c — one field of a form: from the text somebody typed to the typed member, or to the sentence that says what is wrong
 * and what to do. All such sentences are here, so that the same fault has the same words on every page.
 */
#include <inttypes.h>

#include "base/arena.h"
#include "base/check.h"
#include "http/internal.h"

static bool wrong(struct form_reading *in, struct str message)
{
    in->message = message;
    return false;
}

#define WRONG(in, fmt, ...) wrong((in), str_fmt((in)->arena, (fmt), (in)->field->label, ##__VA_ARGS__))

bool form_is_repeated(enum form_type t)
{
    return t == FORM_TYPE_INTS || t == FORM_TYPE_CODES;
}

bool form_keeps_value(enum form_type t)
{
    return t != FORM_TYPE_SECRET && t != FORM_TYPE_FILE;
}

void form_set_absent(const struct form_field *f, void *to)
{
    switch (f->type) {
    case FORM_TYPE_INT:
        *(int64_t *)to = FORM_INT_NONE;
        break;
    case FORM_TYPE_DATE:
    case FORM_TYPE_DATE3:
        *(struct day *)to = DAY_NONE;
        break;
    case FORM_TYPE_ENUM:
        *(int *)to = FORM_ENUM_NONE;
        break;
    case FORM_TYPE_TEXT:
    case FORM_TYPE_LINE:
    case FORM_TYPE_SECRET:
    case FORM_TYPE_CODE:
    case FORM_TYPE_TOKEN:
    case FORM_TYPE_BOOL:
    case FORM_TYPE_FILE:
    case FORM_TYPE_INTS:
    case FORM_TYPE_CODES:
        break; /* zero bytes say it already */
    }
}

struct str form_missing_message(struct arena *a, const struct form_field *f)
{
    switch (f->type) {
    case FORM_TYPE_ENUM:
    case FORM_TYPE_INTS:
    case FORM_TYPE_CODES:
        return str_fmt(a, "请选择%s。", f->label);
    case FORM_TYPE_FILE:
        return str_fmt(a, "请选择要上传的文件：%s。", f->label);
    case FORM_TYPE_BOOL:
        return str_fmt(a, "请勾选“%s”。", f->label);
    case FORM_TYPE_DATE:
    case FORM_TYPE_DATE3:
        return str_fmt(a, "请填写%s，例如 2026年4月1日。", f->label);
    case FORM_TYPE_TEXT:
    case FORM_TYPE_LINE:
    case FORM_TYPE_SECRET:
    case FORM_TYPE_CODE:
    case FORM_TYPE_INT:
    case FORM_TYPE_TOKEN:
        break;
    }
    return str_fmt(a, "请填写%s。", f->label);
}

/* Full width ！…～ to half width, U+3000 to a blank. */
static struct str half_width(struct arena *a, struct str s)
{
    char *to = arena_alloc(a, s.n);
    size_t n = 0;
    for (size_t at = 0; at < s.n;) {
        size_t from = at;
        int32_t cp = utf8_next(s, &at);
        if (cp >= 0xff01 && cp <= 0xff5e) {
            to[n++] = (char)(cp - 0xfee0);
        } else if (cp == 0x3000) {
            to[n++] = ' ';
        } else {
            memcpy(to + n, s.p + from, at - from);
            n += at - from;
        }
    }
    return (struct str){to, n};
}

static struct str without(struct arena *a, struct str s, const char *chars)
{
    char *to = arena_alloc(a, s.n);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        if (!strchr(chars, s.p[i]))
            to[n++] = s.p[i];
    return (struct str){to, n};
}

static bool length_ok(struct form_reading *in, struct str s)
{
    int64_t n = (int64_t)utf8_count(s);
    const struct form_field *f = in->field;
    if (n > f->max)
        return WRONG(in, "%s不能超过 %" PRId64 " 个字，现在是 %" PRId64 " 个字。请删减。", f->max, n);
    if (n < f->min)
        return WRONG(in, "%s不能少于 %" PRId64 " 个字，现在是 %" PRId64 " 个字。请补充。", f->min, n);
    return true;
}

static bool convert_text(struct form_reading *in, struct str raw)
{
    struct str s = str_trim(str_replace(in->arena, raw, STR("\r\n"), STR("\n")));
    s = str_replace(in->arena, s, STR("\r"), STR("\n"));
    *(struct str *)in->to = s;
    return length_ok(in, s);
}

static bool convert_line(struct form_reading *in, struct str raw)
{
    struct str s = str_trim(str_replace(in->arena, raw, STR("\r\n"), STR(" ")));
    s = str_replace(in->arena, str_replace(in->arena, s, STR("\n"), STR(" ")), STR("\r"), STR(" "));
    *(struct str *)in->to = s;
    return length_ok(in, s);
}

static bool convert_secret(struct form_reading *in, struct str raw)
{
    *(struct str *)in->to = raw;
    return length_ok(in, raw);
}

static bool code_text(struct arena *a, struct str raw, struct str *out)
{
    *out = without(a, half_width(a, raw), " \t\r\n");
    for (size_t i = 0; i < out->n; i++)
        if ((unsigned char)out->p[i] <= 0x20 || (unsigned char)out->p[i] >= 0x7f)
            return false;
    return true;
}

static bool convert_code(struct form_reading *in, struct str raw)
{
    struct str s;
    if (!code_text(in->arena, raw, &s))
        return WRONG(in, "%s只能由数字、字母和符号组成。请核对后重新填写。");
    *(struct str *)in->to = s;
    return length_ok(in, s);
}

static bool whole_number(struct form_reading *in, struct str raw, int64_t *v)
{
    const struct form_field *f = in->field;
    struct str s = without(in->arena, half_width(in->arena, raw), ", \t");
    if (!str_int(s, v))
        return WRONG(in, "%s应为整数。请只填写数字。");
    if (*v < f->min || *v > f->max)
        return WRONG(in, "%s应在 %" PRId64 " 到 %" PRId64 " 之间。请核对。", f->min, f->max);
    return true;
}

static bool convert_int(struct form_reading *in, struct str raw)
{
    int64_t v;
    if (!whole_number(in, raw, &v))
        return false;
    *(int64_t *)in->to = v;
    return true;
}

static bool day_in_bounds(struct form_reading *in, struct day d)
{
    const struct form_field *f = in->field;
    struct day first = f->min || f->max ? (struct day){(int32_t)f->min} : day_from_ymd(1900, 1, 1);
    struct day last = f->min || f->max ? (struct day){(int32_t)f->max} : day_from_ymd(2199, 12, 31);
    if (day_cmp(d, first) < 0 || day_cmp(d, last) > 0) {
        struct str lo = day_zh(in->arena, first), hi = day_zh(in->arena, last);
        return WRONG(in, "%s应在%.*s到%.*s之间。请核对年份。", STR_ARG(lo), STR_ARG(hi));
    }
    *(struct day *)in->to = d;
    return true;
}

static bool bad_date(struct form_reading *in)
{
    return WRONG(in, "%s不是有效的日期。请按“2026年4月1日”或“2026-4-1”填写。");
}

static bool convert_date(struct form_reading *in, struct str raw)
{
    struct day d;
    return day_parse(str_trim(raw), &d) ? day_in_bounds(in, d) : bad_date(in);
}

/* "4", "04", "４", "4月" → 4. */
static bool date_number(struct arena *a, struct str raw, struct str unit, int64_t *v)
{
    struct str s = str_trim(half_width(a, raw));
    if (str_ends(s, unit))
        s = str_trim(str_sub(s, 0, s.n - unit.n));
    return s.n > 0 && s.n <= 4 && s.p[0] != '+' && s.p[0] != '-' && str_int(s, v);
}

bool form_convert_date3(struct form_reading *in, const struct str parts[3], const char **part_out)
{
    static const char *const names[] = {"year", "month", "day"};
    static const struct str units[] = {STR_INIT("年"), STR_INIT("月"), STR_INIT("日")};
    struct day d;
    int64_t v[3];
    *part_out = names[0];
    for (int i = 0; i < 3; i++) /* a whole date pasted into one of the fields, the others empty */
        if (parts[i].n && !parts[(i + 1) % 3].n && !parts[(i + 2) % 3].n && day_parse(parts[i], &d))
            return day_in_bounds(in, d);
    for (int i = 0; i < 3; i++) {
        *part_out = names[i];
        if (!parts[i].n)
            return WRONG(in, "%s缺少%s。请补填，例如 2026年4月1日。", i == 0 ? "年份" : i == 1 ? "月份" : "日");
        if (!date_number(in->arena, parts[i], units[i], &v[i]))
            return bad_date(in);
    }
    *part_out = names[0];
    d = day_from_ymd((int)v[0], (int)v[1], (int)v[2]);
    if (!day_is(d))
        return bad_date(in);
    return day_in_bounds(in, d);
}

static bool convert_enum(struct form_reading *in, struct str raw)
{
    const struct form_choices *c = &in->field->choices;
    for (size_t i = 0; i < c->n; i++) {
        if (str_eq(raw, str_from(c->p[i].value))) {
            *(int *)in->to = c->p[i].code;
            return true;
        }
    }
    return WRONG(in, "%s不在可选范围内。请重新选择。");
}

static bool convert_token(struct form_reading *in, struct str raw)
{
    for (size_t i = 0; i < raw.n; i++) {
        char c = raw.p[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_'))
            return wrong(in, STR("token"));
    }
    *(struct str *)in->to = raw;
    return (int64_t)raw.n >= in->field->min && (int64_t)raw.n <= in->field->max ? true : wrong(in, STR("token"));
}

static bool convert_ints(struct form_reading *in, struct str raw)
{
    struct form_ints *list = in->to;
    int64_t v;
    if (!whole_number(in, raw, &v))
        return false;
    int64_t *p = arena_grow(in->arena, list->p, list->n, list->n + 1, sizeof *p);
    p[list->n] = v;
    *list = (struct form_ints){p, list->n + 1};
    return true;
}

static bool convert_codes(struct form_reading *in, struct str raw)
{
    struct form_codes *list = in->to;
    struct str s;
    if (!code_text(in->arena, raw, &s))
        return WRONG(in, "%s不在可选范围内。请重新选择。");
    if (!length_ok(in, s))
        return false;
    struct str *p = arena_grow(in->arena, list->p, list->n, list->n + 1, sizeof *p);
    p[list->n] = s;
    *list = (struct form_codes){p, list->n + 1};
    return true;
}

bool form_convert(struct form_reading *in, struct str raw)
{
    switch (in->field->type) {
    case FORM_TYPE_TEXT:
        return convert_text(in, raw);
    case FORM_TYPE_LINE:
        return convert_line(in, raw);
    case FORM_TYPE_SECRET:
        return convert_secret(in, raw);
    case FORM_TYPE_CODE:
        return convert_code(in, raw);
    case FORM_TYPE_INT:
        return convert_int(in, raw);
    case FORM_TYPE_DATE:
        return convert_date(in, raw);
    case FORM_TYPE_ENUM:
        return convert_enum(in, raw);
    case FORM_TYPE_TOKEN:
        return convert_token(in, raw);
    case FORM_TYPE_INTS:
        return convert_ints(in, raw);
    case FORM_TYPE_CODES:
        return convert_codes(in, raw);
    case FORM_TYPE_BOOL:
        *(bool *)in->to = true;
        return str_eq(raw, STR("1")) || str_eq(raw, STR("on")) ? true : wrong(in, STR("box"));
    case FORM_TYPE_DATE3:
    case FORM_TYPE_FILE:
        break; /* form_read.c has them */
    }
    CHECK(!"field type without a conversion");
    return false;
}
