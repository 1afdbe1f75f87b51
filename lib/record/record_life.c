/* SPDX-License-Identifier: EUPL-1.2
 * record_life.c — works out the dates of a record's life from the regime's terms and publicity rules. It is not the view that hides
 * expired records (db/views.sql compares the stored dates with today) and reads neither clock nor database. Called by record_store
 * and imports. Owns nothing.
 *
 * Counting: a period of months from a day ends with the corresponding day of the month reached, which is still part of it (Civil
 * Code 201, 202). So the last day shown is that day, and a minimum is over on the day after.
 */
#include "record/record_life.h"

struct life_of {
    const struct regime *r;
    const struct record_life_facts *f;
    const struct regime_category *category;
    struct day decided;
};

static struct day start_day(const struct life_of *l, enum regime_start start)
{
    switch (start) {
    case START_FOUND:
        return l->f->found;
    case START_DECIDED:
        return l->decided;
    case START_ENDED: /* a continuing act: from its end (HI 26) */
        return day_is(l->f->act_ended) ? l->f->act_ended : l->decided;
    }
    CHECK(!"start of a term");
    return DAY_NONE;
}

static struct day term_end(const struct life_of *l, const struct regime_term *t, struct day publicity_end)
{
    switch (t->kind) {
    case TERM_NONE:
    case TERM_REVOKED: /* ends by an act (state), not by a date */
        return DAY_NONE;
    case TERM_LIFE:
        return l->f->subject_ended;
    case TERM_MONTHS:
        return day_add_months(start_day(l, t->start), t->months);
    case TERM_OWN:
        return l->f->own_end;
    case TERM_PUBLICITY:
        return publicity_end;
    }
    CHECK(!"kind of a term");
    return DAY_NONE;
}

static bool negative(enum regime_polarity p)
{
    switch (p) {
    case POLARITY_BAD:
    case POLARITY_DISHONEST:
    case POLARITY_SERIOUS:
        return true;
    case POLARITY_BASE:
    case POLARITY_GOOD:
    case POLARITY_REFERENCE:
    case POLARITY_OTHER:
        return false;
    }
    CHECK(!"polarity");
    return false;
}

/* A rule by which nothing is shown gives way only to a publicity that the deciding body itself ordered, within its maximum (Order
 * 36: 轻微 原则不公示，确需公示 …). */
static bool publicity_allowed(const struct record_life_facts *f, const struct regime_publicity *p)
{
    return p == NULL || p->shown || day_is(f->publicity_from);
}

static void fill_show(const struct life_of *l, struct record_life *life, struct day publicity_end)
{
    if (life->disclosure != DISCLOSE_PUBLIC || !publicity_allowed(l->f, life->publicity))
        return;
    struct day from = day_max(l->decided, l->f->publicity_from);
    struct day to = day_min(day_min(publicity_end, l->f->publicity_to), day_min(life->use_to, life->keep_to));
    if (day_is(to) && day_cmp(to, from) < 0)
        return;
    life->show_from = from;
    life->show_to = to;
}

static struct day repair_day(const struct life_of *l, const struct record_life *life)
{
    if (!l->category->repairable || !negative(l->category->polarity))
        return DAY_NONE;
    const struct regime_publicity *p = life->publicity;
    if (p == NULL || p->min_months == 0)
        return l->decided;
    return day_add(day_add_months(start_day(l, p->start), p->min_months), 1);
}

struct record_life record_life(const struct regime *r, const struct record_life_facts *f)
{
    CHECK(r && f && f->item && day_is(f->found));
    struct life_of l = {
        .r = r, .f = f, .category = regime_category_of(r, f->item), .decided = day_is(f->decided) ? f->decided : f->found};
    struct record_life life = {
        .disclosure = regime_item_disclosure(r, f->item, f->kind),
        .show_from = DAY_NONE,
        .show_to = DAY_NONE,
        .archive_after = l.category->archive_after,
        .severity = f->severity == SEVERITY_NONE ? f->item->severity : f->severity,
    };
    if (negative(l.category->polarity) && life.severity != SEVERITY_NONE)
        life.publicity = regime_publicity(r, life.severity, l.decided);
    struct day publicity_end = DAY_NONE;
    if (life.publicity && life.publicity->max_months > 0)
        publicity_end = day_add_months(start_day(&l, life.publicity->start), life.publicity->max_months);
    life.keep_to = term_end(&l, &l.category->retention, publicity_end);
    struct day use = day_min(term_end(&l, &l.category->use, publicity_end), f->use_to);
    life.use_to = day_min(use, life.keep_to);
    life.repair_from = repair_day(&l, &life);
    fill_show(&l, &life, publicity_end);
    return life;
}

enum record_state record_state_on(const struct record_life *life, enum record_mark mark, struct day today)
{
    CHECK(day_is(today));
    switch (mark) {
    case RECORD_WITHDRAWN:
        return RECORD_STATE_WITHDRAWN;
    case RECORD_REPAIRED:
        return RECORD_STATE_REPAIRED;
    case RECORD_ACTIVE:
        break;
    }
    bool used_up = day_is(life->use_to) && day_cmp(today, life->use_to) > 0;
    bool kept = !day_is(life->keep_to) || day_cmp(today, life->keep_to) <= 0;
    if (!used_up && kept)
        return RECORD_STATE_ACTIVE;
    return life->archive_after ? RECORD_STATE_ARCHIVED : RECORD_STATE_EXPIRED;
}

bool record_public_on(const struct record_life *life, enum record_mark mark, struct day today)
{
    return record_state_on(life, mark, today) == RECORD_STATE_ACTIVE && day_is(life->show_from) &&
           day_cmp(today, life->show_from) >= 0 && (!day_is(life->show_to) || day_cmp(today, life->show_to) <= 0);
}
