/* SPDX-License-Identifier: EUPL-1.2
 * totp_test.c — the vectors of RFC 6238 (the last six digits of its eight), the window, replay, and the text for the authenticator.
 */
#include "base/arena.h"
#include "crypto/totp.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static struct arena *A;
static const struct str SECRET = STR_INIT("12345678901234567890");

static int up(void **state)
{
    (void)state;
    A = arena_new(1 << 20);
    return 0;
}

static int down(void **state)
{
    (void)state;
    arena_free(&A);
    return 0;
}

static struct instant at(int64_t seconds)
{
    return (struct instant){seconds * 1000000 + 999999};
}

static void rfc_vectors(void **state)
{
    (void)state;
    static const struct {
        int64_t seconds;
        const char *code;
        uint64_t counter;
    } table[] = {
        {59, "287082", 1},
        {1111111109, "081804", 0x23523EC},
        {1111111111, "050471", 0x23523ED},
        {1234567890, "005924", 0x273EF07},
        {2000000000, "279037", 0x3F940AA},
        {20000000000, "353130", 0x27BC86AA},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        uint64_t counter = 0;
        assert_int_equal(totp_counter(at(table[i].seconds)), table[i].counter);
        assert_string_equal(totp_code(A, SECRET, table[i].counter).p, table[i].code);
        assert_int_equal(totp_verify(SECRET, str_from(table[i].code), at(table[i].seconds), 0, &counter), TOTP_OK);
        assert_int_equal(counter, table[i].counter);
    }
}

static void window_and_replay(void **state)
{
    (void)state;
    struct str code = totp_code(A, SECRET, 41152263); /* of the step at 1234567890 */
    static const struct {
        int64_t seconds;
        uint64_t last;
        enum totp_verdict want;
    } table[] = {
        {1234567890, 0, TOTP_OK},
        {1234567890 - 30, 0, TOTP_OK},
        {1234567890 + 30, 0, TOTP_OK},
        {1234567890 - 60, 0, TOTP_WRONG},
        {1234567890 + 60, 0, TOTP_WRONG},
        {1234567890, 41152262, TOTP_OK},
        {1234567890, 41152263, TOTP_REPLAYED},
        {1234567890, 41152264, TOTP_REPLAYED},
        {1234567890 + 30, 41152263, TOTP_REPLAYED},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        uint64_t counter = 77;
        enum totp_verdict got = totp_verify(SECRET, code, at(table[i].seconds), table[i].last, &counter);
        if (got != table[i].want)
            fail_msg("case %zu: %d", i, got);
        assert_int_equal(counter, got == TOTP_OK ? 41152263 : 77);
    }
}

static void how_codes_are_typed(void **state)
{
    (void)state;
    static const struct {
        const char *typed;
        enum totp_verdict want;
    } table[] = {
        {"287082", TOTP_OK},       {"287 082", TOTP_OK},   {" 287082 ", TOTP_OK},    {"287-082", TOTP_OK},
        {"２８７０８２", TOTP_OK}, {"287083", TOTP_WRONG}, {"28708", TOTP_WRONG},    {"2870820", TOTP_WRONG},
        {"", TOTP_WRONG},          {"28708a", TOTP_WRONG}, {"94287082", TOTP_WRONG}, {"\xff", TOTP_WRONG},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        uint64_t counter;
        assert_int_equal(totp_verify(SECRET, str_from(table[i].typed), at(59), 0, &counter), table[i].want);
    }
}

static void enrolment(void **state)
{
    (void)state;
    static const struct {
        const char *plain, *base32;
    } table[] = {
        {"", ""},
        {"f", "MY"},
        {"fo", "MZXQ"},
        {"foo", "MZXW6"},
        {"foob", "MZXW6YQ"},
        {"fooba", "MZXW6YTB"},
        {"foobar", "MZXW6YTBOI"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        assert_string_equal(str_cstr(A, totp_base32(A, str_from(table[i].plain))), table[i].base32);
    struct str secret = totp_new_secret(A);
    assert_int_equal(secret.n, TOTP_SECRET_BYTES);
    assert_false(str_eq(secret, totp_new_secret(A)));
    assert_int_equal(totp_base32(A, secret).n, 32);
    assert_string_equal(str_cstr(A, totp_uri(A, STR("遂溪 卫健"), STR("a&b"), SECRET)),
                        "otpauth://totp/%E9%81%82%E6%BA%AA%20%E5%8D%AB%E5%81%A5:a%26b?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
                        "&issuer=%E9%81%82%E6%BA%AA%20%E5%8D%AB%E5%81%A5&algorithm=SHA1&digits=6&period=30");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rfc_vectors),
        cmocka_unit_test(window_and_replay),
        cmocka_unit_test(how_codes_are_typed),
        cmocka_unit_test(enrolment),
    };
    return cmocka_run_group_tests(tests, up, down);
}
