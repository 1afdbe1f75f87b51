// SPDX-License-Identifier: EUPL-1.2
// The public-query function as people meet it: the page for developers, the search box in a frame of another site, a badge with its link,
// the poster on paper. What the API answers is checked by tests/pages/query_check.mjs.
import { createServer } from "node:http";
import { SITE, sql, textOf } from "../lib/world.mjs";

export default async function walk(t) {
  const [[code, name]] = sql("SELECT s.code, s.name FROM subject s JOIN grade g ON g.subject_id = s.id AND g.year = 2025 WHERE s.code IS NOT NULL AND s.kind <> 3 ORDER BY s.id LIMIT 1");
  const page = await t.page();
  await developers(t, page);
  await poster(t, page, code, name);
  await elsewhere(t, code, name);
}

async function developers(t, page) {
  await t.go(page, "/developers", { name: "developers" });
  for (const heading of ["使用约定", "接口", "字段", "错误", "嵌入网页"]) t.ok(await page.getByRole("heading", { name: heading, exact: true }).count() === 1, `/developers has ${heading}`);
  const links = await page.locator("main a[href^='#']").evaluateAll((list) => list.map((a) => a.getAttribute("href").slice(1)));
  const ids = await page.locator("main [id]").evaluateAll((list) => list.map((e) => e.id));
  t.ok(links.length > 10 && links.every((l) => ids.includes(l)), "every link within the page leads somewhere", links.filter((l) => !ids.includes(l)));
}

async function poster(t, page, code, name) {
  await t.go(page, `/badge/${code}/poster`, { name: "poster" });
  t.equal(await textOf(page.locator("h1")), name, "the poster has the name as heading");
  if (t.phone) return;
  await page.emulateMedia({ media: "print" });
  t.ok(!(await page.locator(".poster__how").isVisible()), "the hint is not printed");
  const pdf = (await page.pdf({ format: "A4", preferCSSPageSize: true })).toString("latin1");
  t.equal(Number(pdf.match(/\/Type ?\/Pages[^>]*\/Count (\d+)/)?.[1] ?? pdf.match(/\/Count (\d+)/)?.[1]), 1, "the poster is one sheet of A4");
  await page.emulateMedia({ media: "screen" });
}

/** A page of another site, served here for a moment: another port is another origin. */
async function elsewhere(t, code, name) {
  const page = await t.page();
  page.removeAllListeners("request");
  await t.go(page, "/embed/search", { name: "embed" });
  const html = `<!DOCTYPE html><html lang="zh-CN"><title>别的网站</title><iframe src="${SITE}/embed/search" title="查询" width="100%" height="320"></iframe>
    <iframe src="${SITE}/about" title="其他" id="other"></iframe><a href="${SITE}/entity/${code}/why"><img src="${SITE}/badge/${code}.svg" alt="信用等级" height="28"></a></html>`;
  const server = createServer((request, answer) => answer.setHeader("Content-Type", "text/html; charset=utf-8").end(html));
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  try {
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    await inFrame(t, page, code, name);
  } finally {
    server.closeAllConnections?.();
    server.close();
  }
}

async function inFrame(t, page, code, name) {
  const frame = page.frameLocator("iframe[title='查询']"), part = name.slice(0, 8);
  await frame.getByRole("searchbox").fill(part);
  const opened = page.context().waitForEvent("page");
  await frame.getByRole("button", { name: "查询" }).click();
  const results = await opened;
  await results.waitForLoadState();
  t.ok(results.url().startsWith(`${SITE}/search?q=`), "the box in a frame opens the results in a window", results.url());
  t.ok(await page.frameLocator("#other").getByRole("heading").count() === 0, "no other page stands in a frame");
  t.ok(await page.locator("img").evaluate((i) => i.complete && i.naturalWidth > 100 && i.naturalHeight === 28), "the badge shows on another site");
  await page.getByRole("link", { name: "信用等级" }).click();
  await page.waitForURL(new RegExp(`/entity/${code}/why/\\d{4}$`));
  t.ok((await textOf(page.locator("main"))).includes(name), "the badge leads to the reasons of the grade");
}
