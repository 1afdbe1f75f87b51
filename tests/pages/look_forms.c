/* SPDX-License-Identifier: EUPL-1.2
 * look_forms.c — sample views of the natural-person pages, errors, about, accessibility, and the gallery of all partials in the
 * staff frame, for the look harness. Invented names only.
 */
#include "look_gallery.h"
#include "look_samples.h"

#include "tmpl/gallery.h"
#include "tmpl/lookup/about.h"
#include "tmpl/lookup/accessibility.h"
#include "tmpl/lookup/consent.h"
#include "tmpl/lookup/error.h"
#include "tmpl/lookup/person.h"

#define RENDER(name, type)                                                                                                         \
    static void render_##name(struct out *o, const void *view)                                                                     \
    {                                                                                                                              \
        tmpl_lookup_##name(o, (const struct type *)view);                                                                          \
    }
RENDER(person, person_view)
RENDER(consent, consent_view)
RENDER(error, error_view)
RENDER(about, about_view)
RENDER(accessibility, plain_view)
static void render_gallery(struct out *o, const void *view)
{
    tmpl_gallery(o, (const struct gallery_view *)view);
}

#define NO_URL                                                                                                                     \
    {                                                                                                                              \
        STR_INIT("")                                                                                                               \
    }

static void person_samples(void)
{
    static const struct error_item wrong[] = {{STR_INIT("请填写姓名"), {STR_INIT("#name")}},
                                              {STR_INIT("请填写执业证书编号或者证件号码后六位中的一项"), {STR_INIT("#licence")}}};
    struct person_view v = {
        .page = sample_page("查询自然人信用信息", 3, "自然人查询"),
        .action = U("/person"),
        .name = {.id = S("name"), .name = S("name"), .label = S("姓名"), .autocomplete = S("off"), .width = 20, .required = true},
        .licence = {.id = S("licence"),
                    .name = S("licence"),
                    .label = S("执业证书编号（选填）"),
                    .hint = S("15位数字"),
                    .width = 20,
                    .code = true},
        .tail = {.id = S("tail"), .name = S("tail"), .label = S("身份证件号码后六位（选填）"), .width = 10, .code = true},
        .guard = {S("abc"), S("def")},
        .limit_note = S("为防止批量查询，同一网络每小时最多查询10次。"),
    };
    sample_write("person", render_person, &v);
    v.errors = (struct errors){wrong, 2};
    v.page.invalid = true;
    v.name.error = S("请填写姓名");
    v.licence.error = S("请填写执业证书编号或者证件号码后六位中的一项");
    sample_write("person_errors", render_person, &v);
    v.errors.n = 0;
    v.page.invalid = false;
    v.name.error = v.licence.error = STR_NONE;
    v.asked = v.found = true;
    v.masked_name = S("演*甲");
    v.masked_id = S("4****************1");
    v.type = S("执业医师");
    v.badge = BADGE_A;
    v.year = 2025;
    v.entity = U("/entity/p-8Fk2");
    sample_write("person_found", render_person, &v);

    static const struct str steps[] = {STR_INIT("填写《信用信息查询授权书》，由本人签名。"),
                                       STR_INIT("携带材料到办理地点，或者通过政务服务平台提交。"),
                                       STR_INIT("工作人员核对身份后，当场出具查询结果。")};
    static const struct str materials[] = {STR_INIT("本人有效身份证件；"),
                                           STR_INIT("《信用信息查询授权书》原件（委托他人查询的）。")};
    struct consent_view c = {.page = sample_page("自然人信用信息需授权查询", 3, "自然人查询"),
                             .basis = S("《浙江省公共信用信息管理条例》第十五条"),
                             .text = S("自然人的信用信息不向社会公开，经本人书面授权后可以查询。"),
                             .steps = {steps, 3},
                             .materials = {materials, 2},
                             .office = S("示例市卫生健康委员会政务服务窗口")};
    sample_write("consent", render_consent, &c);
}

static void plain_samples(void)
{
    static const struct str advice[] = {STR_INIT("核对网址，或者从首页重新查询。"),
                                        STR_INIT("信用记录公示期满后不再显示，这是正常的。")};
    struct error_view e = {.page = sample_page("没有找到这个页面", 1, "没有找到"),
                           .status = 404,
                           .heading = S("没有找到这个页面"),
                           .text = S("网址可能有误，或者这项内容不存在。"),
                           .advice = {advice, 2},
                           .back = {S("返回首页"), U("/"), false}};
    sample_write("error_404", render_error, &e);
    e.status = 503;
    e.heading = S("系统暂时不可用");
    e.text = S("系统正在维护或恢复，请稍后再试。您刚才的操作没有生效。");
    e.advice.n = 0;
    sample_write("error_503", render_error, &e);
    static const struct str paragraphs[] = {
        STR_INIT("每年1月20日，系统根据上一年度的信用信息自动得出评价结果；1月28日前公布汇总表。")};
    static const struct source_row sources[] = {{STR_INIT("A级监督抽查比例"), STR_INIT("5%"), STR_INIT("实施方案二（七）"), false},
                                                {STR_INIT("评为D级的条件"), STR_INIT("有失信信息"), STR_INIT(""), true}};
    static const struct fact documents[] = {
        {STR_INIT("遂卫办〔2022〕32号"), STR_INIT("遂溪县医疗卫生信用信息管理工作实施方案"), STR_INIT(""), NO_URL, false}};
    struct about_view a = {.page = sample_page("评价制度与依据", 4, "制度依据"),
                           .regime = S("遂溪县医疗卫生信用信息管理制度"),
                           .version = S("guangdong-suixi 2025.1"),
                           .basis = S("遂卫办〔2022〕32号"),
                           .issuer = S("遂溪县卫生健康局"),
                           .effective = day_from_ymd(2022, 10, 17),
                           .scope = S("本县辖区内的医疗机构、公共场所、消毒产品和涉水产品生产企业等管理相对人。"),
                           .paragraphs = {paragraphs, 1},
                           .sources = {sources, 2},
                           .documents = {documents, 1}};
    sample_write("about", render_about, &a);
    struct plain_view p = {sample_page("无障碍声明", 4, "无障碍声明")};
    sample_write("accessibility", render_accessibility, &p);
}

