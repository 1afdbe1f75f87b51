/* SPDX-License-Identifier: EUPL-1.2
 * entry_edit.c — the form of a proposal. Which fields it has follows from the item (entry_fields of the rule set). Files are kept
 * as soon as they come, whatever is wrong with the other fields; what was typed comes back; of two windows on one draft the second
 * to save is shown both versions.
 */
#include "base/arena.h"
#include "base/id.h"
#include "record/record_store.h"
#include "staff/entry_pages.h"
#include "tmpl/staff/entry_edit.h"

struct entry_form {
    struct str title, document_no, authority, amount, points, detail, remark, reason;
    struct day found, show_from, show_to, use_to, received;
    int severity, next;
    struct form_file file1, file2, file3;
    struct form_ints remove;
    int64_t version;
};
static const struct form_choice SEVERITIES[] = {
    {"minor", "轻微", SEVERITY_MINOR}, {"general", "一般", SEVERITY_GENERAL}, {"serious", "严重", SEVERITY_SERIOUS}};
enum { NEXT_CHECK = 1, NEXT_SAVE = 2, UPLOADS = 3 };
static const struct form_choice NEXT[] = {{"check", "下一步：核对", NEXT_CHECK}, {"save", "保存草稿", NEXT_SAVE}};
static const struct form_field FIELDS[] = {
    FORM_LINE(struct entry_form, title, "标题", 0, 300, false),
    FORM_LINE(struct entry_form, document_no, "文号", 0, 120, false),
    FORM_LINE(struct entry_form, authority, "认定机关", 0, 200, false),
    FORM_DATE3(struct entry_form, found, "认定日期", false),
    FORM_ENUM(struct entry_form, severity, "严重程度", SEVERITIES, false),
    FORM_LINE(struct entry_form, amount, "金额（元）", 0, 30, false),
    FORM_LINE(struct entry_form, points, "记分分值", 0, 20, false),
    FORM_TEXT(struct entry_form, detail, "内容", 0, 4000, false),
    FORM_DATE3(struct entry_form, show_from, "公示开始日期", false),
    FORM_DATE3(struct entry_form, show_to, "公示截止日期", false),
    FORM_DATE3(struct entry_form, use_to, "使用期限", false),
    FORM_TEXT(struct entry_form, remark, "备注（内部）", 0, 1000, false),
    FORM_TEXT(struct entry_form, reason, "理由", 0, 1000, false),
    FORM_DATE3(struct entry_form, received, "收到或者发现日期", false),
    FORM_FILE(struct entry_form, file1, "证明材料", EVIDENCE_FILE_MAX, false),
    FORM_FILE(struct entry_form, file2, "证明材料（第二个文件）", EVIDENCE_FILE_MAX, false),
    FORM_FILE(struct entry_form, file3, "证明材料（第三个文件）", EVIDENCE_FILE_MAX, false),
    FORM_INTS(struct entry_form, remove, "删除文件", 1, INT64_MAX, false),
    FORM_INT(struct entry_form, version, "版本", 1, INT32_MAX, true),
    FORM_ENUM(struct entry_form, next, "操作", NEXT, false),
};
const struct form_def ENTRY_FORM = FORM_DEF("entry", struct entry_form, FIELDS);
static const char *const FILE_NAMES[UPLOADS] = {"file1", "file2", "file3"};

static const struct regime_entry_field *rule_of(struct req *r, const struct entry *e, const char *field)
{
    const struct regime_item *item = regime_item(staff_regime(r), e->item);
    return item ? regime_entry_field(staff_regime(r), item, str_from(field)) : NULL;
}

/* --- showing --- */

static bool shows(struct req *r, const struct entry *e, const char *field)
{
    const struct regime_entry_field *rule = rule_of(r, e, field);
    return !rule || rule->use != ENTRY_HIDDEN;
}

