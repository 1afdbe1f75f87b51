/* SPDX-License-Identifier: EUPL-1.2
 * subject_write_store.c — writing subjects; see subject_store.h. A writer holds one open bulk per table, so that a million rows
 * cost a few thousand round trips; it must be ended inside the transaction that it was begun in.
 */
#include "base/arena.h"
#include "crypto/token.h"
#include "crypto/vault_many.h"
#include "db/db.h"
#include "search/search.h"
#include "subject/subject_store.h"
#include "subject/subject_touch.h"
#include "text/text.h"

enum { ROWS_PER_FLUSH = 1000 };

DB_STATEMENT(
    INSERT_SUBJECT,
    "INSERT INTO subject (id, public_id, kind, type, name, code, code_confirmed, division, address, representative, established,"
    " ended, name_sealed, name_index, id_kind, id_sealed, id_index, content_hash, batch_id, created_at, updated_at)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
DB_STATEMENT(UPDATE_SUBJECT,
             "UPDATE subject SET kind = ?, type = ?, name = ?, code_confirmed = ?, division = ?, address = ?, representative = ?,"
             " established = ?, ended = ?, name_sealed = ?, name_index = ?, content_hash = ?, batch_id = ?, updated_at = ?,"
             " version = version + 1 WHERE id = ? AND version = ?");
DB_STATEMENT(INSERT_FORMER, "INSERT IGNORE INTO subject_former_name (subject_id, name) VALUES (?, ?)");
DB_STATEMENT(
    INSERT_LICENCE,
    "INSERT INTO licence (subject_id, id, kind, number, number_key, content, issued, valid_from, valid_to, authority)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE kind = VALUES(kind), number = VALUES(number),"
    " number_key = VALUES(number_key), content = VALUES(content),"
    " issued = VALUES(issued), valid_from = VALUES(valid_from), valid_to = VALUES(valid_to), authority = VALUES(authority)");

struct subject_writer {
    struct db *db;
    const struct vault *vault;
    struct text_tools *text;
    struct arena *arena;
    int64_t batch_id;
    struct instant now;
    struct db_bulk *subjects, *former, *licences;
    struct search_bulk *search;
    struct subject_touched touched;
    struct prepared *prepared; /* in the arena of the chunk that they were prepared for, in order */
    size_t prepared_n, prepared_at;
};

struct subject_writer *subject_writer_begin(struct db *db, const struct vault *v, struct text_tools *t, int64_t batch_id,
                                            struct instant now)
{
    struct arena *a = arena_new((size_t)64 << 20);
    struct subject_writer *w = ARENA_NEW(a, struct subject_writer);
    *w = (struct subject_writer){.db = db, .vault = v, .text = t, .arena = a, .batch_id = batch_id, .now = now};
    w->subjects = db_bulk_begin(db, &INSERT_SUBJECT, ROWS_PER_FLUSH);
    w->former = db_bulk_begin(db, &INSERT_FORMER, ROWS_PER_FLUSH);
    w->licences = db_bulk_begin(db, &INSERT_LICENCE, ROWS_PER_FLUSH);
    w->search = search_bulk_begin(db, t);
    return w;
}

/* The sealed half of a natural person. */
struct sealed {
    struct str shown_name, name, name_index, id, id_index;
};

static struct str bytes16(struct arena *a, const uint8_t *p)
{
    return str_dup(a, (struct str){(const char *)p, SUBJECT_KEY_BYTES});
}

struct prepared {
    int64_t id;
    const struct subject_draft *draft;
    struct sealed sealed;
};

enum { TASKS_EACH = 4 };

static void ask(const struct subject_writer *w, struct arena *a, int64_t id, const struct subject_draft *d, struct vault_task *t)
{
    struct vault_field name = {STR("subject.name"), (uint64_t)id}, number = {STR("subject.id_number"), (uint64_t)id};
    t[0] = (struct vault_task){.kind = VAULT_TASK_SEAL, .where = name, .in = d->name};
    t[1] = (struct vault_task){.kind = VAULT_TASK_INDEX, .where = name, .in = text_key(a, w->text, d->name)};
    t[2] = (struct vault_task){.kind = VAULT_TASK_SEAL, .where = number, .in = d->id_number};
    t[3] = (struct vault_task){.kind = VAULT_TASK_INDEX, .where = number, .in = subject_key_draft(a, d).waiting};
}

static struct sealed taken(struct arena *a, const struct subject_draft *d, const struct vault_task *t)
{
    return (struct sealed){.shown_name = id_mask_name(a, d->name),
                           .name = t[0].out,
                           .name_index = bytes16(a, t[1].indexes.p[0]),
                           .id = t[2].out,
                           .id_index = bytes16(a, t[3].indexes.p[0])};
}

void subject_writer_prepare(struct subject_writer *w, struct arena *chunk, const int64_t *ids,
                            const struct subject_draft *const *drafts, size_t n)
{
    struct vault_task *t = ARENA_ARRAY(chunk, struct vault_task, TASKS_EACH * n);
    w->prepared = ARENA_ARRAY(chunk, struct prepared, n);
    w->prepared_n = w->prepared_at = 0;
    for (size_t i = 0; i < n; i++)
        if (drafts[i]->kind == SUBJECT_NATURAL) {
            ask(w, chunk, ids[i], drafts[i], t + TASKS_EACH * w->prepared_n);
            w->prepared[w->prepared_n++] = (struct prepared){.id = ids[i], .draft = drafts[i]};
        }
    vault_many(w->vault, chunk, t, TASKS_EACH * w->prepared_n);
    for (size_t i = 0; i < w->prepared_n; i++)
        w->prepared[i].sealed = taken(chunk, w->prepared[i].draft, t + TASKS_EACH * i);
}

static struct sealed seal(struct subject_writer *w, struct arena *a, int64_t id, const struct subject_draft *d)
{
    struct vault_task t[TASKS_EACH];
    if (d->kind != SUBJECT_NATURAL) {
        struct sealed s = {.shown_name = d->name};
        struct subject_key key = subject_key_draft(a, d);
        if (!key.code.n)
            s.id_index = bytes16(a, key.index);
        return s;
    }
    for (size_t i = w->prepared_at; i < w->prepared_n; i++)
        if (w->prepared[i].draft == d && w->prepared[i].id == id) {
            w->prepared_at = i + 1;
            return w->prepared[i].sealed;
        }
    ask(w, a, id, d, t);
    vault_many(w->vault, a, t, TASKS_EACH);
    return taken(a, d, t);
}

static struct str some(struct str s)
{
    return s.p ? s : STR("");
}

static void write_parts(struct subject_writer *w, struct arena *a, int64_t id, const struct subject_draft *d)
{
    subject_touched_add(&w->touched, w->arena, id);
    for (size_t i = 0; i < d->former_names.n; i++)
        db_bulk_add(w->former, id, d->former_names.p[i]);
    for (size_t i = 0; i < d->licences.n; i++) {
        const struct subject_licence *l = &d->licences.p[i];
        db_bulk_add(w->licences, id, (int64_t)i + 1, some(l->kind), l->number, text_licence_key(a, w->text, l->number),
                    some(l->content), l->issued, l->valid_from, l->valid_to, some(l->authority));
    }
}

void subject_writer_new(struct subject_writer *w, struct arena *a, int64_t id, const struct subject_draft *d)
{
    struct sealed s = seal(w, a, id, d);
    uint8_t hash[SUBJECT_KEY_BYTES];
    subject_content_hash(d, hash);
    struct str code = d->code.n ? d->code : STR_NONE;
    db_bulk_add(w->subjects, id, token_public_id(a), (int)d->kind, d->type->code, s.shown_name, code, d->code_confirmed,
                d->division, some(d->address), some(d->representative), d->established, d->ended, s.name, s.name_index,
                (int)d->id_kind, s.id, s.id_index, bytes16(a, hash), db_id_or_null(w->batch_id), w->now, w->now);
    write_parts(w, a, id, d);
    if (d->kind == SUBJECT_NATURAL)
        return;
    search_bulk_add(w->search, id, d->name, false);
    for (size_t i = 0; i < d->former_names.n; i++)
        search_bulk_add(w->search, id, d->former_names.p[i], true);
}

void subject_writer_change(struct subject_writer *w, struct arena *a, const struct subject_known *known,
                           const struct subject_draft *d)
{
    int64_t id = known->id;
    struct sealed s = seal(w, a, id, d);
    uint8_t hash[SUBJECT_KEY_BYTES];
    subject_content_hash(d, hash);
    int64_t n = db_exec(w->db, UPDATE_SUBJECT, (int)d->kind, d->type->code, s.shown_name, d->code_confirmed, d->division,
                        some(d->address), some(d->representative), d->established, d->ended, s.name, s.name_index, bytes16(a, hash),
                        db_id_or_null(w->batch_id), w->now, id, known->version);
    if (n != 1)
        fail(FAIL_RETRY, "subject %lld changed meanwhile", (long long)id);
    bool renamed = d->kind != SUBJECT_NATURAL && !str_eq(known->name, d->name);
    if (renamed)
        db_exec(w->db, INSERT_FORMER, id, known->name);
    write_parts(w, a, id, d);
    if (d->kind == SUBJECT_NATURAL)
        return;
    search_drop(w->db, a, id);
    search_put_name(w->db, a, w->text, id, d->name, false);
    if (renamed)
        search_put_name(w->db, a, w->text, id, known->name, true);
    struct subject_former_names former = subject_former_names(w->db, a, id);
    for (size_t i = 0; i < former.n; i++)
        search_put_name(w->db, a, w->text, id, former.p[i], true);
    for (size_t i = 0; i < d->former_names.n; i++)
        search_put_name(w->db, a, w->text, id, d->former_names.p[i], true);
}

void subject_writer_end(struct subject_writer **pw)
{
    struct subject_writer *w = *pw;
    *pw = NULL;
    db_bulk_end(&w->subjects);
    db_bulk_end(&w->former);
    db_bulk_end(&w->licences);
    search_bulk_end(&w->search);
    subject_touched_write(&w->touched, w->db);
    struct arena *a = w->arena; /* w lives in it */
    arena_free(&a);
}
