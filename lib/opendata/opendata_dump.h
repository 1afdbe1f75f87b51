/* SPDX-License-Identifier: EUPL-1.2
 * opendata_dump.h — makes the day's files of all open data: one walk over all organisations that writes them as JSON Lines and CSV,
 * compressed, and notes whose public data is another than last time. Due when the day or the rule set is another or when something
 * was changed (open_touch). Works in short turns, so that whoever calls it can do other things between; the finished files take the
 * place of the old ones in one transaction, and files that were begun before a change are never given out (opendata_file.h). Called
 * by the worker.
 */
#ifndef OPENDATA_OPENDATA_DUMP_H
#define OPENDATA_OPENDATA_DUMP_H

#include "base/check.h"
#include "base/date.h"

struct db;
struct opendata_dump;
struct regime;

struct opendata_order {
    struct db *db;
    const struct regime *regime; /* in force; outlives the dump */
    int regime_version_id;
    struct str origin; /* see opendata_rows.h; outlives the dump */
};
/* Is there anything to make now? One statement. */
bool opendata_dump_due(struct db *db, struct day today, int regime_version_id);
struct opendata_dump *opendata_dump_begin(const struct opendata_order *o, struct instant now);
/* Some thousand subjects, a second at most. True: done, and the files are there. */
MUST_USE bool opendata_dump_turn(struct opendata_dump *d);
/* Gives everything back; a dump that was not done leaves nothing but parts that the next one sweeps. */
void opendata_dump_end(struct opendata_dump **d);

#endif
