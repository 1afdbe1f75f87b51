/* SPDX-License-Identifier: EUPL-1.2
 * notice_part.h — what the stores of this room share: the stored bytes of a notice and where they are sealed. Not for callers.
 */
#ifndef NOTICE_NOTICE_PART_H
#define NOTICE_NOTICE_PART_H

#include "crypto/vault.h"
#include "notice/notice.h"

struct notice_bytes {
    struct str salt, bytes;
};
#define NOTICE_BODY STR("notice_body.body")
#define NOTICE_FILE STR("notice_file.body")

static inline struct vault_field notice_where(int id, struct str column)
{
    return (struct vault_field){.table_column = column, .row_id = (uint64_t)id};
}
/* bytes: opened. False when forgotten. */
bool notice_bytes_get(struct db *db, struct arena *a, const struct vault *v, int id, bool sealed, struct notice_bytes *out);

#endif
