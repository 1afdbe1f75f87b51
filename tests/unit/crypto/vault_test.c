/* SPDX-License-Identifier: EUPL-1.2
 * vault_test.c — what is sealed opens in its own place only, and not at all once a single bit is changed; epochs come and go; a key
 * file that is damaged or open to others is refused.
 */
#include "base/arena.h"
#include "base/check.h"
#include "crypto/sign.h"
#include "crypto/vault_many.h"

#include <fcntl.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h> /* after check.h: it makes a macro of fail */

static struct arena *A;
static char folder[] = "/tmp/vault_test_XXXXXX";
static struct str path;

static int up(void **state)
{
    (void)state;
    A = arena_new(256 << 20);
    assert_non_null(mkdtemp(folder));
    path = str_fmt(A, "%s/keys", folder);
    vault_create(path);
    return 0;
}

static int down(void **state)
{
    (void)state;
    unlink(path.p);
    rmdir(folder);
    arena_free(&A);
    return 0;
}

static struct vault_field field(const char *column, uint64_t row)
{
    return (struct vault_field){str_from(column), row};
}

typedef struct str (*seal_fn)(const struct vault *, struct arena *, struct vault_field, struct str);
typedef enum vault_verdict (*open_fn)(const struct vault *, struct arena *, struct vault_field, struct str, struct str *);

static const struct {
    seal_fn seal;
    open_fn open;
} WAYS[] = {{vault_seal, vault_open_field}, {vault_seal_bytes, vault_open_bytes}};

static struct str pattern(size_t n)
{
    char *p = arena_alloc(A, n + 1);
    for (size_t i = 0; i < n; i++)
        p[i] = (char)(i * 31 + i / 251);
    return (struct str){p, n};
}

static void round_trips(void **state)
{
    (void)state;
    static const size_t sizes[] = {0, 1, 18, 64, 1000, 65535, 65536, 65537, 131072, 200000, 3000000};
    struct vault *v = vault_open(A, path);
    for (size_t w = 0; w < 2; w++)
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
            struct str plain = pattern(sizes[i]), out;
            struct str blob = WAYS[w].seal(v, A, field("subject.id_number", 7), plain);
            assert_int_equal(WAYS[w].open(v, A, field("subject.id_number", 7), blob, &out), VAULT_OK);
            assert_true(str_eq(plain, out));
            if (sizes[i] >= 18)
                assert_true(str_find(blob, plain, 0) < 0);
            struct str again = WAYS[w].seal(v, A, field("subject.id_number", 7), plain);
            assert_false(str_eq(blob, again)); /* a fresh nonce each time */
        }
    assert_int_equal(vault_seal(v, A, field("a.b", 1), STR("x")).n, 1 + 45);
    vault_close(&v);
    assert_null(v);
}

static void another_place_is_refused(void **state)
{
    (void)state;
    struct vault *v = vault_open(A, path);
    for (size_t w = 0; w < 2; w++) {
        struct str blob = WAYS[w].seal(v, A, field("subject.id_number", 7), STR("11010519491231002X")), out;
        int refused = 0;
        for (uint64_t row = 0; row < 1000; row++)
            refused += WAYS[w].open(v, A, field("subject.id_number", row), blob, &out) == VAULT_REFUSED && out.n == 0;
        assert_int_equal(refused, 999);
        static const char *const columns[] = {"subject.phone", "subject.id_numbe", "subject.id_number ", "Subject.id_number", "s"};
        for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
            assert_int_equal(WAYS[w].open(v, A, field(columns[i], 7), blob, &out), VAULT_REFUSED);
        assert_int_equal(WAYS[w].open(v, A, field("subject.id_number", 7 + (1ull << 32)), blob, &out), VAULT_REFUSED);
        /* a field is not a document, nor the other way round */
        assert_int_equal(WAYS[1 - w].open(v, A, field("subject.id_number", 7), blob, &out), VAULT_BAD_FORMAT);
    }
    vault_close(&v);
}

