/* SPDX-License-Identifier: EUPL-1.2
 * proof_read.c — a proof from bytes that anybody may have made; see proof.h. No JSON reader: the keys stand in one order without
 * blanks, so literals are matched and texts read between them, and what was read is written again and must be the same bytes.
 */
#include "base/arena.h"
#include "notice/proof.h"

struct reader {
    struct arena *a;
    struct str in;
    size_t at;
    bool failed;
};

static void literal(struct reader *r, const char *text)
{
    struct str t = str_from(text);
    if (r->failed || !str_eq(str_sub(r->in, r->at, r->at + t.n), t))
        r->failed = true;
    else
        r->at += t.n;
}

static int hex_digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* One character behind a backslash, as our writer makes them: quote, backslash and \u00xx for control bytes. */
static char escaped(struct reader *r)
{
    char c = r->at < r->in.n ? r->in.p[r->at++] : 0;
    if (c == '"' || c == '\\')
        return c;
    struct str hex = str_sub(r->in, r->at, r->at + 4);
    r->failed =
        r->failed || c != 'u' || hex.n != 4 || !str_starts(hex, STR("00")) || hex_digit(hex.p[2]) < 0 || hex_digit(hex.p[3]) < 0;
    if (r->failed)
        return 0;
    r->at += 4;
    return (char)(hex_digit(hex.p[2]) << 4 | hex_digit(hex.p[3]));
}

static struct str text(struct reader *r, size_t most)
{
    literal(r, "\"");
    char *p = arena_alloc(r->a, most + 1);
    size_t n = 0;
    while (!r->failed) {
        if (r->at >= r->in.n || n > most) {
            r->failed = true;
            break;
        }
        char c = r->in.p[r->at++];
        if (c == '"')
            break;
        c = c == '\\' ? escaped(r) : c;
        if (n < most)
            p[n] = c;
        n++;
    }
    r->failed = r->failed || n > most || !utf8_valid((struct str){p, n});
    return r->failed ? STR_NONE : (struct str){p, n};
}

static struct str member(struct reader *r, const char *before, size_t most)
{
    literal(r, before);
    return text(r, most);
}

static bool is_hex(struct str s, size_t n)
{
    for (size_t i = 0; i < s.n; i++)
        if (hex_digit(s.p[i]) < 0)
            return false;
    return s.n == n;
}

static void read_files(struct reader *r, struct proof *p)
{
    struct {
        struct proof_file *p;
        size_t n, cap;
    } v = {0};
    literal(r, ",\"files\":[");
    while (!r->failed && r->at < r->in.n && r->in.p[r->at] != ']' && v.n < PROOF_FILES_MAX) {
        struct proof_file f = {.name = member(r, v.n ? ",{\"name\":" : "{\"name\":", 400)};
        f.hash = member(r, ",\"hash\":", PROOF_HASH_HEX);
        literal(r, "}");
        r->failed = r->failed || !is_hex(f.hash, PROOF_HASH_HEX);
        *VEC_PUSH(r->a, v) = f;
    }
    literal(r, "]");
    p->files = v.p;
    p->n = v.n;
}

bool proof_parse(struct arena *a, struct str in, struct proof *out)
{
    struct reader r = {.a = a, .in = in, .failed = in.n == 0 || in.n > PROOF_TEXT_MAX};
    *out = (struct proof){0};
    literal(&r, "{\"format\":\"" PROOF_FORMAT "\",\"purpose\":");
    out->purpose = text(&r, 20);
    out->bureau = member(&r, ",\"bureau\":", 300);
    out->kind = member(&r, ",\"kind\":", 300);
    out->number = member(&r, ",\"number\":", 300);
    out->title = member(&r, ",\"title\":", 900);
    out->issued = member(&r, ",\"issued\":", 10);
    out->content = member(&r, ",\"content\":", PROOF_HASH_HEX);
    read_files(&r, out);
    out->key = member(&r, ",\"key\":", 32);
    struct str signature = member(&r, ",\"signature\":", 2 * (size_t)SIGN_BYTES);
    literal(&r, "}");
    if (r.failed || r.at != in.n || !is_hex(signature, 2 * (size_t)SIGN_BYTES) || !is_hex(out->key, 32) ||
        (out->content.n && !is_hex(out->content, PROOF_HASH_HEX)))
        return false;
    for (size_t i = 0; i < SIGN_BYTES; i++)
        out->signature[i] = (uint8_t)(hex_digit(signature.p[2 * i]) << 4 | hex_digit(signature.p[2 * i + 1]));
    return str_eq(proof_text(a, out), in);
}