/* Label and hint as the rule set words them; 选填 where nothing asks for the field. */
static void word(struct req *r, const struct entry *e, const char *name, struct str *label, struct str *hint)
{
    const struct regime_entry_field *rule = rule_of(r, e, name);
    if (rule && rule->label.n)
        *label = rule->label;
    if (rule && rule->hint.n)
        *hint = rule->hint;
    if (!rule || rule->use != ENTRY_REQUIRED)
        *label = str_cat(r->arena, *label, STR("（选填）"));
}

static struct field field_of(struct req *r, const struct entry *e, const struct form_state *f, const char *name)
{
    struct field v = staff_field(f, name);
    word(r, e, name, &v.label, &v.hint);
    return v;
}

static struct date_field date_of(struct req *r, const struct entry *e, const struct form_state *f, const char *name,
                                 struct str hint)
{
    struct date_field v = staff_date(f, name);
    v.hint = hint;
    word(r, e, name, &v.label, &v.hint);
    return v;
}

static void fill_content(struct req *r, const struct entry *e, struct form_state *f, struct entry_edit_view *v)
{
    v->title = field_of(r, e, f, "title");
    v->document_no = field_of(r, e, f, "document_no");
    v->authority = field_of(r, e, f, "authority");
    v->amount = field_of(r, e, f, "amount");
    v->points = field_of(r, e, f, "points");
    v->amount.width = v->points.width = 10;
    v->document_no.width = 30;
    v->detail = field_of(r, e, f, "detail");
    v->remark = field_of(r, e, f, "remark");
    v->remark.hint = STR("只供本单位和复核人员查看，不进入信用档案，不公示");
    v->remark.rows = 2;
    v->found =
        date_of(r, e, f, "found", STR("作出认定或者决定的日期，如 2026 4 1。可以把“2026-4-1”或者“2026年4月1日”整个填在第一格"));
    v->show_from = date_of(r, e, f, "show_from", STR("来源文件规定了公示起止日期的才填写；只能缩短、不能延长法定期限"));
    v->show_to = date_of(r, e, f, "show_to", STR_NONE);
    v->use_to = date_of(r, e, f, "use_to", STR("来源文件规定了使用期限的才填写"));
    const struct date_field *dates[] = {&v->show_from, &v->show_to, &v->use_to};
    for (size_t i = 0; i < 3; i++)
        v->source_dates |= dates[i]->error.n || dates[i]->year.n || dates[i]->month.n || dates[i]->day.n;
    v->severity = staff_choice(f, "severity");
    word(r, e, "severity", &v->severity.label, &v->severity.hint);
    v->has_document = shows(r, e, "document_no");
    v->has_authority = shows(r, e, "authority");
    v->has_severity = shows(r, e, "severity");
    v->has_amount = shows(r, e, "amount");
    v->has_points = shows(r, e, "points");
}

static void fill_files(struct req *r, const struct entry *e, struct form_state *f, struct entry_edit_view *v)
{
    struct entry_files files = entry_files_of(r, e);
    struct entry_file *p = ARENA_ARRAY(r->arena, struct entry_file, files.n);
    for (size_t i = 0; i < files.n; i++) {
        p[i] = files.p[i];
        p[i].removed = form_has(f, "remove", p[i].value);
    }
    v->files = (struct entry_files){p, files.n};
    v->files_hint =
        str_fmt(r->arena,
                "PDF、JPG、PNG、XLSX 或者 OFD，每个不超过 %d MB，最多 %d 个。文件加密保存，已上传的不会因为其他项目填写有误而丢失",
                EVIDENCE_FILE_MAX >> 20, EVIDENCE_FILES_MAX);
    v->file1 = field_of(r, e, f, "file1");
    const struct regime_entry_field *rule = rule_of(r, e, "evidence");
    bool needed = entry_kind_of(e->kind) == ENTRY_NEW && rule && rule->use == ENTRY_REQUIRED;
    v->file1.label = needed ? STR("证明材料") : STR("证明材料（选填）");
    v->file1.hint =
        rule && rule->hint.n ? str_fmt(r->arena, "%.*s。%.*s", STR_ARG(rule->hint), STR_ARG(v->files_hint)) : v->files_hint;
    v->file2 = staff_field(f, "file2");
    v->file3 = staff_field(f, "file3");
    v->file1.accept = v->file2.accept = v->file3.accept = STR(EVIDENCE_ACCEPT);
}

