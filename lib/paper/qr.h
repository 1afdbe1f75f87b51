/* SPDX-License-Identifier: EUPL-1.2
 * qr.h — text to the modules of a QR code (libqrencode, error correction M) and to an SVG of a single path. Not its place on a
 * page: templates put the SVG, pdf.h draws the modules on paper. Called by public pages (poster, notice, verification) and by the
 * worker. Owns nothing: all lives in the arena. The same text gives the same modules and the same bytes.
 */
#ifndef PAPER_QR_H
#define PAPER_QR_H

#include "base/check.h"
#include "base/str.h"

struct arena;

enum {
    QR_QUIET = 4 /* modules left white on every side, ISO/IEC 18004 */,
    QR_TEXT_MAX = 1200 /* bytes; addresses are far shorter */
};

struct qr {
    int size;            /* modules on a side, without the quiet zone; 21 … 177 */
    const uint8_t *dark; /* size × size, row by row; 1: dark */
};
/* False when the text is empty or longer than QR_TEXT_MAX. Out of memory is fail(). */
MUST_USE bool qr_make(struct arena *a, struct str text, struct qr *out);

/* An <svg> with its quiet zone, a white ground and the dark modules as one path in units of a module (presentation attributes only,
 * so that it stands under a strict CSP; html_raw_svg() takes it). label: what a screen reader says; escaped here. side_mm: printed
 * width, at least 20 for telephones. */
struct str qr_svg(struct arena *a, const struct qr *q, struct str label, int side_mm);
/* The dark modules as path data, for drawings of one's own: "M0 0h7v1h-7z…". */
struct str qr_path(struct arena *a, const struct qr *q);

#endif
