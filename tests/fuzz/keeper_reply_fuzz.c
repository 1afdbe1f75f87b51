/* SPDX-License-Identifier: EUPL-1.2
 * keeper_reply_fuzz.c — a client's side: bytes that pretend to come from the keeper, for each of the vault's calls. Whatever they
 * are, the call ends with a verdict or with fail(FAIL_KEEPER | FAIL_LIMIT), and hands out nothing longer than a frame holds.
 */
#include <sodium.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/check.h"
#include "crypto/ready.h"
#include "crypto/vault_impl.h"
#include "crypto/vault_many.h"

enum { CALLS = 12 };

static void call(const struct vault *v, struct arena *a, unsigned which)
{
    struct vault_field f = {STR("a.b"), 7};
    struct str out = STR_NONE, blob = {"\1\0\0\0\1aaaaaaaaaaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbcccc", 50};
    struct vault_indexes x = {0};
    struct sign_key key;
    uint8_t bytes[VAULT_MAC_BYTES + SIGN_BYTES];
    uint64_t counter;
    uint32_t epoch = 0;
    bool held;
    enum vault_verdict verdict = VAULT_OK;
    switch (which % CALLS) {
    case 0:
        out = vault_seal(v, a, f, STR("x"));
        break;
    case 1:
        verdict = vault_open_field(v, a, f, blob, &out);
        break;
    case 2:
        vault_index(v, STR("a"), STR("x"), &x);
        CHECK(x.n >= 1 && x.n <= VAULT_INDEX_EPOCHS);
        break;
    case 3:
        vault_mac(v, STR("a"), STR("x"), bytes);
        break;
    case 4:
        held = vault_pepper(v, &epoch, STR("x"), bytes);
        (void)held;
        break;
    case 5:
        CHECK(vault_totp(v, f, blob, STR("123456"), (struct instant){1}, 0, &counter) <= TOTP_REPLAYED);
        break;
    case 6:
        vault_sign(v, STR("notice"), STR("x"), bytes);
        break;
    case 7:
        vault_public_key(v, STR("notice"), &key);
        break;
    case 8:
        out = vault_seal_bytes(v, a, f, STR("x"));
        break;
    case 9:
        verdict = vault_open_bytes(v, a, f, vault_seal_bytes(v, a, f, STR("x")), &out);
        break;
    case 10:
        CHECK(vault_epochs(v).n <= VAULT_INDEX_EPOCHS);
        break;
    case 11:
        held = vault_totp_code(v, a, f, blob, 1, &out);
        (void)held;
        break;
    }
    CHECK(out.n <= KEEPER_FRAME && verdict <= VAULT_REFUSED);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena *a;
    int pair[2];
    struct fail_frame f;
    if (size < 1 || size > 8 * KEEPER_FRAME || socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0)
        return 0;
    if (!a)
        a = arena_new((size_t)16 << 20);
    arena_reset(a);
    struct vault *v = vault_connected(a, pair[0]);
    ssize_t sent = send(pair[1], data + 1, size - 1, MSG_NOSIGNAL);
    shutdown(pair[1], SHUT_WR); /* nothing more will come: the client need not wait */
    if (FAIL_CATCH(&f)) {
        CHECK(f.kind == FAIL_KEEPER || f.kind == FAIL_LIMIT);
    } else {
        if (sent >= 0)
            call(v, a, data[0]);
        fail_leave(&f);
    }
    vault_close(&v);
    close(pair[1]);
    return 0;
}
