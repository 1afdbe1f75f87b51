/* SPDX-License-Identifier: EUPL-1.2
 * multipart.c — multipart/form-data (RFC 7578) over a body that is wholly in memory: the values point into it, nothing is copied
 * but file names. It takes what browsers send and refuses the rest: text before the first or after the last boundary, folded or
 * doubled headers, transfer codings, parts without a name, a body cut short. It writes no file and believes no file name or type.
 */
#include "base/arena.h"
#include "base/check.h"
#include "http/form.h"
#include "http/internal.h"

struct part_head {
    struct str name, file_name, type;
    bool has_name, has_file_name, has_disposition, has_type, has_coding;
};

/* --- header parameters: ; name="value" or name=token --- */

static bool is_token_char(char c)
{
    return (unsigned char)c > 0x20 && (unsigned char)c < 0x7f && !strchr("()<>@,;:\\\"/[]?={}", c);
}

static void skip_blanks(struct str s, size_t *at)
{
    while (*at < s.n && (s.p[*at] == ' ' || s.p[*at] == '\t'))
        (*at)++;
}

static struct str take_token(struct str s, size_t *at)
{
    size_t from = *at;
    while (*at < s.n && is_token_char(s.p[*at]))
        (*at)++;
    return str_sub(s, from, *at);
}

/* \" is a quote; any other backslash is itself, as in the paths some browsers send. */
static bool take_quoted(struct arena *a, struct str s, size_t *at, struct str *out)
{
    char *to = arena_alloc(a, s.n);
    size_t n = 0;
    for ((*at)++; *at < s.n; (*at)++) {
        if (s.p[*at] == '"') {
            (*at)++;
            *out = (struct str){to, n};
            return true;
        }
        if (s.p[*at] == '\\' && *at + 1 < s.n && s.p[*at + 1] == '"')
            (*at)++;
        to[n++] = s.p[*at];
    }
    return false;
}

/* The next parameter of s at *at. 1 one, 0 the end, -1 malformed. */
static int take_parameter(struct arena *a, struct str s, size_t *at, struct str *name, struct str *value)
{
    skip_blanks(s, at);
    if (*at == s.n)
        return 0;
    if (s.p[(*at)++] != ';')
        return -1;
    skip_blanks(s, at);
    if (*at == s.n)
        return 0;
    *name = take_token(s, at);
    if (name->n == 0 || *at == s.n || s.p[(*at)++] != '=')
        return -1;
    if (*at < s.n && s.p[*at] == '"')
        return take_quoted(a, s, at, value) ? 1 : -1;
    *value = take_token(s, at);
    return value->n ? 1 : -1;
}

static bool boundary_of(struct arena *a, struct str content_type, struct str *out)
{
    size_t at = (size_t)str_find(content_type, STR(";"), 0);
    bool found = false;
    struct str name, value;
    if (at > content_type.n || !str_eq_nocase(str_trim(str_sub(content_type, 0, at)), STR("multipart/form-data")))
        return false;
    for (int more; (more = take_parameter(a, content_type, &at, &name, &value)) != 0;) {
        if (more < 0 || (found && str_eq_nocase(name, STR("boundary"))))
            return false;
        if (str_eq_nocase(name, STR("boundary"))) {
            *out = value;
            found = true;
        }
    }
    return found && out->n >= 1 && out->n <= 70 && out->p[out->n - 1] != ' ' && utf8_valid(*out) && !memchr(out->p, '\r', out->n) &&
           !memchr(out->p, '\n', out->n);
}

/* --- file names --- */

/* Code points that draw text backwards or hide in it have no business in a name that people are to read. */
static bool name_may_hold(int32_t cp)
{
    return cp >= 0x20 && !(cp >= 0x7f && cp < 0xa0) && !(cp >= 0x200b && cp <= 0x200f) && !(cp >= 0x2028 && cp <= 0x202e) &&
           !(cp >= 0x2060 && cp <= 0x2069) && cp != 0xfeff;
}

static struct str last_part(struct str path)
{
    for (size_t i = path.n; i > 0; i--)
        if (path.p[i - 1] == '/' || path.p[i - 1] == '\\')
            return str_sub(path, i, path.n);
    return path;
}

static struct str sanitise_file_name(struct arena *a, struct str sent)
{
    struct str s = last_part(sent);
    struct out o;
    out_to_arena(&o, a);
    for (size_t at = 0; at < s.n;) {
        size_t from = at;
        int32_t cp = utf8_next(s, &at);
        if (cp < 0)
            out_char(&o, '_');
        else if (name_may_hold(cp))
            out_bytes(&o, s.p + from, at - from);
    }
    struct str name = str_trim(out_text(&o));
    if (name.n > HTTP_FILE_NAME_MAX) { /* the end is kept: it has the extension */
        size_t cut = name.n - HTTP_FILE_NAME_MAX;
        while (cut < name.n && ((unsigned char)name.p[cut] & 0xc0) == 0x80)
            cut++;
        name = str_sub(name, cut, name.n);
    }
    bool dots = true;
    for (size_t i = 0; i < name.n; i++)
        dots = dots && name.p[i] == '.';
    return dots ? STR("file") : name;
}

/* --- parts --- */

