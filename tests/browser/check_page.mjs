// SPDX-License-Identifier: EUPL-1.2
// Checks that browser tests share: HTML validity, accessibility (axe), no sideways scroll, no request to elsewhere. Functions return
// lists of plain sentences; an empty list is a pass. Not a test runner: the browser tests call it.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { FileSystemConfigLoader, HtmlValidate } from "html-validate";
import { chromium } from "playwright-core";

const require = createRequire(import.meta.url);
const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const axeSource = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const validator = new HtmlValidate(new FileSystemConfigLoader());

export const DESKTOP = { width: 1280, height: 900 };
export const PHONE = { width: 360, height: 740 };

/** A browser of our own with a fresh profile. Close it with close(). */
export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
}

/** Faults of a document's markup, as line:column, rule and message. name is shown only. */
export async function htmlFaults(html, name) {
  const report = await validator.validateString(html, join(root, "page.html"));
  return report.results.flatMap((r) => r.messages).map((m) => `${name}:${m.line}:${m.column} ${m.ruleId}: ${m.message}`);
}

/** Accessibility faults by axe: WCAG 2.2 A and AA and best practices. The page's own CSP does not apply to it. */
export async function axeFaults(page) {
  await page.evaluate(axeSource);
  const result = await page.evaluate(() => globalThis.axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], resultTypes: ["violations"],
  }));
  return result.violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${v.help}: ${n.html.slice(0, 160)} ${n.failureSummary.split("\n").slice(1, 3).join(" ").trim()}`));
}

/** Sideways scroll of the whole page, which a phone or 200 % zoom must not have. */
export async function overflowFaults(page) {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const wide = [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > width + 1 && !e.closest(".wide"));
    return [`page is ${document.documentElement.scrollWidth} px wide in a window of ${width}: ${wide.slice(0, 4).map((e) => `${e.tagName}.${e.className}`).join(", ")}`];
  });
}

/** Controls and links smaller than 24 px that are not inside a line of text (WCAG 2.5.8). */
export async function targetFaults(page) {
  return page.evaluate(() => [...document.querySelectorAll("a, button, input:not([type=hidden]), select, summary")].filter((e) => {
    const box = e.getBoundingClientRect();
    const inText = e.tagName === "A" && getComputedStyle(e).display === "inline";
    const skip = e.classList.contains("govuk-skip-link") || box.width === 0;
    return !inText && !skip && (box.height < 24 || box.width < 24);
  }).map((e) => `target under 24 px: ${e.outerHTML.slice(0, 120)}`));
}

/** Elements that do not show that they have the keyboard focus, in the order of Tab; and places where Tab does not reach everything. */
export async function focusFaults(page) {
  const faults = [], seen = new Set();
  for (let i = 0; i < 300; i++) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const e = document.activeElement;
      if (!e || e === document.body) return null;
      const look = () => { const c = getComputedStyle(e); return [c.outlineStyle, c.outlineWidth, c.outlineColor, c.boxShadow, c.backgroundColor, c.borderColor].join(); };
      const id = e.dataset.tab ??= String(globalThis.tabs = (globalThis.tabs ?? 0) + 1);
      const focused = look();
      e.blur();
      const plain = look();
      e.focus();
      return { id, same: focused === plain, html: e.outerHTML.slice(0, 120) };
    });
    if (!at || seen.has(at.id)) break;
    seen.add(at.id);
    if (at.same) faults.push(`focus is not visible: ${at.html}`);
  }
  if (seen.size === 0) faults.push("Tab reaches nothing");
  return faults;
}

/** All of the above but focus for a page that is open. html is its source as sent, if at hand. */
export async function pageFaults(page, name, html) {
  return [
    ...(html === undefined ? [] : await htmlFaults(html, name)),
    ...(await axeFaults(page)).map((f) => `${name}: ${f}`),
    ...(await overflowFaults(page)).map((f) => `${name}: ${f}`),
    ...(await targetFaults(page)).map((f) => `${name}: ${f}`),
  ];
}
