/* SPDX-License-Identifier: EUPL-1.2
 * notice_test.c — numbered documents against a real server: numbers without gaps under twenty writers of whom half roll back, two
 * persons, what ends a document, and forgetting: afterwards no table holds a name, and number, commitment and signature still
 * stand.
 */
#include "support/test_db.h"

#include <sys/wait.h>

#include "crypto/token.h"
#include "crypto/vault.h"
#include "db/db.h"
#include "notice/notice_number.h"
#include "notice/notice_public.h"
#include "notice/notice_sign.h"
#include "notice/proof_file.h"
#include "regime/regime_load.h"

DB_STATEMENT(COUNT_NUMBERS, "SELECT COUNT(*) FROM got");
DB_STATEMENT(MAX_NUMBER, "SELECT MAX(no) FROM got");
DB_STATEMENT(PUT_NUMBER, "INSERT INTO got (no) VALUES (?)");
DB_STATEMENT(
    HOLDS, "SELECT COUNT(*) FROM (SELECT CAST(CONCAT_WS('|', n.title, n.end_reason, n.proof, n.document_no, n.kind) AS BINARY) AS t"
           " FROM notice n UNION ALL SELECT body FROM notice_body UNION ALL SELECT body FROM notice_file"
           " UNION ALL SELECT CAST(CONCAT_WS('|', detail, object_id) AS BINARY) FROM audit) x WHERE LOCATE(?, x.t)");
DB_STATEMENT(REPAIR, "UPDATE record SET state = 3 WHERE subject_id = ? AND id = ?");
DB_STATEMENT(BODIES, "SELECT COUNT(*) FROM notice_body WHERE notice_id = ?");
DB_STATEMENT(FORGETS, "SELECT COUNT(*) FROM audit WHERE action = 'notice.forget'");

static struct arena *arena;
static struct db *db;
static char name[64];
static const struct regime *regime;
static struct vault *vault;
static const struct instant NOW = {1769500800000000}; /* 27 January 2026, 16:00 in Shanghai */

static int set_up(void **state)
{
    (void)state;
    arena = arena_new((size_t)256 << 20);
    db = test_db_open(arena, name);
    if (!db)
        return 0;
    struct regime_load_result r = regime_load(arena, STR("db/regimes"), STR("hunan"));
    assert_non_null(r.regime);
    regime = r.regime;
    struct str path = str_fmt(arena, "/tmp/notice_test.%d.keys", (int)getpid());
    vault_create(path);
    vault = vault_open(arena, path);
    unlink(str_cstr(arena, path));
    db_run_script(
        db, arena,
        STR("CREATE TABLE got (no INT NOT NULL PRIMARY KEY) ENGINE=InnoDB;\n"
            "INSERT INTO regime_version VALUES (1, 'x', REPEAT('x', 32), '', '2020-01-01');\n"
            "INSERT INTO unit VALUES (1, '一股', 'office', NULL, '43');\n"
            "INSERT INTO staff (id, login, name, unit_id, password_hash, created_at) VALUES (1, 'a', '演示甲', 1, '', '2020-01-01'),"
            " (2, 'b', '演示乙', 1, '', '2020-01-01');\n"
            "INSERT INTO subject (id, public_id, kind, type, name, division, content_hash, created_at, updated_at)"
            " VALUES (7, '7', 3, 'physician', '张*', '430100', '', '2020-01-01', '2020-01-01');\n"
            "INSERT INTO record (subject_id, id, item, category, title, unit_id, found, show_from, show_to, content_hash)"
            " VALUES (7, 70, 'serious.1', 'serious', '处罚', 1, '2025-01-01', '2025-01-01', '2027-01-01', UNHEX(MD5('70'))),"
            " (7, 71, 'serious.1', 'serious', '处罚', 1, '2025-01-01', '2025-01-01', '2027-01-01', UNHEX(MD5('71')));\n"));
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    test_db_drop(&db, arena, name);
    if (vault)
        vault_close(&vault);
    arena_free(&arena);
    return 0;
}

static void need_server(void)
{
    if (!db)
        skip();
}

/* --- numbers --- */

enum { WRITERS = 20, TURNS = 12 };

struct turn {
    bool keep;
};

static bool take(struct db *d, void *arg)
{
    const struct turn *t = arg;
    db_exec(d, PUT_NUMBER, notice_number(d, STR("并字"), 2026));
    return t->keep;
}

/* A child: half of its turns roll back. */
static void write_numbers(int self)
{
    struct db *mine = test_db_connect(name);
    for (int i = 0; i < TURNS; i++) {
        struct turn t = {.keep = (i + self) % 2 == 0};
        for (bool done = false; !done;) {
            struct fail_frame f;
            if (FAIL_CATCH(&f)) {
                if (f.kind != FAIL_RETRY)
                    _exit(1);
                db_rollback(mine);
                continue; /* the queue at the counter was too long for one transaction's patience */
            }
            (void)db_transaction(mine, take, &t);
            fail_leave(&f);
            done = true;
        }
    }
    _exit(0);
}

