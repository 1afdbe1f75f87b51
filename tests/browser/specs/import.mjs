// SPDX-License-Identifier: EUPL-1.2
// A clerk brings in a workbook with good and bad rows, reads what is wrong with it, brings in the corrected one, and the public finds the
// new subjects. The files are made here, in the codings that clerks' spreadsheets write.
import { csv, parseCsv, parseXlsx, uscc, xlsx } from "../lib/files.mjs";
import { PASSWORD, rowsOf, SITE, sleep, sql, steady, textOf, until } from "../lib/world.mjs";

const HEAD = ["单位名称", "统一社会信用代码", "主体类型", "所属乡镇", "地址", "法定代表人", "成立日期", "许可证号"];
const TYPE = "公共场所（美容美发）";
const RUN = Number(String(Date.now()).slice(-8, -2)) * 10; // codes of its own in each run, so that a run can be repeated on one site

export default async function walk(t) {
  const serial = (RUN + (t.phone ? 500 : 0)) % 990000;
  const place = t.phone ? "桃溪" : "杏溪";
  const subject = (i, more = {}) => ({ name: `遂溪县${place}测试${"甲乙丙丁戊己"[i]}理发店${serial}`, code: uscc(serial + i), type: TYPE, town: "岭北镇",
    address: `遂溪县岭北镇测试路${i + 1}号`, person: "陈示甲", born: "2020-05-01", licence: `测卫许〔2024〕${serial + i}号`, ...more });
  const row = (s) => [s.name, s.code, s.type, s.town, s.address, s.person, s.born, s.licence];
  const page = await signIn(t);
  await refused(t, page, [0, 1, 2].map((i) => subject(i)), row);
  const good = [0, 1, 2, 3].map((i) => subject(i));
  await committed(t, page, good, row);
  await again(t, page, good, row);
  await records(t, page, good);
  await codings(t, page, subject(4), row);
}

async function signIn(t) {
  if (t.phone) return t.page("clerk"); // the session of the first size: a code works once
  const page = await t.page();
  await steady(page, `${SITE}/staff/import`);
  await t.look(page, "login sent on", await t.answer(page));
  t.ok(/\/staff\/login\?next=/.test(page.url()), "a page for officers asks for sign-in first", page.url());
  const words = [];
  for (const [account, password, code] of [["clerk", "falsch-und-lang-1", "000000"], ["nobody-here", PASSWORD, "123456"]]) {
    await page.getByLabel("账号").fill(account);
    await page.getByLabel("密码").fill(password);
    await page.getByLabel("动态验证码").fill(code);
    await t.press(page, "登录", { name: "login refused", status: 0 });
    words.push(await textOf(page.locator(".govuk-error-summary")));
    t.equal(await page.getByLabel("密码").inputValue(), "", "a refused password is not sent back");
    await sleep(1100); // the site slows guessing down
  }
  t.equal(words[0], words[1], "a wrong password and an unknown account get the same words");
  t.ok(/^错误：/.test(await page.title()), "the title says that there are errors", await page.title());
  await until(async () => (await t.signIn(page, "clerk")).url.endsWith("/staff/import"), 100, "sign-in after the delay");
  t.ok(true, "the right password leads to the page that was asked for");
  const cookies = await page.context().cookies();
  t.ok(cookies.every((c) => c.httpOnly && c.sameSite !== "None"), "cookies are for HTTP only and for this site", JSON.stringify(cookies.map((c) => [c.name, c.httpOnly, c.sameSite])));
  t.keep("clerk", cookies);
  return page;
}

/** Uploads a file and waits, reloading as the page itself would, until the check is over. */
async function upload(t, page, kind, file, name) {
  await t.go(page, `/staff/import/new/${kind}`, { name: `upload ${kind}` });
  await page.getByLabel("文件", { exact: true }).setInputFiles(file);
  await t.press(page, "上传并检查", { name: "" });
  return settled(t, page, name);
}

