/* SPDX-License-Identifier: EUPL-1.2
 * route.c — matching by walking the table: a program has some fifty rows, and a walk costs less than the log line. Literal segments
 * win over captures, compared from the left. See route.h.
 */
#include "http/route.h"

#include <unistd.h>

#include "base/arena.h"
#include "base/check.h"
#include "base/log.h"

static bool is_capture(struct str segment)
{
    return segment.n > 2 && segment.p[0] == '{';
}

/* Walks pattern and path together. True on a match; exact_out has a bit, highest first, for each literal segment. */
static bool match_pattern(const char *pattern, struct str path, struct str *captures, uint64_t *exact_out)
{
    struct str a = str_from(pattern + 1), b = str_sub(path, 1, path.n), want, got;
    if (!b.p)
        b = (struct str){"", 0};
    size_t k = 0;
    uint64_t exact = 0, bit = UINT64_C(1) << 63;
    for (;; bit >>= 1) {
        bool more = str_cut(&a, '/', &want);
        if (more != str_cut(&b, '/', &got))
            return false;
        if (!more)
            break;
        if (is_capture(want)) {
            if (got.n == 0)
                return false;
            captures[k++] = got;
        } else if (str_eq(want, got)) {
            exact |= bit;
        } else {
            return false;
        }
    }
    *exact_out = exact;
    return true;
}

/* The best row of this method among those the path fits; NULL when none. any_out: methods that fit (bit 0 GET, bit 1 POST). */
static const struct route *best_row(const struct route *table, size_t n, enum http_method method, struct str path,
                                    struct str *captures, unsigned *any_out)
{
    const struct route *best = NULL;
    uint64_t best_exact = 0;
    enum http_method want = method == HTTP_HEAD ? HTTP_GET : method;
    *any_out = 0;
    for (size_t i = 0; i < n; i++) {
        struct str found[HTTP_CAPTURES_MAX] = {{NULL, 0}};
        uint64_t exact;
        if (!match_pattern(table[i].pattern, path, found, &exact))
            continue;
        *any_out |= table[i].method == HTTP_GET ? 1u : 2u;
        if (table[i].method != want || (best && exact <= best_exact))
            continue;
        best = &table[i];
        best_exact = exact;
        memcpy(captures, found, sizeof found);
    }
    return best;
}

enum route_result route_match(const struct route *table, size_t n, enum http_method method, struct str path,
                              const struct route **route_out, struct str *captures, const char **allow_out)
{
    static const char *const allow[] = {"", "GET, HEAD", "POST", "GET, HEAD, POST"};
    unsigned any, any_short;
    *allow_out = "";
    *route_out = best_row(table, n, method, path, captures, &any);
    if (*route_out)
        return ROUTE_MATCH;
    if (any) {
        *allow_out = allow[any];
        return ROUTE_METHOD;
    }
    bool reading = method == HTTP_GET || method == HTTP_HEAD;
    if (reading && path.n > 1 && path.p[path.n - 1] == '/' &&
        best_row(table, n, method, str_sub(path, 0, path.n - 1), captures, &any_short))
        return ROUTE_SLASH;
    return ROUTE_NONE;
}

int route_capture_index(const char *pattern, const char *name)
{
    struct str rest = str_from(pattern), segment, wanted = str_from(name);
    for (int i = 0; str_cut(&rest, '/', &segment);) {
        if (!is_capture(segment))
            continue;
        if (str_eq(str_sub(segment, 1, segment.n - 1), wanted))
            return i;
        i++;
    }
    return -1;
}

/* --- checks at start -------------------------------------------------------------------------------------------------------------
 */

static bool word_ok(struct str s, bool dots)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || (dots && c == '.')))
            return false;
    }
    return s.n > 0;
}

static bool pattern_ok(const char *pattern)
{
    struct str rest = str_from(pattern), segment;
    int captures = 0;
    if (!str_starts(rest, STR("/")) || rest.n > HTTP_PATH_MAX)
        return false;
    if (rest.n == 1)
        return true;
    rest = str_sub(rest, 1, rest.n);
    while (str_cut(&rest, '/', &segment)) {
        if (is_capture(segment)) {
            if (++captures > HTTP_CAPTURES_MAX || segment.p[segment.n - 1] != '}' ||
                !word_ok(str_sub(segment, 1, segment.n - 1), false))
                return false;
        } else if (!word_ok(segment, true)) {
            return false;
        }
    }
    return true;
}