static void every_byte_counts(void **state)
{
    (void)state;
    struct vault *v = vault_open(A, path);
    struct vault_field here = field("subject.id_number", 7);
    for (size_t w = 0; w < 2; w++) {
        struct str blob = WAYS[w].seal(v, A, here, STR("11010519491231002X")), out;
        char *p = arena_alloc(A, blob.n + 1);
        for (size_t i = 0; i < blob.n; i++)
            for (int bit = 0; bit < 8; bit++) {
                memcpy(p, blob.p, blob.n);
                p[i] = (char)(p[i] ^ 1 << bit);
                enum vault_verdict got = WAYS[w].open(v, A, here, (struct str){p, blob.n}, &out);
                assert_int_equal(got, i == 0 ? VAULT_BAD_FORMAT : i < 5 ? VAULT_UNKNOWN_EPOCH : VAULT_REFUSED);
                assert_int_equal(out.n, 0);
            }
        memcpy(p, blob.p, blob.n);
        for (size_t n = 0; n < blob.n; n++)
            assert_int_not_equal(WAYS[w].open(v, A, here, (struct str){p, n}, &out), VAULT_OK);
        p[blob.n] = 0;
        assert_int_equal(WAYS[w].open(v, A, here, (struct str){p, blob.n + 1}, &out), VAULT_REFUSED);
    }
    vault_close(&v);
}

static void documents_stay_whole(void **state)
{
    (void)state;
    enum { BEFORE = 77 + 24, SEALED_CHUNK = 65536 + 17 };
    struct vault *v = vault_open(A, path);
    struct vault_field here = field("document.bytes", 3);
    struct str blob = vault_seal_bytes(v, A, here, pattern(3 * 65536)), out;
    assert_int_equal(blob.n, BEFORE + 3 * SEALED_CHUNK);
    /* cut at a chunk's end: the final tag is missing */
    assert_int_equal(vault_open_bytes(v, A, here, str_sub(blob, 0, BEFORE + SEALED_CHUNK), &out), VAULT_REFUSED);
    assert_int_equal(vault_open_bytes(v, A, here, str_sub(blob, 0, BEFORE + 2 * SEALED_CHUNK), &out), VAULT_REFUSED);
    /* chunks exchanged, doubled, followed by more */
    char *p = arena_alloc(A, blob.n + SEALED_CHUNK);
    memcpy(p, blob.p, blob.n);
    memcpy(p + BEFORE, blob.p + BEFORE + SEALED_CHUNK, SEALED_CHUNK);
    memcpy(p + BEFORE + SEALED_CHUNK, blob.p + BEFORE, SEALED_CHUNK);
    assert_int_equal(vault_open_bytes(v, A, here, (struct str){p, blob.n}, &out), VAULT_REFUSED);
    memcpy(p, blob.p, blob.n);
    memcpy(p + blob.n, blob.p + BEFORE + 2 * SEALED_CHUNK, SEALED_CHUNK);
    assert_int_equal(vault_open_bytes(v, A, here, (struct str){p, blob.n + SEALED_CHUNK}, &out), VAULT_REFUSED);
    assert_int_equal(vault_open_bytes(v, A, here, blob, &out), VAULT_OK);
    vault_close(&v);
}

