/* SPDX-License-Identifier: EUPL-1.2
 * vault_file.c — the key file:
 *     portal-keys 1
 *     root HEX
 *     epoch NUMBER HEX      (one or more, ascending)
 *     check HEX             (BLAKE2b-128 of everything above: damage, not malice)
 * Read once at start. Its text is held in locked memory only, and wiped on every way out, fail() included.
 */
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include "crypto/ready.h"
#include "crypto/vault_impl.h"

enum { MOST_BYTES = 16 * 1024, MOST_PATH = 1024, CHECK_BYTES = 16 };

struct text {
    char *p; /* sodium_malloc */
    size_t n;
};

static void *locked(size_t n)
{
    void *p = sodium_malloc(n);
    if (!p)
        fail(FAIL_MEMORY, "no locked memory for keys (%zu bytes)", n);
    sodium_memzero(p, n);
    return p;
}

static bool same_length_hex(struct str s, uint8_t *out, size_t n)
{
    size_t got = 0;
    return s.n == 2 * n && sodium_hex2bin(out, n, s.p, s.n, NULL, &got, NULL) == 0 && got == n;
}

/* --- reading --- */

static bool read_epoch(struct vault_keys *k, struct str rest)
{
    struct str number = STR_NONE;
    int64_t value;
    if (k->n_epochs == VAULT_MOST_EPOCHS || !str_cut(&rest, ' ', &number) || !str_int(number, &value))
        return false;
    uint32_t last = k->n_epochs ? k->epochs[k->n_epochs - 1].number : 0;
    if (value <= last || value > VAULT_HIGHEST_EPOCH)
        return false;
    struct vault_epoch *e = &k->epochs[k->n_epochs++];
    e->number = (uint32_t)value;
    return same_length_hex(rest, e->master, sizeof e->master);
}

static bool good_check(struct str above, struct str hex)
{
    uint8_t want[CHECK_BYTES], got[CHECK_BYTES];
    crypto_generichash(want, sizeof want, (const unsigned char *)above.p, above.n, NULL, 0);
    return same_length_hex(hex, got, sizeof got) && sodium_memcmp(want, got, sizeof want) == 0;
}

/* NULL when right, else what is wrong. */
static const char *parse(struct str text, struct vault_keys *k)
{
    struct str rest = text, line = STR_NONE;
    if (!str_cut(&rest, '\n', &line) || !str_eq(line, STR("portal-keys 1")))
        return "not a key file, or of a version this program does not know";
    if (!str_cut(&rest, '\n', &line) || !str_starts(line, STR("root ")) ||
        !same_length_hex(str_sub(line, 5, line.n), k->root, sizeof k->root))
        return "line 2 is not the root key";
    while (str_cut(&rest, '\n', &line) && str_starts(line, STR("epoch ")))
        if (!read_epoch(k, str_sub(line, 6, line.n)))
            return "an epoch is malformed or out of order";
    if (k->n_epochs == 0)
        return "no epoch";
    if (!str_starts(line, STR("check ")) || !good_check((struct str){text.p, (size_t)(line.p - text.p)}, str_sub(line, 6, line.n)))
        return "damaged (the check line does not fit)";
    return rest.n == 0 ? NULL : "something follows the check line";
}

/* NULL when right. A file that others can read is no secret, so it is refused and not repaired. */
static const char *read_private(int fd, struct text *t)
{
    struct stat st;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
        return "not a regular file";
    if (st.st_mode & 077)
        return "others may read it (its mode must be 0600)";
    while (t->n < MOST_BYTES) {
        ssize_t k = read(fd, t->p + t->n, MOST_BYTES - t->n);
        if (k < 0 && errno == EINTR)
            continue;
        if (k < 0)
            return strerror(errno);
        if (k == 0)
            return NULL;
        t->n += (size_t)k;
    }
    return "too large";
}

static bool as_path(struct str path, char out[MOST_PATH], const char *suffix)
{
    int n = snprintf(out, MOST_PATH, "%.*s%s", STR_ARG(path), suffix);
    return n > 0 && n < MOST_PATH && path.n && !memchr(path.p, '\0', path.n);
}

struct vault_keys *vault_keys_read(struct str path)
{
    char name[MOST_PATH];
    crypto_ready();
    int fd = as_path(path, name, "") ? open(name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW) : -1;
    if (fd < 0)
        fail(FAIL_CONFIG, "key file %.*s: %s", STR_ARG(path), strerror(errno));
    struct text t = {locked(MOST_BYTES), 0};
    struct vault_keys *k = locked(sizeof *k);
    const char *wrong = read_private(fd, &t);
    close(fd);
    if (!wrong)
        wrong = parse((struct str){t.p, t.n}, k);
    sodium_free(t.p);
    if (wrong) {
        sodium_free(k);
        fail(FAIL_CONFIG, "key file %.*s: %s", STR_ARG(path), wrong);
    }
    return k;
}

void vault_keys_free(struct vault_keys **k)
{
    sodium_free(*k);
    *k = NULL;
}

/* --- writing --- */

