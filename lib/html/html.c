/* SPDX-License-Identifier: EUPL-1.2
 * html.c — escaping and printing. One table serves text and quoted attributes: what is safe between quotes is safe in text too, and
 * a value moved from one place to the other stays safe. Called by generated templates; holds no state.
 */
#include "html/html.h"

#include "base/arena.h"
#include "base/check.h"

static const struct str REPLACEMENT = STR_INIT("\xEF\xBF\xBD");

static struct str entity(char c)
{
    switch (c) {
    case '&':
        return STR("&amp;");
    case '<':
        return STR("&lt;");
    case '>':
        return STR("&gt;");
    case '"':
        return STR("&quot;");
    case '\'':
        return STR("&#39;");
    default:
        return STR_NONE;
    }
}

static bool control(int32_t cp)
{
    return (cp < 0x20 && cp != '\t' && cp != '\n' && cp != '\r') || (cp >= 0x7f && cp <= 0x9f);
}

/* Where the run of characters ends that need no look: printable ASCII but & < > " ', and the three-byte sequences without
 * exceptions (Han is there). */
static size_t plain_run(struct str s, size_t at)
{
    while (at < s.n) {
        unsigned char c = (unsigned char)s.p[at];
        if (c >= 0x20 && c < 0x7f && c != '&' && c != '<' && c != '>' && c != '"' && c != '\'') {
            at++;
        } else if (c >= 0xe1 && c <= 0xec && s.n - at >= 3 && ((unsigned char)s.p[at + 1] & 0xc0) == 0x80 &&
                   ((unsigned char)s.p[at + 2] & 0xc0) == 0x80) {
            at += 3;
        } else {
            break;
        }
    }
    return at;
}

static void escaped(struct out *o, struct str s)
{
    size_t from = 0;
    for (size_t at = plain_run(s, 0); at < s.n; at = plain_run(s, at)) {
        size_t here = at;
        int32_t cp = utf8_next(s, &at);
        struct str instead = cp < 0 || control(cp) ? REPLACEMENT : entity(s.p[here]);
        if (!instead.n)
            continue;
        out_bytes(o, s.p + from, here - from);
        out_str(o, instead);
        from = at;
    }
    if (from < s.n)
        out_bytes(o, s.p + from, s.n - from);
}

void html_text(struct out *o, struct str s)
{
    escaped(o, s);
}

void html_attr(struct out *o, struct str s)
{
    escaped(o, s);
}

void html_int(struct out *o, int64_t v)
{
    out_int(o, v);
}

void html_uint(struct out *o, uint64_t v)
{
    out_fmt(o, "%llu", (unsigned long long)v);
}

void html_markup(struct out *o, struct html_raw raw)
{
    out_str(o, raw.s);
}

void html_url(struct out *o, struct url u)
{
    escaped(o, u.s);
}

struct html_raw html_raw_svg(struct str markup)
{
    CHECK(str_starts(markup, STR("<svg")));
    CHECK(!str_contains(markup, STR("<script")) && !str_contains(markup, STR("<foreignObject")));
    return (struct html_raw){markup};
}

struct html_raw html_raw_render(struct arena *a, html_body_fn render, const void *view)
{
    struct out o;
    out_to_arena(&o, a);
    render(&o, view);
    return (struct html_raw){out_text(&o)};
}

bool html_true_bool(bool v)
{
    return v;
}

bool html_true_int(int64_t v)
{
    return v != 0;
}

bool html_true_uint(uint64_t v)
{
    return v != 0;
}

bool html_true_str(struct str s)
{
    return s.n > 0;
}

bool html_true_url(struct url u)
{
    return u.s.n > 0;
}

bool html_true_raw(struct html_raw r)
{
    return r.s.n > 0;
}

bool html_true_day(struct day d)
{
    return day_is(d);
}

bool html_true_instant(struct instant t)
{
    return t.us != 0;
}

bool html_true_ptr(const void *p)
{
    return p != NULL;
}
