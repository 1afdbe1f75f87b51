/* SPDX-License-Identifier: EUPL-1.2
 * opendata_param.h — what may be asked in a query string, checked strictly, and the cursor of a list: an opaque text that says
 * after which row the next page begins and holds only for the list and the filters that it came from. Pure: bytes from anybody in,
 * verdict out. Called by query, for the API.
 */
#ifndef OPENDATA_OPENDATA_PARAM_H
#define OPENDATA_OPENDATA_PARAM_H

#include "base/check.h"
#include "base/date.h"

enum opendata_param_type {
    PARAM_TEXT, /* at most `hi` characters */
    PARAM_WORD, /* a code: letters, digits and _ . -, at most `hi` */
    PARAM_DIGITS,
    PARAM_INT, /* lo … hi, no sign, no leading zero */
    PARAM_DAY,
    PARAM_CHOICE, /* one of `choices`, separated by blanks */
};
struct opendata_param {
    const char *name;
    enum opendata_param_type type;
    int64_t lo, hi;
    const char *choices, *zh, *example;
};
struct opendata_value {
    bool given;
    struct str text;
    int64_t number;
    struct day day;
};
/* False: why_out is a sentence for the asker. An empty value counts as not given. */
MUST_USE bool opendata_param_read(struct arena *a, const struct opendata_param *p, struct str raw, struct opendata_value *out,
                                  struct str *why_out);

/* scope: which list with which filters. position: ASCII, not empty. */
struct str opendata_cursor_make(struct arena *a, struct str scope, struct str position);
/* False: not a cursor, or one of another list. */
MUST_USE bool opendata_cursor_read(struct arena *a, struct str scope, struct str cursor, struct str *position_out);

/* The better of two media types by an Accept header (RFC 9110 12.5.1): 0 the first, 1 the second, −1 neither. second may be empty.
 * No header: the first. */
int opendata_accept(struct str header, struct str first, struct str second);

#endif
