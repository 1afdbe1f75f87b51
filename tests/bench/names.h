/* SPDX-License-Identifier: EUPL-1.2
 * names.h — invented names of institutions, shops and firms, as skewed as real ones: few kinds make most of the names, few places
 * have most of the institutions. Deterministic. For search_bench.c and the exactness test of search. No name is anybody's.
 */
#ifndef BENCH_NAMES_H
#define BENCH_NAMES_H

#include "base/arena.h"
#include "base/str.h"

struct name_maker {
    uint64_t state;
};

static inline uint64_t names_random(struct name_maker *m)
{
    uint64_t z = (m->state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

/* 0 … n-1; with skew 1 evenly, with 3 the first tenth gets almost half. */
static inline size_t names_pick(struct name_maker *m, size_t n, int skew)
{
    double u = (double)(names_random(m) >> 11) / 9007199254740992.0, v = u;
    for (int i = 1; i < skew; i++)
        v *= u;
    return (size_t)(v * (double)n);
}

static inline struct str names_character(struct name_maker *m, struct str pool, int skew)
{
    size_t i = names_pick(m, pool.n / 3, skew) * 3; /* every character of the pools has three bytes */
    return str_sub(pool, i, i + 3);
}

static const struct str NAMES_PLACE_1 =
    STR_INIT("安平长永大新东西南北天龙金石海江河洪青清白黄德广建昌福宁武文泰临兴太通阳高上丰万三光双同和嘉"
             "荣城云仁桂吉遂廉雷徐吴麻坡赤霞信化电茂湖溪英连乐翁始封怀罗");
static const struct str NAMES_PLACE_2 =
    STR_INIT("阳安州山江平城昌川水宁陵德化兴门溪河南明源丰泉北东海西定远康林乡武清义春龙和顺原乐田口坪头桥岭湾店沟集"
             "堡埔圩塘坑寨洲浦岗");
static const struct str NAMES_SURNAME =
    STR_INIT("王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢"
             "姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛");
static const struct str NAMES_GIVEN =
    STR_INIT("伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华玉萍红玲芬建国志新春梅秀珍海燕文斌宇浩凯婷雪慧健俊帆鹏飞"
             "鑫波辉宁龙亮成荣祥永福贵才发有根生金银水木火土");
static const struct str NAMES_LUCKY =
    STR_INIT("康仁德济安民和健益寿春福爱恒泰同瑞华美佳新源丰利兴隆顺达宝金玉祥云天宏盛永百千万众惠怡雅馨悦丽诚信正"
             "博慈圣心家乐洁亮明晨星辰阳光曙");

struct names_kind {
    int weight;
    char pattern[16];
    const char *suffix;
};
/* C county, T town, V village, S surname, G given name, L lucky character, N numeral. */
static const struct names_kind NAMES_KINDS[] = {
    {220, "CTV", "村卫生室"},
    {60, "CTV", "卫生站"},
    {40, "CT", "卫生院"},
    {10, "CT", "中心卫生院"},
    {60, "CSGG", "诊所"},
    {40, "CLL", "诊所"},
    {30, "CSG", "中医诊所"},
    {30, "CLL", "口腔诊所"},
    {20, "CLL", "口腔门诊部"},
    {20, "CLL", "门诊部"},
    {12, "CLL", "医院"},
    {6, "C", "人民医院"},
    {6, "CN", "人民医院"},
    {6, "C", "中医医院"},
    {5, "C", "妇幼保健院"},
    {3, "C", "疾病预防控制中心"},
    {60, "CTLL", "大药房"},
    {40, "LLLC", "药店有限公司"},
    {70, "CLLL", "美容美发店"},
    {60, "CSGG", "理发店"},
    {50, "CLL", "宾馆"},
    {40, "CLLL", "酒店有限公司"},
    {30, "CLL", "旅馆"},
    {30, "CLL", "足浴店"},
    {60, "CLLL", "商贸有限公司"},
    {40, "CLLL", "医疗器械有限公司"},
    {30, "CLLL", "餐饮管理有限公司"},
    {20, "CTN", "小学"},
    {15, "CTLL", "幼儿园"},
    {15, "CLL", "游泳馆"},
    {15, "CLL", "网吧"},
    {15, "CLL", "超市"},
    {8, "CTN", "社区卫生服务站"},
    {6, "CT", "社区卫生服务中心"},
    {4, "CLL", "消毒服务有限公司"},
    {3, "CLL", "体检中心"},
};

static inline struct str names_place(struct arena *a, uint64_t number, const char *kind)
{
    struct name_maker m = {.state = number * 0x2545f4914f6cdd1du};
    struct str one = names_character(&m, NAMES_PLACE_1, 2), two = names_character(&m, NAMES_PLACE_2, 2);
    return str_fmt(a, "%.*s%.*s%s", STR_ARG(one), STR_ARG(two), kind);
}

static inline struct str names_make(struct arena *a, struct name_maker *m)
{
    static const char *const NUMERALS[] = {"第一", "第二", "第三", "第四", "第五", "第六", "第十", "第十二"};
    int total = 0;
    for (size_t i = 0; i < sizeof NAMES_KINDS / sizeof *NAMES_KINDS; i++)
        total += NAMES_KINDS[i].weight;
    int at = (int)names_pick(m, (size_t)total, 1);
    const struct names_kind *k = NAMES_KINDS;
    while (at >= k->weight)
        at -= (k++)->weight;
    uint64_t county = names_pick(m, 2800, 2), town = county * 40 + names_pick(m, 30, 2);
    struct str name = STR("");
    for (const char *p = k->pattern; *p; p++) {
        struct str part = *p == 'C'   ? names_place(a, county + 1,
                                                  county % 5 == 0   ? "市"
                                                    : county % 3 == 0 ? "区"
                                                                      : "县")
                          : *p == 'T' ? names_place(a, town + 10007, town % 4 == 0 ? "乡" : "镇")
                          : *p == 'V' ? names_place(a, names_pick(m, 40000, 1) + 300007, "")
                          : *p == 'S' ? names_character(m, NAMES_SURNAME, 2)
                          : *p == 'G' ? names_character(m, NAMES_GIVEN, 1)
                          : *p == 'L' ? names_character(m, NAMES_LUCKY, 1)
                                      : str_from(NUMERALS[names_pick(m, 8, 2)]);
        name = str_cat(a, name, part);
    }
    return str_cat(a, name, str_from(k->suffix));
}

#endif
