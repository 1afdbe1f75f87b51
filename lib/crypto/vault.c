/* SPDX-License-Identifier: EUPL-1.2
 * vault.c — the door: each call becomes a message of keeper_wire.h, answered by the keys in this process (vault_run.c) or by the
 * keeper (keeper_client.c). vault_bytes.c has the documents, vault_file.c the key file.
 */
#include "crypto/vault.h"

#include <sodium.h>
#include <string.h>

#include "base/arena.h"
#include "base/date.h"
#include "crypto/ready.h"
#include "crypto/totp.h"
#include "crypto/vault_impl.h"
#include "crypto/vault_many.h"

struct vault {
    struct vault_keys *keys; /* either these … */
    struct keeper_client *keeper;
};

struct vault *vault_open(struct arena *a, struct str key_file_path)
{
    struct vault *v = ARENA_NEW(a, struct vault);
    v->keys = vault_keys_read(key_file_path);
    sodium_mprotect_readonly(v->keys);
    return v;
}

struct vault *vault_connect(struct arena *a, struct str keeper_socket_path)
{
    struct vault *v = ARENA_NEW(a, struct vault);
    crypto_ready();
    v->keeper = keeper_client_new(a, keeper_socket_path);
    return v;
}

struct vault *vault_connected(struct arena *a, int fd)
{
    struct vault *v = vault_connect(a, STR("open already"));
    keeper_client_use(v->keeper, fd);
    return v;
}

void vault_close(struct vault **v)
{
    if (*v && (*v)->keys)
        sodium_free((*v)->keys); /* wipes */
    else if (*v)
        keeper_client_close((*v)->keeper);
    *v = NULL;
}

/* Each message is replaced by its reply. */
static void call(const struct vault *v, struct keeper_msg *m, size_t n)
{
    if (v->keys) {
        struct keeper_msg reply;
        for (size_t i = 0; i < n; i++) {
            vault_run(v->keys, &m[i], &reply);
            m[i] = reply;
        }
        sodium_memzero(&reply, sizeof reply);
    } else {
        keeper_client_call(v->keeper, m, n);
    }
    for (size_t i = 0; i < n; i++) {
        enum keeper_verdict said = m[i].verdict;
        if (said == KEEPER_CAPPED)
            fail(FAIL_LIMIT, "the keeper: this program has opened as many fields as it may for now");
        if (said == KEEPER_UNAVAILABLE)
            fail(FAIL_KEEPER, "the keeper cannot do operation %d now", m[i].op);
        if (said == KEEPER_FORBIDDEN)
            fail(FAIL_KEEPER, "the keeper: operation %d is not for this program", m[i].op);
        if (said == KEEPER_BAD_REQUEST)
            fail(FAIL_KEEPER, "the keeper does not understand operation %d", m[i].op);
    }
}

static struct keeper_msg message(enum keeper_op op, struct str name)
{
    struct keeper_msg m = {.op = (uint8_t)op};
    CHECK(keeper_set_name(&m, name));
    return m;
}

/* Longer than a frame: its digest, and a key for digests. */
static void put_hashed(struct keeper_msg *m, struct str value)
{
    if (keeper_put(m, value.p, value.n))
        return;
    uint8_t digest[64];
    crypto_generichash(digest, sizeof digest, (const unsigned char *)value.p, value.n, NULL, 0);
    keeper_put(m, digest, sizeof digest);
    m->row = 1;
}

static struct str taken(struct arena *a, const struct keeper_msg *m)
{
    return str_dup(a, (struct str){(const char *)m->data, m->data_n});
}

static enum vault_verdict verdict_of(const struct keeper_msg *m)
{
    return (enum vault_verdict)m->verdict;
}

/* --- epochs --- */

