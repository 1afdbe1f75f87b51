/* SPDX-License-Identifier: EUPL-1.2
 * notice_sign_store.c — see notice_sign.h.
 */
#include "notice/notice_sign.h"

#include "base/arena.h"
#include "crypto/digest.h"
#include "db/db.h"
#include "notice/notice_part.h"
#include "notice/proof.h"

DB_STATEMENT(SIGNED, "UPDATE notice SET proof = ?, signed_at = ?, version = version + 1"
                     " WHERE id = ? AND signed_at IS NULL AND state NOT IN ('draft', 'dropped') AND forgotten_at IS NULL");
DB_STATEMENT(PUT_FILE, "INSERT INTO notice_file (notice_id, format, body, hash) VALUES (?, 'pdf', ?, ?)");

struct proof notice_statement(struct arena *a, const struct regime *r, const struct notice_doc *n, const struct proof_file *files,
                              size_t files_n)
{
    const struct regime_notice *kind = regime_notice(r, n->kind);
    return (struct proof){.purpose = PROOF_NOTICE,
                          .bureau = r->head.bureau,
                          .kind = kind ? kind->label : n->kind,
                          .number = n->document_no,
                          .title = n->title,
                          .issued = day_iso(a, n->issued_on),
                          .content = str_hex(a, n->commitment.p, n->commitment.n),
                          .files = files,
                          .n = files_n};
}

bool notice_signed(struct db *db, struct arena *a, const struct vault *v, const struct notice_doc *n, struct str proof,
                   struct str pdf, struct instant now)
{
    uint8_t hash[DIGEST_BYTES];
    CHECK(db_in_transaction(db));
    if (db_exec(db, SIGNED, proof, now, n->id) != 1)
        return false;
    if (pdf.n) {
        digest_of(pdf, hash);
        struct str kept = n->sealed ? vault_seal_bytes(v, a, notice_where(n->id, NOTICE_FILE), pdf) : pdf;
        db_exec(db, PUT_FILE, n->id, kept, ((struct str){(const char *)hash, sizeof hash}));
    }
    return true;
}
