/* SPDX-License-Identifier: EUPL-1.2
 * look_samples.h — small makers shared by the files of the look harness: urls, badges, fields, the frame of a page. All names are
 * invented. Test code only.
 */
#ifndef LOOK_SAMPLES_H
#define LOOK_SAMPLES_H

#include "base/out.h"
#include "lookup/views.h"
#include "views/staff_page.h"

#define S(literal)  STR(literal)
#define U(literal)  ((struct url){STR(literal)})
#define N_OF(array) (sizeof(array) / sizeof *(array))
/* A slice over a compound literal: .rows = SLICE(struct row, {...}, {...}) */
#define SLICE(T, ...)                                                                                                              \
    {                                                                                                                              \
        (const T[]){__VA_ARGS__}, sizeof((const T[]){__VA_ARGS__}) / sizeof(T)                                                     \
    }

#define BADGE_A     ((struct badge){BADGE_BEST, STR_INIT("A"), STR_INIT("守信"), false})
#define BADGE_B     ((struct badge){BADGE_GOOD, STR_INIT("B"), STR_INIT("良好"), false})
#define BADGE_C     ((struct badge){BADGE_FAIR, STR_INIT("C"), STR_INIT("一般"), false})
#define BADGE_D     ((struct badge){BADGE_POOR, STR_INIT("D"), STR_INIT("失信"), false})
#define BADGE_E     ((struct badge){BADGE_WORST, STR_INIT("E"), STR_INIT("严重失信"), false})
#define BADGE_MM    ((struct badge){BADGE_M, STR_INIT("M"), STR_INIT("未评价"), false})
#define BADGE_NONE  ((struct badge){BADGE_UNGRADED, STR_INIT(""), STR_INIT("未评价"), false})
#define BADGE_LATER ((struct badge){BADGE_NOT_COVERED, STR_INIT(""), STR_INIT("未纳入本期评价"), false})
#define BADGE_WAIT  ((struct badge){BADGE_AWAITED, STR_INIT(""), STR_INIT("结果待公布"), false})
#define BADGE_ASK   ((struct badge){BADGE_CONSENT, STR_INIT(""), STR_INIT("授权查询"), false})

/* Frame of a public page; nav_at: which menu item is current, crumb: the page's own name (empty: home). */
struct page sample_page(const char *title, int nav_at, const char *crumb);
struct staff_page sample_staff_page(const char *title);
struct search_form sample_search_form(const char *q, bool filtered);
struct facts sample_provenance(void);

/* Writes NAME.html into the output folder. */
typedef void (*sample_render_fn)(struct out *o, const void *view);
void sample_write(const char *name, sample_render_fn render, const void *view);

void samples_lookup(void); /* home, search, publications */
void samples_entity(void); /* archive and why pages */
void samples_forms(void);  /* person, consent, errors, about, staff frame with every partial */

#endif
