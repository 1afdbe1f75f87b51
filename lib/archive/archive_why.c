/* SPDX-License-Identifier: EUPL-1.2
 * archive_why.c — a decoded score sheet as lines for people: what each record did, by which rule and article, and the sum after it.
 * It computes no grade: points, order and grade are the sheet's own; the running sum is checked against the sheet's total. Called
 * by lookup's why-page.
 */
#include "archive/archive_why.h"
#include "grade/grade_text.h"

#include "base/arena.h"

enum { MILLI = 1000, FULL_WEIGHT = 10000, STEPS_MAX = 64 };

struct making {
    struct arena *a;
    const struct regime *r;
    const struct regime_grading *g; /* NULL: the sheet names none */
    const struct grade_result *result;
    const struct archive *x;
    struct archive_why *out;
    int32_t total;
    struct str conclusion;    /* without points: where the lines so far lead */
    int32_t steps[STEPS_MAX]; /* matching lines so far */
};

/* "18、26(一)" of a document that has articles → 第18条、第26条(一). */
static struct str numbered(struct arena *a, struct str document, struct str articles)
{
    struct out o;
    bool has_articles = str_contains(document, STR("办法")) || str_contains(document, STR("条例")) || str_ends(document, STR("法"));
    out_to_arena(&o, a);
    for (size_t i = 0; i < articles.n;) {
        bool start = i == 0 || str_ends(str_sub(articles, 0, i), STR("、"));
        size_t end = i;
        while (end < articles.n && articles.p[end] >= '0' && articles.p[end] <= '9')
            end++;
        if (has_articles && start && end > i) {
            out_fmt(&o, "第%.*s条", STR_ARG(str_sub(articles, i, end)));
            i = end;
        } else {
            out_char(&o, articles.p[i++]);
        }
    }
    return out_text(&o);
}

struct str archive_cite(struct arena *a, const struct regime *r, const struct regime_legal *l)
{
    struct str rest = l->article, document = STR_NONE;
    if (l->local || rest.n == 0)
        return STR("");
    (void)str_cut(&rest, ' ', &document);
    if (rest.n == 0)
        return l->article;
    if (!str_eq(document, r->head.cite))
        return str_cat(a, document, numbered(a, document, rest));
    rest = numbered(a, r->head.title, rest);
    if (r->head.number.n && !str_contains(r->head.number, STR("（")))
        return str_fmt(a, "%.*s %.*s", STR_ARG(r->head.number), STR_ARG(rest));
    return str_fmt(a, "《%.*s》%.*s", STR_ARG(r->head.title), STR_ARG(rest));
}

static struct str signed_points(struct arena *a, int32_t points)
{
    struct str size = grade_points_text(a, points < 0 ? -points : points);
    return str_fmt(a, "%s%.*s分", points < 0 ? "−" : points > 0 ? "+" : "", STR_ARG(size));
}

static struct str plain_points(struct arena *a, int32_t points)
{
    struct str size = grade_points_text(a, points < 0 ? -points : points);
    return str_fmt(a, "%s%.*s分", points < 0 ? "−" : "", STR_ARG(size));
}

static struct str grade_label(const struct making *m, int32_t grade)
{
    return grade >= 0 && (size_t)grade < m->r->grades.n ? m->r->grades.p[grade].label : STR("");
}

static struct str label_of_code(const struct making *m, struct str code)
{
    const struct regime_grade *g = regime_grade(m->r, code);
    return g ? g->label : code;
}

static const struct archive_record *public_record(const struct making *m, int64_t id)
{
    for (size_t i = 0; i < m->x->records.n; i++)
        if (m->x->records.p[i].id == id)
            return &m->x->records.p[i];
    return NULL;
}

/* A threshold's own label is only the grade: the sentence is made of the numbers. */
static struct str threshold_text(const struct making *m, int32_t rule)
{
    const struct regime_threshold *t = &m->g->thresholds.p[rule];
    struct str label = label_of_code(m, t->grade);
    if (t->at_least_milli != INT32_MIN)
        return str_fmt(m->a, "总分不低于%.*s的，评为%.*s", STR_ARG(plain_points(m->a, t->at_least_milli)), STR_ARG(label));
    if (rule == 0)
        return str_fmt(m->a, "评为%.*s", STR_ARG(label));
    return str_fmt(m->a, "总分低于%.*s的，评为%.*s", STR_ARG(plain_points(m->a, m->g->thresholds.p[rule - 1].at_least_milli)),
                   STR_ARG(label));
}

