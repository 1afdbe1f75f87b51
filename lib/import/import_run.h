/* SPDX-License-Identifier: EUPL-1.2
 * import_run.h — what is done with a batch's file: look, dry run, commit; and the undoing. Long work for worker and portalctl, each
 * step restartable: killed at any point it is begun again and ends the same. Pages never call these.
 */
#ifndef IMPORT_IMPORT_RUN_H
#define IMPORT_IMPORT_RUN_H

#include "import/import.h"

enum import_outcome {
    IMPORT_DONE,
    IMPORT_REFUSED_ROWS, /* commit: rows are refused and skip_refused is not set; nothing was written */
    IMPORT_UNREADABLE,   /* the file as a whole; message says why */
    IMPORT_WRONG_STATE,  /* not in the state that this step starts from, or somebody was first */
    IMPORT_NOTHING,      /* commit: every row is unchanged or refused; nothing to write */
    IMPORT_SAME_PERSON,  /* the second person must be another than who uploaded or asked */
    IMPORT_DEPENDED_ON,  /* undo: something depends on the batch; nothing was written */
};
/* uploaded → looked: sheets, header row, columns with a proposal for each, the first rows. */
MUST_USE enum import_outcome import_look(const struct import_context *c, int64_t id, struct str bytes);
/* mapped → checked. Dry run: counts, faults, changes and the annotated table into the database. A batch that nobody mapped
 * (portalctl) is read by the names of its columns. */
MUST_USE enum import_outcome import_check(const struct import_context *c, int64_t id, struct str bytes);
/* committing → committed. One transaction with the audit row. */
MUST_USE enum import_outcome import_commit(const struct import_context *c, int64_t id, struct str bytes);
/* undoing → undone, or back to committed when something depends on it. One transaction with the audit row: new records are
 * withdrawn, new subjects that nothing refers to are taken away (import_subject_before keeps them), changed ones are as before. */
MUST_USE enum import_outcome import_undo(const struct import_context *c, int64_t id);

#endif
