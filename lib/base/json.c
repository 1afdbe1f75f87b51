/* SPDX-License-Identifier: EUPL-1.2
 * json.c — see json.h. Text goes out in runs between the few characters that JSON wants escaped.
 */
#include "base/json.h"

static void before(struct json *j)
{
    if (j->comma)
        out_char(j->o, ',');
    j->comma = true;
}

void json_open(struct json *j, char bracket)
{
    before(j);
    out_char(j->o, bracket);
    j->comma = false;
}

void json_close(struct json *j, char bracket)
{
    out_char(j->o, bracket);
    j->comma = true;
}

void json_key(struct json *j, const char *key)
{
    before(j);
    out_char(j->o, '"');
    out_str(j->o, str_from(key));
    out_str(j->o, STR("\":"));
    j->comma = false;
}

static void put_escaped(struct out *o, unsigned char c)
{
    if (c == '"' || c == '\\') {
        out_char(o, '\\');
        out_char(o, (char)c);
    } else {
        out_fmt(o, "\\u%04x", (unsigned)c);
    }
}

void json_text(struct json *j, struct str s)
{
    before(j);
    out_char(j->o, '"');
    size_t from = 0;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c >= 0x20 && c != '"' && c != '\\')
            continue;
        out_bytes(j->o, s.p + from, i - from);
        put_escaped(j->o, c);
        from = i + 1;
    }
    if (s.n > from)
        out_bytes(j->o, s.p + from, s.n - from);
    out_char(j->o, '"');
}

void json_text_or_null(struct json *j, struct str s)
{
    if (s.n)
        json_text(j, s);
    else
        json_null(j);
}

void json_int(struct json *j, int64_t v)
{
    before(j);
    out_int(j->o, v);
}

void json_bool(struct json *j, bool v)
{
    json_raw(j, v ? STR("true") : STR("false"));
}

void json_null(struct json *j)
{
    json_raw(j, STR("null"));
}

void json_raw(struct json *j, struct str s)
{
    before(j);
    out_str(j->o, s);
}

void json_day(struct json *j, struct arena *a, struct day d)
{
    json_text_or_null(j, day_iso(a, d));
}

void json_instant(struct json *j, struct arena *a, struct instant t)
{
    json_text_or_null(j, t.us ? instant_iso(a, t) : STR_NONE);
}
