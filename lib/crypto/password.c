/* SPDX-License-Identifier: EUPL-1.2
 * password.c — see password.h. Argon2id runs over the peppered password: a stolen table alone cannot be guessed against.
 */
#include "crypto/password.h"

#include <errno.h>
#include <sodium.h>

#include "base/arena.h"
#include "crypto/ready.h"
#include "crypto/vault.h"

const struct password_params PASSWORD_STANDARD = {3, (size_t)64 << 20};
const struct password_params PASSWORD_CHEAP = {crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN};

struct str password_hash(const struct vault *v, struct arena *a, struct str password, struct password_params p)
{
    uint8_t peppered[VAULT_MAC_BYTES];
    char *hash = arena_alloc(a, crypto_pwhash_STRBYTES);
    vault_pepper(v, password, peppered);
    int rc = crypto_pwhash_str(hash, (const char *)peppered, sizeof peppered, p.passes, p.memory_bytes);
    sodium_memzero(peppered, sizeof peppered);
    if (rc != 0)
        fail(FAIL_MEMORY, "no memory for a password hash (%zu bytes)", p.memory_bytes);
    return str_from(hash);
}

/* The library wants a terminated text of a fixed size. */
static bool as_text(struct str hash, char out[crypto_pwhash_STRBYTES])
{
    if (hash.n == 0 || hash.n >= crypto_pwhash_STRBYTES || memchr(hash.p, '\0', hash.n))
        return false;
    memset(out, 0, crypto_pwhash_STRBYTES);
    memcpy(out, hash.p, hash.n);
    return true;
}

bool password_verify(const struct vault *v, struct str password, struct str hash)
{
    uint8_t peppered[VAULT_MAC_BYTES];
    char text[crypto_pwhash_STRBYTES];
    if (!as_text(hash, text))
        return false;
    vault_pepper(v, password, peppered);
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
    uint8_t peppered[VAULT_MAC_BYTES];
    unsigned char out[32];
    vault_pepper(v, password, peppered);
    int rc = crypto_pwhash(out, sizeof out, (const char *)peppered, sizeof peppered, salt, p.passes, p.memory_bytes,
                           crypto_pwhash_ALG_ARGON2ID13);
    sodium_memzero(peppered, sizeof peppered);
    sodium_memzero(out, sizeof out);
    if (rc != 0)
        fail(FAIL_MEMORY, "no memory for a password hash (%zu bytes)", p.memory_bytes);
    return false;
}

bool password_needs_rehash(struct str hash, struct password_params p)
{
    char text[crypto_pwhash_STRBYTES];
    crypto_ready();
    return !as_text(hash, text) || crypto_pwhash_str_needs_rehash(text, p.passes, p.memory_bytes) != 0;
}
