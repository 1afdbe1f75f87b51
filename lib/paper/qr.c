/* SPDX-License-Identifier: EUPL-1.2
 * qr.c — see qr.h.
 */
#include "paper/qr.h"

#include <errno.h>
#include <qrencode.h>

#include "base/arena.h"
#include "html/html.h"

bool qr_make(struct arena *a, struct str text, struct qr *out)
{
    if (text.n == 0 || text.n > QR_TEXT_MAX)
        return false;
    QRcode *code = QRcode_encodeData((int)text.n, (const unsigned char *)text.p, 0, QR_ECLEVEL_M);
    if (!code)
        fail(FAIL_MEMORY, "cannot make a QR code of %zu bytes: %d", text.n, errno);
    size_t n = (size_t)code->width * (size_t)code->width;
    uint8_t *dark = ARENA_ARRAY(a, uint8_t, n);
    for (size_t i = 0; i < n; i++)
        dark[i] = code->data[i] & 1;
    *out = (struct qr){.size = code->width, .dark = dark};
    QRcode_free(code);
    return true;
}

/* Runs of dark modules, row by row, moved by the quiet zone. */
static void runs(struct out *o, const struct qr *q, int offset)
{
    for (int y = 0; y < q->size; y++)
        for (int x = 0; x < q->size;) {
            int from = x;
            while (x < q->size && q->dark[y * q->size + x])
                x++;
            if (x > from)
                out_fmt(o, "M%d %dh%dv1h-%dz", from + offset, y + offset, x - from, x - from);
            else
                x++;
        }
}

struct str qr_path(struct arena *a, const struct qr *q)
{
    struct out o;
    out_to_arena(&o, a);
    runs(&o, q, 0);
    return out_text(&o);
}

struct str qr_svg(struct arena *a, const struct qr *q, struct str label, int side_mm)
{
    struct out o;
    int side = q->size + 2 * QR_QUIET;
    out_to_arena(&o, a);
    out_fmt(
        &o,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%dmm\" height=\"%dmm\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"",
        side_mm, side_mm, side, side);
    html_attr(&o, label);
    out_fmt(&o, "\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h%dv%dh-%dz\"/><path fill=\"#000\" d=\"", side, side,
            side);
    runs(&o, q, QR_QUIET);
    out_str(&o, STR("\"/></svg>"));
    return out_text(&o);
}
