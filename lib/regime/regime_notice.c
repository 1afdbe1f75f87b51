/* SPDX-License-Identifier: EUPL-1.2
 * regime_notice.c — keys, checks and look-ups of the kinds of notices; see regime_notice.h.
 */
#include "regime/regime_notice.h"

#include "regime/regime_shape.h"

static const char *const about_words[] = {"nobody", "subject", "summary", "report", NULL};
static const char *const effect_words[] = {"none", "withdraw", "supersede", NULL};

#define T struct regime_notice
static const struct bind_field notice_fields[] = {
    CODE_LABEL(T),
    FIELD(T, series, "series", BIND_CODE, .required = true),
    FIELD(T, word, "word", BIND_TEXT, .required = true),
    FIELD(T, about, "about", BIND_ENUM, .words = about_words, .required = true),
    FIELD(T, effect, "effect", BIND_ENUM, .words = effect_words),
    FIELD(T, is_open, "open", BIND_BOOL, .required = true),
    FIELD(T, text, "text", BIND_TEXTS),
};
const struct bind_shape regime_shape_notice = {"notice", sizeof(T), SHAPE(notice_fields), LEGAL(T)};
#undef T

void regime_verify_notices(struct binder *b, const struct regime *r)
{
    for (size_t i = 0; i < r->cases.notices.n; i++) {
        const struct regime_notice *n = &r->cases.notices.p[i];
        for (size_t j = 0; j < n->series.n; j++)
            if (n->series.p[j] < 'a' || n->series.p[j] > 'z' || n->series.n > 20) {
                fault_at(b->faults, bind_where(b, n), "\"series\" is part of addresses: lower-case letters, at most 20");
                break;
            }
        for (size_t j = 0; j < i; j++) {
            const struct regime_notice *m = &r->cases.notices.p[j];
            if (str_eq(m->series, n->series) != str_eq(m->word, n->word))
                fault_at(b->faults, bind_where(b, n), "one \"word\" has one \"series\": \"%.*s\" has another", STR_ARG(m->code));
        }
    }
}

const struct regime_notice *regime_notice(const struct regime *r, struct str code)
{
    for (size_t i = 0; i < r->cases.notices.n; i++)
        if (str_eq(r->cases.notices.p[i].code, code))
            return &r->cases.notices.p[i];
    return NULL;
}

const struct regime_notice *regime_notice_about(const struct regime *r, enum regime_notice_about about)
{
    for (size_t i = 0; i < r->cases.notices.n; i++)
        if (r->cases.notices.p[i].about == about)
            return &r->cases.notices.p[i];
    return NULL;
}
