/* SPDX-License-Identifier: EUPL-1.2
 * error_page.c — the fixed words of each error status, and the page that carries them: the program's template when it has one,
 * plain HTML when it has not or when that failed. People read what happened, what to do and a request id; the log has the rest.
 */
#include "base/arena.h"
#include "base/check.h"
#include "html/html.h"
#include "http/internal.h"

static const struct http_error WORDS[] = {
    {400, STR_INIT("请求无法识别"), STR_INIT("网址或提交的内容格式不正确。"), STR_INIT("请返回上一页重新操作，或从首页进入。")},
    {401, STR_INIT("请先登录"), STR_INIT("登录后才能查看此页面。"), STR_INIT("请登录后再试。")},
    {403, STR_INIT("没有权限"), STR_INIT("您的账号不能进行此项操作，或页面已过期。"),
     STR_INIT("请返回上一页刷新后重试；仍不能操作的，请联系本单位系统管理员。")},
    {404, STR_INIT("页面不存在"), STR_INIT("没有找到您要查看的内容。"), STR_INIT("请核对网址，或从首页重新查询。")},
    {405, STR_INIT("不能这样访问"), STR_INIT("此网址不支持这种访问方式。"), STR_INIT("请从首页重新进入。")},
    {406, STR_INIT("没有所要的格式"), STR_INIT("此网址没有所要求的内容格式。"), STR_INIT("请改用接口说明中列出的格式。")},
    {409, STR_INIT("内容已有变化"), STR_INIT("您操作期间，此内容已被他人更改，您的操作没有生效。"),
     STR_INIT("请查看最新内容后再决定是否继续。")},
    {413, STR_INIT("提交的内容过大"), STR_INIT("文件或填写的内容超过了允许的大小，没有保存。"), STR_INIT("请减小文件或分批提交。")},
    {414, STR_INIT("网址过长"), STR_INIT("网址超过了允许的长度。"), STR_INIT("请缩短查询内容后重试。")},
    {415, STR_INIT("格式不支持"), STR_INIT("提交内容的格式不受支持。"), STR_INIT("请使用网页上的表单提交。")},
    {422, STR_INIT("填写有误"), STR_INIT("提交的内容有错误，没有保存。"), STR_INIT("请返回上一页更正后重新提交。")},
    {429, STR_INIT("操作过于频繁"), STR_INIT("短时间内操作次数过多。"), STR_INIT("请稍候再试。")},
    {500, STR_INIT("系统出错"), STR_INIT("系统内部出错，操作没有完成。"),
     STR_INIT("请稍后再试；仍有问题的，请将下面的请求编号告知我们。")},
    {503, STR_INIT("系统暂时不可用"), STR_INIT("系统正忙或正在维护。"), STR_INIT("请过几秒后重试；重复提交同一表单不会重复办理。")},
};

struct http_error http_error_words(int status)
{
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
        if (WORDS[i].status == status)
            return WORDS[i];
    CHECK(!"status without words");
    return WORDS[0];
}

static void write_plain(struct req *r, struct out *o, const struct http_error *e)
{
    out_str(o, STR("<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head><meta charset=\"utf-8\"><title>"));
    html_text(o, e->title);
    out_str(o, STR("</title></head>\n<body><main><h1>"));
    html_text(o, e->title);
    out_str(o, STR("</h1>\n<p>"));
    html_text(o, e->what);
    out_str(o, STR("</p>\n<p>"));
    html_text(o, e->todo);
    out_str(o, STR("</p>\n<p>请求编号："));
    html_text(o, r->id);
    out_str(o, STR("</p></main></body>\n</html>\n"));
}

void error_page_plain(struct req *r, const struct http_error *e)
{
    write_plain(r, resp_html(r, e->status), e);
}

void error_page_write(struct req *r, const struct http_error *e)
{
    struct out *o = resp_html(r, e->status);
    if (!r->program->hooks.render_error || !r->program->hooks.render_error(r, o, e))
        error_page_plain(r, e);
}

void resp_error(struct req *r, int status)
{
    struct http_error e = http_error_words(status);
    error_page_write(r, &e);
}

void resp_not_found(struct req *r)
{
    resp_error(r, 404);
}

void resp_forbidden(struct req *r)
{
    resp_error(r, 403);
}

void resp_conflict(struct req *r, struct str what)
{
    struct http_error e = http_error_words(409);
    e.what = what;
    error_page_write(r, &e);
}

void resp_too_many(struct req *r, int retry_after_seconds)
{
    resp_error(r, 429);
    resp_header(r, STR("Retry-After"), str_fmt(r->arena, "%d", retry_after_seconds));
}