static void append(struct text *t, const char *word, uint32_t number, const uint8_t *bytes, size_t n)
{
    char hex[2 * VAULT_KEY_BYTES + 1], label[32];
    CHECK(n <= VAULT_KEY_BYTES);
    sodium_bin2hex(hex, sizeof hex, bytes, n);
    if (number)
        snprintf(label, sizeof label, "%s %u", word, number);
    else
        snprintf(label, sizeof label, "%s", word);
    t->n += (size_t)snprintf(t->p + t->n, MOST_BYTES - t->n, "%s %s\n", label, hex);
    CHECK(t->n < MOST_BYTES);
    sodium_memzero(hex, sizeof hex);
}

static void render(const struct vault_keys *k, struct text *t)
{
    uint8_t check[CHECK_BYTES];
    t->n = (size_t)snprintf(t->p, MOST_BYTES, "portal-keys 1\n");
    append(t, "root", 0, k->root, sizeof k->root);
    for (size_t i = 0; i < k->n_epochs; i++)
        append(t, "epoch", k->epochs[i].number, k->epochs[i].master, sizeof k->epochs[i].master);
    crypto_generichash(check, sizeof check, (const unsigned char *)t->p, t->n, NULL, 0);
    append(t, "check", 0, check, sizeof check);
}

static bool write_all(int fd, const char *p, size_t n)
{
    while (n) {
        ssize_t k = write(fd, p, n);
        if (k < 0 && errno == EINTR)
            continue;
        if (k <= 0)
            return false;
        p += k;
        n -= (size_t)k;
    }
    return fsync(fd) == 0;
}

/* The name itself must survive a power cut, too. */
static bool sync_folder(struct str path)
{
    char name[MOST_PATH];
    const char *slash = memrchr(path.p, '/', path.n);
    struct str folder = slash == path.p ? STR("/") : slash ? (struct str){path.p, (size_t)(slash - path.p)} : STR(".");
    int fd = as_path(folder, name, "") ? open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (fd < 0)
        return false;
    bool ok = fsync(fd) == 0;
    close(fd);
    return ok;
}

void vault_keys_write(struct str path, const struct vault_keys *k, bool replace)
{
    char name[MOST_PATH], fresh[MOST_PATH];
    if (!as_path(path, name, "") || !as_path(path, fresh, replace ? ".new" : ""))
        fail(FAIL_CONFIG, "key file: bad path");
    if (replace)
        unlink(fresh); /* left by a run that was interrupted */
    struct stat old;
    bool given = replace && stat(name, &old) == 0; /* root rotates, the keeper's user reads */
    int fd = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0)
        fail(FAIL_CONFIG, "key file %s cannot be created: %s", fresh, strerror(errno));
    struct text t = {locked(MOST_BYTES), 0};
    render(k, &t);
    bool ok = (!given || old.st_uid == geteuid() || fchown(fd, old.st_uid, old.st_gid) == 0) && write_all(fd, t.p, t.n);
    sodium_free(t.p);
    ok = close(fd) == 0 && ok;
    ok = ok && (!replace || rename(fresh, name) == 0) && sync_folder(path);
    if (!ok) {
        int error = errno;
        unlink(fresh);
        fail(FAIL_IO, "key file %s cannot be written: %s", fresh, strerror(error));
    }
}

void vault_create(struct str path)
{
    crypto_ready();
    struct vault_keys *k = locked(sizeof *k);
    randombytes_buf(k->root, sizeof k->root);
    k->n_epochs = 1;
    k->epochs[0].number = 1;
    randombytes_buf(k->epochs[0].master, sizeof k->epochs[0].master);
    struct fail_frame f;
    if (FAIL_CATCH(&f)) {
        sodium_free(k);
        fail(f.kind, "%s", f.message);
    }
    vault_keys_write(path, k, false);
    fail_leave(&f);
    sodium_free(k);
}

uint32_t vault_add_epoch(struct str path)
{
    struct vault_keys *k = vault_keys_read(path);
    struct fail_frame f;
    if (FAIL_CATCH(&f)) {
        sodium_free(k);
        fail(f.kind, "%s", f.message);
    }
    if (k->n_epochs == VAULT_MOST_EPOCHS || k->epochs[k->n_epochs - 1].number == VAULT_HIGHEST_EPOCH)
        fail(FAIL_CONFIG, "key file %.*s: too many epochs; retire old ones first", STR_ARG(path));
    struct vault_epoch *e = &k->epochs[k->n_epochs++];
    e->number = e[-1].number + 1;
    randombytes_buf(e->master, sizeof e->master);
    vault_keys_write(path, k, true);
    fail_leave(&f);
    uint32_t number = e->number;
    sodium_free(k);
    return number;
}

bool vault_retire_epoch(struct str path, uint32_t epoch)
{
    struct vault_keys *k = vault_keys_read(path);
    size_t at = 0;
    while (at < k->n_epochs && k->epochs[at].number != epoch)
        at++;
    bool may = at + 1 < k->n_epochs;
    struct fail_frame f;
    if (FAIL_CATCH(&f)) {
        sodium_free(k);
        fail(f.kind, "%s", f.message);
    }
    if (may) {
        memmove(&k->epochs[at], &k->epochs[at + 1], (k->n_epochs - at - 1) * sizeof k->epochs[0]);
        k->n_epochs--;
        vault_keys_write(path, k, true);
    }
    fail_leave(&f);
    sodium_free(k);
    return may;
}