static void set_rule(struct making *m, enum grade_rule_kind kind, int32_t rule, struct archive_why_line *line)
{
    struct grade_rule_text t = grade_rule_text(m->r, m->result->grading, kind, rule);
    line->rule = t.code;
    line->rule_text = kind == GRADE_RULE_THRESHOLD && t.code.n ? threshold_text(m, rule) : t.label;
    line->local = t.legal->local;
    line->article = archive_cite(m->a, m->r, t.legal);
}

/* Content only of what anybody may see today. */
static void set_record(struct making *m, const struct grade_line *l, struct archive_why_line *line)
{
    const struct archive_record *rec = public_record(m, l->record_id);
    if (rec == NULL) {
        line->withheld = true;
        line->item = STR("依法不公开的信息");
        return;
    }
    line->record_id = rec->id;
    line->item = l->item >= 0 && (size_t)l->item < m->r->items.n ? m->r->items.p[l->item].name : rec->title;
    line->document = rec->document_no;
    line->date = rec->found;
    line->disputed = rec->disputed;
}

static struct str decay_text(struct making *m, const struct grade_line *l)
{
    int64_t weighed = (int64_t)l->full * l->weight, size = weighed < 0 ? -weighed : weighed;
    int64_t rounded = (size + FULL_WEIGHT / 2) / FULL_WEIGHT * (weighed < 0 ? -1 : 1);
    struct str cut = rounded == l->points ? STR("") : STR("；受合计上限限制，只计其中一部分");
    if (l->weight == FULL_WEIGHT)
        return cut.n ? str_fmt(m->a, "原值%.*s%.*s", STR_ARG(signed_points(m->a, l->full)), STR_ARG(cut)) : STR("");
    return str_fmt(m->a, "原值%.*s，按时间衰减计%d.%02d%%%.*s", STR_ARG(signed_points(m->a, l->full)), l->weight / 100,
                   l->weight % 100, STR_ARG(cut));
}

/* Without points: the first step, in the regime's order, that the lines so far fulfil. */
static void conclude_step(struct making *m, int32_t rule)
{
    if (m->g == NULL || rule < 0 || rule >= STEPS_MAX)
        return;
    m->steps[rule]++;
    for (size_t s = 0; s < m->g->ladder.n && s < STEPS_MAX; s++)
        if (m->g->ladder.p[s].kind == LADDER_ELSE || m->steps[s] >= m->g->ladder.p[s].at_least) {
            m->conclusion = label_of_code(m, m->g->ladder.p[s].grade);
            return;
        }
}

static void push(struct making *m, struct archive_why_line line)
{
    line.no = (int)m->out->counted.n + 1;
    line.total = m->total;
    if (line.sum.n == 0)
        line.sum = m->out->points ? plain_points(m->a, m->total) : m->conclusion;
    m->out->withheld += line.withheld;
    *VEC_PUSH(m->a, m->out->counted) = line;
}

static struct str why_text(enum grade_why why)
{
    switch (why) {
    case GRADE_COUNTED:
        return STR("");
    case GRADE_WHY_WITHDRAWN:
        return STR("信息已更正或者撤销");
    case GRADE_WHY_REPAIRED:
        return STR("已完成信用修复");
    case GRADE_WHY_EXPIRED:
        return STR("评价日前使用期限已满");
    case GRADE_WHY_LATER:
        return STR("在评价年度之后认定");
    case GRADE_WHY_EARLIER:
        return STR("在评价年度之前认定，只计评价年度内的信息");
    case GRADE_WHY_DECAYED:
        return STR("随时间衰减，分值已为零");
    case GRADE_WHY_CATEGORY:
        return STR("此类信息不计入评价");
    case GRADE_WHY_NOT_WEIGHED:
        return STR("没有规则赋予其分值或者等级影响");
    case GRADE_WHY_UNKNOWN:
        return STR("评价时的制度中没有此信息项");
    }
    CHECK(!"why");
    return STR("");
}

static void uncounted_line(struct making *m, const struct grade_line *l)
{
    struct archive_why_line line = {.date = DAY_NONE, .reason = why_text(l->why)};
    set_record(m, l, &line);
    if (line.withheld) /* that there is such a record is itself not public */
        return;
    set_rule(m, l->rule_kind, l->rule, &line);
    line.no = (int)m->out->uncounted.n + 1;
    *VEC_PUSH(m->a, m->out->uncounted) = line;
}

