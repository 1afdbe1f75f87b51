// SPDX-License-Identifier: EUPL-1.2
// Tries every program's database account on every table and view with every verb, by preparing a statement (nothing is executed), and compares
// what the server allowed with the reviewed list, tests/pages/grants.golden. A table that is not in the list is a failure, so a new one needs a
// decision. Letters: S all columns, s some columns, I insert, U update, D delete. Called by tests/run.sh; --write writes the list.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

const { VAR, PORTAL_ETC } = process.env;
const database = `portal_${basename(PORTAL_ETC)}`;
const golden = "tests/pages/grants.golden";
const ACCOUNTS = ["lookup", "query", "staff", "worker"];
const RIGHTS = /^GRANT (SELECT|INSERT|UPDATE|DELETE|EXECUTE|USAGE)/;

function root(text) {
  const out = spawnSync("tests/tools/db.sh", ["sql", join(VAR, "db"), database], { input: text, encoding: "utf8" });
  if (out.status !== 0) throw new Error(out.stderr);
  return out.stdout.trim().split("\n").slice(1).map((l) => l.split("\t"));
}

// Lines whose number stands in an error were refused for want of a right (1142 table, 1143 column, 1044 database, 1227 any).
function refusedLines(account, text) {
  const setting = (name) => new RegExp(`^${name} = (.*)$`, "m").exec(readFileSync(join(PORTAL_ETC, `${account}.conf`), "utf8"))[1];
  const out = spawnSync("mariadb", ["--no-defaults", "--force", "-S", setting("database_socket"), "-u", setting("database_user"), database], {
    input: text, encoding: "utf8", env: { ...process.env, MYSQL_PWD: setting("database_password") }, maxBuffer: 64 << 20,
  });
  const lines = new Set();
  for (const [, code, line] of out.stderr.matchAll(/^ERROR (\d+) \(\w+\) at line (\d+)/gm)) if (["1142", "1143", "1044", "1227"].includes(code)) lines.add(Number(line));
  if (/^ERROR 1045|Can't connect/m.test(out.stderr)) throw new Error(out.stderr.slice(0, 300));
  return { lines, out: out.stdout };
}

const columns = root(`SELECT TABLE_NAME, COLUMN_NAME FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = '${database}' ORDER BY TABLE_NAME, ORDINAL_POSITION`);
const byTable = new Map();
for (const [table, column] of columns) byTable.set(table, [...(byTable.get(table) ?? []), column]);
const tables = [...byTable];
const tries = [];
for (const [table, all] of tables) {
  tries.push({ table, letter: "S", sql: `SELECT * FROM \`${table}\`` });
  for (const column of all) tries.push({ table, letter: "s", sql: `SELECT \`${column}\` FROM \`${table}\`` });
  tries.push({ table, letter: "I", sql: `INSERT INTO \`${table}\` () VALUES ()` });
  tries.push({ table, letter: "U", sql: `UPDATE \`${table}\` SET \`${all[0]}\` = NULL` });
  tries.push({ table, letter: "D", sql: `DELETE FROM \`${table}\`` });
}
const script = tries.map((t) => `PREPARE s FROM "${t.sql}";\n`).join("");
const cells = new Map(tables.map(([table]) => [table, {}]));
let failed = 0;
for (const account of ACCOUNTS) {
  const { lines } = refusedLines(account, script);
  tries.forEach((t, i) => {
    const cell = (cells.get(t.table)[account] ??= new Set());
    if (!lines.has(i + 1)) cell.add(t.letter);
  });
  // What no statement above shows: rights to empty, change or drop tables, to files, to other databases.
  const grants = refusedLines(account, "SHOW GRANTS;\n").out.trim().split("\n").slice(1);
  for (const g of grants) {
    const mine = g.startsWith("GRANT USAGE ON *.*") || g.includes(` ON \`${database}\``);
    const verbs = /^GRANT (.*?) ON /.exec(g)[1].replace(/\([^)]*\)/g, "").split(",").map((v) => v.trim());
    if (!mine || verbs.some((v) => !RIGHTS.test(`GRANT ${v}`)) || / WITH GRANT OPTION/.test(g)) {
      console.log(`FAIL ${account}: ${g.replace(/IDENTIFIED.*/, "")}`);
      failed++;
    }
  }
}
const rightOf = (cell) => [...cell].filter((l) => l !== "s" || !cell.has("S")).join("") || "-";
const width = Math.max(...tables.map(([t]) => t.length));
const rows = tables.map(([t]) => `${t.padEnd(width)}  ${ACCOUNTS.map((a) => `${a}=${rightOf(cells.get(t)[a])}`).join(" ")}`);
const text = `# S all columns, s some columns, I insert, U update, D delete. tests/pages/grants.mjs --write\n${rows.join("\n")}\n`;
if (process.argv.includes("--write")) writeFileSync(golden, text);
const bare = (t) => t.split("\n").filter((l) => l && !l.startsWith("#")).map((l) => l.replace(/\s+/g, " "));
const wanted = bare(readFileSync(golden, "utf8")), got = bare(text);
for (const l of wanted.filter((x) => !got.includes(x))) { console.log(`FAIL - ${l}`); failed++; }
for (const l of got.filter((x) => !wanted.includes(x))) console.log(`FAIL + ${l}`);
console.log(`${tries.length * ACCOUNTS.length - failed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
