/* SPDX-License-Identifier: EUPL-1.2
 * token_test.c — tokens, masked CSRF tokens, public ids, digests and passwords: each accepts its own and nothing near it.
 */
#include "base/arena.h"
#include "base/out.h"
#include "crypto/digest.h"
#include "crypto/password.h"
#include "crypto/token.h"
#include "crypto/vault.h"

#include <stdarg.h>
#include <unistd.h>
#include <cmocka.h> /* after check.h: it makes a macro of fail */

static struct arena *A;
static struct vault *V, *OTHER;

static struct vault *fresh_vault(void)
{
    char folder[] = "/tmp/token_test_XXXXXX";
    assert_non_null(mkdtemp(folder));
    struct str path = str_fmt(A, "%s/keys", folder);
    vault_create(path);
    struct vault *v = vault_open(A, path);
    unlink(path.p);
    rmdir(folder);
    return v;
}

static int up(void **state)
{
    (void)state;
    A = arena_new(64 << 20);
    V = fresh_vault();
    OTHER = fresh_vault();
    return 0;
}

static int down(void **state)
{
    (void)state;
    vault_close(&V);
    vault_close(&OTHER);
    arena_free(&A);
    return 0;
}

static void tokens(void **state)
{
    (void)state;
    uint8_t stored[TOKEN_BYTES], hash[TOKEN_BYTES], csrf[TOKEN_BYTES], other[TOKEN_BYTES];
    struct str text = token_new(A, stored), second = token_new(A, other);
    assert_int_equal(text.n, TOKEN_TEXT);
    assert_false(str_eq(text, second));
    assert_memory_not_equal(stored, other, sizeof stored);
    assert_true(token_hash(text, hash));
    assert_memory_equal(stored, hash, sizeof hash);
    assert_true(token_derive(text, STR("csrf"), csrf));
    assert_memory_not_equal(csrf, stored, sizeof csrf);
    assert_true(token_derive(text, STR("form"), other));
    assert_memory_not_equal(csrf, other, sizeof csrf);

    assert_false(token_hash(STR(""), hash));
    assert_false(token_hash(str_sub(text, 0, 42), hash));
    assert_false(token_hash(str_cat(A, text, STR("A")), hash));
    assert_false(token_hash(str_cat(A, str_sub(text, 0, 42), STR("=")), hash));
    assert_false(token_hash(str_cat(A, str_sub(text, 0, 42), STR(" ")), hash));
    assert_false(token_hash(str_cat(A, str_sub(text, 0, 42), STR("+")), hash));
    /* the two loose bits of the last character may not be used for a second spelling */
    int spellings = 0;
    for (char c = '0'; c <= 'z'; c++) {
        char last[1] = {c};
        if (token_hash(str_cat(A, str_sub(text, 0, 42), (struct str){last, 1}), hash))
            spellings += memcmp(hash, stored, sizeof hash) == 0;
    }
    assert_int_equal(spellings, 1);
}

static void csrf_tokens(void **state)
{
    (void)state;
    uint8_t secret[TOKEN_BYTES], other[TOKEN_BYTES];
    token_random(secret, sizeof secret);
    token_random(other, sizeof other);
    struct str x = csrf_mask(A, secret), y = csrf_mask(A, secret);
    assert_int_equal(x.n, CSRF_TEXT);
    assert_false(str_eq(x, y)); /* another mask in each response */
    assert_true(csrf_verify(secret, x));
    assert_true(csrf_verify(secret, y));
    assert_false(csrf_verify(other, x));
    assert_false(csrf_verify(secret, STR("")));
    assert_false(csrf_verify(secret, str_sub(x, 0, 85)));
    for (size_t i = 0; i < x.n; i++) {
        char *p = (char *)(uintptr_t)str_dup(A, x).p;
        p[i] = p[i] == 'A' ? 'Q' : 'A';
        if (csrf_verify(secret, (struct str){p, x.n}))
            fail_msg("a changed character %zu went unnoticed", i);
    }
}

static void public_ids(void **state)
{
    (void)state;
    struct str last = STR_NONE;
    for (int i = 0; i < 1000; i++) {
        struct str id = token_public_id(A);
        assert_true(token_is_public_id(id));
        assert_false(str_eq(id, last));
        last = id;
    }
    assert_false(token_is_public_id(STR("")));
    assert_false(token_is_public_id(STR("0123456789abcde")));
    assert_false(token_is_public_id(STR("0123456789abcdel"))); /* l is not of the alphabet */
    assert_false(token_is_public_id(STR("0123456789ABCDEF")));
    assert_false(token_is_public_id(STR("0123456789abcde\0")));
    assert_true(token_is_public_id(STR("0123456789abcdef")));
}

