/* SPDX-License-Identifier: EUPL-1.2
 * search_plan.c — reads a query (search_plan.h): code, licence number, name in characters, pinyin or initials. Pure: text in, plan
 * out. Called by search_find. It decides nothing about what is shown.
 */
#include "search/search_plan.h"

#include "base/arena.h"
#include "base/check.h"
#include "search/search_gram.h"
#include "text/pinyin.h"
#include "text/text.h"

#define QUERY_POINTS 100
/* Whoever types a licence number types at least this many digits, and this many characters in all. */
#define LICENCE_DIGITS     4
#define LICENCE_CHARACTERS 6

static void add_gram(struct search_terms *t, uint32_t gram, size_t word)
{
    for (size_t i = 0; i < t->n_grams; i++)
        if (t->grams[i] == gram)
            return;
    if (t->n_grams == SEARCH_GRAMS)
        return;
    t->word_of[t->n_grams] = word;
    t->grams[t->n_grams++] = gram;
}

/* --- names ----------------------------------------------------------------------------------------------------------------------
 */

/* Two characters: the pair, which is the whole truth in the basic plane. More: the triples. */
static void add_word(struct search_terms *r, size_t word)
{
    int32_t c[3] = {0};
    size_t n = 0;
    for (size_t at = 0; at < r->words[word].n; n++) {
        c[0] = c[1], c[1] = c[2], c[2] = utf8_next(r->words[word], &at);
        if (n >= 1)
            r->signatures[0] = r->signatures[1] |= search_bits(search_pair(c[1], c[2]));
        if (n >= 2)
            add_gram(r, search_triple(c[0], c[1], c[2]), word);
    }
    if (n == 2) {
        add_gram(r, search_pair(c[1], c[2]), word);
        r->exact = r->n_words == 1 && c[1] <= 0xFFFF && c[2] <= 0xFFFF;
    }
}

static void plan_name(struct arena *a, struct text_tools *t, struct str q, struct search_plan *out)
{
    struct search_terms *r = &out->readings[0];
    *r = (struct search_terms){0};
    r->n_words = text_words(a, t, q, r->words, SEARCH_WORDS);
    for (size_t i = 0; i < r->n_words; i++)
        add_word(r, i);
    out->n_readings = r->n_grams > 0;
    out->kind = r->n_words == 0 ? SEARCH_EMPTY : r->n_grams ? SEARCH_NAME : SEARCH_TOO_SHORT;
}

/* --- pinyin ---------------------------------------------------------------------------------------------------------------------
 */

static void add_letters(struct search_terms *r, uint32_t gram)
{
    r->signatures[gram >> 31] |= search_bits(gram);
    add_gram(r, gram, r->n_grams);
}

static void add_syllables(struct arena *a, struct search_terms *r, const struct pinyin_cut *cut)
{
    if (r->n_words == SEARCH_RUNS)
        return;
    r->words[r->n_words++] = str_fmt(a, " %.*s %.*s", STR_ARG(cut->syllables), STR_ARG(cut->tail));
    struct str rest = cut->syllables, token;
    int before = 0;
    while (str_cut(&rest, ' ', &token)) {
        int number = pinyin_number(token);
        if (before && number)
            add_letters(r, search_syllables(before, number));
        before = number;
    }
}

static void add_initials(struct search_terms *r, struct str letters)
{
    if (r->n_initials == SEARCH_INITIALS)
        return;
    r->initials[r->n_initials++] = letters;
    for (size_t i = 0; i + 3 <= letters.n; i++)
        add_letters(r, search_trigram(letters.p + i));
}

/* One word: every way to cut it is a reading; what cannot be cut into two syllables or more are initials. */
static void plan_letters(struct arena *a, struct str word, struct search_plan *out)
{
    struct pinyin_cut cuts[SEARCH_READINGS];
    size_t n = pinyin_cuts(a, word, cuts, SEARCH_READINGS);
    for (size_t i = 0; i < n; i++) {
        struct search_terms *r = &out->readings[out->n_readings];
        *r = (struct search_terms){.pinyin = true};
        add_syllables(a, r, &cuts[i]);
        out->n_readings += r->n_grams > 0;
    }
    struct str letters = str_replace(a, word, STR(" "), STR(""));
    if (out->n_readings == 0 && letters.n >= 3) {
        out->readings[0] = (struct search_terms){.pinyin = true};
        add_initials(&out->readings[0], letters);
        out->n_readings = 1;
    }
}

