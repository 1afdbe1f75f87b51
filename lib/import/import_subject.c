/* SPDX-License-Identifier: EUPL-1.2
 * import_subject.c — rows about subjects: read, check, tell new from changed from unchanged.
 */
#include "crypto/digest.h"
#include "db/db.h"
#include "import/import_before.h"
#include "import/import_walk.h"

static struct str REGISTERED_ENDS[] = {STR_INIT("注销"), STR_INIT("吊销，已注销"), STR_INIT("已注销")};

static const struct regime_subject_type *type_of(struct import_walk *w, const struct sheet_row *row)
{
    struct str s = import_text(w, row, FIELD_TYPE);
    const struct regime_subject_type *t = s.n ? regime_subject_type_by_name(w->c->regime, s) : NULL;
    if (t || !w->batch->item.n)
        return t;
    if (s.n)
        return NULL; /* a type is named, but not one of ours: subject_check says so */
    return regime_subject_type(w->c->regime, w->batch->item);
}

/* "甲公司、乙公司", "甲公司；乙公司" */
static void split_names(struct import_walk *w, struct str s, struct subject_draft *d)
{
    struct {
        struct str *p;
        size_t n, cap;
    } v = {0};
    s = str_replace(w->chunk, s, STR("；"), STR(";"));
    s = str_replace(w->chunk, s, STR("、"), STR(";"));
    struct str rest = s, part;
    while (str_cut(&rest, ';', &part)) {
        part = str_trim(part);
        if (utf8_count(part) >= 2 && utf8_count(part) <= 200 && !str_eq(part, d->name))
            *VEC_PUSH(w->chunk, v) = part;
    }
    d->former_names.p = v.p;
    d->former_names.n = v.n;
}

struct subject_licence import_licence_read(struct import_walk *w, const struct sheet_row *row, bool *good)
{
    struct subject_licence l = {.kind = utf8_prefix(import_text(w, row, FIELD_LICENCE_KIND), 100),
                                .number = utf8_prefix(import_code_text(w, row, FIELD_LICENCE_NUMBER, good), 100),
                                .authority = utf8_prefix(import_text(w, row, FIELD_LICENCE_AUTHORITY), 200),
                                .issued = import_day(w, row, FIELD_LICENCE_ISSUED, good),
                                .valid_from = import_day(w, row, FIELD_LICENCE_FROM, good),
                                .valid_to = import_day(w, row, FIELD_LICENCE_TO, good)};
    if (l.kind.n == 0)
        l.kind = STR("卫生健康许可");
    return l;
}

static void read_licence(struct import_walk *w, const struct sheet_row *row, struct subject_draft *d, bool *good)
{
    struct subject_licence *l = ARENA_NEW(w->chunk, struct subject_licence);
    if (import_text(w, row, FIELD_LICENCE_NUMBER).n == 0)
        return;
    *l = import_licence_read(w, row, good);
    d->licences.p = l;
    d->licences.n = 1;
}

static bool still_exists(struct import_walk *w, const struct sheet_row *row)
{
    struct str status = import_text(w, row, FIELD_STATUS);
    for (size_t i = 0; i < sizeof REGISTERED_ENDS / sizeof *REGISTERED_ENDS; i++)
        if (str_eq(status, REGISTERED_ENDS[i])) {
            import_fault_add(w, (int)row->number, STR("经营状态"),
                             STR("主体已经注销，不再建立信用档案。如有误，请先更正经营状态。"), false);
            return false;
        }
    return true;
}

void import_subject_read(struct import_walk *w, const struct sheet_row *row, struct import_row *out)
{
    struct subject_draft *d = &out->subject;
    bool good = still_exists(w, row);
    *d = (struct subject_draft){.ended = DAY_NONE};
    d->type = type_of(w, row);
    d->name = import_text(w, row, FIELD_NAME);
    d->code = import_code_text(w, row, FIELD_CODE, &good);
    d->id_number = import_code_text(w, row, FIELD_ID_NUMBER, &good);
    d->id_kind = id_kind_from_name(import_text(w, row, FIELD_ID_KIND));
    d->division = import_division_code(w, row);
    d->address = utf8_prefix(import_text(w, row, FIELD_ADDRESS), 300);
    d->representative = utf8_prefix(import_text(w, row, FIELD_REPRESENTATIVE), 100);
    d->established = import_day(w, row, FIELD_ESTABLISHED, &good);
    split_names(w, import_text(w, row, FIELD_FORMER), d);
    read_licence(w, row, d, &good);
    struct subject_rules rules = {w->c->today, w->batch->confirm_codes, w->batch->without_code};
    struct subject_faults faults = {0};
    if (good)
        good = subject_check(w->chunk, d, &rules, &faults);
    for (size_t i = 0; i < faults.n; i++)
        import_fault_add(w, (int)row->number, faults.p[i].field, faults.p[i].message, faults.p[i].warning);
    out->number = (int)row->number;
    out->good = good;
}

