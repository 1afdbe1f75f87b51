// SPDX-License-Identifier: EUPL-1.2
// What a citizen does: search in every way, the archive page, why this grade, the archive on an earlier day, the published table and its
// files; by keyboard, in large type, on paper. Expects the demonstration bureau (tests/tools/demo.sh).
import { execFileSync } from "node:child_process";
import { parseCsv, parseXlsx } from "../lib/files.mjs";
import { SITE, rowsOf, sql, textOf } from "../lib/world.mjs";

const BEIJING = "DATE(UTC_TIMESTAMP() + INTERVAL 8 HOUR)";
const TODAY = /截至\d{4}年\d{1,2}月\d{1,2}日/;

export default async function walk(t) {
  const [[code, name, licence]] = sql(`SELECT s.code, s.name, MIN(l.number) FROM subject s JOIN licence l ON l.subject_id = s.id
    JOIN grade g ON g.subject_id = s.id AND g.year = 2025 JOIN record r ON r.subject_id = s.id AND r.found >= '2025-01-01'
    WHERE s.name LIKE '%同济源%' AND s.code IS NOT NULL GROUP BY s.id, s.code, s.name ORDER BY COUNT(*) DESC, s.code LIMIT 1`);
  const page = await t.page();
  await searches(t, page, code, name, licence);
  await filters(t, page);
  await archive(t, page, code, name);
  await why(t, page, code);
  await earlier(t, page, code);
  await publication(t, page);
  await persons(t, page);
  await unknown(t, page);
  await keyboard(t, page, name);
  await largeAndPrint(t, page, code);
}

const hits = (page) => page.locator(".hit__name").allInnerTexts();

async function searches(t, page, code, name, licence) {
  await t.go(page, "/", { name: "home" });
  const part = name.slice(name.indexOf("同济源"));
  await page.getByRole("searchbox").fill(part);
  await t.press(page, "查询", { name: "search" });
  t.ok((await hits(page)).includes(name), "part of a name finds it", await hits(page));
  const first = await textOf(page.locator(".hit").first());
  t.ok(/级/.test(first) && TODAY.test(first) && /\d{4}年度/.test(first), "a hit shows grade in words, year and day", first);
  const same = await hits(page);
  const forms = { "traditional characters": part.replace("济", "濟"), "full width": "ＴＯＮＧＪＩＹＵＡＮ", "pinyin": "tongjiyuan", "pinyin initials": "tjymry",
    "white space": `  ${part.slice(0, 2)} ${part.slice(2)}　` };
  for (const [what, q] of Object.entries(forms)) {
    await t.go(page, `/search?q=${encodeURIComponent(q)}`);
    const found = what === "pinyin" || what === "full width" ? await page.locator(".hit").allInnerTexts() : await hits(page); // a former name stands below
    const good = what === "traditional characters" ? JSON.stringify(found) === JSON.stringify(same) : found.length > 0 && found.every((n) => /同济源/.test(n) || what === "pinyin initials");
    t.ok(good, `${what} find the same`, `${q}: ${found}`);
  }
  for (const typed of [code, code.toLowerCase(), ` ${code.slice(0, 6)} ${code.slice(6)} `, code.replace(/[0-9]/g, (d) => String.fromCharCode(d.charCodeAt(0) + 0xfee0))]) {
    await page.goto(`${SITE}/search?q=${encodeURIComponent(typed)}`);
    t.equal(new URL(page.url()).pathname, `/entity/${code}`, `the code leads to the archive page: ${typed}`);
  }
  const redirect = await fetch(`${SITE}/search?q=${code}`, { redirect: "manual" });
  t.equal([redirect.status, redirect.headers.get("set-cookie")], [303, null], "that is a 303 without cookies");
  const wrong = code.slice(0, 17) + (code.endsWith("A") ? "B" : "A");
  await t.go(page, `/search?q=${wrong}`, { name: "search wrong code" });
  const said = await textOf(page.locator("main"));
  t.ok(/没有通过核对/.test(said) && /校验码/.test(said), "a wrong code is explained", said);
  t.ok(!/已核对/.test(said), "and not in words for officers", said.match(/.{20}已核对.{10}/)?.[0]);
  for (const q of [licence, licence.replace("〔", "[").replace("〕", "]"), licence.replace("〔", "（").replace("〕", "）")]) {
    await page.goto(`${SITE}/search?q=${encodeURIComponent(q)}`);
    const whole = new URL(page.url()).pathname === `/entity/${code}` || (await hits(page)).includes(name);
    t.ok(whole, `a licence number finds it: ${q}`, page.url());
  }
  await t.go(page, `/search?q=${encodeURIComponent("没有这样的单位甲乙丙")}`, { name: "search nothing" });
  t.ok(/没有找到/.test(await textOf(page.locator("main"))) && (await page.locator("main li").count()) >= 3, "no hits: 200 with advice");
  await t.go(page, `/search?q=${encodeURIComponent("镇")}`, { name: "search too short" });
  t.ok(/太短/.test(await textOf(page.locator("main"))), "one character: asks for more");
}

