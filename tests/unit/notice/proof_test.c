/* SPDX-License-Identifier: EUPL-1.2
 * proof_test.c — proofs as anybody may check them: what is signed reads back as the same bytes, every single-byte change of a PDF,
 * an archive, a table and a proof is found, and keys tell another bureau's hand from a forged one. No database.
 */
#include "support/unit.h"

#include <unistd.h>

#include "base/arena.h"
#include "crypto/vault.h"
#include "notice/notice_paper.h"
#include "notice/proof_file.h"
#include "paper/pack.h"

static struct arena *arena;
static struct vault *vault, *other;
static struct proof_keys keys, other_keys;

static struct vault *make_vault(const char *name)
{
    struct str path = str_fmt(arena, "/tmp/proof_test.%d.%s", (int)getpid(), name);
    vault_create(path);
    struct vault *v = vault_open(arena, path);
    unlink(str_cstr(arena, path));
    return v;
}

static struct proof_keys keys_of(const struct vault *v)
{
    struct proof_key *k = ARENA_ARRAY(arena, struct proof_key, 2);
    k[0].purpose = PROOF_NOTICE;
    k[1].purpose = PROOF_BUNDLE;
    for (int i = 0; i < 2; i++)
        vault_public_key(v, k[i].purpose, &k[i].key);
    return (struct proof_keys){k, 2};
}

static int setup(void **state)
{
    (void)state;
    arena = arena_new((size_t)1 << 30);
    vault = make_vault("own");
    other = make_vault("other");
    keys = keys_of(vault);
    other_keys = keys_of(other);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    vault_close(&vault);
    vault_close(&other);
    arena_free(&arena);
    return 0;
}

static struct proof statement(struct proof_file *files, size_t n)
{
    return (struct proof){.purpose = PROOF_NOTICE,
                          .bureau = STR("遂溪县卫生健康局"),
                          .kind = STR("公告"),
                          .number = STR("遂溪县卫信公示〔2026〕1号"),
                          .title = STR("关于“\"引号\\反斜杠\t”的公告"),
                          .issued = STR("2026-01-27"),
                          .content = STR("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"),
                          .files = files,
                          .n = n};
}

static struct str sealed_pdf(void)
{
    struct pdf_head head = {.bureau = STR("遂溪县卫生健康局"),
                            .number = STR("遂溪县卫信公示〔2026〕1号"),
                            .title = STR("公告"),
                            .subject = STR("公告"),
                            .issued = {1769500800000000}};
    struct pdf *p = pdf_begin(arena, &head);
    pdf_paragraph(p, PDF_TEXT, STR("现将有关事项公告如下。"));
    struct str pdf = pdf_end(&p);
    static struct proof_file self = {.name = STR_INIT("一号.pdf")};
    struct proof proof = statement(&self, 1);
    struct proof_seal seal = {.proof = &proof, .self = &self};
    return notice_seal_pdf(arena, vault, &seal, pdf);
}

static struct str sealed_pack(void)
{
    struct pack *p = pack_begin(arena);
    pack_add(p, "index.html", STR("<!DOCTYPE html><title>表</title>"));
    pack_add(p, "使用说明.txt", STR("说明"));
    static struct proof_file self = {.name = STR_INIT("一号.zip")};
    struct proof proof = statement(&self, 1);
    proof.purpose = PROOF_BUNDLE;
    struct proof_seal seal = {.proof = &proof, .self = &self};
    return notice_seal_pack(arena, vault, &seal, &p);
}

static enum proof_verdict verdict(struct str file, struct str beside)
{
    return proof_check(arena, &keys, file, beside).verdict;
}

/* Every byte of a short file, sampled ones of a long one and all near its ends; each changed in two ways. */
static void assert_every_change_is_found(struct str file, struct str beside)
{
    static char copy[4 << 20];
    assert_true(file.n < sizeof copy);
    assert_int_equal(verdict(file, beside), PROOF_VALID);
    size_t step = file.n > 6000 ? file.n / 1500 : 1;
    for (size_t i = 0; i < file.n; i += (i < 600 || i + 2500 > file.n) ? 1 : step) {
        static const unsigned char flips[] = {0x01, 0x20};
        for (size_t k = 0; k < sizeof flips; k++) {
            memcpy(copy, file.p, file.n);
            copy[i] = (char)((unsigned char)copy[i] ^ flips[k]);
            struct arena *scratch = arena_new((size_t)64 << 20);
            enum proof_verdict v = proof_check(scratch, &keys, (struct str){copy, file.n}, beside).verdict;
            arena_free(&scratch);
            if (v == PROOF_VALID)
                fail_msg("byte %zu of %zu changed by %02x and not found", i, file.n, flips[k]);
        }
    }
    assert_int_not_equal(verdict(str_sub(file, 0, file.n - 1), beside), PROOF_VALID);
    assert_int_not_equal(verdict(str_cat(arena, file, STR("x")), beside), PROOF_VALID);
}

