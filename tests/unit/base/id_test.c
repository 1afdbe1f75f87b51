/* SPDX-License-Identifier: EUPL-1.2
 * id_test.c — the vectors of policy §5 (real and made-up codes, none of a person) and the accepted spellings of a 文号. Real lists
 * of organisations are read from SHARED_DATA when they are there, to see that the check is not stricter than the registers.
 */
#include "base/arena.h"
#include "base/id.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static struct arena *A;

static int up(void **state)
{
    (void)state;
    A = arena_new(64 << 20);
    return 0;
}

static int down(void **state)
{
    (void)state;
    arena_free(&A);
    return 0;
}

static void same(struct str got, const char *want)
{
    assert_string_equal(str_cstr(A, got), want);
}

static void uscc_vectors(void **state)
{
    (void)state;
    static const struct {
        const char *code;
        enum uscc_verdict want;
    } table[] = {
        {"91230500MA1B3N1N2M", USCC_OK},
        {"11230500001755309F", USCC_OK},
        {"91110000600037341L", USCC_OK},
        {"12440823456000017B", USCC_OK},
        {"52440800MJL123454Q", USCC_OK},
        {"12330500470000005E", USCC_OK},
        {"92440823MA5123452B", USCC_OK},
        {"11460000008000013B", USCC_OK},
        {"12430000444800009Y", USCC_OK},
        {" 9111 0000-6000 3734 1l ", USCC_OK},
        {"９１１１００００６０００３７３４１Ｌ", USCC_OK},
        {"'91110000600037341L", USCC_OK},
        {"91350100M0001TGQXM", USCC_BAD_CHECK}, /* registered all the same */
        {"91350211M0000XUF46", USCC_BAD_CHECK},
        {"91350203M0001FUE2P", USCC_BAD_CHECK},
        {"91110000600037341M", USCC_BAD_CHECK},
        {"91110000600037351L", USCC_BAD_ORGCODE},
        {"91110000600037431L", USCC_BAD_ORGCODE}, /* two digits changed places */
        {"911100006000373410", USCC_BAD_CHECK},
        {"9111000060003734IL", USCC_BAD_CHARACTER},
        {"9111000060003734O1", USCC_BAD_CHARACTER},
        {"9111000060003734医L", USCC_BAD_CHARACTER},
        {"94110000600037341L", USCC_BAD_DEPARTMENT},
        {"B1110000600037341L", USCC_BAD_DEPARTMENT},
        {"01110000600037341L", USCC_BAD_DEPARTMENT},
        {"9111000A600037341L", USCC_BAD_DIVISION},
        {"91110000600037341", USCC_BAD_LENGTH},
        {"91110000600037341LL", USCC_BAD_LENGTH},
        {"", USCC_BAD_LENGTH},
        {"440823000012345", USCC_BAD_LENGTH}, /* the old 15-digit business licence number */
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        enum uscc_verdict v = uscc_check(uscc_normalise(A, str_from(table[i].code)));
        if (v != table[i].want)
            fail_msg("%s: verdict %d, expected %d", table[i].code, v, table[i].want);
        assert_true((uscc_explain(v).n > 0) == (v != USCC_OK));
        assert_true(utf8_valid(uscc_explain(v)));
        assert_true(uscc_is_warning(v) == (v == USCC_BAD_CHECK || v == USCC_BAD_ORGCODE));
    }
    assert_int_equal(uscc_check_character(STR("91350100M0001TGQX")), '1');
    assert_int_equal(uscc_check_character(STR("91350211M0000XUF4")), 'R');
    assert_int_equal(uscc_check_character(STR("91350203M0001FUE2")), 'J');
    assert_int_equal(uscc_check_character(STR("9135020SM0001FUE2")), 0);
    assert_int_equal(uscc_check_character(STR("9135")), 0);
    assert_int_equal(orgcode_check_character(STR("60003734")), '1');
    assert_int_equal(orgcode_check_character(STR("6000373*")), 0);
}

