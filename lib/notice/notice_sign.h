/* SPDX-License-Identifier: EUPL-1.2
 * notice_sign.h — what the worker does with an issued notice: stores its file and its signed proof, once. The work itself (setting,
 * signing) is notice_paper.h; the order of steps is in cgi-bin/worker/notice.c.
 */
#ifndef NOTICE_NOTICE_SIGN_H
#define NOTICE_NOTICE_SIGN_H

#include "notice/notice.h"

/* The statement on the notice, with `files` as they stand; not signed. */
struct proof;
struct proof_file;
struct proof notice_statement(struct arena *a, const struct regime *r, const struct notice_doc *n, const struct proof_file *files,
                              size_t files_n);

/* Inside a transaction. pdf: empty when the file is kept elsewhere (a publication's). False: signed already, or ended as a draft.
 */
MUST_USE bool notice_signed(struct db *db, struct arena *a, const struct vault *v, const struct notice_doc *n, struct str proof,
                            struct str pdf, struct instant now);
/* The PDF as it is handed out; false when there is none. */
bool notice_file(struct db *db, struct arena *a, const struct vault *v, const struct notice_doc *n, struct str *pdf_out);

#endif
