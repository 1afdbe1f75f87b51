/* SPDX-License-Identifier: EUPL-1.2
 * clock.c — see clock.h. The shift is a property of the process, set once from its configuration.
 */
#include "base/clock.h"

static int64_t shift_us;

struct instant clock_now(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_REALTIME, &ts);
    return (struct instant){(int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000 + shift_us};
}

int64_t clock_monotonic_ms(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

bool clock_shift(int32_t days, bool demonstration)
{
    if (!demonstration)
        return false;
    shift_us = (int64_t)days * 86400 * 1000000;
    return true;
}
