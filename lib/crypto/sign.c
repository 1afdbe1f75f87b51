/* SPDX-License-Identifier: EUPL-1.2
 * sign.c — see sign.h.
 */
#include "crypto/sign.h"

#include <sodium.h>

#include "crypto/ready.h"

bool sign_verify(const uint8_t public_key[32], struct str message, const uint8_t signature[64])
{
    crypto_ready();
    return crypto_sign_verify_detached(signature, (const unsigned char *)message.p, message.n, public_key) == 0;
}
