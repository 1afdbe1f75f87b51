// SPDX-License-Identifier: EUPL-1.2
// A clerk brings in a workbook with good and bad rows, says which column is what, reads what is wrong with it, corrects the annotated table and
// brings that in; another officer agrees, the public finds the new subjects, and both together undo a batch. The files are made here, in the
// codings that clerks' spreadsheets write.
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
  const page = await signIn(t), second = await t.page("reviewer");
  await refused(t, page, [0, 1, 2].map((i) => subject(i)), row);
  const good = [0, 1, 2, 3].map((i) => subject(i));
  await committed(t, page, second, good, row);
  await again(t, page, second, good, row);
  await records(t, page, second, good);
  await codings(t, page, subject(4), row);
  await chosen(t, page, subject(4));
  await list(t, page);
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

/** Uploads a file, takes the columns as proposed and waits, reloading as the page itself would, until the check is over. */
async function upload(t, page, kind, file, name) {
  await lookedAt(t, page, kind, file, name && `${name}: columns`);
  if (await page.getByRole("button", { name: "开始检查" }).count() === 0) return;
  await t.press(page, "开始检查", { name: "" });
  await settled(t, page, name);
}

async function lookedAt(t, page, kind, file, name) {
  await t.go(page, `/staff/import/new/${kind}`, { name: `upload ${kind}` });
  await page.getByLabel("文件", { exact: true }).setInputFiles(file);
  await t.press(page, "上传并检查", { name: "" });
  await settled(t, page, name);
}

async function settled(t, page, name) {
  await until(async () => {
    await steady(page, page.url().split("?")[0]);
    const a = await t.answer(page), running = await page.locator("progress").count() > 0;
    if (running) {
      if (!/http-equiv="refresh" content="2"/.test(a.body)) t.ok(false, "a page in progress renews itself");
      await t.look(page, "import in progress", a);
    }
    return !running && (await t.look(page, name, a), true);
  }, 60, "the worker with the file");
}

/** The clerk asks, the other officer agrees, and the worker writes. */
async function agreed(t, page, second, button, name) {
  await t.press(page, page.getByRole("button", { name: button }), { name: name && `${name}: asked` });
  t.ok(/等待批准/.test(await textOf(page.locator("main"))), "the batch waits for the second person");
  t.equal(await page.getByRole("button", { name: "提交决定" }).count(), 0, "who asked cannot agree");
  await t.go(second, "/staff", { name: "" });
  await t.press(second, second.getByRole("link", { name: new RegExp(`^导入批次 ${page.url().match(/\d+$/)[0]}：`) }), { name: name && `${name}: to decide` });
  await second.getByLabel("批准，写入数据").check();
  await t.press(second, "提交决定", { name: "" });
  await settled(t, page, name);
}

const counts = async (page) => {
  const said = await textOf(page.locator("dl.facts").first());
  return Object.fromEntries([...said.matchAll(/(总行数|新增|变更|未变|重复|退回) (\d+) 行/g)].map((m) => [m[1], Number(m[2])]));
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
  t.equal(await page.getByRole("button", { name: "跳过被退回的行，申请导入其余 1 行" }).count(), 1, "going on means to skip the refused rows, and says so");
  const own = parseXlsx(await download(page, page.getByRole("button", { name: "下载错误标注表（.xlsx）" })));
  t.equal(own[0].slice(0, HEAD.length + 4), ["原行号", ...HEAD, "处理", "错误列", "错误原因"], "the annotated table has the file's own columns in their order");
  const marked = own.slice(1).map((r) => [r[0], r[HEAD.length + 1] ?? ""]);
  t.equal(marked, [["2", ""], ["3", "退回"], ["4", "退回"], ["5", "退回"], ["6", "退回"]], "each row with its number and what became of it");
  t.ok(!own.some((r) => r.slice(HEAD.length + 1).join("").includes(wrong)), "no whole code in a reason");
}

