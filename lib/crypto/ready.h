/* SPDX-License-Identifier: EUPL-1.2
 * ready.h — libsodium started before the first use, whichever file of this room comes first. For this room only.
 */
#ifndef CRYPTO_READY_H
#define CRYPTO_READY_H

void crypto_ready(void);

#endif
