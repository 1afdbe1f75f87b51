/* SPDX-License-Identifier: EUPL-1.2
 * keeper_test.c — what the keeper allows, counts and writes down, frame by frame; and a client against a keeper that works, hangs,
 * dies and comes back. The program itself is tried by tests/fault/keeper_*.mjs.
 */
#include "support/unit.h"

#include <signal.h>
#include <sodium.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "crypto/keeper_guard.h"
#include "crypto/vault_many.h"

static struct arena *A;
static struct vault_keys *KEYS;
static char folder[] = "/tmp/keeper_test_XXXXXX";
static struct str path;
static const struct instant NOON = {1773662400000000}; /* 2026-03-16T12:00:00Z */

static int set_up(void **state)
{
    (void)state;
    A = arena_new((size_t)64 << 20);
    if (!mkdtemp(folder))
        return 1;
    path = str_fmt(A, "%s/keys", folder);
    vault_create(path);
    KEYS = vault_keys_read(path);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    vault_keys_free(&KEYS);
    unlink(path.p);
    rmdir(folder);
    arena_free(&A);
    return 0;
}

/* --- frames --- */

static char line[KEEPER_LINE_MOST];
static size_t line_n;

static enum keeper_verdict ask_at(struct keeper_guard *g, enum keeper_class class, struct instant now, struct keeper_msg *m)
{
    uint8_t request[KEEPER_FRAME], reply[KEEPER_FRAME];
    struct keeper_peer who = {class, 77, 1001};
    keeper_encode(m, request);
    assert_true(keeper_guard_answer(g, &who, now, request, reply, line, &line_n));
    assert_true(keeper_client_read(reply, m->op, m));
    return m->verdict;
}

static enum keeper_verdict ask(struct keeper_guard *g, enum keeper_class class, struct keeper_msg *m)
{
    return ask_at(g, class, NOON, m);
}

static struct keeper_msg msg(enum keeper_op op, const char *name, uint64_t row, struct str data)
{
    struct keeper_msg m = {.op = (uint8_t)op, .row = row};
    assert_true(keeper_set_name(&m, str_from(name)) && keeper_put(&m, data.p, data.n));
    return m;
}

static struct str data_of(const struct keeper_msg *m)
{
    return str_dup(A, (struct str){(const char *)m->data, m->data_n});
}

static struct keeper_guard guard(const char *caps)
{
    struct keeper_guard g;
    assert_true(keeper_guard_init(&g, KEYS, str_from(caps)));
    return g;
}

/* Who may what, as DESIGN §2 says; a change here is a change of rights. */
static void operations_by_class(void **state)
{
    (void)state;
    static const struct {
        enum keeper_op op;
        const char *may; /* staff, worker, ctl */
    } table[] = {{KEEPER_STATUS, "yyy"},     {KEEPER_SEAL, "yyy"},      {KEEPER_OPEN, "yyy"},      {KEEPER_INDEX, "yyy"},
                 {KEEPER_MAC, "yyy"},        {KEEPER_PEPPER, "y-y"},    {KEEPER_TOTP, "y-y"},      {KEEPER_SIGN, "-yy"},
                 {KEEPER_PUBLIC_KEY, "yyy"}, {KEEPER_NEW_KEY, "yyy"},   {KEEPER_OPEN_KEY, "yyy"},  {KEEPER_RESEAL, "--y"},
                 {KEEPER_REINDEX, "--y"},    {KEEPER_TOTP_CODE, "---"}, {KEEPER_ADD_EPOCH, "--y"}, {KEEPER_DROP_EPOCH, "--y"}};
    struct keeper_guard g = guard("");
    assert_int_equal(sizeof table / sizeof *table, KEEPER_OPS - 1);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        for (int c = 0; c < KEEPER_CLASSES; c++) {
            struct keeper_msg m = msg(table[i].op, "a.b", 1, STR("x"));
            m.number = 999; /* no such epoch: nothing is changed */
            m.time = (uint64_t)NOON.us;
            bool forbidden = ask(&g, (enum keeper_class)c, &m) == KEEPER_FORBIDDEN;
            if (forbidden != (table[i].may[c] == '-'))
                fail_msg("operation %d, class %d", table[i].op, c);
            assert_int_equal(m.data_n == 0, m.verdict != KEEPER_OK); /* a refusal carries nothing */
        }
    assert_int_equal(KEYS->n_epochs, 1);
}

