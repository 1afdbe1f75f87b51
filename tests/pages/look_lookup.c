/* SPDX-License-Identifier: EUPL-1.2
 * look_lookup.c — sample views of home, search and publications for the look harness. Invented names only.
 */
#include "look_samples.h"

#include "tmpl/lookup/home.h"
#include "tmpl/lookup/publication.h"
#include "tmpl/lookup/publications.h"
#include "tmpl/lookup/search.h"

#define RENDER(name, type)                                                                                                         \
    static void render_##name(struct out *o, const void *view)                                                                     \
    {                                                                                                                              \
        tmpl_lookup_##name(o, (const struct type *)view);                                                                          \
    }
RENDER(home, home_view)
RENDER(search, search_view)
RENDER(publications, publications_view)
RENDER(publication, publication_view)

static const struct option types[] = {
    {STR_INIT(""), STR_INIT("全部类型"), STR_INIT(""), true},
    {STR_INIT("hospital"), STR_INIT("二级及以上医疗机构"), STR_INIT(""), false},
    {STR_INIT("place"), STR_INIT("公共场所"), STR_INIT(""), false},
    {STR_INIT("water"), STR_INIT("涉及饮用水卫生安全产品生产企业"), STR_INIT(""), false},
};
static const struct option towns[] = {{STR_INIT(""), STR_INIT("全部镇街"), STR_INIT(""), true},
                                      {STR_INIT("440823100"), STR_INIT("遂城镇"), STR_INIT(""), false}};
static const struct option grades[] = {{STR_INIT(""), STR_INIT("全部等级"), STR_INIT(""), true},
                                       {STR_INIT("A"), STR_INIT("A 级"), STR_INIT(""), false}};
static const struct option years[] = {{STR_INIT("2025"), STR_INIT("2025年度"), STR_INIT(""), true},
                                      {STR_INIT("2024"), STR_INIT("2024年度"), STR_INIT(""), false}};

struct search_form sample_search_form(const char *q, bool filtered)
{
    return (struct search_form){
        .action = U("/search"),
        .q = {.id = S("q"),
              .name = S("q"),
              .label = S("名称、统一社会信用代码或许可证号"),
              .value = str_from(q),
              .type = S("search"),
              .hint = S("可以输入名称的一部分、曾用名、拼音或首字母，例如“云栖医院”或“yqyy”")},
        .type = {.id = S("type"), .name = S("type"), .label = S("主体类型"), .p = types, .n = N_OF(types)},
        .town = {.id = S("town"), .name = S("town"), .label = S("镇街"), .p = towns, .n = N_OF(towns)},
        .grade = {.id = S("grade"), .name = S("grade"), .label = S("等级"), .p = grades, .n = N_OF(grades)},
        .year = {.id = S("year"), .name = S("year"), .label = S("年度"), .p = years, .n = N_OF(years)},
        .filtered = filtered,
        .clear = U("/search?q=x"),
    };
}

