/* SPDX-License-Identifier: EUPL-1.2
 * look_harness.c — renders every public template with invented sample views into HTML files, so that the look can be checked
 * without a database: look_harness OUTPUT_DIR CSS_NAME FULL_CSS_NAME ICON_NAME. Not part of any program. Called by
 * tests/browser/look.mjs.
 */
#include "look_samples.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/check.h"
#include "base/out.h"

/* Where the files go and what the stylesheet is called: set once by main before anything is rendered. */
static const char *output_dir;
static struct str css_url, full_url, icon_url;
static struct arena *pool;

static const struct link nav_items[5][5] = {
#define ITEMS(a, b, c, d, e)                                                                                                       \
    {                                                                                                                              \
        {STR_INIT("首页"), {STR_INIT("/")}, a}, {STR_INIT("信用查询"), {STR_INIT("/search")}, b},                                  \
            {STR_INIT("汇总表"), {STR_INIT("/publication")}, c}, {STR_INIT("自然人查询"), {STR_INIT("/person")}, d},               \
        {                                                                                                                          \
            STR_INIT("制度依据"), {STR_INIT("/about")}, e                                                                          \
        }                                                                                                                          \
    }
    ITEMS(true, false, false, false, false), ITEMS(false, true, false, false, false), ITEMS(false, false, true, false, false),
    ITEMS(false, false, false, true, false), ITEMS(false, false, false, false, true),
};

struct page sample_page(const char *title, int nav_at, const char *crumb)
{
    struct page p = {
        .title = str_from(title),
        .site = S("遂溪县医疗卫生信用信息公示"),
        .issuer = S("遂溪县卫生健康局"),
        .basis = S("遂卫办〔2022〕32号"),
        .contact = S("0000-0000000，遂溪县示例路1号"),
        .demo = true,
        .home_page = nav_at == 0,
        .print_meta = true,
        .css = {css_url},
        .icon = {icon_url},
        .home = U("/"),
        .here_large = U("?z=1"),
        .here_small = U("?"),
        .about = U("/about"),
        .publications = U("/publication"),
        .accessibility = U("/accessibility"),
        .address = S("https://credit.example.cn/entity/12440823MB2C0A1B3X"),
        .today = day_from_ymd(2026, 11, 22),
        .request_id = S("7f3a91c2"),
    };
    p.nav = (struct links){nav_items[nav_at < 0 ? 1 : nav_at], 5};
    if (nav_at < 0)
        p.nav = (struct links){NULL, 0};
    if (*crumb) {
        struct link *crumbs = ARENA_ARRAY(pool, struct link, 2);
        crumbs[0] = (struct link){S("首页"), U("/"), false};
        crumbs[1] = (struct link){str_from(crumb), U(""), true};
        p.crumbs = (struct links){crumbs, 2};
    }
    return p;
}

struct staff_page sample_staff_page(const char *title)
{
    struct staff_page p = {
        .base = sample_page(title, 2, title),
        .user = S("演示用户甲"),
        .role = S("复核人员"),
        .unit = S("医政股"),
        .sign_out = U("/staff/sign-out"),
        .account = U("/staff/account"),
        .guard = {S("c5f0"), S("")},
        .done = S("已导入 123 条记录。"),
    };
    p.base.css = (struct url){full_url};
    return p;
}

void sample_write(const char *name, sample_render_fn render, const void *view)
{
    char buf[8192], path[512];
    snprintf(path, sizeof path, "%s/%s.html", output_dir, name);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    CHECK(fd >= 0);
    struct out o;
    out_to_sink(&o, buf, sizeof buf, out_fd_sink, &fd);
    render(&o, view);
    CHECK(out_flush(&o));
    close(fd);
}

int main(int argc, char **argv)
{
    if (argc != 5) {
        fprintf(stderr, "usage: %s OUTPUT_DIR CSS_NAME FULL_CSS_NAME ICON_NAME\n", argv[0]);
        return 2;
    }
    pool = arena_new(1 << 20);
    output_dir = argv[1];
    css_url = str_fmt(pool, "static/%s", argv[2]);
    full_url = str_fmt(pool, "static/%s", argv[3]);
    icon_url = str_fmt(pool, "static/%s", argv[4]);
    samples_lookup();
    samples_entity();
    samples_forms();
    arena_free(&pool);
    return 0;
}