static void seeds_stay_inside(void **state)
{
    (void)state;
    struct keeper_guard g = guard("");
    struct str seed = STR("12345678901234567890");
    struct keeper_msg m = msg(KEEPER_SEAL, "staff.totp_secret", 5, seed);
    assert_int_equal(ask(&g, KEEPER_WORKER, &m), KEEPER_FORBIDDEN);
    m = msg(KEEPER_SEAL, "staff.totp_secret", 5, seed);
    assert_int_equal(ask(&g, KEEPER_STAFF, &m), KEEPER_OK);
    struct str sealed = data_of(&m);
    for (int c = 0; c < KEEPER_CLASSES; c++) {
        m = msg(KEEPER_OPEN, "staff.totp_secret", 5, sealed);
        assert_int_equal(ask(&g, (enum keeper_class)c, &m), KEEPER_FORBIDDEN);
    }
    /* its codes are answered for, at about this time, and once */
    static const struct {
        int seconds;
        uint64_t last;
        enum keeper_verdict verdict;
        enum totp_verdict said;
    } table[] = {{0, 0, KEEPER_OK, TOTP_OK},
                 {20, 0, KEEPER_OK, TOTP_OK},
                 {0, UINT64_MAX, KEEPER_OK, TOTP_REPLAYED},
                 {120, 0, KEEPER_OK, TOTP_WRONG},
                 {301, 0, KEEPER_UNAVAILABLE, TOTP_WRONG},
                 {-301, 0, KEEPER_UNAVAILABLE, TOTP_WRONG}};
    struct str code = totp_code(A, seed, totp_counter(NOON));
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        m = msg(KEEPER_TOTP, "staff.totp_secret", 5, sealed);
        m.split = m.data_n;
        m.number = table[i].last;
        m.time = (uint64_t)(NOON.us + table[i].seconds * 1000000ll);
        assert_true(keeper_put(&m, code.p, code.n));
        assert_int_equal(ask(&g, KEEPER_STAFF, &m), table[i].verdict);
        if (table[i].verdict == KEEPER_OK)
            assert_int_equal(m.data[0], table[i].said);
        assert_int_equal(line_n, 0);
    }
    for (int i = 4; i < 25; i++) { /* four were looked at above; guessing ends at ten, until the next minute */
        m = msg(KEEPER_TOTP, "staff.totp_secret", 5, sealed);
        m.split = m.data_n;
        m.time = (uint64_t)NOON.us;
        assert_true(keeper_put(&m, "000000", 6));
        struct instant at = {NOON.us + (i < 20 ? 0 : 60000000)};
        assert_int_equal(ask_at(&g, KEEPER_STAFF, at, &m), i >= KEEPER_TRIES_MOST && i < 20 ? KEEPER_CAPPED : KEEPER_OK);
    }
    m = msg(KEEPER_TOTP_CODE, "staff.totp_secret", 5, sealed);
    assert_int_equal(ask(&g, KEEPER_CTL, &m), KEEPER_FORBIDDEN);
    g.demonstration = true;
    m = msg(KEEPER_TOTP_CODE, "staff.totp_secret", 5, sealed);
    m.number = totp_counter(NOON);
    assert_int_equal(ask(&g, KEEPER_CTL, &m), KEEPER_OK);
    assert_true(str_eq(data_of(&m), code));
    m = msg(KEEPER_TOTP_CODE, "staff.totp_secret", 5, sealed);
    assert_int_equal(ask(&g, KEEPER_STAFF, &m), KEEPER_FORBIDDEN);
}

/* --- caps and the usage log --- */

static enum keeper_verdict open_one(struct keeper_guard *g, enum keeper_class class, int64_t seconds, struct str sealed)
{
    struct keeper_msg m = msg(KEEPER_OPEN, "subject.id_number", 7, sealed);
    return ask_at(g, class, (struct instant){NOON.us + seconds * 1000000}, &m);
}

