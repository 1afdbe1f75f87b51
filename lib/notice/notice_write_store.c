/* SPDX-License-Identifier: EUPL-1.2
 * notice_write_store.c — drafting, issuing and ending notices; see notice.h. Every change of state is one guarded UPDATE.
 */
#include "base/arena.h"
#include "crypto/token.h"
#include "db/db.h"
#include "notice/notice_number.h"
#include "notice/notice_part.h"

DB_STATEMENT(
    INSERT_NOTICE,
    "INSERT INTO notice (id, kind, state, is_open, sealed, title, publication_id, subject_id, record_id, target_id,"
    " division_prefix, regime_version_id, drafted_by, drafted_at) VALUES (?, ?, 'draft', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
DB_STATEMENT(INSERT_BODY, "INSERT INTO notice_body (notice_id, salt, body) VALUES (?, ?, ?)");
DB_STATEMENT(UPDATE_BODY, "UPDATE notice_body SET body = ? WHERE notice_id = ?");
DB_STATEMENT(EDIT,
             "UPDATE notice SET title = ?, drafted_by = ?, version = version + 1 WHERE id = ? AND version = ? AND state = 'draft'");
DB_STATEMENT(DROP, "UPDATE notice SET state = 'dropped', subject_id = NULL, record_id = NULL, version = version + 1"
                   " WHERE id = ? AND version = ? AND state = 'draft'");
DB_STATEMENT(DROP_BODY, "DELETE FROM notice_body WHERE notice_id = ?");
DB_STATEMENT(ISSUE,
             "UPDATE notice SET state = 'issued', series = ?, year = ?, no = ?, document_no = ?, check_code = ?, issued_on = ?,"
             " commitment = ?, issued_by = ?, issued_at = ?, version = version + 1"
             " WHERE id = ? AND version = ? AND state = 'draft'");
DB_STATEMENT(END,
             "UPDATE notice SET state = ?, ended_by = ?, ended_on = ?, version = version + 1 WHERE id = ? AND state = 'issued'");
DB_STATEMENT(VOID, "UPDATE notice SET state = 'void', ended_on = ?, end_reason = ?, version = version + 1"
                   " WHERE id = ? AND version = ? AND state = 'issued' AND drafted_by <> ?");
DB_STATEMENT(SUPERSEDE_OLD, "UPDATE notice o JOIN publication p ON p.id = o.publication_id AND p.superseded_by = ?"
                            " JOIN notice b ON b.publication_id = ? SET o.state = 'superseded', o.ended_by = b.id, o.ended_on = ?,"
                            " o.version = o.version + 1 WHERE o.state = 'issued'");

static struct str stored(struct arena *a, const struct vault *v, int id, bool sealed, struct str bytes)
{
    return sealed ? vault_seal_bytes(v, a, notice_where(id, NOTICE_BODY), bytes) : bytes;
}

static void insert(struct db *db, struct arena *a, const struct vault *v, const struct notice_draft *d, int publication,
                   bool is_open, bool sealed, int *id_out)
{
    uint8_t salt[NOTICE_SALT_BYTES];
    int id = (int)db_numbers(db, STR("notice"), 1);
    bool about = d->kind->about == NOTICE_ABOUT_SUBJECT || d->subject_id;
    token_random(salt, sizeof salt);
    db_exec(db, INSERT_NOTICE, id, d->kind->code, is_open, sealed, about ? d->kind->label : utf8_prefix(d->title, 200),
            db_id_or_null(publication), db_id_or_null(d->subject_id), db_id_or_null(d->record_id), db_id_or_null(d->target_id),
            d->division_prefix, d->regime_version_id, d->staff_id, d->now);
    db_exec(db, INSERT_BODY, id, ((struct str){(const char *)salt, sizeof salt}),
            stored(a, v, id, sealed, notice_body_bytes(a, &d->body)));
    *id_out = id;
}

/* A document that ends another one may be read by whom the other might: it tells as much. */
enum notice_outcome notice_draft(struct db *db, struct arena *a, const struct vault *v, const struct notice_draft *d, int *id_out)
{
    struct notice_doc target;
    struct notice_draft mine = *d;
    bool is_open = d->kind->is_open && !d->natural, sealed = d->natural;
    if ((d->kind->effect != NOTICE_EFFECT_NONE) != (d->target_id != 0))
        return NOTICE_TARGET;
    if (d->target_id) {
        if (!notice_get(db, a, d->target_id, &target) || !str_eq(target.state, STR("issued")) || target.publication_id)
            return NOTICE_TARGET;
        is_open = is_open && target.is_open;
        sealed = target.sealed;
        mine.subject_id = target.subject_id;
        mine.record_id = target.record_id;
    }
    insert(db, a, v, &mine, 0, is_open, sealed, id_out);
    return NOTICE_DONE;
}

static enum notice_outcome why_not(struct db *db, struct arena *a, const struct notice_act *act)
{
    struct notice_doc n;
    return notice_get(db, a, act->id, &n) ? NOTICE_CONFLICT : NOTICE_MISSING;
}

enum notice_outcome notice_edit(struct db *db, struct arena *a, const struct vault *v, const struct notice_act *act,
                                struct str title, const struct notice_body *body)
{
    struct notice_doc n;
    if (!notice_get(db, a, act->id, &n))
        return NOTICE_MISSING;
    struct str kept = n.subject_id ? n.title : utf8_prefix(title, 200);
    if (db_exec(db, EDIT, kept, act->staff_id, act->id, act->version) != 1)
        return NOTICE_CONFLICT;
    db_exec(db, UPDATE_BODY, stored(a, v, n.id, n.sealed, notice_body_bytes(a, body)), n.id);
    return NOTICE_DONE;
}

enum notice_outcome notice_drop(struct db *db, struct arena *a, const struct notice_act *act)
{
    if (db_exec(db, DROP, act->id, act->version) != 1)
        return why_not(db, a, act);
    db_exec(db, DROP_BODY, act->id);
    return NOTICE_DONE;
}

static bool issue(struct db *db, struct arena *a, const struct vault *v, const struct regime *r, const struct regime_notice *kind,
                  const struct notice_act *act, bool sealed, struct str *document_no_out)
{
    uint8_t hash[32];
    struct notice_bytes b;
    if (!notice_bytes_get(db, a, v, act->id, sealed, &b))
        return false;
    notice_commit((const uint8_t *)b.salt.p, b.bytes, hash);
    struct day day = instant_day(act->now);
    int year = day_ymd(day).year;
    struct str code = str_cat(a, r->head.label, kind->word);
    int no = notice_number(db, code, year);
    *document_no_out = notice_number_text(a, code, year, no);
    return db_exec(db, ISSUE, kind->series, year, no, *document_no_out, token_public_id(a), day,
                   ((struct str){(const char *)hash, sizeof hash}), act->staff_id, act->now, act->id, act->version) == 1;
}

static bool end_target(struct db *db, const struct notice_doc *n, enum regime_notice_effect effect, struct day on)
{
    switch (effect) {
    case NOTICE_EFFECT_NONE:
        return true;
    case NOTICE_EFFECT_WITHDRAW:
        return db_exec(db, END, STR("withdrawn"), n->id, on, n->target_id) == 1;
    case NOTICE_EFFECT_SUPERSEDE:
        return db_exec(db, END, STR("superseded"), n->id, on, n->target_id) == 1;
    }
    return false;
}

enum notice_outcome notice_issue(struct db *db, struct arena *a, const struct vault *v, const struct regime *r,
                                 const struct notice_act *act, struct str *document_no_out)
{
    struct notice_doc n;
    CHECK(db_in_transaction(db));
    if (!notice_get(db, a, act->id, &n))
        return NOTICE_MISSING;
    const struct regime_notice *kind = regime_notice(r, n.kind);
    if (!kind || n.version != act->version || !str_eq(n.state, STR("draft")))
        return NOTICE_CONFLICT;
    if (n.drafted_by == act->staff_id)
        return NOTICE_SAME_PERSON;
    if (!end_target(db, &n, kind->effect, instant_day(act->now)))
        return NOTICE_TARGET;
    return issue(db, a, v, r, kind, act, n.sealed, document_no_out) ? NOTICE_DONE : NOTICE_CONFLICT;
}

enum notice_outcome notice_void(struct db *db, struct arena *a, const struct notice_act *act, struct str reason)
{
    struct notice_doc n;
    if (!notice_get(db, a, act->id, &n))
        return NOTICE_MISSING;
    if (n.drafted_by == act->staff_id)
        return NOTICE_SAME_PERSON;
    if (n.publication_id)
        return NOTICE_TARGET;
    if (db_exec(db, VOID, instant_day(act->now), utf8_prefix(reason, 300), act->id, act->version, act->staff_id) != 1)
        return NOTICE_CONFLICT;
    return NOTICE_DONE;
}

int notice_publish(struct db *db, struct arena *a, const struct notice_draft *d, int publication_id, struct str *document_no_out)
{
    int id;
    insert(db, a, NULL, d, publication_id, d->kind->is_open, false, &id);
    struct notice_act act = {.id = id, .version = 1, .staff_id = d->staff_id, .now = d->now};
    bool done = issue(db, a, NULL, d->regime, d->kind, &act, false, document_no_out);
    CHECK(done);
    return id;
}

void notice_supersede_publications(struct db *db, int by_publication, struct day on)
{
    db_exec(db, SUPERSEDE_OLD, by_publication, by_publication, on);
}
