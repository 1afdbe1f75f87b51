// SPDX-License-Identifier: EUPL-1.2
// api.mjs: the API as Markdown on standard output, from the OpenAPI document as the golden page tests/pages/golden/api-openapi.txt has it.
//   node tests/tools/api.mjs > docs/api.md
import { readFileSync } from "node:fs";

const golden = readFileSync(new URL("../pages/golden/api-openapi.txt", import.meta.url), "utf8");
const document = JSON.parse(golden.slice(golden.indexOf("{")));
const lines = ["# 开放数据接口", "", "由 OpenAPI 文档（`/api/openapi.json`）生成，不要手工修改。用法、约定和例子见网站的 `/developers` 页面；这里是字段和参数的全表，供审阅改动。", ""];
const refs = (schema) => JSON.stringify(schema ?? {}).match(/components\/schemas\/(\w+)/)?.[1];
for (const [path, { get }] of Object.entries(document.paths)) {
  const content = get.responses["200"].content, row = refs(content["application/json"]?.schema);
  lines.push(`## ${get.summary}`, "", `\`GET ${path}\`　（${get.operationId}）`, "", get.description, "");
  lines.push(`回答：${Object.keys(content).join("、")}${row ? `，[${row}](#${row.toLowerCase()})` : ""}`, "");
  if (!get.parameters.length) continue;
  lines.push("| 参数 | 位置 | 含义 | 取值 |", "|---|---|---|---|");
  for (const p of get.parameters) {
    const s = p.schema, range = s.enum ? s.enum.join(" ") : s.minimum !== undefined ? `${s.minimum}–${s.maximum}` : s.format ?? (s.maxLength ? `最多 ${s.maxLength} 个字符` : "");
    lines.push(`| \`${p.name}\` | ${p.in === "path" ? "路径" : "查询"} | ${p.description} | ${range} |`);
  }
  lines.push("");
}
lines.push("## 字段", "");
for (const [name, s] of Object.entries(document.components.schemas)) {
  lines.push(`### ${name}`, "", s.description ?? "", "", "| 字段 | 类型 | 可为空 | 含义 |", "|---|---|---|---|");
  for (const [field, p] of Object.entries(s.properties)) {
    const types = [p.type ?? "object"].flat(), type = types.find((t) => t !== "null");
    lines.push(`| \`${field}\` | ${p.format ?? type} | ${types.includes("null") ? "是" : ""} | ${p.description ?? ""} |`);
  }
  lines.push("");
}
process.stdout.write(lines.join("\n"));
