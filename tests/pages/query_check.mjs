// SPDX-License-Identifier: EUPL-1.2
// query_check.mjs BASE_URL — what must hold of open data on a running site with the demonstration bureau, whatever its regime: every route
// is in the OpenAPI document and every answer fits it, errors too; lists are complete and page by page the same; nothing is there that the
// public pages do not show; badges, files, headers. Exits 1 with one line a fault. BIN: folder of programs; VAR and REGIME: for the database,
// without which those checks are left out.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import Ajv from "ajv/dist/2020.js";

const base = process.argv[2], { BIN, VAR, REGIME } = process.env;
const faults = [];
let checks = 0;
const check = (good, text) => { checks++; if (!good) faults.push(text); return good; };
const sleep = (s) => new Promise((done) => setTimeout(done, s * 1000));

/** One request; waits when nginx says that there were too many, which is looked at too. */
async function get(path, options = {}) {
  for (;;) {
    const r = await fetch(path.startsWith("http") ? path : base + path, { redirect: "manual", ...options });
    const bytes = Buffer.from(await r.arrayBuffer());
    const a = { status: r.status, headers: r.headers, bytes, text: bytes.toString("utf8"), type: r.headers.get("content-type") ?? "" };
    check(!r.headers.has("set-cookie"), `${path}: sets a cookie`);
    if (r.status === 429) {
      if (options.method !== "HEAD") problem(path, a, 429); // an answer to HEAD has no body
      check(Number(r.headers.get("retry-after")) > 0, "429 without Retry-After");
      await sleep(Number(r.headers.get("retry-after")) || 1);
      continue;
    }
    check(r.headers.get("x-content-type-options") === "nosniff" || r.status === 204, `${path}: no nosniff`);
    return a;
  }
}

