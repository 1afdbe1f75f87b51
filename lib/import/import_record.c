/* SPDX-License-Identifier: EUPL-1.2
 * import_record.c — rows about records: read, check, find the subject, tell new from known.
 */
#include "crypto/digest.h"
#include "db/db.h"
#include "import/import_before.h"
#include "import/import_walk.h"

/* The item the row names; else what the rule set says of a national table; else what was chosen with the upload. */
static const struct regime_item *item_of(struct import_walk *w, const struct sheet_row *row)
{
    struct str s = import_text(w, row, FIELD_ITEM);
    if (s.n)
        return regime_item_by_name(w->c->regime, s);
    if (w->batch->item.n)
        return regime_item(w->c->regime, w->batch->item);
    if (!w->layout)
        return NULL;
    struct str kind = str_fmt(w->chunk, "%.*s %.*s", STR_ARG(import_text(w, row, FIELD_PENALTY_KIND)),
                              STR_ARG(import_text(w, row, FIELD_PENALTY_KIND_2)));
    return regime_import_item(w->c->regime, w->layout->table, kind);
}

static int unit_of(struct import_walk *w, const struct sheet_row *row)
{
    struct str s = import_text(w, row, FIELD_UNIT);
    if (s.n == 0)
        return w->batch->unit_id;
    for (size_t i = 0; i < w->units.n; i++)
        if (str_eq(w->units.p[i].name, s))
            return w->units.p[i].id;
    import_fault_add(w, (int)row->number, STR("责任股室"),
                     str_fmt(w->chunk, "没有名为“%.*s”的股室，暂归到导入的股室。", STR_ARG(utf8_prefix(s, 30))), true);
    return w->batch->unit_id;
}

/* A decimal number times scale, rounded towards zero; amounts in 万元 are ×1,000,000 fen. */
static bool decimal(struct str s, int64_t scale, int64_t *out)
{
    int64_t whole = 0, part = 0, unit = 1;
    ptrdiff_t dot = str_find(s, STR("."), 0);
    struct str left = dot < 0 ? s : str_sub(s, 0, (size_t)dot), right = dot < 0 ? STR_NONE : str_sub(s, (size_t)dot + 1, s.n);
    if ((left.n && !str_int(left, &whole)) || (right.n && !str_int(right, &part)) || (!left.n && !right.n) || right.n > 9)
        return false;
    for (size_t i = 0; i < right.n; i++)
        unit *= 10;
    return whole >= 0 && part >= 0 && !__builtin_mul_overflow(whole, scale, &whole) &&
           !__builtin_add_overflow(whole, part * scale / unit, out);
}

/* scale: of a bare number; one that carries its own unit (1.5万元, 3000元) is taken by it. */
static int64_t number_of(struct import_walk *w, const struct sheet_row *row, enum import_field f, struct str label, int64_t scale,
                         bool *good)
{
    enum { FEN_OF_YUAN = 100, FEN_OF_WAN = 1000000 };
    struct str s = str_replace(w->chunk, import_text(w, row, f), STR(","), STR("")), bare = s;
    int64_t v = 0;
    if (str_ends(s, STR("万元"))) {
        bare = str_trim(str_sub(s, 0, s.n - STR("万元").n));
        scale = FEN_OF_WAN;
    } else if (str_ends(s, STR("元"))) {
        bare = str_trim(str_sub(s, 0, s.n - STR("元").n));
        scale = FEN_OF_YUAN;
    }
    if (s.n == 0 || decimal(bare, scale, &v))
        return v;
    import_fault_add(
        w, (int)row->number, label,
        str_fmt(w->chunk, "“%.*s”不是数字。请只填数字，没有的留空。", STR_ARG(import_masked(w->chunk, utf8_prefix(s, 30)))), false);
    *good = false;
    return 0;
}

/* Fines are in 万元 in the national layouts; a column that says 元 is in 元. */
static int64_t amount_of(struct import_walk *w, const struct sheet_row *row, bool *good)
{
    enum { FEN_OF_YUAN = 100, FEN_OF_WAN = 1000000, UNLIKELY_WAN = 1000 };
    if (import_text(w, row, FIELD_AMOUNT_YUAN).n)
        return number_of(w, row, FIELD_AMOUNT_YUAN, STR("罚款金额（元）"), FEN_OF_YUAN, good);
    int64_t fen = number_of(w, row, FIELD_AMOUNT, STR("罚款金额（万元）"), FEN_OF_WAN, good);
    if (fen > (int64_t)UNLIKELY_WAN * FEN_OF_WAN)
        import_fault_add(w, (int)row->number, STR("罚款金额（万元）"),
                         STR("金额超过 1000 万元。本列以万元为单位，请核对是否误填为元。"), true);
    return fen;
}

