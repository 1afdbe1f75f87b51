/* SPDX-License-Identifier: EUPL-1.2
 * regime_load.h — from YAML to struct regime: strict, all faults at once. Called by portalctl (regime check, activate), worker and
 * the programs at start. Owns nothing: everything is taken from the arena.
 */
#ifndef REGIME_LOAD_H
#define REGIME_LOAD_H

#include "base/out.h"
#include "regime/regime.h"

struct regime_fault {
    struct str file;     /* name of the layer: hainan.yaml */
    size_t line, column; /* from 1; 0 when the file could not be read */
    struct str message;  /* English for the operator, quoting the key or value */
};
struct regime_load_result {
    const struct regime *regime;              /* NULL when there is any fault */
    REGIME_SLICE(struct regime_fault) faults; /* by file, line, column; at most 200 */
};
/* One layer's text: name without .yaml. The layer to load first, its parents after it in any order. */
struct regime_text_in {
    struct str name, text;
};

/* Reads dir/name.yaml and the parents it extends. name may be a short name (suixi for guangdong-suixi): see regime_file(). A file
 * that cannot be read is a fault, not a failure. */
MUST_USE struct regime_load_result regime_load(struct arena *a, struct str dir, struct str name);
MUST_USE struct regime_load_result regime_load_text(struct arena *a, const struct regime_text_in *layers, size_t n);
/* The texts that regime_load would read, parents last, for storing a version in the database; false when one is missing. */
MUST_USE bool regime_read_texts(struct arena *a, struct str dir, struct str name, struct regime_text_in **layers_out,
                                size_t *n_out);
/* "file:line:column: message" */
struct str regime_fault_text(struct arena *a, const struct regime_fault *f);
/* `portalctl regime check FILE`: loads the file with its parents from the same folder, prints each fault on a line,
    then a summary; and its
 * golden cases' faults when FILE's .cases.yaml lies beside it. False when there is a fault. */
MUST_USE bool regime_check(struct arena *a, struct str path, struct out *report);
/* suixi → guangdong-suixi, huzhou → zhejiang-huzhou …; a full name stays. Resolved by looking for dir/NAME.yaml, then a file whose
 * name ends in -NAME.yaml. */
struct str regime_file(struct arena *a, struct str dir, struct str name);

#endif