// --- the document ---
const document = JSON.parse((await get("/api/openapi.json")).text);
const ajv = new Ajv({ strict: false, allErrors: true, formats: { date: /^\d{4}-\d\d-\d\d$/, "date-time": /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$/, int64: true } });
ajv.addSchema({ $id: "doc", ...document });
const compiled = new Map();
function fits(pointer, value, what) {
  if (!compiled.has(pointer)) compiled.set(pointer, ajv.compile({ $ref: `doc#${pointer}` }));
  const validate = compiled.get(pointer);
  check(validate(value), `${what}: ${ajv.errorsText(validate.errors?.slice(0, 3))}`);
}
const escaped = (s) => s.replaceAll("~", "~0").replaceAll("/", "~1");
function problem(path, a, status) {
  if (!check(a.status === status, `${path}: ${a.status}, not ${status}`)) return {};
  check(a.type === "application/problem+json", `${path}: an error as ${a.type}`);
  check(a.headers.get("access-control-allow-origin") === "*" && a.headers.get("cache-control") === "no-store", `${path}: headers of an error`);
  const p = JSON.parse(a.text);
  fits("/components/schemas/Problem", p, path);
  check(p.status === status && p.title && p.detail && /\/developers#problem-[a-z-]+$/.test(p.type), `${path}: ${a.text}`);
  return p;
}
check(document.openapi.startsWith("3.1"), "not OpenAPI 3.1");
if (BIN) {
  const routes = execFileSync(`${BIN}/query`, ["--routes"], { encoding: "utf8" }).trim().split("\n").map((l) => l.split("\t")[1]);
  const described = Object.keys(document.paths);
  for (const r of routes.filter((p) => p.startsWith("/api/v1"))) check(described.includes(r), `${r} is not in the document`);
  for (const p of described) check(routes.includes(p), `${p} is in the document and no route`);
}

/** A good answer: headers, JSON by the schema of its path, the same by HEAD, 304 with its tag, CSV with the fields of the schema. */
async function good(pattern, path) {
  const a = await get(path);
  if (!check(a.status === 200, `${path}: ${a.status}`)) return null;
  const operation = document.paths[pattern].get, h = a.headers;
  check(h.get("access-control-allow-origin") === "*" && h.get("cross-origin-resource-policy") === "cross-origin", `${path}: not open to other sites`);
  check(/^public, (max-age=\d+|no-cache)$/.test(h.get("cache-control")) && (!/max-age/.test(h.get("cache-control")) || Number(h.get("cache-control").split("=")[1]) <= 300), `${path}: ${h.get("cache-control")}`);
  check(/^(W\/)?"[0-9a-f]{32}"$/.test(h.get("etag") ?? ""), `${path}: ETag ${h.get("etag")}`);
  const again = await get(path, { headers: { "If-None-Match": h.get("etag") } });
  check(again.status === 304 && again.bytes.length === 0, `${path}: ${again.status} for its own tag`);
  const head = await get(path, { method: "HEAD" });
  check(head.status === 200 && head.bytes.length === 0 && head.type === a.type, `${path}: HEAD`);
  if (!("application/json" in operation.responses["200"].content)) return a;
  check(a.type === "application/json", `${path}: ${a.type}`);
  a.json = JSON.parse(a.text);
  fits(`/paths/${escaped(pattern)}/get/responses/200/content/application~1json/schema`, a.json, path);
  check(!h.has("last-modified") || Date.parse(h.get("last-modified")) <= Date.now() + 1000, `${path}: Last-Modified ${h.get("last-modified")}`);
  if ("text/csv" in operation.responses["200"].content) await csv(pattern, path, a.json);
  if (a.json.next && /cursor|since/.test(JSON.stringify(operation.parameters))) {
    const next = h.get("link")?.match(/^<(.*)>; rel="next"$/)?.[1];
    check(next?.includes(a.json.next), `${path}: Link ${h.get("link")}`);
  }
  return a;
}

const plain = (schema) => Object.entries(schema.properties).filter(([, p]) => p.type !== "array").map(([name]) => name);
async function csv(pattern, path, json) {
  const a = await get(path, { headers: { Accept: "text/csv" } });
  check(a.status === 200 && /^text\/csv; charset=utf-8/.test(a.type) && /accept/i.test(a.headers.get("vary") ?? ""), `${path}: ${a.status} ${a.type} for text/csv`);
  const rows = parseCsv(a.text), schema = document.paths[pattern].get.responses["200"].content["application/json"].schema.properties.data.items.$ref;
  const names = plain(document.components.schemas[schema.split("/").at(-1)]);
  check(JSON.stringify(rows[0]) === JSON.stringify(names), `${path}: CSV has ${rows[0]}, not ${names}`);
  check(rows.length - 1 === json.data.length, `${path}: ${rows.length - 1} rows of CSV, ${json.data.length} of JSON`);
  json.data.forEach((row, i) => names.forEach((name, k) => {
    const want = row[name] === null ? "" : typeof row[name] === "number" && document.components.schemas[schema.split("/").at(-1)].properties[name].type.includes("number") ? row[name].toFixed(2) : String(row[name]);
    if (!/^[=+\-@＝＋－＠\t\r]/.test(want)) check(rows[i + 1]?.[k] === want, `${path} row ${i + 1} ${name}: “${rows[i + 1]?.[k]}” is not “${want}”`);
    else check(rows[i + 1]?.[k] === `'${want}`, `${path} row ${i + 1} ${name}: a formula`);
  }));
  const bom = await get(`${path}${path.includes("?") ? "&" : "?"}format=csv&bom=1`);
  check(bom.bytes.subarray(0, 3).toString("hex") === "efbbbf" && a.bytes[0] !== 0xef, `${path}: BOM`);
}

function parseCsv(text) {
  const rows = [[]];
  let cell = "", quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quoted) { if (c === '"' && text[i + 1] === '"') { cell += '"'; i++; } else if (c === '"') quoted = false; else cell += c; }
    else if (c === '"') quoted = true;
    else if (c === ",") { rows.at(-1).push(cell); cell = ""; }
    else if (c === "\n") { rows.at(-1).push(cell.replace(/\r$/, "")); cell = ""; rows.push([]); }
    else cell += c;
  }
  rows.pop();
  return rows;
}

