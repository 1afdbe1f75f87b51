/* SPDX-License-Identifier: EUPL-1.2
 * demo.c — portalctl demo write: the demonstration bureau as files, and the rule set's items filled with plausible years. See
 * demo.h.
 */
#include "portalctl/demo.h"

#include "base/check.h"
#include "base/file.h"
#include "base/id.h"
#include "base/out.h"
#include "portalctl/ctl.h"

enum { FIRST_YEAR = 2021, LAST_YEAR = 2025 };

struct made {
    struct str name, code, id_number;
    const struct regime_subject_type *type;
};

/* Of a thousand subjects: how many of a type. What a regime does not know is left out. */
static const struct {
    struct str type;
    uint32_t permille;
} MIX[] = {
    {STR_INIT("medical_institution_2plus"), 5},
    {STR_INIT("medical_institution_1"), 20},
    {STR_INIT("medical_institution_below1"), 260},
    {STR_INIT("private_hospital"), 60},
    {STR_INIT("blood_station"), 1},
    {STR_INIT("public_place_lodging"), 110},
    {STR_INIT("public_place_pool"), 12},
    {STR_INIT("public_place_bathing"), 60},
    {STR_INIT("public_place_beauty"), 230},
    {STR_INIT("water_supplier"), 14},
    {STR_INIT("disinfectant_maker"), 6},
    {STR_INIT("water_product_maker"), 5},
    {STR_INIT("tableware_disinfection"), 4},
    {STR_INIT("occupational_health_service"), 2},
    {STR_INIT("radiation_health_service"), 2},
    {STR_INIT("medical_staff"), 240},
};

static void read_lists(struct demo *d, struct str dir, struct str regime)
{
    struct str line,
        rest = file_read(d->arena, str_fmt(d->arena, "%.*s/%.*s.divisions.csv", STR_ARG(dir), STR_ARG(regime)), 1u << 20);
    str_cut(&rest, '\n', &line);
    for (bool first = true; str_cut(&rest, '\n', &line);) {
        struct str code, name = str_trim(line);
        if (name.n == 0 || !str_cut(&name, ',', &code))
            continue;
        if (first)
            d->bureau_place = name;
        else
            *VEC_PUSH(d->arena, d->places) = (struct demo_place){code, name};
        first = false;
    }
    rest = file_read(d->arena, str_fmt(d->arena, "%.*s/%.*s.units", STR_ARG(dir), STR_ARG(regime)), 1u << 20);
    while (str_cut(&rest, '\n', &line))
        if (str_trim(line).n)
            *VEC_PUSH(d->arena, d->units) = str_trim(line);
    CHECK(d->places.n && d->units.n);
}

static void write_person(struct demo *d, struct out *o, const struct demo_place *place, struct made *m)
{
    m->name = demo_person_name(d);
    m->id_number = demo_resident_id(d);
    out_fmt(o, "%.*s,,居民身份证,%.*s,%.*s,%.*s,,,,,执业证书,4499%011d,2018-6-1,\r\n", STR_ARG(m->name), STR_ARG(m->id_number),
            STR_ARG(m->type->label), STR_ARG(place->code), d->serial);
}

static void write_organisation(struct demo *d, struct out *o, const struct demo_place *place, int nth, struct made *m)
{
    struct str head, former = STR_NONE;
    m->name = demo_subject_name(d, m->type, place, nth, &head);
    m->code = demo_uscc(d, head);
    if (demo_chance(&d->random, 30))
        former = demo_subject_name(d, m->type, place, nth + 100, &head);
    struct str born = day_iso(d->arena, day_add(day_from_ymd(2002, 1, 1), (int32_t)demo_below(&d->random, 8000)));
    struct str until = day_iso(d->arena, day_add(day_from_ymd(2026, 6, 1), (int32_t)demo_below(&d->random, 1500)));
    out_fmt(o, "%.*s,%.*s,,,%.*s,%.*s,%.*s%.*s演示路%u号,%.*s,%.*s,", STR_ARG(m->name), STR_ARG(m->code), STR_ARG(m->type->label),
            STR_ARG(place->code), STR_ARG(d->bureau_place), STR_ARG(place->name), demo_below(&d->random, 300) + 1,
            STR_ARG(demo_person_name(d)), STR_ARG(born));
    out_fmt(o, "%.*s,卫生许可证,演卫许〔2022〕%d号,2022-3-1,%.*s\r\n", STR_ARG(former), d->serial, STR_ARG(until));
}

static size_t write_subjects(struct demo *d, struct out *o, size_t wanted, struct made *made)
{
    size_t n = 0;
    out_str(
        o,
        STR("名称,统一社会信用代码,证件类型,证件号码,主体类型,所属乡镇,地址,法定代表人,成立日期,曾用名,许可证名称,许可证号,发证日期,有效期至\r\n"));
    for (size_t i = 0; i < sizeof MIX / sizeof *MIX; i++) {
        const struct regime_subject_type *t = regime_subject_type(d->regime, MIX[i].type);
        if (!t)
            continue;
        size_t some = (wanted * MIX[i].permille + 999) / 1000;
        for (size_t k = 0; k < some && n < wanted; k++) {
            const struct demo_place *place = &d->places.p[k < d->places.n ? k : demo_below(&d->random, (uint32_t)d->places.n)];
            made[n] = (struct made){.type = t};
            if (t->kind == KIND_LEGAL)
                write_organisation(d, o, place, (int)k, &made[n]);
            else
                write_person(d, o, place, &made[n]);
            n++;
        }
    }
    return n;
}

