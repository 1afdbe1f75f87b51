/* SPDX-License-Identifier: EUPL-1.2
 * verify.c — GET /verify and /verify/{code}: is a paper notice genuine, and does it still hold? The QR code leads here; a person
 * may also type number and check code. The answer says what was signed by which key and how to check without us. It never says whom
 * a notice is about. nginx limits how often one address may ask.
 */
#include "audit/signing_key.h"
#include "base/arena.h"
#include "base/id.h"
#include "lookup/notice.h"
#include "notice/proof_file.h"
#include "tmpl/lookup/verify.h"
#include "views/public_page.h"

enum { VERIFY_SECONDS = 60 }; /* a withdrawal shows within a minute */

struct str notice_code_text(struct arena *a, struct str code)
{
    struct str s = STR_NONE, up = str_upper(a, code);
    for (size_t at = 0; at < up.n; at += 4)
        s = str_fmt(a, "%.*s%s%.*s", STR_ARG(s), at ? "-" : "", STR_ARG(str_sub(up, at, at + 4)));
    return s;
}

static struct str verdict_text(enum proof_verdict v)
{
    switch (v) {
    case PROOF_VALID:
        return STR("签名有效");
    case PROOF_FORGED:
        return STR("签名不符，请勿采信");
    case PROOF_UNKNOWN_KEY:
        return STR("签名所用的密钥不在本机关公布的密钥中");
    case PROOF_ALTERED:
    case PROOF_MALFORMED:
        return STR("签名证明无法读取");
    }
    return STR_NONE;
}

static uint32_t epoch_of(const struct proof *p)
{
    return (uint32_t)p->signature[1] << 24 | (uint32_t)p->signature[2] << 16 | (uint32_t)p->signature[3] << 8 | p->signature[4];
}

static enum proof_verdict check(struct req *r, const struct notice_public *n, struct proof *p)
{
    struct sign_key *keys;
    if (!proof_parse(r->arena, n->proof, p))
        return PROOF_MALFORMED;
    size_t count = signing_keys_of(app_of(r)->db, r->arena, PROOF_NOTICE, &keys);
    return proof_verify(r->arena, keys, count, p);
}

struct facts notice_proof_facts(struct req *r, const struct notice_public *n)
{
    struct proof p;
    enum proof_verdict v = check(r, n, &p);
    struct fact *f = ARENA_ARRAY(r->arena, struct fact, 5 + p.n);
    size_t count = 0;
    f[count++] = (struct fact){.term = STR("电子签名"), .value = verdict_text(v), .note = STR("Ed25519，由本机关的密钥签署")};
    f[count++] = (struct fact){.term = STR("密钥指纹"), .value = p.key};
    f[count++] = (struct fact){.term = STR("密钥期次"), .value = str_fmt(r->arena, "%u", epoch_of(&p))};
    f[count++] = (struct fact){.term = STR("正文校验值"),
                               .value = str_hex(r->arena, n->commitment.p, n->commitment.n),
                               .note = STR("BLAKE2b-256，加随机数计算，不能反推正文")};
    for (size_t i = 0; i < p.n; i++)
        f[count++] = (struct fact){.term = STR("文件校验值"), .value = p.files[i].hash, .note = p.files[i].name};
    return (struct facts){f, count};
}

static struct field field_of(struct req *r, const char *name, const char *label, const char *hint, int width, bool code)
{
    return (struct field){.id = str_from(name),
                          .name = str_from(name),
                          .label = str_from(label),
                          .hint = str_from(hint),
                          .value = req_query(r, str_from(name)),
                          .width = width,
                          .code = code};
}

static struct verify_view blank(struct req *r)
{
    struct verify_view v = {
        .page = page_frame(r, STR("核验文书"), "/notice"),
        .number = field_of(r, "number", "发文字号", "可以不填。例如：遂溪县卫信公示〔2026〕1号，各种括号都可以。", 30, false),
        .code = field_of(r, "code", "核验码", "印在文书二维码旁边的16位字母和数字，大小写和短横线不限。", 20, true),
        .action = URL_STATIC("/verify"),
        .large = public_page_is_large(r)};
    v.number.hint = str_fmt(r->arena, "可以不填。例如：%.*s卫信公示〔%d〕1号，各种括号都可以。",
                            STR_ARG(app_of(r)->known.regime->head.label), day_ymd(r->today).year);
    v.page.noindex = true;
    return v;
}

static struct facts public_keys(struct req *r)
{
    struct sign_key *keys;
    size_t n = signing_keys_of(app_of(r)->db, r->arena, PROOF_NOTICE, &keys);
    struct fact *f = ARENA_ARRAY(r->arena, struct fact, n);
    for (size_t i = 0; i < n; i++)
        f[i] = (struct fact){.term = str_fmt(r->arena, "第%u期公钥", keys[i].epoch),
                             .value = str_hex(r->arena, keys[i].key, sizeof keys[i].key),
                             .note = str_cat(r->arena, STR("指纹："), proof_fingerprint(r->arena, &keys[i]))};
    return (struct facts){f, n};
}

