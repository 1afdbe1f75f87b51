/* SPDX-License-Identifier: EUPL-1.2
 * jsonw.c — see jsonw.h. Text goes out in runs between the few characters that JSON wants escaped.
 */
#include "base/jsonw.h"

static void before(struct jsonw *j)
{
    if (j->comma)
        out_char(j->o, ',');
    j->comma = true;
}

void jsonw_open(struct jsonw *j, char bracket)
{
    before(j);
    out_char(j->o, bracket);
    j->comma = false;
}

void jsonw_close(struct jsonw *j, char bracket)
{
    out_char(j->o, bracket);
    j->comma = true;
}

void jsonw_key(struct jsonw *j, const char *key)
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

void jsonw_text(struct jsonw *j, struct str s)
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

void jsonw_text_or_null(struct jsonw *j, struct str s)
{
    if (s.n)
        jsonw_text(j, s);
    else
        jsonw_null(j);
}

void jsonw_int(struct jsonw *j, int64_t v)
{
    before(j);
    out_int(j->o, v);
}

void jsonw_bool(struct jsonw *j, bool v)
{
    jsonw_raw(j, v ? STR("true") : STR("false"));
}

void jsonw_null(struct jsonw *j)
{
    jsonw_raw(j, STR("null"));
}

void jsonw_raw(struct jsonw *j, struct str s)
{
    before(j);
    out_str(j->o, s);
}

void jsonw_day(struct jsonw *j, struct arena *a, struct day d)
{
    jsonw_text_or_null(j, day_iso(a, d));
}

void jsonw_instant(struct jsonw *j, struct arena *a, struct instant t)
{
    jsonw_text_or_null(j, t.us ? instant_iso(a, t) : STR_NONE);
}
