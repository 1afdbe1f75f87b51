// SPDX-License-Identifier: EUPL-1.2
// The browser tests: every walk in specs/ on a desktop and on a phone, JavaScript off. Needs a running site (tests/run.sh starts one).
//   SITE=http://127.0.0.1:PORT PORTAL_ETC=… BIN=… VAR=… B=build node tests/browser/run.mjs [WALK…] [desktop|phone]
// Prints a line a check and last "N passed, N failed, N skipped"; pictures of failures are under B/test/shots.
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { launch } from "./check_page.mjs";
import { World, tally } from "./lib/world.mjs";

for (const name of ["SITE", "PORTAL_ETC", "BIN", "VAR", "B"])
  if (!process.env[name]) {
    console.log(`FAIL ${name} is not set: tests/run.sh browser sets it`);
    process.exit(1);
  }
const dir = join(dirname(fileURLToPath(import.meta.url)), "specs");
const wanted = process.argv.slice(2);
const pick = (list) => (list.some((name) => wanted.includes(name)) ? list.filter((name) => wanted.includes(name)) : list);
const walks = pick(readdirSync(dir).filter((f) => f.endsWith(".mjs")).sort().map((f) => f.replace(".mjs", "")));
const started = Date.now();
const browser = await launch();
for (const size of pick(["desktop", "phone"])) {
  const world = new World(browser, size);
  await world.open();
  for (const walk of walks) {
    const at = Date.now();
    world.walk = walk;
    try {
      await (await import(join(dir, `${walk}.mjs`))).default(world);
    } catch (error) {
      world.ok(false, "the walk ended early", error.stack);
    }
    await world.pending;
    for (const context of browser.contexts()) if (context !== world.audit.context()) await context.close();
    console.log(`--   ${walk} [${size}] took ${((Date.now() - at) / 1000).toFixed(1)} s`);
  }
  await world.audit.context().close();
}
await browser.close();
console.log(`     the whole run took ${((Date.now() - started) / 1000).toFixed(0)} s`);
console.log(`${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped`);
process.exit(tally.failed ? 1 : 0);
