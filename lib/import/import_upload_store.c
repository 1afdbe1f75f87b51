/* SPDX-License-Identifier: EUPL-1.2
 * import_upload_store.c — a file taken in, sealed in parts. See import.h.
 */
#include "crypto/digest.h"
#include "crypto/vault.h"
#include "db/db.h"
#include "base/arena.h"
#include "import/import.h"

enum { PART_BYTES = 4 << 20 };

DB_STATEMENT(
    INSERT_BATCH,
    "INSERT INTO import_batch (id, kind, item, file_name, file_hash, file_size, sheet_no, state, confirm_codes, without_code,"
    " skip_refused, unit_id, division, created_by, created_at, coding) VALUES (?, ?, ?, ?, ?, ?, ?, 'uploaded', ?, ?, ?, ?, ?, ?, ?, ?)");
DB_STATEMENT(INSERT_PART, "INSERT INTO import_file (batch_id, part, body) VALUES (?, ?, ?)");
static struct str some(struct str s)
{
    return s.p ? s : STR("");
}

int64_t import_upload(const struct import_context *c, struct arena *a, const struct import_batch *b, struct str bytes)
{
    int64_t id = db_numbers(c->db, STR("import_batch"), 1);
    uint8_t hash[DIGEST_BYTES];
    digest_of(bytes, hash);
    db_exec(c->db, INSERT_BATCH, id, b->kind, some(b->item), utf8_prefix(some(b->file_name), 200),
            ((struct str){(const char *)hash, sizeof hash}), (int64_t)bytes.n, b->sheet_no, b->confirm_codes, b->without_code,
            b->skip_refused, b->unit_id, b->division, c->actor.id, c->now, b->coding);
    struct str sealed = vault_seal_bytes(c->vault, a, (struct vault_field){STR("import_file.body"), (uint64_t)id}, bytes);
    for (size_t at = 0, part = 0; at < sealed.n; at += PART_BYTES, part++)
        db_exec(c->db, INSERT_PART, id, (int64_t)part, str_sub(sealed, at, at + PART_BYTES));
    struct audit_entry e = {
        .at = c->now, .actor = c->actor, .action = STR("import.upload"), .object_type = STR("import_batch"), .object_id = id};
    e.detail = str_fmt(a, "%zu bytes, %.*s %.*s", bytes.n, STR_ARG(b->kind), STR_ARG(b->item));
    audit_write(c->db, a, &e);
    return id;
}
