/* SPDX-License-Identifier: EUPL-1.2
 * archive_why_read.c — see archive_why_read.h.
 */
#include "archive/archive_why_read.h"

#include "base/log.h"
#include "grade/grade_sheet.h"

const struct archive_grade *archive_grade_asked(const struct archive *x, int year, int version)
{
    for (size_t i = 0; i < x->grades.n; i++) {
        const struct archive_grade *g = &x->grades.p[i];
        if (g->year == year && (version ? archive_grade_version(x, g) == version : g->superseded_at.us == 0))
            return g;
    }
    return NULL;
}

bool archive_why_read(struct archive_cache *c, struct arena *a, const struct archive *x, const struct archive_grade *grade,
                      struct archive_why_read *out)
{
    struct grade_result result;
    *out = (struct archive_why_read){.grade = grade};
    if (!archive_sheet_read(c->db, a, x->subject.id, grade->year, grade->round_id, &out->sheet))
        return false;
    out->regime = archive_cache_regime(c, out->sheet.regime_version_id);
    if (out->regime == NULL || !grade_sheet_decode(a, out->regime, out->sheet.sheet, &result) ||
        !archive_why_make(a, out->regime, &result, x, grade->year, &out->lines)) {
        log_line(LOG_ERROR, "a score sheet of round %d cannot be read or does not add up", grade->round_id);
        return false;
    }
    out->provenance = archive_provenance_of(a, out->regime, &out->sheet, archive_grade_version(x, grade));
    return true;
}

void archive_why_twin(struct out *o, struct arena *a, const struct archive *x, const struct archive_why_read *w)
{
    const struct archive_subject *s = &x->subject;
    const struct regime_grade *g = regime_grade(w->regime, w->grade->grade);
    struct archive_why_head head = {.name = s->name,
                                    .code = s->code.n ? s->code : s->public_id,
                                    .type = x->type ? x->type->label : STR(""),
                                    .grade_label = g ? g->label : w->grade->grade,
                                    .year = w->grade->year};
    archive_why_json(o, a, &head, &w->lines, &w->provenance);
}