static bool fits(const struct regime_item *item, const struct regime_subject_type *t)
{
    return item->subject_types.n == 0 || regime_code_in(item->subject_types, t->code);
}

/* An item of the polarity, the mandates' first ones more often. NULL when the regime has none for the type. */
static const struct regime_item *pick_item(struct demo *d, enum regime_polarity polarity, const struct regime_subject_type *t)
{
    const struct regime_item *found[64];
    size_t n = 0;
    for (size_t i = 0; i < d->regime->items.n && n < 64; i++) {
        const struct regime_item *item = &d->regime->items.p[i];
        if (regime_category_of(d->regime, item)->polarity == polarity && fits(item, t))
            found[n++] = item;
    }
    if (!n)
        return NULL;
    uint32_t x = demo_below(&d->random, (uint32_t)n), y = demo_below(&d->random, (uint32_t)n);
    return found[x < y ? x : y];
}

static void write_record(struct demo *d, struct out *o, const struct made *m, const struct regime_item *item, int year)
{
    struct day found = day_add(day_from_ymd(year, 1, 4), (int32_t)demo_below(&d->random, 350));
    bool penalty = item->kind == ITEM_PENALTY;
    const char *severity = penalty ? demo_chance(&d->random, 150) ? "严重" : "一般" : "";
    struct str unit = d->units.p[demo_below(&d->random, (uint32_t)d->units.n)];
    struct str label = str_replace(d->arena, item->name.n ? item->name : item->label, STR(","), STR("，"));
    out_fmt(o, "%.*s,%.*s,%.*s,", STR_ARG(m->type->kind == KIND_LEGAL ? m->name : STR_NONE), STR_ARG(m->code),
            STR_ARG(m->id_number));
    out_fmt(o, "%.*s,%.*s（演示）,", STR_ARG(item->code), STR_ARG(utf8_prefix(label, 40)));
    if (penalty)
        out_fmt(o, "演卫医罚〔%d〕%d号", year, ++d->serial);
    out_fmt(o, ",%.*s,%.*s,%.*s,%s,", STR_ARG(d->regime->head.bureau), STR_ARG(unit), STR_ARG(day_iso(d->arena, found)), severity);
    if (item->kind == ITEM_POINTS)
        out_fmt(o, "%u", demo_below(&d->random, 4) + 1);
    out_str(o, STR("\r\n"));
}

/* Most subjects have a clean archive; a small part collects most of the bad records, as in life. */
static void write_year(struct demo *d, struct out *o, const struct made *m, bool careless, int year)
{
    static const struct {
        enum regime_polarity polarity;
        uint32_t clean, careless; /* permille a year */
    } ODDS[] = {{POLARITY_GOOD, 300, 80}, {POLARITY_BAD, 25, 500},   {POLARITY_DISHONEST, 6, 160},
                {POLARITY_SERIOUS, 0, 8}, {POLARITY_BASE, 150, 150}, {POLARITY_REFERENCE, 10, 60}};
    for (size_t i = 0; i < sizeof ODDS / sizeof *ODDS; i++)
        while (demo_chance(&d->random, careless ? ODDS[i].careless : ODDS[i].clean)) {
            const struct regime_item *item = pick_item(d, ODDS[i].polarity, m->type);
            if (item)
                write_record(d, o, m, item, year);
        }
}

int ctl_demo_write(struct ctl *c)
{
    int64_t wanted = 3000;
    if (c->n != 1 || !ctl_option(c, "regime") || (ctl_option(c, "subjects") && !str_int(ctl_text(c, "subjects", ""), &wanted)) ||
        wanted < 1 || wanted > 1000000)
        return 2;
    struct str regimes = ctl_text(c, "regimes", "db/regimes"), name = ctl_text(c, "regime", "");
    struct regime_load_result r = regime_load(c->arena, regimes, name);
    if (!r.regime)
        return ctl_refuse("no rule set %.*s\n", STR_ARG(name));
    struct demo d = {.arena = c->arena, .regime = r.regime, .random = {name.n * 7919u + 2026}, .today = c->today};
    read_lists(&d, ctl_text(c, "lists", "db/demo"), name);
    struct made *made = ARENA_ARRAY(c->arena, struct made, (size_t)wanted);
    struct out subjects, records;
    out_to_arena(&subjects, c->arena);
    out_to_arena(&records, c->arena);
    size_t n = write_subjects(&d, &subjects, (size_t)wanted, made);
    out_str(&records, STR("名称,统一社会信用代码,证件号码,信息事项,标题,文号,认定机关,责任股室,认定日期,失信程度,记分\r\n"));
    for (size_t i = 0; i < n; i++) {
        bool careless = demo_chance(&d.random, 120);
        for (int year = FIRST_YEAR; year <= LAST_YEAR; year++)
            write_year(&d, &records, &made[i], careless, year);
    }
    file_write(c->arena, str_fmt(c->arena, "%s/subjects.csv", c->word[0]), out_text(&subjects));
    file_write(c->arena, str_fmt(c->arena, "%s/records.csv", c->word[0]), out_text(&records));
    ctl_say("%zu subjects\n", n);
    return 0;
}
