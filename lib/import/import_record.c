/* SPDX-License-Identifier: EUPL-1.2
 * import_record.c — rows about records: read, check, find the subject, tell new from known.
 */
#include "crypto/digest.h"
#include "db/db.h"
#include "import/import_walk.h"

static const struct regime_item *item_of(struct import_walk *w, const struct sheet_row *row)
{
    struct str s = import_text(w, row, FIELD_ITEM);
    if (s.n)
        return regime_item_by_name(w->c->regime, s);
    return w->batch->item.n ? regime_item(w->c->regime, w->batch->item) : NULL;
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

static int64_t number_of(struct import_walk *w, const struct sheet_row *row, enum import_field f, struct str label, int64_t scale,
                         bool *good)
{
    struct str s = str_replace(w->chunk, import_text(w, row, f), STR(","), STR(""));
    int64_t v = 0;
    if (s.n == 0 || decimal(s, scale, &v))
        return v;
    import_fault_add(w, (int)row->number, label, str_fmt(w->chunk, "“%.*s”不是数字。请只填数字。", STR_ARG(utf8_prefix(s, 30))),
                     false);
    *good = false;
    return 0;
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

void import_record_read(struct import_walk *w, const struct sheet_row *row, struct import_row *out)
{
    bool good = names_subject(w, row, out);
    struct record_draft *d = &out->record;
    *d = (struct record_draft){.item = item_of(w, row), .unit_id = unit_of(w, row)};
    d->title = import_text(w, row, FIELD_TITLE);
    d->detail = import_text(w, row, FIELD_DETAIL);
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
    d->amount = number_of(w, row, FIELD_AMOUNT, STR("罚款金额（万元）"), 1000000, &good);
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
        import_fault_add(w, r->number, STR("名称"), str_fmt(w->chunk, "与第 %d 行是同一条信息，只算一次。", e->row), true);
        w->same++;
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
        keys[good] = subject_key_from(w->c->vault, w->chunk, rows[good].code, rows[good].id_kind, rows[good].id_number);
        good++;
    }
    w->refused += (int)(n - good);
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
    int64_t first = w->write ? numbers(w, (int64_t)m) : 0;
    for (size_t i = 0; i < m; i++)
        settle(w, &rows[i], &subjects[i], hashes + i * RECORD_KEY_BYTES, known[i], first + (int64_t)i);
}
