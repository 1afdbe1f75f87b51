/* SPDX-License-Identifier: EUPL-1.2
 * pack.h — a zip archive in memory (libzip): the report's package, the static bundle. Deterministic: entries in the order given,
 * the first day of 1980, no extra fields. Names are UTF-8. Out of memory is fail().
 */
#ifndef PAPER_PACK_H
#define PAPER_PACK_H

#include "base/str.h"

struct arena;
struct pack;

struct pack *pack_begin(struct arena *a);
/* bytes must live until pack_end. */
void pack_add(struct pack *p, const char *name, struct str bytes);
/* comment: the last bytes of the archive, at most 65,535; empty for none. Sets *p to NULL. */
struct str pack_end(struct pack **p, struct str comment);

#endif