static void epochs(void **state)
{
    (void)state;
    struct str own = str_fmt(A, "%s/epochs", folder), out;
    vault_create(own);
    struct vault *v = vault_open(A, own);
    assert_int_equal(vault_epoch(v), 1);
    struct str old = vault_seal(v, A, field("a.b", 1), STR("old"));
    struct vault_indexes index, later;
    uint8_t mac[VAULT_MAC_BYTES];
    vault_index(v, STR("a.b"), STR("value"), &index);
    assert_int_equal(index.n, 1);
    vault_mac(v, STR("a"), STR("message"), mac);
    vault_close(&v);

    assert_int_equal(vault_add_epoch(own), 2);
    v = vault_open(A, own);
    assert_int_equal(vault_epoch(v), 2);
    struct str fresh = vault_seal(v, A, field("a.b", 1), STR("new"));
    uint32_t e = 0;
    assert_true(vault_blob_epoch(old, &e) && e == 1);
    assert_true(vault_blob_epoch(fresh, &e) && e == 2);
    assert_false(vault_blob_epoch(STR("short"), &e));
    assert_int_equal(vault_open_field(v, A, field("a.b", 1), old, &out), VAULT_OK);
    assert_int_equal(vault_open_field(v, A, field("a.b", 1), fresh, &out), VAULT_OK);
    /* an old blob may not pass for a new one */
    char *forged = (char *)(uintptr_t)str_dup(A, old).p;
    forged[4] = 2;
    assert_int_equal(vault_open_field(v, A, field("a.b", 1), (struct str){forged, old.n}, &out), VAULT_REFUSED);
    vault_index(v, STR("a.b"), STR("value"), &later); /* the newest first, then what is stored from before */
    assert_int_equal(later.n, 2);
    assert_memory_equal(later.p[1], index.p[0], VAULT_INDEX_BYTES);
    assert_memory_not_equal(later.p[0], index.p[0], VAULT_INDEX_BYTES);
    assert_memory_equal(index.p[0], "\1\0\1", 3);
    assert_memory_equal(later.p[0], "\1\0\2", 3);
    assert_true(vault_mac_fits(v, STR("a"), STR("message"), mac)); /* of the old epoch */
    struct vault_task t[] = {
        {.kind = VAULT_TASK_RESEAL, .where = field("a.b", 1), .in = old},
        {.kind = VAULT_TASK_RESEAL, .where = field("a.b", 2), .in = old},
        {.kind = VAULT_TASK_REINDEX, .where = field("a.b", 1), .in = old, .prefix = STR("1 ")},
    };
    vault_many(v, A, t, 3);
    assert_int_equal(t[0].verdict, VAULT_OK);
    assert_int_equal(t[1].verdict, VAULT_REFUSED);
    assert_true(vault_blob_epoch(t[0].out, &e) && e == 2);
    assert_int_equal(vault_open_field(v, A, field("a.b", 1), t[0].out, &out), VAULT_OK);
    assert_true(str_eq(out, STR("old")));
    vault_index(v, STR("a.b"), STR("1 old"), &later);
    assert_memory_equal(t[2].indexes.p[0], later.p[0], VAULT_INDEX_BYTES);
    vault_close(&v);

    assert_false(vault_retire_epoch(own, 2)); /* the newest */
    assert_false(vault_retire_epoch(own, 9));
    assert_true(vault_retire_epoch(own, 1));
    v = vault_open(A, own);
    assert_int_equal(vault_open_field(v, A, field("a.b", 1), old, &out), VAULT_UNKNOWN_EPOCH);
    assert_false(vault_mac_fits(v, STR("a"), STR("message"), mac));
    assert_int_equal(vault_open_field(v, A, field("a.b", 1), fresh, &out), VAULT_OK);
    vault_close(&v);
    assert_int_equal(vault_add_epoch(own), 3);
    unlink(own.p);
}

static void indexes_and_macs(void **state)
{
    (void)state;
    struct vault *v = vault_open(A, path);
    uint8_t x[VAULT_MAC_BYTES] = {0}, y[VAULT_MAC_BYTES] = {0};
    struct vault_indexes one, other_one;
    vault_index(v, STR("subject.id_number"), STR("11010519491231002X"), &one);
    vault_index(v, STR("subject.id_number"), STR("11010519491231002X"), &other_one);
    assert_memory_equal(one.p[0], other_one.p[0], VAULT_INDEX_BYTES);
    vault_index(v, STR("subject.id_number"), STR("110105194912310021"), &other_one);
    assert_memory_not_equal(one.p[0] + 3, other_one.p[0] + 3, VAULT_INDEX_BYTES - 3);
    vault_index(v, STR("subject.id_number public"), STR("11010519491231002X"), &other_one);
    assert_memory_not_equal(one.p[0] + 3, other_one.p[0] + 3, VAULT_INDEX_BYTES - 3);
    vault_mac(v, STR("subject.id_number"), STR("11010519491231002X"), y);
    assert_memory_not_equal(one.p[0] + 3, y + 5, VAULT_INDEX_BYTES - 3);
    assert_true(vault_mac_fits(v, STR("subject.id_number"), STR("11010519491231002X"), y));
    for (size_t i = 0; i < sizeof y; i++) {
        y[i] ^= 1;
        assert_false(vault_mac_fits(v, STR("subject.id_number"), STR("11010519491231002X"), y));
        y[i] ^= 1;
    }
    vault_mac(v, STR("subject.id_number"), STR(""), x);
    assert_memory_not_equal(x, y, VAULT_MAC_BYTES);

    struct str other_path = str_fmt(A, "%s/other", folder);
    vault_create(other_path);
    struct vault *other = vault_open(A, other_path);
    vault_mac(other, STR("subject.id_number"), STR(""), y);
    assert_memory_not_equal(x, y, VAULT_MAC_BYTES);
    struct str blob = vault_seal(other, A, field("a.b", 1), STR("x")), out;
    assert_int_equal(vault_open_field(v, A, field("a.b", 1), blob, &out), VAULT_REFUSED); /* another bureau's */
    vault_close(&other);
    vault_close(&v);
    unlink(other_path.p);
}

