// SPDX-License-Identifier: EUPL-1.2
// The units: the system administrator adds one, gives it another name, is kept from rings and from names that are taken; who saves second is
// told so. Another administrator sees the list and no form.
import { rowsOf, SITE, sql, steady, textOf } from "../lib/world.mjs";

const main = (page) => textOf(page.locator("main"));

export default async function walk(t) {
  const page = await t.page("sysadmin");
  const name = `测试股${Date.now() % 1000000}${t.phone ? "手机" : ""}`;
  const id = await add(t, page, name);
  await rename(t, page, id, name);
  await wrong(t, page, id, name);
  await conflict(t, page, id, name);
  const other = await t.page("secadmin");
  await t.go(other, "/staff/unit", { name: "units for another administrator" });
  t.equal(await other.getByRole("link", { name: "新增单位" }).count(), 0, "another administrator changes no unit");
  await steady(other, `${SITE}/staff/unit/${id}`);
  t.equal((await t.answer(other)).status, 403, "nor by its address");
}

async function add(t, page, name) {
  await t.go(page, "/staff/unit", { name: "units" });
  await t.press(page, page.getByRole("link", { name: "新增单位" }), { name: "new unit" });
  await page.getByLabel("单位名称").fill(name);
  await t.press(page, "保存单位", { name: "new unit with errors", status: 422 });
  t.equal(await page.getByLabel("单位名称").inputValue(), name, "the name stays while the kind is chosen");
  await page.getByLabel("责任股室（处室）").check();
  await page.getByLabel("管辖区划").fill("11");
  await t.press(page, "保存单位", { name: "unit of another place", status: 422 });
  t.ok(/不在您的管辖范围内/.test(await main(page)), "a place that is not one's own is refused");
  await page.getByLabel("管辖区划").fill("440823");
  await t.press(page, "保存单位", { name: "unit added" });
  t.ok((await rowsOf(page.locator("main table"))).some((r) => r[0] === name && r[1] === "责任股室（处室）" && r[3] === "440823"), "it is in the list");
  return sql(`SELECT id FROM unit WHERE name = '${name}'`)[0][0];
}

async function rename(t, page, id, name) {
  await t.press(page, page.getByRole("link", { name, exact: true }), { name: "unit" });
  t.equal(await page.getByLabel("单位名称").inputValue(), name, "its form has what it is");
  await page.getByLabel("单位名称").fill(`${name}改`);
  await t.press(page, "保存单位", { name: "unit renamed" });
  t.equal(sql(`SELECT name FROM unit WHERE id = ${id}`), [[`${name}改`]], "it has its new name");
}

async function wrong(t, page, id, name) {
  await steady(page, `${SITE}/staff/unit/new`);
  await page.getByLabel("单位名称").fill(`${name}下属`);
  await page.getByLabel("责任股室（处室）").check();
  await page.getByLabel("上级单位").selectOption(id);
  await t.press(page, "保存单位");
  await steady(page, `${SITE}/staff/unit/${id}`);
  t.equal(await page.locator(`select[name=parent] option[value='${id}']`).count(), 0, "a unit is not offered as its own parent");
  await page.getByLabel("上级单位").selectOption({ label: `${name}下属` });
  await t.press(page, "保存单位", { name: "unit with a ring", status: 422 });
  t.ok(/不能选择本单位、它的下级单位/.test(await main(page)), "nor may one below it be");
  await page.getByLabel("上级单位").selectOption("0");
  await page.getByLabel("单位名称").fill(`${name}下属`);
  await t.press(page, "保存单位", { name: "unit name taken", status: 422 });
  t.ok(/已有同名的单位/.test(await main(page)), "a name that is taken is refused");
}

async function conflict(t, page, id, name) {
  const other = await t.page("sysadmin");
  await steady(page, `${SITE}/staff/unit/${id}`);
  await steady(other, `${SITE}/staff/unit/${id}`);
  await page.getByLabel("单位名称").fill(`${name}甲`);
  await t.press(page, "保存单位");
  await other.getByLabel("单位名称").fill(`${name}乙`);
  await t.press(other, "保存单位", { name: "unit conflict", status: 409 });
  t.ok(/没有生效/.test(await main(other)), "who saves second is told that it had no effect", await main(other));
  t.equal(sql(`SELECT name FROM unit WHERE id = ${id}`), [[`${name}甲`]], "and the first stays");
}
