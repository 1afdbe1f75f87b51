/* SPDX-License-Identifier: EUPL-1.2
 * verify.c — portalctl verify: is this file what the bureau signed? Offline with --key FILE, which holds public keys; without it
 * the keys come from the bureau's own database. Answers in Chinese, because officers and citizens run it. portalctl key public
 * writes the file of keys. Exit 0 genuine, 1 altered, forged or without proof, 3 signed with a key that is not known, 2 wrong
 * words.
 */
#include "audit/signing_key.h"
#include "base/file.h"
#include "notice/proof_file.h"
#include "portalctl/ctl.h"

enum { FILE_MOST = 1 << 30, KEYS_FILE_MOST = 1 << 20, EXIT_UNKNOWN_KEY = 3 };

static void keys_of_database(struct ctl *c, struct proof_keys *out)
{
    struct program *p = ctl_program(0);
    struct signing_key *rows;
    size_t n = signing_keys_all(p->db, c->arena, &rows);
    *out = proof_keys_of(c->arena, rows, n);
    program_stop(&p);
}

int ctl_key_public(struct ctl *c)
{
    struct proof_keys keys;
    if (c->n)
        return 2;
    keys_of_database(c, &keys);
    ctl_say("%.*s", STR_ARG(proof_keys_text(c->arena, &keys)));
    return 0;
}

static void say_line(const char *term, struct str value)
{
    if (value.n)
        ctl_say("  %s：%.*s\n", term, STR_ARG(value));
}

static int say(const char *name, const struct proof_answer *x)
{
    struct str verdict = proof_verdict_text(x->verdict);
    ctl_say("%s\n  结论：%.*s\n", name, STR_ARG(verdict));
    if (x->kind == PROOF_KIND_STATEMENT && x->verdict == PROOF_VALID && !str_ends(str_from(name), STR("manifest.json")))
        ctl_say("  说明：这是签名证明本身；要核验某个文件，请写 portalctl verify 文件 --proof 证明\n");
    say_line("日志检查点", x->checkpoint);
    if (x->verdict == PROOF_VALID || x->verdict == PROOF_ALTERED) {
        say_line("机关", x->proof.bureau);
        say_line("文号", x->proof.number);
        say_line("标题", x->proof.title);
        say_line("日期", x->proof.issued);
        say_line("对应文件", x->file ? x->file->name : STR_NONE);
    }
    say_line("密钥指纹", x->proof.key);
    if (x->verdict == PROOF_VALID && x->kind != PROOF_KIND_CHECKPOINT)
        ctl_say("  提示：文件现在是否仍然有效，请在机关网站的“核验”页查询。\n");
    return x->verdict == PROOF_VALID ? 0 : x->verdict == PROOF_UNKNOWN_KEY ? EXIT_UNKNOWN_KEY : 1;
}

/* A .proof or manifest.json that lies beside the file and is asked for by nothing but lying there. */
static struct str beside(struct ctl *c, struct str path)
{
    struct arena *a = c->arena;
    struct str own = str_cat(a, path, STR(".proof")), folder = path;
    while (folder.n && folder.p[folder.n - 1] != '/')
        folder.n--;
    struct str manifest = str_cat(a, folder, STR("manifest.json"));
    if (ctl_option(c, "proof"))
        return file_read(a, ctl_text(c, "proof", ""), PROOF_TEXT_MAX);
    if (file_exists(a, own))
        return file_read(a, own, PROOF_TEXT_MAX);
    if (!str_eq(manifest, path) && file_exists(a, manifest))
        return file_read(a, manifest, PROOF_TEXT_MAX);
    return STR_NONE;
}

/* An unpacked bundle: every file that the manifest names, where it lies. */
static int check_folder(struct ctl *c, struct str path, const struct proof_answer *x)
{
    struct str folder = path;
    int worst = 0;
    while (folder.n && folder.p[folder.n - 1] != '/')
        folder.n--;
    for (size_t i = 0; i < x->proof.n; i++) {
        struct str name = str_cat(c->arena, folder, x->proof.files[i].name);
        if (str_contains(x->proof.files[i].name, STR("..")) || !file_exists(c->arena, name)) {
            ctl_say("  缺少：%.*s\n", STR_ARG(x->proof.files[i].name));
            worst = 1;
            continue;
        }
        bool good = str_eq(proof_hash(c->arena, file_read(c->arena, name, FILE_MOST), 0, 0), x->proof.files[i].hash);
        ctl_say("  %s：%.*s\n", good ? "未改动" : "已改动", STR_ARG(x->proof.files[i].name));
        worst = good ? worst : 1;
    }
    return worst;
}

int ctl_verify(struct ctl *c)
{
    struct proof_keys keys;
    if (c->n != 1)
        return 2;
    if (!ctl_option(c, "key"))
        keys_of_database(c, &keys);
    else if (!proof_keys_read(c->arena, file_read(c->arena, ctl_text(c, "key", ""), KEYS_FILE_MOST), &keys))
        return ctl_refuse("公钥文件无法读取：%s\n", ctl_option(c, "key"));
    struct str path = str_from(c->word[0]), file = file_read(c->arena, path, FILE_MOST);
    size_t at, n;
    struct str near = proof_find(file, &at, &n) && !ctl_option(c, "proof") ? STR_NONE : beside(c, path);
    struct proof_answer x = proof_check(c->arena, &keys, file, near);
    int status = say(c->word[0], &x);
    bool manifest = x.kind == PROOF_KIND_STATEMENT && str_ends(path, STR("manifest.json"));
    return status == 0 && manifest ? check_folder(c, path, &x) : status;
}
