/* SPDX-License-Identifier: EUPL-1.2
 * id_person.c — documents by which a person is known: resident identity number (GB 11643-1999), residence permit of Hong Kong,
 * Macao and Taiwan residents, foreigners' permanent residence card, passes, passports, physicians' certificates. Form and check
 * character only. Of the address code just the province is checked: districts come and go, and people keep the number of one that
 * is gone.
 */
#include "base/id.h"

#include "base/arena.h"
#include "base/check.h"

static bool all_digits(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return true;
}

static bool all_alphanumeric(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'A' && s.p[i] <= 'Z')))
            return false;
    return true;
}

/* ISO 7064 MOD 11-2 with the weights of the standard. */
char id_resident_check_character(struct str first17)
{
    static const int weight[17] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    if (first17.n != 17 || !all_digits(first17))
        return 0;
    for (size_t i = 0; i < 17; i++)
        sum += (first17.p[i] - '0') * weight[i];
    return "10X98765432"[sum % 11];
}

struct str id_resident_from_15(struct arena *a, struct str s)
{
    if (s.n != 15 || !all_digits(s))
        return STR_NONE;
    char p[18];
    memcpy(p, s.p, 6);
    memcpy(p + 6, "19", 2); /* 15-digit numbers ended before anybody was born in 2000 */
    memcpy(p + 8, s.p + 6, 9);
    p[17] = id_resident_check_character((struct str){p, 17});
    return day_is(id_birthday((struct str){p, 18})) ? str_dup(a, (struct str){p, 18}) : STR_NONE;
}

static int two_digits(struct str s, size_t at)
{
    return (s.p[at] - '0') * 10 + s.p[at + 1] - '0';
}

struct day id_birthday(struct str s)
{
    if (s.n != 18 || !all_digits(str_sub(s, 0, 17)))
        return DAY_NONE;
    return day_from_ymd(two_digits(s, 6) * 100 + two_digits(s, 8), two_digits(s, 10), two_digits(s, 12));
}

static bool known_province(struct str s)
{
    static const char provinces[] =
        "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 ";
    for (const char *p = provinces; *p; p += 3)
        if (p[0] == s.p[0] && p[1] == s.p[1])
            return true;
    return false;
}

static bool home_of_hmt(struct str s)
{
    struct str code = str_sub(s, 0, 6);
    return str_eq(code, STR("810000")) || str_eq(code, STR("820000")) || str_eq(code, STR("830000"));
}

/* 17 digits and a check character that is a digit or X. */
static enum id_verdict check_18(struct str s)
{
    if (s.n != 18)
        return utf8_count(s) == 18 ? IDV_BAD_CHARACTER : IDV_BAD_LENGTH;
    if (!all_digits(str_sub(s, 0, 17)) || !(s.p[17] == 'X' || (s.p[17] >= '0' && s.p[17] <= '9')))
        return IDV_BAD_CHARACTER;
    return IDV_OK;
}

static enum id_verdict check_resident(struct str s, struct day today, bool (*place)(struct str))
{
    if (s.n == 15 && all_digits(s))
        return IDV_OLD_15;
    enum id_verdict v = check_18(s);
    if (v != IDV_OK)
        return v;
    if (!place(s))
        return IDV_BAD_PROVINCE;
    struct day born = id_birthday(s);
    if (!day_is(born) || day_cmp(born, today) > 0)
        return IDV_BAD_BIRTHDAY;
    return id_resident_check_character(str_sub(s, 0, 17)) == s.p[17] ? IDV_OK : IDV_BAD_CHECK;
}

/* Cards since 2023-12-01: 18 digits that begin with 9; those before: three letters and twelve digits. Both are in force. */
static enum id_verdict check_foreign(struct str s)
{
    if (s.n == 15) {
        bool letters = s.p[0] >= 'A' && s.p[0] <= 'Z' && s.p[1] >= 'A' && s.p[1] <= 'Z' && s.p[2] >= 'A' && s.p[2] <= 'Z';
        return letters && all_digits(str_sub(s, 3, 15)) ? IDV_OK : IDV_BAD_FORMAT;
    }
    enum id_verdict v = check_18(s);
    if (v != IDV_OK)
        return v;
    if (s.p[0] != '9')
        return IDV_BAD_FORMAT;
    return id_resident_check_character(str_sub(s, 0, 17)) == s.p[17] ? IDV_OK : IDV_BAD_CHECK;
}

static bool is_hm_pass(struct str s)
{
    return (s.n == 9 || s.n == 11) && (s.p[0] == 'H' || s.p[0] == 'M') && all_digits(str_sub(s, 1, s.n));
}

/* Eight digits; passes of the old form have ten, and may have a letter or a bracketed sign after them. */
static bool is_tw_pass(struct str s)
{
    if (s.n == 8 || s.n == 10)
        return all_digits(s);
    if (s.n == 11)
        return all_digits(str_sub(s, 0, 10)) && s.p[10] >= 'A' && s.p[10] <= 'Z';
    return s.n == 13 && all_digits(str_sub(s, 0, 10)) && s.p[10] == '(' && all_alphanumeric(str_sub(s, 11, 12)) && s.p[12] == ')';
}

