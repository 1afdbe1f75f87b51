/* SPDX-License-Identifier: EUPL-1.2
 * look_entity.c — sample views of the archive page and the why-page for the look harness. Invented names only.
 */
#include "look_samples.h"

#include "tmpl/lookup/entity.h"
#include "tmpl/lookup/why.h"

static void render_entity(struct out *o, const void *view)
{
    tmpl_lookup_entity(o, (const struct entity_view *)view);
}
static void render_why(struct out *o, const void *view)
{
    tmpl_lookup_why(o, (const struct why_view *)view);
}

#define NO_URL                                                                                                                     \
    {                                                                                                                              \
        STR_INIT("")                                                                                                               \
    }
static const struct fact profile[] = {
    {STR_INIT("登记机关"), STR_INIT("遂溪县事业单位登记管理局"), STR_INIT(""), NO_URL, false},
    {STR_INIT("法定代表人"), STR_INIT("演示人员甲"), STR_INIT(""), NO_URL, false},
    {STR_INIT("成立日期"), STR_INIT("2009年5月18日"), STR_INIT(""), NO_URL, false},
    {STR_INIT("地址"), STR_INIT("广东省湛江市遂溪县遂城镇示例大道18号"), STR_INIT(""), NO_URL, false},
    {STR_INIT("诊疗科目"), STR_INIT("内科、外科、妇产科、儿科、急诊医学科、医学检验科、医学影像科、中医科"), STR_INIT(""), NO_URL,
     false},
    {STR_INIT("状态"), STR_INIT("在业"), STR_INIT(""), NO_URL, false},
};
#define D(n)                                                                                                                       \
    {                                                                                                                              \
        n                                                                                                                          \
    }
