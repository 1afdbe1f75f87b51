/* SPDX-License-Identifier: EUPL-1.2
 * id_uscc.c — unified social credit code, GB 32100-2015 with amendment 1 of 2016, and the organisation code inside it, GB 11714.
 * The form is checked from left to right, so that the verdict names the first group a clerk has to look at. Whether such an
 * organisation exists is not known here. Some registered codes fail their own check character; that verdict is therefore a warning.
 */
#include "base/id.h"

#include "base/check.h"

static const char ALPHABET[] = "0123456789ABCDEFGHJKLMNPQRTUWXY"; /* 31 signs; the place is the value */

static int value_of(char c)
{
    const char *hit = c ? strchr(ALPHABET, c) : NULL;
    return hit ? (int)(hit - ALPHABET) : -1;
}

struct str uscc_normalise(struct arena *a, struct str s)
{
    return id_normalise(a, s);
}

char uscc_check_character(struct str first17)
{
    int sum = 0, weight = 1;
    if (first17.n != 17)
        return 0;
    for (size_t i = 0; i < 17; i++, weight = weight * 3 % 31) {
        int v = value_of(first17.p[i]);
        if (v < 0)
            return 0;
        sum += v * weight;
    }
    return ALPHABET[(31 - sum % 31) % 31];
}

char orgcode_check_character(struct str first8)
{
    static const int weight[8] = {3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    if (first8.n != 8)
        return 0;
    for (size_t i = 0; i < 8; i++) {
        char c = first8.p[i];
        if (c >= '0' && c <= '9')
            sum += (c - '0') * weight[i];
        else if (c >= 'A' && c <= 'Z')
            sum += (c - 'A' + 10) * weight[i];
        else
            return 0;
    }
    int check = 11 - sum % 11;
    return check == 10 ? 'X' : check == 11 ? '0' : (char)('0' + check);
}

/* Registering department and kind of body, as far as the standard's table is known; "" = any digit but 0. */
static bool known_department(char department, char kind)
{
    static const struct {
        char department;
        const char *kinds;
    } table[] = {
        {'1', "1239"}, {'2', ""}, {'3', ""},    {'4', ""},   {'5', "1239"}, {'6', ""},
        {'7', ""},     {'8', ""}, {'9', "123"}, {'A', "19"}, {'N', "1239"}, {'Y', "1"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (table[i].department == department)
            return *table[i].kinds ? strchr(table[i].kinds, kind) != NULL : kind >= '1' && kind <= '9';
    return false;
}

enum uscc_verdict uscc_check(struct str s)
{
    if (s.n != 18)
        return utf8_count(s) == 18 ? USCC_BAD_CHARACTER : USCC_BAD_LENGTH;
    for (size_t i = 0; i < 18; i++)
        if (value_of(s.p[i]) < 0)
            return USCC_BAD_CHARACTER;
    if (!known_department(s.p[0], s.p[1]))
        return USCC_BAD_DEPARTMENT;
    for (size_t i = 2; i < 8; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return USCC_BAD_DIVISION;
    if (orgcode_check_character(str_sub(s, 8, 16)) != s.p[16])
        return USCC_BAD_ORGCODE;
    return uscc_check_character(str_sub(s, 0, 17)) == s.p[17] ? USCC_OK : USCC_BAD_CHECK;
}

bool uscc_is_warning(enum uscc_verdict v)
{
    return v == USCC_BAD_ORGCODE || v == USCC_BAD_CHECK;
}

struct str uscc_explain(enum uscc_verdict v)
{
    switch (v) {
    case USCC_OK:
        return STR_NONE;
    case USCC_BAD_LENGTH:
        return STR("统一社会信用代码应为18位，请对照证照补全或删去多余的字符。");
    case USCC_BAD_CHARACTER:
        return STR(
            "统一社会信用代码只用数字和大写字母，且不含I、O、S、V、Z；请检查是否把1写成了I、把0写成了O、把5写成了S、把2写成了Z。");
    case USCC_BAD_DEPARTMENT:
        return STR(
            "第1—2位（登记管理部门和机构类别）有误，没有这样的组合；例如公立医院为12，民办非企业单位为52，企业为91，个体工商户为92。");
    case USCC_BAD_DIVISION:
        return STR("第3—8位（登记机关行政区划）有误，应为6位数字；请检查是否混入了字母。");
    case USCC_BAD_ORGCODE:
        return STR("第9—17位（组织机构代码）与其自身的校验码不符；请对照证照核对这9位。");
    case USCC_BAD_CHECK:
        return STR("第18位（校验码）与前17位不符；请对照证照逐位核对。");
    }
    CHECK(!"a verdict without words");
    return STR_NONE;
}
