/* SPDX-License-Identifier: EUPL-1.2
 * demo_words.c — names and numbers of the demonstration; see demo.h.
 */
#include "portalctl/demo.h"

#include "base/arena.h"
#include "base/check.h"
#include "base/id.h"

/* A division that GB/T 2260 has never given out: no real code or identity number can carry it. */
#define NO_PLACE "449999"

/* splitmix64 */
uint32_t demo_below(struct demo_random *r, uint32_t n)
{
    r->state += UINT64_C(0x9E3779B97F4A7C15);
    uint64_t z = r->state;
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return (uint32_t)((z ^ (z >> 31)) % n);
}

bool demo_chance(struct demo_random *r, uint32_t permille)
{
    return demo_below(r, 1000) < permille;
}

static const struct str BRANDS[] = {
    STR_INIT("康和"), STR_INIT("仁安"), STR_INIT("惠泽"), STR_INIT("益民"), STR_INIT("同济源"), STR_INIT("安宁"),
    STR_INIT("百草"), STR_INIT("春晖"), STR_INIT("德润"), STR_INIT("丰泰"), STR_INIT("广济"),   STR_INIT("和顺"),
    STR_INIT("嘉康"), STR_INIT("景明"), STR_INIT("乐康"), STR_INIT("明德"), STR_INIT("宁馨"),   STR_INIT("普惠"),
    STR_INIT("清源"), STR_INIT("瑞祥"), STR_INIT("善济"), STR_INIT("泰安"), STR_INIT("万和"),   STR_INIT("欣荣"),
    STR_INIT("雅静"), STR_INIT("悦来"), STR_INIT("众康"), STR_INIT("紫荆"), STR_INIT("长青"),   STR_INIT("东篱"),
};
static const struct str SURNAMES[] = {STR_INIT("陈"), STR_INIT("李"), STR_INIT("黄"),   STR_INIT("王"),
                                      STR_INIT("林"), STR_INIT("周"), STR_INIT("吴"),   STR_INIT("郑"),
                                      STR_INIT("何"), STR_INIT("梁"), STR_INIT("欧阳"), STR_INIT("谢")};
static const struct str GIVEN[] = {STR_INIT("甲"), STR_INIT("乙"), STR_INIT("丙"), STR_INIT("丁"), STR_INIT("戊"),
                                   STR_INIT("己"), STR_INIT("庚"), STR_INIT("辛"), STR_INIT("壬"), STR_INIT("癸")};
#define COUNT(a) (sizeof(a) / sizeof *(a))

/* How a type's names end, and how its codes begin (12 public institution, 52 private non-profit, 91 company, 92 sole trader). */
static const struct {
    struct str type, head;
    struct str endings[4];
} SHAPES[] = {
    {STR_INIT("medical_institution_2plus"),
     STR_INIT("12"),
     {STR_INIT("人民医院"), STR_INIT("中医医院"), STR_INIT("妇幼保健院"), STR_INIT("第二人民医院")}},
    {STR_INIT("medical_institution_1"),
     STR_INIT("12"),
     {STR_INIT("卫生院"), STR_INIT("社区卫生服务中心"), STR_INIT("中心卫生院"), STR_INIT("医院")}},
    {STR_INIT("medical_institution_below1"),
     STR_INIT("92"),
     {STR_INIT("诊所"), STR_INIT("口腔门诊部"), STR_INIT("中医诊所"), STR_INIT("卫生站")}},
    {STR_INIT("private_hospital"),
     STR_INIT("52"),
     {STR_INIT("医院"), STR_INIT("康复医院"), STR_INIT("中西医结合医院"), STR_INIT("眼科医院")}},
    {STR_INIT("blood_station"), STR_INIT("12"), {STR_INIT("中心血站"), STR_INIT("血站"), STR_INIT("单采血浆站"), STR_INIT("血库")}},
    {STR_INIT("public_place_lodging"), STR_INIT("92"), {STR_INIT("宾馆"), STR_INIT("旅馆"), STR_INIT("酒店"), STR_INIT("公寓")}},
    {STR_INIT("public_place_pool"),
     STR_INIT("91"),
     {STR_INIT("游泳馆"), STR_INIT("游泳俱乐部"), STR_INIT("水上乐园"), STR_INIT("泳池")}},
    {STR_INIT("public_place_bathing"),
     STR_INIT("92"),
     {STR_INIT("沐足店"), STR_INIT("浴室"), STR_INIT("汗蒸馆"), STR_INIT("温泉馆")}},
    {STR_INIT("public_place_beauty"),
     STR_INIT("92"),
     {STR_INIT("美容院"), STR_INIT("理发店"), STR_INIT("美发厅"), STR_INIT("美容美发店")}},
    {STR_INIT("water_supplier"),
     STR_INIT("91"),
     {STR_INIT("自来水厂"), STR_INIT("供水有限公司"), STR_INIT("水厂"), STR_INIT("农村供水站")}},
    {STR_INIT("disinfectant_maker"),
     STR_INIT("91"),
     {STR_INIT("消毒用品有限公司"), STR_INIT("卫生用品厂"), STR_INIT("消毒制品有限公司"), STR_INIT("生物科技有限公司")}},
    {STR_INIT("water_product_maker"),
     STR_INIT("91"),
     {STR_INIT("净水设备有限公司"), STR_INIT("水处理设备厂"), STR_INIT("管材有限公司"), STR_INIT("净水科技有限公司")}},
    {STR_INIT("tableware_disinfection"),
     STR_INIT("91"),
     {STR_INIT("餐具消毒有限公司"), STR_INIT("餐饮具集中消毒中心"), STR_INIT("餐具清洁服务部"), STR_INIT("洁具服务有限公司")}},
    {STR_INIT("occupational_health_service"),
     STR_INIT("91"),
     {STR_INIT("职业卫生技术服务有限公司"), STR_INIT("检测技术有限公司"), STR_INIT("职业健康评价中心"),
      STR_INIT("安全技术有限公司")}},
    {STR_INIT("radiation_health_service"),
     STR_INIT("91"),
     {STR_INIT("放射卫生技术服务有限公司"), STR_INIT("辐射检测有限公司"), STR_INIT("放射防护评价中心"),
      STR_INIT("计量检测有限公司")}},
};