struct vault_epochs vault_epochs(const struct vault *v)
{
    struct vault_epochs e = {0};
    struct keeper_msg m = message(KEEPER_STATUS, STR_NONE);
    call(v, &m, 1);
    for (const uint8_t *p = m.data; p + 4 <= m.data + m.data_n && e.n < VAULT_INDEX_EPOCHS; p += 4)
        e.p[e.n++] = (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
    if (e.n == 0)
        fail(FAIL_KEEPER, "the keeper holds no epoch");
    return e;
}

uint32_t vault_epoch(const struct vault *v)
{
    struct vault_epochs e = vault_epochs(v);
    return e.p[e.n - 1];
}

bool vault_blob_epoch(struct str blob, uint32_t *epoch_out)
{
    const unsigned char *p = (const unsigned char *)blob.p;
    if (blob.n < VAULT_SEAL_OVERHEAD || (p[0] != VAULT_ALG_FIELD && p[0] != VAULT_ALG_DOCUMENT))
        return false;
    *epoch_out = (uint32_t)p[1] << 24 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 8 | p[4];
    return true;
}

void vault_settle(const struct vault *v)
{
    vault_epochs(v);
    if (v->keeper)
        keeper_client_settle(v->keeper);
}

/* --- many at once --- */

static void write_task(struct keeper_msg *m, const struct vault_task *t)
{
    static const enum keeper_op ops[] = {KEEPER_SEAL, KEEPER_OPEN, KEEPER_INDEX, KEEPER_RESEAL, KEEPER_REINDEX};
    *m = message(ops[t->kind], t->where.table_column);
    if (t->kind == VAULT_TASK_INDEX) {
        put_hashed(m, t->in);
        return;
    }
    m->row = t->where.row_id;
    bool fits = keeper_put(m, t->in.p, t->in.n);
    if (t->kind == VAULT_TASK_REINDEX) {
        m->split = m->data_n;
        fits = fits && keeper_put(m, t->prefix.p, t->prefix.n);
    }
    CHECK(fits || t->kind != VAULT_TASK_SEAL);
    if (!fits) /* longer than any blob: whatever it is, nobody sealed it */
        m->data_n = m->split = 0;
}

static void read_task(struct arena *a, const struct keeper_msg *m, struct vault_task *t)
{
    bool must = t->kind == VAULT_TASK_SEAL || t->kind == VAULT_TASK_INDEX; /* no outcome of theirs is a caller's business */
    t->verdict = verdict_of(m);
    t->out = STR_NONE;
    t->indexes.n = 0;
    if (must && (t->verdict != VAULT_OK || (t->kind == VAULT_TASK_SEAL && m->data_n != t->in.n + VAULT_SEAL_OVERHEAD)))
        fail(FAIL_KEEPER, "the keeper does not answer operation %d", m->op);
    if (t->verdict != VAULT_OK)
        return;
    if (t->kind != VAULT_TASK_INDEX && t->kind != VAULT_TASK_REINDEX) {
        t->out = taken(a, m);
        return;
    }
    t->indexes.n = m->data_n / VAULT_INDEX_BYTES;
    if (t->indexes.n == 0 || t->indexes.n > VAULT_INDEX_EPOCHS)
        fail(FAIL_KEEPER, "the keeper gives no index");
    memcpy(t->indexes.p, m->data, t->indexes.n * VAULT_INDEX_BYTES);
}

void vault_many(const struct vault *v, struct arena *a, struct vault_task *tasks, size_t n)
{
    struct keeper_msg m[KEEPER_WINDOW];
    for (size_t at = 0; at < n; at += KEEPER_WINDOW) {
        size_t k = n - at < KEEPER_WINDOW ? n - at : KEEPER_WINDOW;
        for (size_t i = 0; i < k; i++)
            write_task(&m[i], &tasks[at + i]);
        call(v, m, k);
        for (size_t i = 0; i < k; i++)
            read_task(a, &m[i], &tasks[at + i]);
        sodium_memzero(m, k * sizeof *m);
    }
}

/* --- fields --- */

struct str vault_seal(const struct vault *v, struct arena *a, struct vault_field where, struct str plaintext)
{
    if (plaintext.n > VAULT_FIELD_MOST)
        return vault_seal_bytes(v, a, where, plaintext);
    struct vault_task t = {.kind = VAULT_TASK_SEAL, .where = where, .in = plaintext};
    vault_many(v, a, &t, 1);
    return t.out;
}

enum vault_verdict vault_open_field(const struct vault *v, struct arena *a, struct vault_field where, struct str blob,
                                    struct str *plaintext_out)
{
    if (blob.n > VAULT_FIELD_MOST + VAULT_SEAL_OVERHEAD)
        return vault_open_bytes(v, a, where, blob, plaintext_out);
    struct vault_task t = {.kind = VAULT_TASK_OPEN, .where = where, .in = blob};
    vault_many(v, a, &t, 1);
    *plaintext_out = t.out;
    return t.verdict;
}

/* --- document keys, for vault_bytes.c --- */

void vault_new_key(const struct vault *v, struct vault_field where, uint8_t key[VAULT_KEY_BYTES], uint8_t sealed[VAULT_WRAPPED])
{
    struct keeper_msg m = message(KEEPER_NEW_KEY, where.table_column);
    m.row = where.row_id;
    call(v, &m, 1);
    if (m.verdict != KEEPER_OK || m.data_n != VAULT_KEY_BYTES + VAULT_WRAPPED)
        fail(FAIL_KEEPER, "the keeper gives no key for a document");
    memcpy(key, m.data, VAULT_KEY_BYTES);
    memcpy(sealed, m.data + VAULT_KEY_BYTES, VAULT_WRAPPED);
    sodium_memzero(&m, sizeof m);
}

enum vault_verdict vault_open_key(const struct vault *v, struct vault_field where, struct str sealed, uint8_t key[VAULT_KEY_BYTES])
{
    struct keeper_msg m = message(KEEPER_OPEN_KEY, where.table_column);
    m.row = where.row_id;
    CHECK(keeper_put(&m, sealed.p, sealed.n));
    call(v, &m, 1);
    enum vault_verdict verdict = verdict_of(&m);
    if (verdict == VAULT_OK && m.data_n != VAULT_KEY_BYTES)
        verdict = VAULT_BAD_FORMAT;
    if (verdict == VAULT_OK)
        memcpy(key, m.data, VAULT_KEY_BYTES);
    sodium_memzero(&m, sizeof m);
    return verdict;
}

/* --- keyed hashes --- */

void vault_index(const struct vault *v, struct str purpose, struct str normalised, struct vault_indexes *out)
{
    struct vault_task t = {.kind = VAULT_TASK_INDEX, .where = {.table_column = purpose}, .in = normalised};
    vault_many(v, NULL, &t, 1);
    *out = t.indexes;
}

static bool mac_of(const struct vault *v, struct str purpose, struct str message_bytes, uint32_t epoch,
                   uint8_t out[VAULT_MAC_BYTES])
{
    struct keeper_msg m = message(KEEPER_MAC, purpose);
    m.number = epoch;
    put_hashed(&m, message_bytes);
    call(v, &m, 1);
    if (m.verdict != KEEPER_OK || m.data_n != VAULT_MAC_BYTES)
        return false;
    memcpy(out, m.data, VAULT_MAC_BYTES);
    return true;
}

void vault_mac(const struct vault *v, struct str purpose, struct str message_bytes, uint8_t out[VAULT_MAC_BYTES])
{
    if (!mac_of(v, purpose, message_bytes, 0, out))
        fail(FAIL_KEEPER, "the keeper gives no keyed hash");
}

bool vault_mac_fits(const struct vault *v, struct str purpose, struct str message_bytes, const uint8_t mac[VAULT_MAC_BYTES])
{
    uint8_t right[VAULT_MAC_BYTES];
    uint32_t epoch = (uint32_t)mac[1] << 24 | (uint32_t)mac[2] << 16 | (uint32_t)mac[3] << 8 | mac[4];
    if (mac[0] != VAULT_ALG_KEYED || epoch == 0)
        return false;
    return mac_of(v, purpose, message_bytes, epoch, right) && sodium_memcmp(mac, right, sizeof right) == 0;
}

bool vault_pepper(const struct vault *v, uint32_t *epoch, struct str password, uint8_t out[VAULT_PEPPER_BYTES])
{
    struct keeper_msg m = message(KEEPER_PEPPER, STR_NONE);
    m.number = *epoch;
    put_hashed(&m, password);
    call(v, &m, 1);
    bool held = m.verdict == KEEPER_OK && m.data_n == VAULT_PEPPER_BYTES;
    if (held) {
        memcpy(out, m.data, VAULT_PEPPER_BYTES);
        *epoch = (uint32_t)m.number;
    }
    sodium_memzero(&m, sizeof m);
    return held;
}

/* --- one-time codes --- */

enum totp_verdict vault_totp(const struct vault *v, struct vault_field where, struct str sealed_seed, struct str code,
                             struct instant now, uint64_t last_counter, uint64_t *counter_out)
{
    struct keeper_msg m = message(KEEPER_TOTP, where.table_column);
    m.row = where.row_id;
    m.number = last_counter;
    m.time = (uint64_t)now.us;
    if (sealed_seed.n == 0 || !keeper_put(&m, sealed_seed.p, sealed_seed.n))
        return TOTP_WRONG;
    m.split = m.data_n;
    if (!keeper_put(&m, code.p, code.n))
        return TOTP_WRONG;
    call(v, &m, 1);
    if (m.verdict != KEEPER_OK || m.data_n != 1)
        return TOTP_WRONG;
    *counter_out = m.number;
    return m.data[0] == TOTP_OK ? TOTP_OK : m.data[0] == TOTP_REPLAYED ? TOTP_REPLAYED : TOTP_WRONG;
}

bool vault_totp_code(const struct vault *v, struct arena *a, struct vault_field where, struct str sealed_seed, uint64_t counter,
                     struct str *code_out)
{
    struct keeper_msg m = message(KEEPER_TOTP_CODE, where.table_column);
    m.row = where.row_id;
    m.number = counter;
    if (!keeper_put(&m, sealed_seed.p, sealed_seed.n))
        return false;
    call(v, &m, 1);
    *code_out = taken(a, &m);
    return m.verdict == KEEPER_OK && m.data_n == TOTP_DIGITS;
}

/* --- signatures --- */

void vault_sign(const struct vault *v, struct str purpose, struct str message_bytes, uint8_t out[SIGN_BYTES])
{
    uint8_t digest[SIGN_DIGEST_BYTES];
    struct keeper_msg m = message(KEEPER_SIGN, purpose);
    sign_digest(message_bytes, digest);
    keeper_put(&m, digest, sizeof digest);
    call(v, &m, 1);
    if (m.verdict != KEEPER_OK || m.data_n != SIGN_BYTES)
        fail(FAIL_KEEPER, "the keeper does not sign");
    memcpy(out, m.data, SIGN_BYTES);
}

void vault_public_key(const struct vault *v, struct str purpose, struct sign_key *out)
{
    struct keeper_msg m = message(KEEPER_PUBLIC_KEY, purpose);
    call(v, &m, 1);
    if (m.verdict != KEEPER_OK || m.data_n != SIGN_PUBLIC_KEY_BYTES)
        fail(FAIL_KEEPER, "the keeper has no key to sign with");
    *out = (struct sign_key){.epoch = (uint32_t)m.number, .alg = SIGN_ALG_ED25519};
    memcpy(out->key, m.data, SIGN_PUBLIC_KEY_BYTES);
}

/* --- the operator --- */

void vault_tell_epochs(const struct vault *v, struct str key_file_path)
{
    if (v->keys)
        return;
    struct vault_keys *k = vault_keys_read(key_file_path);
    struct fail_frame f;
    if (FAIL_CATCH(&f)) {
        sodium_free(k);
        fail(f.kind, "%s", f.message);
    }
    struct vault_epochs held = vault_epochs(v);
    for (size_t i = 0; i < k->n_epochs; i++) {
        bool has = false;
        for (size_t j = 0; j < held.n; j++)
            has = has || held.p[j] == k->epochs[i].number;
        if (has)
            continue;
        struct keeper_msg m = message(KEEPER_ADD_EPOCH, STR_NONE);
        m.number = k->epochs[i].number;
        keeper_put(&m, k->epochs[i].master, VAULT_KEY_BYTES);
        call(v, &m, 1); /* the reply takes its place */
        if (m.verdict != KEEPER_OK)
            fail(FAIL_KEEPER, "the keeper does not take epoch %u", k->epochs[i].number);
    }
    fail_leave(&f);
    sodium_free(k);
}

bool vault_tell_retired(const struct vault *v, uint32_t epoch)
{
    struct keeper_msg m = message(KEEPER_DROP_EPOCH, STR_NONE);
    m.number = epoch;
    if (v->keys)
        return true;
    call(v, &m, 1);
    return m.verdict == KEEPER_OK || m.verdict == KEEPER_UNKNOWN_EPOCH;
}