/** All pages of a list. */
async function all(path, limit) {
  const rows = [];
  let next = "", pages = 0;
  do {
    const a = JSON.parse((await get(`${path}${path.includes("?") ? "&" : "?"}limit=${limit}${next && `&cursor=${next}`}`)).text);
    check(a.data.length <= limit, `${path}: ${a.data.length} rows on a page of ${limit}`);
    rows.push(...a.data);
    next = a.next ?? "";
  } while (next && ++pages < 400);
  return rows;
}
const ids = (rows) => JSON.stringify(rows.map((r) => r.id ?? `${r.subject} ${r.record ?? r.number}`));

const sql = (text) => execFileSync("tests/tools/db.sh", ["sql", `${VAR}/db`, `portal_${REGIME}`], { input: text, encoding: "utf8" }).trim().split("\n").slice(1);

// --- entries for the lists, of which the demonstration has hardly any: five in publicity; past, withdrawn, to come and a natural person's beside them ---
const LISTED = 990000000, IN_FORCE = 5;
if (VAR && REGIME) {
  const some = JSON.parse((await get("/api/v1/subjects?limit=8")).text).data.map((s) => `'${s.id}'`).join();
  const today = "DATE(UTC_TIMESTAMP() + INTERVAL 8 HOUR)";
  process.on("exit", () => sql(`DELETE FROM record WHERE id BETWEEN ${LISTED} AND ${LISTED + 9};`));
  sql(`INSERT INTO record (subject_id, id, item, category, title, unit_id, found, show_from, show_to, state, content_hash)
    SELECT s.id, ${LISTED} + s.n, 'serious.1', 'serious', '列入名单', 1, ${today} - INTERVAL 40 + s.n DIV 2 DAY, ${today} + INTERVAL IF(s.n = 8, 3, -30) DAY,
      IF(s.n = 6, ${today} - INTERVAL 1 DAY, IF(s.n = 1, ${today}, NULL)), IF(s.n = 7, 2, 1), UNHEX(MD5(CONCAT('list', s.n)))
    FROM (SELECT id, ROW_NUMBER() OVER (ORDER BY id) n FROM subject WHERE public_id IN (${some}) UNION ALL SELECT MIN(id), 9 FROM subject WHERE kind = 3 HAVING MIN(id) IS NOT NULL) s;
    UPDATE record SET disputed = 0 WHERE id BETWEEN ${LISTED} AND ${LISTED + 9};`); // the touch that an act of the staff makes
  for (let i = 0; i < 60 && (await get("/api/v1/dump")).status === 503; i++) await sleep(1); // the day's files are made anew after it
}

// --- every address ---
const V1 = "/api/v1";
await good(V1, V1);
const subjects = await all(`${V1}/subjects`, 200);
check(subjects.length > 50 && new Set(subjects.map((s) => s.id)).size === subjects.length, `${subjects.length} organisations`);
check(subjects.every((s) => s.name && s.page.startsWith(base)), "names and addresses");
const one = subjects.find((s) => s.grade && s.code) ?? subjects.find((s) => s.code), ONE = `${V1}/subjects/{code}`;
await good(`${V1}/subjects`, `${V1}/subjects?limit=40`);
const full = (await good(ONE, `${V1}/subjects/${one.code}`)).json;
check(ids([full]) === ids([JSON.parse((await get(`${V1}/subjects/${one.id}`)).text)]), "by code and by identifier");
for (const part of ["grades", "records", "licences", "penalties"]) await good(`${ONE}/${part}`, `${V1}/subjects/${one.code}/${part}`);
const publications = (await good(`${V1}/publications`, `${V1}/publications`)).json.data;
if (publications.length) {
  const p = (await good(`${V1}/publications/{id}`, `${V1}/publications/${publications[0].id}`)).json;
  for (const f of p.files) {
    const file = await good(`${V1}/publications/{id}/files/{format}`, new URL(f.url).pathname);
    check(file.bytes.length === f.bytes && file.headers.get("content-disposition")?.startsWith("attachment"), `${f.url}: ${file.bytes.length} bytes`);
  }
}
for (const list of ["grades", "licences", "penalties"]) await good(`${V1}/${list}`, `${V1}/${list}?limit=30`);

