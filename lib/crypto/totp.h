/* SPDX-License-Identifier: EUPL-1.2
 * totp.h — the second factor (RFC 6238, SHA-1, 6 digits, 30 s, one step either way for clocks that are off). A code works once: the
 * caller keeps the counter of the last accepted code and writes the new one in a guarded UPDATE with the login itself.
 * Secrets are sealed by the vault between uses; this file sees them for one call.
 */
#ifndef CRYPTO_TOTP_H
#define CRYPTO_TOTP_H

#include "base/check.h"
#include "base/date.h"

enum { TOTP_SECRET_BYTES = 20, TOTP_STEP_SECONDS = 30, TOTP_DIGITS = 6 };

enum totp_verdict {
    TOTP_OK,
    TOTP_WRONG,
    TOTP_REPLAYED, /* right, but of a step already used */
};

/* last_counter: 0 before the first login. code: blanks inside are allowed ("123 456"), full-width digits too. */
MUST_USE enum totp_verdict totp_verify(struct str secret, struct str code, struct instant now, uint64_t last_counter,
                                       uint64_t *counter_out);
struct str totp_code(struct arena *a, struct str secret, uint64_t counter); /* for tests and the demonstration */
void totp_digits_of(struct str secret, uint64_t counter, char out[TOTP_DIGITS + 1]);
uint64_t totp_counter(struct instant now);

struct str totp_new_secret(struct arena *a);                /* 20 random bytes */
struct str totp_base32(struct arena *a, struct str secret); /* RFC 4648, no padding: to type into an authenticator */
/* otpauth://totp/ISSUER:ACCOUNT?secret=…&issuer=… , percent-encoded: the text of the QR code. */
struct str totp_uri(struct arena *a, struct str issuer, struct str account, struct str secret);

#endif
