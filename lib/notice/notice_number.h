/* SPDX-License-Identifier: EUPL-1.2
 * notice_number.h — document numbers 代字〔年〕号 without gaps: allotted in the transaction of the act that uses them, so that a
 * rolled-back act leaves no hole. A void number stays visible as 作废; nothing gives one back.
 */
#ifndef NOTICE_NOTICE_NUMBER_H
#define NOTICE_NOTICE_NUMBER_H

#include "base/str.h"

struct arena;
struct db;

/* Inside a transaction. code: 遂溪县卫信公示; year: of the day of issue. Returns the number's last part. */
int notice_number(struct db *db, struct str code, int year);
struct str notice_number_text(struct arena *a, struct str code, int year, int no); /* 遂溪县卫信公示〔2026〕1号 */

#endif
