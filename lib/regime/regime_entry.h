/* SPDX-License-Identifier: EUPL-1.2
 * regime_entry.h — how information comes in, as data: by when an item must be entered, and what the form of an item asks for.
 * Consumed by entry and import. Rules only.
 */
#ifndef REGIME_ENTRY_H
#define REGIME_ENTRY_H

#include "regime/regime_disclosure.h"

/* By when an item must be entered: DUE_AFTER: `within` from the day it arose; DUE_YEARLY: the next of the dates (each MMDD, 125 =
 * 25 January), with prior_year the first of them in the year after. fallback: holds for every item that names no due of its own. */
enum regime_due_kind { DUE_AFTER, DUE_YEARLY };
struct regime_due {
    struct str code, label;
    enum regime_due_kind kind;
    struct regime_days within;
    REGIME_SLICE(int32_t) dates;
    bool prior_year, fallback;
    struct regime_legal legal;
};
/* What the form of an item asks for (manual entry). field: title, detail, document_no, authority, found, show_from, show_to,
 * use_to, severity, amount, points, evidence. polarities and kinds (regime_item_kind) are bits, 0: any; items: empty: any. Of the
 * rules that match, the last one says it, so that a layer's own come after its parent's. label and hint: empty = the page's own. */
enum regime_entry_use { ENTRY_OPTIONAL, ENTRY_REQUIRED, ENTRY_HIDDEN };
struct regime_entry_field {
    struct str code, field, label, hint;
    enum regime_entry_use use;
    uint32_t polarities, kinds;
    regime_codes items;
    struct regime_legal legal;
};

/* How files come in. approval: from `rows` rows to be written on, a second person must agree. penalty, licence: what a row of that
 * table of the national layout (双公示) becomes; of several the first one of whose words stands in the row's kind of penalty, no
 * words: any. */
enum regime_import_table { IMPORT_APPROVAL, IMPORT_PENALTY, IMPORT_LICENCE };
struct regime_import {
    struct str code, label, item; /* item: empty for approval */
    enum regime_import_table table;
    regime_codes words;
    int32_t rows;
    struct regime_legal legal;
};

const struct regime_due *regime_due(const struct regime *r, struct str code);
/* NULL: no rule, the field is optional. field: a literal of the list above. */
const struct regime_entry_field *regime_entry_field(const struct regime *r, const struct regime_item *item, struct str field);
/* The dues of an item: its own, else those that hold for all. */
size_t regime_dues_of(const struct regime *r, const struct regime_item *item, const struct regime_due **out, size_t most);
/* From how many rows on an import needs a second person; 1 (always) where no rule says it. rule_out may be NULL. */
int32_t regime_import_approval(const struct regime *r, const struct regime_import **rule_out);
/* NULL: the rule set does not say. words: the kind of penalty as the row has it, may be empty. */
const struct regime_item *regime_import_item(const struct regime *r, enum regime_import_table table, struct str words);

#endif
