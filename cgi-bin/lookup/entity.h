/* SPDX-License-Identifier: EUPL-1.2
 * entity.h — between the files of the archive page and the why-page: opening an archive for the public, the records' part of the
 * view.
 */
#ifndef LOOKUP_ENTITY_H
#define LOOKUP_ENTITY_H

#include "lookup/app.h"

/* The archive named by {code}, as anybody may see it today. False: 404, the same for unknown and not public; the response is
 * written. */
MUST_USE bool entity_open(struct req *r, struct archive *x);
/* Records by category, in the rule set's order. */
void entity_records(struct req *r, const struct archive *x, struct entity_view *v);
void entity_licences(struct req *r, const struct archive *x, struct entity_view *v);
/* Why-page of one version; the newest has the plain address. */
struct url entity_why_url(struct req *r, const struct archive *x, const struct archive_grade *g, bool json);
struct str entity_version(struct req *r, const struct archive *x);

#endif
