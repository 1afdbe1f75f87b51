/* SPDX-License-Identifier: EUPL-1.2
 * jsonw.h — JSON as a stream into a struct out: commas and escapes are kept here, shapes are the caller's. Nothing is built in
 * memory and nothing is checked but nesting by eye; reading JSON is jansson's. Called by the open data room, the JSON twin of the
 * why-page and the query program.
 *
 *     struct jsonw j = jsonw_to(o);
 *     jsonw_open(&j, '{'); jsonw_key(&j, "name"); jsonw_text(&j, name); jsonw_close(&j, '}');
 */
#ifndef BASE_JSONW_H
#define BASE_JSONW_H

#include "base/date.h"
#include "base/out.h"

struct jsonw {
    struct out *o;
    bool comma; /* something stands before in this object or list */
};

static inline struct jsonw jsonw_to(struct out *o)
{
    return (struct jsonw){o, false};
}
void jsonw_open(struct jsonw *j, char bracket); /* { or [ */
void jsonw_close(struct jsonw *j, char bracket);
void jsonw_key(struct jsonw *j, const char *key); /* a literal of ours: not escaped */

/* Values. In a list they follow one another; in an object each follows its key. */
void jsonw_text(struct jsonw *j, struct str s);
void jsonw_text_or_null(struct jsonw *j, struct str s); /* empty: null */
void jsonw_int(struct jsonw *j, int64_t v);
void jsonw_bool(struct jsonw *j, bool v);
void jsonw_null(struct jsonw *j);
void jsonw_raw(struct jsonw *j, struct str s);                          /* a number or a value already written */
void jsonw_day(struct jsonw *j, struct arena *a, struct day d);         /* "2026-04-01", null for DAY_NONE */
void jsonw_instant(struct jsonw *j, struct arena *a, struct instant t); /* "2026-04-01T08:30:00+08:00", null when not set */

#endif
