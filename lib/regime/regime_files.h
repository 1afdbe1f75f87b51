/* SPDX-License-Identifier: EUPL-1.2
 * regime_files.h — the folder of rule sets: reading one file whole, finding a file by short name. Internal to the room.
 */
#ifndef REGIME_FILES_H
#define REGIME_FILES_H

#include "base/arena.h"
#include "base/check.h"
#include "base/str.h"

/* False when there is no such readable file, it is larger than 4 MiB, or the name is not a plain file name. */
MUST_USE bool regime_read_file(struct arena *a, struct str dir, struct str file, struct str *text_out);

#endif