static bool names_subject(struct import_walk *w, const struct sheet_row *row, struct import_row *out)
{
    bool good = true;
    out->name = import_text(w, row, FIELD_NAME);
    out->code = uscc_normalise(w->chunk, import_code_text(w, row, FIELD_CODE, &good));
    out->id_number = id_normalise(w->chunk, import_code_text(w, row, FIELD_ID_NUMBER, &good));
    out->id_kind = ID_NONE;
    if (out->code.n == 0 && out->id_number.n) {
        out->id_kind = id_kind_from_name(import_text(w, row, FIELD_ID_KIND));
        if (out->id_kind == ID_NONE)
            out->id_kind = ID_RESIDENT;
    }
    if (good && out->code.n == 0 && out->id_number.n == 0) {
        import_fault_add(w, (int)row->number, STR("统一社会信用代码"),
                         STR("没有统一社会信用代码，也没有证件号码，不能确定是哪个主体。请补充。"), false);
        return false;
    }
    return good;
}

static void add_part(struct import_walk *w, const struct sheet_row *row, struct str *detail, enum import_field f, const char *label,
                     const char *unit)
{
    struct str s = import_text(w, row, f);
    if (s.n)
        *detail = str_fmt(w->chunk, "%.*s%s%s：%.*s%s", STR_ARG(*detail), detail->n ? "\n" : "", label, STR_ARG(s), unit);
}

/* The national tables spread over several columns what a record has in one text. */
static struct str detail_of(struct import_walk *w, const struct sheet_row *row)
{
    struct str d = import_text(w, row, FIELD_DETAIL);
    add_part(w, row, &d, FIELD_FACTS, "违法事实", "");
    add_part(w, row, &d, FIELD_BASIS, "处罚依据", "");
    add_part(w, row, &d, FIELD_PENALTY_KIND, "处罚类别", "");
    add_part(w, row, &d, FIELD_PENALTY_KIND_2, "处罚类别", "");
    add_part(w, row, &d, FIELD_RESULT, "处罚内容", "");
    add_part(w, row, &d, FIELD_CONFISCATED, "没收违法所得、非法财物", "万元");
    add_part(w, row, &d, FIELD_REVOKED, "暂扣或者吊销证照", "");
    add_part(w, row, &d, FIELD_LICENCE_NUMBER, "许可编号", "");
    return d;
}

/* 当前状态: a decision that no longer holds is not entered. In figures the two versions of the layout count differently. */
static bool still_holds(struct import_walk *w, const struct sheet_row *row)
{
    static const struct str ends[] = {STR_INIT("撤销"), STR_INIT("无效"), STR_INIT("注销"), STR_INIT("吊销"), STR_INIT("废止")};
    struct str s = import_text(w, row, FIELD_STATUS);
    bool ended = w->layout && s.n == 1 && s.p[0] == (str_ends(str_from(w->layout->code), STR("2018")) ? '2' : '1');
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        ended = ended || str_contains(s, ends[i]);
    if (ended)
        import_fault_add(w, (int)row->number, STR("当前状态"),
                         STR("当前状态为无效或者已撤销，不再导入。如有误，请先更正当前状态。"), false);
    return !ended;
}

/* A licence of this row; without a number of its own the document's stands for it (layout of 2015). */
static void read_licence(struct import_walk *w, const struct sheet_row *row, struct import_row *out, bool *good)
{
    struct record_draft *d = &out->record;
    out->licence = (struct subject_licence){.number = STR_NONE};
    if (!d->item || d->item->kind != ITEM_LICENCE)
        return;
    out->licence = import_licence_read(w, row, good);
    struct subject_licence *l = &out->licence;
    if (!import_text(w, row, FIELD_LICENCE_KIND).n && import_text(w, row, FIELD_LICENCE_CLASS).n)
        l->kind = utf8_prefix(import_text(w, row, FIELD_LICENCE_CLASS), 100);
    l->number = l->number.n ? l->number : utf8_prefix(d->document_no, 100);
    l->content = utf8_prefix(import_text(w, row, FIELD_DETAIL), 1000);
    l->authority = d->authority;
    l->issued = d->found;
    d->use_to = day_is(d->use_to) ? d->use_to : l->valid_to;
    if (!d->title.n)
        d->title = l->kind;
}

void import_record_read(struct import_walk *w, const struct sheet_row *row, struct import_row *out)
{
    bool good = names_subject(w, row, out);
    struct record_draft *d = &out->record;
    *d = (struct record_draft){.item = item_of(w, row), .unit_id = unit_of(w, row)};
    d->title = import_text(w, row, FIELD_TITLE);
    d->detail = detail_of(w, row);
    d->document_no = import_text(w, row, FIELD_DOCUMENT);
    d->authority = utf8_prefix(import_text(w, row, FIELD_AUTHORITY), 200);
    d->source = utf8_prefix(import_text(w, row, FIELD_SOURCE), 120);
    d->severity = record_severity_from(import_text(w, row, FIELD_SEVERITY));
    d->found = import_day(w, row, FIELD_FOUND, &good);
    d->publicity_from = import_day(w, row, FIELD_PUBLICITY_FROM, &good);
    d->publicity_to = import_day(w, row, FIELD_PUBLICITY_TO, &good);
    d->use_to = import_day(w, row, FIELD_USE_TO, &good);
    int64_t points = number_of(w, row, FIELD_POINTS, STR("记分"), 1000, &good);
    d->points = points > 1000000 ? 1000000 : (int32_t)points;
    d->amount = amount_of(w, row, &good);
    read_licence(w, row, out, &good);
    good = still_holds(w, row) && good;
    struct record_faults faults = {0};
    if (good)
        good = record_check(w->chunk, d, w->c->today, &faults);
    for (size_t i = 0; i < faults.n; i++)
        import_fault_add(w, (int)row->number, faults.p[i].field, faults.p[i].message, faults.p[i].warning);
    out->number = (int)row->number;
    out->good = good;
}

