/* SPDX-License-Identifier: EUPL-1.2
 * sandbox_probe.h — tries the sandbox: one child for each forbidden thing, which must die of it. For the tests and for
 * `PROGRAM --check`; a process that is in a sandbox already cannot ask (it may not fork).
 */
#ifndef SANDBOX_PROBE_H
#define SANDBOX_PROBE_H

#include "sandbox/sandbox.h"

struct out;

/* Writes a line for each thing that was not answered by death; true: all were. tried_out: how many were tried, may be NULL. */
bool sandbox_probe(enum sandbox_kind kind, struct out *report, size_t *tried_out);

#endif
