// SPDX-License-Identifier: EUPL-1.2
// A year's grading with two officers: a trial, the annual round, figures, review, approval, publication; what each may not do; what the
// second of two sees; and that the public sees the new table and the old one as replaced.
import { unzip } from "../lib/files.mjs";
import { rowsOf, SITE, sql, steady, textOf, until } from "../lib/world.mjs";

const YEAR = 2025; // the last one that the demonstration bureau has published

export default async function walk(t) {
  const clerk = await t.page("clerk"), reviewer = await t.page("reviewer"), approver = await t.page("approver");
  await t.go(clerk, "/staff", { name: "bench of a clerk" });
  await trial(t, clerk);
  const round = await annual(t, clerk);
  await figures(t, clerk, round);
  await onlyTheirs(t, clerk, round);
  await reviewing(t, reviewer, round);
  const before = await published();
  await approving(t, reviewer, approver, round);
  await publishing(t, approver, before);
}

async function published() {
  const r = await fetch(`${SITE}/publication/${YEAR}`);
  return (await r.text()).match(/[^<>\s]*〔\d{4}〕\d+号/)[0];
}

async function open(t, page, kind) {
  await t.go(page, "/staff/grading", { name: "grading" });
  await page.getByLabel("评价年度").selectOption(String(YEAR));
  await page.getByLabel(kind).check();
  return t.press(page, "开始评价", { name: "", status: 0 });
}

/** Follows the page that renews itself until the figures are there. */
async function computed(t, page) {
  let progress = 0;
  await until(async () => {
    await steady(page, page.url().split("?")[0]);
    const a = await t.answer(page), running = await page.locator("progress").count() > 0;
    if (running) {
      progress++;
      if (!/http-equiv="refresh"/.test(a.body)) t.ok(false, "a round under way renews its page");
      await t.look(page, "round under way", a);
    }
    return !running;
  }, 60, "the round's figures");
  return progress;
}

async function trial(t, page) {
  await open(t, page, /试算/);
  t.ok(/\/staff\/grading\/\d+$/.test(page.url()), "a trial is opened", page.url());
  await computed(t, page);
  await t.look(page, "trial", await t.answer(page));
  const said = await textOf(page.locator("main"));
  t.ok(/试算/.test(said) && /不是评价结果/.test(said) && /不签发/.test(said), "a trial is labelled as one and cannot be signed", said.slice(0, 200));
  t.equal(await page.getByRole("button", { name: /复核通过|审批通过|公布结果/ }).count(), 0, "there is nothing to sign");
}

async function annual(t, page) {
  await open(t, page, /年度评价/);
  t.ok(/\/staff\/grading\/\d+$/.test(page.url()), "the annual round is opened", `${page.url()} ${await textOf(page.locator("main"))}`);
  const round = page.url().match(/\d+$/)[0];
  await computed(t, page);
  const a = await open(t, page, /年度评价/);
  await t.look(page, "grading refused", a);
  t.ok(a.status === 422 && /已有一轮正在进行/.test(await textOf(page.locator("main"))) && /^错误：/.test(await page.title()), "a second round of the year is refused in words", a.status);
  return round;
}

async function figures(t, page, round) {
  await t.go(page, `/staff/grading/${round}`, { name: "round" });
  const chart = await rowsOf(page.locator("table.chart"));
  const real = Object.fromEntries(sql(`SELECT grade, COUNT(*) FROM grade WHERE round_id = ${round} GROUP BY grade`));
  t.ok(chart.length > 0 && chart.every((r) => Number(r[2].replaceAll(",", "")) === Number(real[r[0][0]] ?? 0)), "the distribution counts the grades of the round",
    JSON.stringify([chart, real]));
  t.equal(await textOf(page.locator("table.chart tfoot td").nth(1)), String(Object.values(real).reduce((s, n) => s + Number(n), 0)), "and their sum");
  t.equal(chart[0]?.length, 6, "beside last year's");
  const said = await textOf(page.locator("main"));
  for (const word of ["等级有变化的主体", "数据完整性", "输入校验值", "结果校验值"]) t.ok(said.includes(word), `the round shows ${word}`);
  t.ok(/[0-9a-f]{64}/.test(said), "with the hash of the result in full");
  const mover = page.locator("main .wide a").first();
  if (await mover.count()) {
    await t.press(page, mover, { name: "round sheet" });
    t.ok((await rowsOf(page.locator("main .wide table"))).length > 0, "a mover's score sheet has lines");
  } else t.skip("no mover to look at");
}

async function onlyTheirs(t, clerk, round) {
  await t.go(clerk, `/staff/grading/${round}`);
  t.equal(await clerk.locator("main form").count(), 0, "the clerk who opened it has nothing to sign");
  await t.go(clerk, "/staff/grading/999999", { name: "staff not found", status: 404 });
}