/* The same addresses: literal against literal, capture against capture. */
static bool same_shape(const char *x, const char *y)
{
    struct str a = str_from(x), b = str_from(y), p, q;
    for (;;) {
        bool more = str_cut(&a, '/', &p);
        if (more != str_cut(&b, '/', &q))
            return false;
        if (!more)
            return true;
        if (is_capture(p) != is_capture(q) || (!is_capture(p) && !str_eq(p, q)))
            return false;
    }
}

static const char *row_fault(const struct route *r)
{
    if (!r->pattern || !pattern_ok(r->pattern))
        return "pattern";
    if (r->method != HTTP_GET && r->method != HTTP_POST)
        return "method";
    if (!r->handle)
        return "no handler";
    if (!r->roles)
        return "no roles";
    if (!r->purpose || !*r->purpose)
        return "no purpose";
    if ((r->method == HTTP_POST) != (r->form != NULL))
        return "a form belongs to POST, and to each POST";
    if (r->method == HTTP_GET && (r->flags || r->reshow || r->upload_limit))
        return "flags, reshow and upload_limit belong to POST";
    if (r->form && r->form->n && !r->reshow)
        return "no reshow";
    return NULL;
}

void route_table_check(const struct route *table, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const char *fault = row_fault(&table[i]);
        for (size_t j = 0; !fault && j < i; j++)
            if (table[j].method == table[i].method && same_shape(table[j].pattern, table[i].pattern))
                fault = "the same addresses twice";
        if (fault)
            log_line(LOG_ERROR, "route %zu %s: %s", i, table[i].pattern ? table[i].pattern : "?", fault);
        CHECK(!fault);
        if (table[i].form)
            form_def_check(table[i].form);
    }
}

/* --- printing --- */

static void print_roles(struct out *o, uint32_t roles, struct route_role_names names)
{
    bool first = true;
    if (roles & ROUTE_PUBLIC) {
        out_str(o, STR("public"));
        first = false;
    }
    if (roles & ROUTE_SIGNED_IN) {
        out_str(o, first ? STR("signed-in") : STR(",signed-in"));
        first = false;
    }
    for (unsigned bit = 0; bit < 30; bit++) {
        if (!(roles >> bit & 1))
            continue;
        if (!first)
            out_char(o, ',');
        first = false;
        if (bit < names.n)
            out_str(o, str_from(names.p[bit]));
        else
            out_fmt(o, "role%u", bit);
    }
}

void route_print(struct out *o, const struct route *table, size_t n, struct route_role_names names)
{
    for (size_t i = 0; i < n; i++) {
        const struct route *r = &table[i];
        out_str(o, r->method == HTTP_POST ? STR("POST\t") : STR("GET\t"));
        out_str(o, str_from(r->pattern));
        out_char(o, '\t');
        print_roles(o, r->roles, names);
        out_str(o, r->method == HTTP_GET ? STR("\t-") : r->flags & ROUTE_NO_CSRF ? STR("\tno-csrf") : STR("\tcsrf"));
        if (r->method == HTTP_POST && !(r->flags & ROUTE_NO_TOKEN))
            out_str(o, STR("+token"));
        out_char(o, '\t');
        out_str(o, r->form ? str_from(r->form->name) : STR("-"));
        out_str(o, r->guard ? STR("\tguard\t") : STR("\t-\t"));
        out_str(o, str_from(r->purpose));
        out_char(o, '\n');
    }
}

int route_print_all(const struct route *table, size_t n, struct route_role_names names)
{
    struct arena *a = arena_new(1 << 20);
    struct out o;
    out_to_arena(&o, a);
    route_table_check(table, n);
    route_print(&o, table, n, names);
    struct str text = out_text(&o);
    int fd = STDOUT_FILENO;
    bool good = out_fd_sink(&fd, text.p, text.n);
    arena_free(&a);
    return good ? 0 : 1;
}