static void numbers_under_load(void **state)
{
    (void)state;
    need_server();
    pid_t pids[WRITERS];
    for (int i = 0; i < WRITERS; i++) {
        pids[i] = fork();
        if (pids[i] == 0)
            write_numbers(i);
    }
    for (int i = 0; i < WRITERS; i++) {
        int status;
        waitpid(pids[i], &status, 0);
        assert_int_equal(status, 0);
    }
    assert_int_equal(db_int(db, COUNT_NUMBERS), WRITERS * TURNS / 2);
    assert_int_equal(db_int(db, MAX_NUMBER), WRITERS * TURNS / 2);
}

/* --- acts --- */

struct doing {
    struct notice_draft draft;
    struct notice_act act;
    struct str text;
    enum notice_outcome outcome;
    int id;
    struct str number;
};

static bool draft_in(struct db *d, void *arg)
{
    struct doing *x = arg;
    x->outcome = notice_draft(d, arena, vault, &x->draft, &x->id);
    return x->outcome == NOTICE_DONE;
}
static bool issue_in(struct db *d, void *arg)
{
    struct doing *x = arg;
    x->outcome = notice_issue(d, arena, vault, regime, &x->act, &x->number);
    return x->outcome == NOTICE_DONE;
}
static bool void_in(struct db *d, void *arg)
{
    struct doing *x = arg;
    x->outcome = notice_void(d, arena, &x->act, x->text);
    return x->outcome == NOTICE_DONE;
}

static struct notice_doc get(int id)
{
    struct notice_doc n;
    assert_true(notice_get(db, arena, id, &n));
    return n;
}

static int draft(const char *kind, const char *text, int target, int64_t record)
{
    static struct str paragraph;
    paragraph = str_from(text);
    struct doing x = {.draft = {.regime = regime,
                                .kind = regime_notice(regime, str_from(kind)),
                                .regime_version_id = 1,
                                .title = STR("一份公告"),
                                .body = {.addressee = STR("张三丰"), .paragraphs = {&paragraph, 1}},
                                .target_id = target,
                                .subject_id = record ? 7 : 0,
                                .record_id = record,
                                .natural = record && !str_eq(str_from(kind), STR("repair_publicity")),
                                .division_prefix = STR("43"),
                                .staff_id = 1,
                                .now = NOW}};
    db_transaction(db, draft_in, &x);
    return x.outcome == NOTICE_DONE ? x.id : -(int)x.outcome;
}

static enum notice_outcome issue(int id, int staff)
{
    struct doing x = {.act = {.id = id, .version = get(id).version, .staff_id = staff, .now = NOW}};
    db_transaction(db, issue_in, &x);
    return x.outcome;
}

static bool sign_in(struct db *d, void *arg)
{
    struct doing *x = arg;
    struct notice_doc n = get(x->id);
    struct proof p = notice_statement(arena, regime, &n, NULL, 0);
    struct sign_key key;
    vault_public_key(vault, PROOF_NOTICE, &key);
    p.key = proof_fingerprint(arena, &key);
    vault_sign(vault, PROOF_NOTICE, proof_message(arena, &p), p.signature);
    return notice_signed(d, arena, vault, &n, proof_text(arena, &p), STR("%PDF 张三丰"), NOW);
}

static void sign(int id)
{
    struct doing x = {.id = id};
    assert_true(db_transaction(db, sign_in, &x));
    assert_false(db_transaction(db, sign_in, &x)); /* once */
}

static void two_persons(void **state)
{
    (void)state;
    need_server();
    int id = draft("announcement", "正文", 0, 0);
    assert_true(id > 0);
    assert_int_equal(issue(id, 1), NOTICE_SAME_PERSON);
    assert_int_equal(get(id).document_no.n, 0);
    assert_int_equal(issue(id, 2), NOTICE_DONE);
    struct notice_doc n = get(id);
    assert_string_equal(str_cstr(arena, n.document_no), "湖南省卫信公示〔2026〕1号");
    assert_string_equal(str_cstr(arena, n.series), "gs");
    assert_int_equal(n.check_code.n, PUBLIC_ID_TEXT);
    assert_true(str_eq(n.state, STR("issued")));
    assert_int_equal(issue(id, 2), NOTICE_CONFLICT);
}

