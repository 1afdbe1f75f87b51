/* SPDX-License-Identifier: EUPL-1.2
 * sheet_explain.c — the sentence a clerk reads for each verdict: what is wrong with the file, what to do. No technical names;
 * limits are named as the defaults of sheet_read.c have them. Called by pages and by portalctl.
 */
#include "sheet/sheet_read.h"

/* Not the content of the file, but the reading of it. */
static struct str of_the_reading(enum sheet_verdict v)
{
    if (v == SHEET_NO_SUCH_SHEET)
        return STR("没有所选的工作表。请重新选择。");
    if (v == SHEET_UNREADABLE_FILE)
        return STR("文件打不开。请确认文件存在且允许读取。");
    if (v == SHEET_TOO_COSTLY)
        return STR("读取文件用的时间或内存超过了上限，没有读完。请删去不需要的工作表和格式，或分成几个文件上传。");
    if (v == SHEET_PARSER_BROKEN)
        return STR(
            "读取文件的程序中途停止，没有读完。请用 Excel 或 WPS 打开文件，另存为 .xlsx 后重新上传；仍不行，请联系系统管理员。");
    if (v == SHEET_PARSER_MISSING)
        return STR("服务器上读取文件的程序不能启动，文件没有读取。请联系系统管理员，修好后重新上传。");
    return STR("这个旧版表格文件（.xls、.et 或 .ods）没有转换成功。请在表格软件中“另存为 .xlsx”再上传。");
}

static struct str sentence(enum sheet_verdict v)
{
    switch (v) {
    case SHEET_OK:
        return STR("文件可以读取。");
    case SHEET_EMPTY_FILE:
        return STR("文件是空的。请确认选对了文件，保存后重新上传。");
    case SHEET_FILE_TOO_BIG:
        return STR("文件太大。请删去图片和不需要的工作表，或分成几个文件上传。");
    case SHEET_OLD_XLS:
        return STR("这是旧版 Excel 文件（.xls），不能直接读取。请在表格软件中“另存为 .xlsx”再上传。");
    case SHEET_ENCRYPTED:
        return STR("文件设有打开密码或已被加密，无法读取。请取消密码（文档加密软件请先解密）后重新上传。");
    case SHEET_NOT_A_SHEET:
        return STR(
            "文件不是 Excel 工作簿，也不是 CSV 表格，可能是网页、PDF 或其他文件改了扩展名。请用 Excel 或 WPS 打开，另存为 .xlsx 后重新上传。");
    case SHEET_NO_WORKBOOK:
        return STR(
            "文件中没有工作表，可能是 Word 文档、压缩包或二进制工作簿（.xlsb）。请用 Excel 或 WPS 打开，另存为 .xlsx 后重新上传。");
    case SHEET_DAMAGED:
        return STR("文件已损坏或不完整，可能没有下载完。请用 Excel 或 WPS 打开检查，另存一份后重新上传。");
    case SHEET_TOO_MANY_PARTS:
        return STR("工作簿里的工作表、图片等内容太多。请把要上传的工作表复制到新的工作簿中，另存后上传。");
    case SHEET_DUPLICATE_PART:
    case SHEET_LYING_SIZE:
        return STR("文件内部结构不正常，为安全起见不予读取。请用 Excel 或 WPS 打开，另存一份后重新上传。");
    case SHEET_UNPACKED_TOO_BIG:
    case SHEET_BOMB:
        return STR("文件展开后过大，通常是表格下方或右侧留有大量空白格式。请把有数据的部分复制到新的工作簿中，另存后上传。");
    case SHEET_DOCTYPE:
        return STR("文件内部含有不允许的声明，为安全起见不予读取。请用 Excel 或 WPS 打开，另存一份后重新上传。");
    case SHEET_BAD_XML:
    case SHEET_BAD_REFERENCE:
        return STR("工作表内容有错误，无法读取。请用 Excel 或 WPS 打开（如提示修复请同意），另存一份后重新上传。");
    case SHEET_XML_LIMIT:
        return STR("文件内部结构过于复杂，无法读取。请把数据复制到新的工作簿中（只粘贴数值），另存后上传。");
    case SHEET_TOO_MANY_ROWS:
        return STR("行数超过上限。请分成几个文件上传。");
    case SHEET_TOO_MANY_COLUMNS:
        return STR("列数超过上限，可能选错了文件，或右侧远处的单元格里留有内容。请删去多余的列后重新上传。");
    case SHEET_CELL_TOO_LONG:
        return STR("有一个单元格的内容超过 32767 个字。请缩短后重新上传。");
    case SHEET_ROW_TOO_LONG:
        return STR("有一行的内容过长。请检查该行后重新上传。");
    case SHEET_TOO_MANY_STRINGS:
        return STR("工作簿中的文字太多。请分成几个文件上传。");
    case SHEET_BAD_ENCODING:
        return STR(
            "文字编码无法识别，文件不是 UTF-8 也不是 GB18030（GBK）编码，或混用了几种编码。请用 Excel 或 WPS 打开，另存为 .xlsx 后上传。");
    case SHEET_BAD_QUOTES:
        return STR("CSV 文件中有一个英文双引号没有配对，后面的内容无法分行。请改正该行，或另存为 .xlsx 后上传。");
    case SHEET_NO_SUCH_SHEET:
    case SHEET_UNREADABLE_FILE:
    case SHEET_TOO_COSTLY:
    case SHEET_PARSER_BROKEN:
    case SHEET_PARSER_MISSING:
    case SHEET_XLS_UNREADABLE:
        return of_the_reading(v);
    }
    return STR_NONE;
}

struct str sheet_explain(struct arena *a, enum sheet_verdict v, uint32_t row)
{
    if (row == 0 || v == SHEET_OK)
        return sentence(v);
    bool after = v == SHEET_BAD_XML || v == SHEET_DAMAGED || v == SHEET_LYING_SIZE || v == SHEET_TOO_COSTLY ||
                 v == SHEET_PARSER_BROKEN; /* known is the last row that was whole */
    return str_fmt(a, after ? "第 %u 行之后：%.*s" : "第 %u 行：%.*s", row, STR_ARG(sentence(v)));
}

struct str sheet_column_name(struct arena *a, size_t column)
{
    char b[16];
    size_t at = sizeof b;
    for (size_t n = column + 1; n > 0 && at > 0; n = (n - 1) / 26)
        b[--at] = (char)('A' + (n - 1) % 26);
    return str_dup(a, (struct str){b + at, sizeof b - at});
}
