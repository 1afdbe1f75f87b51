/* SPDX-License-Identifier: EUPL-1.2
 * record.h — 信用信息: one fact about a subject, in one item of the regime. A draft is checked here without SQL; its life (shown,
 * used, kept) follows from the regime by record_life.h; the store writes it. The same fact twice is one record (natural key:
 * subject, item, document number, day and title).
 */
#ifndef RECORD_RECORD_H
#define RECORD_RECORD_H

#include "record/record_life.h"
#include "regime/regime.h"

struct arena;

enum { RECORD_KEY_BYTES = 16 };

struct record_draft {
    const struct regime_item *item;
    struct str title, detail, document_no, authority, source;
    enum regime_severity severity; /* SEVERITY_NONE: the item's default */
    struct day found, publicity_from, publicity_to, use_to;
    int32_t points; /* thousandths */
    int64_t amount; /* fen */
    int unit_id;
};

struct record_fault {
    struct str field, message;
    bool warning;
};
struct record_faults {
    struct record_fault *p;
    size_t n, cap;
};

/* Normalises the document number in place and adds every fault. True: none beside warnings. */
MUST_USE bool record_check(struct arena *a, struct record_draft *d, struct day today, struct record_faults *faults);
struct record_life record_life_of(const struct regime *r, const struct record_draft *d, enum regime_kind kind,
                                  struct day subject_ended);
void record_content_hash(const struct record_draft *d, int64_t subject_id, uint8_t out[RECORD_KEY_BYTES]);
struct str record_severity_name(enum regime_severity s); /* 轻微 一般 严重; empty for none */
enum regime_severity record_severity_from(struct str name);

#endif
