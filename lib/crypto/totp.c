/* SPDX-License-Identifier: EUPL-1.2
 * totp.c — see totp.h. The steps of the window are computed one by one (liboath) and compared in constant time, so that the
 * matching step is known: it is what makes a code work only once.
 */
#include "crypto/totp.h"

#include <liboath/oath.h>
#include <sodium.h>

#include "base/arena.h"
#include "base/out.h"
#include "crypto/ready.h"
#include "crypto/token.h"

void totp_digits_of(struct str secret, uint64_t counter, char out[TOTP_DIGITS + 1])
{
    CHECK(secret.n > 0);
    int rc = oath_hotp_generate(secret.p, secret.n, counter, TOTP_DIGITS, false, OATH_HOTP_DYNAMIC_TRUNCATION, out);
    if (rc != OATH_OK)
        fail(FAIL_CONFIG, "one-time code: %s", oath_strerror(rc));
}

/* Six digits, however spaced; false for anything else. */
static bool read_code(struct str s, char out[TOTP_DIGITS + 1])
{
    size_t n = 0;
    for (size_t at = 0; at < s.n;) {
        int32_t cp = utf8_next(s, &at);
        if (cp == ' ' || cp == 0x3000 || cp == '-')
            continue;
        if (cp >= 0xFF10 && cp <= 0xFF19)
            cp -= 0xFF10 - '0';
        if (cp < '0' || cp > '9' || n == TOTP_DIGITS)
            return false;
        out[n++] = (char)cp;
    }
    out[n] = '\0';
    return n == TOTP_DIGITS;
}

uint64_t totp_counter(struct instant now)
{
    CHECK(now.us > 0);
    return (uint64_t)now.us / 1000000 / TOTP_STEP_SECONDS;
}

enum totp_verdict totp_verify(struct str secret, struct str code, struct instant now, uint64_t last_counter, uint64_t *counter_out)
{
    char given[TOTP_DIGITS + 1], right[TOTP_DIGITS + 1];
    crypto_ready();
    if (!read_code(code, given))
        return TOTP_WRONG;
    enum totp_verdict verdict = TOTP_WRONG;
    uint64_t here = totp_counter(now);
    for (uint64_t c = here ? here - 1 : 0; c <= here + 1; c++) {
        totp_digits_of(secret, c, right);
        if (sodium_memcmp(given, right, TOTP_DIGITS) != 0 || verdict == TOTP_OK)
            continue;
        verdict = c > last_counter ? TOTP_OK : TOTP_REPLAYED;
        if (verdict == TOTP_OK)
            *counter_out = c;
    }
    sodium_memzero(right, sizeof right);
    return verdict;
}

struct str totp_code(struct arena *a, struct str secret, uint64_t counter)
{
    char *p = arena_alloc(a, TOTP_DIGITS + 1);
    totp_digits_of(secret, counter, p);
    return (struct str){p, TOTP_DIGITS};
}

struct str totp_new_secret(struct arena *a)
{
    char *p = arena_alloc(a, TOTP_SECRET_BYTES);
    token_random(p, TOTP_SECRET_BYTES);
    return (struct str){p, TOTP_SECRET_BYTES};
}

struct str totp_base32(struct arena *a, struct str secret)
{
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    char *p = arena_alloc(a, secret.n * 8 / 5 + 2);
    size_t n = 0;
    uint32_t bits = 0;
    int have = 0;
    for (size_t i = 0; i < secret.n; i++) {
        bits = bits << 8 | (unsigned char)secret.p[i];
        for (have += 8; have >= 5; have -= 5)
            p[n++] = alphabet[bits >> (have - 5) & 31];
    }
    if (have > 0)
        p[n++] = alphabet[bits << (5 - have) & 31];
    return (struct str){p, n};
}

static void percent_encoded(struct out *o, struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        bool plain = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
        if (plain)
            out_char(o, (char)c);
        else
            out_fmt(o, "%%%02X", c);
    }
}

struct str totp_uri(struct arena *a, struct str issuer, struct str account, struct str secret)
{
    struct out o;
    out_to_arena(&o, a);
    out_str(&o, STR("otpauth://totp/"));
    percent_encoded(&o, issuer);
    out_char(&o, ':');
    percent_encoded(&o, account);
    out_str(&o, STR("?secret="));
    out_str(&o, totp_base32(a, secret));
    out_str(&o, STR("&issuer="));
    percent_encoded(&o, issuer);
    out_fmt(&o, "&algorithm=SHA1&digits=%d&period=%d", TOTP_DIGITS, TOTP_STEP_SECONDS);
    return out_text(&o);
}
