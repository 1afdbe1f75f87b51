/* SPDX-License-Identifier: EUPL-1.2
 * audit_words.h — the words that the log of acts shows for its codes: actions ("round.approve") and kinds of objects. A code
 * without a word is shown as it is.
 */
#ifndef STAFF_AUDIT_WORDS_H
#define STAFF_AUDIT_WORDS_H

#include "views/form.h"

struct arena;

struct str audit_action_word(struct str action);
struct str audit_object_word(struct str object_type);
/* The filter: all, then a choice for each kind of act; the values are what actions begin with. */
struct choice audit_action_choice(struct arena *a, struct str chosen);

#endif
