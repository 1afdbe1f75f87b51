/* SPDX-License-Identifier: EUPL-1.2
 * subject.h — 信用主体: legal persons and organisations keyed by unified social credit code, natural persons by identity document
 * (HN 16). A draft is what a row or a form says, checked here without SQL; the store writes it. Natural persons' names and numbers
 * are sealed and found by blind index; in the clear there is only the masked name. One archive per subject for life.
 */
#ifndef SUBJECT_SUBJECT_H
#define SUBJECT_SUBJECT_H

#include "base/id.h"
#include "regime/regime.h"

struct arena;

enum subject_kind { SUBJECT_LEGAL = 1, SUBJECT_UNINCORPORATED = 2, SUBJECT_NATURAL = 3 };
enum { SUBJECT_KEY_BYTES = 16 };

struct subject_licence {
    struct str kind, number, content, authority;
    struct day issued, valid_from, valid_to;
};

struct subject_draft {
    const struct regime_subject_type *type;
    enum subject_kind kind;
    struct str name;     /* as registered */
    struct str code;     /* normalised; empty for natural persons and for those still without one */
    bool code_confirmed; /* fails a check character, and a person said that it is right all the same */
    enum id_kind id_kind;
    struct str id_number; /* normalised, in the clear: only here, never stored so */
    struct str division, address, representative;
    struct day established, ended;
    struct {
        const struct str *p;
        size_t n;
    } former_names;
    struct {
        const struct subject_licence *p;
        size_t n;
    } licences;
};

/* What a check found: the field's Chinese name, what is wrong and what to do. Warnings do not stop the draft. */
struct subject_fault {
    struct str field, message;
    bool warning;
};
struct subject_faults {
    struct subject_fault *p;
    size_t n, cap;
};

struct subject_rules {
    struct day today;
    bool confirm_codes;      /* codes that fail only a check character are accepted, with a warning */
    bool allow_without_code; /* an organisation may be opened without a code, to be supplied later (待补代码) */
};

/* Normalises code and number in place, derives kind, and adds every fault at once. True: no fault beside warnings. */
MUST_USE bool subject_check(struct arena *a, struct subject_draft *d, const struct subject_rules *rules,
                            struct subject_faults *faults);

/* Hash over everything a draft says: the same row again is recognised as unchanged. 16 bytes. */
void subject_content_hash(const struct subject_draft *d, uint8_t out[SUBJECT_KEY_BYTES]);
struct str subject_kind_name(enum subject_kind k);

#endif
