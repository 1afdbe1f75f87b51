/* SPDX-License-Identifier: EUPL-1.2
 * keeper_wire.h — what goes over a keeper socket: frames of exactly KEEPER_FRAME bytes, a request each and a reply each, in order;
 * a client may send up to KEEPER_WINDOW requests before it reads. Unused bytes are zero, else the frame is refused: there is one
 * spelling of each message. Nothing here allocates, and no length in a frame reaches beyond it.
 *
 *     0 version (1)   1 operation   2 verdict (requests: 0)   3 name length   4 data length (2)   6 split (2): where data's second
 * part begins 8 row id (8)   16 number (8)   24 time (8, µs)   32 name (64)   96 data (928); all big-endian
 *
 * The vault in a program's own process runs the same messages (vault_run.c), so that callers cannot tell where the keys are.
 */
#ifndef CRYPTO_KEEPER_WIRE_H
#define CRYPTO_KEEPER_WIRE_H

#include "base/check.h"
#include "base/str.h"

enum { KEEPER_FRAME = 1024, KEEPER_NAME = 64, KEEPER_DATA = 928, KEEPER_WINDOW = 32, KEEPER_VERSION = 1 };

/* in → out. name: table.column, or a purpose. Numbers are part of the protocol and never change their meaning. */
enum keeper_op {
    KEEPER_STATUS = 1,      /* → data: epochs held, 4 bytes each, ascending */
    KEEPER_SEAL = 2,        /* name, row, data → data: the sealed field */
    KEEPER_OPEN = 3,        /* name, row, data → data: the plaintext. Counted and logged */
    KEEPER_INDEX = 4,       /* name, data → data: one index per epoch, newest first. row 1: data is a digest of the value */
    KEEPER_MAC = 5,         /* name, data, number: epoch or 0 for the newest → data: MAC. row 1: as above */
    KEEPER_PEPPER = 6,      /* data, number: epoch or 0 for the newest → data, number: the epoch. row 1: as above */
    KEEPER_TOTP = 7,        /* name, row, data: seed ‖ code, number: last counter, time → data: totp_verdict, number: counter */
    KEEPER_SIGN = 8,        /* name, data: SHA-512 of the message → data: signature */
    KEEPER_PUBLIC_KEY = 9,  /* name, number: epoch or 0 → data: key, number: epoch */
    KEEPER_NEW_KEY = 10,    /* name, row → data: a document's key ‖ the same sealed */
    KEEPER_OPEN_KEY = 11,   /* name, row, data → data: the document's key. Counted and logged */
    KEEPER_RESEAL = 12,     /* name, row, data → data: the same value or key under the newest epoch; nothing leaves */
    KEEPER_REINDEX = 13,    /* name, row, data: sealed value ‖ prefix → data: index of prefix and value, newest epoch */
    KEEPER_TOTP_CODE = 14,  /* name, row, data: seed, number: counter → data: six digits. Demonstration only */
    KEEPER_ADD_EPOCH = 15,  /* number, data: master key. The operator has written the key file before */
    KEEPER_DROP_EPOCH = 16, /* number: not the newest */
    KEEPER_OPS = 17
};

enum keeper_verdict {
    KEEPER_OK,
    KEEPER_BAD_FORMAT,    /* these four as enum vault_verdict */
    KEEPER_UNKNOWN_EPOCH, /* of a blob, or none such to add or drop */
    KEEPER_REFUSED,
    KEEPER_CAPPED,      /* this class of programs has opened too much */
    KEEPER_FORBIDDEN,   /* not for this class of programs */
    KEEPER_UNAVAILABLE, /* the usage log cannot be written, or the clocks disagree */
    KEEPER_BAD_REQUEST, /* malformed: the peer is broken or hostile */
    KEEPER_VERDICTS
};

struct keeper_msg {
    uint8_t op, verdict, name_n;
    uint16_t data_n, split;
    uint64_t row, number, time;
    uint8_t name[KEEPER_NAME];
    uint8_t data[KEEPER_DATA];
};

void keeper_encode(const struct keeper_msg *m, uint8_t frame[KEEPER_FRAME]);
/* False: not a frame of this version, a length beyond its field, or bytes beyond a length that are not zero. */
MUST_USE bool keeper_decode(const uint8_t frame[KEEPER_FRAME], struct keeper_msg *m);

struct str keeper_name(const struct keeper_msg *m);
struct str keeper_first(const struct keeper_msg *m);  /* data up to split; all of it when split is 0 */
struct str keeper_second(const struct keeper_msg *m); /* from split on */
/* Appends; false when there is no room (the message is then as before). */
bool keeper_put(struct keeper_msg *m, const void *bytes, size_t n);
bool keeper_set_name(struct keeper_msg *m, struct str name);

#endif