struct str demo_uscc(struct demo *d, struct str head2)
{
    static const char orgcode_alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    char body[8];
    int n = ++d->serial;
    body[0] = 'M';
    body[1] = 'Y';
    for (int i = 7; i >= 2; i--, n /= 31)
        body[i] = orgcode_alphabet[n % 31];
    struct str first8 = {body, sizeof body};
    char check = orgcode_check_character(first8);
    struct str first17 = str_fmt(d->arena, "%.*s" NO_PLACE "%.*s%c", STR_ARG(head2), STR_ARG(first8), check);
    return str_fmt(d->arena, "%.*s%c", STR_ARG(first17), uscc_check_character(first17));
}

struct str demo_resident_id(struct demo *d)
{
    struct day born = day_add(day_from_ymd(1962, 1, 1), (int32_t)demo_below(&d->random, 13000));
    struct ymd v = day_ymd(born);
    struct str first17 = str_fmt(d->arena, NO_PLACE "%04d%02d%02d%03d", v.year, v.month, v.day, ++d->serial % 1000);
    return str_fmt(d->arena, "%.*s%c", STR_ARG(first17), id_resident_check_character(first17));
}

struct str demo_person_name(struct demo *d)
{
    struct str s = SURNAMES[demo_below(&d->random, COUNT(SURNAMES))], g = GIVEN[demo_below(&d->random, COUNT(GIVEN))];
    return str_fmt(d->arena, "%.*s示%.*s", STR_ARG(s), STR_ARG(g));
}

struct str demo_subject_name(struct demo *d, const struct regime_subject_type *t, const struct demo_place *place, int nth,
                             struct str *head_out)
{
    *head_out = STR("91");
    for (size_t i = 0; i < COUNT(SHAPES); i++) {
        if (!str_eq(SHAPES[i].type, t->code))
            continue;
        *head_out = SHAPES[i].head;
        struct str ending = SHAPES[i].endings[demo_below(&d->random, 4)];
        struct str brand = BRANDS[demo_below(&d->random, COUNT(BRANDS))];
        bool official = str_eq(SHAPES[i].head, STR("12")) && nth < (int)d->places.n;
        if (official)
            return str_fmt(d->arena, "%.*s%.*s%.*s（演示）", STR_ARG(d->bureau_place), STR_ARG(place->name), STR_ARG(ending));
        return str_fmt(d->arena, "%.*s%.*s%.*s%.*s", STR_ARG(d->bureau_place), STR_ARG(place->name), STR_ARG(brand),
                       STR_ARG(ending));
    }
    struct str brand = BRANDS[demo_below(&d->random, COUNT(BRANDS))];
    return str_fmt(d->arena, "%.*s%.*s%.*s%.*s", STR_ARG(d->bureau_place), STR_ARG(place->name), STR_ARG(brand), STR_ARG(t->label));
}