static const struct legend_row legend[] = {
    {BADGE_A, STR_INIT("上一年度没有不良信息和失信信息，并有增信信息。"), STR_INIT("监督抽查比例5%。"),
     STR_INIT("实施方案二（七）"), false},
    {BADGE_B, STR_INIT("没有不良信息和失信信息。"), STR_INIT("监督抽查比例20%。"), STR_INIT("实施方案二（七）"), false},
    {BADGE_C, STR_INIT("有不良信息，没有失信信息。"), STR_INIT("监督抽查比例50%。"), STR_INIT("实施方案二（七）"), true},
    {BADGE_D, STR_INIT("有失信信息。"), STR_INIT("监督抽查比例100%。"), STR_INIT("实施方案二（七）"), true},
    {BADGE_E, STR_INIT("有严重失信信息。"), STR_INIT("监督抽查比例100%。"), STR_INIT("实施方案二（七）"), false},
    {BADGE_MM, STR_INIT("新设立不满一年，本年度不作评价。"), STR_INIT(""), STR_INIT("办法第十四条"), false},
    {BADGE_NONE, STR_INIT("本年度没有评价结果。"), STR_INIT(""), STR_INIT(""), false},
    {BADGE_LATER, STR_INIT("该类主体尚未纳入评价，按实施步骤分批开展。"), STR_INIT(""), STR_INIT("实施方案三"), false},
    {BADGE_WAIT, STR_INIT("已完成评价，尚未到公布日期。"), STR_INIT(""), STR_INIT("实施方案二（五）"), false},
    {BADGE_ASK, STR_INIT("按规定不向社会公开，经本人授权可以查询。"), STR_INIT(""), STR_INIT("条例第十五条"), false},
};
static const struct publication_row tables[] = {
    {STR_INIT("2025年度信用分级评价结果汇总表"),
     STR_INIT("遂卫办〔2026〕5号"),
     {20480},
     2964,
     {STR_INIT("/publication/2025")},
     true,
     false},
    {STR_INIT("2024年度信用分级评价结果汇总表"),
     STR_INIT("遂卫办〔2025〕4号"),
     {20115},
     2713,
     {STR_INIT("/publication/2024")},
     false,
     false},
    {STR_INIT("2023年度信用分级评价结果汇总表"),
     STR_INIT("遂卫办〔2024〕6号"),
     {19750},
     1250,
     {STR_INIT("/publication/2023")},
     false,
     true},
};

#define DAY                                                                                                                        \
    {                                                                                                                              \
        20779                                                                                                                      \
    }
static const struct search_row hits[] = {
    {STR_INIT("遂溪县云栖综合医院"),
     STR_INIT("曾用名“遂溪县云栖卫生院”"),
     STR_INIT("12440823MB2C0A1B3X"),
     STR_INIT("二级及以上医疗机构"),
     STR_INIT("遂城镇"),
     {BADGE_BEST, STR_INIT("A"), STR_INIT("守信"), false},
     2025,
     DAY,
     {STR_INIT("/entity/12440823MB2C0A1B3X")}},
    {STR_INIT("遂溪县北坡镇青禾村卫生站"),
     STR_INIT(""),
     STR_INIT("PDY00245744082319D6"),
     STR_INIT("一级以下医疗机构"),
     STR_INIT("北坡镇"),
     {BADGE_GOOD, STR_INIT("B"), STR_INIT("良好"), true},
     2025,
     DAY,
     {STR_INIT("/entity/1")}},
    {STR_INIT("湛江市蓝湾消毒用品有限公司"),
     STR_INIT(""),
     STR_INIT("91440823MA4UQ7XK2T"),
     STR_INIT("消毒产品生产企业"),
     STR_INIT("岭北镇"),
     {BADGE_FAIR, STR_INIT("C"), STR_INIT("一般"), false},
     2025,
     DAY,
     {STR_INIT("/entity/2")}},
    {STR_INIT("遂溪县星月美容美发店"),
     STR_INIT("许可证号 遂卫公证字〔2023〕第0417号"),
     STR_INIT("92440823MA5WD3P94B"),
     STR_INIT("公共场所"),
     STR_INIT("城月镇"),
     {BADGE_POOR, STR_INIT("D"), STR_INIT("失信"), false},
     2025,
     DAY,
     {STR_INIT("/entity/3")}},
    {STR_INIT("遂溪县清泉桶装饮用水处理设备制造有限责任公司第二生产基地"),
     STR_INIT(""),
     STR_INIT("91440823MA51K20H8Y"),
     STR_INIT("涉及饮用水卫生安全产品生产企业"),
     STR_INIT("黄略镇"),
     {BADGE_WORST, STR_INIT("E"), STR_INIT("严重失信"), true},
     2025,
     DAY,
     {STR_INIT("/entity/4")}},
    {STR_INIT("遂溪县海韵宾馆"),
     STR_INIT(""),
     STR_INIT("92440823MA5X0A7C1N"),
     STR_INIT("公共场所"),
     STR_INIT("乐民镇"),
     {BADGE_M, STR_INIT("M"), STR_INIT("未评价"), false},
     2025,
     DAY,
     {STR_INIT("/entity/5")}},
    {STR_INIT("遂溪县悦动游泳馆"),
     STR_INIT(""),
     STR_INIT("91440823MA55T9RQ0L"),
     STR_INIT("公共场所"),
     STR_INIT("遂城镇"),
     {BADGE_NOT_COVERED, STR_INIT(""), STR_INIT("未纳入本期评价"), false},
     0,
     DAY,
     {STR_INIT("/entity/6")}},
    {STR_INIT("遂溪县同心口腔门诊部"),
     STR_INIT(""),
     STR_INIT("91440823MA4X2B6D5G"),
     STR_INIT("一级以下医疗机构"),
     STR_INIT("遂城镇"),
     {BADGE_AWAITED, STR_INIT(""), STR_INIT("结果待公布"), false},
     2025,
     DAY,
     {STR_INIT("/entity/7")}},
};
static const struct page_item pages[] = {
    {STR_INIT("1"), {STR_INIT("?page=1")}, false, false},
    {STR_INIT("2"), {STR_INIT("?page=2")}, true, false},
    {STR_INIT("3"), {STR_INIT("?page=3")}, false, false},
    {STR_INIT("50"), {STR_INIT("?page=50")}, false, true},
};
#define PAGES                                                                                                                      \
    {                                                                                                                              \
        true, true, true, {STR_INIT("?page=1")}, {STR_INIT("?page=3")}, pages, 4                                                   \
    }

