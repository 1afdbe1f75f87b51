/* SPDX-License-Identifier: EUPL-1.2
 * proof.c — writing and checking proofs; see proof.h. Reading is in proof_read.c.
 */
#include "notice/proof.h"

#include "base/arena.h"
#include "base/jsonw.h"
#include "crypto/digest.h"

static const struct str MARK = STR_INIT("{\"format\":\"" PROOF_FORMAT "\",");

struct str proof_fingerprint(struct arena *a, const struct sign_key *key)
{
    return str_sub(digest_hex_of(a, (struct str){(const char *)key->key, sizeof key->key}), 0, 32);
}

static void text_member(struct jsonw *j, const char *key, struct str value)
{
    jsonw_key(j, key);
    jsonw_text(j, value);
}

struct str proof_message(struct arena *a, const struct proof *p)
{
    struct out o;
    out_to_arena(&o, a);
    struct jsonw j = jsonw_to(&o);
    jsonw_open(&j, '{');
    text_member(&j, "format", STR(PROOF_FORMAT));
    text_member(&j, "purpose", p->purpose);
    text_member(&j, "bureau", p->bureau);
    text_member(&j, "kind", p->kind);
    text_member(&j, "number", p->number);
    text_member(&j, "title", p->title);
    text_member(&j, "issued", p->issued);
    text_member(&j, "content", p->content);
    jsonw_key(&j, "files");
    jsonw_open(&j, '[');
    for (size_t i = 0; i < p->n; i++) {
        jsonw_open(&j, '{');
        text_member(&j, "name", p->files[i].name);
        text_member(&j, "hash", p->files[i].hash);
        jsonw_close(&j, '}');
    }
    jsonw_close(&j, ']');
    text_member(&j, "key", p->key);
    return out_text(&o);
}

struct str proof_text(struct arena *a, const struct proof *p)
{
    struct str message = proof_message(a, p), signature = str_hex(a, p->signature, sizeof p->signature);
    return str_fmt(a, "%.*s,\"signature\":\"%.*s\"}", STR_ARG(message), STR_ARG(signature));
}

bool proof_find(struct str file, size_t *at_out, size_t *n_out)
{
    ptrdiff_t at = -1;
    for (ptrdiff_t next = 0; (next = str_find(file, MARK, (size_t)next)) >= 0; next++)
        at = next;
    if (at < 0)
        return false;
    ptrdiff_t end = str_find(file, STR("\n"), (size_t)at);
    *at_out = (size_t)at;
    *n_out = (end < 0 ? file.n : (size_t)end) - (size_t)at;
    return true;
}

struct str proof_hash(struct arena *a, struct str file, size_t at, size_t n)
{
    struct digest d;
    uint8_t hash[DIGEST_BYTES];
    CHECK(at + n <= file.n);
    digest_init(&d);
    digest_update(&d, file.p, at);
    digest_update(&d, file.p + at + n, file.n - at - n);
    digest_final(&d, hash);
    return str_hex(a, hash, sizeof hash);
}

enum proof_verdict proof_verify(struct arena *a, const struct sign_key *keys, size_t n, const struct proof *p)
{
    switch (sign_verify(keys, n, proof_message(a, p), p->signature)) {
    case SIGN_GOOD:
        for (size_t i = 0; i < n; i++) /* the printed fingerprint must be that of the key that signed */
            if (str_eq(proof_fingerprint(a, &keys[i]), p->key))
                return PROOF_VALID;
        return PROOF_FORGED;
    case SIGN_WRONG:
        for (size_t i = 0; i < n; i++)
            if (str_eq(proof_fingerprint(a, &keys[i]), p->key))
                return PROOF_FORGED;
        return PROOF_UNKNOWN_KEY; /* another bureau's key of the same epoch */
    case SIGN_NO_KEY:
        return PROOF_UNKNOWN_KEY;
    case SIGN_BAD_FORMAT:
        return PROOF_FORGED;
    }
    return PROOF_MALFORMED;
}

enum proof_verdict proof_verify_file(struct arena *a, const struct sign_key *keys, size_t n, const struct proof *p, struct str file,
                                     const struct proof_file **found_out)
{
    size_t at = 0, len = 0;
    *found_out = NULL;
    enum proof_verdict v = proof_verify(a, keys, n, p);
    if (v != PROOF_VALID)
        return v;
    bool inside = proof_find(file, &at, &len);
    struct str whole = proof_hash(a, file, 0, 0), rest = inside ? proof_hash(a, file, at, len) : whole;
    bool own = inside && str_eq(str_sub(file, at, at + len), proof_text(a, p));
    for (size_t i = 0; i < p->n; i++)
        if (str_eq(p->files[i].hash, whole) || (own && str_eq(p->files[i].hash, rest)))
            *found_out = &p->files[i];
    return *found_out ? PROOF_VALID : PROOF_ALTERED;
}