// --- the same as the public pages ---
for (const g of full.grades.slice(0, 2)) {
  const twin = await good(`${ONE}/grades/{year}/why`, new URL(g.why).pathname + new URL(g.why).search);
  const page = await get(`/entity/${one.code}/why/${g.year}.json${new URL(g.why).search}`);
  check(twin.text === page.text, `why ${g.year} differs from the page's twin`);
}
const html = (await get(`/entity/${one.code}`)).text;
for (const r of full.records) check(html.includes(`id="r-${r.record}"`), `record ${r.record} is not on the page`);
check((html.match(/id="r-\d+"/g) ?? []).length === full.records.length, "the page has other records");
check(full.standing !== "consent" || (full.grade === null && full.grades.length === 0), "a grade that needs consent");

// --- lists: page by page the same, in every size; filters ---
const small = await all(`${V1}/subjects`, 97), graded = await all(`${V1}/grades`, 200);
check(ids(small) === ids(subjects), "the walk in pages of 97 differs");
check(graded.every((g) => subjects.find((s) => s.id === g.id)), "a grade of nobody");
if (graded.length) {
  const letter = graded[0].grade, year = graded[0].year;
  check(ids(graded.filter((g) => g.grade === letter)) === ids(await all(`${V1}/grades?year=${year}&grade=${letter}`, 200)), "filter by grade");
  for (const g of graded.slice(0, 3)) check(JSON.parse((await get(`${V1}/subjects/${g.id}`)).text).grades.some((x) => x.year === year && x.grade === g.grade && x.in_force), `${g.id}: another grade`);
}
const type = subjects[0].type;
check(ids(subjects.filter((s) => s.type === type)) === ids(await all(`${V1}/subjects?type=${type}`, 150)), "filter by type");
for (const list of ["licences", "penalties"]) {
  const big = await all(`${V1}/${list}`, 200), little = await all(`${V1}/${list}`, 61), field = list === "licences" ? "issued" : "found";
  check(ids(big) === ids(little), `${list} in pages of 61 differ`);
  check(big.every((r, i) => i === 0 || big[i - 1][field] >= r[field]), `${list} are not latest first`);
  check(new Set(big.map((r) => JSON.stringify(r))).size === big.length, `${list}: a row twice`);
  if (big.length) check(ids(big.filter((r) => r[field] >= big[big.length >> 1][field])) === ids(await all(`${V1}/${list}?from=${big[big.length >> 1][field]}`, 200)), `${list} from a day`);
}
const kinds = (await good(`${V1}/lists`, `${V1}/lists`)).json.data, entries = new Map();
check(kinds.length > 0 && new Set(kinds.map((k) => k.code)).size === kinds.length, `${kinds.length} kinds of lists`);
for (const k of kinds) {
  const path = `${V1}/lists/${k.code}`, big = await all(path, 200);
  await good(`${V1}/lists/{list}`, `${path}?limit=30`);
  entries.set(k.code, big);
  const of = (rows) => rows.map((r) => r.record).join();
  check(of(big) === of(await all(path, 1)), `${path} in pages of 1 differs`);
  check(new Set(big.map((r) => r.record)).size === big.length && big.every((r) => subjects.some((s) => s.id === r.id && s.page === r.page)), `${path}: a row twice, or of nobody`);
  check((k.publishable && k.polarity === "serious") || big.length === 0, `${path}: ${big.length} entries of a list that has none`);
}
if (VAR && REGIME) {
  const made = new Set([...entries.values()].flat().filter((r) => r.record > LISTED && r.record <= LISTED + 9).map((r) => r.record - LISTED));
  check([...made].sort().join() === Array.from({ length: IN_FORCE }, (_, i) => i + 1).join(), `of the entries made for the check the lists have ${[...made]}`);
}
const word = encodeURIComponent(one.name.slice(0, 2)), found = await all(`${V1}/subjects?q=${word}`, 100);
check(found.length > 0 && ids(found) === ids(await all(`${V1}/subjects?q=${word}`, 37)), "search in pages of 37 differs");
check(JSON.parse((await get(`${V1}/subjects?q=${one.code}`)).text).data[0]?.id === one.id, "search by code");

