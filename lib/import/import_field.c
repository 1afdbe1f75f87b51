/* SPDX-License-Identifier: EUPL-1.2
 * import_field.c — keys, names and hints of the columns. Of the names the first is the one for people; the others were seen in real
 * files, among them the field codes of the national layouts (XK_…, CF_…).
 */
#include "import/import_field.h"

#define NAMES_OF_PARTY         "行政相对人名称|CF_XDR_MC|XK_XDR_MC|XK_XDR"
#define NAMES_OF_PLACES        "医疗机构名称|经营单位名称|场所名称|医院名称|诊所名称|酒店名称|公司名称|公司名|学校名称"
#define NAMES_OF_NAME          "名称|机构名称|单位名称|企业名称|主体名称|信用主体名称|" NAMES_OF_PLACES "|姓名|name|" NAMES_OF_PARTY
#define NAMES_OF_NATIONAL_CODE "行政相对人代码_1（统一社会信用代码）|行政相对人代码_1|CF_XDR_SHXYM|XK_XDR_SHXYM"
#define NAMES_OF_CODE          "统一社会信用代码|社会信用代码|信用代码|组织机构统一社会信用代码|uscc|" NAMES_OF_NATIONAL_CODE
#define NAMES_OF_ID_KIND       "证件类型|自然人证件类型|CF_XDR_ZJLX|XK_XDR_ZJLX"
#define NAMES_OF_ID                                                                                                                \
    "证件号码|身份证号码|身份证号|居民身份证号|居民身份证号码|自然人证件号码|CF_XDR_ZJHM|XK_XDR_ZJHM|CF_XDR_SFZ|XK_XDR_SFZ"
#define NAMES_OF_SOURCE "数据来源|来源|来源系统|数据来源单位|CF_SJLY|CF_LYDW|XK_SJLY|XK_LYDW"

