/* SPDX-License-Identifier: EUPL-1.2
 * clock.h — the only place that reads the clock. Programs read it once per request or job and pass the value on.
 * A demonstration instance may run on another day: clock_shift() is refused unless the instance is marked as one.
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include "base/date.h"

struct instant clock_now(void);
/* Milliseconds that never go backwards: for time-outs and rates only. */
int64_t clock_monotonic_ms(void);
/* Adds days to every clock_now() of this process. False (and no effect) unless demonstration is true. */
bool clock_shift(int32_t days, bool demonstration);

#endif
