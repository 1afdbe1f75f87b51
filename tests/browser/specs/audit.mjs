// SPDX-License-Identifier: EUPL-1.2
// The log of acts: filtered by account, act and day with an address that can be kept, the same rows as a workbook, the whole log walked by the
// worker; who may do which of it; and the public checkpoint, the same as a page and as text, with the keys that it is checked with.
import { readFileSync } from "node:fs";
import { parseXlsx } from "../lib/files.mjs";
import { portalctl, rowsOf, SITE, sql, steady, textOf, until } from "../lib/world.mjs";

const main = (page) => textOf(page.locator("main"));
const HEAD = ["序号", "时间", "账号", "角色", "操作", "对象", "内容", "请求编号"];
const SIGN_IN = /登录|退出|密码|账号/;

export default async function walk(t) {
  await t.session("clerk"); // somebody whose sign-in is in the log
  const page = await t.page("audadmin");
  await filters(t, page);
  await file(t, page);
  await verify(t, page);
  await others(t);
  await checkpoint(t);
}

async function filters(t, page) {
  await t.go(page, "/staff/audit", { name: "log of acts" });
  await page.getByLabel("账号").fill("clerk");
  await page.getByLabel("操作", { exact: true }).selectOption({ label: "账号和登录" });
  await page.getByLabel("开始日期").fill("2020-1-1");
  await t.press(page, "筛选", { name: "log of acts filtered" });
  const rows = await rowsOf(page.locator("main table"));
  t.ok(rows.length > 0 && rows.every((r) => r[2] === "clerk" && SIGN_IN.test(r[4])), "only what the clerk did with the account is shown", JSON.stringify(rows.slice(0, 3)));
  const address = new URL(page.url());
  t.equal([address.searchParams.get("account"), address.searchParams.get("action"), address.searchParams.get("from")], ["clerk", "staff.", "2020-1-1"], "the filter is in the address");
  t.equal([await page.getByLabel("账号").inputValue(), await page.getByLabel("开始日期").inputValue()], ["clerk", "2020-1-1"], "and still in its fields");
  await steady(page, `${SITE}/staff/audit?account=clerk&to=2020-1-1`);
  t.ok(/没有符合条件的日志/.test(await main(page)), "a day before there was a log has no acts");
  await t.go(page, "/staff/audit?from=2020-13-45", { name: "log of acts with a wrong day" });
  t.ok(/不是有效的日期/.test(await main(page)), "a day that does not exist is told", (await main(page)).slice(0, 300));
  if (Number(sql("SELECT COUNT(*) FROM audit")[0][0]) <= 50) return t.skip("the log has one page only");
  await steady(page, `${SITE}/staff/audit`);
  const first = await rowsOf(page.locator("main table"));
  await t.press(page, page.getByRole("link", { name: "更早" }), { name: "older acts" });
  const older = await rowsOf(page.locator("main table"));
  t.equal(Number(older[0][0]), Number(first.at(-1)[0]) - 1, "the next page goes on where the first ended");
}

async function file(t, page) {
  await steady(page, `${SITE}/staff/audit?account=clerk&action=staff.`);
  const shown = await rowsOf(page.locator("main table"));
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: /导出 Excel/ }).click()]);
  t.equal(download.suggestedFilename(), "操作日志.xlsx", "the rows come as a workbook");
  const rows = parseXlsx(readFileSync(await download.path()));
  t.equal(rows[0], HEAD, "with these columns");
  t.ok(rows.length > shown.length - 1 && rows.slice(1).every((r) => r[2] === "clerk" && SIGN_IN.test(r[4])), "and the rows of the filter", JSON.stringify(rows.slice(0, 3)));
  t.equal(rows.slice(1, 4).map((r) => String(r[0])), shown.slice(0, 3).map((r) => r[0]), "in the order of the page");
  const [[detail]] = sql("SELECT detail FROM audit WHERE action = 'audit.export' ORDER BY seq DESC LIMIT 1");
  t.ok(detail.includes("clerk"), "the export is an act in the log itself", detail);
}

async function verify(t, page) {
  await steady(page, `${SITE}/staff/audit`);
  await t.press(page, "校验全部日志", { name: "log being verified" });
  await until(async () => {
    await steady(page, `${SITE}/staff/audit`);
    return await page.locator(".notice--good").count();
  }, 60, "the verification");
  const said = await textOf(page.locator(".notice--good"));
  t.ok(/校验通过：共 \d+ 条/.test(said), "the worker finds the log whole", said);
  await t.go(page, "/staff/audit", { name: "log verified" });
}

async function others(t) {
  const auditor = await t.page("auditor");
  await t.go(auditor, "/staff/audit", { name: "log for an auditor" });
  t.equal(await auditor.getByRole("button", { name: "校验全部日志" }).count(), 0, "an auditor reads and exports, but orders no verification");
  t.equal(await auditor.getByRole("button", { name: /导出 Excel/ }).count(), 1, "an auditor may export");
}

async function checkpoint(t) {
  const page = await t.page();
  await until(async () => (await fetch(`${SITE}/checkpoint.txt`)).status === 200, 90, "the first checkpoint", 1000);
  await until(async () => {
    const text = await (await fetch(`${SITE}/checkpoint.txt?at=${Date.now()}`)).text();
    await steady(page, `${SITE}/checkpoint?at=${Date.now()}`);
    return (await page.locator("pre code").innerText()).trim() === text.trim();
  }, 30, "page and text with the same checkpoint");
  t.ok(true, "the page shows the text of /checkpoint.txt");
  await t.go(page, "/checkpoint", { name: "checkpoint" });
  const keys = await rowsOf(page.locator("main table").first());
  const held = sql("SELECT COUNT(*) FROM signing_key")[0][0];
  t.equal(String(keys.length), held, "every public key is shown");
  t.ok(keys.some((k) => k[0] === "日志检查点" && /^[0-9a-f]{64}$/.test(k[2]) && k[4] === "使用中"), "that of the checkpoints in use among them", JSON.stringify(keys));
  if (!t.phone) t.ok(/whole|agrees|match|完整|相符/.test(portalctl("audit", "verify")), "the operator's verification agrees");
}
