// SPDX-License-Identifier: EUPL-1.2
// Manual entry by two officers: a draft with evidence that survives its errors, a second person returns it and then lets it into the archive,
// the public sees it; a correction with before and after, a withdrawal after which it is gone; two windows on one draft, two reviewers on one
// proposal; and the lists that count what they show.
import { rowsOf, SITE, sql, steady, textOf, until } from "../lib/world.mjs";

const PDF = Buffer.from("%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n");
const BIG = Buffer.concat([Buffer.from("%PDF-1.4\n"), Buffer.alloc((6 << 20) - 15, 120), Buffer.from("%%EOF\n")]); // as big as the page allows
const main = (page) => textOf(page.locator("main"));

export default async function walk(t) {
  const clerk = await t.page("clerk"), reviewer = await t.page("reviewer"), open = await t.page();
  const [[subject, code]] = sql(`SELECT id, code FROM subject WHERE code IS NOT NULL AND ended IS NULL AND kind = 1 ORDER BY id ${t.phone ? "DESC" : ""} LIMIT 1`);
  const title = `无偿献血先进单位${Date.now()}`;
  await lists(t, clerk, reviewer);
  const id = await draft(t, clerk, subject, title);
  await second(t, clerk, reviewer, id);
  const record = await shown(t, open, reviewer, id, code, title);
  await correct(t, clerk, reviewer, open, record, code, title);
  await withdraw(t, clerk, reviewer, open, record, code);
  await races(t, clerk, reviewer, subject);
  if (!t.phone) await regrade(t, clerk, reviewer);
}

/** A record that a published grade counts is withdrawn: the grade is marked, the system opens a round, officers sign it. */
async function regrade(t, clerk, reviewer) {
  const [row] = sql(`SELECT r.id, s.id, g.year FROM record r JOIN subject s ON s.id = r.subject_id JOIN grade g ON g.subject_id = s.id AND g.year = 2025
    JOIN grade_round d ON d.id = g.round_id AND d.state = 'published' WHERE r.category IN ('bad', 'dishonest') AND YEAR(r.found) = 2025 AND r.state = 1 AND s.kind = 1
    AND NOT EXISTS (SELECT 1 FROM entry e WHERE e.record_id = r.id) ORDER BY r.id LIMIT 1`);
  if (!row) return t.skip("no published grade of 2025 counts a record");
  const [record, subject] = row;
  await steady(clerk, `${SITE}/staff/record/${record}`);
  await t.press(clerk, "提出撤回");
  const id = clerk.url().match(/entry\/(\d+)/)[1];
  await clerk.getByLabel("理由").fill("处罚决定已被撤销");
  await t.press(clerk, "下一步：核对");
  await t.press(clerk, "提交复核");
  await steady(reviewer, `${SITE}/staff/entry/${id}`);
  await t.press(reviewer, "复核通过", { name: "approved with regrade" });
  t.ok(/待重新评价/.test(await main(reviewer)), "the reviewer is told that a published grade is marked");
  await steady(reviewer, `${SITE}/staff/subject/${subject}`);
  t.ok(/有效，待重新评价/.test(await main(reviewer)), "the grade is marked in the archive for staff");
  await t.go(reviewer, "/staff", { name: "bench with regrade" });
  t.ok(/待重新评价的已公布等级/.test(await main(reviewer)), "and on the work bench");
  const round = await until(async () => {
    await steady(reviewer, `${SITE}/staff/regrade`);
    return (await reviewer.locator(`main table tr:has(a[href='/staff/entry/${id}']) a[href^='/staff/grading/']`).first().getAttribute("href", { timeout: 500 }).catch(() => "")) || "";
  }, 60, "the round that grades again");
  t.ok(true, "the system opened a round for it");
  const approver = await t.page("approver");
  await until(async () => { await steady(reviewer, SITE + round); return await reviewer.getByRole("button", { name: "复核通过" }).count(); }, 60, "its result");
  await t.press(reviewer, "复核通过");
  await steady(approver, SITE + round);
  await t.press(approver, "审批通过");
  await t.press(approver, "公布结果");
  await steady(reviewer, `${SITE}/staff/subject/${subject}`);
  t.ok(!/待重新评价/.test(await main(reviewer)), "after it is published nothing waits any more");
  await steady(reviewer, `${SITE}/staff/regrade`);
  t.ok((await textOf(reviewer.locator("main"))).includes(`编号 ${id}`), "and it stands among what is done");
}