async function filters(t, page) {
  await t.go(page, `/search?q=${encodeURIComponent("遂溪县")}`, { name: "search many" });
  const count = Number((await textOf(page.locator("main [role=status]"))).match(/\d+/)[0]);
  const firstPage = await hits(page);
  await t.press(page, page.getByRole("link", { name: "下一页" }), { name: "search page 2" });
  const second = await hits(page);
  t.ok(second.length > 0 && second.every((n) => !firstPage.includes(n)), "the second page has others", second);
  t.ok(/page=2/.test(page.url()), "pages are addresses");
  await t.go(page, `/search?q=${encodeURIComponent("遂溪县")}`);
  await page.getByText("按类型、镇街、等级、年度筛选").click();
  await page.getByLabel("等级", { exact: true }).selectOption({ label: "D级" });
  await page.getByLabel("评价年度").selectOption("2025");
  await t.press(page, "查询", { name: "search filtered" });
  const grades = await page.locator(".hit .badge__letter").allTextContents();
  const fewer = Number((await textOf(page.locator("main [role=status]"))).match(/\d+/)[0]);
  t.ok(grades.length > 0 && grades.every((g) => g.startsWith("D")) && fewer < count, "the grade filter holds", `${grades} ${fewer} of ${count}`);
  t.ok(await page.getByLabel("等级", { exact: true }).isVisible(), "the filters in force are open");
  await t.press(page, page.getByRole("link", { name: "清除筛选条件" }));
  t.equal(Number((await textOf(page.locator("main [role=status]"))).match(/\d+/)[0]), count, "clearing the filters brings all back");
  await page.getByText("按类型、镇街、等级、年度筛选").click();
  await page.getByLabel("镇街").selectOption({ label: "岭北镇" });
  await page.getByLabel("主体类型").selectOption({ label: "公共场所（美容美发）" });
  await t.press(page, "查询");
  const metas = await page.locator(".hit").allInnerTexts();
  t.ok(metas.length > 0 && metas.every((m) => /岭北镇/.test(m) && /美容美发/.test(m)), "town and type hold together", metas);
}

async function archive(t, page, code, name) {
  await t.go(page, `/search?q=${encodeURIComponent(name)}`);
  await t.press(page, page.getByRole("link", { name, exact: true }).first(), { name: "entity" });
  const said = await textOf(page.locator("main"));
  t.equal(await textOf(page.locator("h1")), name, "the archive page has the name as heading");
  for (const word of [code, "2025年度信用等级", "评价制度", "评价机关", "生效日期", "预计下次变动", "公示截止", "开始公示"])
    t.ok(said.includes(word), `first screen and records say ${word}`);
  const [expired] = sql(`SELECT COUNT(*) FROM record r JOIN subject s ON s.id = r.subject_id WHERE s.code = '${code}' AND r.show_to < ${BEIJING}`);
  const ids = await page.locator(".records > li[id]").evaluateAll((list) => list.map((e) => e.id.slice(2)));
  const allowed = sql(`SELECT r.id FROM record r JOIN subject s ON s.id = r.subject_id WHERE s.code = '${code}' AND r.state = 1 AND r.show_from <= ${BEIJING}
    AND (r.show_to IS NULL OR r.show_to >= ${BEIJING})`).map(([id]) => id);
  t.ok(ids.length > 0 && ids.every((id) => allowed.includes(id)), `only records in publicity are shown (${expired} have expired)`, `${ids} of ${allowed}`);
}

