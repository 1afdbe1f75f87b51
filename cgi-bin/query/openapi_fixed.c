/* SPDX-License-Identifier: EUPL-1.2
 * openapi_fixed.c — schemas of the answers that are not rows of a table: the twin of the why-page (whose writer is
 * lib/archive/archive_why_json.c), the index, the problem. A test holds every answer against them.
 */
#include "query/api.h"

static const char WHY_SCHEMA[] =
    "{\"type\":\"object\",\"description\":\"评分明细\",\"required\":[\"name\",\"code\",\"type\",\"year\",\"grade\",\"grade_label\","
    "\"result\",\"method\",\"withheld\",\"lines\",\"uncounted\",\"near\",\"provenance\"],\"additionalProperties\":false,\"properties\":{"
    "\"name\":{\"type\":\"string\"},\"code\":{\"type\":\"string\"},\"type\":{\"type\":\"string\"},\"year\":{\"type\":\"integer\"},"
    "\"grade\":{\"type\":\"string\"},\"grade_label\":{\"type\":\"string\"},\"result\":{\"type\":\"string\"},\"method\":{\"type\":"
    "\"string\"},\"points\":{\"type\":\"number\"},\"withheld\":{\"type\":\"integer\",\"description\":\"不公开的记录条数\"},"
    "\"lines\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/WhyLine\"}},"
    "\"uncounted\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/WhyLine\"}},"
    "\"near\":{\"type\":\"array\",\"description\":\"接近而没有触发的规则\",\"items\":{\"type\":\"object\",\"additionalProperties\":false,"
    "\"required\":[\"rule\",\"rule_text\",\"article\",\"local\",\"gap\"],\"properties\":{\"rule\":{\"type\":\"string\"},\"rule_text\":"
    "{\"type\":\"string\"},\"article\":{\"type\":\"string\"},\"local\":{\"type\":\"boolean\"},\"gap\":{\"type\":\"string\"}}}},"
    "\"provenance\":{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"regime\",\"regime_version\",\"snapshot_hash\","
    "\"result_hash\",\"known\",\"approved\",\"published\",\"superseded\",\"version\"],\"properties\":{\"regime\":{\"type\":\"string\"},"
    "\"regime_version\":{\"type\":\"string\"},\"snapshot_hash\":{\"type\":\"string\"},\"result_hash\":{\"type\":\"string\"},"
    "\"known\":{\"type\":[\"string\",\"null\"],\"format\":\"date\"},\"approved\":{\"type\":[\"string\",\"null\"],\"format\":\"date\"},"
    "\"published\":{\"type\":[\"string\",\"null\"],\"format\":\"date\"},\"superseded\":{\"type\":[\"string\",\"null\"],\"format\":"
    "\"date\"},\"version\":{\"type\":\"integer\"}}}}}";
static const char WHY_LINE_SCHEMA[] =
    "{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"no\",\"record\",\"withheld\",\"disputed\",\"item\","
    "\"document\",\"date\",\"rule\",\"rule_text\",\"article\",\"local\",\"reason\"],\"properties\":{\"no\":{\"type\":\"integer\"},"
    "\"record\":{\"type\":[\"string\",\"null\"]},\"withheld\":{\"type\":\"boolean\"},\"disputed\":{\"type\":\"boolean\"},\"item\":"
    "{\"type\":\"string\"},\"document\":{\"type\":\"string\"},\"date\":{\"type\":[\"string\",\"null\"],\"format\":\"date\"},\"effect\":"
    "{\"type\":\"string\"},\"sum\":{\"type\":\"string\"},\"points\":{\"type\":\"number\"},\"total\":{\"type\":\"number\"},\"rule\":"
    "{\"type\":\"string\"},\"rule_text\":{\"type\":\"string\"},\"article\":{\"type\":\"string\"},\"local\":{\"type\":\"boolean\"},"
    "\"reason\":{\"type\":\"string\"}}}";
static const char INDEX_SCHEMA[] =
    "{\"type\":\"object\",\"description\":\"接口目录\",\"required\":[\"openapi\",\"documentation\",\"endpoints\"],"
    "\"additionalProperties\":false,\"properties\":{\"openapi\":{\"type\":\"string\"},\"documentation\":{\"type\":\"string\"},"
    "\"endpoints\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"id\",\"url\","
    "\"title\"],\"properties\":{\"id\":{\"type\":\"string\"},\"url\":{\"type\":\"string\"},\"title\":{\"type\":\"string\"}}}}}}";
static const char PROBLEM_SCHEMA[] =
    "{\"type\":\"object\",\"description\":\"错误说明（RFC 9457）\",\"required\":[\"type\",\"title\",\"status\",\"detail\"],"
    "\"additionalProperties\":false,\"properties\":{\"type\":{\"type\":\"string\",\"description\":\"错误种类的说明网址\"},\"title\":"
    "{\"type\":\"string\"},\"status\":{\"type\":\"integer\"},\"detail\":{\"type\":\"string\"},\"errors\":{\"type\":\"array\",\"items\":"
    "{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"parameter\",\"detail\"],\"properties\":{\"parameter\":{\"type\":"
    "\"string\"},\"detail\":{\"type\":\"string\"}}}},\"request_id\":{\"type\":\"string\",\"description\":\"来电咨询时请提供\"}}}";

const struct openapi_fixed OPENAPI_FIXED[] = {
    {"Why", WHY_SCHEMA}, {"WhyLine", WHY_LINE_SCHEMA}, {"Index", INDEX_SCHEMA}, {"Problem", PROBLEM_SCHEMA}};
const size_t OPENAPI_FIXED_N = sizeof OPENAPI_FIXED / sizeof *OPENAPI_FIXED;