async function download(page, link) {
  const [file] = await Promise.all([page.waitForEvent("download"), link.click()]);
  const chunks = [];
  for await (const chunk of await file.createReadStream()) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function committed(t, page, second, list, row) {
  await upload(t, page, "subject", asFile("更正后的表.xlsx", xlsx([HEAD, ...list.map(row)])), "import checked");
  const c = await counts(page);
  t.equal([c["总行数"], c["新增"], c["退回"]], [4, 4, 0], "the corrected workbook has four new rows");
  await agreed(t, page, second, /申请导入 4 行/, "import committed");
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

async function again(t, page, second, list, row) {
  const subjects = () => Number(sql("SELECT COUNT(*) FROM subject")[0][0]);
  const before = subjects(), address = () => sql(`SELECT address FROM subject WHERE code = '${list[1].code}'`)[0][0];
  const file = asFile("更正后的表.xlsx", xlsx([HEAD, ...list.map(row), row(list[0])]));
  await lookedAt(t, page, "subject", asFile("更正后的表.xlsx", xlsx([HEAD, ...list.map(row)])), "columns of the same file");
  const said = await textOf(page.locator("main"));
  t.ok(/同一个文件已经作为批次 \d+ 导入过/.test(said), "the same file is known again", said.slice(0, 300));
  t.ok(/沿用上次的选择/.test(said), "the choice of columns is remembered, and the page says so");
  await upload(t, page, "subject", file, "import without news");
  const c = await counts(page);
  t.equal([c["新增"], c["变更"], c["未变"], c["重复"], c["退回"]], [0, 0, 4, 1, 0], "four unchanged, one repeated in the file itself");
  t.equal(await page.getByRole("button", { name: /导入/ }).count(), 0, "there is nothing to ask for");
  const moved = list.map((s, i) => (i === 1 ? { ...s, address: "遂溪县岭北镇新址1号" } : s));
  await upload(t, page, "subject", asFile("变更.csv", csv([HEAD, ...moved.map(row)], "gb18030")), "import with changes");
  const d = await counts(page);
  t.equal([d["新增"], d["变更"], d["未变"]], [0, 1, 3], "one changed address: one changed row");
  const diff = await rowsOf(page.getByRole("region", { name: /变更的内容/ }).locator("table"));
  t.equal(diff, [["3", list[1].name, "地址", list[1].address, "遂溪县岭北镇新址1号"]], "before and after stand beside each other");
  await agreed(t, page, second, /申请导入 1 行/, "");
  t.equal(subjects(), before, "a change makes no second subject");
  t.equal(address(), "遂溪县岭北镇新址1号", "the change is in");
  await undone(t, page, second);
  t.equal(address(), list[1].address, "after the undoing the address is as before");
}

async function undone(t, page, second) {
  const batch = page.url().split("?")[0];
  t.ok(/可以撤销/.test(await textOf(page.locator("main"))), "nothing depends on the batch");
  await t.press(page, "申请撤销整个批次", { name: "undo without a reason", status: 422 });
  await page.getByLabel("撤销理由").fill("取错了文件");
  await t.press(page, "申请撤销整个批次", { name: "undo asked" });
  await steady(second, batch);
  await t.look(second, "undo to decide", await t.answer(second));
  await second.getByLabel("不批准，保留数据").check();
  await t.press(second, "提交决定", { name: "undo refused without a reason", status: 422 });
  await second.getByLabel("批准，撤销整个批次").check();
  await t.press(second, "提交决定", { name: "" });
  await settled(t, page, "undone");
  t.ok(/整个批次已撤销/.test(await textOf(page.locator("main"))), "both officers undid the batch");
}

async function records(t, page, second, list) {
  const head = ["单位名称", "统一社会信用代码", "信息事项", "标题", "文号", "认定机关", "认定日期", "失信程度"];
  const [[item]] = sql("SELECT item FROM record WHERE category = 'good' GROUP BY item ORDER BY COUNT(*) DESC LIMIT 1");
  const rows = [[list[0].name, list[0].code, item, "测试表彰", "", "遂溪县卫生健康局", "2025-06-01", ""], ["没有的单位", uscc(999), item, "测试表彰", "", "遂溪县卫生健康局", "2025-06-01", ""]];
  await upload(t, page, "record", asFile("信用信息.csv", csv([head, ...rows], "utf-8-bom")), "import of records");
  const c = await counts(page);
  t.equal([c["新增"], c["退回"]], [1, 1], "a record of an unknown subject is refused, the other is new");
  await agreed(t, page, second, /跳过被退回的行，申请导入其余 1 行/, "");
  t.equal(sql(`SELECT COUNT(*) FROM record r JOIN subject s ON s.id = r.subject_id WHERE s.code = '${list[0].code}'`)[0][0], "1", "one record is in");
}

/** A table that nobody knows: note above the header, unusual names, one of them of this run alone because a mapping is remembered. */
async function chosen(t, page, s) {
  const rows = [["某某镇公共场所名单", "", "", ""], [`店铺${s.code}`, "代号", "在哪", "类别"], [s.name, s.code, s.address, s.type]];
  await lookedAt(t, page, "subject", asFile("不认识的表.csv", csv(rows)), "columns nobody knows");
  t.ok(/“名称”/.test(await textOf(page.locator("main"))), "the page says which columns are missing");
  await t.press(page, "开始检查", { name: "columns with a fault", status: 422 });
  const pick = async (n, label) => page.locator('select[name="field[]"]').nth(n).selectOption({ label });
  await pick(0, "名称（必填）"); await pick(1, "统一社会信用代码"); await pick(2, "地址"); await pick(3, "主体类型");
  await t.press(page, "开始检查", { name: "" });
  await settled(t, page, "");
  const c = await counts(page);
  t.equal([c["总行数"], c["新增"], c["退回"]], [1, 1, 0], "with columns chosen by hand the row is read");
  await t.press(page, page.getByRole("link", { name: /重新核对列/ }), { name: "" });
  await page.locator("summary").click();
  await page.getByLabel("表头所在的行").fill("1");
  await t.press(page, "按以上选择重新读取", { name: "" });
  await settled(t, page, "another header row");
  t.ok((await textOf(page.locator(".mapping"))).includes("某某镇公共场所名单"), "the row that was asked for is the header now");
}

async function list(t, page) {
  await t.go(page, "/staff/import", { name: "import list" });
  t.ok((await rowsOf(page.locator("main table"))).length >= 5, "all uploads are in the list");
  await page.getByLabel("状态").selectOption({ label: "已撤销" });
  await t.press(page, "筛选", { name: "import list filtered" });
  t.ok(/state=undone/.test(page.url()), "a filter is part of the address", page.url());
  const states = (await rowsOf(page.locator("main table"))).map((r) => r[4]);
  t.ok(states.length > 0 && states.every((x) => x === "已撤销"), "only batches of that state are shown", states);
  const template = parseXlsx(await download(page, page.getByRole("link", { name: /信用主体模板/ })));
  t.ok(template.some((r) => r.some((cell) => cell.startsWith("名称"))), "the template has the columns", template[0]);
}

async function codings(t, page, s, row) {
  for (const coding of ["utf-8", "utf-8-bom", "gb18030"]) {
    await upload(t, page, "subject", asFile(`${coding}.csv`, csv([HEAD, row(s)], coding)), "");
    t.equal((await counts(page))["新增"], 1, `a CSV in ${coding} is read`);
  }
  await upload(t, page, "subject", asFile("坏文件.xlsx", Buffer.from("PK\x03\x04 this is no workbook")), "import unreadable");
  t.ok(/无法读取/.test(await textOf(page.locator("main"))), "a damaged file is told");
}