// --- errors ---
const missing = problem("unknown", await get(`${V1}/subjects/91440000MA00000000`), 404), hidden = problem("unknown", await get(`${V1}/subjects/aaaaaaaaaaaaaaaa`), 404);
delete missing.request_id; delete hidden.request_id;
check(JSON.stringify(missing) === JSON.stringify(hidden), "two kinds of 404");
for (const path of ["/nothing", "/subjects/x", `/subjects/${one.code}/nothing`, `/subjects/${one.code}/grades/1999/why`, `/subjects/${one.code}/grades/x/why`, "/publications/0", "/publications/99999999", "/publications/1/files/exe", "/dump/nothing", "/lists/nothing", "/lists/SERIOUS", "/lists/x/y"]) problem(path, await get(V1 + path), 404);
problem("POST", await get(`${V1}/subjects`, { method: "POST", body: "{}" }), 405);
problem("DELETE", await get(`${V1}/subjects/${one.code}`, { method: "DELETE" }), 405);
problem("Accept", await get(`${V1}/subjects`, { headers: { Accept: "application/xml" } }), 406);
problem("%zz", await get(`${V1}/subjects?q=%ff`), 400);
problem("twice", await get(`${V1}/subjects?limit=1&limit=2`), 400);
problem("long", await get(`${V1}/${"a".repeat(600)}`), 414);
for (const [query, name] of [["limit=0", "limit"], ["limit=201", "limit"], ["limit=abc", "limit"], ["year=1999", "year"], ["grade=AB", "grade"], ["type=nothing", "type"], ["division=x", "division"], ["cursor=00", "cursor"], ["page=2", "page"], ["format=xml", "format"], [`q=${"a".repeat(101)}`, "q"]])
  check(problem(query, await get(`${V1}/subjects?${query}`), 422).errors?.some((e) => e.parameter === name), `${query}: does not name ${name}`);
const cursor = JSON.parse((await get(`${V1}/subjects?limit=1`)).text).next;
check(problem("cursor", await get(`${V1}/subjects?limit=1&type=${type}&cursor=${cursor}`), 422).errors?.[0].parameter === "cursor", "a cursor of other filters is taken");
problem("cursor", await get(`${V1}/grades?cursor=${cursor}`), 422);
problem("cursor", await get(`${V1}/lists/${kinds[0].code}?cursor=${cursor}`), 422);
for (const k of kinds) {
  const { next } = JSON.parse((await get(`${V1}/lists/${k.code}?limit=1`)).text);
  if (next) for (const other of kinds) if (other !== k) problem("cursor", await get(`${V1}/lists/${other.code}?limit=1&cursor=${next}`), 422);
}
for (const name of ["year", "from", "q"]) check(problem(name, await get(`${V1}/lists/${kinds[0].code}?${name}=2025`), 422).errors?.[0].parameter === name, `lists take ${name}`);
const options = await get(`${V1}/subjects`, { method: "OPTIONS" });
check(options.status === 204 && /GET/.test(options.headers.get("access-control-allow-methods")) && options.headers.get("access-control-allow-origin") === "*", "preflight");

