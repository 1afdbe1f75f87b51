/* SPDX-License-Identifier: EUPL-1.2
 * keeper_frame_fuzz.c — the keeper's side of its protocol: a class of programs, then frame after frame as a hostile peer may send
 * them; the last one may be short and is then filled with zeros. Every answer must be a frame that a client takes, a refusal must
 * carry nothing, what was opened must have a line in the usage log, and a line must follow from the one before.
 */
#include <sodium.h>

#include "base/check.h"
#include "crypto/keeper_guard.h"
#include "crypto/ready.h"

static struct vault_keys *some_keys(void)
{
    static struct vault_keys *k;
    if (!k) {
        crypto_ready();
        k = sodium_malloc(sizeof *k);
        memset(k, 7, sizeof *k);
    }
    sodium_mprotect_readwrite(k);
    k->n_epochs = 2;
    k->epochs[0].number = 1;
    k->epochs[1].number = 2;
    return k;
}

static void answer(struct keeper_guard *g, struct keeper_guard *reader, const struct keeper_peer *who, const uint8_t *frame)
{
    uint8_t reply[KEEPER_FRAME];
    char line[KEEPER_LINE_MOST];
    size_t n;
    struct keeper_msg m, in;
    bool decodes = keeper_decode(frame, &in);
    bool taken = keeper_guard_answer(g, who, (struct instant){1773662400000000}, frame, reply, line, &n);
    CHECK(taken == decodes);
    if (!taken)
        return;
    CHECK(keeper_client_read(reply, in.op, &m));
    CHECK(m.verdict == KEEPER_OK || (m.data_n == 0 && m.number == 0));
    bool opened = m.verdict == KEEPER_OK && (m.op == KEEPER_OPEN || m.op == KEEPER_OPEN_KEY || m.op == KEEPER_TOTP_CODE);
    CHECK(!opened || n > 0);
    CHECK(n < KEEPER_LINE_MOST);
    if (n) {
        CHECK(line[n - 1] == '\n' && memchr(line, '\n', n) == line + n - 1);
        CHECK(keeper_guard_follow(reader, (struct str){line, n - 1}));
    }
    CHECK(g->keys->n_epochs >= 1 && g->keys->n_epochs <= VAULT_MOST_EPOCHS);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct keeper_guard g, reader;
    if (size == 0)
        return 0;
    struct keeper_peer who = {(enum keeper_class)(data[0] % KEEPER_CLASSES), 77, 1001};
    CHECK(keeper_guard_init(&g, some_keys(), STR("staff 2/3")));
    CHECK(keeper_guard_init(&reader, g.keys, STR_NONE));
    g.demonstration = data[0] & 0x80;
    for (size_t at = 1; at < size; at += KEEPER_FRAME) {
        uint8_t frame[KEEPER_FRAME] = {0};
        memcpy(frame, data + at, size - at < KEEPER_FRAME ? size - at : KEEPER_FRAME);
        answer(&g, &reader, &who, frame);
    }
    return 0;
}
