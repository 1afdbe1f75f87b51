/* SPDX-License-Identifier: EUPL-1.2
 * record.c — checks and natural key of a record; see record.h. Pure.
 */
#include "record/record.h"

#include "base/arena.h"
#include "base/id.h"
#include "crypto/digest.h"

static void add(struct arena *a, struct record_faults *f, struct str field, struct str message, bool warning)
{
    *VEC_PUSH(a, *f) = (struct record_fault){field, message, warning};
}

static bool check_texts(struct arena *a, struct record_draft *d, struct record_faults *f)
{
    bool good = true;
    d->title = str_trim(d->title);
    if (d->title.n == 0)
        d->title = d->item->name.n ? d->item->name : d->item->label;
    if (utf8_count(d->title) > 300) {
        add(a, f, STR("事项名称"), STR("超过 300 个字。详细内容请填写在“内容”一列。"), false);
        good = false;
    }
    if (utf8_count(d->detail) > 4000) {
        add(a, f, STR("内容"), STR("超过 4000 个字。请摘要填写。"), false);
        good = false;
    }
    struct str normal;
    if (d->document_no.n && docno_normalise(a, d->document_no, &normal))
        d->document_no = normal;
    else if (d->document_no.n)
        add(a, f, STR("文号"), STR("不是“代字〔年份〕序号”的格式，按原样保存。"), true);
    if (utf8_count(d->document_no) > 120) {
        add(a, f, STR("文号"), STR("超过 120 个字。请核对是否填错了列。"), false);
        good = false;
    }
    return good;
}

bool record_check(struct arena *a, struct record_draft *d, struct day today, struct record_faults *f)
{
    if (!d->item) {
        add(a, f, STR("信息事项"), STR("没有事项，或者事项不在本地的信用信息目录中。请填写目录中的事项名称。"), false);
        return false;
    }
    bool good = check_texts(a, d, f);
    if (!day_is(d->found)) {
        add(a, f, STR("认定日期"), STR("没有认定（决定）日期，或者不是日期。请按 2025-4-1 或 2025年4月1日 的样式填写。"), false);
        return false;
    }
    if (day_cmp(d->found, today) > 0) {
        add(a, f, STR("认定日期"), STR("认定日期晚于今天。请核对。"), false);
        good = false;
    }
    if (day_is(d->publicity_to) && day_cmp(d->publicity_to, d->found) < 0) {
        add(a, f, STR("公示截止日期"), STR("公示截止日期早于认定日期。请核对。"), false);
        good = false;
    }
    if (d->item->kind == ITEM_PENALTY && d->document_no.n == 0)
        add(a, f, STR("文号"), STR("行政处罚没有决定书文号，建议补充。"), true);
    if (d->item->kind == ITEM_POINTS && d->points == 0)
        add(a, f, STR("记分"), STR("记分信息没有分值，评价时不扣分。"), true);
    return good;
}

struct record_life record_life_of(const struct regime *r, const struct record_draft *d, enum regime_kind kind,
                                  struct day subject_ended)
{
    struct record_life_facts f = {
        .item = d->item,
        .kind = kind,
        .severity = d->severity,
        .found = d->found,
        .decided = d->found,
        .act_ended = DAY_NONE,
        .own_end = DAY_NONE,
        .publicity_from = d->publicity_from,
        .publicity_to = d->publicity_to,
        .use_to = d->use_to,
        .subject_ended = subject_ended,
    };
    return record_life(r, &f);
}

void record_content_hash(const struct record_draft *d, int64_t subject_id, uint8_t out[RECORD_KEY_BYTES])
{
    struct digest h;
    digest_init(&h);
    digest_u64(&h, (uint64_t)subject_id);
    digest_str(&h, d->item->code);
    digest_str(&h, d->document_no);
    digest_u64(&h, (uint64_t)(int64_t)d->found.n);
    digest_str(&h, d->title);
    digest_str(&h, d->detail);
    uint8_t full[DIGEST_BYTES];
    digest_final(&h, full);
    memcpy(out, full, RECORD_KEY_BYTES);
}

struct str record_severity_name(enum regime_severity s)
{
    switch (s) {
    case SEVERITY_NONE:
        return STR_NONE;
    case SEVERITY_MINOR:
        return STR("轻微");
    case SEVERITY_GENERAL:
        return STR("一般");
    case SEVERITY_SERIOUS:
        return STR("严重");
    }
    return STR_NONE;
}

enum regime_severity record_severity_from(struct str name)
{
    for (enum regime_severity s = SEVERITY_MINOR; s <= SEVERITY_SERIOUS; s++)
        if (str_starts(str_trim(name), record_severity_name(s)))
            return s;
    return SEVERITY_NONE;
}