/* Each single wrong character of a good code is noticed. */
static void uscc_every_slip(void **state)
{
    (void)state;
    static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY", good[] = "12440823456000017B";
    for (size_t i = 0; i < 18; i++)
        for (const char *c = alphabet; *c; c++) {
            char code[19];
            memcpy(code, good, sizeof code);
            code[i] = *c;
            assert_true((uscc_check(str_from(code)) == USCC_OK) == (good[i] == *c));
        }
}

static void person_vectors(void **state)
{
    (void)state;
    static const struct {
        enum id_kind kind;
        const char *number;
        enum id_verdict want;
    } table[] = {
        {ID_RESIDENT, "11010519491231002X", IDV_OK},
        {ID_RESIDENT, "11010519491231002x", IDV_OK},
        {ID_RESIDENT, "110105 19491231 002X", IDV_OK},
        {ID_HOUSEHOLD, "11010519491231002X", IDV_OK},
        {ID_RESIDENT, "110105194912310021", IDV_BAD_CHECK},
        {ID_RESIDENT, "11015019491231002X", IDV_BAD_CHECK},
        {ID_RESIDENT, "11010519491331002X", IDV_BAD_BIRTHDAY},
        {ID_RESIDENT, "11010519490229002X", IDV_BAD_BIRTHDAY},
        {ID_RESIDENT, "11010520491231002X", IDV_BAD_BIRTHDAY},
        {ID_RESIDENT, "10010519491231002X", IDV_BAD_PROVINCE},
        {ID_RESIDENT, "810000199408230021", IDV_BAD_PROVINCE},
        {ID_RESIDENT, "1101051949123100X2", IDV_BAD_CHARACTER},
        {ID_RESIDENT, "11010519491231002Y", IDV_BAD_CHARACTER},
        {ID_RESIDENT, "1101051949123100", IDV_BAD_LENGTH},
        {ID_RESIDENT, "1.10105E+17", IDV_BAD_LENGTH},
        {ID_RESIDENT, "110105491231002", IDV_OLD_15},
        {ID_RESIDENCE_HMT, "810000199408230021", IDV_OK},
        {ID_RESIDENCE_HMT, "830000199201300022", IDV_OK},
        {ID_RESIDENCE_HMT, "830000199201300023", IDV_BAD_CHECK},
        {ID_RESIDENCE_HMT, "11010519491231002X", IDV_BAD_PROVINCE},
        {ID_RESIDENCE_HMT, "810100199408230021", IDV_BAD_PROVINCE},
        {ID_HM_PASS, "H12345678", IDV_OK},
        {ID_HM_PASS, "M1234567801", IDV_OK},
        {ID_HM_PASS, "H1234567", IDV_BAD_FORMAT},
        {ID_HM_PASS, "A12345678", IDV_BAD_FORMAT},
        {ID_TW_PASS, "12345678", IDV_OK},
        {ID_TW_PASS, "1234567890", IDV_OK},
        {ID_TW_PASS, "1234567890B", IDV_OK},
        {ID_TW_PASS, "1234567890（B）", IDV_OK},
        {ID_TW_PASS, "123456789", IDV_BAD_FORMAT},
        {ID_FOREIGN_PERMANENT, "911840198001010013", IDV_OK},
        {ID_FOREIGN_PERMANENT, "911840198001010014", IDV_BAD_CHECK},
        {ID_FOREIGN_PERMANENT, "811840198001010013", IDV_BAD_FORMAT},
        {ID_FOREIGN_PERMANENT, "USA310012345678", IDV_OK},
        {ID_FOREIGN_PERMANENT, "US1310012345678", IDV_BAD_FORMAT},
        {ID_FOREIGN_PERMANENT, "9118401980", IDV_BAD_LENGTH},
        {ID_PASSPORT, "E12345678", IDV_OK},
        {ID_PASSPORT, "EA1234567", IDV_OK},
        {ID_PASSPORT, "e 1234 5678", IDV_OK},
        {ID_PASSPORT, "E123", IDV_BAD_FORMAT},
        {ID_PASSPORT, "E1234567890123456789", IDV_BAD_FORMAT},
        {ID_PASSPORT, "E1234/678", IDV_BAD_FORMAT},
        {ID_OTHER, "军字第123号", IDV_OK},
        {ID_OTHER, "", IDV_BAD_LENGTH},
        {ID_NONE, "11010519491231002X", IDV_BAD_FORMAT},
    };
    struct day today = day_from_ymd(2026, 4, 1);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        enum id_verdict v = id_check(table[i].kind, id_normalise(A, str_from(table[i].number)), today);
        if (v != table[i].want)
            fail_msg("%s: verdict %d, expected %d", table[i].number, v, table[i].want);
        assert_true((id_explain(v).n > 0) == (v != IDV_OK));
        assert_true(id_is_warning(v) == (v == IDV_BAD_CHECK));
    }
    assert_int_equal(id_check(ID_RESIDENT, STR("11010519491231002X"), day_from_ymd(1949, 12, 30)), IDV_BAD_BIRTHDAY);
    same(id_resident_from_15(A, STR("110105491231002")), "11010519491231002X");
    same(id_resident_from_15(A, STR("110105491331002")), "");
    same(id_resident_from_15(A, STR("11010549123100X")), "");
    same(day_iso(A, id_birthday(STR("11010519491231002X"))), "1949-12-31");
    assert_false(day_is(id_birthday(STR("E12345678"))));
    assert_true(id_is_practice_certificate(STR("110440823000123")));
    assert_false(id_is_practice_certificate(STR("11044082300012X")));
    assert_true(id_is_qualification_certificate(STR("20104411011010519491231002X")));
    assert_true(id_is_qualification_certificate(STR("201044110110105491231002")));
    assert_false(id_is_qualification_certificate(STR("2010441101101054912310021")));
}

