/* SPDX-License-Identifier: EUPL-1.2
 * proof_read.c — a proof from bytes that anybody may have made; see proof.h. The JSON reader is lenient where JSON is (blanks,
 * order, escapes), so what it read is written again and must be the same bytes.
 */
#include <jansson.h>

#include "base/arena.h"
#include "notice/proof.h"

static bool text_of(struct arena *a, const json_t *object, const char *key, size_t most, struct str *out)
{
    const json_t *v = json_object_get(object, key);
    if (!json_is_string(v) || json_string_length(v) > most)
        return false;
    *out = str_dup(a, (struct str){json_string_value(v), json_string_length(v)});
    return true;
}

static int hex_digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool is_hex(struct str s, size_t n)
{
    for (size_t i = 0; i < s.n; i++)
        if (hex_digit(s.p[i]) < 0)
            return false;
    return s.n == n;
}

static bool read_files(struct arena *a, const json_t *list, struct proof *p)
{
    if (!json_is_array(list) || json_array_size(list) > PROOF_FILES_MAX)
        return false;
    struct proof_file *f = ARENA_ARRAY(a, struct proof_file, json_array_size(list));
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *o = json_array_get(list, i);
        if (!text_of(a, o, "name", 400, &f[i].name) || !text_of(a, o, "hash", PROOF_HASH_HEX, &f[i].hash) ||
            !is_hex(f[i].hash, PROOF_HASH_HEX))
            return false;
    }
    p->files = f;
    p->n = json_array_size(list);
    return true;
}

static bool read_object(struct arena *a, const json_t *o, struct proof *p)
{
    struct str signature;
    if (!text_of(a, o, "purpose", 20, &p->purpose) || !text_of(a, o, "bureau", 300, &p->bureau) ||
        !text_of(a, o, "kind", 300, &p->kind) || !text_of(a, o, "number", 300, &p->number) ||
        !text_of(a, o, "title", 900, &p->title) || !text_of(a, o, "issued", 10, &p->issued) ||
        !text_of(a, o, "content", PROOF_HASH_HEX, &p->content) || !text_of(a, o, "key", 32, &p->key) ||
        !text_of(a, o, "signature", 2 * (size_t)SIGN_BYTES, &signature))
        return false;
    if (!is_hex(signature, 2 * (size_t)SIGN_BYTES) || !is_hex(p->key, 32) || (p->content.n && !is_hex(p->content, PROOF_HASH_HEX)))
        return false;
    for (size_t i = 0; i < SIGN_BYTES; i++)
        p->signature[i] = (uint8_t)(hex_digit(signature.p[2 * i]) << 4 | hex_digit(signature.p[2 * i + 1]));
    return read_files(a, json_object_get(o, "files"), p);
}

bool proof_parse(struct arena *a, struct str text, struct proof *out)
{
    *out = (struct proof){0};
    if (text.n == 0 || text.n > PROOF_TEXT_MAX)
        return false;
    json_t *o = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, NULL);
    bool good = json_is_object(o) && read_object(a, o, out);
    json_decref(o);
    return good && str_eq(proof_text(a, out), text);
}
