/* SPDX-License-Identifier: EUPL-1.2
 * import_field.c — header names, the one for people first; the others were seen in real files.
 */
#include "import/import_field.h"

#include "import/import.h"

#define NAMES_OF_NAME                                                                                                              \
    "名称|机构名称|单位名称|企业名称|医疗机构名称|主体名称|信用主体名称|行政相对人名称|经营单位名称|场所名称|医院名称|诊所名称|酒店名称|姓名|name"
#define NAMES_OF_CODE                                                                                                              \
    "统一社会信用代码|社会信用代码|信用代码|行政相对人代码_1（统一社会信用代码）|行政相对人代码_1|组织机构统一社会信用代码|uscc"
#define NAMES_OF_ID "证件号码|身份证号码|身份证号|居民身份证号|自然人证件号码"

const struct sheet_field IMPORT_SUBJECT_FIELDS[] = {
    {FIELD_NAME, NAMES_OF_NAME, true},
    {FIELD_CODE, NAMES_OF_CODE, false},
    {FIELD_ID_KIND, "证件类型|自然人证件类型", false},
    {FIELD_ID_NUMBER, NAMES_OF_ID, false},
    {FIELD_TYPE, "主体类型|信用主体类型|管理相对人类型", false},
    {FIELD_DIVISION, "所属乡镇|乡镇|镇街|所在乡镇|行政区划|区划代码|所属区县|区县|county|countycode|district", false},
    {FIELD_ADDRESS, "地址|详细地址|具体地址|经营地址|企业地址|住所|机构地址|address|add", false},
    {FIELD_REPRESENTATIVE, "法定代表人|法定代表人（主要负责人）|主要负责人|负责人", false},
    {FIELD_ESTABLISHED, "成立日期|设立日期|注册日期|开业日期", false},
    {FIELD_STATUS, "经营状态|登记状态|状态", false},
    {FIELD_FORMER, "曾用名|曾用名称|原名称", false},
    {FIELD_LICENCE_KIND, "许可证名称|证书名称|许可证书名称|许可类别", false},
    {FIELD_LICENCE_NUMBER, "许可证号|许可编号|卫生许可证号|医疗机构执业许可证号|登记号|执业证书编码|许可证编号", false},
    {FIELD_LICENCE_ISSUED, "发证日期|许可决定日期", false},
    {FIELD_LICENCE_TO, "有效期至|许可证有效期至|有效期限至", false},
    {FIELD_LICENCE_AUTHORITY, "发证机关|许可机关", false},
};
const size_t IMPORT_SUBJECT_FIELDS_N = sizeof IMPORT_SUBJECT_FIELDS / sizeof *IMPORT_SUBJECT_FIELDS;

const struct sheet_field IMPORT_RECORD_FIELDS[] = {
    {FIELD_NAME, NAMES_OF_NAME, false},
    {FIELD_CODE, NAMES_OF_CODE, false},
    {FIELD_ID_KIND, "证件类型|自然人证件类型", false},
    {FIELD_ID_NUMBER, NAMES_OF_ID, false},
    {FIELD_ITEM, "信息事项|事项|信用信息事项|对象内容", false},
    {FIELD_TITLE, "标题|信息名称|事项名称|荣誉名称|违法行为类型|案件名称", false},
    {FIELD_DETAIL, "内容|信息内容|违法事实|处罚内容|许可内容|主要事实", false},
    {FIELD_DOCUMENT, "文号|文书号|决定书文号|行政处罚决定书文号|处罚决定书文号|行政许可决定文书号", false},
    {FIELD_AUTHORITY, "认定机关|决定机关|处罚机关|许可机关|表彰机关|作出机关", false},
    {FIELD_SOURCE, "数据来源|来源|来源系统|数据来源单位", false},
    {FIELD_UNIT, "责任股室|责任处室|责任科室|责任单位", false},
    {FIELD_FOUND, "认定日期|决定日期|处罚决定日期|许可决定日期|作出决定日期|表彰日期|发生日期|日期", true},
    {FIELD_PUBLICITY_FROM, "公示开始日期|公示日期|公示起始日期", false},
    {FIELD_PUBLICITY_TO, "公示截止日期|公示截止期|公示结束日期", false},
    {FIELD_USE_TO, "使用截止日期|应用截止日期|有效期至", false},
    {FIELD_SEVERITY, "失信程度|严重程度", false},
    {FIELD_POINTS, "记分|记分分值|不良执业记分", false},
    {FIELD_AMOUNT, "罚款金额（万元）|罚款金额|处罚金额", false},
};
const size_t IMPORT_RECORD_FIELDS_N = sizeof IMPORT_RECORD_FIELDS / sizeof *IMPORT_RECORD_FIELDS;

size_t import_fields(struct str kind, const struct sheet_field **fields_out)
{
    bool record = str_eq(kind, STR("record"));
    *fields_out = record ? IMPORT_RECORD_FIELDS : IMPORT_SUBJECT_FIELDS;
    return record ? IMPORT_RECORD_FIELDS_N : IMPORT_SUBJECT_FIELDS_N;
}