async function lists(t, clerk, reviewer) {
  await t.go(clerk, "/staff/entry", { name: "entries" });
  await t.go(clerk, "/staff/entry/due", { name: "entry dues" });
  t.ok(/6月25日|12月25日|没有规定/.test(await main(clerk)), "the dates of the year are told");
  await t.go(reviewer, "/staff/regrade", { name: "regrades" });
  for (const view of ["mine", "returned", "review", "due", "late", "open", "done"]) {
    await steady(reviewer, `${SITE}/staff/entry?view=${view}&kind=new`);
    const tab = await textOf(reviewer.locator("nav.tabs a[aria-current]"));
    await steady(reviewer, `${SITE}/staff/entry?view=${view}`);
    const rows = await rowsOf(reviewer.locator("main table"));
    if (view !== "done") t.equal(Number(tab.match(/（(\d+)）/)[1]), rows.length, `${view}: the count is that of the rows`);
  }
}

const fillDay = async (page, group, text) => page.getByRole("group", { name: group }).getByLabel("年").fill(text);

async function draft(t, page, subject, title) {
  await t.go(page, `/staff/subject/${subject}`, { name: "archive with entry" });
  await t.press(page, page.getByRole("link", { name: "录入信用信息" }), { name: "entry item" });
  await t.press(page, "下一步：填写内容", { name: "entry item errors", status: 422 });
  await page.locator("input[name=item][value='good.1']").check();
  await t.press(page, "下一步：填写内容", { name: "entry form" });
  await page.getByLabel("标题").fill(title);
  await page.getByLabel(/^文号/).fill("遂卫[2026] 007号");
  await fillDay(page, /认定日期/, "2026年13月1日");
  await page.locator("#file1").setInputFiles({ name: "表彰文件.pdf", mimeType: "application/pdf", buffer: PDF });
  await page.locator("#file2").setInputFiles({ name: "照片.jpg", mimeType: "image/jpeg", buffer: Buffer.from("不是照片") });
  await t.press(page, "下一步：核对", { name: "entry form errors", status: 422 });
  t.ok(/表彰文件\.pdf/.test(await main(page)), "a good file survives the errors of other fields");
  t.equal(await page.getByLabel("标题").inputValue(), title, "what was typed is still there");
  await fillDay(page, /认定日期/, "2026年4月1日");
  await page.locator("#found-month").fill("");
  await page.locator("#found-day").fill("");
  await page.getByLabel(/^认定机关/).fill("遂溪县卫生健康局");
  await t.press(page, "下一步：核对", { name: "entry check" });
  const text = await main(page), id = page.url().match(/\d+$/)[0];
  t.ok(/遂卫〔2026〕7号/.test(text), "the document number is shown as it will be kept", text.slice(0, 400));
  t.ok(/公示 .*依据/.test(text) && /2026年4月1日/.test(text), "what follows is told with its article");
  t.ok(/迟报/.test(text), "an entry after its due day is marked late");
  await t.press(page, "提交复核", { name: "entry submitted" });
  return id;
}

