/* SPDX-License-Identifier: EUPL-1.2
 * evidence_test.c — what a file is by its content, and files kept sealed and found again on a real server.
 */
#include "support/test_db.h"

#include "crypto/vault.h"
#include "db/db.h"
#include "evidence/evidence.h"

#define PDF      "%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
#define PNG_HEAD "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR"
#define PNG_TAIL "\x08\2\0\0\0\0\0\0\0\0\0\0\0IEND\xae\x42\x60\x82"
#define JPG(h, w)                                                                                                                  \
    "\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xff\xc0\0\x0b\x08" h w "\1\1\x11\0\xff\xda\0\x08\1\1\0\0\x3f\0x\xff\xd9"
/* A directory of two names and its end; sizes do not matter to the look. */
#define Z4                       "\0\0\0\0"
#define ZIP_NAME(n, name)        "PK\1\2" Z4 Z4 Z4 Z4 Z4 Z4 n "\0" Z4 Z4 Z4 Z4 name
#define ZIP_END(count, size, at) "PK\5\6\0\0\0\0" count "\0" count "\0" size "\0\0\0" at "\0\0\0\0\0"
#define LOCAL                    "PK\3\4"
#define PARTS2 ZIP_NAME("\x13", "[Content_Types].xml") ZIP_NAME("\x0f", "xl/workbook.xml")
#define XLSX   LOCAL PARTS2 ZIP_END("\2", "\x7e", "\4")
#define MACRO                    LOCAL ZIP_NAME("\x11", "xl/vbaProject.bin") ZIP_END("\1", "\x3f", "\4")
#define OFD                      LOCAL ZIP_NAME("\x07", "OFD.xml") ZIP_END("\1", "\x35", "\4")
#define DOCX                     LOCAL ZIP_NAME("\x11", "word/document.xml") ZIP_END("\1", "\x3f", "\4")

static void looks(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        struct str name, bytes;
        enum evidence_verdict verdict;
        enum evidence_media media;
        uint32_t width, height;
    } rows[] = {
        {"pdf", STR_INIT("甲.pdf"), STR_INIT(PDF), EVIDENCE_GOOD, EVIDENCE_PDF, 0, 0},
        {"ending in capitals", STR_INIT("甲.PDF"), STR_INIT(PDF), EVIDENCE_GOOD, EVIDENCE_PDF, 0, 0},
        {"pdf without its end", STR_INIT("甲.pdf"), STR_INIT("%PDF-1.4\n1 0 obj"), EVIDENCE_DAMAGED, EVIDENCE_PDF, 0, 0},
        {"pdf of no version", STR_INIT("甲.pdf"), STR_INIT("%PDF-x\n%%EOF"), EVIDENCE_DAMAGED, EVIDENCE_PDF, 0, 0},
        {"pdf called jpg", STR_INIT("甲.jpg"), STR_INIT(PDF), EVIDENCE_OTHER_NAME, EVIDENCE_PDF, 0, 0},
        {"no name before the ending", STR_INIT(".pdf"), STR_INIT(PDF), EVIDENCE_OTHER_NAME, EVIDENCE_PDF, 0, 0},
        {"png", STR_INIT("p.png"), STR_INIT(PNG_HEAD "\0\0\2\0\0\0\1\0" PNG_TAIL), EVIDENCE_GOOD, EVIDENCE_PNG, 512, 256},
        {"png of no size", STR_INIT("p.png"), STR_INIT(PNG_HEAD "\0\0\2\0\0\0\0\0" PNG_TAIL), EVIDENCE_DAMAGED, EVIDENCE_PNG, 512,
         0},
        {"png that unfolds", STR_INIT("p.png"), STR_INIT(PNG_HEAD "\0\1\0\0\0\1\0\0" PNG_TAIL), EVIDENCE_PIXELS, EVIDENCE_PNG,
         65536, 65536},
        {"png cut off", STR_INIT("p.png"), STR_INIT(PNG_HEAD "\0\0\2\0\0\0\1\0"), EVIDENCE_DAMAGED, EVIDENCE_PNG, 0, 0},
        {"jpg", STR_INIT("p.jpeg"), STR_INIT(JPG("\1\0", "\2\0")), EVIDENCE_GOOD, EVIDENCE_JPG, 512, 256},
        {"jpg that unfolds", STR_INIT("p.jpg"), STR_INIT(JPG("\xff\xff", "\xff\xff")), EVIDENCE_PIXELS, EVIDENCE_JPG, 65535, 65535},
        {"jpg without a frame", STR_INIT("p.jpg"), STR_INIT("\xff\xd8\xff\xda\0\x08\1\1\0\0\x3f\0x\xff\xd9"), EVIDENCE_DAMAGED,
         EVIDENCE_JPG, 0, 0},
        {"jpg cut off", STR_INIT("p.jpg"), STR_INIT("\xff\xd8\xff\xe0\0\x10JFIF"), EVIDENCE_DAMAGED, EVIDENCE_JPG, 0, 0},
        {"xlsx", STR_INIT("t.xlsx"), STR_INIT(XLSX), EVIDENCE_GOOD, EVIDENCE_XLSX, 0, 0},
        {"ofd", STR_INIT("t.ofd"), STR_INIT(OFD), EVIDENCE_GOOD, EVIDENCE_OFD, 0, 0},
        {"a program inside", STR_INIT("t.xlsx"), STR_INIT(MACRO), EVIDENCE_MACROS, EVIDENCE_PDF, 0, 0},
        {"another kind of zip", STR_INIT("t.docx"), STR_INIT(DOCX), EVIDENCE_UNKNOWN, EVIDENCE_PDF, 0, 0},
        {"zip without its end", STR_INIT("t.xlsx"), STR_INIT(LOCAL ZIP_NAME("\x07", "OFD.xml")), EVIDENCE_DAMAGED, EVIDENCE_PDF, 0,
         0},
        {"zip that lies about its entries", STR_INIT("t.ofd"),
         STR_INIT(LOCAL ZIP_NAME("\x07", "OFD.xml") ZIP_END("\2", "\x35", "\4")), EVIDENCE_DAMAGED, EVIDENCE_PDF, 0, 0},
        {"page", STR_INIT("a.html"), STR_INIT("<script>alert(1)</script>"), EVIDENCE_UNKNOWN, EVIDENCE_PDF, 0, 0},
        {"page called pdf", STR_INIT("a.pdf"), STR_INIT("<html>%PDF-1.4 %%EOF"), EVIDENCE_UNKNOWN, EVIDENCE_PDF, 0, 0},
        {"picture with script", STR_INIT("a.svg"), STR_INIT("<svg xmlns='http://www.w3.org/2000/svg'/>"), EVIDENCE_UNKNOWN,
         EVIDENCE_PDF, 0, 0},
        {"program", STR_INIT("a.exe"), STR_INIT("MZ\x90\0"), EVIDENCE_UNKNOWN, EVIDENCE_PDF, 0, 0},
        {"nothing", STR_INIT("a.pdf"), STR_INIT(""), EVIDENCE_EMPTY, EVIDENCE_PDF, 0, 0},
    };
    struct arena *a = arena_new(1 << 20);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct evidence_seen seen;
        enum evidence_verdict v = evidence_look(rows[i].name, rows[i].bytes, &seen);
        if (v != rows[i].verdict)
            print_message("%s: %d\n", rows[i].what, (int)v);
        assert_int_equal(v, rows[i].verdict);
        assert_int_equal(evidence_explain(a, v, rows[i].name, &seen).n == 0, v == EVIDENCE_GOOD);
        if (v == EVIDENCE_GOOD || v == EVIDENCE_PIXELS) {
            assert_int_equal(seen.media, rows[i].media);
            assert_int_equal(seen.width, rows[i].width);
            assert_int_equal(seen.height, rows[i].height);
        }
    }
    struct evidence_seen seen;
    struct str big = {arena_alloc(a, 16), EVIDENCE_FILE_MAX + 1}; /* not read: the size comes first */
    assert_int_equal(evidence_look(STR("a.pdf"), big, &seen), EVIDENCE_TOO_BIG);
    arena_free(&a);
}