static void fill_facts(struct req *r, const struct entry *e, struct entry_edit_view *v)
{
    const struct regime_item *item = regime_item(staff_regime(r), e->item);
    struct fact *p = ARENA_ARRAY(r->arena, struct fact, 3);
    p[0] = (struct fact){.term = STR("信用主体"), .value = e->subject_name};
    p[1] = (struct fact){.term = STR("信息事项"), .value = entry_item_name(r, e)};
    if (item)
        p[1].note = str_fmt(r->arena, "%.*s（%.*s）", STR_ARG(item->label), STR_ARG(regime_legal_text(&item->legal)));
    p[2] = (struct fact){.term = STR("录入单位"), .value = e->unit_name};
    v->facts = (struct facts){p, 3};
}

static void render(struct req *r, struct form_state *f, int status, const struct entry *mine)
{
    const struct entry *e = r->object;
    enum entry_kind kind = entry_kind_of(e->kind);
    struct entry_edit_view v = {.page = staff_form_page(r, MENU_ENTRY, entry_title(r, e), f), .errors = staff_errors(f)};
    static const struct staff_done done[] = {{"saved", "草稿已保存。"}};
    v.page.done = staff_done_text(r, done, 1);
    v.guard = staff_guard(r);
    v.action = entry_url(r, e->id, "edit");
    v.back = entry_url(r, e->id, NULL);
    v.version = str_fmt(r->arena, "%d", e->version);
    v.content = kind != ENTRY_WITHDRAW;
    v.reasoned = kind != ENTRY_NEW;
    if (str_eq(e->state, STR("returned")))
        v.notice = (struct notice){.tone = TAG_WARN, .heading = STR("复核人退回"), .text = e->verdict};
    if (mine) {
        v.notice = (struct notice){.tone = TAG_WARN, .heading = STR("您打开本页以后，草稿已在别处保存过，您这次的内容没有保存")};
        v.notice.text = STR("下面的表格列出两个版本不同的地方，表单里是您刚才填写的内容。核对后再保存一次，即以表单内容为准。");
        struct record_draft theirs = entry_draft(staff_regime(r), e), ours = entry_draft(staff_regime(r), mine);
        static const char *const heads[2] = {"已保存的内容", "您刚才填写的内容"};
        v.conflict = entry_changes(r, entry_terms(r, &theirs), entry_terms(r, &ours), STR("两个版本不同的地方"), heads);
    }
    fill_facts(r, e, &v);
    if (v.content)
        fill_content(r, e, f, &v);
    v.reason = staff_field(f, "reason");
    v.reason.hint = STR("写明原信息错在哪里、依据什么文件。理由进入历史记录");
    v.received = staff_date(f, "received");
    v.received.hint = STR("收到通知或者自己发现错误的日期。处理期限从次日起算");
    fill_files(r, e, f, &v);
    tmpl_staff_entry_edit(resp_html(r, status), &v);
}

/* --- saving --- */

struct upload {
    struct form_file file;
    enum evidence_media media;
};
struct saving {
    struct entry entry; /* what shall be stored; content false: files only */
    bool content;
    struct upload uploads[UPLOADS];
    size_t n;
    struct form_ints remove;
    enum entry_outcome outcome;
    const char *next;
};