static void send(struct req *r, int status, struct verify_view *v)
{
    v->keys = public_keys(r);
    page_crumbs(r, &v->page, (const struct link[]){{STR("公告"), page_link(r, URL_STATIC("/notice")), false}}, 1, STR_NONE);
    tmpl_lookup_verify(resp_html(r, status), v);
    if (status == 200)
        resp_public(r, STR("verify"), VERIFY_SECONDS);
}

static void unknown(struct req *r, const char *why)
{
    struct verify_view v = blank(r);
    v.result = (struct notice){.tone = TAG_BAD, .heading = STR("查无此件"), .text = str_from(why)};
    send(r, 200, &v);
}

static void fill_facts(struct req *r, const struct notice_public *n, struct verify_view *v)
{
    const struct fact facts[] = {
        {.term = STR("发文字号"), .value = n->document_no},
        {.term = STR("文书种类"), .value = notice_kind_label(app_of(r), n->kind)},
        {.term = STR("发文机关"), .value = app_of(r)->known.regime->head.bureau},
        {.term = STR("成文日期"), .value = day_zh(r->arena, n->issued_on)},
        {.term = STR("标题"), .value = n->title},
    };
    struct fact *f = ARENA_ARRAY(r->arena, struct fact, sizeof facts / sizeof *facts);
    memcpy(f, facts, sizeof facts);
    v->facts = (struct facts){f, sizeof facts / sizeof *facts};
}

static void found(struct req *r, const struct notice_public *n)
{
    struct verify_view v = blank(r);
    struct proof p;
    struct notice banner = notice_banner(r, n);
    enum proof_verdict verdict = check(r, n, &p);
    v.found = true;
    v.code.value = notice_code_text(r->arena, n->check_code);
    v.number.value = n->document_no;
    if (verdict != PROOF_VALID)
        v.result = (struct notice){.tone = TAG_BAD, .heading = STR("签名核验不通过"), .text = verdict_text(verdict)};
    else if (banner.heading.n)
        v.result = banner;
    else
        v.result = (struct notice){.tone = TAG_GOOD,
                                   .heading = STR("核验通过：本机关签发，现行有效"),
                                   .text = STR("请核对纸面文书的文号、日期和标题与下列内容一致；内容以本机关存档为准。")};
    fill_facts(r, n, &v);
    v.proof = notice_proof_facts(r, n);
    if (n->is_open)
        v.document = page_link(r, notice_url(r, n, ""));
    v.proof_file = URL_PATH(r->arena, "/verify/{}", str_cat(r->arena, n->check_code, STR(".proof")));
    send(r, 200, &v);
}

/* In any brackets and with blanks, as people type it. */
static bool same_number(struct arena *a, struct str typed, struct str number)
{
    struct str normal;
    return docno_normalise(a, typed, &normal) && str_eq(normal, number);
}

void page_verify(struct req *r)
{
    struct str code, typed = req_query(r, STR("code")), number = req_query(r, STR("number"));
    struct verify_view v = blank(r);
    struct notice_public n;
    if (!req_query_has(r, STR("code"))) {
        send(r, 200, &v);
        return;
    }
    if (!notice_code_parse(r->arena, typed, &code)) {
        struct error_item *e = ARENA_NEW(r->arena, struct error_item);
        v.code.error = typed.n ? STR("核验码是16位字母和数字，请对照文书重新填写") : STR("请填写核验码");
        *e = (struct error_item){v.code.error, url_fragment(r->arena, URL_STATIC("#"), STR("code"))};
        v.errors = (struct errors){e, 1};
        v.page.invalid = true;
        send(r, 422, &v);
        return;
    }
    if (!notice_public_by_code(app_of(r)->db, r->arena, code, &n))
        unknown(r, "本机关没有签发过使用这个核验码的文书。请核对核验码；仍查不到的，文书可能是伪造的。");
    else if (number.n && !same_number(r->arena, number, n.document_no))
        unknown(r, "这个核验码不是这个文号的。请核对文号和核验码；都与纸面一致的，文书可能是伪造的。");
    else
        found(r, &n);
}

/* The same file as portalctl key public prints. */
static void send_keys(struct req *r)
{
    struct signing_key *rows;
    size_t n = signing_keys_all(app_of(r)->db, r->arena, &rows);
    struct proof_keys keys = proof_keys_of(r->arena, rows, n);
    out_str(resp_download(r, STR("keys.txt"), STR("text/plain; charset=utf-8")), proof_keys_text(r->arena, &keys));
    resp_public(r, STR("keys"), VERIFY_SECONDS);
}

void page_verify_code(struct req *r)
{
    struct str rest = req_capture(r, "code"), head = STR_NONE, code;
    struct notice_public n;
    if (str_eq(rest, STR("keys.txt"))) {
        send_keys(r);
        return;
    }
    (void)str_cut(&rest, '.', &head);
    bool proof = rest.p && str_eq(rest, STR("proof"));
    bool known =
        (!rest.p || proof) && notice_code_parse(r->arena, head, &code) && notice_public_by_code(app_of(r)->db, r->arena, code, &n);
    if (known && proof)
        notice_send_proof(r, &n);
    else if (known)
        found(r, &n);
    else if (proof)
        resp_not_found(r);
    else
        unknown(r, "本机关没有签发过使用这个核验码的文书。请核对网址；网址与二维码一致的，文书可能是伪造的。");
}
