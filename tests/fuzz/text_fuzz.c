/* SPDX-License-Identifier: EUPL-1.2
 * text_fuzz.c — any bytes as a name, a licence number or typed letters: keys are valid text; syllables have numbers; cuts give the
 * letters back.
 */
#include "base/arena.h"
#include "base/check.h"
#include "text/pinyin.h"
#include "text/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void cuts(struct arena *a, struct str s)
{
    struct pinyin_cut c[4];
    struct str letters = pinyin_letters(a, s);
    size_t n = pinyin_cuts(a, letters, c, 4);
    for (size_t i = 0; i < n; i++) {
        struct str back = str_replace(a, str_cat(a, c[i].syllables, c[i].tail), STR(" "), STR(""));
        CHECK(str_eq(back, str_replace(a, letters, STR(" "), STR(""))));
        struct str rest = c[i].syllables, syllable;
        while (c[i].n && str_cut(&rest, ' ', &syllable))
            CHECK(pinyin_number(syllable) > 0);
    }
}

static void one(struct arena *a, struct text_tools *t, struct str s)
{
    struct str key = text_key(a, t, s), words[6];
    CHECK(utf8_valid(key));
    size_t n = text_words(a, t, s, words, 6);
    for (size_t i = 0; i < n; i++)
        CHECK(words[i].n && utf8_valid(words[i]));
    CHECK(utf8_valid(text_simplify(a, t, s)));
    struct str licence = text_licence_key(a, t, s);
    CHECK(licence.n <= TEXT_LICENCE_MAX);
    for (size_t i = 0; i < licence.n; i++)
        CHECK(licence.p[i] > ' ' && licence.p[i] < 0x7f);
    struct str pinyin = pinyin_of_name(a, t, s);
    for (size_t i = 0; i < pinyin.n; i++)
        CHECK(pinyin.p[i] == ' ' || (pinyin.p[i] >= 'a' && pinyin.p[i] <= 'z'));
    CHECK(pinyin_initials(a, pinyin).n <= pinyin.n);
    cuts(a, s);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct text_tools *tools;
    if (!tools)
        tools = text_open();
    struct arena *a = arena_new(64 << 20);
    struct fail_frame f;
    if (!FAIL_CATCH(&f)) {
        one(a, tools, (struct str){(const char *)data, size});
        fail_leave(&f);
    }
    arena_free(&a);
    return 0;
}
