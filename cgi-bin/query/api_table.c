/* SPDX-License-Identifier: EUPL-1.2
 * api_table.c — what the API has: parameters and endpoints. main.c's routes name the same addresses; a test compares the two.
 */
#include "query/api.h"

const struct opendata_param API_PARAMS[P_COUNT] = {
    [P_Q] = {"q", PARAM_TEXT, 0, 100, NULL, "名称（或者一部分、曾用名、拼音、拼音首字母）、统一社会信用代码、许可证号", "卫生院"},
    [P_TYPE] = {"type", PARAM_WORD, 0, 40, NULL, "主体类型代码", NULL},
    [P_KIND] = {"kind", PARAM_WORD, 0, 40, NULL, "文书种类代码", NULL},
    [P_DIVISION] = {"division", PARAM_DIGITS, 0, 12, NULL, "行政区划代码，或者它的前几位", "4408"},
    [P_GRADE] = {"grade", PARAM_WORD, 0, 1, NULL, "等级代号；- 表示没有等级的", "A"},
    [P_YEAR] = {"year", PARAM_INT, 2000, 2199, NULL, "评价年度", "2025"},
    [P_FROM] = {"from", PARAM_DAY, 0, 0, NULL, "不早于这一日的", "2024-01-01"},
    [P_VERSION] = {"version", PARAM_INT, 1, 999, NULL, "该年度第几版；不填为现行有效的", "1"},
    [P_SINCE] = {"since", PARAM_WORD, 0, 220, NULL, "上一次回答中的 next；不填则从头开始", NULL},
    [P_LIMIT] = {"limit", PARAM_INT, 1, 200, NULL, "一页最多几行，1 到 200，不填为 50", "20"},
    [P_CURSOR] = {"cursor", PARAM_WORD, 0, 220, NULL, "上一页回答中的 next；不要自己构造", NULL},
    [P_FORMAT] = {"format", PARAM_CHOICE, 0, 0, "json csv", "回答的格式；不填则按 Accept 请求头，再不能定的为 json", "csv"},
    [P_BOM] = {"bom", PARAM_CHOICE, 0, 0, "0 1", "1：CSV 前加字节顺序标记，便于用电子表格软件打开", "1"},
};

