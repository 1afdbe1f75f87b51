/* SPDX-License-Identifier: EUPL-1.2
 * decode.c — the small parsers of a request line and its headers: percent-decoding, path, query, Cookie. Pure: bytes in, text out.
 * They refuse rather than repair: one request has one reading (facts: decode once, before validation). request.c calls them.
 */
#include "base/arena.h"
#include "base/check.h"
#include "http/request.h"

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool is_control(char c, bool lines_allowed)
{
    unsigned char b = (unsigned char)c;
    if (lines_allowed && (b == '\t' || b == '\r' || b == '\n'))
        return false;
    return b < 0x20 || b == 0x7f;
}

bool http_decode(struct arena *a, struct str encoded, bool plus_is_blank, struct str *out)
{
    char *to = arena_alloc(a, encoded.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < encoded.n; i++) {
        char c = encoded.p[i];
        if (c == '%') {
            if (encoded.n - i < 3)
                return false;
            int high = hex_digit(encoded.p[i + 1]), low = hex_digit(encoded.p[i + 2]);
            if (high < 0 || low < 0)
                return false;
            c = (char)(high << 4 | low);
            i += 2;
        } else if (c == '+' && plus_is_blank) {
            c = ' ';
        }
        if (is_control(c, plus_is_blank))
            return false;
        to[n++] = c;
    }
    *out = (struct str){to, n};
    return utf8_valid(*out);
}

/* Segment by segment, so that an encoded slash or dot cannot change where the segments are. An empty last one is the slash at the
 * end. */
static bool decode_segments(struct arena *a, struct str raw, char *to, size_t *n_out)
{
    struct str rest = str_sub(raw, 1, raw.n), segment, plain;
    if (!rest.p)
        rest.p = "";
    size_t n = 0;
    while (str_cut(&rest, '/', &segment)) {
        if (!http_decode(a, segment, false, &plain) || str_contains(plain, STR("/")))
            return false;
        if (str_eq(plain, STR(".")) || str_eq(plain, STR("..")) || (plain.n == 0 && rest.p))
            return false;
        to[n++] = '/';
        if (plain.n)
            memcpy(to + n, plain.p, plain.n);
        n += plain.n;
    }
    *n_out = n;
    return true;
}

bool http_parse_path(struct arena *a, struct str raw, struct str *out, int *status_out)
{
    *status_out = raw.n > HTTP_PATH_MAX ? 414 : 400;
    if (raw.n == 0 || raw.n > HTTP_PATH_MAX || raw.p[0] != '/')
        return false;
    char *to = arena_alloc(a, raw.n + 1);
    size_t n;
    if (!decode_segments(a, raw, to, &n))
        return false;
    *out = (struct str){to, n};
    return true;
}

bool http_parse_query(struct arena *a, struct str raw, struct http_pairs *out, int *status_out)
{
    *status_out = raw.n > HTTP_QUERY_MAX ? 414 : 400;
    if (raw.n > HTTP_QUERY_MAX)
        return false;
    struct str rest = raw, piece, name, value;
    while (str_cut(&rest, '&', &piece)) {
        if (piece.n == 0)
            continue;
        if (out->n == HTTP_QUERY_PARAMS_MAX)
            return false;
        struct str tail = piece, head;
        str_cut(&tail, '=', &head);
        if (!http_decode(a, head, true, &name) || !http_decode(a, tail, true, &value))
            return false;
        *VEC_PUSH(a, *out) = (struct http_pair){name, str_trim(value)};
    }
    return true;
}

static bool cookie_text(struct str s, bool is_name)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char b = (unsigned char)s.p[i];
        if (b <= 0x20 || b >= 0x7f || b == '"' || b == ',' || b == ';' || b == '\\' || (is_name && b == '='))
            return false;
    }
    return s.n > 0 || !is_name;
}

/* Other applications of the same host may have set odd cookies: those are passed over, not answered with an error. */
bool http_parse_cookies(struct arena *a, struct str header, struct http_pairs *out, int *status_out)
{
    *status_out = 400;
    if (header.n > HTTP_COOKIE_MAX)
        return false;
    struct str rest = header, piece;
    while (str_cut(&rest, ';', &piece)) {
        struct str tail = str_trim(piece), name;
        if (tail.n == 0 || !str_contains(tail, STR("=")))
            continue;
        str_cut(&tail, '=', &name);
        if (!cookie_text(name, true) || !cookie_text(tail, false))
            continue;
        if (out->n == HTTP_COOKIES_MAX)
            return false;
        *VEC_PUSH(a, *out) = (struct http_pair){name, tail};
    }
    return true;
}

struct str http_pair_get(const struct http_pairs *pairs, struct str name)
{
    for (size_t i = 0; i < pairs->n; i++)
        if (str_eq(pairs->p[i].name, name))
            return pairs->p[i].value.p ? pairs->p[i].value : (struct str){"", 0};
    return STR_NONE;
}