static void digests(void **state)
{
    (void)state;
    /* BLAKE2b-256 of nothing and of "abc" */
    assert_string_equal(digest_hex_of(A, STR("")).p, "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
    assert_string_equal(digest_hex_of(A, STR("abc")).p, "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
    char *bytes = arena_alloc(A, 100000);
    for (size_t i = 0; i < 100000; i++)
        bytes[i] = (char)(i * 7);
    uint8_t whole[DIGEST_BYTES], parts[DIGEST_BYTES];
    digest_of((struct str){bytes, 100000}, whole);
    for (size_t shift = 0; shift < 64; shift++) { /* wherever the struct lies */
        unsigned char *room = arena_alloc(A, sizeof(struct digest) + 64);
        struct digest *d = (struct digest *)(void *)(room + shift / 8 * 8);
        digest_init(d);
        for (size_t at = 0, n; at < 100000; at += n) {
            n = at % 997 + 1 < 100000 - at ? at % 997 + 1 : 100000 - at;
            digest_update(d, bytes + at, n);
        }
        digest_final(d, parts);
        assert_true(digest_eq(whole, parts));
    }
    struct digest x;
    uint8_t joined[2][DIGEST_BYTES];
    for (size_t i = 0; i < 2; i++) {
        digest_init(&x);
        digest_str(&x, i ? STR("a") : STR("ab"));
        digest_str(&x, i ? STR("bc") : STR("c"));
        digest_final(&x, joined[i]);
    }
    assert_false(digest_eq(joined[0], joined[1]));

    struct out o;
    char buf[100];
    digest_init(&x);
    out_to_sink(&o, buf, sizeof buf, digest_sink, &x);
    for (size_t at = 0; at < 100000; at += 50)
        out_bytes(&o, bytes + at, 50);
    assert_true(out_flush(&o));
    digest_final(&x, parts);
    assert_true(digest_eq(whole, parts));
}

static void passwords(void **state)
{
    (void)state;
    struct str word = STR("一个很长的口令 correct horse"), hash = password_hash(V, A, word, PASSWORD_CHEAP);
    assert_true(str_starts(hash, STR("1.1$argon2id$")));
    assert_true(hash.n <= 140);
    assert_int_equal(password_epoch(hash), 1);
    assert_int_equal(password_epoch(STR("$argon2id$v=19")), KEEPER_ROOT_PEPPER);
    assert_int_equal(password_epoch(STR("2.1$argon2id$v=19")), 0);
    assert_false(str_eq(hash, password_hash(V, A, word, PASSWORD_CHEAP))); /* salted */
    assert_true(password_verify(V, word, hash));
    assert_false(password_verify(V, str_sub(word, 0, word.n - 1), hash));
    assert_false(password_verify(V, STR(""), hash));
    assert_false(password_verify(OTHER, word, hash)); /* the pepper is part of it */
    assert_false(password_verify(V, word, str_sub(hash, 0, hash.n - 1)));
    assert_false(password_verify(V, word, STR("")));
    assert_false(password_verify(V, word, STR("plain text")));
    assert_false(password_verify_nobody(V, word, PASSWORD_CHEAP));
    assert_false(password_needs_rehash(hash, 1, PASSWORD_CHEAP));
    assert_true(password_needs_rehash(hash, 1, PASSWORD_STANDARD));
    assert_true(password_needs_rehash(hash, 2, PASSWORD_CHEAP));
    assert_true(password_needs_rehash(STR("x"), 1, PASSWORD_CHEAP));
    /* the end of a very long password counts */
    char *p = arena_alloc(A, 5000);
    memset(p, 'a', 5000);
    struct str long_hash = password_hash(V, A, (struct str){p, 5000}, PASSWORD_CHEAP);
    assert_true(password_verify(V, (struct str){p, 5000}, long_hash));
    p[4999] = 'b';
    assert_false(password_verify(V, (struct str){p, 5000}, long_hash));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tokens),  cmocka_unit_test(csrf_tokens), cmocka_unit_test(public_ids),
        cmocka_unit_test(digests), cmocka_unit_test(passwords),
    };
    return cmocka_run_group_tests(tests, up, down);
}