#define V1    "/api/v1"
#define ONE   V1 "/subjects/{code}"
#define PAGES OF_PAGES | OF_CSV
const struct api_endpoint API_ENDPOINTS[] = {
    {V1, "index", "接口目录", "列出全部接口的地址。", 0, API_INDEX, NULL, api_index, V1},
    {V1 "/subjects", "listSubjects", "查询信用主体",
     "带 q 时按名称、代码或者许可证号查找，最短、最相近的在前，最多 1000 个；不带 q 时逐页走遍全部机构。自然人不在列表中。",
     HAS(P_Q) | HAS(P_TYPE) | HAS(P_DIVISION) | HAS(P_GRADE) | HAS(P_YEAR) | PAGES, API_PAGE, &OPENDATA_SUBJECT, api_subjects,
     V1 "/subjects?limit=2"},
    {ONE, "getSubject", "一个信用主体", "今天可以公开的全部内容。{code} 是统一社会信用代码，或者主体标识（id）。", 0, API_ROW,
     &OPENDATA_SUBJECT_FULL, api_subject, ONE},
    {ONE "/grades", "listGradesOf", "历年等级", "公布过的每一版，新的在前。", OF_CSV, API_ROWS, &OPENDATA_GRADE, api_subject_grades,
     ONE "/grades"},
    {ONE "/grades/{year}/why", "getWhy", "评分明细", "逐条说明等级怎样得出，与网页“为什么是这个等级”出自同一份数据。",
     HAS(P_VERSION), API_WHY, NULL, api_why, ONE "/grades/{year}/why"},
    {ONE "/records", "listRecordsOf", "公示中的信用信息", "只有今天仍在公示的。", OF_CSV, API_ROWS, &OPENDATA_RECORD,
     api_subject_records, ONE "/records"},
    {ONE "/licences", "listLicencesOf", "行政许可", "一个主体的行政许可（双公示）。", OF_CSV, API_ROWS, &OPENDATA_LICENCE,
     api_subject_licences, ONE "/licences"},
    {ONE "/penalties", "listPenaltiesOf", "行政处罚", "一个主体今天仍在公示的行政处罚（双公示）。", OF_CSV, API_ROWS,
     &OPENDATA_RECORD, api_subject_penalties, ONE "/penalties"},
    {V1 "/grades", "listGrades", "一个年度的等级",
     "逐页列出各机构该年度现行有效的等级，按主体标识排列；不填 year 为最近公布的年度。等级须经授权查询的主体类型不在其中。",
     HAS(P_TYPE) | HAS(P_DIVISION) | HAS(P_GRADE) | HAS(P_YEAR) | PAGES, API_PAGE, &OPENDATA_GRADED, api_grades,
     V1 "/grades?limit=2"},
    {V1 "/licences", "listLicences", "行政许可公示", "各机构的行政许可，发证或者决定日期新的在前。", HAS(P_FROM) | PAGES, API_PAGE,
     &OPENDATA_LICENCE_OF, api_licences, V1 "/licences?limit=2"},
    {V1 "/penalties", "listPenalties", "行政处罚公示", "各机构今天仍在公示的行政处罚，决定日期新的在前。", HAS(P_FROM) | PAGES,
     API_PAGE, &OPENDATA_PENALTY, api_penalties, V1 "/penalties?limit=2"},
    {V1 "/lists", "listKinds", "名单种类", "评价制度所设的各种名单及其设列依据、性质和能否公布。", OF_CSV, API_ROWS,
     &OPENDATA_LIST_KIND, api_lists, V1 "/lists"},
    {V1 "/lists/{list}", "listEntries", "名单条目",
     "一种名单中各机构的条目，认定日期新的在前。名单条目取自已公布且在公示期内的严重失信类信用信息；不可以公布的、还没有条目的名单回答空列表。"
     "自然人不在其中。",
     PAGES, API_PAGE, &OPENDATA_ENTRY, api_list_entries, V1 "/lists/{list}?limit=2"},
    {V1 "/publications", "listPublications", "评价结果汇总表", "公布过的汇总表，新的在前。", HAS(P_YEAR) | OF_CSV, API_ROWS,
     &OPENDATA_PUBLICATION, api_publications, V1 "/publications"},
    {V1 "/publications/{id}", "getPublication", "一份汇总表", "一份汇总表及其文件。", 0, API_ROW, &OPENDATA_PUBLICATION,
     api_publication, V1 "/publications/{id}"},
    {V1 "/publications/{id}/files/{format}", "getPublicationFile", "汇总表文件",
     "公布时存下的文件，此后从不改动。{format}：csv、xlsx、pdf（已签名）、proof（签名证明）、zip（静态发布包）。", 0, API_FILE,
     NULL, api_publication_file, V1 "/publications/{id}/files/csv"},
    {V1 "/notices", "listNotices", "文书", "公开的编号文书，成文日期新的在前；已撤销、被替代和作废的也在其中，状态不同。",
     HAS(P_KIND) | HAS(P_YEAR) | PAGES, API_PAGE, &OPENDATA_NOTICE, api_notices, V1 "/notices?limit=2"},
    {V1 "/dump", "listDump", "每日全量文件",
     "今天的全部公开数据，JSON Lines 和 CSV，gzip 压缩。每日零时和公开内容有变化后重新生成，只有最新的一份；生成期间回答 503，约一分钟后再取。",
     0, API_DUMP, &OPENDATA_DUMP_FILE, api_dump, V1 "/dump"},
    {V1 "/dump/{file}", "getDumpFile", "全量文件的下载", "{file} 是全量文件列表中的 name，校验值在列表中。", 0, API_DUMPED, NULL,
     api_dump_file, V1 "/dump/subjects.csv.gz"},
    {V1 "/changes", "listChanges", "变化",
     "公开内容有变化的机构，只有标识和代码，没有内容：请重新读取该机构，回答 404 的请删除。从头开始得到全部机构；此后用上次的 next 作为 since，"
     "只得到其后的变化。同一机构多次变化只出现一次，在最后一次变化的位置。变化后约一分钟出现，期满的在次日零时后出现。",
     HAS(P_SINCE) | HAS(P_LIMIT) | OF_CSV, API_CHANGES, &OPENDATA_CHANGE, api_changes, V1 "/changes?limit=2"},
};
const size_t API_ENDPOINTS_N = sizeof API_ENDPOINTS / sizeof *API_ENDPOINTS;