/** Posts a form's hidden fields to an address of the site, as somebody would who does not use the buttons. */
async function post(page, path, fields) {
  const r = await page.context().request.post(SITE + path, { form: fields, maxRedirects: 0, headers: { Origin: SITE, "Sec-Fetch-Site": "same-origin" } });
  return { status: r.status(), text: (await r.text()).replace(/<[^>]*>/g, " ").replace(/\s+/g, " ") };
}

const hidden = (form) => form.locator("input[type=hidden]").evaluateAll((list) => Object.fromEntries(list.map((e) => [e.name, e.value])));

async function reviewing(t, page, round) {
  await t.go(page, "/staff", { name: "bench of a reviewer" });
  t.ok((await textOf(page.locator("main"))).includes("待复核"), "the round waits on the reviewer's bench");
  await t.press(page, page.locator(`main a[href="/staff/grading/${round}"]`));
  const fields = await hidden(page.locator("form", { has: page.getByRole("button", { name: "复核通过" }) }));
  await t.press(page, "复核通过", { name: "round reviewed" });
  t.ok((await textOf(page.locator("main"))).includes("已复核"), "reviewed");
  t.equal(await page.getByRole("button", { name: /审批通过|公布结果/ }).count(), 0, "the reviewer is not offered the approval");
  const refused = await post(page, `/staff/grading/${round}/approve`, fields);
  t.ok([403, 404, 409].includes(refused.status) && /没有权限|不能|由不同的人/.test(refused.text), "a reviewer who sends the approval all the same is refused in words", JSON.stringify(refused).slice(0, 400));
  const foreign = await page.context().request.post(`${SITE}/staff/grading/${round}/review`, { form: fields, maxRedirects: 0, headers: { Origin: "https://elsewhere.example", "Sec-Fetch-Site": "cross-site" } });
  t.equal(foreign.status(), 403, "a form from another site is refused");
  const noToken = await post(page, `/staff/grading/${round}/review`, { ...fields, csrf: "" });
  t.equal(noToken.status, 403, "a form without its secret is refused");
}

async function approving(t, reviewer, approver, round) {
  await t.go(approver, `/staff/grading/${round}`, { name: "round to approve" });
  const stale = await approver.context().newPage();
  stale.on("response", (r) => { if (r.request().isNavigationRequest()) stale.answer = r; });
  await stale.goto(`${SITE}/staff/grading/${round}`);
  await t.press(approver, "审批通过", { name: "round approved" });
  t.ok((await textOf(approver.locator("main"))).includes("已审批"), "approved");
  await t.press(stale, "审批通过", { name: "conflict", status: 409 });
  const said = await textOf(stale.locator("main"));
  t.ok(/演示审批人/.test(said) && /没有生效/.test(said) && /\d{4}年\d{1,2}月\d{1,2}日/.test(said), "the second approval is told who did it and when", said);
  await stale.close();
  t.equal(sql(`SELECT COUNT(*) FROM audit WHERE action = 'round.approve' AND object_id = '${round}'`)[0][0], "1", "one approval is in the audit log");
}

async function publishing(t, page, before) {
  await t.press(page, "公布结果", { name: "round published" });
  t.ok((await textOf(page.locator("main"))).includes("已公布"), "published");
  await t.go(page, "/staff/publication", { name: "staff publications" });
  const [newest] = await rowsOf(page.locator("main table").first());
  t.ok(/〔\d{4}〕\d+号/.test(newest[1]) && newest[1] !== before, "the table has a number of its own", newest);
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "下载 DOCX" }).first().click()]);
  const chunks = [];
  for await (const chunk of await file.createReadStream()) chunks.push(chunk);
  t.ok(/<w:t/.test(unzip(Buffer.concat(chunks))["word/document.xml"]?.toString() ?? ""), "the written report is a document");
  const open = await t.page();
  await until(async () => await published() === newest[1], 20, "the public table with the new number");
  t.ok(true, "the public sees the new table");
  await t.go(open, "/publication", { name: "publications" });
  const old = open.locator(".hit", { hasText: before });
  t.ok(/已被更正替代/.test(await textOf(old)), "the earlier one is marked as replaced", await textOf(old));
  await t.press(open, old.locator("a"), { name: "publication replaced" });
  const said = await textOf(open.locator("main"));
  t.ok(said.includes("已被更正替代") && said.includes(before), "and says so itself", said.slice(0, 300));
  await t.press(open, open.locator("main .notice a"), { name: "publication correcting" });
  t.ok((await textOf(open.locator("main .sub"))).includes(newest[1]), "with a link to the new one");
  t.ok((await textOf(open.locator("main"))).includes(`替代${before}`), "the new one says what it replaces");
  const [[code]] = sql("SELECT s.code FROM subject s JOIN grade g ON g.subject_id = s.id WHERE s.code IS NOT NULL LIMIT 1");
  await t.go(open, `/entity/${code}/why/${YEAR}`, { name: "why corrected" });
  t.ok(/第\d+版/.test(await textOf(open.locator("main"))), "a score sheet says which version it is");
}
