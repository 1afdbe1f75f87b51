/* SPDX-License-Identifier: EUPL-1.2
 * opendata_notice_store.c — see opendata_notice.h. Walks the key (is_open, issued_on) backwards.
 */
#include "opendata/opendata_notice.h"

#include "base/arena.h"
#include "db/db.h"

DB_STATEMENT(PLACE, "SELECT issued_on, id FROM public_notice WHERE check_code = ? AND is_open");
DB_STATEMENT(
    BEHIND,
    "SELECT id, year, no, forgotten, kind, state, title, series, document_no, check_code, issued_on, ended_on FROM public_notice "
    "WHERE is_open = 1 AND (issued_on < ? OR (issued_on = ? AND id < ?)) AND (? = '' OR kind = ?) AND (? = 0 OR year = ?) "
    "ORDER BY issued_on DESC, id DESC LIMIT ?");

struct row {
    int64_t id;
    int year, no;
    bool forgotten;
    struct str kind, state, title, series, number, check_code;
    struct day issued, ended;
};
#define COLUMN(m) DB_COLUMN(struct row, m)
static const struct db_column COLUMNS[] = {COLUMN(id),     COLUMN(year),       COLUMN(no),     COLUMN(forgotten),
                                           COLUMN(kind),   COLUMN(state),      COLUMN(title),  COLUMN(series),
                                           COLUMN(number), COLUMN(check_code), COLUMN(issued), COLUMN(ended)};
struct place {
    struct day day;
    int64_t id;
};
static const struct db_column PLACE_COLUMNS[] = {DB_COLUMN(struct place, day), DB_COLUMN(struct place, id)};

#define NOTICE struct opendata_notice
static const struct opendata_field FIELDS[] = {
    {"check_code", OPEN_TEXT, offsetof(NOTICE, check_code), "校验码：凭它可以在核验页面核对", false, NULL, NULL},
    {"kind", OPEN_TEXT, offsetof(NOTICE, kind), "文书种类代码", false, NULL, NULL},
    {"kind_name", OPEN_TEXT, offsetof(NOTICE, kind_name), "文书种类", false, NULL, NULL},
    {"number", OPEN_TEXT, offsetof(NOTICE, number), "发文字号", false, NULL, NULL},
    {"title", OPEN_TEXT, offsetof(NOTICE, title), "标题", false, NULL, NULL},
    {"state", OPEN_TEXT, offsetof(NOTICE, state), "状态：issued 有效，withdrawn 已撤销，superseded 已被替代，void 作废", false,
     "issued withdrawn superseded void", NULL},
    {"issued", OPEN_DAY, offsetof(NOTICE, issued), "成文日期", true, NULL, NULL},
    {"ended", OPEN_DAY, offsetof(NOTICE, ended), "失效日期；有效的为空", true, NULL, NULL},
    {"page", OPEN_TEXT, offsetof(NOTICE, page), "网页地址", false, NULL, NULL},
    {"pdf", OPEN_TEXT, offsetof(NOTICE, pdf), "PDF 文件地址；内容不再公开的为空", true, NULL, NULL},
    {"proof", OPEN_TEXT, offsetof(NOTICE, proof), "签名的证明文件地址，供离线核验", false, NULL, NULL},
};
const struct opendata_shape OPENDATA_NOTICE = OPENDATA_SHAPE(NOTICE, "Notice", "一件编号的文书", FIELDS);

static struct str address(const struct opendata_maker *m, const struct row *r, const char *ending)
{
    /* A series is text of the rule set, such as 遂卫信认: its bytes are percent-encoded as in every address. */
    struct str hex = str_upper(m->a, str_hex(m->a, r->series.p, r->series.n)), path = STR("/notice/");
    for (size_t i = 0; i + 1 < hex.n; i += 2)
        path = str_fmt(m->a, "%.*s%%%.*s", STR_ARG(path), STR_ARG(str_sub(hex, i, i + 2)));
    return opendata_url(m, str_fmt(m->a, "%.*s/%d/%d%s", STR_ARG(path), r->year, r->no, ending));
}

static struct opendata_notice notice_of(const struct opendata_maker *m, const struct row *r)
{
    const struct regime_notice *kind = regime_notice(m->known->regime, r->kind);
    bool text = !r->forgotten && !str_eq(r->state, STR("void"));
    return (struct opendata_notice){.check_code = r->check_code,
                                    .kind = r->kind,
                                    .kind_name = kind ? kind->label : STR("文书"),
                                    .number = r->number,
                                    .title = r->title,
                                    .state = r->state,
                                    .issued = r->issued,
                                    .ended = r->ended,
                                    .page = address(m, r, ""),
                                    .pdf = text ? address(m, r, ".pdf") : STR(""),
                                    .proof = address(m, r, ".proof")};
}

struct opendata_notices opendata_notices(struct db *db, const struct opendata_maker *m, struct str kind, int year,
                                         struct str behind, int64_t limit)
{
    struct place at = {day_from_ymd(9999, 12, 31), INT64_MAX};
    struct {
        struct opendata_notice *p;
        size_t n, cap;
    } v = {0};
    if (behind.n && !db_one(db, m->a, PLACE, PLACE_COLUMNS, &at, behind))
        at = (struct place){day_from_ymd(1800, 1, 1), 0}; /* it is listed no more: nothing is told twice, the asker begins again */
    struct str k = kind.p ? kind : STR("");
    struct db_cursor *c = db_select(db, m->a, BEHIND, COLUMNS, at.day, at.day, at.id, k, k, year, year, limit);
    for (struct row r; db_fetch(c, &r) == DB_ROW;)
        *VEC_PUSH(m->a, v) = notice_of(m, &r);
    return (struct opendata_notices){v.p, v.n};
}
