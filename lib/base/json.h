/* SPDX-License-Identifier: EUPL-1.2
 * json.h — JSON as a stream into a struct out: commas and escapes are kept here, shapes are the caller's. Nothing is built in
 * memory and nothing is checked but nesting by eye; reading JSON is jansson's. Called by the open data room, the JSON twin of the
 * why-page and the query program.
 *
 *     struct json j = json_to(o);
 *     json_open(&j, '{'); json_key(&j, "name"); json_text(&j, name); json_close(&j, '}');
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/date.h"
#include "base/out.h"

struct json {
    struct out *o;
    bool comma; /* something stands before in this object or list */
};

static inline struct json json_to(struct out *o)
{
    return (struct json){o, false};
}
void json_open(struct json *j, char bracket); /* { or [ */
void json_close(struct json *j, char bracket);
void json_key(struct json *j, const char *key); /* a literal of ours: not escaped */

/* Values. In a list they follow one another; in an object each follows its key. */
void json_text(struct json *j, struct str s);
void json_text_or_null(struct json *j, struct str s); /* empty: null */
void json_int(struct json *j, int64_t v);
void json_bool(struct json *j, bool v);
void json_null(struct json *j);
void json_raw(struct json *j, struct str s);                          /* a number or a value already written */
void json_day(struct json *j, struct arena *a, struct day d);         /* "2026-04-01", null for DAY_NONE */
void json_instant(struct json *j, struct arena *a, struct instant t); /* "2026-04-01T08:30:00+08:00", null when not set */

#endif
