/* SPDX-License-Identifier: EUPL-1.2
 * notice_store.c — reading notices for staff, worker and portalctl; see notice.h. The public's reads are in notice_public_store.c.
 */
#include "notice/notice.h"

#include "base/arena.h"
#include "crypto/vault.h"
#include "db/db.h"
#include "notice/notice_part.h"

#define NOTICE_SQL                                                                                                                     \
    "SELECT n.id, n.year, n.no, n.publication_id, n.target_id, n.ended_by, n.drafted_by, n.issued_by, n.regime_version_id, n.version," \
    " n.subject_id, n.record_id, n.is_open, n.sealed, n.kind, n.state, n.series, n.document_no, n.title, n.check_code, n.end_reason,"  \
    " n.division_prefix, n.commitment, n.proof, n.issued_on, n.ended_on, n.drafted_at, n.issued_at, n.signed_at, n.forgotten_at,"      \
    " d.name, i.name, e.document_no FROM notice n LEFT JOIN staff d ON d.id = n.drafted_by LEFT JOIN staff i ON i.id = n.issued_by"    \
    " LEFT JOIN notice e ON e.id = n.ended_by WHERE "
DB_STATEMENT(GET_NOTICE, NOTICE_SQL "n.id = ?");
DB_STATEMENT(BY_NUMBER, NOTICE_SQL "n.document_no = ?");
DB_STATEMENT(OF_PUBLICATION, NOTICE_SQL "n.publication_id = ?");
DB_STATEMENT(LIST_NOTICES, NOTICE_SQL "n.state <> 'dropped' AND (n.state = ? OR ? = '') AND n.division_prefix LIKE CONCAT(?, '%')"
                                      " ORDER BY n.id DESC LIMIT ?");
DB_STATEMENT(UNSIGNED, NOTICE_SQL "n.signed_at IS NULL AND n.state NOT IN ('draft', 'dropped') AND n.forgotten_at IS NULL"
                                  " ORDER BY n.id LIMIT ?");
DB_STATEMENT(GET_BODY, "SELECT salt, body FROM notice_body WHERE notice_id = ?");

#define COLUMN(m) DB_COLUMN(struct notice_doc, m)
static const struct db_column NOTICE_COLUMNS[] = {COLUMN(id),
                                                  COLUMN(year),
                                                  COLUMN(no),
                                                  COLUMN(publication_id),
                                                  COLUMN(target_id),
                                                  COLUMN(ended_by),
                                                  COLUMN(drafted_by),
                                                  COLUMN(issued_by),
                                                  COLUMN(regime_version_id),
                                                  COLUMN(version),
                                                  COLUMN(subject_id),
                                                  COLUMN(record_id),
                                                  COLUMN(is_open),
                                                  COLUMN(sealed),
                                                  COLUMN(kind),
                                                  COLUMN(state),
                                                  COLUMN(series),
                                                  COLUMN(document_no),
                                                  COLUMN(title),
                                                  COLUMN(check_code),
                                                  COLUMN(end_reason),
                                                  COLUMN(division_prefix),
                                                  COLUMN(commitment),
                                                  COLUMN(proof),
                                                  COLUMN(issued_on),
                                                  COLUMN(ended_on),
                                                  COLUMN(drafted_at),
                                                  COLUMN(issued_at),
                                                  COLUMN(signed_at),
                                                  COLUMN(forgotten_at),
                                                  COLUMN(drafter),
                                                  COLUMN(issuer),
                                                  COLUMN(ended_no)};

bool notice_get(struct db *db, struct arena *a, int id, struct notice_doc *out)
{
    return db_one(db, a, GET_NOTICE, NOTICE_COLUMNS, out, id);
}

bool notice_by_number(struct db *db, struct arena *a, struct str document_no, struct notice_doc *out)
{
    return db_one(db, a, BY_NUMBER, NOTICE_COLUMNS, out, document_no);
}

bool notice_of_publication(struct db *db, struct arena *a, int publication_id, struct notice_doc *out)
{
    return db_one(db, a, OF_PUBLICATION, NOTICE_COLUMNS, out, publication_id);
}

static struct notices all(struct arena *a, struct db_cursor *c)
{
    struct {
        struct notice_doc *p;
        size_t n, cap;
    } v = {0};
    for (struct notice_doc n; db_fetch(c, &n) == DB_ROW;)
        *VEC_PUSH(a, v) = n;
    return (struct notices){v.p, v.n};
}

struct notices notice_list(struct db *db, struct arena *a, struct str state, struct str division, int limit)
{
    struct str s = state.p ? state : STR("");
    return all(a, db_select(db, a, LIST_NOTICES, NOTICE_COLUMNS, s, s, division.p ? division : STR(""), limit));
}

struct notices notice_unsigned(struct db *db, struct arena *a, int limit)
{
    return all(a, db_select(db, a, UNSIGNED, NOTICE_COLUMNS, limit));
}

bool notice_bytes_get(struct db *db, struct arena *a, const struct vault *v, int id, bool sealed, struct notice_bytes *out)
{
    static const struct db_column columns[] = {DB_COLUMN(struct notice_bytes, salt), DB_COLUMN(struct notice_bytes, bytes)};
    if (!db_one(db, a, GET_BODY, columns, out, id))
        return false;
    CHECK(out->salt.n == NOTICE_SALT_BYTES);
    if (sealed && vault_open_bytes(v, a, notice_where(id, NOTICE_BODY), out->bytes, &out->bytes) != VAULT_OK)
        fail(FAIL_CONFIG, "the text of notice %d does not open with this bureau's keys", id);
    return true;
}

bool notice_body_get(struct db *db, struct arena *a, const struct vault *v, const struct notice_doc *n, struct notice_body *out)
{
    struct notice_bytes b;
    if (!notice_bytes_get(db, a, v, n->id, n->sealed, &b))
        return false;
    if (!notice_body_read(a, b.bytes, out))
        fail(FAIL_DATABASE, "the text of notice %d is damaged", n->id);
    return true;
}