static void record_line(struct making *m, const struct grade_line *l)
{
    struct archive_why_line line = {.date = DAY_NONE, .points = l->points};
    if (l->why != GRADE_COUNTED) {
        uncounted_line(m, l);
        return;
    }
    if (l->rule_kind == GRADE_RULE_NONE) /* its veto line says what it did */
        return;
    set_record(m, l, &line);
    set_rule(m, l->rule_kind, l->rule, &line);
    m->total += l->points;
    if (m->out->points) {
        line.effect = signed_points(m->a, l->points);
        line.reason = decay_text(m, l);
    } else {
        conclude_step(m, l->rule);
        line.effect = str_fmt(m->a, "对应%.*s", STR_ARG(grade_label(m, l->bound)));
    }
    push(m, line);
}

static void veto_line(struct making *m, const struct grade_line *l)
{
    struct archive_why_line line = {.date = DAY_NONE};
    set_record(m, l, &line);
    set_rule(m, l->rule_kind, l->rule, &line);
    line.effect = str_fmt(m->a, "直接定为%.*s", STR_ARG(grade_label(m, l->bound)));
    if (l->decisive)
        m->conclusion = grade_label(m, l->bound);
    push(m, line);
}

static void result_line(struct making *m, const struct grade_line *l)
{
    struct archive_why_line line = {.date = DAY_NONE, .item = STR("评价结果")};
    struct str label = grade_label(m, l->bound);
    set_rule(m, l->rule_kind, l->rule, &line);
    line.effect = str_fmt(m->a, "评为%.*s", STR_ARG(label));
    line.sum = m->out->points && l->rule_kind == GRADE_RULE_THRESHOLD
                   ? str_fmt(m->a, "%.*s，%.*s", STR_ARG(plain_points(m->a, m->total)), STR_ARG(label))
                   : label;
    push(m, line);
}

static void rule_line(struct making *m, const struct grade_line *l, struct str item, struct str reason)
{
    struct archive_why_line line = {.date = DAY_NONE, .item = item, .reason = reason, .points = l->points};
    set_rule(m, l->rule_kind, l->rule, &line);
    m->total += l->points;
    line.effect = l->kind == GRADE_LINE_BASE ? plain_points(m->a, l->points) : signed_points(m->a, l->points);
    push(m, line);
}

static void one_line(struct making *m, const struct grade_line *l)
{
    switch (l->kind) {
    case GRADE_LINE_BASE:
        rule_line(m, l, STR("起评分"), STR(""));
        return;
    case GRADE_LINE_RECORD:
        record_line(m, l);
        return;
    case GRADE_LINE_VETO:
        veto_line(m, l);
        return;
    case GRADE_LINE_CAP:
        rule_line(m, l, STR("合计上限"),
                  str_fmt(m->a, "此类信息合计%.*s，超出上限的部分已从上面各行扣去", STR_ARG(signed_points(m->a, l->full))));
        return;
    case GRADE_LINE_LIMIT:
        rule_line(m, l, STR("总分上下限"), str_fmt(m->a, "各行合计%.*s，调整到规定的范围内", STR_ARG(plain_points(m->a, l->full))));
        return;
    case GRADE_LINE_RESULT:
        result_line(m, l);
        return;
    case GRADE_LINE_REST:
        rule_line(m, l, str_fmt(m->a, "其余 %d 条", l->full), STR("记录过多，合并为一行"));
        return;
    }
    CHECK(!"kind of line");
}

/* The place where a ladder starts: what holds when nothing counts. */
static void start_ladder(struct making *m)
{
    const struct regime_grading *g = m->g;
    for (size_t s = 0; g && s < g->ladder.n && !m->out->points && m->result->outcome == GRADE_GIVEN; s++) {
        if (g->ladder.p[s].kind != LADDER_ELSE)
            continue;
        struct archive_why_line line = {.date = DAY_NONE, .item = STR("起点：没有计入的记录时")};
        m->conclusion = label_of_code(m, g->ladder.p[s].grade);
        set_rule(m, GRADE_RULE_STEP, (int32_t)s, &line);
        line.effect = str_fmt(m->a, "对应%.*s", STR_ARG(m->conclusion));
        push(m, line);
        return;
    }
}

