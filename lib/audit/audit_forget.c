/* SPDX-License-Identifier: EUPL-1.2
 * audit_forget.c — reading the numbers of a forgetting row; see audit_forget.h. Pure.
 */
#include "audit/audit_forget.h"

#include "base/arena.h"

static bool range_of(struct str word, struct audit_range *r)
{
    ptrdiff_t dash = str_find(word, STR("-"), 0);
    struct str from = dash < 0 ? word : str_sub(word, 0, (size_t)dash),
               to = dash < 0 ? word : str_sub(word, (size_t)dash + 1, word.n);
    return str_int(from, &r->from) && str_int(to, &r->to) && r->from > 0 && r->to >= r->from;
}

size_t audit_forget_ranges(struct arena *a, struct str detail, struct audit_range **out)
{
    struct {
        struct audit_range *p;
        size_t n, cap;
    } v = {0};
    ptrdiff_t at = -1;
    for (ptrdiff_t next = 0; (next = str_find(detail, STR("; rows "), (size_t)next)) >= 0; next++)
        at = next; /* the last one: the ground stands before it */
    struct str rest = at < 0 ? STR_NONE : str_sub(detail, (size_t)at + 7, detail.n), word;
    while (str_cut(&rest, ' ', &word)) {
        struct audit_range r;
        if (range_of(word, &r))
            *VEC_PUSH(a, v) = r;
    }
    *out = v.p;
    return v.n;
}
