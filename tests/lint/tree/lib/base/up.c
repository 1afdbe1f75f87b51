/* SPDX-License-Identifier: EUPL-1.2
 * up.c — a file of the linter's own corpus.
 */
#include "base/str.h"
#include "db/db.h"
#include "str.h"
#include "staff/page.h"
