// SPDX-License-Identifier: EUPL-1.2
// Numbered documents: one officer drafts, another issues; the public reads, downloads, verifies by number and check code; a second
// document withdraws the first, and every place says so. A notice to a natural person is confirmed and never shown.
import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SITE, sql, textOf, until } from "../lib/world.mjs";

export default async function walk(t) {
  const clerk = await t.page("clerk"), approver = await t.page("approver"), visitor = await t.page();
  const first = await drafted(t, clerk, "announcement", { 标题: "关于公布信用典型案例的公告" });
  await onlyTheOther(t, clerk, first);
  const number = await issued(t, approver, first);
  const path = await read(t, visitor, number);
  await paper(t, visitor, path, number);
  const code = await verified(t, visitor, path, number, /现行有效/);
  await wrongCodes(t, visitor, number, code);
  await t.go(clerk, `/staff/notice/${first}`);
  await t.press(clerk, clerk.getByRole("link", { name: "拟撤销公告" }), { name: "draft of a withdrawal" });
  t.equal(await clerk.getByLabel("所针对的文号").inputValue(), number, "the withdrawal knows what it withdraws");
  await t.press(clerk, "保存草稿");
  const second = idOf(clerk);
  t.ok((await fetch(SITE + path).then((r) => r.text())).includes("已撤销") === false, "a draft withdraws nothing");
  await issued(t, approver, second);
  await withdrawn(t, await t.page(), path, number, code); // another visitor: the first one's browser may keep the page for a minute
  await person(t, clerk, approver, await t.page());
  await voided(t, clerk, approver);
}

const idOf = (page) => page.url().match(/\/staff\/notice\/(\d+)/)?.[1];

async function drafted(t, page, kind, fields) {
  await t.go(page, "/staff/notice", { name: "documents" });
  await t.go(page, `/staff/notice/new/${kind}`, { name: "document draft" });
  await page.getByLabel("正文").fill("");
  const refused = await t.press(page, "保存草稿", { name: "document draft refused", status: 422 });
  t.ok(/正文/.test(refused.body), "a document without a text is refused in words");
  for (const [label, value] of Object.entries(fields)) await page.getByLabel(label).fill(value);
  await page.getByLabel("正文").fill("现将有关事项公告如下。\n一、基本情况\n这是一份演示公告，内容均为虚构。");
  await t.press(page, "保存草稿", { name: "document" });
  const id = idOf(page);
  t.ok(!!id, "the draft has a page", page.url());
  return id;
}

async function onlyTheOther(t, clerk, id) {
  t.equal(await clerk.getByRole("button", { name: "签发" }).count(), 0, "who drafted it is not offered to issue it");
  await t.go(clerk, `/staff/notice/${id}/edit`, { name: "document edit" });
  await clerk.getByLabel("主送").fill("各有关单位");
  await t.press(clerk, "保存草稿");
  t.ok((await textOf(clerk.locator("main"))).includes("各有关单位："), "the edited draft shows its addressee");
}

async function issued(t, page, id) {
  await t.go(page, `/staff/notice/${id}`, { name: "document to issue" });
  await t.press(page, "签发", { name: "document issued" });
  const number = (await textOf(page.locator("main"))).match(/[^\s<>，。：]*〔\d{4}〕\d+号/)?.[0];
  t.ok(!!number, "it has a number", await textOf(page.locator("main")));
  await until(() => sql(`SELECT 1 FROM notice WHERE id = ${Number(id)} AND signed_at IS NOT NULL`).length, 30, "the worker's signature");
  const numbers = sql("SELECT series, year, COUNT(*), MAX(no) FROM notice WHERE no IS NOT NULL GROUP BY series, year");
  t.ok(numbers.every((r) => r[2] === r[3]), "numbers have no gaps", JSON.stringify(numbers));
  return number;
}

async function read(t, page, number) {
  await t.go(page, "/notice", { name: "notices" });
  await t.go(page, "/notice?kind=announcement&year=1999", { name: "no notices" });
  const [series, year, no] = sql(`SELECT series, year, no FROM notice WHERE document_no = '${number}'`)[0];
  await until(async () => (await (await fetch(`${SITE}/notice`)).text()).includes(number), 20, "the list to show it");
  await t.go(page, "/notice");
  await t.press(page, page.locator("main a", { hasText: "关于公布信用典型案例的公告" }).first(), { name: "notice" });
  const path = `/notice/${series}/${year}/${no}`;
  const said = await textOf(page.locator("main"));
  for (const word of [number, "各有关单位：", "一、基本情况", "索引号", "发文机关", "成文日期", "发文字号", "发布日期", "时效性", "签名有效", "核验码"])
    t.ok(said.includes(word), `the notice shows ${word}`);
  for (const other of ["/notice/gs/2026/999999", "/notice/gs/2026/01", "/notice/gs/2026/1.exe", "/notice/xx/2026/1"]) await t.go(page, other, { status: 404 });
  return path;
}

