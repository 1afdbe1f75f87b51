/* SPDX-License-Identifier: EUPL-1.2
 * developers.c — GET /developers: what data there is, on what terms and how to ask for it, written from the tables that serve it.
 * Every example runs as it stands against this host (a test runs them), with an organisation of this bureau put in.
 */
#include "query/api.h"
#include "query/pages.h"

#include "base/arena.h"
#include "tmpl/query/developers.h"

struct example { /* what stands for {code}, {year}, {id} and {list} */
    struct str code, name, year, id, list;
};

/* The first organisation, in the order of identifiers, that has a grade to show. */
static struct example example_of(struct req *r)
{
    struct app *app = app_of(r);
    struct opendata_maker m = maker_of(r);
    const struct regime_case_rules *rules = &app->known.regime->cases;
    struct example e = {STR("91440000MA0000000X"), STR(""), str_fmt(r->arena, "%d", day_ymd(r->today).year - 1), STR("1"),
                        rules->lists.n ? rules->lists.p[0].code : STR("-")};
    struct opendata_archives v = opendata_walk(app->db, r->arena, STR(""), OPENDATA_PAGE, OPENDATA_GRADES, r->today);
    for (size_t i = 0; i < v.n && e.name.n == 0; i++) {
        struct archive *x = &v.p[i];
        if (x->subject.code.n == 0 || !opendata_show(&m, x) || x->grades.n == 0)
            continue;
        e.code = x->subject.code;
        e.name = x->subject.name;
        e.year = str_fmt(r->arena, "%d", x->grades.p[0].year);
    }
    struct archive_publications p = archive_publications(app->db, r->arena, 0);
    if (p.n)
        e.id = str_fmt(r->arena, "%d", p.p[0].id);
    return e;
}

static struct str put_example(struct arena *a, struct str s, const struct example *e)
{
    s = str_replace(a, s, STR("{code}"), e->code);
    s = str_replace(a, s, STR("{year}"), e->year);
    s = str_replace(a, s, STR("{id}"), e->id);
    return str_replace(a, s, STR("{list}"), e->list);
}

/* --- endpoints --- */

/* Rows of lists that are another row with its subject in front: told in a few words, not in a table of their own. */
static const struct whole {
    const struct opendata_shape *shape, *part;
    const char *owner;
} WHOLES[] = {
    {&OPENDATA_GRADED, &OPENDATA_GRADE, "id、code、name、type、type_name、division、division_name（含义同 Subject）"},
    {&OPENDATA_PENALTY, &OPENDATA_RECORD, "subject（主体标识）、code、name"},
    {&OPENDATA_LICENCE_OF, &OPENDATA_LICENCE, "subject（主体标识）、code、name"},
};

static const struct whole *whole_of(const struct opendata_shape *s)
{
    for (size_t i = 0; i < sizeof WHOLES / sizeof *WHOLES; i++)
        if (WHOLES[i].shape == s)
            return &WHOLES[i];
    return NULL;
}

static struct dev_endpoint endpoint_of(struct req *r, const struct api_endpoint *e, struct str base, const struct example *x)
{
    struct arena *a = r->arena;
    struct fact *params = ARENA_ARRAY(a, struct fact, P_COUNT);
    size_t n = 0;
    for (int i = 0; i < P_FORMAT; i++)
        if (e->params & HAS(i))
            params[n++] = (struct fact){.term = str_from(API_PARAMS[i].name), .value = str_from(API_PARAMS[i].zh)};
    struct dev_endpoint v = {.anchor = str_from(e->id),
                             .title = str_from(e->zh),
                             .path = str_from(e->pattern),
                             .text = str_from(e->text),
                             .formats = e->params & HAS(P_FORMAT)                          ? STR("JSON 或者 CSV")
                                        : e->answer == API_FILE || e->answer == API_DUMPED ? STR("文件")
                                                                                           : STR("JSON"),
                             .params = {params, n}};
    struct str path = put_example(a, str_from(e->example), x);
    v.example = str_fmt(a, "curl -s '%.*s%.*s'", STR_ARG(base), STR_ARG(path));
    v.has_shape = e->shape != NULL;
    if (v.has_shape) {
        const struct whole *w = whole_of(e->shape);
        v.answer = str_from(w ? w->part->name : e->shape->name);
        v.owner = w ? str_from(w->owner) : STR("");
        v.shape = url_fragment(a, URL_STATIC("#"), v.answer);
    }
    return v;
}

