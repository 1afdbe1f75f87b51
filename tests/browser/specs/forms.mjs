// SPDX-License-Identifier: EUPL-1.2
// What forms promise: errors keep what was typed and lead to their fields; a double click, a reload and the back button act once; a
// session that ran out leads to sign-in and back.
import { csv, uscc } from "../lib/files.mjs";
import { rowsOf, SITE, sql, steady, textOf, until } from "../lib/world.mjs";

const ASK = /导入.*行|申请导入/; // what asks the second officer
const HEAD = ["单位名称", "统一社会信用代码", "主体类型", "所属乡镇"];

export default async function walk(t) {
  const page = await t.page("clerk");
  await errors(t, page);
  await once(t, page);
  await staffPages(t, page);
  await expired(t);
}

async function errors(t, page) {
  await t.go(page, "/staff/import/new/subject", { name: "upload subject" });
  await page.getByLabel("文件中的数据属于").selectOption({ index: 2 });
  await page.getByText("已人工核对代码").click();
  const chosen = await page.getByLabel("文件中的数据属于").inputValue();
  await page.getByLabel("文件", { exact: true }).setInputFiles({ name: "笔记.txt", mimeType: "text/plain", buffer: Buffer.from("甲") });
  await t.press(page, "上传并检查", { name: "upload with errors", status: 422 });
  t.ok(/^错误：/.test(await page.title()), "the title begins with 错误：", await page.title());
  t.equal(await page.getByLabel("文件中的数据属于").inputValue(), chosen, "what was chosen is still chosen");
  t.ok(await page.getByLabel("已人工核对代码").isChecked(), "what was ticked is still ticked");
  const links = await page.locator(".govuk-error-summary a").evaluateAll((list) => list.map((a) => a.getAttribute("href")));
  t.ok(links.length === 1 && await page.locator(links[0]).count() === 1, "the summary links to the field", links);
  await page.locator(".govuk-error-summary a").first().click();
  const marked = await page.locator(links[0]).evaluate((e) => [e.getAttribute("aria-describedby"), e.matches(":target")]);
  t.ok(marked[1] && marked[0].split(" ").some((id) => id.endsWith("-error")), "the field is reached and names its error", marked);
}

const upload = async (page, name, code) => {
  await steady(page, `${SITE}/staff/import/new/subject`);
  const rows = [HEAD, [`遂溪县${name}理发店`, code, "公共场所（美容美发）", "岭北镇"]];
  await page.getByLabel("文件", { exact: true }).setInputFiles({ name: `${name}.csv`, mimeType: "text/csv", buffer: csv(rows) });
};
const batches = (name) => Number(sql(`SELECT COUNT(*) FROM import_batch WHERE file_name = '${name}.csv'`)[0][0]);

async function once(t, page) {
  const name = `一次${Date.now()}`, code = uscc(Number(String(Date.now()).slice(-7, -1)));
  await upload(page, name, code);
  await page.getByRole("button", { name: "上传并检查" }).dblclick();
  await page.waitForURL(/\/staff\/import\/\d+/);
  const batch = page.url().match(/import\/(\d+)/)[1], self = `${SITE}/staff/import/${batch}`;
  const button = (label) => page.getByRole("button", { name: label });
  await until(async () => {
    await steady(page, self);
    return await button("开始检查").count() + await button(ASK).count();
  }, 60, "the look at the file");
  t.equal(batches(name), 1, "a double click on upload makes one batch");
  if (await button("开始检查").count()) await button("开始检查").click();
  await until(async () => {
    await steady(page, self);
    return await button(ASK).count();
  }, 60, "the check");
  const form = page.locator("form", { has: button(ASK) });
  const fields = await form.locator("input[type=hidden]").evaluateAll((list) => Object.fromEntries(list.map((e) => [e.name, e.value])));
  await button(ASK).dblclick();
  await page.waitForLoadState("load");
  const post = (form) => page.context().request.post(`${self}/ask`, { form, maxRedirects: 0, headers: { Origin: SITE, "Sec-Fetch-Site": "same-origin" } });
  const [a, b] = await Promise.all([post(fields), post(fields)]);
  t.equal([a.status(), b.status()], [303, 303], "the same form again and again is answered alike");
  t.equal(a.headers().location, b.headers().location, "and leads to the same place");
  t.equal(sql(`SELECT COUNT(*) FROM audit WHERE action = 'import.ask' AND object_id = '${batch}'`)[0][0], "1", "and acts once");
  const other = await post({ ...fields, version: "9" });
  t.equal(other.status(), 409, "a used form with other content is refused");
  await steady(page, `${SITE}/staff`);
  await page.goBack();
  t.equal(await button(ASK).count(), 0, "going back shows no old button");
}

async function staffPages(t, page) {
  await t.go(page, "/staff/subject", { name: "staff search" });
  await page.locator("main input[name=q]").fill("同济源");
  await t.press(page, "查询", { name: "staff hits" });
  await t.press(page, page.locator("main table a").first(), { name: "staff archive" });
  t.ok((await page.locator("main h2").count()) >= 2, "the archive for staff has its parts");
  await t.go(page, "/staff/subject/person", { name: "staff person form" });
  await page.getByLabel("证件号码").fill("12345");
  await t.press(page, "查询", { name: "staff person errors", status: 422 });
  t.equal(await page.getByLabel("证件号码").inputValue(), "12345", "a wrong number stays to be corrected");
  await t.go(page, "/staff/password", { name: "own password" });
  await t.go(page, "/staff/publication", { name: "staff publications" });
  await t.go(page, "/staff/regime", { name: "staff regime" });
  await t.go(page, "/staff/import", { name: "import list" });
}

async function expired(t) {
  const account = t.phone ? "auditor" : "inspector";
  const page = await t.page(account);
  await t.go(page, "/staff/password", { name: "own password" });
  sql(`UPDATE session SET expires_at = UTC_TIMESTAMP(6) - INTERVAL 1 DAY WHERE staff_id = (SELECT id FROM staff WHERE login = '${account}')`);
  await page.getByLabel("现在的密码").fill("gleichgueltig-1");
  await page.getByLabel("新密码", { exact: true }).fill("gleichgueltig-2");
  await page.getByLabel("再输入一次新密码").fill("gleichgueltig-2");
  await t.press(page, "保存新密码", { name: "login after time-out" });
  t.ok(/\/staff\/login/.test(page.url()) && /超时/.test(await textOf(page.locator("main"))), "a form sent after the time-out says that it was not saved", page.url());
  t.forget(account);
  const wanted = `/staff/subject?q=${encodeURIComponent("同济源")}`;
  await steady(page, SITE + wanted);
  t.ok(/\/staff\/login\?next=/.test(page.url()), "a page asked for after the time-out leads to sign-in", page.url());
  if (t.phone) return; // a code works once in 30 seconds: the way back is walked on the desktop only
  const a = await t.signIn(page, account);
  t.equal(decodeURIComponent(a.url), decodeURIComponent(SITE + wanted), "and from there to the page");
  t.ok((await rowsOf(page.locator("main table").first())).length > 0, "with its content");
  await t.press(page, "退出登录", { name: "signed out" });
  await page.goBack();
  await page.waitForLoadState("load");
  t.ok(!/同济源/.test(await textOf(page.locator("main"))), "after signing out, going back shows nothing");
}