async function second(t, clerk, reviewer, id) {
  t.equal(await clerk.getByRole("button", { name: "复核通过" }).count(), 0, "the author has no button to approve");
  await steady(reviewer, `${SITE}/staff/entry?view=review`);
  t.ok((await rowsOf(reviewer.locator("main table"))).some((r) => r[0] === id), "it waits for the reviewer");
  await t.go(reviewer, `/staff/entry/${id}`, { name: "entry to review" });
  const file = await reviewer.getByRole("link", { name: "表彰文件.pdf" }).getAttribute("href");
  const got = await reviewer.context().request.get(SITE + file);
  const h = got.headers();
  t.ok(got.status() === 200 && (await got.body()).equals(PDF), "the file comes back as it was sent");
  t.ok(/^attachment/.test(h["content-disposition"]) && h["content-disposition"].includes(`filename*=UTF-8''${encodeURIComponent("表彰文件.pdf")}`), "as an attachment under its name", h["content-disposition"]);
  t.ok(/sandbox/.test(h["content-security-policy"]) && h["x-content-type-options"] === "nosniff" && h["cache-control"] === "no-store", "and may not run", JSON.stringify(h));
  t.equal(sql(`SELECT COUNT(*) FROM audit WHERE action = 'evidence.view' AND object_id = '${id}'`)[0][0], "1", "and that it was seen is on record");
  await t.press(reviewer, "退回经办人", { name: "return without reason", status: 422 });
  await reviewer.getByLabel("退回理由").fill("请写明表彰文件的全称");
  await t.press(reviewer, "退回经办人", { name: "entry returned" });
  await steady(clerk, `${SITE}/staff/entry?view=returned`);
  t.ok((await rowsOf(clerk.locator("main table"))).some((r) => r[0] === id), "the author finds it among the returned");
  await t.go(clerk, `/staff/entry/${id}/edit`, { name: "entry form returned" });
  t.ok(/请写明表彰文件的全称/.test(await main(clerk)), "with the reason");
  await clerk.getByLabel(/^内容/).fill("2025年度无偿献血先进单位表彰决定");
  await t.press(clerk, "下一步：核对");
  await t.press(clerk, "提交复核");
  await t.go(reviewer, `/staff/entry/${id}`);
  await t.press(reviewer, "复核通过", { name: "entry approved" });
  t.ok(/已经生效/.test(await main(reviewer)), "a second person let it in");
}

async function shown(t, open, reviewer, id, code, title) {
  const [[record]] = sql(`SELECT record_id FROM entry WHERE id = ${id}`);
  await steady(open, `${SITE}/entity/${code}?at=${Date.now()}`);
  await until(async () => {
    await steady(open, `${SITE}/entity/${code}?at=${Date.now()}`);
    return (await main(open)).includes(title);
  }, 20, "the record on the public page");
  t.ok(true, "the public sees the record");
  await t.go(reviewer, `/staff/record/${record}`, { name: "record" });
  t.ok(/第 1 版/.test(await main(reviewer)), "it has a first version");
  return record;
}

async function correct(t, clerk, reviewer, open, record, code, title) {
  await t.go(clerk, `/staff/record/${record}`);
  await t.press(clerk, "提出更正", { name: "correction form" });
  const id = clerk.url().match(/entry\/(\d+)/)[1];
  await t.press(clerk, "下一步：核对", { status: 422, name: "correction errors" });
  await clerk.getByLabel("理由").fill("表彰年度写错，原件为2024年度");
  await clerk.getByLabel("标题").fill(`${title}更正`);
  await t.press(clerk, "下一步：核对", { name: "correction check" });
  const rows = await rowsOf(clerk.locator("main table").first());
  t.equal(rows, [["标题", title, `${title}更正`]], "before and after are shown, and nothing else");
  await t.press(clerk, "提交复核");
  await steady(reviewer, `${SITE}/staff/record/${record}`);
  await t.press(reviewer, "提出撤回", { status: 409, name: "second proposal" });
  t.ok(/尚未办结/.test(await main(reviewer)), "one proposal about a record at a time");
  await t.go(reviewer, `/staff/entry/${id}`, { name: "correction to review" });
  await t.press(reviewer, "复核通过");
  await until(async () => {
    await steady(open, `${SITE}/entity/${code}?at=${Date.now()}`);
    return (await main(open)).includes(`${title}更正`);
  }, 20, "the correction on the public page");
  await t.go(reviewer, `/staff/record/${record}`, { name: "record corrected" });
  const text = await main(reviewer);
  t.ok(/第 2 版/.test(text) && /表彰年度写错/.test(text) && text.includes(title), "the history keeps both versions, who and why", text.slice(0, 600));
}