static struct str type_text(struct arena *a, const struct opendata_field *f)
{
    static const struct str words[] = {
        [OPEN_TEXT] = STR_INIT("文本"), [OPEN_DAY] = STR_INIT("日期"),   [OPEN_INSTANT] = STR_INIT("时间"),
        [OPEN_INT] = STR_INIT("整数"),  [OPEN_MONEY] = STR_INIT("金额"), [OPEN_BOOL] = STR_INIT("是否"),
        [OPEN_MANY] = STR_INIT("列表")};
    struct str s = words[f->type];
    if (f->of)
        s = str_fmt(a, "%.*s，每项为 %s", STR_ARG(s), f->of->name);
    return f->maybe ? str_cat(a, s, STR("，可为空")) : s;
}

static struct dev_shape shape_of(struct arena *a, const struct opendata_shape *s)
{
    struct fact *fields = ARENA_ARRAY(a, struct fact, s->n);
    for (size_t i = 0; i < s->n; i++)
        fields[i] = (struct fact){.term = str_from(s->p[i].name), .value = str_from(s->p[i].zh), .note = type_text(a, &s->p[i])};
    return (struct dev_shape){
        .anchor = str_from(s->name), .name = str_from(s->name), .text = str_from(s->zh), .fields = {fields, s->n}};
}

/* --- fixed parts --- */

static const struct dev_problem PROBLEMS[] = {
    {STR_INIT("problem-malformed"), STR_INIT("400、413、414"), STR_INIT("网址的写法不对，或者过长。"),
     STR_INIT("请检查百分号编码；同一参数只能出现一次。")},
    {STR_INIT("problem-not-found"), STR_INIT("404"), STR_INIT("没有这项内容，或者它不能公开。两者的回答完全相同。"),
     STR_INIT("原来有而现在没有的，请从您的系统中删除。")},
    {STR_INIT("problem-method"), STR_INIT("405"), STR_INIT("接口只读，只接受 GET、HEAD 和 OPTIONS。"), STR_INIT("请改用 GET。")},
    {STR_INIT("problem-format"), STR_INIT("406"), STR_INIT("没有 Accept 请求头所要的格式。"),
     STR_INIT("请改用 application/json，列表也可以用 text/csv。")},
    {STR_INIT("problem-parameter"), STR_INIT("422"), STR_INIT("参数不能识别或者取值不对，errors 中逐个说明。"),
     STR_INIT("请按说明更正。")},
    {STR_INIT("problem-too-many"), STR_INIT("429"), STR_INIT("请求过于频繁。"), STR_INIT("请等待 Retry-After 所说的秒数。")},
    {STR_INIT("problem-unavailable"), STR_INIT("503"), STR_INIT("系统正忙、正在维护，或者全量文件正在重新生成。"),
     STR_INIT("请等待 Retry-After 所说的秒数后重试。")},
    {STR_INIT("problem-internal"), STR_INIT("500"), STR_INIT("系统内部出错。"), STR_INIT("请把 request_id 告诉我们。")},
};