static void test_pdf(void **state)
{
    (void)state;
    assert_every_change_is_found(sealed_pdf(), STR_NONE);
}

static void test_pack(void **state)
{
    (void)state;
    struct str one = sealed_pack();
    assert_true(str_starts(one, STR("PK")));
    assert_true(str_eq(one, sealed_pack()));
    assert_every_change_is_found(one, STR_NONE);
}

static void test_table(void **state)
{
    (void)state;
    struct str csv = STR("序号,名称\r\n1,甲医院\r\n");
    struct proof_file f[] = {{STR("表.csv"), proof_hash(arena, csv, 0, 0)}, {STR("表.xlsx"), proof_hash(arena, STR("x"), 0, 0)}};
    struct proof p = statement(f, 2);
    struct str proof = notice_seal(arena, vault, &p);
    assert_every_change_is_found(csv, proof);
    for (size_t i = 0; i < proof.n; i++) { /* and of the proof beside it */
        char *bad = arena_alloc(arena, proof.n);
        memcpy(bad, proof.p, proof.n);
        bad[i] = (char)((unsigned char)bad[i] ^ 0x01);
        assert_int_not_equal(verdict(csv, (struct str){bad, proof.n}), PROOF_VALID);
        assert_int_not_equal(verdict((struct str){bad, proof.n}, STR_NONE), PROOF_VALID);
    }
    assert_int_equal(verdict(csv, str_cat(arena, proof, STR("\n"))), PROOF_VALID);
    assert_int_equal(verdict(STR("x"), proof), PROOF_VALID);
    assert_int_equal(verdict(STR("y"), proof), PROOF_ALTERED);
    assert_int_equal(verdict(csv, STR_NONE), PROOF_MALFORMED);
}

static void test_reads_back(void **state)
{
    (void)state;
    struct proof_file f = {STR("一号.pdf"), STR("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")};
    struct proof p = statement(&f, 1), q;
    struct str text = notice_seal(arena, vault, &p);
    assert_true(proof_parse(arena, text, &q));
    assert_true(str_eq(q.title, p.title));
    assert_true(str_eq(q.files[0].hash, f.hash));
    static const char *const bad[] = {"", "{}", "{\"format\":\"health-credit-proof/1\"}", "[]", "null", "\"", "{\"format\":"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(proof_parse(arena, str_from(bad[i]), &q));
    assert_false(proof_parse(arena, str_cat(arena, text, STR(" ")), &q));
    assert_false(proof_parse(arena, str_cat(arena, STR(" "), text), &q));
    assert_false(proof_parse(arena, str_replace(arena, text, STR("\",\"kind\""), STR("\", \"kind\"")), &q));
}

static void test_keys(void **state)
{
    (void)state;
    struct str pdf = sealed_pdf();
    assert_int_equal(proof_check(arena, &other_keys, pdf, STR_NONE).verdict, PROOF_UNKNOWN_KEY);
    struct proof_keys none = {0}, read;
    assert_int_equal(proof_check(arena, &none, pdf, STR_NONE).verdict, PROOF_UNKNOWN_KEY);
    assert_true(proof_keys_read(arena, proof_keys_text(arena, &keys), &read));
    assert_int_equal(read.n, 2);
    assert_int_equal(proof_check(arena, &read, pdf, STR_NONE).verdict, PROOF_VALID);
    static const char *const bad[] = {"", "notice 1 1 00", "health-credit public keys\n",
                                      "health-credit public keys\nnotice 1 1 00\n", "health-credit public keys\nnotice x 1 0000\n"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(proof_keys_read(arena, str_from(bad[i]), &read));
    /* A statement that names our key and was signed by another hand. */
    struct proof_file f = {STR("x"), proof_hash(arena, STR("x"), 0, 0)};
    struct proof forged = statement(&f, 1);
    (void)notice_seal(arena, other, &forged);
    forged.key = proof_fingerprint(arena, &keys.p[0].key);
    assert_int_equal(verdict(proof_text(arena, &forged), STR_NONE), PROOF_FORGED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pdf),        cmocka_unit_test(test_pack), cmocka_unit_test(test_table),
        cmocka_unit_test(test_reads_back), cmocka_unit_test(test_keys),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
