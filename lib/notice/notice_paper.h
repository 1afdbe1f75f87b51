/* SPDX-License-Identifier: EUPL-1.2
 * notice_paper.h — a notice on paper: its text set as PDF, the table behind it, the verification block, and the signed proof inside
 * the file. Needs pango, so only the worker, portalctl and tests link it. Reads no database. The same input gives the same bytes
 * but for the key that signs.
 */
#ifndef NOTICE_NOTICE_PAPER_H
#define NOTICE_NOTICE_PAPER_H

#include "notice/notice.h"
#include "notice/proof.h"
#include "paper/pdf.h"

struct notice_table {
    struct str caption, note; /* note: printed under it, may be empty */
    const struct pdf_column *columns;
    size_t n_columns;
    bool (*next)(void *arg, struct str *cells); /* false after the last row */
    void *arg;
};
struct notice_paper {
    const struct regime *regime;
    const struct notice_doc *notice;
    const struct notice_body *body;
    const struct notice_table *table; /* NULL: none */
    struct str origin;                /* https://credit.example.gov.cn: of the verification address */
    struct str fingerprint;           /* of the signing key, printed beside the code */
};
struct str notice_paper(struct arena *a, const struct notice_paper *p); /* the PDF, not signed yet */
struct str notice_verify_address(struct arena *a, struct str origin, struct str check_code);
struct str notice_code_grouped(struct arena *a, struct str check_code); /* 7kq2-m9xp-4dwf-3hta, in capitals */

/* Signs: fills p's key, signature and the hash of the file (its entry is `self` among p->files), and returns the file with the
 * proof inside. purpose of p is that of the key. */
struct proof_seal {
    struct proof *proof;
    struct proof_file *self;
};
struct str notice_seal_pdf(struct arena *a, const struct vault *v, struct proof_seal *s, struct str pdf);
/* The same for an archive (paper/pack.h): the proof is its comment, which is the last of it. */
struct pack;
struct str notice_seal_pack(struct arena *a, const struct vault *v, struct proof_seal *s, struct pack **pack);
/* A signed statement without a file around it. */
struct str notice_seal(struct arena *a, const struct vault *v, struct proof *p);

#endif
