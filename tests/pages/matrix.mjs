// SPDX-License-Identifier: EUPL-1.2
// Asks for every address of the staff program as every kind of person and writes down the status: GET as it is, POST with a genuine CSRF token
// and an otherwise empty form. Own scope is the place where the objects lie, other scope the county beside it. Requests go to the
// program's socket, past nginx, which slows repeated sign-ins down. A route without an example of its objects is a failure. Called by matrix.sh.
// "elsewhere" is one person who inspects in the own place and is clerk, reviewer and approver in the other: nothing of the own place may move.
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

const { VAR, PORTAL_ETC, BIN } = process.env;
for (const [name, value] of Object.entries({ VAR, PORTAL_ETC, BIN })) if (!value) throw new Error(`${name} is not set`);
const socket = join(VAR, "run/staff.sock");
const database = `portal_${basename(PORTAL_ETC)}`;
const golden = "tests/pages/matrix.golden";
const PLACES = { own: "440823", other: "440881" };
const ROLES = ["clerk", "reviewer", "approver", "inspector", "auditor", "system_admin", "security_admin", "audit_admin"];
const PASSWORD = "matrix-of-rights-1";
const origin = /^origin *= *(.*)$/m.exec(readFileSync(join(PORTAL_ETC, "staff.conf"), "utf8"))?.[1];
const work = mkdtempSync(join(tmpdir(), "matrix-"));

function portalctl(...words) {
  return execFileSync(join(BIN, "portalctl"), words, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, PORTAL_CONFIG: join(PORTAL_ETC, "ctl.conf") } });
}

function sql(text) {
  const out = execFileSync("tests/tools/db.sh", ["sql", join(VAR, "db"), database], { input: text, encoding: "utf8" });
  return out.trim().split("\n").slice(1);
}

function number(what, text) {
  const value = sql(text)[0];
  if (!value) throw new Error(`the demonstration bureau has no ${what}`);
  return value;
}

/** One request; cookies is a Map that the answer may change. */
function ask(method, url, cookies, body) {
  const file = join(work, "body");
  writeFileSync(file, body ?? "");
  const out = execFileSync("tests/pages/get.sh", [socket, method, url, ...(body === undefined ? [] : [file])], {
    encoding: "latin1", maxBuffer: 64 << 20,
    env: { ...process.env, ORIGIN: origin, HOST: new URL(origin).host, COOKIE: [...cookies].map(([k, v]) => `${k}=${v}`).join("; ") },
  });
  for (const [, name, value] of out.matchAll(/^Set-Cookie: (?:__Host-)?(\w+)=([^;\r]*)/gm)) value ? cookies.set(name, value) : cookies.delete(name);
  return { status: /^Status: (\d+)/.exec(out)?.[1] ?? "dead", body: out };
}

const csrfOf = (page) => /name="csrf" value="([^"]+)"/.exec(page.body)?.[1] ?? "";

const run = randomBytes(3).toString("hex");

// An account made for this run, signed in. more: further roles, in the other place.
function signIn(role, place, more = []) {
  const login = `m-${role.replaceAll("_", "-")}-${place}-${run}${more.length ? "-x" : ""}`;
  portalctl("user", "add", login, "--name", "权限核对", "--unit", unit, "--role", role, "--scope", PLACES[place], "--password", PASSWORD, "--cheap-password");
  for (const word of more) sql(`INSERT INTO staff_role (staff_id, role, unit_id, division_prefix) SELECT id, '${word}', NULL, '${PLACES.other}' FROM staff WHERE login = '${login}'`);
  const cookies = new Map();
  const csrf = csrfOf(ask("GET", "/staff/login", cookies));
  const code = portalctl("user", "code", login).trim();
  const answer = ask("POST", "/staff/login", cookies, new URLSearchParams({ csrf, account: login, password: PASSWORD, code }).toString());
  if (answer.status !== "303" || !cookies.has("staff")) throw new Error(`${login} cannot sign in: ${answer.status}`);
  return cookies;
}