static bool found_subject(struct import_walk *w, struct import_row *r, const struct subject_known *s)
{
    if (!s->id) {
        import_fault_add(w, r->number, r->code.n ? STR("统一社会信用代码") : STR("证件号码"),
                         STR("信用档案中没有这个主体。请先导入主体，或者核对号码。"), false);
        return false;
    }
    if (r->name.n && s->kind != SUBJECT_NATURAL && !str_eq(r->name, s->name))
        import_fault_add(w, r->number, STR("名称"),
                         str_fmt(w->chunk, "档案中这个代码的名称是“%.*s”，以代码为准。", STR_ARG(s->name)), true);
    return true;
}

static enum regime_kind regime_kind_of(const struct import_walk *w, const struct subject_known *s)
{
    const struct regime_subject_type *t = regime_subject_type(w->c->regime, s->type);
    return t ? t->kind : s->kind == SUBJECT_NATURAL ? KIND_NATURAL : KIND_LEGAL;
}

static void settle(struct import_walk *w, struct import_row *r, const struct subject_known *s, const uint8_t *key, bool known,
                   int64_t new_id)
{
    struct import_seen_entry *e = import_seen_get(w->seen, key);
    if (e->row) {
        import_fault_add(w, r->number, STR("名称"), str_fmt(w->chunk, "重复：与第 %d 行是同一条信息，只算一次。", e->row), true);
        w->duplicate++;
        return;
    }
    e->row = r->number;
    import_seen_count(w->seen);
    if (known) {
        w->same++;
        return;
    }
    w->added++;
    if (!w->write)
        return;
    struct record_life life = record_life_of(w->c->regime, &r->record, regime_kind_of(w, s), s->ended);
    record_writer_add(w->records, new_id, s->id, &r->record, &life);
    if (r->licence.number.n)
        import_licence_add(w->licences, w->c->text, w->chunk, s->id, &r->licence);
}

/* n numbers in a row, taken from the sequence for many chunks at once: a round trip less for each. */
static int64_t numbers(struct import_walk *w, int64_t n)
{
    enum { BLOCK = 1 << 16 };
    if (w->numbers.n < n) {
        int64_t rest = w->batch->rows_new - w->added;
        w->numbers.n = rest < n ? n : rest > BLOCK ? BLOCK : rest;
        w->numbers.first = db_numbers(w->c->db, STR("record"), w->numbers.n);
    }
    int64_t first = w->numbers.first;
    w->numbers.first += n;
    w->numbers.n -= n;
    return first;
}

static void keep_licences(struct import_walk *w, const struct subject_known *subjects, size_t n)
{
    int64_t ids[IMPORT_CHUNK];
    for (size_t i = 0; i < n; i++)
        ids[i] = subjects[i].id;
    import_before_licences(w->c->db, w->batch->id, ids, n);
}

void import_record_chunk(struct import_walk *w, struct import_row *rows, size_t n)
{
    struct subject_key keys[IMPORT_CHUNK];
    struct subject_known subjects[IMPORT_CHUNK];
    uint8_t hashes[IMPORT_CHUNK * RECORD_KEY_BYTES];
    bool known[IMPORT_CHUNK];
    size_t good = 0, m = 0;
    for (size_t i = 0; i < n; i++) {
        if (!rows[i].good)
            continue;
        rows[good] = rows[i];
        keys[good] = subject_key_plain(w->chunk, rows[good].code, rows[good].id_kind, rows[good].id_number);
        good++;
    }
    w->refused += (int)(n - good);
    subject_keys_index(w->c->vault, w->chunk, keys, good);
    if (good)
        subject_keys_index(w->c->vault, w->chunk, keys, good);
    if (good)
        import_known_find(w->known, w->c->db, w->chunk, keys, good, subjects);
    for (size_t i = 0; i < good; i++) {
        if (!found_subject(w, &rows[i], &subjects[i])) {
            w->refused++;
            continue;
        }
        rows[m] = rows[i];
        subjects[m] = subjects[i];
        record_content_hash(&rows[m].record, subjects[m].id, hashes + m * RECORD_KEY_BYTES);
        m++;
    }
    if (!m)
        return;
    if (w->all_new)
        memset(known, 0, sizeof known);
    else
        record_find_keys(w->c->db, w->chunk, hashes, m, known);
    if (w->write && w->licences)
        keep_licences(w, subjects, m);
    int64_t first = w->write ? numbers(w, (int64_t)m) : 0;
    for (size_t i = 0; i < m; i++)
        settle(w, &rows[i], &subjects[i], hashes + i * RECORD_KEY_BYTES, known[i], first + (int64_t)i);
}
