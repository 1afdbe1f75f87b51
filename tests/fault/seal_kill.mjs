// SPDX-License-Identifier: EUPL-1.2
// seal_kill.mjs — kill -9 of the worker at twenty points between its start and the checkpoint that it then makes of
// the log of acts: no checkpoint is ever wrong, none that was handed out is lost or changed, and the log stays whole.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { auditWhole, equal, finish, kill, now, number, officer, ok, portalctl, processes, rows, sleep, until, VAR, worker } from './lib.mjs';

const POINTS = 20;
const { login } = await officer('inspector', '封存试验');
const act = () => portalctl('user', 'reset', login); // one row of the log
const sealed = () => number('SELECT COALESCE(MAX(size), 0) FROM audit_checkpoint');
const written = () => number('SELECT MAX(seq) FROM audit');

// A worker that starts seals at once what waits. Its supervisor's children are looked at, which is quicker than all of /proc.
const supervisor = processes('worker').find((p) => p.pid === worker()).parent;
const read = (path) => { try { return readFileSync(path, 'utf8').trim(); } catch { return ''; } };
let current = worker();
async function restart() {
  kill(current);
  for (const end = now() + 20000; now() < end; await sleep(1)) {
    const next = read(`/proc/${supervisor}/task/${supervisor}/children`).split(' ').find((p) => p && Number(p) !== current && read(`/proc/${p}/comm`) === 'worker');
    if (next) { current = Number(next); return now(); }
  }
  throw new Error('no other worker');
}
await until('a first checkpoint', 90, async () => (await sealed()) > 0);
act();
let began = await restart();
const goal = await written();
await until('the checkpoint of a worker that just started', 30, async () => (await sealed()) >= goal);
const took = Math.max(now() - began, 10);

const work = mkdtempSync(join(VAR, 'work', 'seal-'));
let before = 0, after = 0, wrong = 0;
const kept = [];
try {
  for (let i = 0; i < POINTS; i++) {
    act();
    const goal = await written();
    began = await restart();
    while (now() - began < took * 3 * (i / (POINTS - 1))) await sleep(0);
    kill(current);
    if ((await sealed()) >= goal) after++; else before++;
    const file = join(work, `${i}.txt`);
    writeFileSync(file, `${portalctl('audit', 'checkpoint')}\n`);
    kept.push(file);
    try { portalctl('audit', 'verify'); } catch (e) { wrong++; console.log(`     ${e.stdout}${e.stderr}`); }
  }
  ok(before >= 3 && after >= 3, `killed ${before} times before the checkpoint was there, ${after} times after it; undisturbed it takes ${Math.round(took)} ms`);
  equal(wrong, 0, 'after each kill every checkpoint is right and the log is whole');
  act();
  const goal = await written();
  await until('a worker that seals again', 90, async () => worker() && (await sealed()) >= goal);
  let lost = 0;
  for (const file of kept) try { portalctl('audit', 'verify', '--checkpoint', file); } catch { lost++; }
  equal(lost, 0, 'every checkpoint that was handed out meanwhile still agrees');
  equal((await rows('SELECT size FROM audit_checkpoint GROUP BY size HAVING COUNT(*) > 1')).length, 0, 'none is there twice');
  await auditWhole('after the kills');
} finally {
  rmSync(work, { recursive: true, force: true });
  portalctl('user', 'disable', login); // its password is known to nobody
}
finish();
