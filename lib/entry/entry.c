/* SPDX-License-Identifier: EUPL-1.2
 * entry.c — codes, drafts and checks of proposals; see entry.h. Pure.
 */
#include "entry/entry.h"

#include "subject/subject.h"

enum { REASON_POINTS_MIN = 4 };

static const struct str KIND_CODES[] = {STR_INIT("new"), STR_INIT("correct"), STR_INIT("withdraw")};
static const struct str STATE_CODES[] = {STR_INIT("draft"), STR_INIT("submitted"), STR_INIT("returned"), STR_INIT("approved"),
                                         STR_INIT("dropped")};

static int index_of(const struct str *list, int n, struct str code)
{
    for (int i = 0; i < n; i++)
        if (str_eq(list[i], code))
            return i;
    CHECK(!"a code of table entry");
    return 0;
}

enum entry_kind entry_kind_of(struct str code)
{
    return (enum entry_kind)index_of(KIND_CODES, ENTRY_WITHDRAW + 1, code);
}

enum entry_state entry_state_of(struct str code)
{
    return (enum entry_state)index_of(STATE_CODES, ENTRY_DROPPED + 1, code);
}

struct str entry_kind_name(enum entry_kind k)
{
    switch (k) {
    case ENTRY_NEW:
        return STR("录入");
    case ENTRY_CORRECT:
        return STR("更正");
    case ENTRY_WITHDRAW:
        return STR("撤回");
    }
    return STR_NONE;
}

struct str entry_state_name(enum entry_state s)
{
    switch (s) {
    case ENTRY_DRAFT:
        return STR("草稿");
    case ENTRY_SUBMITTED:
        return STR("待复核");
    case ENTRY_RETURNED:
        return STR("已退回");
    case ENTRY_APPROVED:
        return STR("已通过");
    case ENTRY_DROPPED:
        return STR("已作废");
    }
    return STR_NONE;
}

bool entry_is_open(const struct entry *e)
{
    switch (entry_state_of(e->state)) {
    case ENTRY_DRAFT:
    case ENTRY_SUBMITTED:
    case ENTRY_RETURNED:
        return true;
    case ENTRY_APPROVED:
    case ENTRY_DROPPED:
        return false;
    }
    return false;
}

enum regime_kind entry_regime_kind(const struct regime *r, const struct entry *e)
{
    const struct regime_subject_type *t = regime_subject_type(r, e->subject_type);
    return t ? t->kind : e->subject_kind == SUBJECT_NATURAL ? KIND_NATURAL : KIND_LEGAL;
}

struct record_draft entry_draft(const struct regime *r, const struct entry *e)
{
    return (struct record_draft){.item = regime_item(r, e->item),
                                 .title = e->title,
                                 .detail = e->detail,
                                 .document_no = e->document_no,
                                 .authority = e->authority,
                                 .source = e->unit_name,
                                 .severity = (enum regime_severity)e->severity,
                                 .found = e->found,
                                 .publicity_from = e->show_from,
                                 .publicity_to = e->show_to,
                                 .use_to = e->use_to,
                                 .points = e->points,
                                 .amount = e->amount,
                                 .unit_id = e->unit_id};
}

struct record_life entry_life(const struct regime *r, const struct entry *e)
{
    struct record_draft d = entry_draft(r, e);
    return record_life_of(r, &d, entry_regime_kind(r, e), e->subject_ended);
}

bool entry_item_of_unit(const struct regime_item *item, struct str unit_name)
{
    return str_contains(item->unit, STR("各")) || (unit_name.n && str_contains(item->unit, unit_name));
}

/* --- checking --- */

static void add(struct arena *a, struct record_faults *f, const char *field, struct str message)
{
    *VEC_PUSH(a, *f) = (struct record_fault){str_from(field), message, false};
}

/* The fields of a form that an item may need, and whether they are filled. */
struct needed {
    const char *field, *label, *todo;
    bool filled;
};

static void check_needed(struct arena *a, const struct regime *r, const struct entry *e, size_t files, struct record_faults *f)
{
    const struct needed list[] = {
        {"title", "标题", "请用一句话写明事实。", e->title.n > 0},
        {"document_no", "文号", "请填写决定书、通知等文件的文号。", e->document_no.n > 0},
        {"authority", "认定机关", "请填写作出认定、决定或者表彰的机关。", e->authority.n > 0},
        {"severity", "严重程度", "请选择严重程度。", e->severity != SEVERITY_NONE},
        {"amount", "金额", "请填写金额，以元为单位。", e->amount != 0},
        {"points", "记分分值", "请填写分值。", e->points != 0},
        {"detail", "内容", "请填写内容。", e->detail.n > 0},
        {"show_from", "公示开始日期", "请填写日期。", day_is(e->show_from)},
        {"show_to", "公示截止日期", "请填写日期。", day_is(e->show_to)},
        {"use_to", "使用期限", "请填写日期。", day_is(e->use_to)},
        {"evidence", "证明材料", "请至少上传一个文件。", files > 0},
    };
    const struct regime_item *item = regime_item(r, e->item);
    for (size_t i = 0; item && i < sizeof list / sizeof *list; i++) {
        const struct regime_entry_field *rule = regime_entry_field(r, item, str_from(list[i].field));
        if (rule && rule->use == ENTRY_REQUIRED && !list[i].filled)
            add(a, f, list[i].field, str_fmt(a, "%s：没有填写。%s", list[i].label, list[i].todo));
    }
}

