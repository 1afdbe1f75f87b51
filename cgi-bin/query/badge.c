/* SPDX-License-Identifier: EUPL-1.2
 * badge.c — GET /badge/{code}.svg: an organisation's grade as a picture of some 1.5 KB for its own website. Letter, word and year
 * are written out, so that it is read without colour and by a screen reader; where there is no grade it says so and why. It changes
 * by itself, since nobody may keep it beyond the next change. Natural persons have none.
 */
#include "query/pages.h"

#include "base/arena.h"
#include "subject/subject.h"
#include "views/standing_badge.h"

enum { HEIGHT = 28, FONT = 14, PAD = 10 };

/* In tenths of a pixel: Han and full-width signs take a square, others about half of one. */
static int width_of(struct str s)
{
    int tenths = 0;
    for (size_t at = 0; at < s.n;)
        tenths += utf8_next(s, &at) >= 0x2e80 ? FONT * 10 : FONT * 5 + 10;
    return tenths / 10 + 1;
}

static const char *colour_of(enum badge_tone tone)
{
    switch (tone) {
    case BADGE_BEST:
        return "#17683a";
    case BADGE_GOOD:
        return "#0b4c8c";
    case BADGE_FAIR:
        return "#7a4b00";
    case BADGE_POOR:
        return "#a13a00";
    case BADGE_WORST:
        return "#8f1d1d";
    case BADGE_M:
    case BADGE_UNGRADED:
    case BADGE_NOT_COVERED:
    case BADGE_AWAITED:
    case BADGE_CONSENT:
        return "#505862";
    }
    return "#505862";
}

static void put_words(struct out *o, int middle, const char *colour, struct str words)
{
    out_fmt(o, "<text x=\"%d\" y=\"19\" fill=\"%s\" text-anchor=\"middle\">", middle, colour);
    html_text(o, words);
    out_str(o, STR("</text>"));
}

static void draw(struct out *o, struct str left, struct str right, const char *colour, struct str title, struct str text)
{
    int a = width_of(left) + 2 * PAD, b = width_of(right) + 2 * PAD;
    out_fmt(o, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\" ", a + b,
            HEIGHT, a + b, HEIGHT);
    out_str(o, STR("aria-labelledby=\"t d\" font-family=\"sans-serif\" font-size=\"14\"><title id=\"t\">"));
    html_text(o, title);
    out_str(o, STR("</title><desc id=\"d\">"));
    html_text(o, text);
    out_fmt(o, "</desc><rect x=\".5\" y=\".5\" width=\"%d\" height=\"%d\" rx=\"3\" fill=\"#fff\" stroke=\"%s\"/>", a + b - 1,
            HEIGHT - 1, colour);
    out_fmt(o, "<path d=\"M%d 0h%da3 3 0 0 1 3 3v%da3 3 0 0 1-3 3h-%dz\" fill=\"%s\"/>", a, b - 3, HEIGHT - 6, b - 3, colour);
    put_words(o, a / 2, "#1f2328", left);
    put_words(o, a + b / 2, "#fff", right);
    out_str(o, STR("</svg>\n"));
}

bool badge_open(struct req *r, struct str code, struct badge_of *b)
{
    if (!query_archive(r, code, &b->x) || b->x.subject.kind == SUBJECT_NATURAL) {
        resp_not_found(r);
        return false;
    }
    const struct regime *g = app_of(r)->known.regime;
    struct opendata_maker m = maker_of(r);
    struct archive_grades grades;
    enum archive_standing s = opendata_standing(&m, &b->x, &grades);
    bool has = grades.n > 0 && (s == ARCHIVE_GRADED || s == ARCHIVE_UNRATED);
    struct str grade = has ? grades.p[0].grade : STR("");
    const struct regime_grade *rule = has ? regime_grade(g, grade) : NULL;
    b->badge = badge_of_standing(s, g, grade);
    b->label = rule ? rule->label : has ? grade : b->badge.label;
    b->year = has ? grades.p[0].year : 0;
    b->meaning = badge_meaning(r->arena, s, g, b->x.type, grade);
    return true;
}

void page_badge(struct req *r)
{
    struct str file = req_capture(r, "code");
    struct badge_of b;
    resp_open_data(r);
    if (!str_ends(file, STR(".svg"))) {
        resp_not_found(r);
        return;
    }
    if (!badge_open(r, str_sub(file, 0, file.n - STR(".svg").n), &b))
        return;
    const struct app *app = app_of(r);
    struct arena *a = r->arena;
    struct str left = app->program->config.demonstration ? STR("信用等级（演示）") : STR("医疗卫生信用等级");
    struct str right = b.year ? str_fmt(a, "%.*s %d年度", STR_ARG(b.label), b.year) : b.label;
    struct str title = str_fmt(a, "%.*s：%.*s", STR_ARG(b.x.subject.name), STR_ARG(right));
    struct str text = str_fmt(a, "%.*s，%.*s评价，截至%.*s。%.*s", STR_ARG(left), STR_ARG(app->known.regime->head.bureau),
                              STR_ARG(day_zh(a, r->today)), STR_ARG(b.meaning));
    draw(resp_typed(r, 200, STR("image/svg+xml")), left, right, colour_of(b.badge.tone), title, text);
    query_public(r, STR_NONE, QUERY_SECONDS);
}