/** The lines of the sheet: each conclusion follows from the one above, the last is the grade; and the JSON twin says the same. */
async function why(t, page, code) {
  await t.press(page, page.getByRole("link", { name: "为什么是这个等级" }), { name: "why" });
  const twin = await (await fetch(`${SITE}/entity/${code}/why/2025.json`)).json();
  const [sheet, others] = [page.locator("table.sheet").first(), page.locator("table.sheet").nth(1)];
  const rows = await rowsOf(sheet);
  t.equal(rows.map((r) => [Number(r[0]), r[4], r[5]]), twin.lines.map((l) => [l.no, l.effect, l.sum]), "number, effect and sum of each line equal the JSON twin");
  t.ok(rows.every((r, i) => r[1].startsWith(twin.lines[i].item) && r[1].includes(twin.lines[i].record ?? "") && r[3].includes(twin.lines[i].rule_text)
    && r[3].includes(twin.lines[i].article) && r[3].includes(twin.lines[i].rule)), "item, record, rule and article of each line too", JSON.stringify(rows));
  t.ok(rows.every((r, i) => twin.lines[i].local === /本地规则/.test(r[3])), "local rules are marked as such");
  if (twin.points === undefined) {
    // A ladder: after each line the conclusion is that of the worst rule so far, or the start.
    const letters = rows.map((r) => r[5].match(/^[A-E]/)[0]);
    t.ok(letters.slice(1).every((g, i) => g >= letters[i] || letters[i] === letters[0]), "read downwards, the conclusion follows", letters);
    t.equal(letters.at(-1), twin.grade, "the last conclusion is the grade");
  } else {
    let sum = 0;
    const adds = rows.every((r) => Math.abs((sum += Number(r[4].replace("−", "-").replace("+", "") || 0)) - Number(r[5])) < 0.001);
    t.ok(adds && Math.abs(sum - twin.points) < 0.001, "the points add up by hand", rows.map((r) => r.slice(4)));
  }
  const badge = await textOf(page.locator(".result .badge").first());
  t.ok(badge.startsWith(twin.grade), "and it is the one on top", badge);
  t.ok((await textOf(page.locator("tfoot"))).includes(rows.at(-1)[5]), "and the one below");
  const left = twin.uncounted.length ? await rowsOf(others) : [];
  t.ok(left.length === twin.uncounted.length && left.every((r, i) => r[2].includes(twin.uncounted[i].reason)), "records not counted, with reasons, equal the twin", left);
  const [[total]] = sql(`SELECT COUNT(*) FROM record r JOIN subject s ON s.id = r.subject_id WHERE s.code = '${code}' AND r.state = 1`);
  t.ok(twin.lines.filter((l) => l.record || l.withheld).length + twin.uncounted.length <= Number(total), "no record stands twice", total);
  const text = await textOf(page.locator("main"));
  for (const hash of [twin.provenance.snapshot_hash, twin.provenance.result_hash, twin.provenance.regime_version]) t.ok(text.includes(hash), `shows ${hash.slice(0, 8)}…`);
  const link = page.locator("table.sheet a").first();
  if (await link.count()) {
    await t.press(page, link);
    t.equal(await page.locator(`[id="${new URL(page.url()).hash.slice(1)}"]`).count(), 1, "a line's record is on the archive page");
  }
}

async function earlier(t, page, code) {
  await t.go(page, `/entity/${code}`);
  await page.getByLabel("日期").fill("2024-12-31");
  await t.press(page, "查看", { name: "entity on a day" });
  const said = await textOf(page.locator("main"));
  t.ok(said.includes("2024年12月31日当日") && !/2025年度信用等级/.test(said), "an earlier day shows what was known then", said.slice(0, 300));
  t.ok(/未评价|结果待公布|未纳入/.test(said), "which is a word, not a blank", said.slice(0, 300));
  await page.getByLabel("日期").fill("2024-13-45");
  await t.press(page, "查看", { name: "entity wrong day" });
  t.ok(/请按“2025-12-31”/.test(await textOf(page.locator("main"))), "a wrong date is told at its field");
}

