/* SPDX-License-Identifier: EUPL-1.2
 * opendata_shapes.c — the fields of each row of open data, with their words: what JSON, CSV, the OpenAPI document and the page for
 * developers say. A field once published keeps its name and meaning within /api/v1; new ones may be added.
 */
#include "opendata/opendata_rows.h"

#define TEXT(T, m, name, zh)                                                                                                       \
    {                                                                                                                              \
        name, OPEN_TEXT, offsetof(T, m), zh, false, NULL, NULL                                                                     \
    }
#define MAYBE(T, m, name, zh)                                                                                                      \
    {                                                                                                                              \
        name, OPEN_TEXT, offsetof(T, m), zh, true, NULL, NULL                                                                      \
    }
#define WORD(T, m, name, zh, words)                                                                                                \
    {                                                                                                                              \
        name, OPEN_TEXT, offsetof(T, m), zh, false, words, NULL                                                                    \
    }
#define DAY(T, m, name, zh)                                                                                                        \
    {                                                                                                                              \
        name, OPEN_DAY, offsetof(T, m), zh, true, NULL, NULL                                                                       \
    }
#define TIME(T, m, name, zh)                                                                                                       \
    {                                                                                                                              \
        name, OPEN_INSTANT, offsetof(T, m), zh, true, NULL, NULL                                                                   \
    }
#define INT(T, m, name, zh)                                                                                                        \
    {                                                                                                                              \
        name, OPEN_INT, offsetof(T, m), zh, false, NULL, NULL                                                                      \
    }
#define MAYBE_INT(T, m, name, zh)                                                                                                  \
    {                                                                                                                              \
        name, OPEN_INT, offsetof(T, m), zh, true, NULL, NULL                                                                       \
    }
#define MONEY(T, m, name, zh)                                                                                                      \
    {                                                                                                                              \
        name, OPEN_MONEY, offsetof(T, m), zh, true, NULL, NULL                                                                     \
    }
#define BOOL(T, m, name, zh)                                                                                                       \
    {                                                                                                                              \
        name, OPEN_BOOL, offsetof(T, m), zh, false, NULL, NULL                                                                     \
    }
#define MANY(T, m, name, zh, shape)                                                                                                \
    {                                                                                                                              \
        name, OPEN_MANY, offsetof(T, m), zh, false, NULL, shape                                                                    \
    }

#define ID_ZH   "主体标识：不透明的固定编号，与姓名、证件号码无关"
#define CODE_ZH "统一社会信用代码；没有的为空"

#define GRADE_FIELDS(T, at)                                                                                                        \
    INT(T, at year, "year", "评价年度"), TEXT(T, at grade, "grade", "等级代号，见评价制度"),                                       \
        TEXT(T, at label, "grade_label", "等级名称"), INT(T, at version, "version", "该年度第几版：2 及以上为更正后的结果"),       \
        BOOL(T, at in_force, "in_force", "是否为现行有效的一版"), TIME(T, at published, "published", "公布时间"),                  \
        TIME(T, at superseded, "superseded", "被更正替代的时间；现行有效的为空"),                                                  \
        TEXT(T, at why, "why", "评分明细的接口地址（JSON）"), TEXT(T, at page, "page", "评分明细的网页地址")
static const struct opendata_field grade[] = {GRADE_FIELDS(struct opendata_grade, )};
const struct opendata_shape OPENDATA_GRADE = OPENDATA_SHAPE(struct opendata_grade, "Grade", "一个年度公布的一版信用等级", grade);

