/* SPDX-License-Identifier: EUPL-1.2
 * ring.c — a file of the linter's own corpus.
 */
#include "crypto/a.h"
#include <fcgiapp.h>
