// SPDX-License-Identifier: EUPL-1.2
// Compiles static/portal.scss, leaves out the packaged rules that no template uses, and writes the files the server sends under names
// that carry their hash, with a C header that knows the names. Called by css.sh; usage: node css.mjs OUTPUT_DIR GENERATED_DIR
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as sass from "sass";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");

function files(dir, ending) {
  return readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter((e) => e.isFile() && e.name.endsWith(ending))
    .map((e) => join(e.parentPath ?? e.path, e.name));
}

// The templates that start from these files reach by call or layout.
function reachable(starts) {
  const seen = new Set(), todo = [...starts];
  while (todo.length) {
    const file = todo.pop();
    if (seen.has(file)) continue;
    seen.add(file);
    for (const m of readFileSync(file, "utf8").matchAll(/\{% *(?:call|layout) +([\w/-]+)/g)) todo.push(join(root, "templates", `${m[1]}.html`));
  }
  return seen;
}

// Every word in a set of templates; a class put together as name--{% if … %}x{% end %} leaves both its halves.
function wordsIn(templates) {
  const words = new Set();
  for (const file of templates) for (const word of readFileSync(file, "utf8").match(/[\w-]+/g) ?? []) words.add(word);
  return words;
}

function isUsed(name, words) {
  const cut = name.lastIndexOf("--");
  return words.has(name) || (cut > 0 && words.has(name.slice(0, cut + 2)) && words.has(name.slice(cut + 2)));
}

// A block is {prelude, body} where body is text (declarations) or blocks; a statement without braces has no body.
function parse(css) {
  let at = 0;
  const blocks = (inside) => {
    const list = [];
    let start = at;
    while (at < css.length) {
      const c = css[at];
      if (c === '"' || c === "'") {
        at = css.indexOf(c, at + 1) + 1;
      } else if (c === "{") {
        const prelude = css.slice(start, at++);
        const nested = prelude.startsWith("@media") || prelude.startsWith("@supports");
        let body;
        if (nested) body = blocks(true);
        else {
          const end = css.indexOf("}", at);
          body = css.slice(at, end);
          at = end + 1;
        }
        list.push({ prelude, body });
        start = at;
      } else if (c === "}" && inside) {
        at++;
        return list;
      } else if (c === ";") {
        start = ++at;
      } else at++;
    }
    return list;
  };
  return blocks(false);
}

function selectors(prelude) {
  const list = [];
  let depth = 0, start = 0;
  for (let i = 0; i < prelude.length; i++) {
    if (prelude[i] === "(" || prelude[i] === "[") depth++;
    else if (prelude[i] === ")" || prelude[i] === "]") depth--;
    else if (prelude[i] === "," && depth === 0) { list.push(prelude.slice(start, i)); start = i + 1; }
  }
  list.push(prelude.slice(start));
  return list;
}

// Fonts come from body; the fallback of a custom property is never reached, because all of them are defined in :root.
function tidy(declarations) {
  return declarations
    .replace(/(^|;)(font-family:inherit|-webkit-font-smoothing:antialiased|-moz-osx-font-smoothing:grayscale)(?=;|$)/g, "")
    .replace(/var\((--govuk-[\w-]+),\s*[^()]*\)/g, "var($1)")
    .replace(/^;+/, "");
}

function prune(list, words) {
  let css = "";
  for (const { prelude, body } of list) {
    if (Array.isArray(body)) {
      const inner = prune(body, words);
      if (inner) css += `${prelude}{${inner}}`;
    } else if (prelude.startsWith("@")) {
      css += `${prelude}{${body}}`;
    } else {
      const kept = selectors(prelude).filter((s) => {
        if (s.includes(".govuk-frontend-supported") || s.includes(".js-enabled")) return false;
        return (s.replace(/:not\([^)]*\)/g, "").match(/\.[a-z][\w-]*/g) ?? []).every((c) => isUsed(c.slice(1), words));
      });
      const declarations = tidy(body);
      if (kept.length && declarations) css += `${kept.join(",")}{${declarations}}`;
    }
  }
  return css;
}

function dropUnusedProperties(css) {
  return css.replace(/:root\{([^}]*)\}/g, (whole, body) => {
    const kept = body.split(";").filter((d) => css.includes(`var(${d.split(":")[0].trim()})`));
    return kept.length ? `:root{${kept.join(";")}}` : "";
  }).replace(/@media [^{]*\{\}/g, "");
}

const [outDir, genDir] = process.argv.slice(2);
const compiled = sass.compile(join(root, "static/portal.scss"), { style: "compressed", charset: false }).css;
const rules = parse(compiled);
const every = files(join(root, "templates"), ".html");
const publicOnes = every.filter((f) => /templates\/(lookup\/|layout\/public)/.test(f));
const bundle = (templates) => dropUnusedProperties(prune(rules, wordsIn(reachable(templates))));
const css = bundle(publicOnes);
const fullCss = bundle(every);
mkdirSync(outDir, { recursive: true });
mkdirSync(genDir, { recursive: true });
for (const old of readdirSync(outDir)) if (/^(portal|full|icon)\.[0-9a-f]+\.(css|svg)$/.test(old)) rmSync(join(outDir, old));
function put(stem, ending, text) {
  const name = `${stem}.${createHash("sha256").update(text).digest("hex").slice(0, 12)}.${ending}`;
  writeFileSync(join(outDir, name), text);
  return name;
}
const cssName = put("portal", "css", css);
const fullName = put("full", "css", fullCss);
const iconName = put("icon", "svg", readFileSync(join(root, "static/icon.svg"), "utf8").trim());
writeFileSync(join(genDir, "assets.h"), `/* Generated by tests/tools/css.mjs: names of the files under /static/, each with its hash in it (immutable). */
#ifndef GEN_ASSETS_H
#define GEN_ASSETS_H
#define ASSET_CSS_NAME "${cssName}" /* public pages */
#define ASSET_FULL_CSS_NAME "${fullName}" /* with every form component: staff and account */
#define ASSET_ICON_NAME "${iconName}"
#endif
`);
for (const [name, text] of [[cssName, css], [fullName, fullCss]]) console.log(`${name}: ${Buffer.byteLength(text)} bytes (of ${Buffer.byteLength(compiled)})`);
