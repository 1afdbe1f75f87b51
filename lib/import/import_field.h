/* SPDX-License-Identifier: EUPL-1.2
 * import_field.h — the columns that an import knows: the key that is stored, the names by which real files call them, what the
 * template says of them; and the national layouts (双公示) told by their headers. Three tables: subjects, records, licences
 * (records of a licence item, which also enter the licence itself). For this room and the pages of import. It knows no item: which
 * fields an item asks for is the rule set's (regime_entry_field).
 */
#ifndef IMPORT_IMPORT_FIELD_H
#define IMPORT_IMPORT_FIELD_H

#include "regime/regime.h"
#include "sheet/sheet_header.h"

enum import_field {
    FIELD_NAME,
    FIELD_CODE,
    FIELD_ID_KIND,
    FIELD_ID_NUMBER,
    FIELD_TYPE,
    FIELD_DIVISION,
    FIELD_ADDRESS,
    FIELD_REPRESENTATIVE,
    FIELD_ESTABLISHED,
    FIELD_STATUS,
    FIELD_FORMER,
    FIELD_LICENCE_KIND,
    FIELD_LICENCE_CLASS,
    FIELD_LICENCE_NUMBER,
    FIELD_LICENCE_ISSUED,
    FIELD_LICENCE_FROM,
    FIELD_LICENCE_TO,
    FIELD_LICENCE_AUTHORITY,
    FIELD_ITEM,
    FIELD_TITLE,
    FIELD_DETAIL,
    FIELD_FACTS,
    FIELD_BASIS,
    FIELD_PENALTY_KIND,
    FIELD_PENALTY_KIND_2,
    FIELD_RESULT,
    FIELD_CONFISCATED,
    FIELD_REVOKED,
    FIELD_DOCUMENT,
    FIELD_AUTHORITY,
    FIELD_SOURCE,
    FIELD_UNIT,
    FIELD_FOUND,
    FIELD_PUBLICITY_FROM,
    FIELD_PUBLICITY_TO,
    FIELD_USE_TO,
    FIELD_SEVERITY,
    FIELD_POINTS,
    FIELD_AMOUNT,
    FIELD_AMOUNT_YUAN,
    FIELD_COUNT
};

/* The table for a batch of this kind (subject, record) and item. Returns how many. */
size_t import_fields(const struct regime *r, struct str kind, struct str item, const struct sheet_field **fields_out);
struct str import_field_key(int field);                                      /* name, code, id_number … */
int import_field_from_key(struct str key);                                   /* SHEET_UNMAPPED when there is none */
struct str import_field_label(struct arena *a, const struct sheet_field *f); /* as people read it: the first of its names */
struct str import_field_hint(int field); /* what the template says when a cell is selected; may be empty */
/* Fields of one thing of which one suffices: code or identity number, and the amount in either unit. */
bool import_needs_code_or_number(struct str kind);

/* Names of the places below a division, for the list of the template. */
struct db;
size_t import_place_names(struct db *db, struct arena *a, struct str division, struct str **names_out);

/* --- the national layouts --- */
struct import_layout {
    const char *code;  /* penalty2018, penalty2015, licence2018, licence2015 */
    const char *label; /* 双公示行政处罚（2018 年版） */
    enum regime_import_table table;
    const char *marks[6]; /* headers that must all be there, alternatives between bars */
};
/* NULL: none of them. */
const struct import_layout *import_layout_of(struct arena *a, const struct str *headers, size_t n);
const struct import_layout *import_layout_by_code(struct str code);

#endif