enum id_verdict id_check(enum id_kind k, struct str s, struct day today)
{
    switch (k) {
    case ID_RESIDENT:
    case ID_HOUSEHOLD: /* the register shows the same number as the card */
        return check_resident(s, today, known_province);
    case ID_RESIDENCE_HMT:
        return check_resident(s, today, home_of_hmt);
    case ID_FOREIGN_PERMANENT:
        return check_foreign(s);
    case ID_HM_PASS:
        return is_hm_pass(s) ? IDV_OK : IDV_BAD_FORMAT;
    case ID_TW_PASS:
        return is_tw_pass(s) ? IDV_OK : IDV_BAD_FORMAT;
    case ID_PASSPORT:
        return s.n >= 5 && s.n <= 17 && all_alphanumeric(s) ? IDV_OK : IDV_BAD_FORMAT;
    case ID_OTHER:
        return s.n >= 1 && s.n <= 64 && utf8_valid(s) ? IDV_OK : IDV_BAD_LENGTH;
    case ID_NONE:
        return IDV_BAD_FORMAT;
    }
    CHECK(!"a kind without a rule");
    return IDV_BAD_FORMAT;
}

bool id_is_warning(enum id_verdict v)
{
    return v == IDV_BAD_CHECK;
}

struct str id_explain(enum id_verdict v)
{
    switch (v) {
    case IDV_OK:
        return STR_NONE;
    case IDV_BAD_LENGTH:
        return STR("证件号码位数不对（居民身份证号码为18位）；请对照证件补全或删去多余的字符。");
    case IDV_BAD_CHARACTER:
        return STR("证件号码中有不该出现的字符：前17位应为数字，第18位为数字或X；请对照证件更正。");
    case IDV_BAD_PROVINCE:
        return STR(
            "第1—6位（地址码）有误，没有这样的省级代码；81、82、83开头的是港澳台居民居住证，9开头的是外国人永久居留身份证，请核对证件类型。");
    case IDV_BAD_BIRTHDAY:
        return STR("第7—14位（出生日期）不是有效的日期，或晚于今天；请对照证件更正。");
    case IDV_BAD_CHECK:
        return STR("第18位（校验码）与前17位不符，多为抄错一位或两位颠倒；请对照证件逐位核对。");
    case IDV_OLD_15:
        return STR("这是15位旧号码，已停止使用；请填写18位公民身份号码。");
    case IDV_BAD_FORMAT:
        return STR("号码与所选证件类型的格式不符；请核对证件类型和号码。");
    }
    CHECK(!"a verdict without words");
    return STR_NONE;
}

static const struct {
    enum id_kind kind;
    struct str name;
} NAMES[] = {
    /* The first of a kind is the one shown; the rest are met in forms and workbooks. */
    {ID_RESIDENT, STR_INIT("居民身份证")},
    {ID_RESIDENT, STR_INIT("身份证")},
    {ID_RESIDENT, STR_INIT("中华人民共和国居民身份证")},
    {ID_RESIDENT, STR_INIT("二代身份证")},
    {ID_RESIDENT, STR_INIT("公民身份号码")},
    {ID_RESIDENCE_HMT, STR_INIT("港澳台居民居住证")},
    {ID_RESIDENCE_HMT, STR_INIT("港澳居民居住证")},
    {ID_RESIDENCE_HMT, STR_INIT("台湾居民居住证")},
    {ID_FOREIGN_PERMANENT, STR_INIT("外国人永久居留身份证")},
    {ID_FOREIGN_PERMANENT, STR_INIT("外国人永久居留证")},
    {ID_HM_PASS, STR_INIT("港澳居民来往内地通行证")},
    {ID_HM_PASS, STR_INIT("回乡证")},
    {ID_TW_PASS, STR_INIT("台湾居民来往大陆通行证")},
    {ID_TW_PASS, STR_INIT("台胞证")},
    {ID_PASSPORT, STR_INIT("护照")},
    {ID_PASSPORT, STR_INIT("护照号")},
    {ID_HOUSEHOLD, STR_INIT("户口簿")},
    {ID_HOUSEHOLD, STR_INIT("户口本")},
    {ID_OTHER, STR_INIT("其他有效身份证件")},
    {ID_OTHER, STR_INIT("其他证件")},
    {ID_OTHER, STR_INIT("其他")},
};

enum id_kind id_kind_from_name(struct str name)
{
    name = str_trim(name);
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        if (str_eq(NAMES[i].name, name))
            return NAMES[i].kind;
    return ID_NONE;
}

struct str id_kind_name(enum id_kind k)
{
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        if (NAMES[i].kind == k)
            return NAMES[i].name;
    return STR_NONE;
}

bool id_is_practice_certificate(struct str s)
{
    return s.n == 15 && all_digits(s);
}

bool id_is_qualification_certificate(struct str s)
{
    return (s.n == 24 || s.n == 27) && all_alphanumeric(s);
}
