/* SPDX-License-Identifier: EUPL-1.2
 * password.c — see password.h. Argon2id runs over the peppered password: a stolen table alone cannot be guessed against.
 */
#include "crypto/password.h"

#include <errno.h>
#include <sodium.h>

#include "base/arena.h"
#include "crypto/ready.h"
#include "crypto/vault.h"

enum { PEPPER_ALG = 1 }; /* keyed BLAKE2b-256 under the epoch */

const struct password_params PASSWORD_STANDARD = {3, (size_t)64 << 20};
const struct password_params PASSWORD_CHEAP = {crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN};

static void pepper(const struct vault *v, uint32_t *epoch, struct str password, uint8_t out[VAULT_PEPPER_BYTES])
{
    if (!vault_pepper(v, epoch, password, out))
        sodium_memzero(out, VAULT_PEPPER_BYTES); /* retired: nothing fits it, as slowly as ever */
}

struct str password_hash(const struct vault *v, struct arena *a, struct str password, struct password_params p)
{
    uint8_t peppered[VAULT_PEPPER_BYTES];
    char hash[crypto_pwhash_STRBYTES];
    uint32_t epoch = 0;
    pepper(v, &epoch, password, peppered);
    int rc = crypto_pwhash_str(hash, (const char *)peppered, sizeof peppered, p.passes, p.memory_bytes);
    sodium_memzero(peppered, sizeof peppered);
    if (rc != 0)
        fail(FAIL_MEMORY, "no memory for a password hash (%zu bytes)", p.memory_bytes);
    return str_fmt(a, "%d.%u%s", PEPPER_ALG, epoch, hash);
}

/* The library wants a terminated text of a fixed size. False: no hash of ours. */
static bool as_text(struct str hash, uint32_t *epoch_out, char out[crypto_pwhash_STRBYTES])
{
    struct str rest = hash, head;
    int64_t epoch = KEEPER_ROOT_PEPPER;
    if (!str_starts(hash, STR("$"))) {
        ptrdiff_t dollar = str_find(hash, STR("$"), 0);
        head = str_sub(hash, 0, dollar < 0 ? 0 : (size_t)dollar);
        if (!str_starts(head, STR("1.")) || !str_int(str_sub(head, 2, head.n), &epoch) || epoch <= 0 || epoch > KEEPER_ROOT_PEPPER)
            return false;
        rest = str_sub(hash, head.n, hash.n);
    }
    if (rest.n == 0 || rest.n >= crypto_pwhash_STRBYTES || memchr(rest.p, '\0', rest.n))
        return false;
    memset(out, 0, crypto_pwhash_STRBYTES);
    memcpy(out, rest.p, rest.n);
    *epoch_out = (uint32_t)epoch;
    return true;
}

bool password_verify(const struct vault *v, struct str password, struct str hash)
{
    uint8_t peppered[VAULT_PEPPER_BYTES];
    char text[crypto_pwhash_STRBYTES];
    uint32_t epoch;
    if (!as_text(hash, &epoch, text))
        return false;
    pepper(v, &epoch, password, peppered);
    errno = 0;
    bool ok = crypto_pwhash_str_verify(text, (const char *)peppered, sizeof peppered) == 0;
    int error = errno;
    sodium_memzero(peppered, sizeof peppered);
    if (!ok && error == ENOMEM)
        fail(FAIL_MEMORY, "no memory to verify a password"); /* not the same as a wrong one */
    return ok;
}

bool password_verify_nobody(const struct vault *v, struct str password, struct password_params p)
{
    static const unsigned char salt[crypto_pwhash_SALTBYTES];
    uint8_t peppered[VAULT_PEPPER_BYTES];
    unsigned char out[32];
    uint32_t epoch = 0;
    pepper(v, &epoch, password, peppered);
    int rc = crypto_pwhash(out, sizeof out, (const char *)peppered, sizeof peppered, salt, p.passes, p.memory_bytes,
                           crypto_pwhash_ALG_ARGON2ID13);
    sodium_memzero(peppered, sizeof peppered);
    sodium_memzero(out, sizeof out);
    if (rc != 0)
        fail(FAIL_MEMORY, "no memory for a password hash (%zu bytes)", p.memory_bytes);
    return false;
}

bool password_needs_rehash(struct str hash, uint32_t newest, struct password_params p)
{
    char text[crypto_pwhash_STRBYTES];
    uint32_t epoch;
    crypto_ready();
    return !as_text(hash, &epoch, text) || epoch != newest || crypto_pwhash_str_needs_rehash(text, p.passes, p.memory_bytes) != 0;
}

uint32_t password_epoch(struct str hash)
{
    char text[crypto_pwhash_STRBYTES];
    uint32_t epoch;
    return as_text(hash, &epoch, text) ? epoch : 0;
}
