/* SPDX-License-Identifier: EUPL-1.2
 * api_subject.c — one subject: all of it, and its grades, records, licences, penalties and score sheets alone.
 */
#include "archive/archive_why_read.h"
#include "query/api.h"

#include "base/arena.h"

void api_subject(struct api_call *c)
{
    struct archive x;
    if (!api_archive(c, &x))
        return;
    struct opendata_subject s = opendata_subject_of(&c->maker, &x, true);
    api_row(c, &s);
}

void api_subject_grades(struct api_call *c)
{
    struct archive x;
    if (!api_archive(c, &x))
        return;
    struct opendata_list v = opendata_grades_of(&c->maker, &x);
    api_rows(c, v.p, v.n);
}

void api_subject_records(struct api_call *c)
{
    struct archive x;
    if (!api_archive(c, &x))
        return;
    struct opendata_list v = opendata_records_of(&c->maker, &x, false);
    api_rows(c, v.p, v.n);
}

void api_subject_penalties(struct api_call *c)
{
    struct archive x;
    if (!api_archive(c, &x))
        return;
    struct opendata_list v = opendata_records_of(&c->maker, &x, true);
    api_rows(c, v.p, v.n);
}

void api_subject_licences(struct api_call *c)
{
    struct archive x;
    if (!api_archive(c, &x))
        return;
    struct opendata_list v = opendata_licences_of(&c->maker, &x);
    api_rows(c, v.p, v.n);
}

void api_why(struct api_call *c)
{
    struct req *r = c->r;
    struct archive x;
    struct archive_why_read w;
    int64_t year;
    if (!api_archive(c, &x))
        return;
    bool asked = req_capture_int(r, "year", 2000, 2199, &year);
    const struct archive_grade *g = asked ? archive_grade_asked(&x, (int)year, (int)c->given[P_VERSION].number) : NULL;
    if (g == NULL || !archive_why_read(&c->app->known, r->arena, &x, g, &w)) {
        resp_not_found(r);
        return;
    }
    archive_why_twin(resp_json(r, 200), r->arena, &x, &w);
    api_done(c);
}