static void search_samples(void)
{
    struct search_view v = {
        .page = sample_page("查询结果", 1, "查询结果"),
        .form = sample_search_form("遂溪", true),
        .asked = true,
        .q = S("遂溪"),
        .count_text = S("共 1,000 条以上"),
        .capped = true,
        .p = hits,
        .n = N_OF(hits),
        .pages = PAGES,
        .range_text = S("第 21–28 条"),
        .person_query = U("/person"),
        .persons_public = true,
    };
    sample_write("search", render_search, &v);
    v.n = 0;
    v.capped = false;
    v.form = sample_search_form("12440823MB2C0A1B33", false);
    v.q = S("12440823MB2C0A1B33");
    v.code_problem = S("统一社会信用代码的校验码不符");
    v.code_detail = S("第18位（校验码）应与前17位相符，请检查第9至17位（主体标识码）和第18位。");
    sample_write("search_none", render_search, &v);
    v.code_problem = STR_NONE;
    v.too_short = S("请至少输入两个汉字。");
    sample_write("search_short", render_search, &v);
}

static const struct bar bars[] = {
    {BADGE_A, 412, STR_INIT("13.9%"), 258, 350, 219, STR_INIT("+62")},
    {BADGE_B, 1598, STR_INIT("53.9%"), 1000, 1501, 939, STR_INIT("+97")},
    {BADGE_C, 743, STR_INIT("25.1%"), 465, 690, 432, STR_INIT("+53")},
    {BADGE_D, 180, STR_INIT("6.1%"), 113, 151, 94, STR_INIT("+29")},
    {BADGE_E, 31, STR_INIT("1.0%"), 19, 31, 19, STR_INIT("持平")},
};
#define NUM(t)                                                                                                                     \
    {                                                                                                                              \
        STR_INIT(t), {STR_INIT("")}, false, true                                                                                   \
    }
#define TXT(t)                                                                                                                     \
    {                                                                                                                              \
        STR_INIT(t), {STR_INIT("")}, false, false                                                                                  \
    }
