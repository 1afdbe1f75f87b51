// SPDX-License-Identifier: EUPL-1.2
// Turns the lines that the parts of run.sh left into results.json and a table: what was measured, the goal, met or not. Small sizes are no proof
// of the goals, which are about SCALE=full; the table says which it is. Usage: report.mjs SCALE LINES RESULTS
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';

const [scale, lines, results] = process.argv.slice(2);
const all = readFileSync(lines, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
const of = (bench) => all.filter((x) => x.bench === bench);
const rows = [];
const add = (what, value, goal = '', met = null) => rows.push({ what, value, goal, met });
const median = (values) => {
  const v = [...values].sort((a, b) => a - b), h = v.length >> 1;
  return v.length % 2 ? v[h] : (v[h - 1] + v[h]) / 2;
};
const at_least = (what, value, goal) => add(what, value.toFixed(2), `≥ ${goal}`, value >= goal);
const at_most = (what, value, goal, unit = '') => add(what, `${value.toFixed(1)}${unit}`, `≤ ${goal}${unit}`, value <= goal);

function pages() {
  const of_kind = (what, field) => median(of('page').filter((x) => x.what === what).map((x) => x[field]));
  if (!of('page').length) return;
  const rps = {};
  for (const what of ['hello', 'static', 'entity', 'entities', 'cached']) {
    rps[what] = of_kind(what, 'rps');
    add(`page of ${of('page')[0].bytes} bytes: ${what}, requests/s (p50, p99 ms)`,
      `${Math.round(rps[what])} (${of_kind(what, 'p50_ms').toFixed(1)}, ${of_kind(what, 'p99_ms').toFixed(1)})`);
  }
  at_least('archive page asked for again, database asked each time / hello world', rps.entity / rps.hello, 0.45);
  add(`${of('page').find((x) => x.what === 'entities').pages} archive pages in turn / hello world`, (rps.entities / rps.hello).toFixed(2));
  at_most('archive page p99', of_kind('entity', 'p99_ms'), 15, ' ms');
  at_least('archive page with the micro-cache / static file', rps.cached / rps.static, 0.6);
  const errors = of('page').reduce((n, x) => n + x.errors, 0);
  add('answers that were errors', String(errors), '0', errors === 0);
}

function notices() {
  for (const x of of('notice'))
    add(`${x.what}, ${Math.round(x.bytes / 1024)} KB`, x.per_second ? `${x.per_second.toFixed(1)} / s` : `${x.seconds.toFixed(2)} s`);
}

function apis() {
  const of_kind = (what, field) => median(of('api').filter((x) => x.what === what).map((x) => x[field]));
  if (!of('api').length) return;
  for (const what of ['entity', 'entity_json', 'search', 'search_json'])
    add(`${what}, ${of_kind(what, 'bytes')} bytes: requests/s (p50, p99 ms)`,
      `${Math.round(of_kind(what, 'rps'))} (${of_kind(what, 'p50_ms').toFixed(1)}, ${of_kind(what, 'p99_ms').toFixed(1)})`);
  at_least('an organisation as JSON / its archive page, as rates', of_kind('entity_json', 'rps') / of_kind('entity', 'rps'), 1);
  at_least('a search as JSON / the page of results, as rates', of_kind('search_json', 'rps') / of_kind('search', 'rps'), 0.9);
  const errors = of('api').reduce((n, x) => n + x.errors, 0);
  add('answers of the API bench that were errors', String(errors), '0', errors === 0);
}

function search() {
  for (const x of of('search')) {
    const goal = x.names > 2000000 ? 25 : 15, like = x.like_p95_ms === undefined ? '' : `, LIKE ${x.like_p95_ms.toFixed(0)} ms`;
    add(`search ${x.names} names, ${x.class}: p95 (worst${like ? ', LIKE' : ''})`, `${x.p95_ms.toFixed(1)} ms (${x.worst_ms.toFixed(1)}${like})`,
      ...(x.extra ? [] : [`≤ ${goal} ms${x.exact === undefined ? '' : ', exact'}`, x.p95_ms <= goal && x.exact !== false]));
  }
}

function imports() {
  for (const x of of('import_subjects')) add(`import of ${x.rows} subjects with search index`, `${(x.ms / 1000).toFixed(1)} s`);
  const runs = of('import');
  if (runs.length) {
    const dry = median(runs.map((x) => x.dry_run_ms)), commit = median(runs.map((x) => x.commit_ms)), load = median(runs.map((x) => x.load_data_ms));
    const s = (ms) => `${(ms / 1000).toFixed(1)} s`;
    add(`import of ${runs[0].rows} records: dry run, commit; LOAD DATA`, `${s(dry)}, ${s(commit)}; ${s(load)}`);
    const floor = of('import_floor');
    if (floor.length) {
      const parse = median(floor.map((x) => x.parse_ms)), bulk = median(floor.map((x) => x.bulk_ms));
      add('  reading the file alone; bulk array binding of the rows alone', `${s(parse)}; ${s(bulk)}`);
      add('  dry run / reading alone', `${(dry / parse).toFixed(1)} ×`);
      at_least('import, validated and audited (commit) / bulk array binding, as rates', bulk / commit, 0.5);
    }
    at_least('import, validated and audited (commit) / LOAD DATA, as rates', median(runs.map((x) => x.load_data_ms / x.commit_ms)), 0.8);
    add('the same with the dry run before it', median(runs.map((x) => x.load_data_ms / (x.commit_ms + x.dry_run_ms))).toFixed(2));
  }
  const sheets = of('xlsx_rows');
  for (const x of sheets)
    add(`${x.rows} xlsx rows read by ${x.through === 'parser' ? 'the parser' : 'one process'}, ${x.strings} strings: peak memory (rows/s)`,
      `${(x.peak_kib / 1024).toFixed(1)} MiB (${x.rows_per_s})`, '≤ 64 MiB', x.ok);
  for (const x of sheets.filter((y) => y.through === 'parser'))
    at_most(`rows through the parser / in one process, ${x.strings} strings, as times`, x.ms / sheets.find((y) => y.through === 'itself' && y.strings === x.strings).ms, 1.3);
}

function grading() {
  for (const x of of('grading')) {
    add(`grading ${x.subjects} subjects, ${x.records} records: scan, round, one SQL statement`,
      `${x.scan_s.toFixed(1)} s, ${x.round_s.toFixed(1)} s, ${x.set_based_s.toFixed(1)} s`);
    at_most('grading round / plain scan', x.round_per_scan, x.round_per_scan_goal);
    add('grading round / scan of the records as known at an instant', x.round_per_snapshot_scan.toFixed(1));
    at_least('one set-based SQL statement / grading round', x.set_based_per_round, x.set_based_per_round_goal);
    at_most('grading peak memory', x.peak_mib, x.peak_mib_goal, ' MiB');
    add('grading: every round the same bytes', String(x.same_hashes), 'true', x.same_hashes);
  }
}

function audit() {
  const persons = (mode) => median(of('import_persons').filter((x) => x.keys === mode).map((x) => x.ms));
  if (of('import_persons').length) {
    const rows = of('import_persons')[0].rows, turn = of('key_rotation').map((x) => x.ms);
    add(`import of ${rows} natural persons: own keys; through the keeper`, `${(persons('near') / 1000).toFixed(1)} s; ${(persons('far') / 1000).toFixed(1)} s`);
    add('  through the keeper / own keys', `${(persons('far') / persons('near')).toFixed(2)} ×`);
    add(`online rotation of ${rows} natural persons (name, number, two indexes)`, `${(median(turn) / 1000).toFixed(1)} s`);
  }
  for (const x of of('audit')) {
    const value = `${Math.round(x.value)} ${x.unit}${x.ratio ? `, ${x.ratio.toFixed(2)} of the ${x.goal ? 'goal' : 'floor'}` : ''}`;
    add(`log of acts, ${x.name}`, value, x.goal ? `≥ ${x.goal}` : '', x.goal ? x.value >= x.goal : null);
  }
}

// Han characters and full-width signs take two places.
const width = (s) => [...s].reduce((n, c) => n + (c.codePointAt(0) >= 0x2e80 ? 2 : 1), 0);
const pad = (s, n) => s + ' '.repeat(Math.max(0, n - width(s)));

pages();
apis();
search();
imports();
grading();
audit();
notices();
const machine = { cpus: cpus().length, model: cpus()[0]?.model ?? '', memory_gib: Math.round(totalmem() / 2 ** 30), load_average: loadavg() };
writeFileSync(results, JSON.stringify({ scale, at: new Date().toISOString(), machine, summary: rows, measured: all }, null, 1) + '\n');
const w = [0, 1, 2].map((i) => Math.max(...rows.map((r) => width([r.what, r.value, r.goal][i]))));
console.log(`scale ${scale}, ${machine.cpus} processors, load ${machine.load_average[0].toFixed(1)}${scale === 'full' ? '' : '; the goals are about SCALE=full'}`);
for (const r of rows) console.log(`${pad(r.what, w[0])}  ${pad(r.value, w[1])}  ${pad(r.goal, w[2])}  ${r.met === null ? '' : r.met ? 'met' : 'NOT MET'}`);
const missed = rows.filter((r) => r.met === false).length;
console.log(`${rows.filter((r) => r.met).length} goals met, ${missed} not met`);
