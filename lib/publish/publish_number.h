/* SPDX-License-Identifier: EUPL-1.2
 * publish_number.h — document numbers 代字〔年〕号 without gaps: allotted in the transaction of the act that uses them, so that a
 * rolled-back act leaves no hole. A void number would stay visible as 作废; nothing gives one back.
 */
#ifndef PUBLISH_PUBLISH_NUMBER_H
#define PUBLISH_PUBLISH_NUMBER_H

#include "base/str.h"

struct arena;
struct db;

/* Inside a transaction. code: 遂溪县卫信公示; year: of the day of issue. */
struct str publish_number(struct db *db, struct arena *a, struct str code, int year);

#endif
