/* SPDX-License-Identifier: EUPL-1.2
 * main.c — a file of the linter's own corpus.
 */
#include "base/str.h"
#include "tools/hammer/hammer.h"
#include "tools/nail/nail.h"
#include "db/db.h"
