/* SPDX-License-Identifier: EUPL-1.2
 * sandbox_files.h — Landlock: every right of the kernel at hand is taken away, only the given paths keep some. Private to
 * lib/sandbox.
 */
#ifndef SANDBOX_FILES_H
#define SANDBOX_FILES_H

#include "sandbox/sandbox.h"

/* The ABI in force, 0 when the kernel has no Landlock. fail(FAIL_CONFIG) when it has and will not. No new privileges must be set.
 */
int sandbox_files_enter(const struct sandbox_path *path, size_t n);

#endif