#define RECORD_FIELDS(T, at)                                                                                                       \
    TEXT(T, at id, "record", "记录编号"), TEXT(T, at item, "item", "信息项代码"),                                                  \
        TEXT(T, at item_name, "item_name", "信息项名称"), TEXT(T, at category, "category", "信息类别代码"),                        \
        TEXT(T, at category_name, "category_name", "信息类别"), MAYBE(T, at title, "title", "标题"),                               \
        MAYBE(T, at detail, "detail", "内容"), MAYBE(T, at document_no, "document_no", "文书号"),                                  \
        MAYBE(T, at authority, "authority", "作出决定或者认定的机关"),                                                             \
        WORD(T, at severity, "severity", "严重程度：none 不区分，minor 轻微，general 一般，serious 严重",                          \
             "none minor general serious"),                                                                                        \
        MONEY(T, at amount, "amount", "金额，元"), DAY(T, at found, "found", "认定或者决定日期"),                                  \
        DAY(T, at show_from, "show_from", "公示开始日期"), DAY(T, at show_to, "show_to", "公示的最后一日（含）；不设期限的为空"),  \
        BOOL(T, at penalty, "penalty", "是否为行政处罚"), BOOL(T, at disputed, "disputed", "异议处理中")
static const struct opendata_field record[] = {RECORD_FIELDS(struct opendata_record, )};
const struct opendata_shape OPENDATA_RECORD =
    OPENDATA_SHAPE(struct opendata_record, "Record", "一条今天仍在公示的信用信息；期满、修复、撤销的不在任何回答中", record);

#define LICENCE_FIELDS(T, at)                                                                                                      \
    TEXT(T, at kind, "kind", "许可名称"), MAYBE(T, at number, "number", "许可证号"), MAYBE(T, at content, "content", "许可内容"),  \
        MAYBE(T, at authority, "authority", "发证机关"), DAY(T, at issued, "issued", "发证或者决定日期"),                          \
        DAY(T, at valid_from, "valid_from", "有效期自"), DAY(T, at valid_to, "valid_to", "有效期至（含）")
static const struct opendata_field licence[] = {LICENCE_FIELDS(struct opendata_licence, )};
const struct opendata_shape OPENDATA_LICENCE = OPENDATA_SHAPE(struct opendata_licence, "Licence", "一项行政许可", licence);

static const struct opendata_field former[] = {TEXT(struct opendata_former, name, "name", "曾用名称"),
                                               DAY(struct opendata_former, until, "until", "使用至")};
const struct opendata_shape OPENDATA_FORMER = OPENDATA_SHAPE(struct opendata_former, "FormerName", "曾用名称", former);

/* clang-format off: it counts bytes, not characters */
#define STANDING_ZH                                                                                                                \
    "等级状态：graded 有等级，unrated 未评价（制度中的 M 等），not_graded 没有结果，"                     \
    "not_covered 未纳入本期评价，awaited 结果待公布，consent 须经授权查询"
/* clang-format on */
#define STANDINGS "graded unrated not_graded not_covered awaited consent"
#define BRIEF(T)                                                                                                                   \
    TEXT(T, id, "id", ID_ZH), MAYBE(T, code, "code", CODE_ZH), TEXT(T, name, "name", "名称；自然人的姓名只显示姓"),                \
        TEXT(T, type, "type", "主体类型代码"), TEXT(T, type_name, "type_name", "主体类型"),                                        \
        MAYBE(T, division, "division", "行政区划代码"), MAYBE(T, division_name, "division_name", "所在行政区划")
#define SUBJECT struct opendata_subject
#define SUBJECT_FIELDS                                                                                                             \
    BRIEF(SUBJECT), WORD(SUBJECT, standing, "standing", STANDING_ZH, STANDINGS),                                                   \
        TEXT(SUBJECT, standing_text, "standing_text", "等级或者状态的名称"),                                                       \
        MAYBE(SUBJECT, grade, "grade", "最近公布的等级代号；没有的为空"),                                                          \
        MAYBE(SUBJECT, grade_label, "grade_label", "最近公布的等级名称"), MAYBE_INT(SUBJECT, year, "year", "最近公布的评价年度"),  \
        BOOL(SUBJECT, disputed, "disputed", "有公示中的记录正在异议处理"), TEXT(SUBJECT, page, "page", "档案网页地址")
