/* SPDX-License-Identifier: EUPL-1.2
 * sheet_wire_fuzz.c — any bytes as the answers of a parser that was taken over. The input is a list of pieces: a byte of control,
 * two of length, the payload. A piece is put into a frame with the right magic and number, unless its control byte says to send it
 * as it is (0x80) or to claim another length (0x40). Whatever comes: a verdict, and cells that keep the promises of sheet_read.h.
 */
#include <sys/socket.h>
#include <unistd.h>

#include "fuzz/sheet_drain.h"
#include "sheet/sheet_remote.h"
#include "sheet/sheet_wire.h"

enum { RAW = 0x80, LONGER = 0x40, OPS = 3, MOST = 100000 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void feed(int fd, const uint8_t *data, size_t size)
{
    uint32_t sequence = 0;
    while (size >= 3) {
        size_t n = (size_t)data[1] | (size_t)data[2] << 8;
        uint8_t control = data[0];
        data += 3;
        size -= 3;
        n = n < size ? n : size;
        struct sheet_wire_head h = {SHEET_WIRE_MAGIC, control % OPS + 1, ++sequence, (uint32_t)n + (control & LONGER ? 1 : 0)};
        if (!(control & RAW) && write(fd, &h, sizeof h) < 0)
            return;
        if (n && write(fd, data, n) < 0)
            return;
        data += n;
        size -= n;
    }
}

static void read_all(struct sheet *s, int fd, struct sheet_options o)
{
    enum sheet_verdict v = sheet_remote_attach(s, fd);
    CHECK(v == sheet_verdict(s));
    if (v != SHEET_OK)
        return;
    for (size_t i = 0; i < sheet_count(s); i++)
        CHECK(utf8_valid(sheet_name(s, i)));
    size_t n = drain_sheet(s, &o);
    if (n != SIZE_MAX && sheet_choose(s, sheet_count(s) - 1) == SHEET_OK)
        drain_sheet(s, &o);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *volatile a = arena_new(64u << 20);
    struct sheet *s = NULL;
    struct fail_frame f;
    int pair[2], room = 1 << 20;
    if (size > MOST || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, pair) != 0) {
        struct arena *unused = a;
        arena_free(&unused);
        return 0;
    }
    setsockopt(pair[0], SOL_SOCKET, SO_SNDBUFFORCE, &room, sizeof room); /* nobody reads the questions */
    feed(pair[1], data, size);
    shutdown(pair[1], SHUT_WR);
    if (FAIL_CATCH(&f)) {
        CHECK(f.kind == FAIL_MEMORY);
    } else {
        s = sheet_new(a, STR("x"), drain_options());
        read_all(s, pair[0], drain_options());
        CHECK(sheet_explain(a, sheet_verdict(s), sheet_fault_row(s)).n > 0);
        fail_leave(&f);
    }
    sheet_close(&s);
    close(pair[1]);
    struct arena *mine = a;
    arena_free(&mine);
    return 0;
}
