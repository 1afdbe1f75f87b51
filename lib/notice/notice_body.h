/* SPDX-License-Identifier: EUPL-1.2
 * notice_body.h — the text of a notice as data: addressee, paragraphs, names of attachments; and the canonical bytes that are
 * hashed with a salt and so bound to the number. Pure. What the bytes are: health-credit-notice/1 LF, then a line each: "A "
 * addressee, "P " paragraph, "F " attachment; UTF-8, no empty line. A paragraph that begins like 一、 is set as a heading; that is
 * look, not content.
 */
#ifndef NOTICE_NOTICE_BODY_H
#define NOTICE_NOTICE_BODY_H

#include "base/check.h"
#include "base/str.h"

struct arena;

struct notice_lines {
    const struct str *p;
    size_t n;
};
struct notice_body {
    struct str addressee; /* may be empty */
    struct str signer;    /* empty: the bureau */
    struct notice_lines paragraphs, attachments;
};

enum { NOTICE_SALT_BYTES = 32, NOTICE_PARAGRAPHS_MAX = 400, NOTICE_TEXT_MAX = 60000 /* bytes */ };

/* As typed in a box: a paragraph a line, blank ones left out, blanks at the ends off. At most NOTICE_PARAGRAPHS_MAX. */
struct notice_lines notice_lines_of(struct arena *a, struct str text);
struct str notice_lines_text(struct arena *a, struct notice_lines l); /* back into the box */
bool notice_is_heading(struct str paragraph);

struct str notice_body_bytes(struct arena *a, const struct notice_body *b);
MUST_USE bool notice_body_read(struct arena *a, struct str bytes, struct notice_body *out);
/* H(salt ‖ bytes): binding, and telling nothing once the salt is gone. */
void notice_commit(const uint8_t salt[NOTICE_SALT_BYTES], struct str bytes, uint8_t out[32]);

#endif