/* Looks at the files that came; what is wrong with one becomes an error beside it, the others are kept. */
static void take_files(struct req *r, const struct entry_form *f, struct saving *s)
{
    const struct form_file *files[UPLOADS] = {&f->file1, &f->file2, &f->file3};
    const struct entry *e = r->object;
    size_t there = evidence_of(staff_db(r), r->arena, STR("entry"), e->id).n;
    s->remove = f->remove;
    for (size_t i = 0; i < UPLOADS; i++) {
        struct evidence_seen seen;
        if (!files[i]->name.n)
            continue;
        enum evidence_verdict verdict = evidence_look(files[i]->name, files[i]->bytes, &seen);
        if (verdict != EVIDENCE_GOOD)
            form_add_error(r, FILE_NAMES[i], evidence_explain(r->arena, verdict, files[i]->name, &seen));
        else if (there + s->n >= EVIDENCE_FILES_MAX + f->remove.n)
            form_add_error(
                r, FILE_NAMES[i],
                str_fmt(r->arena, "证明材料：最多 %d 个文件。请先删除不需要的，或者合并成一个文件。", EVIDENCE_FILES_MAX));
        else
            s->uploads[s->n++] = (struct upload){*files[i], seen.media};
    }
}

static bool save(struct staff_act *act, void *arg)
{
    struct saving *s = arg;
    const struct entry *e = act->r->object;
    const struct vault *vault = staff_program(act->r)->vault;
    s->outcome = s->content ? entry_save(act->db, &s->entry, act->r->now) : ENTRY_DONE;
    if (s->outcome != ENTRY_DONE)
        return false;
    for (size_t i = 0; i < s->remove.n; i++) /* one that is gone already is gone */
        (void)!evidence_remove(act->db, STR("entry"), e->id, s->remove.p[i], act->actor->id, act->r->now);
    for (size_t i = 0; i < s->n; i++) {
        struct evidence_new n = {.owner_type = STR("entry"),
                                 .owner_id = e->id,
                                 .name = s->uploads[i].file.name,
                                 .bytes = s->uploads[i].file.bytes,
                                 .media = s->uploads[i].media,
                                 .staff_id = act->actor->id,
                                 .now = act->r->now};
        evidence_add(act->db, vault, act->arena, &n);
    }
    act->detail =
        str_fmt(act->arena, "%s，新增文件 %zu 个，删除 %zu 个", s->content ? "保存内容" : "只保存文件", s->n, s->remove.n);
    act->to = entry_url(act->r, e->id, s->next);
    return true;
}

static enum staff_act_end run_save(struct req *r, struct saving *s, bool no_redirect)
{
    const struct entry *e = r->object;
    struct staff_act act = {.action = STR("entry.save"),
                            .object_type = STR("entry"),
                            .object_id = e->id,
                            .role = ROLE_CLERK | ROLE_REVIEWER,
                            .no_redirect = no_redirect};
    return staff_act(r, &act, save, s);
}

/* Comes here with faults in the other fields: the files of this very request are kept before the page is shown again. */
void show_entry_edit(struct req *r, struct form_state *f)
{
    struct saving s = {.next = "edit"};
    if (r->form_unfit)
        take_files(r, r->form_unfit, &s);
    if (s.n && run_save(r, &s, true) == STAFF_ACT_BEFORE)
        return;
    render(r, f, form_status(f), NULL);
}

static void read_numbers(struct req *r, const struct entry_form *f, struct entry *e)
{
    e->amount = 0;
    e->points = 0;
    if (f->amount.n && !entry_amount(r->arena, f->amount, &e->amount))
        form_add_error(r, "amount", STR("金额：不是金额。请以元为单位填写，最多两位小数，如 3000 或 1250.50。"));
    if (f->points.n && !entry_points(r->arena, f->points, &e->points))
        form_add_error(r, "points", STR("记分分值：不是分值。请填写数字，最多三位小数，不超过 1000。"));
}

