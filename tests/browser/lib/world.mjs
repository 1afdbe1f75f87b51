// SPDX-License-Identifier: EUPL-1.2
// What a walk has in its hands: pages at one size, with or without a session, the checks of every page it meets, the bureau's command
// line and database. A walk runs with JavaScript off; axe needs it, so the page as sent is laid out once more in a browser context with
// it on. Not a test runner: run.mjs makes one World for each size and hands it to the specs.
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DESKTOP, PHONE, axeFaults, focusFaults, htmlFaults, overflowFaults, targetFaults } from "../check_page.mjs";

export const SITE = process.env.SITE;
export const PASSWORD = "yanshi-credit-2025";
const PAGE_BYTES_MAX = 60 * 1024, TABLE_BYTES_MAX = 90 * 1024; // a page of a published table has 50 lines
const SIZES = { desktop: DESKTOP, phone: PHONE };
const root = new URL("../../..", import.meta.url).pathname;
const shots = join(process.env.B, "test/shots");

/** Results of all walks. A failed check is told and the walk goes on; a thrown error ends the walk. */
export const tally = { passed: 0, failed: 0, skipped: 0 };

export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

/** Runs work until it gives something true, for some seconds. */
export async function until(work, seconds, what, pause = 250) {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(pause)) {
    const got = await work();
    if (got) return got;
  }
  throw new Error(`waited ${seconds} s in vain for ${what}`);
}

/** Goes to an address though the page there may just renew itself, or a second click may still be under way. */
export async function steady(page, url) {
  for (let i = 0; ; i++) {
    try {
      return await page.goto(url);
    } catch (error) {
      if (i === 5 || !/interrupted|ERR_ABORTED/.test(error.message)) throw error;
      await sleep(300);
    }
  }
}

export function portalctl(...words) {
  return execFileSync(join(process.env.BIN, "portalctl"), words, {
    env: { ...process.env, PORTAL_CONFIG: join(process.env.PORTAL_ETC, "ctl.conf") }, encoding: "utf8",
  });
}

/** Rows of a query as arrays of texts. Tests look into the database only to count what a page cannot show. */
export function sql(text) {
  const database = process.env.PORTAL_ETC.split("/").filter(Boolean).at(-1);
  const out = execFileSync("tests/tools/db.sh", ["sql", join(process.env.VAR, "db"), `portal_${database}`], { cwd: root, input: text, encoding: "utf8" });
  return out.trim().split("\n").slice(1).map((line) => line.split("\t"));
}

const sessions = new Map(); // account → cookies; both sizes share them, because a code works once in 30 seconds
const codes = new Map();    // account → the code used last
const audited = new Set();

export class World {
  constructor(browser, size) {
    Object.assign(this, { browser, size, viewport: SIZES[size], walk: "", failures: [] });
    this.phone = size === "phone";
  }

  async open() {
    this.audit = await (await this.browser.newContext({ viewport: this.viewport, locale: "zh-CN" })).newPage();
  }

  /** One check of the walk. detail: what was met instead. */
  ok(good, text, detail = "") {
    const line = `${this.walk} [${this.size}]: ${text}`;
    if (good) {
      tally.passed++;
      console.log(`ok   ${line}`);
    } else {
      tally.failed++;
      this.failures.push(line);
      console.log(`FAIL ${line}${detail === "" ? "" : `\n     ${String(detail).slice(0, 1500)}`}`);
      this.shoot(`${this.walk}-${this.failures.length}`);
    }
    return good;
  }

  equal(got, wanted, text) {
    return this.ok(JSON.stringify(got) === JSON.stringify(wanted), text, `got ${JSON.stringify(got)}, expected ${JSON.stringify(wanted)}`);
  }

  skip(text) {
    tally.skipped++;
    console.log(`skip ${this.walk} [${this.size}]: ${text}`);
  }

  shoot(name) {
    if (!this.now || this.now.isClosed()) return;
    mkdirSync(shots, { recursive: true });
    this.pending = this.now.screenshot({ path: join(shots, `${name}-${this.size}.png`), fullPage: true, timeout: 5000 }).catch(() => {});
  }

  /** A page without JavaScript. account: signed in as, empty for the public. Its last document is in page.last = {status, headers, body}. */
  async page(account = "", options = {}) {
    const context = await this.browser.newContext({ viewport: this.viewport, locale: "zh-CN", javaScriptEnabled: false, acceptDownloads: true, ...options });
    if (account) await context.addCookies(await this.session(account));
    context.setDefaultTimeout(8000);
    const page = await context.newPage();
    page.on("response", (r) => { if (r.request().isNavigationRequest() && r.frame() === page.mainFrame()) page.answer = r; });
    page.on("request", (r) => { if (!r.url().startsWith(SITE) && !r.url().startsWith("data:")) this.ok(false, `no request to elsewhere`, r.url()); });
    return (this.now = page);
  }

  /** The page's answer as it was sent, after the load. */
  async answer(page) {
    await page.waitForLoadState("load");
    this.now = page;
    const r = page.answer;
    return { status: r.status(), method: r.request().method(), headers: { ...r.headers(), ...await r.allHeaders() }, body: await r.text().catch(() => page.content()), url: page.url() };
  }

  /** Goes to a path, checks status and headers. name: a word for this kind of page; its markup and accessibility are checked once for each size. */
  async go(page, path, { name, status = 200 } = {}) {
    await steady(page, SITE + path);
    const a = await this.answer(page);
    this.equal(a.status, status, `${path.slice(0, 60)} answers ${status}`);
    await this.look(page, name, a);
    return a;
  }

