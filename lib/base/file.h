/* SPDX-License-Identifier: EUPL-1.2
 * file.h — whole small files in and out. Reading past the cap or an error is fail(FAIL_IO). Writing is by a temporary file, fsync
 * and rename, so that a reader sees the old content or the new one, never half.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/str.h"

struct arena;

bool file_exists(struct arena *a, struct str path);
struct str file_read(struct arena *a, struct str path, size_t cap_bytes);
/* Where this very program lies; fail(FAIL_CONFIG) when the system does not tell. */
struct str file_own_path(struct arena *a);
void file_write(struct arena *a, struct str path, struct str bytes);

#endif