static void signatures(void **state)
{
    (void)state;
    struct vault *v = vault_open(A, path);
    struct sign_key key, other, all[2];
    uint8_t sig[SIGN_BYTES];
    struct str message = STR("湘卫信〔2025〕1号");
    vault_public_key(v, STR("notice"), &key);
    vault_public_key(v, STR("checkpoint"), &other);
    assert_memory_not_equal(key.key, other.key, sizeof key.key);
    vault_sign(v, STR("notice"), message, sig);
    assert_int_equal(sign_verify(&key, 1, message, sig), SIGN_GOOD);
    assert_int_equal(sign_verify(&key, 1, STR("湘卫信〔2025〕2号"), sig), SIGN_WRONG);
    assert_int_equal(sign_verify(&other, 1, message, sig), SIGN_WRONG);
    assert_int_equal(sign_verify(&key, 0, message, sig), SIGN_NO_KEY);
    all[0] = (struct sign_key){.epoch = key.epoch + 1, .alg = key.alg};
    assert_int_equal(sign_verify(all, 1, message, sig), SIGN_NO_KEY);
    all[1] = key;
    assert_int_equal(sign_verify(all, 2, message, sig), SIGN_GOOD);
    for (size_t i = 0; i < sizeof sig; i++) { /* each byte counts: algorithm, epoch, signature */
        sig[i] ^= 1;
        enum sign_verdict want = i == 0 ? SIGN_BAD_FORMAT : i < 5 ? SIGN_NO_KEY : SIGN_WRONG;
        assert_int_equal(sign_verify(&key, 1, message, sig), want);
        sig[i] ^= 1;
    }
    vault_close(&v);
}

/* True when opening the file is fail(FAIL_CONFIG). */
static bool refused(struct str file)
{
    struct fail_frame f;
    if (FAIL_CATCH(&f))
        return f.kind == FAIL_CONFIG;
    struct vault *v = vault_open(A, file);
    fail_leave(&f);
    vault_close(&v);
    return false;
}

static bool refused_creation(struct str file)
{
    struct fail_frame f;
    if (FAIL_CATCH(&f))
        return f.kind == FAIL_CONFIG;
    vault_create(file);
    fail_leave(&f);
    return false;
}

static size_t slurp(struct str file, char *p, size_t cap)
{
    int fd = open(file.p, O_RDONLY);
    ssize_t n = read(fd, p, cap);
    close(fd);
    assert_true(n > 0);
    return (size_t)n;
}

static void spit(struct str file, const char *p, size_t n)
{
    int fd = open(file.p, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_int_equal(write(fd, p, n), n);
    close(fd);
}

static void key_file_is_guarded(void **state)
{
    (void)state;
    struct stat st;
    assert_int_equal(stat(path.p, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_true(refused_creation(path)); /* never overwritten */

    struct str bad = str_fmt(A, "%s/bad", folder);
    assert_true(refused(bad)); /* not there */
    char good[4096], text[4097];
    size_t n = slurp(path, good, sizeof good);
    spit(bad, good, n);
    assert_false(refused(bad));
    for (size_t i = 0; i < n; i++) {
        memcpy(text, good, n);
        text[i] = (char)(text[i] ^ 1);
        spit(bad, text, n);
        if (!refused(bad))
            fail_msg("a flipped bit in byte %zu went unnoticed", i);
        spit(bad, good, i);
        if (i + 1 < n && !refused(bad)) /* only the last newline may be missing */
            fail_msg("cut after %zu bytes went unnoticed", i);
    }
    memcpy(text, good, n);
    text[n] = 'x';
    spit(bad, text, n + 1);
    assert_true(refused(bad));
    spit(bad, good, n);
    assert_int_equal(chmod(bad.p, 0640), 0);
    assert_true(refused(bad));
    assert_int_equal(chmod(bad.p, 0604), 0);
    assert_true(refused(bad));
    unlink(bad.p);
    assert_int_equal(symlink(path.p, bad.p), 0);
    assert_true(refused(bad));
    unlink(bad.p);
    assert_true(refused(str_from(folder)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(round_trips),
        cmocka_unit_test(another_place_is_refused),
        cmocka_unit_test(every_byte_counts),
        cmocka_unit_test(documents_stay_whole),
        cmocka_unit_test(epochs),
        cmocka_unit_test(indexes_and_macs),
        cmocka_unit_test(signatures),
        cmocka_unit_test(key_file_is_guarded),
    };
    return cmocka_run_group_tests(tests, up, down);
}