static void gallery_sample(void)
{
    static const struct error_item wrong[] = {{STR_INIT("请填写文书号"), {STR_INIT("#wrong")}}};
    static const struct option options[] = {{STR_INIT("a"), STR_INIT("选项甲"), STR_INIT("这一项的说明"), true},
                                            {STR_INIT("b"), STR_INIT("选项乙"), STR_INIT(""), false}};
    static const struct badge badges[] = {BADGE_A,  BADGE_B,    BADGE_C,     BADGE_D,    BADGE_E,
                                          BADGE_MM, BADGE_NONE, BADGE_LATER, BADGE_WAIT, BADGE_ASK};
    static const struct tag tags[] = {{STR_INIT("已归档"), TAG_PLAIN},
                                      {STR_INIT("有效"), TAG_GOOD},
                                      {STR_INIT("办理中"), TAG_INFO},
                                      {STR_INIT("剩2个工作日"), TAG_WARN},
                                      {STR_INIT("超1个工作日"), TAG_BAD}};
    static const struct cell head[] = {{STR_INIT("编号"), NO_URL, false, false},
                                       {STR_INIT("主体"), NO_URL, false, false},
                                       {STR_INIT("条数"), NO_URL, false, true}};
    static const struct cell row[] = {{STR_INIT("2026-0001"), {STR_INIT("/x")}, true, false},
                                      {STR_INIT("遂溪县云栖综合医院"), NO_URL, false, false},
                                      {STR_INIT("12"), NO_URL, false, true}};
    static const struct cells rows[] = {{row, 3}};
    static const struct page_item items[] = {{STR_INIT("1"), NO_URL, true, false},
                                             {STR_INIT("2"), {STR_INIT("?page=2")}, false, false}};
    static const struct bar bars[] = {{BADGE_A, 12, STR_INIT("30%"), 500, 0, 0, STR_INIT("")},
                                      {BADGE_B, 24, STR_INIT("60%"), 1000, 0, 0, STR_INIT("")}};
    struct gallery_view v = {
        .page = sample_staff_page("全部构件"),
        .errors = {wrong, 1},
        .text = {.id = S("text"),
                 .name = S("text"),
                 .label = S("主体名称"),
                 .hint = S("与营业执照一致"),
                 .value = S("遂溪县“云栖”<医院>"),
                 .required = true},
        .wrong = {.id = S("wrong"), .name = S("wrong"), .label = S("文书号"), .error = S("请填写文书号"), .width = 20},
        .area = {.id = S("area"), .name = S("area"), .label = S("处理意见"), .rows = 3, .value = S("同意。")},
        .file = {.id = S("file"),
                 .name = S("file"),
                 .label = S("上传文件"),
                 .hint = S("电子表格（.xlsx）或 CSV，不超过 20 MB"),
                 .accept = S(".xlsx,.csv")},
        .pick = {.id = S("pick"), .name = S("pick"), .label = S("信息类别"), .p = options, .n = 2},
        .one = {.id = S("one"), .name = S("one"), .label = S("处理结果"), .p = options, .n = 2},
        .many = {.id = S("many"), .name = S("many"), .label = S("适用情形"), .error = S("请至少选择一项"), .p = options, .n = 2},
        .day = {.id = S("day"),
                .name = S("day"),
                .label = S("认定日期"),
                .hint = S("例如 2026 年 4 月 1 日"),
                .year = S("2026"),
                .month = S("4"),
                .day = S("1")},
        .tick = {.id = S("tick"), .name = S("tick"), .label = S("我已核对以上内容"), .hint = S("提交后不能修改")},
        .info = {TAG_INFO, S("提示"), S("规则将于2027年1月1日更新。"), {S("查看说明"), U("/about"), false}},
        .good = {TAG_GOOD, S("已保存"), S(""), {S(""), U(""), false}},
        .warn = {TAG_WARN, S("节假日表缺少2027年"), S("请导入后再计算时限。"), {S(""), U(""), false}},
        .bad = {TAG_BAD, S("导入未完成"), S("第 12 行的统一社会信用代码有误。"), {S(""), U(""), false}},
        .empty = {TAG_PLAIN, S("没有待办事项"), S("所有事项都已办结。"), {S("查看已办"), U("/staff/done"), false}},
        .progress = {S("正在评价"), 41, S("已处理 1,234 / 3,012 个信用主体")},
        .table = {S("待办"), S("没有待办。"), {head, 3}, rows, 1},
        .no_rows = {S("已办"), S("没有已办事项。"), {head, 3}, NULL, 0},
        .tag_list = {tags, N_OF(tags)},
        .badges = {badges, N_OF(badges)},
        .pages = {true, false, true, U(""), U("?page=2"), items, 2},
        .chart = {S("试算分布"), S("2026年度"), S(""), false, bars, 2, 40},
        .guard = {S("c5f0"), S("once-1")},
        .action = U("/staff/gallery"),
    };
    sample_write("gallery", render_gallery, &v);
}

void samples_forms(void)
{
    person_samples();
    plain_samples();
    gallery_sample();
}