static void key_bytes(const struct subject_key *k, uint8_t out[16])
{
    if (k->code.n == 0) {
        memcpy(out, k->index, 16);
        return;
    }
    uint8_t full[DIGEST_BYTES];
    digest_of(k->code, full);
    memcpy(out, full, 16);
}

/* An earlier row of the same file about the same subject: the same words are a repetition, others a contradiction. */
static bool repeats(struct import_walk *w, struct import_row *r, struct import_seen_entry *e, const uint8_t content[16])
{
    if (!e->row)
        return false;
    if (memcmp(e->content, content, 16) == 0) {
        import_fault_add(w, r->number, STR("名称"), str_fmt(w->chunk, "重复：与第 %d 行完全相同，只算一次。", e->row), true);
        w->duplicate++;
        return true;
    }
    import_fault_add(w, r->number, STR("名称"), str_fmt(w->chunk, "与第 %d 行是同一主体，但内容不同。请核对后只保留一行。", e->row),
                     false);
    w->refused++;
    return true;
}

static void settle(struct import_walk *w, struct import_row *r, const struct subject_key *key, const struct subject_known *known,
                   bool same, int64_t new_id)
{
    uint8_t content[16], k[16];
    subject_content_hash(&r->subject, content);
    key_bytes(key, k);
    struct import_seen_entry *e = import_seen_get(w->seen, k);
    if (repeats(w, r, e, content))
        return;
    memcpy(e->content, content, 16);
    e->row = r->number;
    import_seen_count(w->seen);
    if (!known->id) {
        w->added++;
        if (w->write)
            subject_writer_new(w->subjects, w->chunk, new_id, &r->subject);
    } else if (same) {
        w->same++;
    } else {
        w->changed++;
        if (w->write)
            subject_writer_change(w->subjects, w->chunk, known, &r->subject);
    }
}

/* What is about to be changed is kept as it is. */
static void keep_images(struct import_walk *w, const struct subject_known *known, const bool *same, size_t n)
{
    int64_t ids[IMPORT_CHUNK];
    size_t m = 0;
    for (size_t i = 0; i < n; i++)
        if (known[i].id && !same[i])
            ids[m++] = known[i].id;
    import_before_keep(w->c->db, w->batch->id, ids, m);
}

static void prepare_new(struct import_walk *w, const struct import_row *rows, const struct subject_known *known, size_t n,
                        int64_t first)
{
    const struct subject_draft *drafts[IMPORT_CHUNK];
    int64_t ids[IMPORT_CHUNK];
    size_t m = 0;
    for (size_t i = 0; i < n; i++)
        if (!known[i].id) {
            drafts[m] = &rows[i].subject;
            ids[m++] = first + (int64_t)i;
        }
    subject_writer_prepare(w->subjects, w->chunk, ids, drafts, m);
}

void import_subject_chunk(struct import_walk *w, struct import_row *rows, size_t n)
{
    struct subject_key keys[IMPORT_CHUNK];
    struct subject_known known[IMPORT_CHUNK];
    bool same[IMPORT_CHUNK];
    size_t good = 0;
    for (size_t i = 0; i < n; i++) {
        if (!rows[i].good) {
            w->refused++;
            continue;
        }
        rows[good] = rows[i];
        keys[good] = subject_key_draft(w->chunk, &rows[good].subject);
        good++;
    }
    if (!good)
        return;
    subject_keys_index(w->c->vault, w->chunk, keys, good);
    subject_find_keys(w->c->db, w->chunk, keys, good, known);
    import_compare(w, rows, known, good, same);
    if (w->write)
        keep_images(w, known, same, good);
    int64_t first = w->write ? db_numbers(w->c->db, STR("subject"), (int64_t)good) : 0;
    if (w->write)
        prepare_new(w, rows, known, good, first);
    for (size_t i = 0; i < good; i++)
        settle(w, &rows[i], &keys[i], &known[i], same[i], first + (int64_t)i);
}
