/* SPDX-License-Identifier: EUPL-1.2
 * import_seen.h — which 16-byte keys came in earlier rows, and what they stood for. An open hash table; the keys are hashes
 * already.
 */
#ifndef IMPORT_IMPORT_SEEN_H
#define IMPORT_IMPORT_SEEN_H

#include "base/arena.h"

#include <stdint.h>

struct import_seen;
struct import_seen_entry {
    uint8_t key[16], content[16];
    int row;    /* 0: free place */
    int64_t id; /* of the subject, where it is known */
};

struct import_seen *import_seen_new(struct arena *a);
/* The entry of the key, new (row 0) or earlier. Valid until the next call. */
struct import_seen_entry *import_seen_get(struct import_seen *s, const uint8_t key[16]);
/* Call after filling a new entry's row. */
void import_seen_count(struct import_seen *s);

#endif