static const struct opendata_field subject[] = {SUBJECT_FIELDS};
const struct opendata_shape OPENDATA_SUBJECT = OPENDATA_SHAPE(SUBJECT, "Subject", "一个信用主体", subject);

static const struct opendata_field subject_full[] = {
    SUBJECT_FIELDS,
    MAYBE(SUBJECT, address, "address", "地址"),
    MAYBE(SUBJECT, representative, "representative", "法定代表人或者主要负责人"),
    DAY(SUBJECT, established, "established", "成立日期"),
    DAY(SUBJECT, ended, "ended", "终止日期"),
    MANY(SUBJECT, grades, "grades", "历年公布的等级，新的在前，含被更正替代的", &OPENDATA_GRADE),
    MANY(SUBJECT, records, "records", "今天仍在公示的信用信息，新的在前", &OPENDATA_RECORD),
    BOOL(SUBJECT, records_cut, "records_cut", "记录过多，只列出最近的一部分"),
    MANY(SUBJECT, licences, "licences", "行政许可", &OPENDATA_LICENCE),
    MANY(SUBJECT, former_names, "former_names", "曾用名称", &OPENDATA_FORMER),
    DAY(SUBJECT, next_change, "next_change", "公示内容将自行变化的下一日；没有的为空"),
    DAY(SUBJECT, as_of, "as_of", "这些内容是哪一日的"),
};
const struct opendata_shape OPENDATA_SUBJECT_FULL =
    OPENDATA_SHAPE(SUBJECT, "SubjectFull", "一个信用主体今天可以公开的全部内容", subject_full);

#define GRADED struct opendata_graded
static const struct opendata_field graded[] = {BRIEF(GRADED), GRADE_FIELDS(GRADED, grade.)};
const struct opendata_shape OPENDATA_GRADED = OPENDATA_SHAPE(GRADED, "GradedSubject", "一个信用主体一个年度的信用等级", graded);

#define OWNER(T) TEXT(T, subject, "subject", ID_ZH), MAYBE(T, code, "code", CODE_ZH), TEXT(T, name, "name", "信用主体名称")
#define PENALTY  struct opendata_penalty
static const struct opendata_field penalty[] = {OWNER(PENALTY), RECORD_FIELDS(PENALTY, record.)};
const struct opendata_shape OPENDATA_PENALTY =
    OPENDATA_SHAPE(PENALTY, "PenaltyOf", "一条公示中的行政处罚及其信用主体（双公示）", penalty);

#define LICENCE_OF struct opendata_licence_of
static const struct opendata_field licence_of[] = {OWNER(LICENCE_OF), LICENCE_FIELDS(LICENCE_OF, licence.)};
const struct opendata_shape OPENDATA_LICENCE_OF =
    OPENDATA_SHAPE(LICENCE_OF, "LicenceOf", "一项行政许可及其信用主体（双公示）", licence_of);

/* clang-format off: it counts bytes, not characters */
#define KIND struct opendata_list_kind
static const struct opendata_field list_kind[] = {
    TEXT(KIND, code, "code", "名单代码，用于读取名单条目的地址"),
    TEXT(KIND, label, "label", "名单名称"),
    MAYBE(KIND, basis, "basis", "设列依据：设立名单的法律、法规或者国家文件；守信名单一般没有"),
    WORD(KIND, polarity, "polarity",
         "性质：base 基础，good 守信，bad 不良，dishonest 失信，serious 严重失信，reference 参考，other 其他",
         "base good bad dishonest serious reference other"),
    BOOL(KIND, publishable, "publishable", "是否可以公布；不可以公布的只作内部使用，没有条目"),
    MAYBE(KIND, article, "article", "评价制度中的条款；没有的为空"),
    BOOL(KIND, local, "local", "是否为本地规则，不出自上级文件"),
};
const struct opendata_shape OPENDATA_LIST_KIND = OPENDATA_SHAPE(KIND, "ListKind", "评价制度所设的一种名单", list_kind);