async function withdraw(t, clerk, reviewer, open, record, code) {
  await t.go(clerk, `/staff/record/${record}`);
  await t.press(clerk, "提出撤回", { name: "withdrawal form" });
  const id = clerk.url().match(/entry\/(\d+)/)[1];
  await clerk.getByLabel("理由").fill("表彰决定已被撤销（遂卫〔2026〕9号）");
  await t.press(clerk, "下一步：核对", { name: "withdrawal check" });
  await t.press(clerk, "提交复核");
  await t.go(reviewer, `/staff/entry/${id}`);
  await t.press(reviewer, "复核通过");
  await until(async () => {
    await steady(open, `${SITE}/entity/${code}?at=${Date.now()}`);
    return await open.locator(`#r-${record}`).count() === 0;
  }, 20, "the record to vanish from the public page");
  t.ok(true, "a withdrawn record is gone from the public page");
  await t.go(reviewer, `/staff/record/${record}`, { name: "record withdrawn" });
  t.equal(await reviewer.getByRole("button", { name: "提出撤回" }).count(), 0, "and cannot be withdrawn again");
}

/** Two windows on one draft; the same form sent again and again; two reviewers on one proposal. */
async function races(t, clerk, reviewer, subject) {
  const title = `竞争${Date.now()}`;
  await steady(clerk, `${SITE}/staff/subject/${subject}/entry`);
  await clerk.locator("input[name=item][value='good.3']").check();
  await t.press(clerk, "下一步：填写内容");
  const id = clerk.url().match(/entry\/(\d+)/)[1];
  const other = await t.page("clerk");
  await steady(other, clerk.url());
  for (const [page, text] of [[clerk, "甲"], [other, "乙"]]) {
    await page.getByLabel("标题").fill(title + text);
    await page.getByLabel(/^认定机关/).fill("县卫生健康局");
    await fillDay(page, /认定日期/, "2026-11-2");
    await page.locator("#file1").setInputFiles({ name: `证明${text}.pdf`, mimeType: "application/pdf", buffer: text === "甲" ? BIG : PDF });
  }
  await t.press(clerk, "保存草稿", { name: "draft saved" });
  await t.press(other, "保存草稿", { name: "draft conflict", status: 409 });
  const rows = await rowsOf(other.locator("main table").first());
  t.equal(rows, [["标题", `${title}甲`, `${title}乙`]], "the second to save sees both versions");
  t.equal(await other.getByLabel("标题").inputValue(), `${title}乙`, "and has lost nothing");
  await other.locator("#file1").setInputFiles({ name: "证明乙.pdf", mimeType: "application/pdf", buffer: PDF });
  await t.press(other, "下一步：核对");
  await t.press(other, "提交复核");
  await steady(reviewer, `${SITE}/staff/entry/${id}`);
  const form = reviewer.locator("form", { has: reviewer.getByRole("button", { name: "复核通过" }) });
  const fields = await form.locator("input[type=hidden]").evaluateAll((list) => Object.fromEntries(list.map((e) => [e.name, e.value])));
  const send = () => reviewer.context().request.post(`${SITE}/staff/entry/${id}/approve`, { form: fields, maxRedirects: 0, headers: { Origin: SITE, "Sec-Fetch-Site": "same-origin" } });
  const answers = await Promise.all(Array.from({ length: 20 }, send));
  t.equal([...new Set(answers.map((a) => a.status()))], [303], "the same form twenty times leads to the same place");
  t.equal(sql(`SELECT COUNT(*) FROM record WHERE title = '${title}乙'`)[0][0], "1", "and acts once");
  await reviewer.getByLabel("退回理由").fill("晚到的退回");
  await t.press(reviewer, "退回经办人", { status: 409, name: "late decision" });
  const text = await main(reviewer);
  t.ok(/退回经办人/.test(text) && /已通过/.test(text), "who comes too late is told what was tried and how it stands", text);
}