const unit = number("unit", "SELECT name FROM unit ORDER BY id LIMIT 1");
const scoped = `division LIKE '${PLACES.own}%'`;
// One example for each kind of object, all of the own place. An address is looked up by its longest prefix here.
const EXAMPLES = {
  "/staff/import/new": { kind: "record" },
  "/staff/import": { id: number("import batch", `SELECT id FROM import_batch WHERE ${scoped} ORDER BY id LIMIT 1`) },
  "/staff/subject": { id: number("subject", `SELECT id FROM subject WHERE kind = 1 AND ${scoped} ORDER BY id LIMIT 1`) },
  "/staff/record": { id: number("record", `SELECT r.id FROM record r JOIN subject s ON s.id = r.subject_id WHERE s.${scoped} AND r.state = 1 ORDER BY r.id LIMIT 1`) },
  "/staff/account": { id: number("account", "SELECT id FROM staff ORDER BY id LIMIT 1") },
  "/staff/role": { id: number("account", "SELECT id FROM staff ORDER BY id LIMIT 1") },
  "/staff/grading": { id: number("round", "SELECT id FROM grade_round WHERE state = 'published' ORDER BY id DESC LIMIT 1") },
  "/staff/notice/new": { kind: "announcement" },
  "/staff/notice": { id: number("notice", "SELECT id FROM notice WHERE kind = 'summary' ORDER BY id LIMIT 1") },
  "/staff/publication": { id: number("publication", "SELECT id FROM publication WHERE kind = 'summary' ORDER BY id LIMIT 1"), format: "csv" },
};
EXAMPLES["/staff/grading"].subject = number("grade", `SELECT subject_id FROM grade WHERE round_id = ${EXAMPLES["/staff/grading"].id} ORDER BY subject_id LIMIT 1`);

// Nobody in the demonstration bureau is excused from a year: an example of the test's own.
EXAMPLES["/staff/grading/excuse"] = {
  id: number("excuse", `INSERT IGNORE INTO grade_excuse (id, subject_id, year, code, reason, state, proposed_by, proposed_at)
    SELECT 900001, ${EXAMPLES["/staff/subject"].id}, 2001, 'closed', '权限核对', 'rejected', MIN(id), UTC_TIMESTAMP(6) FROM staff; SELECT id FROM grade_excuse WHERE id = 900001`),
};

// A proposal that waits for its second person, made by somebody else; and a file of it whose bytes are not there (409 for whoever may see it).
EXAMPLES["/staff/entry"] = {
  id: number("entry", `INSERT IGNORE INTO entry (id, kind, state, subject_id, regime_version_id, item, title, unit_id, found, author_id, created_at, updated_at, first_submitted_at, submitted_at)
    SELECT 900001, 'new', 'submitted', ${EXAMPLES["/staff/subject"].id}, (SELECT MAX(id) FROM regime_version), 'good.1', '权限核对', (SELECT id FROM unit ORDER BY id LIMIT 1), '2025-01-01',
    MIN(id), UTC_TIMESTAMP(6), UTC_TIMESTAMP(6), UTC_TIMESTAMP(6), UTC_TIMESTAMP(6) FROM staff; SELECT id FROM entry WHERE id = 900001`),
};
EXAMPLES["/staff/evidence"] = {
  file: number("evidence", `INSERT IGNORE INTO evidence (id, public_id, owner_type, owner_id, name, media, size, sha256, uploaded_by, uploaded_at)
    SELECT 900001, '0000000000000000', 'entry', 900001, 'a.pdf', 'pdf', 1, REPEAT('0', 32), MIN(id), UTC_TIMESTAMP(6) FROM staff; SELECT public_id FROM evidence WHERE id = 900001`),
};

EXAMPLES["/staff/unit"] = { id: number("unit", `SELECT id FROM unit WHERE division_prefix LIKE '${PLACES.own}%' ORDER BY id LIMIT 1`) };