async function paper(t, page, path, number) {
  const r = await page.context().request.get(`${SITE}${path}.pdf`);
  const bytes = await r.body();
  t.ok(r.headers()["content-type"] === "application/pdf" && bytes.subarray(0, 5).toString() === "%PDF-", "the PDF downloads");
  const file = join(mkdtempSync(join(tmpdir(), "notice-")), "n.pdf");
  writeFileSync(file, bytes);
  const text = execFileSync("pdftotext", [file, "-"], { encoding: "utf8" }).replace(/\s/g, "");
  t.ok(text.includes(number) && text.includes("演示公告"), "and holds number and text", text.slice(0, 300));
  const proof = await page.context().request.get(`${SITE}${path}.proof`);
  t.ok((await proof.json()).number === number, "the proof is of this number");
}

async function verified(t, page, path, number, expected) {
  await t.go(page, path);
  const code = (await textOf(page.locator(".paper__verify .code"))).trim();
  await t.go(page, "/verify", { name: "verify" });
  await page.getByLabel("发文字号").fill(number.replace("〔", "[ ").replace("〕", "】 "));
  await page.getByLabel("核验码").fill(code.toLowerCase().replaceAll("-", " "));
  await t.press(page, "核验", { name: "verified" });
  const said = await textOf(page.locator("main"));
  t.ok(expected.test(said) && said.includes(number), "number and check code, however typed, are verified", said.slice(0, 300));
  await t.go(page, `/verify/${code.replaceAll("-", "").toLowerCase()}`);
  t.ok(expected.test(await textOf(page.locator("main"))), "the address of the QR code says the same");
  return code;
}

async function wrongCodes(t, page, number, code) {
  await t.go(page, "/verify/0000000000000000", { name: "unknown code" });
  t.ok((await textOf(page.locator("main"))).includes("查无此件"), "an unknown code is said to be unknown");
  await t.go(page, "/verify?code=abc", { name: "code refused", status: 422 });
  await t.go(page, `/verify?number=${encodeURIComponent(number.replace(/\d+号/, "9999号"))}&code=${code}`);
  t.ok((await textOf(page.locator("main"))).includes("不是这个文号的"), "a code of another number is not taken");
}

async function withdrawn(t, page, path, number, code) {
  await until(async () => (await (await fetch(SITE + path)).text()).includes("本文件已撤销"), 20, "the page to say so");
  await t.go(page, path, { name: "withdrawn notice" });
  t.equal(await page.locator("main .notice a").count(), 1, "with a link to what withdrew it");
  await t.go(page, `/verify/${code.replaceAll("-", "").toLowerCase()}`, { name: "withdrawn verified" });
  t.ok((await textOf(page.locator("main"))).includes("本文件已撤销"), "verification says so too");
  await t.go(page, "/notice");
  t.ok((await textOf(page.locator("li.hit", { has: page.locator(".hit__meta", { hasText: number }) }))).includes("已撤销"), "and the list");
}

async function person(t, clerk, approver, visitor) {
  const [key, name] = sql("SELECT public_id, name FROM subject WHERE kind = 3 ORDER BY id LIMIT 1")[0];
  await t.go(clerk, `/staff/notice/new/grade_result?subject=${key}`, { name: "notice to a subject" });
  await clerk.getByLabel("正文").fill("现将年度信用评价结果告知如下：等级为A级。");
  await clerk.getByLabel("主送").fill(name);
  await t.press(clerk, "保存草稿");
  const id = idOf(clerk), number = await issued(t, approver, id);
  const [code, series, year, no] = sql(`SELECT check_code, series, year, no FROM notice WHERE id = ${Number(id)}`)[0];
  await t.go(visitor, `/notice/${series}/${year}/${no}`, { status: 404 });
  await t.go(visitor, `/verify/${code}`, { name: "verified notice to a person" });
  const said = await textOf(visitor.locator("main"));
  t.ok(/现行有效/.test(said) && said.includes(number) && !said.includes(name), "a notice to a person is confirmed without the person");
  const stored = sql(`SELECT COUNT(*) FROM notice_body b JOIN notice n ON n.id = b.notice_id WHERE n.id = ${Number(id)} AND b.body LIKE '%A级%'`);
  t.equal(stored[0][0], "0", "its text is sealed in the database");
}

async function voided(t, clerk, approver) {
  const id = await drafted(t, clerk, "announcement", { 标题: "印发有误的公告" });
  const number = await issued(t, approver, id);
  await t.go(approver, `/staff/notice/${id}`);
  await t.press(approver, "作废", { name: "void refused", status: 422 });
  await approver.getByLabel("作废原因").fill("印发前发现重复编号");
  await t.press(approver, "作废", { name: "void" });
  t.ok((await textOf(approver.locator("main"))).includes("作废"), `${number} is void`);
  const [series, year, no] = sql(`SELECT series, year, no FROM notice WHERE id = ${Number(id)}`)[0];
  await until(async () => (await (await fetch(`${SITE}/notice/${series}/${year}/${no}`)).text()).includes("本文号作废"), 20, "the public page to say so");
}
