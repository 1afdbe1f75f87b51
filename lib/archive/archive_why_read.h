/* SPDX-License-Identifier: EUPL-1.2
 * archive_why_read.h — a stored score sheet read with the rule set of its round and made into lines: what the why-page and the API
 * have in common. The archive must have passed archive_show(). The pieces are in archive_why.h.
 */
#ifndef ARCHIVE_ARCHIVE_WHY_READ_H
#define ARCHIVE_ARCHIVE_WHY_READ_H

#include "archive/archive_cache.h"
#include "archive/archive_why.h"

struct archive_why_read {
    const struct archive_grade *grade;
    struct archive_sheet sheet;
    const struct regime *regime; /* of the round */
    struct archive_why lines;
    struct archive_provenance provenance;
};
/* The version of a year that is in force (version 0), or the one of that number; NULL: there is none. */
const struct archive_grade *archive_grade_asked(const struct archive *x, int year, int version);
/* False: the sheet is not there, cannot be read or does not add up (logged); nothing may be shown. */
MUST_USE bool archive_why_read(struct archive_cache *c, struct arena *a, const struct archive *x, const struct archive_grade *grade,
                               struct archive_why_read *out);
/* The JSON twin of it. */
void archive_why_twin(struct out *o, struct arena *a, const struct archive *x, const struct archive_why_read *w);

#endif
