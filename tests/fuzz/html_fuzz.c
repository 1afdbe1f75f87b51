/* SPDX-License-Identifier: EUPL-1.2
 * html_fuzz.c — any bytes through the escapers, the url builders and a formatter: the output holds no raw < > " ', no & but of an
 * entity, is valid UTF-8 without controls, and no address leaves the site.
 */
#include "base/arena.h"
#include "base/check.h"
#include "html/html.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void inert(struct str s)
{
    static const struct str entities[] = {STR_INIT("&amp;"), STR_INIT("&lt;"), STR_INIT("&gt;"), STR_INIT("&quot;"),
                                          STR_INIT("&#39;")};
    CHECK(utf8_valid(s));
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        CHECK(c != '<' && c != '>' && c != '"' && c != '\'' && (c >= ' ' || c == '\t' || c == '\n' || c == '\r'));
        bool entity = c != '&';
        for (size_t k = 0; k < sizeof entities / sizeof *entities; k++)
            entity = entity || str_starts(str_sub(s, i, s.n), entities[k]);
        CHECK(entity);
    }
}

static struct str printed(struct arena *a, void (*print)(struct out *, struct str), struct str s)
{
    struct out o;
    out_to_arena(&o, a);
    print(&o, s);
    return out_text(&o);
}

/* Site-relative, and only bytes an address may have. */
static void on_site(struct str s)
{
    CHECK(s.n && s.p[0] == '/' && !(s.n > 1 && (s.p[1] == '/' || s.p[1] == '\\')));
    for (size_t i = 0; i < s.n; i++)
        CHECK(s.p[i] > ' ' && s.p[i] < 0x7f && !strchr("\"'<>\\", s.p[i]));
}

static void one(struct arena *a, struct str s)
{
    struct out o;
    struct url u;
    inert(printed(a, html_text, s));
    inert(printed(a, html_attr, s));
    inert(printed(a, html_fmt_or_dash, s));
    on_site(URL_PATH(a, "/{}", s).s);
    on_site(URL_PATH(a, "/{}/{}", s, s).s);
    u = url_fragment(a, url_query(a, URL_PATH(a, "/entity/{}", s), s, s), s);
    on_site(u.s);
    CHECK(!url_local(a, s, &u) || s.n);
    on_site(u.s);
    u = url_external(a, s);
    CHECK(str_eq(u.s, STR("#")) || str_starts(str_lower(a, u.s), STR("http")));
    out_to_arena(&o, a);
    html_url(&o, u);
    inert(out_text(&o));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new(32 << 20);
    struct fail_frame f;
    if (!FAIL_CATCH(&f)) {
        one(a, (struct str){(const char *)data, size});
        fail_leave(&f);
    }
    arena_free(&a);
    return 0;
}
