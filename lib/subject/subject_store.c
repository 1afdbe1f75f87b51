/* SPDX-License-Identifier: EUPL-1.2
 * subject_store.c — reading subjects; see subject_store.h. Writing is in subject_write_store.c.
 */
#include "subject/subject_store.h"

#include "base/arena.h"
#include "crypto/digest.h"
#include "crypto/vault_many.h"
#include "db/db.h"

enum { KEYS_PER_STATEMENT = 256 };

#define KNOWN_SQL "content_hash, type, division, name, ended, kind, version FROM subject WHERE "
DB_STATEMENT(KNOWN_BY_CODE, "SELECT id, code, " KNOWN_SQL "code IN (" DB_MARKS_256 ")");
DB_STATEMENT(KNOWN_BY_INDEX, "SELECT id, id_index, " KNOWN_SQL "id_index IN (" DB_MARKS_256 ")");
#define SUBJECT_SQL                                                                                                                \
    "SELECT s.id, s.public_id, s.type, s.name, s.code, s.division, d.name, s.address, s.representative, s.kind, s.id_kind,"        \
    " s.version, s.code_confirmed, s.established, s.ended, s.updated_at"                                                           \
    " FROM subject s LEFT JOIN division d ON d.code = s.division WHERE "
DB_STATEMENT(BY_ID, SUBJECT_SQL "s.id = ?");
DB_STATEMENT(BY_CODE, SUBJECT_SQL "s.code = ?");
DB_STATEMENT(BY_PUBLIC_ID, SUBJECT_SQL "s.public_id = ?");
DB_STATEMENT(FORMER_NAMES, "SELECT name FROM subject_former_name WHERE subject_id = ? ORDER BY until_day DESC, name");
DB_STATEMENT(LICENCES,
             "SELECT kind, number, content, authority, issued, valid_from, valid_to FROM licence WHERE subject_id = ? ORDER BY id");
DB_STATEMENT(COUNT_SUBJECTS, "SELECT COUNT(*) FROM subject WHERE ended IS NULL");

struct known_row {
    struct str key;
    struct subject_known k;
};
static const struct db_column KNOWN_COLUMNS[] = {
    DB_COLUMN(struct known_row, k.id),    DB_COLUMN(struct known_row, key),        DB_COLUMN(struct known_row, k.content_hash),
    DB_COLUMN(struct known_row, k.type),  DB_COLUMN(struct known_row, k.division), DB_COLUMN(struct known_row, k.name),
    DB_COLUMN(struct known_row, k.ended), DB_COLUMN(struct known_row, k.kind),     DB_COLUMN(struct known_row, k.version),
};
static const struct db_column SUBJECT_COLUMNS[] = {
    DB_COLUMN(struct subject, id),
    DB_COLUMN(struct subject, public_id),
    DB_COLUMN(struct subject, type),
    DB_COLUMN(struct subject, name),
    DB_COLUMN(struct subject, code),
    DB_COLUMN(struct subject, division),
    DB_COLUMN(struct subject, division_name),
    DB_COLUMN(struct subject, address),
    DB_COLUMN(struct subject, representative),
    DB_COLUMN(struct subject, kind),
    DB_COLUMN(struct subject, id_kind),
    DB_COLUMN(struct subject, version),
    DB_COLUMN(struct subject, code_confirmed),
    DB_COLUMN(struct subject, established),
    DB_COLUMN(struct subject, ended),
    DB_COLUMN(struct subject, updated_at),
};
static const struct db_column LICENCE_COLUMNS[] = {
    DB_COLUMN(struct subject_licence, kind),     DB_COLUMN(struct subject_licence, number),
    DB_COLUMN(struct subject_licence, content),  DB_COLUMN(struct subject_licence, authority),
    DB_COLUMN(struct subject_licence, issued),   DB_COLUMN(struct subject_licence, valid_from),
    DB_COLUMN(struct subject_licence, valid_to),
};

struct subject_key subject_key_plain(struct arena *a, struct str code, enum id_kind kind, struct str id_number)
{
    struct subject_key k = {.code = code};
    if (kind != ID_NONE) {
        k.code = STR_NONE;
        k.waiting = str_fmt(a, SUBJECT_ID_PREFIX "%.*s", (int)kind, STR_ARG(id_number));
    }
    return k;
}

struct subject_key subject_key_draft(struct arena *a, const struct subject_draft *d)
{
    if (d->kind == SUBJECT_NATURAL)
        return subject_key_plain(a, STR_NONE, d->id_kind, d->id_number);
    if (d->code.n)
        return subject_key_plain(a, d->code, ID_NONE, STR_NONE);
    struct subject_key k = {0};
    uint8_t full[DIGEST_BYTES];
    digest_of(str_fmt(a, "%.*s|%.*s|%.*s", STR_ARG(d->name), STR_ARG(d->division), STR_ARG(d->address)), full);
    memcpy(k.index, full, sizeof k.index);
    k.index[0] = SUBJECT_KEY_PLAIN;
    return k;
}

void subject_key_take(struct arena *a, struct subject_key *k, const struct vault_indexes *x)
{
    memcpy(k->index, x->p[0], sizeof k->index);
    k->older = str_dup(a, (struct str){(const char *)x->p[1], (x->n - 1) * SUBJECT_KEY_BYTES});
    k->waiting = STR_NONE;
}

