/* SPDX-License-Identifier: EUPL-1.2
 * attic.c — a file of the linter's own corpus.
 */
#include "base/str.h"