static const struct cell head[] = {TXT("类型"), NUM("A"), NUM("B"), NUM("C"), NUM("D"), NUM("E"), NUM("合计")};
static const struct cell row1[] = {TXT("二级及以上医疗机构"), NUM("3"), NUM("5"), NUM("1"), NUM("0"), NUM("0"), NUM("9")};
static const struct cell row2[] = {TXT("公共场所"), NUM("251"), NUM("930"), NUM("480"), NUM("122"), NUM("25"), NUM("1,808")};
static const struct cells by_type[] = {{row1, 7}, {row2, 7}};
static const struct fact meta[] = {
    {STR_INIT("索引号"), STR_INIT("YS-0001/2026-00005"), STR_INIT(""), {STR_INIT("")}, false},
    {STR_INIT("发文机关"), STR_INIT("遂溪县卫生健康局"), STR_INIT(""), {STR_INIT("")}, false},
    {STR_INIT("发文字号"), STR_INIT("遂卫办〔2026〕5号"), STR_INIT(""), {STR_INIT("")}, false},
    {STR_INIT("成文日期"), STR_INIT("2026年1月26日"), STR_INIT(""), {STR_INIT("")}, false},
    {STR_INIT("时效性"), STR_INIT("有效"), STR_INIT(""), {STR_INIT("")}, false},
    {STR_INIT("统计口径"), STR_INIT("2025年12月31日在册、已纳入评价的信用主体"), STR_INIT("不含自然人"), {STR_INIT("")}, false},
};
static const struct publication_line lines[] = {
    {STR_INIT("遂溪县云栖综合医院"),
     STR_INIT("12440823MB2C0A1B3X"),
     STR_INIT("二级及以上医疗机构"),
     STR_INIT("遂城镇"),
     BADGE_A,
     {STR_INIT("/entity/0")}},
    {STR_INIT("湛江市蓝湾消毒用品有限公司"),
     STR_INIT("91440823MA4UQ7XK2T"),
     STR_INIT("消毒产品生产企业"),
     STR_INIT("岭北镇"),
     BADGE_C,
     {STR_INIT("/entity/2")}},
    {STR_INIT("遂溪县星月美容美发店"),
     STR_INIT("92440823MA5WD3P94B"),
     STR_INIT("公共场所"),
     STR_INIT("城月镇"),
     BADGE_D,
     {STR_INIT("/entity/3")}},
};

void samples_lookup(void)
{
    struct home_view home = {
        .page = sample_page("", 0, ""),
        .form = sample_search_form("", false),
        .intro = S("查询遂溪县医疗卫生机构、公共场所和相关企业的信用等级与公开的信用记录。"),
        .subjects = 3012,
        .graded = 2964,
        .year = 2025,
        .as_of = day_from_ymd(2026, 11, 22),
        .legend = {legend, N_OF(legend)},
        .publications = {tables, 3},
        .all_publications = U("/publication"),
        .about = U("/about"),
    };
    sample_write("home", render_home, &home);
    home.page.large = true;
    home.form.large = true;
    sample_write("home_large", render_home, &home);
    search_samples();
    struct publications_view list = {sample_page("评价结果汇总表", 2, "汇总表"), {tables, 3}};
    sample_write("publications", render_publications, &list);
    struct publication_view one = {
        .page = sample_page("2025年度信用分级评价结果汇总表", 2, "2025年度"),
        .title = S("2025年度信用分级评价结果汇总表"),
        .number = S("遂卫办〔2026〕5号"),
        .published = day_from_ymd(2026, 1, 27),
        .year = 2025,
        .meta = {meta, N_OF(meta)},
        .correction = S("2026年3月2日更正：1个信用主体的等级由C级更正为B级，原因是一条记录已按程序撤销。"),
        .chart = {S("2025年度等级分布"), S("2025年度"), S("2024年度"), true, bars, 5, 2964},
        .by_type = {S("各类主体的等级"), S("没有数据。"), {head, 7}, by_type, 2},
        .towns = S("镇街"),
        .p = lines,
        .n = 3,
        .range_text = S("共 2,964 条，第 21–23 条"),
        .pages = PAGES,
        .csv = U("/publication/2025.csv"),
        .xlsx = U("/publication/2025.xlsx"),
        .report = U("/publication/2025/report"),
        .csv_size = S("约 310 KB"),
        .xlsx_size = S("约 180 KB"),
        .report_size = S("约 24 KB"),
        .hash = S("b1946ac92492d2347c6235b4d2611184a2a6c2f0de5f5b0e4a4a1ac1d7a0c9ee"),
    };
    sample_write("publication", render_publication, &one);
}