DB_STATEMENT(PLAIN, "SELECT COUNT(*) FROM evidence_part WHERE LOCATE('endobj', body) > 0");
DB_STATEMENT(PARTS, "SELECT COUNT(*) FROM evidence_part");
DB_STATEMENT(SPOIL, "UPDATE evidence_part SET body = CONCAT(LEFT(body, LENGTH(body) - 1), 'x') WHERE part = ?");

struct adding {
    const struct vault *vault;
    struct arena *arena;
    struct evidence_new n;
    int64_t id;
};

static bool add(struct db *db, void *arg)
{
    struct adding *x = arg;
    x->id = evidence_add(db, x->vault, x->arena, &x->n);
    return true;
}

static void keeps(void **state)
{
    (void)state;
    struct arena *a = arena_new((size_t)256 << 20);
    char name[64], key_file[80];
    struct db *db = test_db_open(a, name);
    if (!db) {
        arena_free(&a);
        skip();
    }
    snprintf(key_file, sizeof key_file, "/tmp/portal-test-evidence.%d", (int)getpid());
    vault_create(str_from(key_file));
    struct vault *v = vault_open(a, str_from(key_file));
    char *big = arena_alloc(a, 3u << 20); /* several parts */
    memset(big, 'b', 3u << 20);
    struct adding x = {.vault = v, .arena = a, .n = {.owner_type = STR("entry"), .owner_id = 7, .staff_id = 5, .now = {1}}};
    x.n.name = STR("甲.pdf");
    x.n.bytes = STR(PDF);
    assert_true(db_transaction(db, add, &x));
    int64_t first = x.id;
    x.n.name = STR("乙.pdf");
    x.n.bytes = (struct str){big, 3u << 20};
    assert_true(db_transaction(db, add, &x));
    assert_int_equal(db_int(db, PLAIN), 0);
    assert_true(db_int(db, PARTS) > 3);
    struct evidence_list list = evidence_of(db, a, STR("entry"), 7);
    assert_int_equal(list.n, 2);
    struct str out;
    assert_true(evidence_bytes(db, v, a, &list.p[0], &out));
    assert_true(str_eq(out, STR(PDF)));
    assert_true(evidence_bytes(db, v, a, &list.p[1], &out));
    assert_true(str_eq(out, x.n.bytes));
    struct evidence found;
    assert_true(evidence_by_public_id(db, a, list.p[0].public_id, &found));
    assert_int_equal(found.id, first);
    assert_false(evidence_by_public_id(db, a, STR("0000000000000000"), &found));
    assert_false(evidence_remove(db, STR("entry"), 8, first, 5, (struct instant){2})); /* not this owner's */
    assert_true(evidence_remove(db, STR("entry"), 7, first, 5, (struct instant){2}));
    assert_false(evidence_remove(db, STR("entry"), 7, first, 5, (struct instant){2}));
    assert_int_equal(evidence_of(db, a, STR("entry"), 7).n, 1);
    db_exec(db, SPOIL, 1);
    assert_false(evidence_bytes(db, v, a, &list.p[1], &out));
    vault_close(&v);
    unlink(key_file);
    test_db_drop(&db, a, name);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(looks), cmocka_unit_test(keeps)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
