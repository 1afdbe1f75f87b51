// SPDX-License-Identifier: EUPL-1.2
// Leaving a subject out of a year's grading: one officer proposes, another decides; the proposer has no button; who decides second is told who
// was first; what was approved is revoked with a reason and stays in the list.
import { rowsOf, SITE, sql, steady, textOf } from "../lib/world.mjs";

const main = (page) => textOf(page.locator("main"));

export default async function walk(t) {
  const clerk = await t.page("clerk"), reviewer = await t.page("reviewer"), approver = await t.page("approver");
  const [[subject, name]] = sql(`SELECT s.id, s.name FROM subject s WHERE s.kind = 1 AND s.ended IS NULL AND s.code IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM grade_excuse e WHERE e.subject_id = s.id) ORDER BY s.id DESC LIMIT 1`);
  const id = await propose(t, clerk, subject);
  await steady(approver, `${SITE}/staff/grading/excuse/${id}`); // sees it undecided
  await approve(t, clerk, reviewer, id, name);
  await tooLate(t, approver, id);
  await revoke(t, reviewer, id, name);
  await kept(t);
}

async function propose(t, page, subject) {
  await t.go(page, `/staff/subject/${subject}`, { name: "archive with excuse" });
  await t.press(page, page.getByRole("link", { name: "申请不参加年度评价" }), { name: "excuse form" });
  await page.getByLabel("情况说明").fill("停业");
  await t.press(page, "提出申请", { name: "excuse form with errors", status: 422 });
  t.equal(await page.getByLabel("情况说明").inputValue(), "停业", "what was typed is still there");
  const year = (await page.getByLabel("评价年度").locator("option").evaluateAll((list) => list.map((o) => o.value)))[0];
  await page.getByLabel("评价年度").selectOption(year);
  await page.locator("input[name=code]").first().check();
  await page.getByLabel("情况说明").fill("本年度已停业，机构执业许可证已交回");
  await t.press(page, "提出申请", { name: "excuse proposed" });
  t.ok(/申请已提出/.test(await main(page)) || /申请已提出/.test(await textOf(page.locator("body"))), "it is said that the proposal was made");
  t.ok(/须由另一位同事处理/.test(await main(page)) || /由复核人员或审批人员处理/.test(await main(page)), "and who goes on");
  const id = page.url().match(/excuse\/(\d+)/)[1];
  await steady(page, `${SITE}/staff/subject/${subject}/excuse`);
  await page.getByLabel("评价年度").selectOption(year);
  await page.locator("input[name=code]").first().check();
  await page.getByLabel("情况说明").fill("再次提出");
  await t.press(page, "提出申请", { name: "excuse proposed twice", status: 422 });
  t.ok(/已有一份申请/.test(await main(page)), "a second proposal for the same year is refused");
  return id;
}

async function approve(t, clerk, reviewer, id, name) {
  await steady(clerk, `${SITE}/staff/grading/excuse/${id}`);
  t.equal(await clerk.getByRole("button", { name: "保存处理意见" }).count(), 0, "who proposed it cannot decide on it");
  await t.go(reviewer, "/staff/grading/excuse?state=proposed", { name: "excuses that wait" });
  t.ok((await rowsOf(reviewer.locator("main table"))).some((r) => r[0] === name && r[3] === "待处理"), "the reviewer finds it in the list");
  await t.go(reviewer, `/staff/grading/excuse/${id}`, { name: "excuse to decide" });
  await reviewer.getByLabel("不同意", { exact: true }).check();
  await t.press(reviewer, "保存处理意见", { name: "excuse rejected without reason", status: 422 });
  t.ok(await reviewer.getByLabel("不同意", { exact: true }).isChecked(), "the choice stays while the reason is missing");
  await reviewer.getByLabel("同意不参加本年度评价").check();
  await t.press(reviewer, "保存处理意见", { name: "excuse approved" });
  t.ok(/已同意/.test(await main(reviewer)), "it is approved");
}

async function tooLate(t, approver, id) {
  await approver.getByLabel("不同意", { exact: true }).check();
  await approver.getByLabel("说明").fill("仍在执业");
  await t.press(approver, "保存处理意见", { name: "excuse conflict", status: 409 });
  t.ok(/账号 reviewer/.test(await main(approver)) && /没有生效/.test(await main(approver)), "who comes second is told who was first", await main(approver));
  t.equal(sql(`SELECT state FROM grade_excuse WHERE id = ${id}`), [["approved"]], "and has changed nothing");
}

async function revoke(t, page, id, name) {
  await t.go(page, `/staff/grading/excuse/${id}`, { name: "excuse to revoke" });
  await page.getByLabel(/撤销已作出的同意/).check();
  await t.press(page, "保存处理意见", { name: "excuse revoked without reason", status: 422 });
  t.ok(/请写明理由/.test(await main(page)), "to revoke needs a reason");
  await page.getByLabel(/撤销已作出的同意/).check();
  await page.getByLabel("说明").fill("经核实仍在执业");
  await t.press(page, "保存处理意见", { name: "excuse revoked" });
  t.ok(/已撤销/.test(await main(page)) && /经核实仍在执业/.test(await main(page)), "it is revoked, with its reason");
  t.equal(await page.getByRole("button", { name: "保存处理意见" }).count(), 0, "and closed");
  await steady(page, `${SITE}/staff/grading/excuse?state=revoked`);
  t.ok((await rowsOf(page.locator("main table"))).some((r) => r[0] === name && r[3] === "已撤销"), "it stays in the list");
}

async function kept(t) {
  const inspector = await t.page("inspector");
  await t.go(inspector, "/staff/grading/excuse?year=1999", { name: "excuses of a year without any" });
  t.ok(/没有符合条件的申请/.test(await main(inspector)), "an empty list says what to do");
}