// --- badge, poster, frame, page for developers ---
const badge = await get(`/badge/${one.code}.svg`);
check(badge.status === 200 && badge.type.startsWith("image/svg+xml") && badge.bytes.length <= 3072, `badge: ${badge.status}, ${badge.bytes.length} bytes`);
check(/<title id="t">[^<]+<\/title><desc id="d">[^<]+<\/desc>/.test(badge.text) && badge.text.includes(one.standing_text) && !/<script|href=/.test(badge.text), "badge: words");
check(/max-age=\d+/.test(badge.headers.get("cache-control")) && badge.headers.get("cross-origin-resource-policy") === "cross-origin", "badge: headers");
const ungraded = subjects.find((s) => !s.grade);
if (ungraded) check((await get(`/badge/${ungraded.id}.svg`)).text.includes(ungraded.standing_text), "badge without a grade says why");
problem("badge", await get("/badge/91440000MA00000000.svg"), 404);
const poster = await get(`/badge/${one.code}/poster`);
check(poster.status === 200 && poster.text.includes(`${base}/entity/${one.code}`) && /<svg[^>]*>/.test(poster.text), "poster");
for (const path of ["/embed/search", "/embed/search?again", "/embed/search", "/developers", `/badge/${one.code}/poster`]) {
  const a = await get(path), csp = a.headers.get("content-security-policy");
  check(a.status === 200 && csp.includes("default-src 'none'") && csp.includes(path.startsWith("/embed/search") ? "frame-ancestors *" : "frame-ancestors 'none'"), `${path}: ${csp}`);
  check(!a.headers.has("access-control-allow-origin") && a.headers.get("cross-origin-resource-policy") === "same-origin", `${path}: open to other sites`);
  check(!/<script|style="|onclick/.test(a.text), `${path}: script or inline style`);
}
const unescape = (s) => s.replaceAll("&#39;", "'").replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
const developers = (await get("/developers")).text;
const examples = [...developers.matchAll(/<code>(curl .*?)<\/code>/gs)].map((m) => unescape(m[1]));
check(examples.length === Object.keys(document.paths).length, `${examples.length} examples`);
for (const line of examples) {
  const [, url] = line.match(/^curl -s '([^']+)'$/) ?? [];
  check(url?.startsWith(base), `example ${line}`);
  for (let i = 0; i < 40; i++) { // as a person would run it: by a shell; a busy answer is waited out
    const out = execFileSync("sh", ["-c", `${line} -w '\\n%{http_code}'`], { maxBuffer: 64 << 20 }).toString("latin1");
    const status = out.slice(-3);
    if (status === "429" || status === "503") { await sleep(1.5); continue; }
    check(status === "200", `example ${line}: ${status}`);
    break;
  }
}
for (const status of ["malformed", "not-found", "method", "format", "parameter", "too-many", "unavailable", "internal"]) check(developers.includes(`id="problem-${status}"`), `/developers does not explain ${status}`);