static const struct licence_row licences[] = {
    {STR_INIT("医疗机构执业许可证"),
     STR_INIT("PDY00245744082319A1002"),
     STR_INIT("遂溪县卫生健康局"),
     D(18628),
     D(24106),
     {STR_INIT("有效"), TAG_GOOD}},
    {STR_INIT("放射诊疗许可证"),
     STR_INIT("粤卫放证字〔2021〕第0823012号"),
     STR_INIT("湛江市卫生健康局"),
     D(18700),
     {INT32_MIN},
     {{NULL, 0}, TAG_PLAIN}},
    {STR_INIT("母婴保健技术服务执业许可证"),
     STR_INIT("M44082300012"),
     STR_INIT("遂溪县卫生健康局"),
     D(17800),
     D(19000),
     {STR_INIT("已过期"), TAG_WARN}},
};
static const struct record_row good[] = {
    {.id = STR_INIT("K3F9Q2"),
     .item = STR_INIT("县级以上卫生健康行政部门表彰"),
     .document = STR_INIT("遂卫办〔2025〕18号"),
     .detail = STR_INIT("2025年度基层医疗服务先进单位"),
     .source = STR_INIT("医政股"),
     .found = D(20200),
     .publicity_from = D(20203),
     .publicity_until = D(20930),
     .repair_from = {INT32_MIN},
     .fades = true},
};
static const struct record_row bad[] = {
    {.id = STR_INIT("R8T2M7"),
     .item = STR_INIT("行政处罚（简易程序）"),
     .document = STR_INIT("遂卫医罚〔2025〕32号"),
     .detail = STR_INIT("未按规定填写、保管病历资料；警告。"),
     .source = STR_INIT("县卫生监督所"),
     .severity = {STR_INIT("轻微"), TAG_PLAIN},
     .found = D(20250),
     .publicity_from = D(20255),
     .publicity_until = D(20345),
     .repair_from = D(20300)},
    {.id = STR_INIT("W5C0H4"),
     .item = STR_INIT("行政处罚（普通程序）"),
     .document = STR_INIT("遂卫医罚〔2025〕7号"),
     .detail = STR_INIT("使用未取得处方权的人员开具处方；警告，罚款五千元。"),
     .source = STR_INIT("县卫生监督所"),
     .severity = {STR_INIT("一般"), TAG_WARN},
     .found = D(20150),
     .publicity_from = D(20155),
     .publicity_until = D(20515),
     .repair_from = D(20245),
     .disputed = true},
    {.id = STR_INIT("Z1X7B9"),
     .item = STR_INIT("拒不履行生效裁决"),
     .document = STR_INIT("（2025）粤0823执117号"),
     .detail = STR_INIT(""),
     .source = STR_INIT("信用中国"),
     .severity = {STR_INIT("严重"), TAG_BAD},
     .found = D(20100),
     .publicity_from = D(20105),
     .publicity_until = D(21200),
     .repair_from = {INT32_MIN},
     .repair_note = STR_INIT("须先履行义务")},
};
static const struct record_group groups[] = {
    {STR_INIT("增信信息"),
     STR_INIT("表彰、标准化建设、公益等对信用有利的信息。"),
     {STR_INIT(""), TAG_GOOD},
     good,
     1,
     STR_INIT(""),
     STR_INIT("")},
    {STR_INIT("不良信息"), STR_INIT(""), {STR_INIT(""), TAG_WARN}, bad, 1, STR_INIT(""), STR_INIT("")},
    {STR_INIT("失信信息"), STR_INIT(""), {STR_INIT(""), TAG_BAD}, bad + 1, 2, STR_INIT(""), STR_INIT("仅显示最近 50 条。")},
    {STR_INIT("严重失信信息"),
     STR_INIT(""),
     {STR_INIT(""), TAG_BAD},
     NULL,
     0,
     STR_INIT("没有公示中的严重失信信息。"),
     STR_INIT("")},
};
static const struct grade_row grades[] = {
    {2025,
     {BADGE_GOOD, STR_INIT("B"), STR_INIT("良好"), true},
     D(20480),
     {INT32_MIN},
     STR_INIT("第2版（更正）"),
     STR_INIT(""),
     {STR_INIT("/why/2025")},
     true},
    {2024, BADGE_C, D(20115), D(20479), STR_INIT(""), STR_INIT(""), {STR_INIT("/why/2024")}, true},
    {2023, BADGE_A, D(19750), D(20114), STR_INIT(""), STR_INIT("承继自“遂溪县云栖卫生院”"), NO_URL, false},
};
static const struct former_row former[] = {{STR_INIT("遂溪县云栖卫生院"), D(14382), D(19600), STR_INIT("更名")}};
static const struct list_row lists[] = {
    {STR_INIT("守信激励对象名单"),
     {STR_INIT(""), TAG_GOOD},
     STR_INIT("实施方案二（八）"),
     STR_INIT("遂卫办〔2024〕9号"),
     D(19780),
     D(20145)},
};

static void entity_samples(void)
{
    struct entity_view v = {
        .page = sample_page("遂溪县云栖综合医院", 1, "遂溪县云栖综合医院"),
        .name = S("遂溪县云栖综合医院"),
        .code = S("12440823MB2C0A1B3X"),
        .type = S("二级及以上医疗机构"),
        .town = S("遂城镇"),
        .grade = {.badge = grades[0].badge,
                  .year = 2025,
                  .meaning = S("没有失信信息，按规定公示中的不良信息不影响B级。监督抽查比例20%。"),
                  .regime = S("遂溪县医疗卫生信用信息管理工作实施方案"),
                  .issuer = S("遂溪县卫生健康局"),
                  .valid_from = day_from_ymd(2026, 1, 27),
                  .next_change = day_from_ymd(2027, 1, 28),
                  .next_reason = S("公布2026年度评价结果"),
                  .why = U("/why/2025"),
                  .has_why = true},
        .profile = {profile, N_OF(profile)},
        .licences = {licences, 3},
        .records = {groups, 4},
        .grades = {grades, 3},
        .former = {former, 1},
        .lists = {lists, 1},
        .self = U("/entity/12440823MB2C0A1B3X"),
        .on = {.id = S("on"), .name = S("on"), .label = S("日期"), .hint = S("例如 2025-3-1 或 2025年3月1日"), .width = 20},
        .on_day = DAY_NONE,
        .json = U("/entity/12440823MB2C0A1B3X.json"),
        .has_json = true,
        .statement = S("我院已于2025年7月完成整改并加强病历管理培训。"),
    };
    v.page.print_meta = true;
    sample_write("entity", render_entity, &v);
    v.on_day = day_from_ymd(2024, 6, 1);
    v.grade = (struct grade_head){.badge = BADGE_LATER,
                                  .meaning = S("该类主体尚未纳入评价，按实施步骤分批开展。"),
                                  .regime = S("遂溪县医疗卫生信用信息管理工作实施方案"),
                                  .valid_from = DAY_NONE,
                                  .next_change = DAY_NONE};
    v.licences.n = v.records.n = v.grades.n = v.former.n = v.lists.n = 0;
    v.statement = STR_NONE;
    v.notice = (struct notice){TAG_INFO, S("系统正在更新"), S("今日数据将在一小时内刷新。"), {S(""), U(""), false}};
    sample_write("entity_bare", render_entity, &v);
}

