/* SPDX-License-Identifier: EUPL-1.2
 * views_notice.h — what the pages of notices and of verification show. Filled by notice.c and verify.c, read by templates/lookup.
 * Owns nothing; all text lives in the request's arena.
 */
#ifndef LOOKUP_VIEWS_NOTICE_H
#define LOOKUP_VIEWS_NOTICE_H

#include "html/html.h"
#include "views/form.h"

/* One notice in the list. */
struct notice_row {
    struct str title, number, kind;
    struct day issued;
    struct tag state; /* text empty: in force */
    struct url url;
};
/* lookup/notices — GET /notice */
struct notices_view {
    struct page page;
    struct url action, verify;
    struct choice kind, year;
    bool large, filtered;
    struct url clear;
    const struct notice_row *p;
    size_t n;
    struct str range_text;
    struct pagination pages;
};

struct notice_paragraph {
    struct str text;
    bool heading;
};
struct notice_paragraphs {
    const struct notice_paragraph *p;
    size_t n;
};
struct notice_attachment {
    struct str label; /* 附件：… */
    struct url url;
    bool linked;
};
struct notice_attachments {
    const struct notice_attachment *p;
    size_t n;
};
/* lookup/notice — GET /notice/{series}/{year}/{no} */
struct notice_view {
    struct page page;
    struct notice banner; /* withdrawn, superseded, void, forgotten */
    struct str bureau, number, title, addressee, signer;
    struct day issued;
    bool ended; /* printed across the head: 已撤销 */
    struct str ended_word;
    struct notice_paragraphs body;
    struct notice_attachments attachments;
    struct facts meta, proof;
    struct url pdf, proof_file, verify;
    struct str pdf_size;  /* empty: no file */
    struct html_raw code; /* QR of the verification address */
    struct str address, check_code;
};

/* lookup/verify — GET /verify and /verify/{code} */
struct verify_view {
    struct page page;
    struct errors errors;
    struct field number, code;
    struct url action;
    bool large, found;
    struct notice result;
    struct facts facts, proof;
    struct url document, proof_file;
    struct facts keys; /* the bureau's public keys */
};

#endif