static struct entry merged(struct req *r, const struct entry_form *f)
{
    struct entry e = *(const struct entry *)r->object;
    struct str normal;
    e.version = (int)f->version;
    e.reason = f->reason;
    e.received = f->received;
    e.remark = f->remark;
    if (entry_kind_of(e.kind) == ENTRY_WITHDRAW)
        return e;
    e.title = f->title;
    e.document_no = f->document_no.n && docno_normalise(r->arena, f->document_no, &normal) ? normal : f->document_no;
    e.authority = f->authority;
    e.detail = f->detail;
    e.severity = f->severity == FORM_ENUM_NONE ? SEVERITY_NONE : f->severity;
    e.found = f->found;
    e.show_from = f->show_from;
    e.show_to = f->show_to;
    e.use_to = f->use_to;
    read_numbers(r, f, &e);
    return e;
}

/* Everything that keeps it from being submitted, beside its fields; warnings wait for the next page. */
static void check(struct req *r, const struct saving *s)
{
    struct entry e = s->entry;
    struct record_faults faults = {0};
    size_t files = evidence_of(staff_db(r), r->arena, STR("entry"), e.id).n + s->n;
    bool good = entry_check(r->arena, staff_regime(r), &e, files > s->remove.n ? files - s->remove.n : 0, r->today, &faults);
    for (size_t i = 0; !good && i < faults.n; i++) {
        const char *field = str_eq(faults.p[i].field, STR("evidence")) ? "file1" : str_cstr(r->arena, faults.p[i].field);
        if (!faults.p[i].warning)
            form_add_error(r, field, faults.p[i].message);
    }
}

void act_entry_edit(struct req *r)
{
    const struct entry_form *f = r->form;
    struct saving s = {.content = true};
    s.entry = merged(r, f);
    take_files(r, f, &s);
    if (f->next != NEXT_SAVE)
        check(r, &s);
    if (!form_ok(r->form_state)) {
        s.content = false;
        s.next = "edit";
        if (s.n + s.remove.n == 0 || run_save(r, &s, true) != STAFF_ACT_BEFORE)
            render(r, r->form_state, 422, NULL);
        return;
    }
    s.next = f->next == NEXT_SAVE ? "edit" : NULL;
    if (run_save(r, &s, false) != STAFF_ACT_REFUSED)
        return;
    struct entry now;
    if (entry_get(staff_db(r), r->arena, s.entry.id, &now) && now.author_id == staff_actor(r)->id &&
        (str_eq(now.state, STR("draft")) || str_eq(now.state, STR("returned")))) {
        *(struct entry *)r->object = now;
        render(r, r->form_state, 409, &s.entry);
        return;
    }
    resp_conflict(r, staff_changed_text(r, "这件录入", STR("entry"), s.entry.id));
}

void page_entry_edit(struct req *r)
{
    const struct entry *e = r->object;
    struct form_state *f = form_empty(r, &ENTRY_FORM);
    form_set(f, "title", e->title);
    form_set(f, "document_no", e->document_no);
    form_set(f, "authority", e->authority);
    form_set(f, "amount", entry_amount_text(r->arena, e->amount));
    form_set(f, "points", entry_points_text(r->arena, e->points));
    form_set(f, "detail", e->detail);
    form_set(f, "remark", e->remark);
    form_set(f, "reason", e->reason);
    form_set_day(f, "found", e->found);
    form_set_day(f, "show_from", e->show_from);
    form_set_day(f, "show_to", e->show_to);
    form_set_day(f, "use_to", e->use_to);
    form_set_day(f, "received", e->received);
    for (size_t i = 0; i < sizeof SEVERITIES / sizeof *SEVERITIES; i++)
        if (SEVERITIES[i].code == e->severity)
            form_set(f, "severity", str_from(SEVERITIES[i].value));
    if (req_query_has(r, STR("incomplete"))) { /* from the page before, where it could not be submitted */
        struct saving s = {.entry = *e};
        r->form_state = f;
        check(r, &s);
    }
    render(r, f, 200, NULL);
}
