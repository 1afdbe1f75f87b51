/* SPDX-License-Identifier: EUPL-1.2
 * demo.h — invented data for the demonstration bureau: subjects and years of records as the CSV files that a real bureau would
 * import. All of it follows from a seed, so that every run gives the same bureau. Codes and identity numbers carry a division that
 * does not exist and cannot be anybody's; persons are named 示 something. For the files of portalctl only.
 */
#ifndef PORTALCTL_DEMO_H
#define PORTALCTL_DEMO_H

#include "base/date.h"
#include "regime/regime.h"

struct demo_random {
    uint64_t state;
};
uint32_t demo_below(struct demo_random *r, uint32_t n); /* 0 … n − 1 */
bool demo_chance(struct demo_random *r, uint32_t permille);

struct demo_place {
    struct str code, name;
};

struct demo {
    struct arena *arena;
    const struct regime *regime;
    struct demo_random random;
    struct {
        struct demo_place *p;
        size_t n, cap;
    } places; /* below the bureau itself */
    struct {
        struct str *p;
        size_t n, cap;
    } units;
    struct str bureau_place; /* 遂溪县 */
    struct day today;
    int serial; /* of codes and document numbers */
};

/* A valid code or number of the type's kind with the made-up division. */
struct str demo_uscc(struct demo *d, struct str head2);
struct str demo_resident_id(struct demo *d);
struct str demo_person_name(struct demo *d);
/* A name for a subject of the type in the place; serial tells equal ones apart. head_out: the first two characters of its code. */
struct str demo_subject_name(struct demo *d, const struct regime_subject_type *t, const struct demo_place *place, int nth,
                             struct str *head_out);

#endif
