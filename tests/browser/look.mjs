// SPDX-License-Identifier: EUPL-1.2
// The look of every template, without a database: renders the sample pages, checks each on desktop, phone and at 200 % zoom, counts the
// bytes, and writes pictures. Usage: node look.mjs BUILD_DIR [--pictures]. Exit 1 on any fault.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { DESKTOP, PHONE, focusFaults, launch, pageFaults } from "./check_page.mjs";

const PAGE_BYTES_MAX = 60 * 1024;
const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const build = resolve(process.argv[2] ?? "build");
const pictures = process.argv.includes("--pictures");
const dir = join(build, "look");
execFileSync(join(root, "tests/pages/look_build.sh"), [build], { stdio: "inherit" });
const css = readdirSync(join(dir, "static")).find((f) => f.startsWith("portal."));
const cssBytes = statSync(join(dir, "static", css)).size;
if (pictures) mkdirSync(join(dir, "pictures"), { recursive: true });

const sizes = { desktop: { viewport: DESKTOP }, phone: { viewport: PHONE }, zoomed: { viewport: { width: 640, height: 450 } } };
const faults = [];
const browser = await launch();
for (const file of readdirSync(dir).filter((f) => f.endsWith(".html")).sort()) {
  const html = readFileSync(join(dir, file), "utf8");
  const name = file.replace(".html", "");
  if (Buffer.byteLength(html) + cssBytes > PAGE_BYTES_MAX) faults.push(`${name}: ${Buffer.byteLength(html)} + ${cssBytes} bytes are over ${PAGE_BYTES_MAX}`);
  for (const [size, options] of Object.entries(sizes)) {
    const context = await browser.newContext({ ...options, javaScriptEnabled: true, locale: "zh-CN" });
    const page = await context.newPage();
    await page.goto(pathToFileURL(join(dir, file)).href);
    faults.push(...(await pageFaults(page, `${name} ${size}`, size === "desktop" ? html : undefined)));
    if (size === "desktop") faults.push(...(await focusFaults(page)).map((f) => `${name}: ${f}`));
    if (pictures && size !== "zoomed") await page.screenshot({ path: join(dir, "pictures", `${name}-${size}.png`), fullPage: true });
    if (pictures && size === "desktop") await page.pdf({ path: join(dir, "pictures", `${name}.pdf`), preferCSSPageSize: true });
    await context.close();
  }
  console.log(`${name}: ${Buffer.byteLength(html)} bytes`);
}
await browser.close();
for (const fault of faults) console.error(fault);
console.log(faults.length ? `${faults.length} faults` : "no faults");
process.exit(faults.length ? 1 : 0);
