/* SPDX-License-Identifier: EUPL-1.2
 * keeper_wire.c — see keeper_wire.h. It knows no key; keeper and clients use it alike.
 */
#include "crypto/keeper_wire.h"

#include <string.h>

enum { AT_NAME = 32, AT_DATA = AT_NAME + KEEPER_NAME };
_Static_assert(AT_DATA + KEEPER_DATA == KEEPER_FRAME, "the parts fill the frame");

static uint8_t *put(uint8_t *p, uint64_t value, int bytes)
{
    while (bytes-- > 0)
        *p++ = (uint8_t)(value >> (8 * bytes));
    return p;
}

static uint64_t get(const uint8_t *p, int bytes)
{
    uint64_t value = 0;
    while (bytes-- > 0)
        value = value << 8 | *p++;
    return value;
}

void keeper_encode(const struct keeper_msg *m, uint8_t frame[KEEPER_FRAME])
{
    CHECK(m->name_n <= KEEPER_NAME && m->data_n <= KEEPER_DATA);
    memset(frame, 0, KEEPER_FRAME);
    uint8_t *p = put(put(put(put(frame, KEEPER_VERSION, 1), m->op, 1), m->verdict, 1), m->name_n, 1);
    p = put(put(p, m->data_n, 2), m->split, 2);
    p = put(put(put(p, m->row, 8), m->number, 8), m->time, 8);
    memcpy(p, m->name, m->name_n);
    memcpy(frame + AT_DATA, m->data, m->data_n);
}

static bool zero(const uint8_t *p, size_t n)
{
    uint8_t any = 0;
    for (size_t i = 0; i < n; i++)
        any |= p[i];
    return any == 0;
}

bool keeper_decode(const uint8_t frame[KEEPER_FRAME], struct keeper_msg *m)
{
    *m = (struct keeper_msg){.op = frame[1],
                             .verdict = frame[2],
                             .name_n = frame[3],
                             .data_n = (uint16_t)get(frame + 4, 2),
                             .split = (uint16_t)get(frame + 6, 2),
                             .row = get(frame + 8, 8),
                             .number = get(frame + 16, 8),
                             .time = get(frame + 24, 8)};
    bool good = frame[0] == KEEPER_VERSION && m->op > 0 && m->op < KEEPER_OPS && m->verdict < KEEPER_VERDICTS &&
                m->name_n <= KEEPER_NAME && m->data_n <= KEEPER_DATA && (m->split == 0 || m->split <= m->data_n);
    good = good && zero(frame + AT_NAME + m->name_n, KEEPER_NAME - (size_t)m->name_n);
    good = good && zero(frame + AT_DATA + m->data_n, KEEPER_DATA - (size_t)m->data_n);
    if (!good) {
        *m = (struct keeper_msg){0};
        return false;
    }
    memcpy(m->name, frame + AT_NAME, m->name_n);
    memcpy(m->data, frame + AT_DATA, m->data_n);
    return true;
}

struct str keeper_name(const struct keeper_msg *m)
{
    return (struct str){(const char *)m->name, m->name_n};
}

struct str keeper_first(const struct keeper_msg *m)
{
    return (struct str){(const char *)m->data, m->split ? m->split : m->data_n};
}

struct str keeper_second(const struct keeper_msg *m)
{
    size_t from = m->split ? m->split : m->data_n;
    return (struct str){(const char *)m->data + from, m->data_n - from};
}

bool keeper_put(struct keeper_msg *m, const void *bytes, size_t n)
{
    if (n > KEEPER_DATA - (size_t)m->data_n)
        return false;
    if (n)
        memcpy(m->data + m->data_n, bytes, n);
    m->data_n = (uint16_t)(m->data_n + n);
    return true;
}

bool keeper_set_name(struct keeper_msg *m, struct str name)
{
    if (name.n > KEEPER_NAME)
        return false;
    if (name.n)
        memcpy(m->name, name.p, name.n);
    m->name_n = (uint8_t)name.n;
    return true;
}
