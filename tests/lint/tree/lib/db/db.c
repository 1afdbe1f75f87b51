/* SPDX-License-Identifier: EUPL-1.2
 * db.c — a file of the linter's own corpus.
 */
#include <mysql/mysql.h>
static const char *const q = "START TRANSACTION";