#define NONE_DAY                                                                                                                   \
    {                                                                                                                              \
        INT32_MIN                                                                                                                  \
    }
static const struct score_line points[] = {
    {1, STR_INIT(""), NO_URL, false, STR_INIT("起评分"), STR_INIT(""), NONE_DAY, STR_INIT("+80 分"), STR_INIT("80 分"),
     STR_INIT("base"), STR_INIT("每个主体从80分起评。"), STR_INIT(""), true, true, STR_INIT("")},
    {2,
     STR_INIT("K3F9Q2"),
     {STR_INIT("/entity/1#r-K3F9Q2")},
     true,
     STR_INIT("县级以上卫生健康行政部门表彰"),
     STR_INIT("遂卫办〔2025〕18号"),
     D(20200),
     STR_INIT("+5 分"),
     STR_INIT("85 分"),
     STR_INIT("good.award"),
     STR_INIT("县级表彰，每次加5分，最多10分。"),
     STR_INIT("办法第十二条第二项"),
     true,
     true,
     STR_INIT("")},
    {3,
     STR_INIT("R8T2M7"),
     {STR_INIT("/entity/1#r-R8T2M7")},
     true,
     STR_INIT("行政处罚（简易程序）"),
     STR_INIT("遂卫医罚〔2025〕32号"),
     D(20250),
     STR_INIT("−3 分"),
     STR_INIT("82 分"),
     STR_INIT("bad.simple"),
     STR_INIT("简易程序处罚，每次减3分。"),
     STR_INIT("办法第十三条第一项"),
     true,
     true,
     STR_INIT("")},
    {4, STR_INIT("B6N4V1"), NO_URL, false, STR_INIT("上年度表彰"), STR_INIT("遂卫办〔2024〕11号"), D(19850), STR_INIT("+2.5 分"),
     STR_INIT("84.5 分"), STR_INIT("good.award.decay"), STR_INIT("上一年的良好信息按一半计入。"), STR_INIT("办法第十五条"), false,
     true, STR_INIT("5 分 × 50% = 2.5 分")},
};
static const struct score_line uncounted[] = {
    {.no = 0,
     .record = STR_INIT("W5C0H4"),
     .record_linked = true,
     .record_url = {STR_INIT("/entity/1#r-W5C0H4")},
     .item = STR_INIT("行政处罚（普通程序）"),
     .document = STR_INIT("遂卫医罚〔2025〕7号"),
     .date = D(20150),
     .reason = STR_INIT("异议处理中，处理完毕后再计入"),
     .article = STR_INIT("办法第二十六条")},
    {.no = 0,
     .record = STR_INIT("P2L8S3"),
     .item = STR_INIT("责令改正"),
     .date = D(19900),
     .reason = STR_INIT("已信用修复"),
     .article = STR_INIT("办法第三十条"),
     .local = true},
};
static const struct near_rule near[] = {
    {STR_INIT("grade.A"), STR_INIT("90分以上评为A级"), STR_INIT("办法第十四条"), true, STR_INIT("差 5.5 分")},
    {STR_INIT("veto.refuse"), STR_INIT("拒绝监督检查的，直接评为最低级"), STR_INIT("办法第十六条"), false,
     STR_INIT("没有该类记录")},
};
static const struct score_line ladder[] = {
    {1, STR_INIT(""), NO_URL, false, STR_INIT("严重失信信息"), STR_INIT(""), NONE_DAY, STR_INIT("没有"), STR_INIT("不低于 D"),
     STR_INIT("rung.E"), STR_INIT("有严重失信信息的，评为E级。"), STR_INIT("实施方案二（五）"), false, true, STR_INIT("")},
    {2,
     STR_INIT("W5C0H4"),
     {STR_INIT("/entity/1#r-W5C0H4")},
     true,
     STR_INIT("行政处罚（普通程序）"),
     STR_INIT("遂卫医罚〔2025〕7号"),
     D(20150),
     STR_INIT("降至 D"),
     STR_INIT("D"),
     STR_INIT("rung.D"),
     STR_INIT("有失信信息的，评为D级。"),
     STR_INIT(""),
     true,
     true,
     STR_INIT("")},
};
static const struct fact provenance[] = {
    {STR_INIT("规则版本"), STR_INIT("guangdong-suixi 2025.1"), STR_INIT(""), NO_URL, false},
    {STR_INIT("数据快照校验值"), STR_INIT("3b7e0f5a9c1d44e08f2b6a7790cd1e52b8a3f64410f7a2c95d1e8b0473a6cf19"), STR_INIT(""), NO_URL,
     false},
    {STR_INIT("结果校验值"), STR_INIT("a90c3d1f7be2466d8c05e1fb02974acd5517e0b3f2689c4a1d7e3f5b6c8a9012"), STR_INIT(""), NO_URL,
     false},
    {STR_INIT("评价时间"), STR_INIT("2026年1月20日 02:14"), STR_INIT(""), NO_URL, false},
    {STR_INIT("审定"), STR_INIT("经办人员、审批人员两人确认"), STR_INIT(""), NO_URL, false},
};
static const struct link years[] = {{STR_INIT("2025年度（第2版）"), NO_URL, true},
                                    {STR_INIT("2025年度（第1版）"), {STR_INIT("/why/2025?version=1")}, false},
                                    {STR_INIT("2024年度"), {STR_INIT("/why/2024")}, false}};

