/* SPDX-License-Identifier: EUPL-1.2
 * grade_cases.h — runs a regime's golden cases (regime_cases.h) through grade_subject and the sheet's encoding. Used by the tests
 * and by portalctl before a regime is activated. Pure.
 */
#ifndef GRADE_GRADE_CASES_H
#define GRADE_GRADE_CASES_H

#include "base/out.h"
#include "grade/grade.h"
#include "regime/regime_cases.h"

/* Writes one line per case that is not as expected, "name:line: expected …, got …", and returns how many there are. */
MUST_USE size_t grade_run_cases(struct arena *a, const struct regime *r, const struct regime_cases_result *cases,
                                struct out *report);

#endif
