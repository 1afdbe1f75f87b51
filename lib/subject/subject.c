/* SPDX-License-Identifier: EUPL-1.2
 * subject.c — checks of a draft; see subject.h. Pure.
 */
#include "subject/subject.h"

#include "base/arena.h"
#include "base/check.h"
#include "crypto/digest.h"

static void add(struct arena *a, struct subject_faults *f, struct str field, struct str message, bool warning)
{
    *VEC_PUSH(a, *f) = (struct subject_fault){field, message, warning};
}

struct str subject_kind_name(enum subject_kind k)
{
    switch (k) {
    case SUBJECT_LEGAL:
        return STR("法人");
    case SUBJECT_UNINCORPORATED:
        return STR("非法人组织");
    case SUBJECT_NATURAL:
        return STR("自然人");
    }
    return STR_NONE;
}

/* 92: 个体工商户, the one common kind of code whose holder is no legal person. */
static enum subject_kind kind_of_code(struct str code)
{
    return str_starts(code, STR("92")) ? SUBJECT_UNINCORPORATED : SUBJECT_LEGAL;
}

static bool check_name(struct arena *a, struct subject_draft *d, struct subject_faults *f)
{
    d->name = str_trim(d->name);
    size_t n = utf8_count(d->name);
    if (n == 0)
        add(a, f, STR("名称"), STR("没有填写名称。请补充后重新导入。"), false);
    else if (n < 2)
        add(a, f, STR("名称"), STR("名称只有一个字，无法识别主体。请填写全称。"), false);
    else if (n > 200)
        add(a, f, STR("名称"), STR("名称超过 200 个字。请核对是否填错了列。"), false);
    else
        return true;
    return false;
}

static bool check_code(struct arena *a, struct subject_draft *d, const struct subject_rules *r, struct subject_faults *f)
{
    d->code = uscc_normalise(a, d->code);
    if (d->code.n == 0) {
        add(a, f, STR("统一社会信用代码"),
            r->allow_without_code ? STR("没有统一社会信用代码，先按“待补代码”建档。")
                                  : STR("没有统一社会信用代码。法人和非法人组织以代码为唯一标识，请补充代码。"),
            r->allow_without_code);
        return r->allow_without_code;
    }
    enum uscc_verdict v = uscc_check(d->code);
    if (v == USCC_OK)
        return true;
    bool accepted = uscc_is_warning(v) && r->confirm_codes;
    struct str message = uscc_explain(v);
    if (uscc_is_warning(v) && !accepted)
        message = str_fmt(a, "%.*s核对证照无误的，请勾选“已人工核对代码”后重新导入。", STR_ARG(message));
    add(a, f, STR("统一社会信用代码"), message, accepted);
    d->code_confirmed = accepted;
    return accepted;
}

static bool check_identity(struct arena *a, struct subject_draft *d, const struct subject_rules *r, struct subject_faults *f)
{
    d->id_number = id_normalise(a, d->id_number);
    if (d->id_number.n == 0) {
        add(a, f, STR("证件号码"), STR("没有证件号码。自然人以居民身份证号（没有的以其他有效证件号）为唯一标识，请补充。"), false);
        return false;
    }
    if (d->id_kind == ID_NONE)
        d->id_kind = ID_RESIDENT;
    enum id_verdict v = id_check(d->id_kind, d->id_number, r->today);
    if (v == IDV_OK)
        return true;
    bool accepted = id_is_warning(v) && r->confirm_codes;
    struct str message = id_explain(v);
    if (id_is_warning(v) && !accepted)
        message = str_fmt(a, "%.*s核对证件无误的，请勾选“已人工核对代码”后重新导入。", STR_ARG(message));
    add(a, f, STR("证件号码"), message, accepted);
    return accepted;
}

static bool check_dates(struct arena *a, const struct subject_draft *d, const struct subject_rules *r, struct subject_faults *f)
{
    if (day_is(d->established) && day_cmp(d->established, r->today) > 0) {
        add(a, f, STR("成立日期"), STR("成立日期晚于今天。请核对。"), false);
        return false;
    }
    if (day_is(d->ended) && day_is(d->established) && day_cmp(d->ended, d->established) < 0) {
        add(a, f, STR("终止日期"), STR("终止日期早于成立日期。请核对。"), false);
        return false;
    }
    return true;
}

static bool check_licences(struct arena *a, const struct subject_draft *d, struct subject_faults *f)
{
    bool good = true;
    for (size_t i = 0; i < d->licences.n; i++) {
        const struct subject_licence *l = &d->licences.p[i];
        if (day_is(l->valid_from) && day_is(l->valid_to) && day_cmp(l->valid_to, l->valid_from) < 0) {
            add(a, f, STR("有效期至"), STR("许可证的有效期止早于有效期起。请核对。"), false);
            good = false;
        }
    }
    return good;
}

bool subject_check(struct arena *a, struct subject_draft *d, const struct subject_rules *r, struct subject_faults *faults)
{
    bool good = check_name(a, d, faults);
    if (!d->type) {
        add(a, faults, STR("主体类型"), STR("没有主体类型，或者类型不在本地的目录中。请填写目录中的类型名称。"), false);
        return false;
    }
    bool person = d->type->kind != KIND_LEGAL;
    if (person) { /* each kind has one identifier; what stands in the other column belongs to somebody else (an employer, a manager)
                   */
        d->code = STR_NONE;
    } else {
        d->id_kind = ID_NONE;
        d->id_number = STR_NONE;
    }
    bool identified = person ? check_identity(a, d, r, faults) : check_code(a, d, r, faults);
    d->kind = person ? SUBJECT_NATURAL : kind_of_code(d->code);
    bool dated = check_dates(a, d, r, faults);
    bool licensed = check_licences(a, d, faults);
    return good && identified && dated && licensed;
}

static void hash_day(struct digest *h, struct day d)
{
    digest_u64(h, (uint64_t)(int64_t)d.n);
}

void subject_content_hash(const struct subject_draft *d, uint8_t out[SUBJECT_KEY_BYTES])
{
    struct digest h;
    digest_init(&h);
    digest_str(&h, d->type->code);
    const struct str text[] = {d->name, d->code, d->id_number, d->division, d->address, d->representative};
    for (size_t i = 0; i < sizeof text / sizeof *text; i++)
        digest_str(&h, text[i]);
    hash_day(&h, d->established);
    hash_day(&h, d->ended);
    for (size_t i = 0; i < d->former_names.n; i++)
        digest_str(&h, d->former_names.p[i]);
    for (size_t i = 0; i < d->licences.n; i++) {
        const struct subject_licence *l = &d->licences.p[i];
        digest_str(&h, l->kind);
        digest_str(&h, l->number);
        digest_str(&h, l->content);
        digest_str(&h, l->authority);
        hash_day(&h, l->issued);
        hash_day(&h, l->valid_from);
        hash_day(&h, l->valid_to);
    }
    uint8_t full[DIGEST_BYTES];
    digest_final(&h, full);
    memcpy(out, full, SUBJECT_KEY_BYTES);
}
