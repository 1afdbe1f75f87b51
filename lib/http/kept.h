/* SPDX-License-Identifier: EUPL-1.2
 * kept.h — answers that a process wrote before and sends again while nothing has happened in the portal. The caller reads the stamp
 * from the database on each request: it grows with every act, in the act's own transaction, so a withdrawn record is gone with the
 * next request. An answer of another day is never sent, nor one that is older than half a minute (an import commits in parts and
 * signs at its end). Per process, a few hundred answers, public ones only. Called by lookup and query.
 */
#ifndef HTTP_KEPT_H
#define HTTP_KEPT_H

#include "base/check.h"
#include "http/response.h"

enum { KEPT_ANSWERS = 256 };

struct kept_answer { /* true while stamp and day are the same */
    struct arena *arena;
    struct str key, type, body, etag;
    struct http_pairs headers;
    int64_t stamp, read_at, seconds;
    struct day today;
    bool open_data;
};
struct kept {
    struct kept_answer p[KEPT_ANSWERS];
};

/* The answer to this address as it was written before, if it still holds; variant: what else it depends on, such as the format
 * asked for. True: it is in the response. */
MUST_USE bool kept_again(struct req *r, struct kept *k, struct str variant, int64_t stamp);
/* After the last byte and resp_public(): keeps it, when it is 200 and small. seconds: how long others may keep it, before midnight
 * cuts it. Never call it when the answer prints the Host that the asker sent. */
void kept_put(struct req *r, struct kept *k, struct str variant, int64_t stamp, int64_t seconds);

#endif