static void endings(void **state)
{
    (void)state;
    need_server();
    int first = draft("announcement", "正文", 0, 0);
    assert_int_equal(issue(first, 2), NOTICE_DONE);
    assert_int_equal(draft("withdrawal", "撤销", 0, 0), -NOTICE_TARGET);
    assert_int_equal(draft("announcement", "正文", first, 0), -NOTICE_TARGET);
    int second = draft("withdrawal", "撤销", first, 0), third = draft("correction", "更正", first, 0);
    assert_true(second > 0 && third > 0);
    assert_true(str_eq(get(first).state, STR("issued")));
    assert_int_equal(issue(second, 2), NOTICE_DONE);
    assert_true(str_eq(get(first).state, STR("withdrawn")));
    assert_int_equal(get(first).ended_by, second);
    int before = get(second).no;
    assert_int_equal(issue(third, 2), NOTICE_TARGET); /* it is withdrawn already; no number is lost */
    struct doing x = {.act = {.id = second, .version = get(second).version, .staff_id = 1, .now = NOW}, .text = STR("印发有误")};
    db_transaction(db, void_in, &x);
    assert_int_equal(x.outcome, NOTICE_SAME_PERSON);
    x.act.staff_id = 2;
    db_transaction(db, void_in, &x);
    assert_int_equal(x.outcome, NOTICE_DONE);
    assert_true(str_eq(get(second).state, STR("void")));
    int fourth = draft("announcement", "正文", 0, 0);
    assert_int_equal(issue(fourth, 2), NOTICE_DONE);
    assert_int_equal(get(fourth).no, before + 1);
}

/* --- forgetting --- */

static bool forget_in(struct db *d, void *arg)
{
    struct audit_actor who = {.name = STR("test"), .role = STR("shell")};
    *(int *)arg = notice_forget(d, arena, 7, 70, &who, NOW);
    return true;
}
static bool expire_in(struct db *d, void *arg)
{
    struct audit_actor who = {.name = STR("test"), .role = STR("shell")};
    *(int *)arg = notice_forget_expired(d, arena, &who, NOW);
    return true;
}

static int holds(const char *text)
{
    return (int)db_int(db, HOLDS, str_from(text));
}

static void check_proof(const struct notice_doc *n)
{
    struct proof p;
    struct sign_key key;
    vault_public_key(vault, PROOF_NOTICE, &key);
    assert_true(proof_parse(arena, n->proof, &p));
    assert_int_equal(proof_verify(arena, &key, 1, &p), PROOF_VALID);
    assert_true(str_eq(p.content, str_hex(arena, n->commitment.p, n->commitment.n)));
}

static void forgetting(void **state)
{
    (void)state;
    need_server();
    int about = draft("repair_confirmation", "张三丰的修复申请予以确认。", 0, 70), open = draft("announcement", "李时珍", 0, 0);
    int shown = draft("repair_publicity", "清任堂医院符合修复条件，现予公示。", 0, 70);
    assert_int_equal(issue(about, 2), NOTICE_DONE);
    assert_int_equal(issue(open, 2), NOTICE_DONE);
    assert_int_equal(issue(shown, 2), NOTICE_DONE);
    sign(about);
    sign(shown);
    sign(open);
    struct notice_doc before = get(about), n;
    struct notice_body b;
    assert_true(before.sealed && !before.is_open && before.subject_id == 7);
    assert_string_equal(str_cstr(arena, before.title), "信用修复决定"); /* the kind's name: never a person's */
    assert_true(notice_body_get(db, arena, vault, &before, &b));
    assert_string_equal(str_cstr(arena, b.addressee), "张三丰");
    assert_int_equal(holds("李时珍"), 1);
    assert_int_equal(holds("清任堂"), 1);
    assert_true(get(shown).is_open);
    int forgotten = -1;
    assert_true(db_transaction(db, forget_in, &forgotten));
    assert_int_equal(forgotten, 2);
    n = get(about);
    assert_int_equal(n.subject_id, 0);
    assert_int_equal(n.record_id, 0);
    assert_true(n.forgotten_at.us != 0);
    assert_int_equal(db_int(db, BODIES, about), 0);
    assert_false(notice_body_get(db, arena, vault, &n, &b));
    assert_true(str_eq(n.document_no, before.document_no) && str_eq(n.commitment, before.commitment) &&
                str_eq(n.proof, before.proof));
    check_proof(&n);
    assert_int_equal(holds("清任堂"), 0);
    assert_int_equal(holds("修复申请"), 0);
    struct notice_public seen;
    assert_true(notice_public_by_code(db, arena, before.check_code, &seen));
    assert_true(seen.forgotten && !seen.is_open);
    bool intact;
    assert_false(notice_public_body(db, arena, &seen, &b, &intact));
    assert_true(notice_public_by_code(db, arena, get(open).check_code, &seen));
    assert_true(notice_public_body(db, arena, &seen, &b, &intact) && intact);
    assert_int_equal(db_int(db, FORGETS), 2);
}

/* A record repaired since: the worker's daily look finds it. */
static void expiry(void **state)
{
    (void)state;
    need_server();
    int about = draft("repair_confirmation", "张三丰", 0, 71), n = -1;
    assert_int_equal(issue(about, 2), NOTICE_DONE);
    sign(about);
    assert_true(db_transaction(db, expire_in, &n));
    assert_int_equal(n, 0);
    db_exec(db, REPAIR, 7, 71);
    assert_true(db_transaction(db, expire_in, &n));
    assert_int_equal(n, 1);
    assert_int_equal(db_int(db, BODIES, about), 0);
    struct notice_doc kept = get(about);
    check_proof(&kept);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_under_load), cmocka_unit_test(two_persons), cmocka_unit_test(endings),
        cmocka_unit_test(forgetting),         cmocka_unit_test(expiry),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
