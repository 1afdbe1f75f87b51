/* SPDX-License-Identifier: EUPL-1.2
 * ready.c — see ready.h. The flag only saves the library's lock; it says nothing about a request.
 */
#include "crypto/ready.h"

#include <sodium.h>
#include <stdbool.h>

#include "base/check.h"

void crypto_ready(void)
{
    static bool done;
    if (done)
        return;
    if (sodium_init() < 0)
        fail(FAIL_CONFIG, "libsodium does not start");
    done = true;
}
