/* SPDX-License-Identifier: EUPL-1.2
 * sign.h — checking an Ed25519 signature; needs no secret, so any program may. Signing is vault_sign().
 */
#ifndef CRYPTO_SIGN_H
#define CRYPTO_SIGN_H

#include "base/check.h"
#include "base/str.h"

MUST_USE bool sign_verify(const uint8_t public_key[32], struct str message, const uint8_t signature[64]);

#endif
