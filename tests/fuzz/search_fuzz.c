/* SPDX-License-Identifier: EUPL-1.2
 * search_fuzz.c — any bytes as a query and as a name: the plan stays within its bounds, and every gram of a query cut out of a name
 * is among the postings of the name, which have its signature.
 */
#include "base/arena.h"
#include "base/check.h"
#include "search/search_plan.h"
#include "text/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool has(struct search_grams g, uint32_t gram)
{
    for (size_t i = 0; i < g.n; i++)
        if (g.p[i] == gram)
            return true;
    return false;
}

static void plan_holds(const struct search_plan *p)
{
    CHECK(p->n_readings <= SEARCH_READINGS && p->licence.n <= TEXT_LICENCE_MAX);
    for (size_t i = 0; i < p->n_readings; i++) {
        const struct search_terms *r = &p->readings[i];
        CHECK(r->n_grams > 0 && r->n_grams <= SEARCH_GRAMS && r->n_words <= SEARCH_WORDS && r->n_initials <= SEARCH_INITIALS);
        for (size_t k = 0; k < r->n_initials; k++)
            for (size_t j = 0; j < r->initials[k].n; j++)
                CHECK(r->initials[k].p[j] >= 'a' && r->initials[k].p[j] <= 'z');
    }
}

static void holds(struct search_grams g, const struct search_terms *r)
{
    for (size_t k = 0; k < r->n_grams; k++)
        CHECK(has(g, r->grams[k]));
    CHECK((~g.signatures[0] & r->signatures[0]) == 0 && (~g.signatures[1] & r->signatures[1]) == 0);
}

static void one(struct arena *a, struct text_tools *t, struct str s)
{
    struct search_plan p;
    search_plan(a, t, s, &p);
    plan_holds(&p);
    struct str key = search_key_of(a, t, s), pinyin = search_pinyin_of(a, t, s);
    CHECK(utf8_count(key) <= SEARCH_NAME_MAX && pinyin.n <= SEARCH_PINYIN_MAX);
    (void)search_pinyin_grams(a, pinyin);
    (void)search_rank(key, 1);
    struct search_grams g = search_name_grams(a, key);
    struct search_plan part;
    search_plan(a, t, utf8_prefix(key, 7), &part);
    for (size_t i = 0; i < part.n_readings && !part.readings[i].pinyin && part.readings[i].n_words == 1; i++)
        if (str_contains(key, part.readings[i].words[0])) /* a prefix may end inside a numeral */
            holds(g, &part.readings[i]);
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