async function settled(t, page, name) {
  const seen = [];
  await until(async () => {
    await steady(page, page.url().split("?")[0]);
    const a = await t.answer(page), running = await page.locator("progress").count() > 0;
    if (running) {
      seen.push(await textOf(page.locator(".progress")));
      if (!/http-equiv="refresh" content="2"/.test(a.body)) t.ok(false, "a page in progress renews itself");
      await t.look(page, "import in progress", a);
    }
    return !running && (await t.look(page, name, a), true);
  }, 40, "the check of the file");
  return seen;
}

const counts = async (page) => {
  const said = await textOf(page.locator("dl.facts").first());
  return Object.fromEntries([...said.matchAll(/(总行数|新增|更改|没有变化|退回) (\d+) 行/g)].map((m) => [m[1], Number(m[2])]));
};
const asFile = (name, buffer) => ({ name, mimeType: name.endsWith("csv") ? "text/csv" : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", buffer });

async function refused(t, page, list, row) {
  const wrong = list[0].code.slice(0, 17) + (list[0].code.endsWith("1") ? "2" : "1");
  const rows = [HEAD, row(list[0]), row({ ...list[1], code: wrong }), row({ ...list[2], code: 91440823123456780 }), row({ ...list[2], born: "二〇二〇年某月" }),
    row({ ...list[2], name: "" })];
  await upload(t, page, "subject", asFile("有问题的表.xlsx", xlsx(rows)), "import with faults");
  const c = await counts(page);
  t.equal([c["总行数"], c["新增"], c["退回"]], [5, 1, 4], "the dry run counts five rows, one good and four refused");
  const faults = await rowsOf(page.locator("main .wide table").first());
  const at = (n) => faults.filter((f) => f[0] === String(n)).map((f) => f.join(" ")).join("; ");
  t.ok(/校验/.test(at(3)) && /代码/.test(at(3)), "row 3: the check digit", at(3));
  t.ok(/数字格式|丢失/.test(at(4)), "row 4: a number lost its last digits", at(4));
  t.ok(/不是日期/.test(at(5)), "row 5: a date in words", at(5));
  t.ok(/名称/.test(at(6)), "row 6: no name", at(6));
  const inFile = parseXlsx(await download(page, page.getByRole("link", { name: ".xlsx", exact: true })));
  const inCsv = parseCsv((await download(page, page.getByRole("link", { name: ".csv", exact: true }))).toString());
  t.ok([3, 4, 5, 6].every((n) => inFile.some((r) => r[0] === String(n)) && inCsv.some((r) => r[0] === String(n))), "the same rows are in both files of faults");
  t.equal(sql(`SELECT COUNT(*) FROM subject WHERE code = '${list[0].code}'`)[0][0], "0", "nothing is written before somebody confirms");
  t.equal(await page.getByRole("button", { name: "跳过被退回的行，导入其余 1 行" }).count(), 1, "going on means to skip the refused rows, and says so");
  const own = parseXlsx(await download(page, page.getByRole("button", { name: /下载被退回的行/ })));
  t.ok(own.filter((r) => r.includes(list[2].name)).length === 2 && !own.some((r) => r.includes(list[0].name)), "the refused rows come back as they were, in a workbook of their own", own);
  t.equal(await page.getByRole("button", { name: /^确认导入/ }).count(), 0, "the whole file cannot be confirmed");
}

async function download(page, link) {
  const [file] = await Promise.all([page.waitForEvent("download"), link.click()]);
  const chunks = [];
  for await (const chunk of await file.createReadStream()) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function committed(t, page, list, row) {
  await upload(t, page, "subject", asFile("更正后的表.xlsx", xlsx([HEAD, ...list.map(row)])), "import checked");
  const c = await counts(page);
  t.equal([c["总行数"], c["新增"], c["退回"]], [4, 4, 0], "the corrected workbook has four new rows");
  await t.press(page, page.getByRole("button", { name: /确认导入 4 行/ }), { name: "" });
  await settled(t, page, "import committed");
  t.ok(/已导入 4 行/.test(await textOf(page.locator("main"))), "all four are in");
  const at = Date.now(), open = await t.page();
  await until(async () => {
    await steady(open, `${SITE}/search?q=${encodeURIComponent(list[3].name)}`);
    return (await open.locator(".hit__name").allInnerTexts()).includes(list[3].name);
  }, 15, "the new subject in the public search");
  t.ok(Date.now() - at < 8000, "the public finds it within seconds", `${Date.now() - at} ms`);
  await steady(open, `${SITE}/search?q=${list[0].code}`);
  const said = await textOf(open.locator("main"));
  t.ok(said.includes(list[0].name) && /未评价|未纳入|结果待公布/.test(said) && said.includes(list[0].licence), "its archive page has the licence and a word for no grade", said.slice(0, 300));
  await open.context().close();
}

async function again(t, page, list, row) {
  const audit = () => Number(sql("SELECT COUNT(*) FROM subject")[0][0]);
  const before = audit();
  await upload(t, page, "subject", asFile("更正后的表.xlsx", xlsx([HEAD, ...list.map(row)])), "import without news");
  const c = await counts(page);
  t.equal([c["新增"], c["更改"], c["没有变化"], c["退回"]], [0, 0, 4, 0], "the same file again: all unchanged");
  t.equal(await page.getByRole("button", { name: /导入/ }).count(), 0, "there is nothing to confirm");
  const moved = list.map((s, i) => (i === 1 ? { ...s, address: "遂溪县岭北镇新址1号" } : s));
  await upload(t, page, "subject", asFile("变更.csv", csv([HEAD, ...moved.map(row)], "gb18030")), "");
  const d = await counts(page);
  t.equal([d["新增"], d["更改"], d["没有变化"]], [0, 1, 3], "one changed address: one changed row");
  await t.press(page, page.getByRole("button", { name: /确认导入 1 行/ }), { name: "" });
  await settled(t, page, "");
  t.equal(audit(), before, "a change makes no second subject");
}

async function records(t, page, list) {
  const head = ["单位名称", "统一社会信用代码", "信息事项", "标题", "文号", "认定机关", "认定日期", "失信程度"];
  const [[item]] = sql("SELECT item FROM record WHERE category = 'good' GROUP BY item ORDER BY COUNT(*) DESC LIMIT 1");
  const rows = [[list[0].name, list[0].code, item, "测试表彰", "", "遂溪县卫生健康局", "2025-06-01", ""], ["没有的单位", uscc(999), item, "测试表彰", "", "遂溪县卫生健康局", "2025-06-01", ""]];
  await upload(t, page, "record", asFile("信用信息.csv", csv([head, ...rows], "utf-8-bom")), "import of records");
  const c = await counts(page);
  t.equal([c["新增"], c["退回"]], [1, 1], "a record of an unknown subject is refused, the other is new");
  await t.press(page, page.getByRole("button", { name: /跳过被退回的行，导入其余 1 行/ }), { name: "" });
  await settled(t, page, "");
  t.equal(sql(`SELECT COUNT(*) FROM record r JOIN subject s ON s.id = r.subject_id WHERE s.code = '${list[0].code}'`)[0][0], "1", "one record is in");
}

async function codings(t, page, s, row) {
  for (const coding of ["utf-8", "utf-8-bom", "gb18030"]) {
    await upload(t, page, "subject", asFile(`${coding}.csv`, csv([HEAD, row(s)], coding)), "");
    t.equal((await counts(page))["新增"], 1, `a CSV in ${coding} is read`);
  }
  await upload(t, page, "subject", asFile("坏文件.xlsx", Buffer.from("PK\x03\x04 this is no workbook")), "import unreadable");
  t.ok(/无法读取/.test(await textOf(page.locator("main"))), "a damaged file is told");
  await t.go(page, "/staff/import", { name: "import list" });
  t.ok((await rowsOf(page.locator("main table"))).length >= 5, "all uploads are in the list");
  const template = parseXlsx(await download(page, page.getByRole("link", { name: /信用主体模板/ })));
  t.ok(template.some((r) => r.some((cell) => cell.startsWith("名称"))), "the template has the columns", template[0]);
}