// --- files of everything, and changes ---
let dump;
for (let i = 0; i < 60 && (dump = await get(`${V1}/dump`)).status === 503; i++) { problem("dump", dump, 503); await sleep(1); }
fits(`/paths/${escaped(`${V1}/dump`)}/get/responses/200/content/application~1json/schema`, JSON.parse(dump.text), "dump");
const files = new Map();
for (const f of JSON.parse(dump.text).data) {
  const a = await get(new URL(f.url).pathname), text = gunzipSync(a.bytes).toString("utf8");
  check(createHash("sha256").update(a.bytes).digest("hex") === f.sha256 && a.bytes.length === f.bytes && a.headers.get("cache-control") === "public, no-cache", `${f.name}: hash, size or headers`);
  files.set(f.name, f.format === "csv.gz" ? parseCsv(text) : text.trim().split("\n").map((l) => JSON.parse(l)));
  check(files.get(f.name).length === f.rows + (f.format === "csv.gz" ? 1 : 0), `${f.name}: ${files.get(f.name).length} lines`);
}
const lines = files.get("subjects.jsonl.gz");
check(ids(lines) === ids(subjects), "the file of subjects is not the list");
for (const line of lines.slice(0, 5)) fits("/components/schemas/SubjectFull", line, "a line of the file");
check(JSON.stringify(lines.find((l) => l.id === one.id)) === JSON.stringify(full), "a line of the file is not the answer about the subject");
const listed = files.get("records.csv.gz").slice(1), column = (name) => files.get("records.csv.gz")[0].indexOf(name);
const serious = listed.filter((r) => r[column("category")] === "serious").map((r) => r[column("record")]).sort().join();
for (const [code, rows] of entries) check(rows.length === 0 || rows.map((r) => r.record).sort().join() === serious, `list ${code} is not the records in publicity`);
check(!serious || [...entries.values()].some((rows) => rows.length), "serious records and no list that has them");
const changed = [];
for (let since = ""; ;) {
  const a = JSON.parse((await get(`${V1}/changes?limit=200${since && `&since=${since}`}`)).text);
  check(typeof a.next === "string", "changes without a cursor");
  changed.push(...a.data);
  if (!a.data.length) break;
  since = a.next;
}
check(JSON.stringify(changed.map((c) => c.id).sort()) === JSON.stringify(subjects.map((s) => s.id).sort()), `changes name ${changed.length} of ${subjects.length}`);
await good(`${V1}/changes`, `${V1}/changes?limit=3`);
await good(`${V1}/dump`, `${V1}/dump`);

// --- too many at once: nginx answers for the API, in its form ---
const burst = await Promise.all(Array.from({ length: 150 }, () => fetch(`${base}${V1}/subjects?limit=1`).then(async (r) => ({ status: r.status, headers: r.headers, type: r.headers.get("content-type") ?? "", text: await r.text() }))));
const refused = burst.filter((a) => a.status !== 200);
check(refused.length > 0 && burst.length > refused.length, `${refused.length} of ${burst.length} at once were refused`);
for (const a of refused.slice(0, 3)) { problem("at once", a, 429); check(Number(a.headers.get("retry-after")) > 0, "429 without Retry-After"); }
await sleep(4);

// --- nobody and nothing that must not be there ---
if (VAR && REGIME) {
  const people = sql("SELECT public_id FROM subject WHERE kind = 3 ORDER BY id LIMIT 400");
  const told = new Set([...subjects, ...graded, ...changed, ...found].map((s) => s.id));
  check(people.every((id) => !told.has(id)), "a natural person in a list");
  const everything = JSON.stringify([...files.values()]);
  check(people.every((id) => !everything.includes(id)), "a natural person in a file");
  if (people.length) {
    const a = await get(`${V1}/subjects/${people[0]}`), page = await get(`/entity/${people[0]}`);
    check(a.status === page.status, `a natural person: ${a.status} here, ${page.status} on the page`);
    if (REGIME === "huzhou") check(a.status === 404, "Huzhou shows a natural person");
    if (a.status === 200) check(JSON.parse(a.text).name.includes("*"), "a name that is not masked");
    problem("badge", await get(`/badge/${people[0]}.svg`), 404);
  }
  const gone = sql("SELECT id FROM record WHERE state <> 1 OR show_to < DATE(UTC_TIMESTAMP() + INTERVAL 8 HOUR) OR show_from IS NULL");
  const shown = new Set(files.get("records.csv.gz").slice(1).map((r) => r[3]));
  check(gone.length > 0 && gone.every((id) => !shown.has(id)), "a record past its term in a file");
}

for (const f of faults) console.log(`FAIL ${f}`);
console.log(`${checks - faults.length} checks passed, ${faults.length} failed at ${base}`);
process.exit(faults.length ? 1 : 0);