async function publication(t, page) {
  await t.go(page, "/publication", { name: "publications" });
  const items = await page.locator(".hit").allInnerTexts();
  t.ok(items.length >= 3 && items.every((i) => /〔\d{4}〕\d+号/.test(i) && /发布日期：\d{4}年/.test(i)), "tables have number and date", items);
  await t.press(page, page.locator(".hit a").first(), { name: "publication" });
  const said = await textOf(page.locator("main"));
  const total = Number(said.match(/共 ([\d,]+) 个信用主体/)[1]);
  const rows = [];
  for (let more = true; more; ) {
    rows.push(...await rowsOf(page.locator("main table").last()));
    const next = page.getByRole("link", { name: "下一页" });
    more = (await next.count()) > 0;
    if (more) await t.press(page, next);
  }
  t.equal(rows.length, total, "the pages hold as many as they say");
  await t.go(page, "/publication/2025");
  const files = {};
  for (const kind of ["CSV", "XLSX"]) {
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: kind }).click()]);
    const chunks = [];
    for await (const chunk of await file.createReadStream()) chunks.push(chunk);
    files[kind] = Buffer.concat(chunks);
    t.ok(file.suggestedFilename().endsWith(`.${kind.toLowerCase()}`) && /2025年度/.test(file.suggestedFilename()), `${kind} has a speaking name`, file.suggestedFilename());
  }
  const table = parseCsv(files.CSV.toString()), book = parseXlsx(files.XLSX);
  t.equal(files.CSV.subarray(0, 3).toString("hex"), "efbbbf", "the CSV has its mark of order, so that a spreadsheet reads it");
  t.equal(book.map((r) => r.map((c) => c.trim())).filter((r) => r.length > 1).map((r) => r.join("|")), table.filter((r) => r.length > 1).map((r) => r.join("|")),
    "XLSX and CSV say the same");
  const lines = table.filter((r) => /^\d+$/.test(r[0])), organisations = lines.filter((r) => r[2] !== "");
  t.equal(organisations.length, total, "the files have as many organisations as the page");
  const key = (list) => list.map((r) => r.join("|")).sort();
  t.equal(key(organisations.map((r) => [r[1], r[2], r[3], r[5]])), key(rows.map((r) => [r[0], r[1], r[2], r[4][0]])), "line by line with the same grade");
  t.equal(organisations.length, lines.length, "no natural person stands in the files");
  const chart = await rowsOf(page.locator("table.chart"));
  const counted = Object.fromEntries(chart.map((r) => [r[0][0], Number(r[2].replaceAll(",", ""))]));
  // The distribution counts persons too, and the page says so; the list does not name them.
  const real = Object.fromEntries(sql(`SELECT g.grade, COUNT(*) FROM publication p JOIN grade g ON g.round_id = p.round_id AND g.year = p.year
    WHERE p.kind = 'summary' AND p.year = 2025 AND p.superseded_by IS NULL GROUP BY g.grade`).map(([g, n]) => [g, Number(n)]));
  t.ok(Object.entries(counted).every(([g, n]) => n === (real[g] ?? 0)), "the chart counts every grade given", JSON.stringify([counted, real]));
  t.ok(lines.every((r) => real[r[5]] > 0) && lines.length < Object.values(real).reduce((a, b) => a + b, 0), "and the list leaves the persons out");
  const sum = execFileSync("b2sum", ["-l", "256"], { input: files.CSV, encoding: "utf8" }).slice(0, 64);
  t.equal(await textOf(page.locator(".hash").last()), sum, "the checksum of the CSV is right");
  t.ok(/BLAKE2b/.test(said), "and its method is named");
  await t.go(page, "/about", { name: "about" });
  await t.go(page, "/accessibility", { name: "accessibility" });
}