static struct str result_text(const struct making *m)
{
    const struct grade_line *last = &m->result->lines.p[m->result->lines.n - 1];
    struct grade_rule_text rule = grade_rule_text(m->r, m->result->grading, last->rule_kind, last->rule);
    struct str label = grade_label(m, m->result->grade);
    if (m->result->outcome == GRADE_UNRATED)
        return str_fmt(m->a, "%.*s，本年度为%.*s。", STR_ARG(rule.label.n ? rule.label : STR("不具备评价条件")), STR_ARG(label));
    if (last->rule_kind == GRADE_RULE_THRESHOLD)
        return str_fmt(m->a, "得分%.*s；%.*s。", STR_ARG(plain_points(m->a, m->total)), STR_ARG(threshold_text(m, last->rule)));
    return str_fmt(m->a, "适用规则“%.*s”，评为%.*s。", STR_ARG(rule.label), STR_ARG(label));
}

static struct str method_text(const struct making *m, int year)
{
    if (m->g == NULL)
        return STR("");
    if (m->g->method == METHOD_POINTS)
        return str_fmt(m->a, "%d年度按“%.*s”评价：从起评分开始，按规则对每条信息加分或者扣分，再按总分确定等级。%s", year,
                       STR_ARG(m->g->label), m->g->vetoes.n ? "有单项否决情形的，不论总分多少，直接定为规定的等级。" : "");
    return str_fmt(m->a, "%d年度按“%.*s”评价：按规则的先后顺序逐条核对，符合的第一条规则决定等级。%s", year, STR_ARG(m->g->label),
                   m->g->vetoes.n ? "有单项否决情形的，直接定为规定的等级。" : "");
}

static struct str gap_text(const struct making *m, const struct grade_near *n)
{
    if (!n->points)
        return n->gap > 1 ? str_fmt(m->a, "没有触发：还差 %d 条符合的信息", n->gap) : STR("没有触发：没有符合的信息");
    if (n->gap >= 0)
        return str_fmt(m->a, "还差%.*s", STR_ARG(plain_points(m->a, n->gap)));
    int32_t above = -(n->gap + 1);
    return above == 0 ? STR("得分正好在界限上，再低就会触发")
                      : str_fmt(m->a, "再低%.*s以上就会触发", STR_ARG(plain_points(m->a, above)));
}

static void near_lines(struct making *m)
{
    const struct grade_near *near_rules;
    size_t n = grade_near(m->r, m->result, m->a, &near_rules);
    for (size_t i = 0; i < n; i++) {
        struct archive_why_line t = {0};
        set_rule(m, near_rules[i].rule_kind, near_rules[i].rule, &t);
        *VEC_PUSH(m->a, m->out->near_rules) = (struct archive_why_near){
            .rule = t.rule, .rule_text = t.rule_text, .article = t.article, .local = t.local, .gap = gap_text(m, &near_rules[i])};
    }
}

bool archive_why_make(struct arena *a, const struct regime *r, const struct grade_result *result, const struct archive *x, int year,
                      struct archive_why *out)
{
    struct making m = {.a = a, .r = r, .result = result, .x = x, .out = out};
    *out = (struct archive_why){0};
    if (result->lines.n == 0)
        return false;
    if (result->grading >= 0 && (size_t)result->grading < r->gradings.n)
        m.g = &r->gradings.p[result->grading];
    *out = (struct archive_why){.points = result->has_points, .total = result->points, .method = method_text(&m, year)};
    if (result->grade >= 0)
        out->grade = r->grades.p[result->grade].code;
    start_ladder(&m);
    for (size_t i = 0; i < result->lines.n; i++)
        one_line(&m, &result->lines.p[i]);
    out->result = result_text(&m);
    near_lines(&m);
    return !out->points || m.total == result->points;
}

struct archive_provenance archive_provenance_of(struct arena *a, const struct regime *r, const struct archive_sheet *s, int version)
{
    return (struct archive_provenance){
        .regime = r->head.title,
        .regime_version = r->version_hash,
        .snapshot_hash = str_hex(a, s->snapshot_hash.p, s->snapshot_hash.n),
        .result_hash = str_hex(a, s->result_hash.p, s->result_hash.n),
        .known = s->as_known_at.us ? instant_day(s->as_known_at) : DAY_NONE,
        .graded = s->approved_at.us ? instant_day(s->approved_at) : DAY_NONE,
        .published = s->published_at.us ? instant_day(s->published_at) : DAY_NONE,
        .superseded = s->superseded_at.us ? instant_day(s->superseded_at) : DAY_NONE,
        .version = version,
    };
}
