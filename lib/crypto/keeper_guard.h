/* SPDX-License-Identifier: EUPL-1.2
 * keeper_guard.h — what the keeper allows: which class of programs may ask for which operation, how many fields it may open, and
 * the line of the usage log for each one opened. From frame to frame; it knows no socket and no file (cgi-bin/keeper has them), so
 * that tests and the fuzzer drive it as it is. Times are parameters.
 *
 * A line of the usage log: time, class, pid, uid, operation, column, keyed hash of column and row, verdict, chain. The chain is a
 * keyed hash over the line before and this one, so that whoever has not the keys can neither change nor take out a line; that the
 * end was cut off shows against a copy only.
 */
#ifndef CRYPTO_KEEPER_GUARD_H
#define CRYPTO_KEEPER_GUARD_H

#include "base/date.h"
#include "crypto/vault_impl.h"

enum keeper_class { KEEPER_STAFF, KEEPER_WORKER, KEEPER_CTL, KEEPER_CLASSES };
extern const struct str KEEPER_CLASS_NAMES[KEEPER_CLASSES]; /* staff, worker, ctl */

struct keeper_peer {
    enum keeper_class class;
    int pid, uid;
};

struct keeper_cap {
    int64_t minute, day; /* openings; 0: no limit */
};
enum { KEEPER_WINDOWS = 2 };
struct keeper_used {
    int64_t window[KEEPER_WINDOWS], n[KEEPER_WINDOWS]; /* of the minute and of the day */
    bool told;                                         /* that the cap was reached, in this minute */
};

/* One-time codes asked about: few a minute for each seed, or a program that was taken over would guess them in seconds. Seeds share
 * places; who is refused for another's sake waits a minute. */
enum { KEEPER_TRIES_MOST = 10, KEEPER_TRIES_PLACES = 1024 };
struct keeper_tries {
    int64_t minute, n;
};

enum { KEEPER_CHAIN_BYTES = 16, KEEPER_LINE_MOST = 320 };
struct keeper_guard {
    struct vault_keys *keys; /* in sodium_malloc memory, write-protected but while an epoch comes or goes */
    bool demonstration;
    struct keeper_cap caps[KEEPER_CLASSES];
    struct keeper_used used[KEEPER_CLASSES];
    struct keeper_tries tries[KEEPER_TRIES_PLACES];
    uint8_t log_key[VAULT_KEY_BYTES], chain[KEEPER_CHAIN_BYTES];
};

/* Caps are those of "staff 300/20000, worker 600/20000" (openings a minute and a day; ctl has none) where caps says nothing else.
 * False: caps is malformed. */
MUST_USE bool keeper_guard_init(struct keeper_guard *g, struct vault_keys *keys, struct str caps);
void keeper_guard_wipe(struct keeper_guard *g);

/* Answers one frame. line_out: what must be durable in the usage log before the reply leaves; *line_n 0: nothing. False: not a
 * request of this protocol: hang up. */
MUST_USE bool keeper_guard_answer(struct keeper_guard *g, const struct keeper_peer *who, struct instant now,
                                  const uint8_t request[KEEPER_FRAME], uint8_t reply[KEEPER_FRAME], char line_out[KEEPER_LINE_MOST],
                                  size_t *line_n);

/* Checks one line (without its end) and takes its chain as the new end. False: it does not follow from the line before. */
MUST_USE bool keeper_guard_follow(struct keeper_guard *g, struct str line);
/* After keeper_guard_follow(): a line of today counts for the cap of the day, so that a restart is no second helping. */
void keeper_guard_recall(struct keeper_guard *g, struct instant now, struct str line);
/* A line about the keeper itself: started, cap reached. Returns its length. */
size_t keeper_guard_note(struct keeper_guard *g, struct instant now, const char *what, char line_out[KEEPER_LINE_MOST]);

#endif
