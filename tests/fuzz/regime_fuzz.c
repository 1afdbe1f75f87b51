/* SPDX-License-Identifier: EUPL-1.2
 * regime_fuzz.c — a rule set, and its golden cases, from arbitrary bytes. The first byte chooses: alone,
     as a child of a fixed parent, as a
 * parent of a fixed child, or as cases of a fixed rule set. There is a regime exactly when there is no fault, and faults are
 printable.
 */
#include "regime/regime_cases.h"

#define HEAD(code, more)                                                                                                           \
    "head: {code: " code ", label: P" more                                                                                         \
    ", title: T, number: 1号, issuer: I, cite: P, division: \"100000\", site_name: S, bureau: "                                   \
    "B, from: 2020-01-01, "                                                                                                        \
    "article: P 1}\n"
#define CLOCKS "clocks: [{code: repair, label: L, within: 5 working days, article: P 2}]\n"
#define WHOLE                                                                                                                         \
    HEAD("p", "")                                                                                                                     \
    CLOCKS                                                                                                                            \
    "categories: [{code: bad, label: L, polarity: bad, legal_person: public, natural_person: internal, retention: {kind: life, "      \
    "article: T 1}, use: "                                                                                                            \
    "{kind: own, article: T 1}, article: T 1}]\n"                                                                                     \
    "items: [{code: bad.1, category: bad, label: L, name: Nm, article: T 1}]\n"                                                       \
    "subject_types: [{code: hospital, label: H, kind: legal, graded: true, article: T 1}]\n"                                          \
    "grades: [{code: A, label: A, meaning: M, order: 1, colour: best, best: true, article: T 1}, {code: B, label: B, meaning: M, "    \
    "order: 2, colour: "                                                                                                              \
    "worst, worst: true, article: T 1}]\n"                                                                                            \
    "gradings: [{code: g, label: G, method: ladder, ladder: [{code: bad, label: L, kind: any, categories: [bad], grade: B, article: " \
    "T 1}, {code: "                                                                                                                   \
    "rest, label: L, kind: else, grade: A, article: T 1}], article: T 1}]\n"

static void check_faults(struct arena *a, const struct regime_fault *p, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct str s = regime_fault_text(a, &p[i]);
        CHECK(s.n && utf8_valid(s) && !memchr(s.p, '\n', s.n));
    }
}

static void load(struct arena *a, const struct regime_text_in *in, size_t n)
{
    struct regime_load_result r = regime_load_text(a, in, n);
    CHECK((r.regime == NULL) == (r.faults.n > 0));
    check_faults(a, r.faults.p, r.faults.n);
    if (!r.regime)
        return;
    for (size_t i = 0; i < r.regime->items.n; i++) /* what verification promised */
        (void)regime_category_of(r.regime, &r.regime->items.p[i]);
    CHECK(str_eq(r.regime->version_hash, regime_load_text(a, in, n).regime->version_hash));
}

static void run(struct arena *a, int choice, struct str text)
{
    if (choice == 0) {
        load(a, &(struct regime_text_in){STR("p"), text}, 1);
    } else if (choice == 1) {
        load(a, (struct regime_text_in[]){{STR("c"), text}, {STR("p"), STR(WHOLE)}}, 2);
    } else if (choice == 2) {
        load(a, (struct regime_text_in[]){{STR("c"), STR(HEAD("c", ", extends: p") CLOCKS)}, {STR("p"), text}}, 2);
    } else {
        struct regime_load_result r = regime_load_text(a, &(struct regime_text_in){STR("p"), STR(WHOLE)}, 1);
        CHECK(r.regime);
        struct regime_cases_result c = regime_cases_text(a, r.regime, STR("p"), text);
        check_faults(a, c.faults.p, c.faults.n);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!size)
        return 0;
    struct arena *a = arena_new(64u << 20);
    struct fail_frame f;
    if (!FAIL_CATCH(&f)) {
        run(a, data[0] % 4, (struct str){(const char *)data + 1, size - 1});
        fail_leave(&f);
    }
    arena_free(&a);
    return 0;
}