/* record_check speaks in the column names of an import. */
static const char *form_field_of(struct str column)
{
    static const struct {
        struct str column;
        const char *field;
    } names[] = {
        {STR_INIT("事项名称"), "title"}, {STR_INIT("内容"), "detail"},          {STR_INIT("文号"), "document_no"},
        {STR_INIT("认定日期"), "found"}, {STR_INIT("公示截止日期"), "show_to"}, {STR_INIT("记分"), "points"},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq(names[i].column, column))
            return names[i].field;
    return "title";
}

static bool check_record(struct arena *a, const struct regime *r, struct entry *e, struct day today, struct record_faults *f)
{
    struct record_draft d = entry_draft(r, e);
    struct record_faults found = {0};
    bool good = record_check(a, &d, today, &found);
    for (size_t i = 0; i < found.n; i++) {
        struct record_fault x = found.p[i];
        struct str message = str_fmt(a, "%.*s：%.*s", STR_ARG(x.field), STR_ARG(x.message));
        *VEC_PUSH(a, *f) = (struct record_fault){str_from(form_field_of(x.field)), message, x.warning};
    }
    e->document_no = d.document_no;
    return good;
}

static void check_dates(struct arena *a, const struct regime *r, const struct entry *e, struct record_faults *f)
{
    if (day_is(e->show_from) && day_is(e->show_to) && day_cmp(e->show_to, e->show_from) < 0)
        add(a, f, "show_to", STR("公示截止日期：早于公示开始日期。请核对。"));
    if (day_is(e->use_to) && day_is(e->found) && day_cmp(e->use_to, e->found) < 0)
        add(a, f, "use_to", STR("使用期限：早于认定日期。请核对。"));
    const struct regime_item *item = regime_item(r, e->item);
    if (item && item->subject_types.n && !regime_code_in(item->subject_types, e->subject_type))
        add(a, f, "title", STR("信息事项：这一事项不适用于该主体的类型。请作废这一草稿，重新选择事项。"));
}

static void check_reason(struct arena *a, const struct entry *e, struct day today, struct record_faults *f)
{
    if (utf8_count(e->reason) < REASON_POINTS_MIN)
        add(a, f, "reason", STR("理由：请写明原信息错在哪里，依据是什么。"));
    if (!day_is(e->received))
        add(a, f, "received", STR("收到或者发现日期：没有填写。处理期限从这一日起算。"));
    else if (day_cmp(e->received, today) > 0)
        add(a, f, "received", STR("收到或者发现日期：晚于今天。请核对。"));
}

bool entry_check(struct arena *a, const struct regime *r, struct entry *e, size_t files, struct day today,
                 struct record_faults *faults)
{
    size_t before = faults->n;
    enum entry_kind kind = entry_kind_of(e->kind);
    if (kind != ENTRY_WITHDRAW) {
        check_needed(a, r, e, kind == ENTRY_NEW ? files : 1, faults);
        if (!check_record(a, r, e, today, faults))
            return false;
        check_dates(a, r, e, faults);
    }
    if (kind != ENTRY_NEW)
        check_reason(a, e, today, faults);
    for (size_t i = before; i < faults->n; i++)
        if (!faults->p[i].warning)
            return false;
    return true;
}

/* --- what people type --- */

/* Digits with an optional part after a point; commas, blanks and the unit are taken off before. */
static bool decimal(struct arena *a, struct str s, struct str unit, int places, int64_t *out)
{
    s = str_trim(str_replace(a, str_replace(a, str_replace(a, s, STR(","), STR("")), STR("，"), STR("")), unit, STR("")));
    ptrdiff_t dot = str_find(s, STR("."), 0);
    struct str left = dot < 0 ? s : str_sub(s, 0, (size_t)dot), right = dot < 0 ? STR_NONE : str_sub(s, (size_t)dot + 1, s.n);
    int64_t v = 0;
    if (left.n == 0 || left.n > 12 || right.n > (size_t)places || (dot >= 0 && right.n == 0))
        return false;
    struct str digits = str_cat(a, left, right);
    for (size_t i = 0; i < digits.n; i++) {
        if (digits.p[i] < '0' || digits.p[i] > '9')
            return false;
        v = v * 10 + (digits.p[i] - '0');
    }
    for (size_t i = right.n; i < (size_t)places; i++)
        v *= 10;
    *out = v;
    return true;
}

bool entry_amount(struct arena *a, struct str s, int64_t *fen_out)
{
    return decimal(a, s, STR("元"), 2, fen_out);
}

bool entry_points(struct arena *a, struct str s, int32_t *milli_out)
{
    int64_t v;
    if (!decimal(a, s, STR("分"), 3, &v) || v > 1000000)
        return false;
    *milli_out = (int32_t)v;
    return true;
}

struct str entry_amount_text(struct arena *a, int64_t fen)
{
    if (fen == 0)
        return STR("");
    return fen % 100 ? str_fmt(a, "%lld.%02lld", (long long)(fen / 100), (long long)(fen % 100))
                     : str_fmt(a, "%lld", (long long)(fen / 100));
}

struct str entry_points_text(struct arena *a, int32_t milli)
{
    if (milli == 0)
        return STR("");
    struct str s = str_fmt(a, "%d.%03d", milli / 1000, milli % 1000);
    while (str_ends(s, STR("0")))
        s.n--;
    if (str_ends(s, STR(".")))
        s.n--;
    return s;
}
