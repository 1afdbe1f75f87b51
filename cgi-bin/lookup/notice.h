/* SPDX-License-Identifier: EUPL-1.2
 * notice.h — what notice.c and verify.c of lookup share: words, links and facts of one notice.
 */
#ifndef LOOKUP_NOTICE_H
#define LOOKUP_NOTICE_H

#include "lookup/app.h"
#include "lookup/views_notice.h"
#include "notice/notice_public.h"

struct str notice_kind_label(const struct app *app, struct str kind);
struct url notice_url(struct req *r, const struct notice_public *n, const char *ending); /* ending: "", ".pdf", ".proof" */
struct tag notice_state_tag(const struct notice_public *n);
struct notice notice_banner(struct req *r, const struct notice_public *n);
void notice_send_proof(struct req *r, const struct notice_public *n);

/* verify.c */
struct str notice_code_text(struct arena *a, struct str check_code);           /* J2HJ-5JYH-27QF-BJ00 */
struct facts notice_proof_facts(struct req *r, const struct notice_public *n); /* hash, key, epoch, signature checked */

void page_publication_bundle(struct req *r); /* publication.c */
void page_notices(struct req *r);
void page_notice(struct req *r);
void page_verify(struct req *r);
void page_verify_code(struct req *r);

#endif
