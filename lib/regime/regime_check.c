/* SPDX-License-Identifier: EUPL-1.2
 * regime_check.c — `portalctl regime check FILE`: all faults of a rule set and of its golden cases, a line each, then what it
 * holds.
 */
#include "regime/regime_cases.h"
#include "regime/regime_files.h"

struct str regime_fault_text(struct arena *a, const struct regime_fault *f)
{
    if (!f->line)
        return str_fmt(a, "%.*s: %.*s", STR_ARG(f->file), STR_ARG(f->message));
    return str_fmt(a, "%.*s:%zu:%zu: %.*s", STR_ARG(f->file), f->line, f->column, STR_ARG(f->message));
}

static void print_faults(struct arena *a, const struct regime_fault *p, size_t n, struct out *report)
{
    for (size_t i = 0; i < n; i++) {
        out_str(report, regime_fault_text(a, &p[i]));
        out_char(report, '\n');
    }
}

static void summarise(const struct regime *r, size_t cases, struct out *report)
{
    out_fmt(report,
            "%.*s: %zu categories, %zu items, %zu subject types, %zu grades, %zu gradings, %zu clocks, %zu measures, %zu "
            "golden cases\n",
            STR_ARG(r->head.code), r->categories.n, r->items.n, r->subject_types.n, r->grades.n, r->gradings.n, r->cases.clocks.n,
            r->cases.measures.n, cases);
    out_fmt(report, "version %.*s\n", STR_ARG(r->version_hash));
}

bool regime_check(struct arena *a, struct str path, struct out *report)
{
    struct str dir = STR("."), file = path;
    for (size_t i = path.n; i-- > 0;)
        if (path.p[i] == '/') {
            dir = i ? str_sub(path, 0, i) : STR("/");
            file = str_sub(path, i + 1, path.n);
            break;
        }
    struct str name = str_ends(file, STR(".yaml")) ? str_sub(file, 0, file.n - 5) : file;
    struct regime_load_result r = regime_load(a, dir, name);
    print_faults(a, r.faults.p, r.faults.n, report);
    if (!r.regime) {
        out_fmt(report, "%zu fault%s\n", r.faults.n, r.faults.n == 1 ? "" : "s");
        return false;
    }
    struct str cases = str_fmt(a, "%.*s.cases.yaml", STR_ARG(r.regime->head.code)), text = STR_NONE;
    struct regime_cases_result c = {0};
    if (regime_read_file(a, dir, cases, &text))
        c = regime_cases_text(a, r.regime, r.regime->head.code, text);
    print_faults(a, c.faults.p, c.faults.n, report);
    summarise(r.regime, c.cases.n, report);
    return c.faults.n == 0;
}