static void kinds_by_name(void **state)
{
    (void)state;
    assert_int_equal(id_kind_from_name(STR("身份证")), ID_RESIDENT);
    assert_int_equal(id_kind_from_name(STR(" 居民身份证 ")), ID_RESIDENT);
    assert_int_equal(id_kind_from_name(STR("护照")), ID_PASSPORT);
    assert_int_equal(id_kind_from_name(STR("户口本")), ID_HOUSEHOLD);
    assert_int_equal(id_kind_from_name(STR("港澳居民来往内地通行证")), ID_HM_PASS);
    assert_int_equal(id_kind_from_name(STR("驾驶证")), ID_NONE);
    for (enum id_kind k = ID_RESIDENT; k <= ID_OTHER; k++)
        assert_int_equal(id_kind_from_name(id_kind_name(k)), k);
    same(id_kind_name(ID_RESIDENT), "居民身份证");
}

static void masks(void **state)
{
    (void)state;
    same(id_mask_number(A, STR("11010519491231002X")), "1****************X");
    same(id_mask_number(A, STR("E1")), "**");
    same(id_mask_number(A, STR("")), "");
    same(id_mask_name(A, STR("张三")), "张*");
    same(id_mask_name(A, STR("欧阳某某")), "欧***");
    same(id_mask_name(A, STR("张")), "*");
    same(id_mask_name(A, STR("")), "");
    /* Bytes that are no text neither crash nor leak. */
    same(id_mask_number(A, STR("\xff\xfe\xff")), "\xff*\xff");
    same(id_normalise(A, STR("a\xff"
                             "1")),
         "A\xEF\xBF\xBD"
         "1");
}

