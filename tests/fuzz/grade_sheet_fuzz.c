/* SPDX-License-Identifier: EUPL-1.2
 * grade_sheet_fuzz.c — bytes as they may lie in grade.sheet after a fault: decoding never reads past them, and what it accepts has
 * exactly one spelling and only indices that the regime has.
 */
#include "base/arena.h"
#include "grade/grade_text.h"
#include "base/check.h"
#include "grade/grade_sheet.h"
#include "unit/grade/test_rules.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_line(const struct grade_line *l, const struct grade_result *r)
{
    CHECK(l->item >= -1 && l->item < (int32_t)RULES.items.n);
    CHECK(l->bound >= -1 && l->bound < (int32_t)RULES.grades.n);
    CHECK(l->weight >= 0 && l->weight <= 10000);
    (void)grade_rule_text(&RULES, r->grading, l->rule_kind, l->rule);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new((size_t)64 << 20);
    struct fail_frame f;
    if (!FAIL_CATCH(&f)) {
        struct grade_result r;
        struct str in = {(const char *)data, size};
        if (grade_sheet_decode(a, &RULES, in, &r)) {
            const struct grade_near *near;
            for (size_t i = 0; i < r.lines.n; i++)
                check_line(&r.lines.p[i], &r);
            (void)grade_near(&RULES, &r, a, &near);
            if (r.lines.n <= GRADE_SHEET_LINES)
                CHECK(str_eq(grade_sheet_encode(a, &r), in));
        }
        fail_leave(&f);
    }
    arena_free(&a);
    return 0;
}