static bool read_disposition(struct arena *a, struct str value, struct part_head *h)
{
    size_t at = 0;
    struct str name, text;
    if (h->has_disposition || !str_eq_nocase(take_token(value, &at), STR("form-data")))
        return false;
    h->has_disposition = true;
    for (int more; (more = take_parameter(a, value, &at, &name, &text)) != 0;) {
        if (more < 0)
            return false;
        if (str_eq_nocase(name, STR("name"))) {
            if (h->has_name)
                return false;
            h->name = text;
            h->has_name = true;
        } else if (str_eq_nocase(name, STR("filename"))) {
            if (h->has_file_name)
                return false;
            h->file_name = text;
            h->has_file_name = true;
        }
    }
    return h->has_name && h->name.n > 0 && h->name.n <= HTTP_FORM_NAME_MAX && utf8_valid(h->name);
}

static bool read_header(struct arena *a, struct str line, struct part_head *h)
{
    struct str value = line, name;
    if (!str_contains(line, STR(":")))
        return false;
    str_cut(&value, ':', &name);
    value = str_trim(value);
    for (size_t i = 0; i < name.n; i++)
        if (!is_token_char(name.p[i])) /* a folded line begins with a blank */
            return false;
    for (size_t i = 0; i < value.n; i++)
        if (((unsigned char)value.p[i] < 0x20 && value.p[i] != '\t') || value.p[i] == 0x7f)
            return false;
    if (str_eq_nocase(name, STR("Content-Disposition")))
        return read_disposition(a, value, h);
    if (str_eq_nocase(name, STR("Content-Type"))) {
        bool first = !h->has_type;
        h->type = value;
        h->has_type = true;
        return first && value.n <= 128;
    }
    if (str_eq_nocase(name, STR("Content-Transfer-Encoding"))) {
        bool first = !h->has_coding;
        h->has_coding = true;
        return first &&
               (str_eq_nocase(value, STR("binary")) || str_eq_nocase(value, STR("8bit")) || str_eq_nocase(value, STR("7bit")));
    }
    return name.n > 0;
}

/* The header lines at the start of s, up to the empty one. *used_out: bytes until the content. */
static bool read_head(struct arena *a, struct str s, struct part_head *h, size_t *used_out)
{
    size_t at = 0;
    for (;;) {
        struct str window = str_sub(s, 0, HTTP_PART_HEADER_MAX);
        ptrdiff_t end = str_find(window, STR("\r\n"), at);
        if (end < 0)
            return false;
        struct str line = str_sub(s, at, (size_t)end);
        at = (size_t)end + 2;
        if (line.n == 0)
            break;
        if (!read_header(a, line, h))
            return false;
    }
    *used_out = at;
    return h->has_disposition;
}

static bool text_ok(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char b = (unsigned char)s.p[i];
        if ((b < 0x20 && b != '\t' && b != '\r' && b != '\n') || b == 0x7f)
            return false;
    }
    return utf8_valid(s);
}

static bool add_part(struct arena *a, const struct part_head *h, struct str content, struct form_parts *out)
{
    if (out->n == HTTP_FORM_PARTS_MAX)
        return false;
    struct form_part part = {.name = h->name, .value = content, .is_file = h->has_file_name};
    if (h->has_file_name && h->file_name.n)
        part.file_name = sanitise_file_name(a, h->file_name);
    if (h->has_file_name)
        part.file_type = utf8_valid(h->type) ? h->type : STR_NONE;
    else if (!text_ok(content))
        return false;
    *VEC_PUSH(a, *out) = part;
    return true;
}

/* Behind a boundary: 1 another part follows at *at, 0 that was the last one, -1 this was no boundary after all. */
static int after_boundary(struct str body, size_t *at)
{
    if (str_starts(str_sub(body, *at, body.n), STR("--"))) {
        *at += 2;
        return 0;
    }
    size_t i = *at;
    skip_blanks(body, &i);
    if (!str_starts(str_sub(body, i, body.n), STR("\r\n")))
        return -1;
    *at = i + 2;
    return 1;
}

/* Finds the end of the content that starts at *at; moves *at behind the boundary. -1 when there is none. */
static int find_end(struct str body, struct str delimiter, size_t *at, struct str *content)
{
    size_t from = *at;
    for (size_t search = from;;) {
        ptrdiff_t hit = str_find(body, delimiter, search);
        if (hit < 0)
            return -1;
        *at = (size_t)hit + delimiter.n;
        int what = after_boundary(body, at);
        if (what >= 0) {
            *content = (struct str){body.p + from, (size_t)hit - from};
            return what;
        }
        search = (size_t)hit + 2;
    }
}

bool form_parse_multipart(struct arena *a, struct str content_type, struct str body, struct form_parts *out)
{
    struct str boundary, content;
    if (!boundary_of(a, content_type, &boundary))
        return false;
    struct str delimiter = str_fmt(a, "\r\n--%.*s", STR_ARG(boundary));
    struct str first = str_sub(delimiter, 2, delimiter.n);
    if (!str_starts(body, first))
        return false;
    size_t at = first.n, used;
    int more = after_boundary(body, &at);
    while (more == 1) {
        struct part_head head = {0};
        if (!read_head(a, str_sub(body, at, body.n), &head, &used))
            return false;
        /* The CRLF that ends the headers may also begin the boundary of an empty part. */
        at += used;
        if (str_starts(str_sub(body, at, body.n), first)) {
            size_t behind = at + first.n;
            int empty = after_boundary(body, &behind);
            if (empty >= 0) {
                if (!add_part(a, &head, (struct str){"", 0}, out))
                    return false;
                at = behind;
                more = empty;
                continue;
            }
        }
        more = find_end(body, delimiter, &at, &content);
        if (more < 0 || !add_part(a, &head, content, out))
            return false;
    }
    struct str rest = str_sub(body, at, body.n);
    return more == 0 && (rest.n == 0 || str_eq(rest, STR("\r\n")));
}
