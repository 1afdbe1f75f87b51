// SPDX-License-Identifier: EUPL-1.2
// Three administrators who cannot replace one another: one makes an account, one gives it a role, one sees both in the audit log. Others
// are kept out, and the new account must set a password of its own before anything else.
import { SITE, sql, textOf } from "../lib/world.mjs";

export default async function walk(t) {
  const login = `test${Date.now() % 10000000}${t.phone ? "p" : "d"}`;
  const password = await create(t, login);
  await grant(t, login);
  await auditLog(t, login);
  await firstSignIn(t, login, password);
  await keptOut(t);
}

async function create(t, login) {
  const page = await t.page("sysadmin");
  await t.go(page, "/staff", { name: "bench of an administrator" });
  await t.go(page, "/staff/account", { name: "accounts" });
  await t.go(page, "/staff/account/new", { name: "new account" });
  await page.getByLabel("账号").fill("Mit Grossen");
  await page.getByLabel("姓名").fill("测试人员");
  await t.press(page, "建立账号", { name: "new account with errors", status: 422 });
  t.equal(await page.getByLabel("姓名").inputValue(), "测试人员", "the name stays while the account is corrected");
  await page.getByLabel("账号").fill(login);
  await t.press(page, "建立账号", { name: "account made" });
  const said = await textOf(page.locator("dl.facts"));
  const password = said.match(/初始密码 (\S+)/)?.[1] ?? "", secret = said.match(/验证器密钥 ([A-Z2-7]{16,})/)?.[1] ?? "";
  t.ok(password.length >= 12 && secret.length >= 26, "password and secret are shown", said.replace(password, "…"));
  t.equal(sql(`SELECT COUNT(*) FROM staff WHERE login = '${login}'`)[0][0], "1", "there is one account");
  await page.reload();
  const again = await page.content();
  t.ok(!again.includes(password) && !again.includes(secret), "a reload does not show them again", page.url());
  await t.go(page, "/staff/account");
  await t.press(page, page.getByRole("link", { name: login, exact: true }), { name: "account" });
  t.ok(!(await page.content()).includes(secret), "nor does the account's page");
  return password;
}

async function grant(t, login) {
  const page = await t.page("secadmin");
  await t.go(page, "/staff/role", { name: "roles" });
  await t.press(page, page.getByRole("link", { name: login, exact: true }), { name: "role" });
  await page.getByLabel("经办", { exact: false }).first().check();
  await page.getByLabel("管辖区划").fill("99");
  await t.press(page, "保存授权", { name: "role with errors", status: 422 });
  t.ok(await page.getByLabel("经办", { exact: false }).first().isChecked(), "the role stays chosen while the place is corrected");
  await page.getByLabel("管辖区划").fill("440823");
  await t.press(page, "保存授权", { name: "roles" });
  t.equal(sql(`SELECT r.role, r.division_prefix FROM staff_role r JOIN staff s ON s.id = r.staff_id WHERE s.login = '${login}'`), [["clerk", "440823"]], "the role is given");
  t.equal(await page.getByRole("link", { name: "secadmin", exact: true }).count(), 0, "nobody can give roles to himself");
}

async function auditLog(t, login) {
  const page = await t.page("audadmin");
  await t.go(page, "/staff/audit", { name: "audit" });
  const said = await textOf(page.locator("main"));
  t.ok(said.includes(login), "the new account is in the log", said.slice(0, 400));
  t.equal(await page.getByRole("button", { name: /删除|清空/ }).count(), 0, "the log cannot be deleted");
}

async function firstSignIn(t, login, password) {
  const page = await t.page();
  await page.goto(`${SITE}/staff/login`);
  const a = await t.signIn(page, login, password);
  await t.look(page, "first password", a);
  t.ok(/\/staff\/password/.test(a.url), "the first sign-in asks for an own password", a.url);
  await page.goto(`${SITE}/staff/import`);
  t.ok(/\/staff\/password/.test(page.url()), "and nothing else is open before", page.url());
  await page.getByLabel("现在的密码").fill(password);
  await page.getByLabel("新密码", { exact: true }).fill("kurz");
  await page.getByLabel("再输入一次新密码").fill("kurz");
  await t.press(page, "保存新密码", { name: "password with errors", status: 422 });
  await page.getByLabel("现在的密码").fill(password);
  await page.getByLabel("新密码", { exact: true }).fill("lange genug und eigen 7");
  await page.getByLabel("再输入一次新密码").fill("lange genug und eigen 7");
  await t.press(page, "保存新密码", { name: "password changed" });
  t.ok(/新密码已保存/.test(await textOf(page.locator("main"))), "the own password is saved", page.url());
}

async function keptOut(t) {
  const closed = { clerk: ["/staff/account", "/staff/role", "/staff/audit", "/staff/account/new"], sysadmin: ["/staff/import", "/staff/grading", "/staff/role", "/staff/audit", "/staff/subject"],
    secadmin: ["/staff/account/new", "/staff/audit", "/staff/import"], audadmin: ["/staff/account", "/staff/role", "/staff/grading"] };
  for (const [account, paths] of Object.entries(closed)) {
    const page = await t.page(account);
    for (const path of paths) {
      await page.goto(SITE + path);
      const a = await t.answer(page);
      t.ok([403, 404].includes(a.status), `${account} is kept out of ${path}`, a.status);
      if (account === "clerk" && path === paths[0]) await t.look(page, "no right", a);
    }
  }
}