static void caps(void **state)
{
    (void)state;
    struct keeper_guard g = guard("staff 3/5, worker 2/0");
    struct keeper_msg m = msg(KEEPER_SEAL, "subject.id_number", 7, STR("11010519491231002X"));
    assert_int_equal(ask(&g, KEEPER_WORKER, &m), KEEPER_OK);
    struct str sealed = data_of(&m);
    static const struct {
        enum keeper_class class;
        int64_t seconds;
        enum keeper_verdict verdict;
        bool logged;
    } table[] = {{KEEPER_STAFF, 0, KEEPER_OK, true},
                 {KEEPER_STAFF, 1, KEEPER_OK, true},
                 {KEEPER_STAFF, 59, KEEPER_OK, true},
                 {KEEPER_STAFF, 59, KEEPER_CAPPED, true}, /* the alarm */
                 {KEEPER_STAFF, 59, KEEPER_CAPPED, false},
                 {KEEPER_STAFF, -3600, KEEPER_CAPPED, false}, /* a clock put back is no second helping */
                 {KEEPER_WORKER, 59, KEEPER_OK, true},        /* another purse */
                 {KEEPER_STAFF, 60, KEEPER_OK, true},
                 {KEEPER_STAFF, 60, KEEPER_OK, true},
                 {KEEPER_STAFF, 61, KEEPER_CAPPED, true}, /* of the day */
                 {KEEPER_STAFF, 121, KEEPER_CAPPED, true},
                 {KEEPER_STAFF, 12 * 3600, KEEPER_OK, true}, /* the next day begins at midnight UTC */
                 {KEEPER_CTL, 0, KEEPER_OK, true}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        enum keeper_verdict v = open_one(&g, table[i].class, table[i].seconds, sealed);
        if (v != table[i].verdict || (line_n > 0) != table[i].logged)
            fail_msg("row %zu: verdict %d, line %zu", i, v, line_n);
    }
    /* a keeper started again reads its log, and counts what was opened this day */
    struct keeper_guard again = guard("staff 3/5");
    for (int i = 0; i < 4; i++) {
        g = guard("staff 0/0");
        assert_int_equal(open_one(&g, KEEPER_STAFF, i, sealed), KEEPER_OK);
        keeper_guard_recall(&again, NOON, (struct str){line, line_n - 1});
    }
    open_one(&g, KEEPER_WORKER, 5, sealed);
    keeper_guard_recall(&again, NOON, (struct str){line, line_n - 1});
    open_one(&g, KEEPER_STAFF, -24 * 3600, sealed);
    keeper_guard_recall(&again, NOON, (struct str){line, line_n - 1});
    assert_int_equal(open_one(&again, KEEPER_STAFF, 10, sealed), KEEPER_OK);
    assert_int_equal(open_one(&again, KEEPER_STAFF, 10, sealed), KEEPER_CAPPED);
    static const char *const wrong[] = {"staff",    "staff 3", "staff 3/", "staff -1/5", "lookup 1/1", "staff 1/1;worker 1/1",
                                        "staff x/1"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (keeper_guard_init(&g, KEYS, str_from(wrong[i])))
            fail_msg("accepted: %s", wrong[i]);
}

enum { LINES = 6 };

/* The number of lines that do not follow, of the log in this order; -1 is an edited line. */
static int broken(const struct str *lines, const int *order, size_t n)
{
    struct keeper_guard g = guard("");
    int bad = 0;
    for (size_t i = 0; i < n; i++) {
        char *copy = (char *)(uintptr_t)str_dup(A, lines[order[i] < 0 ? -order[i] : order[i]]).p;
        struct str one = {copy, lines[order[i] < 0 ? -order[i] : order[i]].n};
        if (order[i] < 0)
            copy[30] ^= 1;
        bad += !keeper_guard_follow(&g, one);
    }
    return bad;
}

static void the_log_is_a_chain(void **state)
{
    (void)state;
    struct keeper_guard g = guard("");
    struct keeper_msg m = msg(KEEPER_SEAL, "subject.id_number", 7, STR("11010519491231002X"));
    assert_int_equal(ask(&g, KEEPER_WORKER, &m), KEEPER_OK);
    struct str sealed = data_of(&m), lines[LINES];
    line_n = keeper_guard_note(&g, NOON, "started", line);
    lines[0] = str_dup(A, (struct str){line, line_n - 1});
    assert_true(str_starts(lines[0], STR("2026-03-16T12:00:00.000000Z keeper started ")));
    for (int i = 1; i < LINES; i++) {
        open_one(&g, KEEPER_STAFF, i, sealed);
        lines[i] = str_dup(A, (struct str){line, line_n - 1});
        assert_int_equal(line[line_n - 1], '\n');
    }
    assert_true(str_starts(lines[1], STR("2026-03-16T12:00:01.000000Z staff pid 77 uid 1001 open subject.id_number row ")));
    assert_true(str_contains(lines[1], STR(" ok ")));
    assert_false(str_contains(lines[1], STR("1101051949"))); /* neither the number nor the row */
    assert_false(str_contains(lines[1], STR("row 7")));
    static const struct {
        int order[LINES];
        size_t n;
        bool whole;
    } table[] = {{{0, 1, 2, 3, 4, 5}, 6, true},   {{0, 1, 2, 3}, 4, true}, /* a cut end shows only against a copy */
                 {{0, 1, 3, 4, 5}, 5, false},     {{0, 2, 1, 3, 4, 5}, 6, false}, {{0, 1, 1, 2, 3, 4}, 6, false},
                 {{0, 1, -2, 3, 4, 5}, 6, false}, {{1, 2, 3, 4, 5}, 5, false}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        assert_int_equal(broken(lines, table[i].order, table[i].n) == 0, table[i].whole);
}

/* --- hostile frames --- */

static void malformed_frames(void **state)
{
    (void)state;
    struct keeper_guard g = guard("");
    struct keeper_peer who = {KEEPER_STAFF, 77, 1001};
    uint8_t good[KEEPER_FRAME], frame[KEEPER_FRAME], reply[KEEPER_FRAME];
    struct keeper_msg m = msg(KEEPER_INDEX, "a.b", 0, STR("value"));
    keeper_encode(&m, good);
    static const struct {
        size_t at;
        uint8_t byte;
    } wrong[] = {{0, 0}, {0, 2},   {1, 0}, {1, KEEPER_OPS}, {1, 255}, {2, KEEPER_VERDICTS}, {3, 2},   {3, 65}, {3, 255}, {4, 4},
                 {5, 4}, {6, 255}, {7, 6}, {35, 'x'},       {95, 1},  {101, 'x'},           {1023, 1}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        memcpy(frame, good, sizeof frame);
        frame[wrong[i].at] = wrong[i].byte;
        if (keeper_guard_answer(&g, &who, NOON, frame, reply, line, &line_n))
            fail_msg("byte %zu = %d was taken", wrong[i].at, wrong[i].byte);
        assert_int_equal(line_n, 0);
    }
    assert_true(keeper_guard_answer(&g, &who, NOON, good, reply, line, &line_n));
    /* a name that would forge a line of the log, a verdict in a request */
    m = msg(KEEPER_OPEN, "a.b\n2026", 1, STR("x"));
    assert_int_equal(ask(&g, KEEPER_STAFF, &m), KEEPER_BAD_REQUEST);
    m = msg(KEEPER_INDEX, "a.b", 0, STR("x"));
    m.verdict = KEEPER_REFUSED;
    assert_int_equal(ask(&g, KEEPER_STAFF, &m), KEEPER_BAD_REQUEST);
}

static void epochs_come_and_go(void **state)
{
    (void)state;
    struct keeper_guard g = guard("");
    struct str key = STR("0123456789abcdef0123456789abcdef"), other = STR("0123456789abcdef0123456789abcdeF");
    static const struct {
        enum keeper_op op;
        uint64_t number;
        bool other;
        enum keeper_verdict verdict;
        size_t epochs;
    } table[] = {{KEEPER_ADD_EPOCH, 0, false, KEEPER_BAD_REQUEST, 1}, {KEEPER_ADD_EPOCH, 65536, false, KEEPER_BAD_REQUEST, 1},
                 {KEEPER_ADD_EPOCH, 3, false, KEEPER_OK, 2},          {KEEPER_ADD_EPOCH, 3, false, KEEPER_OK, 2},
                 {KEEPER_ADD_EPOCH, 3, true, KEEPER_REFUSED, 2},      {KEEPER_ADD_EPOCH, 2, false, KEEPER_REFUSED, 2},
                 {KEEPER_DROP_EPOCH, 3, false, KEEPER_REFUSED, 2},    {KEEPER_DROP_EPOCH, 9, false, KEEPER_UNKNOWN_EPOCH, 2},
                 {KEEPER_DROP_EPOCH, 1, false, KEEPER_OK, 1},         {KEEPER_DROP_EPOCH, 1, false, KEEPER_UNKNOWN_EPOCH, 1},
                 {KEEPER_DROP_EPOCH, 3, false, KEEPER_REFUSED, 1}};
    struct vault_epoch first = KEYS->epochs[0];
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct keeper_msg m = msg(table[i].op, "", 0, table[i].op == KEEPER_DROP_EPOCH ? STR_NONE : table[i].other ? other : key);
        m.number = table[i].number;
        enum keeper_verdict v = ask(&g, KEEPER_CTL, &m);
        if (v != table[i].verdict || KEYS->n_epochs != table[i].epochs)
            fail_msg("row %zu: verdict %d, %zu epochs", i, v, KEYS->n_epochs);
    }
    sodium_mprotect_readwrite(KEYS);
    KEYS->epochs[0] = first;
}

/* --- a client and a keeper of its own --- */

enum manner { WORKS, HANGS, BABBLES };

static void live(int listener, enum manner manner)
{
    struct keeper_guard g = guard("ctl 0/0");
    struct keeper_peer who = {KEEPER_CTL, 1, 1};
    for (;;) {
        int fd = accept(listener, NULL, NULL);
        uint8_t request[KEEPER_FRAME], reply[KEEPER_FRAME];
        while (recv(fd, request, sizeof request, MSG_WAITALL) == sizeof request) {
            if (manner == HANGS)
                continue;
            if (!keeper_guard_answer(&g, &who, clock_now(), request, reply, line, &line_n))
                break;
            if (manner == BABBLES)
                reply[1]++;
            if (send(fd, reply, sizeof reply, MSG_NOSIGNAL) != sizeof reply)
                break;
        }
        close(fd);
    }
}

static pid_t keeper(struct str at, enum manner manner)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    memcpy(address.sun_path, at.p, at.n);
    unlink(address.sun_path);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(bind(fd, (const struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(fd, 8), 0);
    pid_t pid = fork();
    if (pid == 0) {
        live(fd, manner);
        _exit(0);
    }
    close(fd);
    return pid;
}

static void end(pid_t pid)
{
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
}

/* How long a call takes to say that there is no keeper, in ms; -1: it worked. */
static int64_t away(const struct vault *v)
{
    struct fail_frame f;
    int64_t start = clock_monotonic_ms();
    if (FAIL_CATCH(&f)) {
        assert_int_equal(f.kind, FAIL_KEEPER);
        return clock_monotonic_ms() - start;
    }
    assert_int_equal(vault_epoch(v), 1);
    fail_leave(&f);
    return -1;
}

static void near_and_far_are_one(void **state)
{
    (void)state;
    struct str at = str_fmt(A, "%s/sock", folder), out;
    pid_t pid = keeper(at, WORKS);
    struct vault *here = vault_open(A, path), *there = vault_connect(A, at);
    struct vault_field f = {STR("subject.id_number"), 7};
    char *big = arena_alloc(A, 300000);
    memset(big, 'x', 300000);
    const struct str values[] = {
        STR(""), STR("11010519491231002X"), {big, VAULT_FIELD_MOST}, {big, VAULT_FIELD_MOST + 1}, {big, 300000}};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        assert_int_equal(vault_open_field(here, A, f, vault_seal(there, A, f, values[i]), &out), VAULT_OK);
        assert_true(str_eq(out, values[i]));
        assert_int_equal(vault_open_field(there, A, f, vault_seal(here, A, f, values[i]), &out), VAULT_OK);
        assert_true(str_eq(out, values[i]));
        struct vault_field elsewhere = {f.table_column, 8};
        assert_int_equal(vault_open_field(there, A, elsewhere, vault_seal(here, A, f, values[i]), &out), VAULT_REFUSED);
        uint8_t x[VAULT_MAC_BYTES], y[VAULT_MAC_BYTES];
        struct vault_indexes a, b;
        vault_mac(here, STR("m"), values[i], x);
        vault_mac(there, STR("m"), values[i], y);
        assert_memory_equal(x, y, sizeof x);
        vault_index(here, STR("m"), values[i], &a);
        vault_index(there, STR("m"), values[i], &b);
        assert_memory_equal(&a, &b, sizeof a);
    }
    uint8_t signature[SIGN_BYTES];
    struct sign_key key;
    vault_sign(there, STR("notice"), (struct str){big, 300000}, signature);
    vault_public_key(here, STR("notice"), &key);
    assert_int_equal(sign_verify(&key, 1, (struct str){big, 300000}, signature), SIGN_GOOD);
    enum { MANY = 3 * KEEPER_WINDOW + 5 };
    struct vault_task t[MANY];
    for (int i = 0; i < MANY; i++)
        t[i] = (struct vault_task){.kind = VAULT_TASK_SEAL, .where = {STR("a.b"), (uint64_t)i}, .in = str_fmt(A, "%d", i)};
    vault_many(there, A, t, MANY);
    for (int i = 0; i < MANY; i++) {
        assert_int_equal(vault_open_field(here, A, t[i].where, t[i].out, &out), VAULT_OK);
        assert_true(str_eq(out, str_fmt(A, "%d", i)));
    }
    end(pid);
    vault_close(&here);
    vault_close(&there);
    unlink(at.p);
}

static volatile sig_atomic_t told_to_end;

static void note_end(int number)
{
    (void)number;
    told_to_end = 1;
}

static void falls_and_comes_back(void **state)
{
    (void)state;
    struct str at = str_fmt(A, "%s/sock", folder);
    struct vault *v = vault_connect(A, at);
    assert_in_range(away(v), 0, 200); /* nobody there */
    pid_t pid = keeper(at, WORKS);
    assert_int_equal(away(v), -1);
    end(pid);
    assert_in_range(away(v), 0, 200);
    pid = keeper(at, WORKS);
    assert_int_equal(away(v), -1);
    end(pid);
    pid = keeper(at, WORKS); /* fell and came back while nobody asked: not even that call fails */
    assert_int_equal(away(v), -1);
    vault_settle(v); /* from now on a fall is final for this process, which is told to leave */
    signal(SIGTERM, note_end);
    assert_int_equal(away(v), -1);
    assert_int_equal(told_to_end, 0);
    end(pid);
    assert_int_equal(told_to_end, 1);
    pid = keeper(at, WORKS);
    assert_in_range(away(v), 0, 200);
    vault_close(&v);
    end(pid);
    pid = keeper(at, HANGS);
    v = vault_connect(A, at);
    assert_in_range(away(v), KEEPER_PATIENCE_MS - 50, 2000);
    vault_close(&v);
    end(pid);
    pid = keeper(at, BABBLES);
    v = vault_connect(A, at);
    assert_in_range(away(v), 0, 200);
    vault_close(&v);
    end(pid);
    unlink(at.p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(operations_by_class),  cmocka_unit_test(seeds_stay_inside),  cmocka_unit_test(caps),
        cmocka_unit_test(the_log_is_a_chain),   cmocka_unit_test(malformed_frames),   cmocka_unit_test(near_and_far_are_one),
        cmocka_unit_test(falls_and_comes_back), cmocka_unit_test(epochs_come_and_go),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