// A draft of somebody else; and for its file a document that was issued.
EXAMPLES["/staff/notice"] = {
  id: number("notice", `INSERT IGNORE INTO notice (id, kind, state, is_open, sealed, title, division_prefix, regime_version_id, drafted_by, drafted_at)
    SELECT 900001, 'praise', 'draft', 1, 0, '权限核对', '${PLACES.own}', (SELECT MAX(id) FROM regime_version), MIN(id), UTC_TIMESTAMP(6) FROM staff;
    INSERT IGNORE INTO notice_body (notice_id, salt, body) VALUES (900001, REPEAT('0', 32), 'health-credit-notice/1\\nP 权限核对\\n'); SELECT id FROM notice WHERE id = 900001`),
};
EXAMPLES["/staff/notice/new"] = { kind: "praise" };
EXAMPLES["/staff/notice/{id}/pdf"] = {
  id: number("issued notice", `INSERT IGNORE INTO notice (id, kind, state, is_open, sealed, title, division_prefix, regime_version_id, drafted_by, drafted_at)
    SELECT 900002, 'praise', 'issued', 1, 0, '权限核对', '${PLACES.own}', (SELECT MAX(id) FROM regime_version), MIN(id), UTC_TIMESTAMP(6) FROM staff;
    INSERT IGNORE INTO notice_file (notice_id, format, body, hash) VALUES (900002, 'pdf', '%PDF', REPEAT('0', 32)); SELECT id FROM notice WHERE id = 900002`),
};

function addressOf(pattern) {
  const prefix = Object.keys(EXAMPLES).filter((p) => pattern === p || pattern.startsWith(`${p}/`)).sort((a, b) => b.length - a.length)[0];
  return pattern.replace(/\{(\w+)\}/g, (whole, name) => {
    const value = prefix && EXAMPLES[prefix][name];
    if (value === undefined) throw new Error(`no example for ${whole} of ${pattern}: add it to EXAMPLES`);
    return value;
  });
}

// Signing out ends the session, so it is asked last.
const routes = execFileSync(join(BIN, "staff"), ["--routes"], { encoding: "utf8" }).trim().split("\n").map((line) => {
  const [method, pattern] = line.split("\t");
  return { method, pattern, address: addressOf(pattern), cells: [] };
});
const order = [...routes].sort((a, b) => a.pattern.endsWith("/logout") - b.pattern.endsWith("/logout"));

function walk(cookies, record) {
  const before = new Map(cookies), forms = { true: csrfOf(ask("GET", "/staff/login", before)), false: csrfOf(ask("GET", "/staff", cookies)) };
  for (const route of order) {
    if (route.method === "GET") {
      record(route, ask("GET", route.address, new Map(cookies)).status);
      continue;
    }
    const csrf = forms[route.pattern === "/staff/login"];
    record(route, ask("POST", route.address, new Map(before), new URLSearchParams({ csrf, token: randomBytes(16).toString("hex") }).toString()).status);
  }
}

let status = 0;
try {
  walk(new Map(), (route, got) => route.cells.push(`nobody=${got}`));
  for (const role of ROLES) {
    const seen = new Map();
    for (const place of Object.keys(PLACES)) walk(signIn(role, place), (route, got) => seen.set(route, [...(seen.get(route) ?? []), got]));
    for (const [route, got] of seen) route.cells.push(`${role}=${got.join("/")}`);
  }
  walk(signIn("inspector", "own", ["clerk", "reviewer", "approver"]), (route, got) => route.cells.push(`elsewhere=${got}`));
  const text = `# own scope/other scope; POST with a genuine token and an empty form. tests/pages/matrix.sh --write\n${routes.map((r) => `${r.method} ${r.pattern}\n    ${r.cells.join(" ")}\n`).join("")}`;
  if (process.argv.includes("--write")) writeFileSync(golden, text);
  const rows = (t) => t.trim().split(/\n(?=[A-Z])/); // a row is an address with its cells
  const wanted = rows(readFileSync(golden, "utf8")), got = rows(text);
  const changed = new Set(got.filter((l) => !wanted.includes(l))), gone = wanted.filter((l) => !got.includes(l));
  for (const l of gone) console.log(`FAIL - ${l}`);
  for (const l of changed) console.log(`FAIL + ${l}`);
  const dead = routes.filter((r) => r.cells.some((c) => /dead|=5|\/5/.test(c)));
  for (const r of dead) console.log(`FAIL ${r.method} ${r.pattern}: ${r.cells.join(" ")}`);
  const bad = Math.max(changed.size, gone.length) + dead.length;
  console.log(`${routes.length - Math.min(bad, routes.length)} passed, ${bad} failed`);
  status = bad ? 1 : 0;
} finally {
  rmSync(work, { recursive: true, force: true });
}
process.exitCode = status;