async function persons(t, page) {
  const [[id, licence]] = sql("SELECT s.public_id, l.number FROM subject s JOIN licence l ON l.subject_id = s.id WHERE s.code IS NULL ORDER BY s.id LIMIT 1");
  const [[some]] = sql("SELECT name FROM subject WHERE code IS NULL ORDER BY id LIMIT 1");
  for (const q of [some, licence, "医务人员"]) {
    await page.goto(`${SITE}/search?q=${encodeURIComponent(q)}`);
    t.ok(new URL(page.url()).pathname === "/search" && !(await textOf(page.locator("main"))).includes(id), "no natural person in search results", page.url());
  }
  await t.go(page, `/entity/${id}`, { name: "entity of a person" });
  const said = await textOf(page.locator("main"));
  t.ok(/\*\*/.test(await textOf(page.locator("h1"))) && !said.includes(licence) && !/\d{15}/.test(said), "the page of a person is masked", said.slice(0, 200));
  t.equal(await page.locator("meta[name=robots][content=noindex]").count(), 1, "and asks not to be indexed");
  await t.go(page, "/person", { name: "person form" });
  await page.getByLabel("姓名").fill("甲");
  await t.press(page, page.locator("main button[type=submit]"), { name: "person form with errors", status: 0 });
  t.ok((await page.locator(".govuk-error-summary a, .empty").count()) > 0, "an incomplete question is answered with advice");
}

async function unknown(t, page) {
  const body = async (path) => {
    const r = await fetch(SITE + path), text = await r.text();
    return [r.status, text.replaceAll(/href="[^"]*z=1"|<span class="code">[0-9a-f]{16}<\/span>/g, "")];
  };
  const [[hidden]] = sql("SELECT id FROM subject WHERE code IS NULL ORDER BY id LIMIT 1");
  const ways = [await body("/entity/91440823MA00000000"), await body("/entity/aaaaaaaaaaaaaaaa"), await body(`/entity/${hidden}`), await body("/entity/91440823MA00000000/why/2025")];
  t.ok(ways.every((w) => w[0] === 404 && w[1] === ways[0][1]), "unknown and not public are the same 404", ways.map((w) => w[0]));
  await t.go(page, "/entity/91440823MA00000000", { name: "not found", status: 404 });
}

async function keyboard(t, page, name) {
  await t.go(page, "/");
  await page.keyboard.press("Tab");
  t.equal(await page.evaluate(() => document.activeElement.textContent), "跳到正文", "the first stop of Tab skips to the text");
  await page.keyboard.press("Enter");
  for (let i = 0; i < 10 && await page.evaluate(() => document.activeElement.id) !== "q"; i++) await page.keyboard.press("Tab");
  t.equal(await page.evaluate(() => document.activeElement.id), "q", "Tab reaches the search box");
  await page.keyboard.type(name);
  await page.keyboard.press("Enter");
  await page.waitForURL(/search\?/);
  t.ok((await hits(page)).includes(name), "Enter searches");
}

async function largeAndPrint(t, page, code) {
  await t.go(page, `/entity/${code}`);
  const size = () => page.locator("main p").first().evaluate((e) => parseFloat(getComputedStyle(e).fontSize));
  const before = await size();
  await t.press(page, page.getByRole("link", { name: "大字版" }), { name: "entity in large type" });
  t.ok((await size()) > before, "large type is larger", `${before} → ${await size()}`);
  await t.press(page, page.getByRole("link", { name: "为什么是这个等级" }));
  t.ok(/[?&]z=1/.test(page.url()) && await page.locator("html.large-type").count() === 1, "and stays on the next page", page.url());
  await t.press(page, page.getByRole("link", { name: "标准字号" }));
  t.ok(!/z=1/.test(page.url()), "until it is switched off");
  if (t.phone) return;
  await t.go(page, `/entity/${code}`);
  await page.emulateMedia({ media: "print" });
  t.ok(!(await page.locator("nav.menu").isVisible()) && await page.locator(".print-meta").isVisible(), "on paper: no menu, but the address and the day");
  await page.emulateMedia({ media: null });
  await t.go(page, "/search?q=" + encodeURIComponent("同济源美容院"));
  const paper = (await page.pdf({ preferCSSPageSize: true })).toString("latin1").match(/\/Type\s*\/Page\b/g).length;
  t.ok(paper === 1, "a result list of a few prints on one A4", `${paper} pages`);
}
