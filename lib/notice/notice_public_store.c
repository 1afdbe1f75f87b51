/* SPDX-License-Identifier: EUPL-1.2
 * notice_public_store.c — SQL behind notice_public.h, on the public views only.
 */
#include "notice/notice_public.h"

#include "base/arena.h"
#include "crypto/token.h"
#include "db/db.h"

#define NOTICE_SQL                                                                                                                  \
    "SELECT id, year, no, COALESCE(publication_id, 0), regime_version_id, version, COALESCE(ended_year, 0),"                        \
    " COALESCE(ended_number, 0), is_open, forgotten, COALESCE(ended_open, 0), kind, state, title, series, document_no, check_code," \
    " commitment, proof, end_reason, ended_series, ended_no, issued_on, ended_on, signed_at FROM public_notice "
DB_STATEMENT(LIST_OPEN, NOTICE_SQL "WHERE is_open AND (? = '' OR kind = ?) AND (? = 0 OR year = ?)"
                                   " ORDER BY issued_on DESC, id DESC LIMIT ? OFFSET ?");
DB_STATEMENT(COUNT_OPEN, "SELECT COUNT(*) FROM public_notice WHERE is_open AND (? = '' OR kind = ?) AND (? = 0 OR year = ?)");
DB_STATEMENT(KINDS, "SELECT DISTINCT kind FROM public_notice WHERE is_open ORDER BY kind LIMIT 60");
DB_STATEMENT(YEARS, "SELECT DISTINCT year FROM public_notice WHERE is_open ORDER BY year DESC LIMIT 60");
DB_STATEMENT(BY_NUMBER, NOTICE_SQL "WHERE series = ? AND year = ? AND no = ?");
DB_STATEMENT(BY_CODE, NOTICE_SQL "WHERE check_code = ?");
DB_STATEMENT(BY_PUBLICATION, NOTICE_SQL "WHERE publication_id = ?");
DB_STATEMENT(OPEN_BODY, "SELECT salt, body FROM public_notice_body WHERE notice_id = ?");
DB_STATEMENT(OPEN_FILE, "SELECT body FROM public_notice_file WHERE notice_id = ? AND format = 'pdf'");

#define COLUMN(m) DB_COLUMN(struct notice_public, m)
static const struct db_column COLUMNS[] = {
    COLUMN(id),           COLUMN(year),       COLUMN(no),           COLUMN(publication_id), COLUMN(regime_version_id),
    COLUMN(version),      COLUMN(ended_year), COLUMN(ended_number), COLUMN(is_open),        COLUMN(forgotten),
    COLUMN(ended_open),   COLUMN(kind),       COLUMN(state),        COLUMN(title),          COLUMN(series),
    COLUMN(document_no),  COLUMN(check_code), COLUMN(commitment),   COLUMN(proof),          COLUMN(end_reason),
    COLUMN(ended_series), COLUMN(ended_no),   COLUMN(issued_on),    COLUMN(ended_on),       COLUMN(signed_at)};

struct notice_publics notice_public_list(struct db *db, struct arena *a, struct str kind, int year, int64_t offset, int64_t limit)
{
    struct {
        struct notice_public *p;
        size_t n, cap;
    } v = {0};
    struct str k = kind.p ? kind : STR("");
    struct db_cursor *c = db_select(db, a, LIST_OPEN, COLUMNS, k, k, year, year, limit, offset);
    for (struct notice_public n; db_fetch(c, &n) == DB_ROW;)
        *VEC_PUSH(a, v) = n;
    return (struct notice_publics){v.p, v.n};
}

int64_t notice_public_count(struct db *db, struct str kind, int year)
{
    struct str k = kind.p ? kind : STR("");
    return db_int(db, COUNT_OPEN, k, k, year, year);
}

struct notice_lines notice_public_kinds(struct db *db, struct arena *a)
{
    static const struct db_column columns[] = {{DB_STR, 0}};
    struct {
        struct str *p;
        size_t n, cap;
    } v = {0};
    struct db_cursor *c = db_select(db, a, KINDS, columns);
    for (struct str s; db_fetch(c, &s) == DB_ROW;)
        *VEC_PUSH(a, v) = s;
    return (struct notice_lines){v.p, v.n};
}

size_t notice_public_years(struct db *db, struct arena *a, const int **years_out)
{
    static const struct db_column columns[] = {{DB_I32, 0}};
    struct {
        int *p;
        size_t n, cap;
    } v = {0};
    struct db_cursor *c = db_select(db, a, YEARS, columns);
    for (int y; db_fetch(c, &y) == DB_ROW;)
        *VEC_PUSH(a, v) = y;
    *years_out = v.p;
    return v.n;
}

bool notice_public_by_number(struct db *db, struct arena *a, struct str series, int year, int no, struct notice_public *out)
{
    return db_one(db, a, BY_NUMBER, COLUMNS, out, series, year, no);
}

bool notice_public_by_code(struct db *db, struct arena *a, struct str check_code, struct notice_public *out)
{
    return db_one(db, a, BY_CODE, COLUMNS, out, check_code);
}

bool notice_public_of_publication(struct db *db, struct arena *a, int publication_id, struct notice_public *out)
{
    return db_one(db, a, BY_PUBLICATION, COLUMNS, out, publication_id);
}

struct body_row {
    struct str salt, body;
};

bool notice_public_body(struct db *db, struct arena *a, const struct notice_public *n, struct notice_body *out, bool *intact_out)
{
    static const struct db_column columns[] = {DB_COLUMN(struct body_row, salt), DB_COLUMN(struct body_row, body)};
    struct body_row r;
    uint8_t hash[32];
    if (!db_one(db, a, OPEN_BODY, columns, &r, n->id) || r.salt.n != NOTICE_SALT_BYTES || !notice_body_read(a, r.body, out))
        return false;
    notice_commit((const uint8_t *)r.salt.p, r.body, hash);
    *intact_out = str_eq(n->commitment, (struct str){(const char *)hash, sizeof hash});
    return true;
}

bool notice_public_file(struct db *db, struct arena *a, int id, struct str *pdf_out)
{
    static const struct db_column columns[] = {{DB_STR, 0}};
    return db_one(db, a, OPEN_FILE, columns, pdf_out, id);
}

bool notice_code_parse(struct arena *a, struct str typed, struct str *code_out)
{
    char *code = arena_alloc(a, PUBLIC_ID_TEXT + 1);
    size_t n = 0;
    struct str s = str_lower(a, typed);
    for (size_t at = 0; at < s.n;) {
        int32_t c = utf8_next(s, &at);
        if (c == ' ' || c == '-' || c == 0x3000 || c == 0xFF0D || c == 0x2014)
            continue;
        c = c >= 0xFF10 && c <= 0xFF5A ? c - 0xFEE0 : c; /* full width */
        c = c >= 'A' && c <= 'Z' ? c + 32 : c;
        c = c == 'o' ? '0' : c == 'i' || c == 'l' ? '1' : c;
        if (c <= 0 || c > 'z' || n == PUBLIC_ID_TEXT)
            return false;
        code[n++] = (char)c;
    }
    *code_out = (struct str){code, n};
    return token_is_public_id(*code_out);
}