void subject_keys_index(const struct vault *v, struct arena *a, struct subject_key *keys, size_t n)
{
    struct vault_task *t = ARENA_ARRAY(a, struct vault_task, n);
    size_t m = 0;
    for (size_t i = 0; i < n; i++)
        if (keys[i].waiting.n)
            t[m++] = (struct vault_task){
                .kind = VAULT_TASK_INDEX, .where.table_column = STR("subject.id_number"), .in = keys[i].waiting};
    vault_many(v, a, t, m);
    for (size_t i = 0, k = 0; i < n; i++)
        if (keys[i].waiting.n)
            subject_key_take(a, &keys[i], &t[k++].indexes);
}

struct subject_key subject_key_from(const struct vault *v, struct arena *a, struct str code, enum id_kind kind,
                                    struct str id_number)
{
    struct subject_key k = subject_key_plain(a, code, kind, id_number);
    subject_keys_index(v, a, &k, 1);
    return k;
}

struct subject_key subject_key_of(const struct vault *v, struct arena *a, const struct subject_draft *d)
{
    struct subject_key k = subject_key_draft(a, d);
    subject_keys_index(v, a, &k, 1);
    return k;
}

/* What a key is stored as: its code, its index, or (sort 2 and more) its index under an older epoch. Empty: not of this sort. */
static struct str key_text(const struct subject_key *k, size_t sort)
{
    CHECK(!k->waiting.n);
    if (sort == 0)
        return k->code;
    if (k->code.n)
        return STR_NONE;
    return sort == 1 ? (struct str){(const char *)k->index, sizeof k->index}
                     : str_sub(k->older, (sort - 2) * SUBJECT_KEY_BYTES, (sort - 1) * SUBJECT_KEY_BYTES);
}

/* One statement for all keys of a sort; unused marks repeat the last key. */
static void find_sort(struct db *db, struct arena *a, size_t sort, const struct subject_key *keys, size_t n,
                      struct subject_known *known)
{
    struct db_value in[KEYS_PER_STATEMENT];
    size_t m = 0;
    for (size_t i = 0; i < n; i++)
        if (key_text(&keys[i], sort).n)
            in[m++] = db_from_str(key_text(&keys[i], sort));
    if (!m)
        return;
    for (size_t i = m; i < KEYS_PER_STATEMENT; i++)
        in[i] = in[m - 1];
    const struct db_statement *s = sort == 0 ? &KNOWN_BY_CODE : &KNOWN_BY_INDEX;
    struct db_cursor *c =
        db_select_values(db, a, s, KNOWN_COLUMNS, sizeof KNOWN_COLUMNS / sizeof *KNOWN_COLUMNS, false, in, KEYS_PER_STATEMENT);
    for (struct known_row r; db_fetch(c, &r) == DB_ROW;)
        for (size_t i = 0; i < n; i++)
            if (str_eq(key_text(&keys[i], sort), r.key))
                known[i] = r.k;
}

void subject_find_keys(struct db *db, struct arena *a, const struct subject_key *keys, size_t n, struct subject_known *known)
{
    size_t older = 0;
    CHECK(n <= KEYS_PER_STATEMENT);
    memset(known, 0, n * sizeof *known);
    for (size_t i = 0; i < n; i++)
        if (keys[i].older.n / SUBJECT_KEY_BYTES > older)
            older = keys[i].older.n / SUBJECT_KEY_BYTES;
    for (size_t sort = 0; sort < 2 + older; sort++)
        find_sort(db, a, sort, keys, n, known);
}

bool subject_by_id(struct db *db, struct arena *a, int64_t id, struct subject *out)
{
    return db_one(db, a, BY_ID, SUBJECT_COLUMNS, out, id);
}

bool subject_by_code(struct db *db, struct arena *a, struct str code, struct subject *out)
{
    return code.n == 18 ? db_one(db, a, BY_CODE, SUBJECT_COLUMNS, out, code)
                        : db_one(db, a, BY_PUBLIC_ID, SUBJECT_COLUMNS, out, code);
}

struct name_row {
    struct str name;
};

struct subject_former_names subject_former_names(struct db *db, struct arena *a, int64_t id)
{
    static const struct db_column columns[] = {DB_COLUMN(struct name_row, name)};
    struct {
        struct str *p;
        size_t n, cap;
    } v = {0};
    struct db_cursor *c = db_select(db, a, FORMER_NAMES, columns, id);
    for (struct name_row r; db_fetch(c, &r) == DB_ROW;)
        *VEC_PUSH(a, v) = r.name;
    return (struct subject_former_names){v.p, v.n};
}

struct subject_licences subject_licences(struct db *db, struct arena *a, int64_t id)
{
    struct {
        struct subject_licence *p;
        size_t n, cap;
    } v = {0};
    struct db_cursor *c = db_select(db, a, LICENCES, LICENCE_COLUMNS, id);
    for (struct subject_licence l; db_fetch(c, &l) == DB_ROW;)
        *VEC_PUSH(a, v) = l;
    return (struct subject_licences){v.p, v.n};
}

int64_t subject_count(struct db *db)
{
    return db_int(db, COUNT_SUBJECTS);
}
