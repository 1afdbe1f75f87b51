/* SPDX-License-Identifier: EUPL-1.2
 * publish_text.c — see publish_text.h.
 */
#include "publish/publish_text.h"

#include "base/arena.h"

struct text {
    struct arena *a;
    struct {
        struct str *p;
        size_t n, cap;
    } v;
};

static void say(struct text *t, struct str s)
{
    *VEC_PUSH(t->a, t->v) = s;
}

static struct notice_body body_of(struct text *t, struct str addressee, const struct str *attachment)
{
    return (struct notice_body){.addressee = addressee, .paragraphs = {t->v.p, t->v.n}, .attachments = {attachment, 1}};
}

static void say_results(struct text *t, const struct regime *r, const struct grade_round *round)
{
    struct grade_counts counts = grade_distribution(t->a, round->distribution);
    say(t, STR("一、评价结果"));
    say(t, str_fmt(t->a, "本次共评价管理相对人%d个，所用信用信息%d条。结果如下：", round->subjects, round->records));
    for (size_t i = 0; i < counts.n; i++) {
        const struct regime_grade *g = regime_grade(r, counts.p[i].grade);
        int64_t permille = round->subjects ? (counts.p[i].n * 1000 + round->subjects / 2) / round->subjects : 0;
        say(t, str_fmt(t->a, "%.*s：%lld个，占%lld.%lld%%%s", STR_ARG(g ? g->label : counts.p[i].grade), (long long)counts.p[i].n,
                       (long long)(permille / 10), (long long)(permille % 10), i + 1 < counts.n ? "；" : "。"));
    }
    say(t, str_fmt(t->a, "与上年度相比，等级上升%d个，等级下降%d个。", round->moved_up, round->moved_down));
}

static void say_basis(struct text *t, const struct grade_round *round)
{
    say(t, STR("评价由系统按照制度数据逐条计算，每个等级都附评分明细；上位文件没有规定的评分规则为本地规则，在明细中标明。"
               "本结果是行业信用分级，不是金融征信评级。"));
    say(t, str_fmt(t->a, "评价轮次：第%d号；结果校验值：%.*s。", round->id,
                   STR_ARG(str_hex(t->a, round->result_hash.p, round->result_hash.n))));
}

struct notice_body publish_announcement(struct arena *a, const struct publish_order *o, const struct grade_round *round,
                                        const struct publish_table *t, struct str correction)
{
    static const struct str attachment = STR_INIT("信用分级评价结果汇总表");
    const struct regime *r = o->regime;
    struct text x = {.a = a};
    say(&x, str_fmt(a, "根据《%.*s》（%.*s），现将%d年度医疗卫生信用分级评价结果予以公布。", STR_ARG(r->head.title),
                    STR_ARG(r->head.number), round->year));
    if (correction.n)
        say(&x, correction);
    say_results(&x, r, round);
    say(&x, STR("二、公布范围"));
    say(&x, str_fmt(a, "依法可以公开的结果共%zu个，列入所附汇总表。自然人的结果和依法不公开的结果共%lld个，不列入汇总表。",
                    t->rows.n, (long long)t->withheld));
    say(&x, STR("三、说明"));
    say_basis(&x, round);
    say(&x,
        STR("汇总表的电子表格、签名证明和逐个主体的评分明细在本机关信用信息公示网站提供。对公布结果有异议的，可以向本机关提出。"));
    return body_of(&x, STR(""), &attachment);
}

struct notice_body publish_report_text(struct arena *a, const struct publish_order *o, const struct grade_round *round,
                                       const struct publish_table *t)
{
    static const struct str attachment = STR_INIT("信用分级评价结果汇总表（电子表格）");
    const struct regime *r = o->regime;
    struct text x = {.a = a};
    say(&x, str_fmt(a, "根据《%.*s》（%.*s），现将%d年度信用分级评价结果报告如下。", STR_ARG(r->head.title),
                    STR_ARG(r->head.number), round->year));
    say_results(&x, r, round);
    say(&x, STR("二、公布情况"));
    say(&x, str_fmt(a, "依法可以公开的结果共%zu个，已编入汇总表公布；依法不公开的%lld个，只供授权查询和政务使用。", t->rows.n,
                    (long long)t->withheld));
    say(&x, STR("三、说明"));
    say_basis(&x, round);
    struct notice_body b = body_of(&x, r->head.bureau, &attachment);
    b.signer = o->unit_name;
    return b;
}

struct str publish_report_title(struct arena *a, const struct grade_round *round)
{
    return str_fmt(a, "关于报送%d年度医疗卫生信用分级评价结果的报告", round->year);
}

const struct regime_notice *publish_kind(const struct regime *r, enum regime_notice_about about)
{
    static const struct regime_notice plain[] = {
        {.code = STR_INIT("summary"),
         .label = STR_INIT("评价结果汇总表公告"),
         .series = STR_INIT("gs"),
         .word = STR_INIT("卫信公示"),
         .about = NOTICE_ABOUT_SUMMARY,
         .is_open = true},
        {.code = STR_INIT("report"),
         .label = STR_INIT("评价结果书面报告"),
         .series = STR_INIT("bg"),
         .word = STR_INIT("卫信报"),
         .about = NOTICE_ABOUT_REPORT},
    };
    const struct regime_notice *k = regime_notice_about(r, about);
    return k ? k : &plain[about == NOTICE_ABOUT_REPORT];
}
