// SPDX-License-Identifier: EUPL-1.2
// lookup_check.mjs BASE_URL — what must hold of the public pages of a running site with the demonstration bureau, whatever its regime: statuses,
// headers, sizes, one 404 for all, codes that lead to their archive, persons in no list, and a why-page whose JSON twin says the same and adds up.
// Exits 1 with one line per fault.
const base = process.argv[2];
const faults = [];
const check = (good, text) => { if (!good) faults.push(text); };
const strip = (html) => html.replace(/<svg.*?<\/svg>/gs, "").replace(/<[^>]*>/g, "").replace(/&quot;/g, '"').replace(/&#39;/g, "'")
  .replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");

async function get(path, options = {}) {
  const r = await fetch(base + path, { redirect: "manual", ...options });
  const body = Buffer.from(await r.arrayBuffer());
  check(!r.headers.has("set-cookie"), `${path}: sets a cookie`);
  check(r.headers.get("x-content-type-options") === "nosniff", `${path}: no nosniff`);
  check((r.headers.get("content-security-policy") ?? "").includes("default-src 'none'"), `${path}: weak CSP`);
  return { status: r.status, headers: r.headers, text: body.toString("utf8"), size: body.length };
}

async function page(path, status = 200) {
  const r = await get(path);
  check(r.status === status, `${path}: ${r.status}, not ${status}`);
  check(!/<script|style="|onclick/.test(r.text), `${path}: script or inline style`);
  const css = r.text.match(/href="(\/static\/portal[^"]*)"/);
  if (css) check(r.size + (await (await fetch(base + css[1])).arrayBuffer()).byteLength <= 60 * 1024 || path.startsWith("/publication/"), `${path}: over 60 KB`);
  return r;
}

// Row by row: the amounts of the page stand in the twin, and the twin's points add up to its totals.
async function why(path) {
  const html = (await page(path)).text;
  const twin = JSON.parse((await get(path.replace(/(\/why\/\d{4})/, "$1.json"))).text);
  const table = html.slice(html.indexOf("<table"), html.indexOf("</table>"));
  const rows = [...table.matchAll(/<tr role="row"><td role="cell" class="num" data-label="序号">(.*?)<\/tr>/gs)].map((m) => m[1]);
  check(rows.length === twin.lines.length, `${path}: ${rows.length} rows, ${twin.lines.length} in the twin`);
  let total = 0;
  rows.forEach((row, i) => {
    const line = twin.lines[i];
    const amounts = [...row.matchAll(/class="sheet__amount"[^>]*>(.*?)<\/td>/gs)].map((m) => strip(m[1]));
    check(amounts[0] === line.effect && amounts[1] === line.sum, `${path} line ${i + 1}: ${amounts} is not ${line.effect}, ${line.sum}`);
    if (line.points === undefined) return;
    total = Math.round((total + line.points) * 1000) / 1000;
    check(total === line.total, `${path} line ${i + 1}: adds up to ${total}, says ${line.total}`);
    check(!line.withheld || (line.record === null && line.date === null && line.document === ""), `${path} line ${i + 1}: shows what is withheld`);
  });
  if (twin.points !== undefined) check(total === twin.points, `${path}: ${total} points by hand, ${twin.points} told`);
  check(twin.lines.at(-1).sum.includes(twin.grade_label), `${path}: the last line does not say the grade`);
  check(/^[0-9a-f]{64}$/.test(twin.provenance.snapshot_hash) && html.includes(twin.provenance.result_hash), `${path}: hashes`);
}

await page("/");
await page("/about");
await page("/accessibility");
await page("/publication");
const person = await page("/person");
check((await get("/healthz")).text.startsWith("ok"), "/healthz is not ok");
check((await get("/robots.txt")).text.includes("Disallow: /search"), "robots.txt lets searches be indexed");

const empty = await page("/search?q=" + encodeURIComponent("没有这样的名称"));
check(empty.text.includes("没有找到"), "an empty search has no advice");
const wrong = await page("/search?q=91440823MA4UQ7XK2T");
check(wrong.text.includes("没有通过核对"), "a wrong code is not explained");
check((await page("/search?q=" + encodeURIComponent("院"))).text.includes("太短"), "one character is not refused");

const year = (await get("/")).text.match(/href="\/publication\/(\d{4})/)?.[1];
check(year !== undefined, "no published year on the home page");
const table = await page(`/publication/${year}`);
const links = [...new Set([...table.text.matchAll(/href="(\/entity\/[0-9A-Za-z]+)"/g)].map((m) => m[1]))];
check(links.length > 10, `only ${links.length} lines in the summary table`);
check(links.every((l) => /^\/entity\/[0-9A-Z]{18}$/.test(l) || !/\/entity\/\d{17}[\dX]$/.test(l)), "an identity number in an address");
for (const format of ["csv", "xlsx"]) {
  const file = await get(`/publication/${year}.${format}`);
  check(file.status === 200 && (file.headers.get("content-disposition") ?? "").startsWith("attachment"), `${format} is no download`);
}

const one = links[0], code = one.split("/").pop();
const entity = await page(one);
check(/ETag/i.test([...entity.headers.keys()].join()) && /max-age=\d+/.test(entity.headers.get("cache-control")), `${one}: not cacheable`);
const again = await get(one, { headers: { "If-None-Match": entity.headers.get("etag") } });
check(again.status === 304, `${one}: ${again.status} for a known ETag`);
const spaced = await get("/search?q=" + encodeURIComponent(`${code.slice(0, 4)} ${code.slice(4).toLowerCase()}`));
check(spaced.status === 303 && (spaced.headers.get("location") ?? "").endsWith(one), "a code does not lead to its archive");
check((await page(`${one}?as-of=2001-01-01`)).text.includes("2001年1月1日"), "as-of does not say its day");
check((await page(`${one}?as-of=gestern`)).text.includes("日期：请按"), "a wrong day is not explained");
for (const link of links.slice(0, 12)) await why(`${link}/why/${year}`);
const lasting = await get(`${links[0]}/why`);
check(lasting.status === 303 && (lasting.headers.get("location") ?? "").endsWith(`${links[0]}/why/${year}`), "the lasting address does not lead to the year in force");
check((await page("/entity/nonsense/why", 404)).status === 404, "reasons of nobody");

// Unknown, malformed and not public look the same but for the request's number.
const plain = (t) => t.replace(/[0-9a-f]{16}/g, "").replace(/href="[^"]*z=1[^"]*"/g, "").replace(/网址：\S*/g, "");
const unknown = [await page("/entity/zzzzzzzzzzzzzzzz", 404), await page("/entity/nonsense", 404), await page(`${one}/why/1999`, 404)];
check(unknown.every((r) => plain(r.text) === plain(unknown[0].text)), "404 pages differ");

if (person.text.includes("<form method=\"post\"")) {
  const asked = await fetch(`${base}/person`, { method: "POST", redirect: "manual", headers: { Origin: base, "Sec-Fetch-Site": "same-origin" },
    body: new URLSearchParams({ name: "某某", licence: "000000000000000" }) });
  check((await asked.text()).includes("没有查到"), "an unknown person is not answered alike");
} else {
  check(person.text.includes("授权"), "the person page says neither how nor why not");
}
for (const f of faults) console.error(`lookup: ${f}`);
console.log(faults.length ? `lookup: ${faults.length} faults` : "lookup: all pages hold");
process.exit(faults.length ? 1 : 0);
