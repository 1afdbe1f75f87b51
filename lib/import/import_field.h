/* SPDX-License-Identifier: EUPL-1.2
 * import_field.h — the columns that an import knows and the names by which real files call them. For the files of this room.
 */
#ifndef IMPORT_IMPORT_FIELD_H
#define IMPORT_IMPORT_FIELD_H

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
    FIELD_LICENCE_NUMBER,
    FIELD_LICENCE_ISSUED,
    FIELD_LICENCE_TO,
    FIELD_LICENCE_AUTHORITY,
    FIELD_ITEM,
    FIELD_TITLE,
    FIELD_DETAIL,
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
    FIELD_COUNT
};

extern const struct sheet_field IMPORT_SUBJECT_FIELDS[], IMPORT_RECORD_FIELDS[];
extern const size_t IMPORT_SUBJECT_FIELDS_N, IMPORT_RECORD_FIELDS_N;

#endif