#define ENTRY_ZH "一条名单条目。名单条目取自已公布且在公示期内的严重失信类信用信息"
#define ENTRY    struct opendata_entry
static const struct opendata_field entry[] = {
    BRIEF(ENTRY),
    TEXT(ENTRY, record, "record", "所依据的信用信息的记录编号"),
    TEXT(ENTRY, item, "item", "信息项代码"),
    TEXT(ENTRY, item_name, "item_name", "信息项名称"),
    MAYBE(ENTRY, title, "title", "标题"),
    MAYBE(ENTRY, document_no, "document_no", "文书号"),
    MAYBE(ENTRY, authority, "authority", "作出认定的机关"),
    DAY(ENTRY, from, "from", "公示开始日期"),
    DAY(ENTRY, to, "to", "公示的最后一日（含）；不设期限的为空"),
    BOOL(ENTRY, disputed, "disputed", "异议处理中"),
    TEXT(ENTRY, page, "page", "档案网页地址"),
};
/* clang-format on */
const struct opendata_shape OPENDATA_ENTRY = OPENDATA_SHAPE(ENTRY, "ListEntry", ENTRY_ZH, entry);

#define FILE_FIELDS                                                                                                                \
    TEXT(struct opendata_file, name, "name", "文件名"), TEXT(struct opendata_file, format, "format", "格式"),                      \
        INT(struct opendata_file, bytes, "bytes", "字节数"), TEXT(struct opendata_file, url, "url", "下载地址")
static const struct opendata_field file[] = {FILE_FIELDS,
                                             TEXT(struct opendata_file, digest, "blake2b", "BLAKE2b-256 校验值，十六进制")};
const struct opendata_shape OPENDATA_FILE = OPENDATA_SHAPE(struct opendata_file, "File", "一个文件", file);
static const struct opendata_field dump_file[] = {
    FILE_FIELDS, TEXT(struct opendata_file, digest, "sha256", "SHA-256 校验值，十六进制"),
    INT(struct opendata_file, rows, "rows", "行数，不含表头"), TIME(struct opendata_file, made, "made", "生成时间")};
const struct opendata_shape OPENDATA_DUMP_FILE = OPENDATA_SHAPE(struct opendata_file, "DumpFile", "全量数据的一个文件", dump_file);

#define PUBLICATION struct opendata_publication
static const struct opendata_field publication[] = {
    INT(PUBLICATION, id, "id", "编号"),
    INT(PUBLICATION, year, "year", "评价年度"),
    TEXT(PUBLICATION, number, "number", "发文字号"),
    TEXT(PUBLICATION, title, "title", "标题"),
    DAY(PUBLICATION, published, "published", "发布日期"),
    INT(PUBLICATION, subjects, "subjects", "参加评价的信用主体数"),
    BOOL(PUBLICATION, superseded, "superseded", "已被更正替代"),
    MAYBE(PUBLICATION, correction, "correction", "更正说明"),
    TEXT(PUBLICATION, result_hash, "result_hash", "结果校验值，十六进制"),
    TEXT(PUBLICATION, page, "page", "网页地址"),
    MANY(PUBLICATION, files, "files", "汇总表文件", &OPENDATA_FILE),
};
const struct opendata_shape OPENDATA_PUBLICATION =
    OPENDATA_SHAPE(PUBLICATION, "Publication", "一份公布的评价结果汇总表", publication);

static const struct opendata_field change[] = {TEXT(struct opendata_change, id, "id", ID_ZH),
                                               MAYBE(struct opendata_change, code, "code", CODE_ZH)};
const struct opendata_shape OPENDATA_CHANGE =
    OPENDATA_SHAPE(struct opendata_change, "Change", "公开内容有变化的信用主体；变了什么、为什么变，不在其中", change);
