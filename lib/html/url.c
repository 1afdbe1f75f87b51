/* SPDX-License-Identifier: EUPL-1.2
 * url.c — building addresses. Every byte that did not come from a literal is percent-encoded here, so that what is printed cannot
 * leave the site or its place in the path, whatever the argument.
 */
#include "html/url.h"

#include <string.h>

#include "base/arena.h"
#include "base/check.h"
#include "base/out.h"

static bool unreserved(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' ||
           c == '~';
}

static void put_byte(struct out *o, char c)
{
    static const char digits[] = "0123456789ABCDEF";
    unsigned char b = (unsigned char)c;
    out_char(o, '%');
    out_char(o, digits[b >> 4]);
    out_char(o, digits[b & 15]);
}

static void put_encoded(struct out *o, struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (unreserved(s.p[i]))
            out_char(o, s.p[i]);
        else
            put_byte(o, s.p[i]);
    }
}

/* "//host" and "/\host" are other sites to a browser. */
static bool site_relative(struct str s)
{
    if (!s.n)
        return false;
    if (s.p[0] == '#' || s.p[0] == '?')
        return true;
    return s.p[0] == '/' && (s.n == 1 || (s.p[1] != '/' && s.p[1] != '\\'));
}

struct url url_static(struct str literal)
{
    CHECK(site_relative(literal));
    return (struct url){literal};
}

/* Browsers fold "." and ".." even when encoded, and an empty segment at the start makes "//". */
static bool no_segment(struct str s)
{
    return s.n == 0 || str_eq(s, STR(".")) || str_eq(s, STR(".."));
}

struct url url_path(struct arena *a, const char *pattern, const struct str *args, size_t n)
{
    struct str rest = str_from(pattern);
    struct out o;
    size_t used = 0;
    out_to_arena(&o, a);
    for (ptrdiff_t k; (k = str_find(rest, STR("{}"), 0)) >= 0; rest = str_sub(rest, (size_t)k + 2, rest.n)) {
        CHECK(used < n);
        out_str(&o, str_sub(rest, 0, (size_t)k));
        put_encoded(&o, no_segment(args[used]) ? STR("_") : args[used]);
        used++;
    }
    out_str(&o, rest);
    CHECK(used == n);
    struct str s = out_text(&o);
    CHECK(site_relative(s));
    return (struct url){s};
}

static struct str without_fragment(struct str s, struct str *fragment_out)
{
    ptrdiff_t hash = str_find(s, STR("#"), 0);
    size_t end = hash < 0 ? s.n : (size_t)hash;
    *fragment_out = str_sub(s, end, s.n);
    return str_sub(s, 0, end);
}

struct url url_query(struct arena *a, struct url u, struct str name, struct str value)
{
    struct str fragment, base = without_fragment(u.s, &fragment);
    struct out o;
    out_to_arena(&o, a);
    out_str(&o, base);
    out_char(&o, str_contains(base, STR("?")) ? '&' : '?');
    put_encoded(&o, name);
    out_char(&o, '=');
    put_encoded(&o, value);
    out_str(&o, fragment);
    return (struct url){out_text(&o)};
}

struct url url_query_int(struct arena *a, struct url u, struct str name, int64_t value)
{
    return url_query(a, u, name, str_fmt(a, "%lld", (long long)value));
}

struct url url_fragment(struct arena *a, struct url u, struct str fragment)
{
    struct str old, base = without_fragment(u.s, &old);
    struct out o;
    out_to_arena(&o, a);
    out_str(&o, base);
    out_char(&o, '#');
    put_encoded(&o, fragment);
    return (struct url){out_text(&o)};
}

struct url url_external(struct arena *a, struct str s)
{
    struct str start = str_lower(a, str_sub(s, 0, 8));
    if (!str_starts(start, STR("https://")) && !str_starts(start, STR("http://")))
        return (struct url){STR("#")};
    struct out o;
    out_to_arena(&o, a);
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c > ' ' && c < 0x7f && !strchr("\"'<>\\^`{|}", c))
            out_char(&o, c);
        else
            put_byte(&o, c);
    }
    return (struct url){out_text(&o)};
}

bool url_local(struct arena *a, struct str s, struct url *out)
{
    *out = (struct url){STR("/")};
    if (!site_relative(s) || s.p[0] != '/')
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] <= ' ' || s.p[i] >= 0x7f || strchr("\"'<>\\", s.p[i]))
            return false;
    out->s = str_dup(a, s);
    return true;
}
