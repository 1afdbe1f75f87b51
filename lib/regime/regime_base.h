/* SPDX-License-Identifier: EUPL-1.2
 * regime_base.h — the small types that every part of a rule set uses: where a value comes from, periods, terms, the fixed
 * vocabularies. No rules of its own; included by the other headers of this room.
 */
#ifndef REGIME_BASE_H
#define REGIME_BASE_H

#include "base/arena.h"
#include "base/check.h"
#include "base/date.h"

#define REGIME_SLICE(T)                                                                                                            \
    struct {                                                                                                                       \
        const T *p;                                                                                                                \
        size_t n;                                                                                                                  \
    }

/* Where a value comes from. article: as the mandate is cited ("SX 三(五)"); local: the mandates are silent, so local policy
 * (本地规则), and note says why. The binder refuses a value with neither, and a local one without a note. */
struct regime_legal {
    struct str article, note;
    bool local;
};
struct regime_period {
    struct day from, to; /* both included; DAY_NONE = open */
};
typedef REGIME_SLICE(struct str) regime_codes; /* codes of other parts, or plain texts */

enum regime_polarity {
    POLARITY_BASE,
    POLARITY_GOOD,
    POLARITY_BAD,
    POLARITY_DISHONEST,
    POLARITY_SERIOUS,
    POLARITY_REFERENCE,
    POLARITY_OTHER
};
enum regime_disclosure { DISCLOSE_PUBLIC, DISCLOSE_AUTHORISED, DISCLOSE_GOVERNMENT, DISCLOSE_INTERNAL }; /* widest first */
/* internal: a person whose archive never leaves the bureau (civil servant) */
enum regime_kind { KIND_LEGAL, KIND_NATURAL, KIND_INTERNAL };
enum regime_severity { SEVERITY_NONE, SEVERITY_MINOR, SEVERITY_GENERAL, SEVERITY_SERIOUS };

/* How long something lasts. TERM_MONTHS: `months` from the start day; TERM_LIFE: until the subject ends; TERM_REVOKED: until
 * revoked or invalid; TERM_OWN: the record's own end of validity, else until revoked; TERM_PUBLICITY: while publicity under the
 * severity rule lasts. */
enum regime_term_kind { TERM_NONE, TERM_LIFE, TERM_MONTHS, TERM_REVOKED, TERM_OWN, TERM_PUBLICITY };
/* day of finding; of the deciding document; of the end of a continuing act */
enum regime_start { START_FOUND, START_DECIDED, START_ENDED };
struct regime_term {
    enum regime_term_kind kind;
    int32_t months;
    enum regime_start start;
    struct regime_legal legal;
};

#endif