static void document_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *typed, *want; /* NULL: left alone */
    } table[] = {
        {"遂卫办〔2022〕32号", "遂卫办〔2022〕32号"},
        {"遂卫办[2022]32号", "遂卫办〔2022〕32号"},
        {"遂卫办（2022）32号", "遂卫办〔2022〕32号"},
        {"遂卫办(2022)32号", "遂卫办〔2022〕32号"},
        {"遂卫办【2022】032号", "遂卫办〔2022〕32号"},
        {"遂卫办［２０２２］３２号", "遂卫办〔2022〕32号"},
        {" 遂卫办 〔2022〕 32 号 ", "遂卫办〔2022〕32号"},
        {"遂卫办〔2022〕第32号", "遂卫办〔2022〕32号"},
        {"遂卫办﹝2022﹞32号", "遂卫办〔2022〕32号"},
        {"湘卫发〔2025〕11号", "湘卫发〔2025〕11号"},
        {"遂卫办〔2022〕000032号", "遂卫办〔2022〕32号"},
        {"遂卫办〔2022〕999999号", "遂卫办〔2022〕999999号"},
        {"遂卫办〔2022〕1000000号", NULL},
        {"遂卫办〔2022〕0号", NULL},
        {"遂卫办〔22〕32号", NULL},
        {"遂卫办〔1822〕32号", NULL},
        {"遂卫办〔2022〕32", NULL},
        {"遂卫办〔2022〕32号文", NULL},
        {"遂卫办2022年32号", NULL},
        {"遂〔2022〕32号", NULL},
        {"一二三四五六七八九十一二三四五六七〔2022〕1号", NULL},
        {"SW办〔2022〕1号", NULL},
        {"HNPR-2025-20014", NULL},
        {"", NULL},
        {"遂卫办〔2022〕32号\xff", NULL},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct str out;
        bool ok = docno_normalise(A, str_from(table[i].typed), &out);
        if (ok != (table[i].want != NULL))
            fail_msg("%s: %s", table[i].typed, ok ? "accepted" : "refused");
        same(out, table[i].want ? table[i].want : table[i].typed);
        if (ok) { /* normalising twice changes nothing */
            struct str again;
            assert_true(docno_normalise(A, out, &again) && str_eq(out, again));
        }
    }
}

static struct str file_text(const char *name)
{
    const char *root = getenv("SHARED_DATA");
    FILE *f = fopen(str_cstr(A, str_fmt(A, "%s/%s", root ? root : "../shared/data", name)), "rb");
    if (!f)
        return STR_NONE;
    char *p = arena_alloc(A, 8 << 20);
    size_t n = fread(p, 1, 8 << 20, f);
    fclose(f);
    return (struct str){p, n};
}

/* Of the words of 18 digits and capitals in a register, nearly all pass. */
static void real_registers(void **state)
{
    (void)state;
    static const char *const files[] = {"credit_and_penalties/uscc_public_institutions.csv",
                                        "credit_and_penalties/uscc_xiamen_sample.csv",
                                        "credit_and_penalties/shandong_enterprise_register.csv"};
    int codes = 0, verdicts[USCC_BAD_CHECK + 1] = {0};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct str text = file_text(files[i]);
        if (!text.n) {
            print_message("real_registers: %s is not there, skipped\n", files[i]);
            skip();
        }
        for (size_t at = 0, end; at < text.n; at = end + 1) {
            end = at;
            while (end < text.n && ((text.p[end] >= '0' && text.p[end] <= '9') || (text.p[end] >= 'A' && text.p[end] <= 'Z')))
                end++;
            enum uscc_verdict v = end - at == 18 ? uscc_check(str_sub(text, at, end)) : USCC_BAD_LENGTH;
            if (end - at == 18) {
                codes++;
                verdicts[v]++;
            }
        }
    }
    print_message("%d codes of real registers: %d right, %d characters, %d department, %d division, %d organisation, %d check\n",
                  codes, verdicts[USCC_OK], verdicts[USCC_BAD_CHARACTER], verdicts[USCC_BAD_DEPARTMENT],
                  verdicts[USCC_BAD_DIVISION], verdicts[USCC_BAD_ORGCODE], verdicts[USCC_BAD_CHECK]);
    assert_true(codes > 100);
    assert_true(verdicts[USCC_OK] > codes * 9 / 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(uscc_vectors),   cmocka_unit_test(uscc_every_slip), cmocka_unit_test(person_vectors),
        cmocka_unit_test(kinds_by_name),  cmocka_unit_test(masks),           cmocka_unit_test(document_numbers),
        cmocka_unit_test(real_registers),
    };
    return cmocka_run_group_tests(tests, up, down);
}