static void fill_snippets(struct req *r, struct str base, const struct example *e, struct developers_view *v)
{
    struct arena *a = r->arena;
    struct snippet *p = ARENA_ARRAY(a, struct snippet, 4);
    p[0] = (struct snippet){
        .title = STR("查询框（嵌入框架）"),
        .text = str_fmt(
            a,
            "<iframe src=\"%.*s/embed/search\" title=\"医疗卫生信用查询\" width=\"100%%\" height=\"260\" loading=\"lazy\"></iframe>",
            STR_ARG(base)),
        .note = STR("不含脚本，不使用 Cookie，结果在新窗口中打开。宽度小于 640 像素时把高度改为 320。")};
    p[1] = (struct snippet){
        .title = STR("查询框（普通表单）"),
        .text = str_fmt(
            a,
            "<form action=\"%.*s/search\" method=\"get\" target=\"_blank\">\n  <label for=\"credit-q\">机构名称、统一社会信用代码或许可证号"
            "</label>\n  <input id=\"credit-q\" name=\"q\" type=\"search\">\n  <button>查询</button>\n</form>",
            STR_ARG(base)),
        .note = STR("样式随您的网页。")};
    p[2] = (struct snippet){
        .title = STR("信用等级标牌"),
        .text = str_fmt(
            a,
            "<a href=\"%.*s/entity/%.*s/why\"><img src=\"%.*s/badge/%.*s.svg\" alt=\"医疗卫生信用等级，点击查看依据\" height=\"28\"></a>",
            STR_ARG(base), STR_ARG(e->code), STR_ARG(base), STR_ARG(e->code)),
        .note = STR("把代码换成本单位的统一社会信用代码。等级变动后图片自行变动；没有等级或者等级不公开的，图片上写明原因。")};
    p[3] = (struct snippet){.title = STR("公示牌（A4，带二维码）"),
                            .text = str_fmt(a, "%.*s/badge/%.*s/poster", STR_ARG(base), STR_ARG(e->code)),
                            .note = STR("在浏览器中打开并打印，张贴在服务场所。")};
    v->snippets.p = p;
    v->snippets.n = 4;
}

static void fill_tables(struct req *r, struct str base, const struct example *e, struct developers_view *v)
{
    static const struct opendata_shape *const shapes[] = {&OPENDATA_SUBJECT,   &OPENDATA_SUBJECT_FULL, &OPENDATA_GRADE,
                                                          &OPENDATA_RECORD,    &OPENDATA_LICENCE,      &OPENDATA_FORMER,
                                                          &OPENDATA_LIST_KIND, &OPENDATA_ENTRY,        &OPENDATA_PUBLICATION,
                                                          &OPENDATA_NOTICE,    &OPENDATA_DUMP_FILE,    &OPENDATA_CHANGE};
    enum { N = sizeof shapes / sizeof *shapes };
    struct arena *a = r->arena;
    struct dev_endpoint *endpoints = ARENA_ARRAY(a, struct dev_endpoint, API_ENDPOINTS_N);
    struct dev_shape *s = ARENA_ARRAY(a, struct dev_shape, N);
    for (size_t i = 0; i < API_ENDPOINTS_N; i++)
        endpoints[i] = endpoint_of(r, &API_ENDPOINTS[i], base, e);
    for (size_t i = 0; i < N; i++)
        s[i] = shape_of(a, shapes[i]);
    v->endpoints.p = endpoints;
    v->endpoints.n = API_ENDPOINTS_N;
    v->shapes.p = s;
    v->shapes.n = N;
    v->problems.p = PROBLEMS;
    v->problems.n = sizeof PROBLEMS / sizeof *PROBLEMS;
}

void page_developers(struct req *r)
{
    if (query_again(r, STR_NONE))
        return;
    const struct app *app = app_of(r);
    struct example e = example_of(r);
    struct str base = public_page_address(r, &app->program->config, STR(""));
    struct developers_view v = {.page = page_frame(r, STR("开放数据与网站嵌入")),
                                .base = base,
                                .bureau = app->known.regime->head.bureau,
                                .openapi = URL_STATIC("/api/openapi.json"),
                                .embed = URL_STATIC("/embed/search"),
                                .example_name = e.name};
    fill_tables(r, base, &e, &v);
    fill_snippets(r, base, &e, &v);
    tmpl_query_developers(resp_html(r, 200), &v);
    query_public(r, STR_NONE, QUERY_SECONDS);
}
