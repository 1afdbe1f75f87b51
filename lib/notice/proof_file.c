/* SPDX-License-Identifier: EUPL-1.2
 * proof_file.c — see proof_file.h.
 */
#include "notice/proof_file.h"

#include "audit/checkpoint.h"
#include "audit/signing_key.h"
#include "base/arena.h"
#include "base/out.h"

#define HEAD "health-credit public keys"
enum { KEYS_MOST = 1000 };

struct proof_keys proof_keys_of(struct arena *a, const struct signing_key *rows, size_t n)
{
    struct proof_key *k = ARENA_ARRAY(a, struct proof_key, n);
    for (size_t i = 0; i < n; i++) {
        k[i] = (struct proof_key){.purpose = rows[i].purpose, .key = {.epoch = rows[i].epoch, .alg = (uint8_t)rows[i].alg}};
        CHECK(rows[i].public_key.n == sizeof k[i].key.key);
        memcpy(k[i].key.key, rows[i].public_key.p, sizeof k[i].key.key);
    }
    return (struct proof_keys){k, n};
}

struct str proof_keys_text(struct arena *a, const struct proof_keys *k)
{
    struct out o;
    out_to_arena(&o, a);
    out_str(&o, STR(HEAD "\n"));
    for (size_t i = 0; i < k->n; i++) {
        const struct sign_key *s = &k->p[i].key;
        struct str hex = str_hex(a, s->key, sizeof s->key);
        out_fmt(&o, "%.*s %u %d %.*s\n", STR_ARG(k->p[i].purpose), s->epoch, s->alg, STR_ARG(hex));
    }
    return out_text(&o);
}

static bool read_hex(struct str s, uint8_t *out, size_t n)
{
    if (s.n != 2 * n)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        int v = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        if (v < 0)
            return false;
        out[i / 2] = (uint8_t)(i % 2 ? out[i / 2] | v : v << 4);
    }
    return true;
}

static bool read_key(struct str line, struct proof_key *k)
{
    struct str epoch, alg;
    int64_t e, g;
    if (!str_cut(&line, ' ', &k->purpose) || !str_cut(&line, ' ', &epoch) || !str_cut(&line, ' ', &alg) || !line.p)
        return false;
    if (!str_int(epoch, &e) || e < 0 || e > UINT32_MAX || !str_int(alg, &g) || g < 0 || g > 255 || k->purpose.n == 0)
        return false;
    k->key.epoch = (uint32_t)e;
    k->key.alg = (uint8_t)g;
    return read_hex(line, k->key.key, sizeof k->key.key);
}

bool proof_keys_read(struct arena *a, struct str text, struct proof_keys *out)
{
    struct {
        struct proof_key *p;
        size_t n, cap;
    } v = {0};
    struct str rest = text, line;
    if (!str_cut(&rest, '\n', &line) || !str_eq(str_trim(line), STR(HEAD)))
        return false;
    while (str_cut(&rest, '\n', &line) && v.n < KEYS_MOST) {
        line = str_trim(line);
        if (line.n == 0 || line.p[0] == '#')
            continue;
        if (!read_key(line, VEC_PUSH(a, v)))
            return false;
    }
    *out = (struct proof_keys){v.p, v.n};
    return v.n > 0;
}

static size_t keys_of(struct arena *a, const struct proof_keys *keys, struct str purpose, struct sign_key **out)
{
    size_t n = 0;
    *out = ARENA_ARRAY(a, struct sign_key, keys->n);
    for (size_t i = 0; i < keys->n; i++)
        if (str_eq(keys->p[i].purpose, purpose))
            (*out)[n++] = keys->p[i].key;
    return n;
}

static struct proof_answer check_checkpoint(struct arena *a, const struct proof_keys *keys, const struct checkpoint *c)
{
    struct proof_answer x = {
        .kind = PROOF_KIND_CHECKPOINT,
        .checkpoint = str_fmt(a, "操作日志共%lld行，截至%.*s", (long long)c->size, STR_ARG(instant_zh(a, c->sealed_at)))};
    struct sign_key *k;
    size_t n = keys_of(a, keys, CHECKPOINT_PURPOSE, &k);
    switch (checkpoint_verify(a, c, k, n)) {
    case SIGN_GOOD:
        x.verdict = PROOF_VALID;
        break;
    case SIGN_NO_KEY:
        x.verdict = PROOF_UNKNOWN_KEY;
        break;
    case SIGN_WRONG:
    case SIGN_BAD_FORMAT:
        x.verdict = PROOF_FORGED;
        break;
    }
    return x;
}

static struct str without_line_end(struct str s)
{
    return str_ends(s, STR("\n")) ? str_sub(s, 0, s.n - 1) : s;
}

static bool purpose_known(const struct proof *p)
{
    return str_eq(p->purpose, PROOF_NOTICE) || str_eq(p->purpose, PROOF_BUNDLE);
}

struct proof_answer proof_check(struct arena *a, const struct proof_keys *keys, struct str file, struct str beside)
{
    struct proof_answer x = {.kind = PROOF_KIND_NONE, .verdict = PROOF_MALFORMED};
    struct checkpoint c;
    struct sign_key *k;
    size_t at, len;
    if (checkpoint_parse(file, &c))
        return check_checkpoint(a, keys, &c);
    if (proof_parse(a, without_line_end(file), &x.proof) && purpose_known(&x.proof)) {
        x.kind = PROOF_KIND_STATEMENT;
        size_t n = keys_of(a, keys, x.proof.purpose, &k);
        x.verdict = proof_verify(a, k, n, &x.proof);
        return x;
    }
    bool inside = proof_find(file, &at, &len);
    if (beside.n)
        x.kind = PROOF_KIND_BESIDE;
    else if (inside)
        x.kind = PROOF_KIND_INSIDE;
    struct str text = beside.n ? without_line_end(beside) : inside ? str_sub(file, at, at + len) : STR_NONE;
    if (!proof_parse(a, text, &x.proof) || !purpose_known(&x.proof))
        return x;
    size_t n = keys_of(a, keys, x.proof.purpose, &k);
    x.verdict = proof_verify_file(a, k, n, &x.proof, file, &x.file);
    return x;
}

struct str proof_verdict_text(enum proof_verdict v)
{
    switch (v) {
    case PROOF_VALID:
        return STR("有效：由公钥的持有机关签署，未被改动");
    case PROOF_ALTERED:
        return STR("已改动：文件与签名证明不一致");
    case PROOF_FORGED:
        return STR("无效：签名与内容不符");
    case PROOF_UNKNOWN_KEY:
        return STR("密钥未知：不是用所给公钥对应的密钥签署");
    case PROOF_MALFORMED:
        return STR("无法核验：没有可以读取的签名证明");
    }
    return STR_NONE;
}