static const struct sheet_field SUBJECT_FIELDS[] = {
    {FIELD_NAME, NAMES_OF_NAME, true},
    {FIELD_CODE, NAMES_OF_CODE, false},
    {FIELD_ID_KIND, NAMES_OF_ID_KIND, false},
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

static const struct sheet_field RECORD_FIELDS[] = {
    {FIELD_NAME, NAMES_OF_NAME, false},
    {FIELD_CODE, NAMES_OF_CODE, false},
    {FIELD_ID_KIND, NAMES_OF_ID_KIND, false},
    {FIELD_ID_NUMBER, NAMES_OF_ID, false},
    {FIELD_ITEM, "信息事项|事项|信用信息事项|对象内容", false},
    {FIELD_TITLE, "标题|信息名称|事项名称|荣誉名称|违法行为类型|案件名称|处罚名称|CF_WFXW|CF_CFMC", false},
    {FIELD_DETAIL, "内容|信息内容|主要事实", false},
    {FIELD_FACTS, "违法事实|处罚事由|CF_SY", false},
    {FIELD_BASIS, "处罚依据|CF_YJ", false},
    {FIELD_PENALTY_KIND, "处罚类别|处罚类别1|处罚种类|CF_CFLB|CF_CFLB1", false},
    {FIELD_PENALTY_KIND_2, "处罚类别2|CF_CFLB2", false},
    {FIELD_RESULT, "处罚内容|处罚结果|CF_NR|CF_JG", false},
    {FIELD_CONFISCATED, "没收违法所得、没收非法财物的金额（万元）|没收金额（万元）|CF_NR_WFFF", false},
    {FIELD_REVOKED, "暂扣或吊销证照名称及编号|CF_NR_ZKDX", false},
    {FIELD_DOCUMENT, "文号|文书号|决定书文号|行政处罚决定书文号|处罚决定书文号|CF_WSH", false},
    {FIELD_AUTHORITY, "认定机关|决定机关|处罚机关|许可机关|表彰机关|作出机关|CF_CFJG|CF_XZJG", false},
    {FIELD_SOURCE, NAMES_OF_SOURCE, false},
    {FIELD_UNIT, "责任股室|责任处室|责任科室|责任单位", false},
    {FIELD_FOUND, "认定日期|决定日期|处罚决定日期|作出决定日期|表彰日期|发生日期|日期|CF_JDRQ", true},
    {FIELD_PUBLICITY_FROM, "公示开始日期|公示日期|公示起始日期", false},
    {FIELD_PUBLICITY_TO, "公示截止日期|公示截止期|公示结束日期|CF_GSJZQ", false},
    {FIELD_USE_TO, "使用截止日期|应用截止日期|有效期至", false},
    {FIELD_SEVERITY, "失信程度|严重程度", false},
    {FIELD_POINTS, "记分|记分分值|不良执业记分", false},
    {FIELD_AMOUNT, "罚款金额（万元）|处罚金额（万元）|罚款金额|处罚金额|CF_NR_FK", false},
    {FIELD_AMOUNT_YUAN, "罚款金额（元）|处罚金额（元）", false},
    {FIELD_STATUS, "当前状态|CF_ZT", false},
};

static const struct sheet_field LICENCE_FIELDS[] = {
    {FIELD_NAME, NAMES_OF_NAME, false},
    {FIELD_CODE, NAMES_OF_CODE, false},
    {FIELD_ID_KIND, NAMES_OF_ID_KIND, false},
    {FIELD_ID_NUMBER, NAMES_OF_ID, false},
    {FIELD_ITEM, "信息事项|事项|信用信息事项|对象内容", false},
    {FIELD_TITLE, "标题|项目名称|行政许可决定文书名称|许可决定文书名称|许可事项|XK_XMMC|XK_XKWS", false},
    {FIELD_DETAIL, "许可内容|内容|XK_NR", false},
    {FIELD_DOCUMENT, "行政许可决定文书号|行政许可决定书文号|许可决定文书号|文号|文书号|XK_WSH", false},
    {FIELD_LICENCE_KIND, "许可证书名称|许可证名称|证书名称|XK_XKZS", false},
    {FIELD_LICENCE_CLASS, "许可类别|审批类别|XK_XKLB|XK_SPLB", false},
    {FIELD_LICENCE_NUMBER, "许可编号|许可证号|许可证编号|卫生许可证号|医疗机构执业许可证号|XK_XKBH", false},
    {FIELD_FOUND, "许可决定日期|发证日期|决定日期|认定日期|XK_JDRQ", true},
    {FIELD_LICENCE_FROM, "有效期自|XK_YXQZ", false},
    {FIELD_LICENCE_TO, "有效期至|许可截止期|许可证有效期至|有效期限至|XK_YXQZI|XK_JZQ", false},
    {FIELD_AUTHORITY, "许可机关|发证机关|认定机关|XK_XKJG|XK_XZJG", false},
    {FIELD_SOURCE, NAMES_OF_SOURCE, false},
    {FIELD_UNIT, "责任股室|责任处室|责任科室|责任单位", false},
    {FIELD_STATUS, "当前状态|XK_ZT", false},
};

size_t import_fields(const struct regime *r, struct str kind, struct str item, const struct sheet_field **fields_out)
{
    const struct regime_item *m = item.n ? regime_item(r, item) : NULL;
    if (!str_eq(kind, STR("record"))) {
        *fields_out = SUBJECT_FIELDS;
        return sizeof SUBJECT_FIELDS / sizeof *SUBJECT_FIELDS;
    }
    if (m && m->kind == ITEM_LICENCE) {
        *fields_out = LICENCE_FIELDS;
        return sizeof LICENCE_FIELDS / sizeof *LICENCE_FIELDS;
    }
    *fields_out = RECORD_FIELDS;
    return sizeof RECORD_FIELDS / sizeof *RECORD_FIELDS;
}

/* Keys are stored with batches and remembered mappings: never rename. */
static const struct {
    struct str key, hint;
} INFO[FIELD_COUNT] = {
    [FIELD_NAME] = {STR_INIT("name"), STR_INIT("与登记证照上的名称一致。自然人填写姓名。")},
    [FIELD_CODE] = {STR_INIT("code"), STR_INIT("18位统一社会信用代码。本列为文本格式，请不要改成数字。")},
    [FIELD_ID_KIND] = {STR_INIT("id_kind"), STR_INIT("自然人填写，如：居民身份证。")},
    [FIELD_ID_NUMBER] = {STR_INIT("id_number"), STR_INIT("自然人填写。本列为文本格式，请不要改成数字，否则末尾几位会丢失。")},
    [FIELD_TYPE] = {STR_INIT("type"), STR_INIT("请从列表中选择。上传时已选择主体类型的，可以不填。")},
    [FIELD_DIVISION] = {STR_INIT("division"), STR_INIT("乡镇（街道）名称或者区划代码。")},
    [FIELD_ADDRESS] = {STR_INIT("address"), STR_NONE},
    [FIELD_REPRESENTATIVE] = {STR_INIT("representative"), STR_NONE},
    [FIELD_ESTABLISHED] = {STR_INIT("established"), STR_INIT("如：2020年5月1日。")},
    [FIELD_STATUS] = {STR_INIT("status"), STR_NONE},
    [FIELD_FORMER] = {STR_INIT("former"), STR_INIT("多个曾用名之间用顿号隔开。")},
    [FIELD_LICENCE_KIND] = {STR_INIT("licence_kind"), STR_INIT("如：医疗机构执业许可证。")},
    [FIELD_LICENCE_CLASS] = {STR_INIT("licence_class"), STR_NONE},
    [FIELD_LICENCE_NUMBER] = {STR_INIT("licence_number"), STR_INIT("本列为文本格式。")},
    [FIELD_LICENCE_ISSUED] = {STR_INIT("licence_issued"), STR_INIT("如：2020年5月1日。")},
    [FIELD_LICENCE_FROM] = {STR_INIT("licence_from"), STR_INIT("如：2020年5月1日。")},
    [FIELD_LICENCE_TO] = {STR_INIT("licence_to"), STR_INIT("如：2025年5月1日；长期有效的填写“长期”。")},
    [FIELD_LICENCE_AUTHORITY] = {STR_INIT("licence_authority"), STR_NONE},
    [FIELD_ITEM] = {STR_INIT("item"), STR_INIT("请从列表中选择。上传时已选择信息事项的，可以不填。")},
    [FIELD_TITLE] = {STR_INIT("title"), STR_NONE},
    [FIELD_DETAIL] = {STR_INIT("detail"), STR_NONE},
    [FIELD_FACTS] = {STR_INIT("facts"), STR_NONE},
    [FIELD_BASIS] = {STR_INIT("basis"), STR_NONE},
    [FIELD_PENALTY_KIND] = {STR_INIT("penalty_kind"), STR_INIT("如：罚款；警告。")},
    [FIELD_PENALTY_KIND_2] = {STR_INIT("penalty_kind_2"), STR_NONE},
    [FIELD_RESULT] = {STR_INIT("result"), STR_NONE},
    [FIELD_CONFISCATED] = {STR_INIT("confiscated"), STR_INIT("以万元为单位。")},
    [FIELD_REVOKED] = {STR_INIT("revoked"), STR_NONE},
    [FIELD_DOCUMENT] = {STR_INIT("document"), STR_INIT("如：遂卫医罚〔2024〕1号。")},
    [FIELD_AUTHORITY] = {STR_INIT("authority"), STR_NONE},
    [FIELD_SOURCE] = {STR_INIT("source"), STR_NONE},
    [FIELD_UNIT] = {STR_INIT("unit"), STR_INIT("不填的，归到上传时选择的责任单位。")},
    [FIELD_FOUND] = {STR_INIT("found"), STR_INIT("作出认定或者决定的日期，如：2024年5月1日。")},
    [FIELD_PUBLICITY_FROM] = {STR_INIT("publicity_from"), STR_NONE},
    [FIELD_PUBLICITY_TO] = {STR_INIT("publicity_to"), STR_INIT("来源系统规定了公示截止日期的填写。")},
    [FIELD_USE_TO] = {STR_INIT("use_to"), STR_INIT("来源规定了使用期限的填写。")},
    [FIELD_SEVERITY] = {STR_INIT("severity"), STR_INIT("失信行为填写：轻微、一般或者严重。")},
    [FIELD_POINTS] = {STR_INIT("points"), STR_INIT("只填数字。")},
    [FIELD_AMOUNT] = {STR_INIT("amount"), STR_INIT("以万元为单位，最多六位小数。")},
    [FIELD_AMOUNT_YUAN] = {STR_INIT("amount_yuan"), STR_INIT("以元为单位。")},
};

struct str import_field_key(int field)
{
    return field >= 0 && field < FIELD_COUNT ? INFO[field].key : STR("");
}

int import_field_from_key(struct str key)
{
    for (int i = 0; key.n && i < FIELD_COUNT; i++)
        if (str_eq(INFO[i].key, key))
            return i;
    return SHEET_UNMAPPED;
}

struct str import_field_hint(int field)
{
    return INFO[field].hint;
}

struct str import_field_label(struct arena *a, const struct sheet_field *f)
{
    struct str names = str_from(f->names), first = STR_NONE;
    CHECK(str_cut(&names, '|', &first));
    return str_dup(a, first);
}

bool import_needs_code_or_number(struct str kind)
{
    return str_eq(kind, STR("record")); /* a subject may be without a code when the upload allows it */
}