void samples_entity(void)
{
    entity_samples();
    struct why_view v = {
        .page = sample_page("2025年度评分明细", 1, "2025年度评分明细"),
        .name = S("遂溪县云栖综合医院"),
        .code = S("12440823MB2C0A1B3X"),
        .year = 2025,
        .badge = BADGE_B,
        .result_text = S("84.5 分，在 75 分以上、90 分以下，评为B级。"),
        .method = S("从起评分开始，按规则逐条加减；出现一票否决事项的，直接评为最低级。"),
        .lines = {points, N_OF(points)},
        .uncounted = {uncounted, 2},
        .near_rules = {near, 2},
        .points = true,
        .withheld = 1,
        .provenance = {provenance, N_OF(provenance)},
        .entity = U("/entity/12440823MB2C0A1B3X"),
        .json = U("/entity/12440823MB2C0A1B3X/why/2025.json"),
        .about = U("/about"),
        .years = {years, 3},
        .correction = S("本明细为第2版，替代2026年1月27日公布的第1版。原因：一条记录已按程序撤销。"),
    };
    v.page.print_meta = true;
    sample_write("why", render_why, &v);
    v.points = false;
    v.lines.p = ladder;
    v.lines.n = 2;
    v.uncounted.n = 0;
    v.badge = BADGE_D;
    v.result_text = S("有失信信息，评为D级。");
    v.method = S("从最严重的情形开始逐级对照，符合哪一级的条件就评为哪一级。");
    v.correction = STR_NONE;
    sample_write("why_ladder", render_why, &v);
}