/* "suixi renmin": each word in its first cut; single syllables next to each other ("ren min") are one run. */
static void plan_letter_words(struct arena *a, struct str letters, struct search_plan *out)
{
    struct search_terms *r = &out->readings[0];
    *r = (struct search_terms){.pinyin = true};
    struct str rest = letters, word, run = STR("");
    for (bool more = true; more;) {
        more = str_cut(&rest, ' ', &word);
        struct pinyin_cut cut = {0};
        bool is_cut = more && pinyin_cuts(a, word, &cut, 1) > 0;
        if (is_cut && cut.n == 1 && cut.tail.n == 0) {
            run = run.n ? str_fmt(a, "%.*s %.*s", STR_ARG(run), STR_ARG(word)) : word;
            continue;
        }
        if (run.n) {
            struct pinyin_cut whole = {.syllables = run};
            add_syllables(a, r, &whole);
            run = STR("");
        }
        if (is_cut && cut.n >= 1)
            add_syllables(a, r, &cut);
        else if (more)
            add_initials(r, word);
    }
    out->n_readings = r->n_grams > 0;
}

static void plan_pinyin(struct arena *a, struct str letters, struct search_plan *out)
{
    out->n_readings = 0;
    if (str_contains(letters, STR(" ")))
        plan_letter_words(a, letters, out);
    else
        plan_letters(a, letters, out);
    out->kind = out->n_readings ? SEARCH_PINYIN : SEARCH_TOO_SHORT;
}

/* --- codes and numbers --- */

struct shape {
    size_t ascii, digits, letters, others; /* of the normalised text */
};

static struct shape shape_of(struct str s)
{
    struct shape h = {0};
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        h.ascii += c < 0x80;
        h.digits += c >= '0' && c <= '9';
        h.letters += (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        h.others += c < 0x80 && !(c >= '0' && c <= '9') && !(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z');
    }
    return h;
}

/* Eighteen letters and digits are a code, right or wrong; one more or less with the beginning of a code is a mistyped one. */
static void plan_code(struct arena *a, struct str q, struct search_plan *out)
{
    struct str code = uscc_normalise(a, q);
    struct shape h = shape_of(code);
    if (h.ascii != code.n || h.others || h.digits < 9)
        return;
    bool begins = code.n && (code.p[0] == '1' || code.p[0] == '5' || code.p[0] == '9' || code.p[0] == 'Y');
    if (code.n != 18 && !(begins && code.n >= 16 && code.n <= 20))
        return;
    out->code = code;
    out->verdict = uscc_check(code);
    out->kind = SEARCH_CODE;
}

static void plan_exact(struct arena *a, struct text_tools *t, struct str q, struct search_plan *out)
{
    plan_code(a, q, out);
    struct str trimmed = str_trim(q);
    struct shape raw = shape_of(trimmed);
    if (trimmed.n == 16 && raw.digits + raw.letters == 16)
        out->public_id = trimmed;
    struct str key = text_licence_key(a, t, q);
    struct shape h = shape_of(text_key(a, t, q));
    if (h.digits >= LICENCE_DIGITS && key.n >= LICENCE_CHARACTERS) {
        out->licence = key;
        if (out->kind == SEARCH_EMPTY)
            out->kind = SEARCH_LICENCE;
    }
}

void search_plan(struct arena *a, struct text_tools *t, struct str q, struct search_plan *out)
{
    *out = (struct search_plan){.kind = SEARCH_EMPTY, .verdict = USCC_OK};
    q = utf8_prefix(str_trim(q), QUERY_POINTS);
    plan_exact(a, t, q, out);
    if (out->kind == SEARCH_CODE)
        return;
    enum search_kind exact = out->kind;
    struct str letters = pinyin_letters(a, q);
    if (letters.p)
        plan_pinyin(a, letters, out);
    else
        plan_name(a, t, q, out);
    if (exact == SEARCH_LICENCE)
        out->kind = SEARCH_LICENCE;
}