  /** Presses a button or a link that leads to another page, and looks at that page. */
  async press(page, target, { name, status = 200 } = {}) {
    const before = page.answer;
    await (typeof target === "string" ? page.getByRole("button", { name: target, exact: true }) : target).click();
    await until(() => page.answer !== before, 15, "the next page");
    await until(() => page.answer.status() !== 303, 10, "the end of a redirect");
    const a = await this.answer(page);
    if (status) this.equal(a.status, status, `${typeof target === "string" ? target : "link"} leads to ${status}`);
    await this.look(page, name, a);
    return a;
  }

  /** Headers of every page; markup, accessibility, sideways scroll, targets, focus and size of each kind of page once for each size. */
  async look(page, name, a) {
    this.headers(a);
    const key = `${name} ${this.size}`;
    if (!name || audited.has(key)) return;
    audited.add(key);
    // A page that renews itself while a job runs has no other way without script; what it says is two lines long, and it may be left.
    const body = a.body.replace(/<meta http-equiv="refresh"[^>]*>/, "");
    const faults = this.phone ? [] : await htmlFaults(body, name);
    this.ok(faults.length === 0, `${name}: valid HTML`, faults.join("\n     "));
    await this.audit.route("**/*", (route) => (route.request().isNavigationRequest()
      ? route.fulfill({ status: 200, contentType: "text/html; charset=utf-8", body }) : route.continue()));
    await this.audit.goto(a.url);
    await this.audit.unroute("**/*");
    const found = [...await axeFaults(this.audit), ...await overflowFaults(this.audit), ...await targetFaults(this.audit)];
    this.ok(found.length === 0, `${name}: accessible`, found.join("\n     "));
    if (!this.phone) {
      const focus = await focusFaults(this.audit);
      this.ok(focus.length === 0, `${name}: focus shows`, focus.join("\n     "));
    }
    if (new URL(a.url).pathname.startsWith("/staff")) return;
    const css = await (await fetch(SITE + a.body.match(/href="(\/static\/[^"]+\.css)"/)[1])).text();
    const bytes = Buffer.byteLength(a.body) + Buffer.byteLength(css);
    const most = /^\/(publication\/\d|developers)/.test(new URL(a.url).pathname) ? TABLE_BYTES_MAX : PAGE_BYTES_MAX;
    this.ok(bytes <= most, `${name}: HTML and CSS within ${most / 1024} KB`, `${bytes} bytes`);
    this.ok(!/<script|<style|\son\w+=|\sstyle=/i.test(a.body), `${name}: no script, no inline style`);
  }

  /** What every answer must carry. One line only when something is missing: there are hundreds of answers. */
  headers(a) {
    const h = a.headers, faults = [], staff = new URL(a.url).pathname.startsWith("/staff");
    if (!/default-src 'none'/.test(h["content-security-policy"] ?? "")) faults.push("no strict CSP");
    if (h["x-content-type-options"] !== "nosniff") faults.push("no nosniff");
    if (!h["referrer-policy"]) faults.push("no Referrer-Policy");
    if (!/charset=utf-8/.test(h["content-type"] ?? "")) faults.push(`type ${h["content-type"]}`);
    if (!staff && h["set-cookie"]) faults.push("a cookie on a public page");
    if (!staff && a.status === 200 && new URL(a.url).pathname !== "/person" && !/public/.test(h["cache-control"] ?? "")) faults.push(`Cache-Control ${h["cache-control"]}`);
    if (staff && h["cache-control"] !== "no-store") faults.push(`Cache-Control ${h["cache-control"]}`);
    if (faults.length) this.ok(false, `headers of ${new URL(a.url).pathname}`, faults.join(", "));
  }

  /** A fresh one-time code of an account: each works once, so a used one is waited out. */
  async code(account) {
    return until(() => {
      const code = portalctl("user", "code", account).match(/\d{6}/)[0];
      if (codes.get(account) === code) return "";
      codes.set(account, code);
      return code;
    }, 40, `a new code for ${account}`, 1000);
  }

  /** Types the sign-in form and submits it. */
  async signIn(page, account, password = PASSWORD) {
    await page.getByLabel("账号").fill(account);
    await page.getByLabel("密码").fill(password);
    await page.getByLabel("动态验证码").fill(await this.code(account));
    return this.press(page, "登录", { status: 0 });
  }

  async session(account) {
    if (!sessions.has(account)) {
      const page = await this.page();
      await page.goto(`${SITE}/staff/login`);
      const a = await this.signIn(page, account);
      if (a.url !== `${SITE}/staff`) throw new Error(`${account} could not sign in: ${a.status} ${(await page.locator("main").innerText()).slice(0, 300)}`);
      this.keep(account, await page.context().cookies());
      await page.context().close();
    }
    return sessions.get(account);
  }

  keep(account, cookies) {
    sessions.set(account, cookies);
  }

  forget(account) {
    sessions.delete(account);
  }
}

/** Text of an element with its white space folded. */
export async function textOf(locator) {
  return (await locator.innerText()).replace(/\s+/g, " ").trim();
}

/** Rows of a table as arrays of cell texts, without what only screen readers get twice. */
export function rowsOf(table) {
  return table.locator("tbody tr").evaluateAll((rows) => rows.map((row) => [...row.querySelectorAll("th, td")].map((c) => c.textContent.replace(/\s+/g, " ").trim())));
}
