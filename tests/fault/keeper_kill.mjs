// SPDX-License-Identifier: EUPL-1.2
// keeper_kill.mjs — the keeper killed (-9) and stopped under parallel requests that need keys: each request is answered in time, with what it
// asked for or with 503, and either did all of its work or none; the keeper started again is used at once, and nothing has to be done by hand.
import { readFileSync } from 'node:fs';
import { REGIME, VAR, equal, finish, form, kill, now, number, officer, ok, processes, request, rows, sleep, until, upload } from './lib.mjs';

const lines = readFileSync(`${VAR}/work/demo.${REGIME}/subjects.csv`, 'utf8').split('\n').slice(1);
const ids = lines.flatMap((l) => l.match(/\b\d{17}[\dX]\b/) ?? []).filter((x) => /^\d{6}(19|20)\d{9}/.test(x)).slice(0, 50);
const clerk = await officer('clerk', '试验经办');
const keeper = () => processes('keeper')[0]?.pid ?? 0;
const back = (old) => until('the keeper is back', 10, () => (keeper() && keeper() !== old ? keeper() : 0));
ok(ids.length > 20, `${ids.length} persons to look for`);

const PERSON = '/staff/subject/person';
async function forms(n) {
  const all = [];
  for (let i = 0; i < n; i++) all.push(form((await clerk.get(PERSON)).text, PERSON));
  return all;
}
let asked = 0;
async function look(f) {
  const start = now(), id = ids[asked++ % ids.length];
  const res = await clerk.post(PERSON, { ...f.fields, id_kind: 'resident', id_number: id, purpose: '故障试验' }, null, { timeout: 30000 }).catch((e) => ({ status: e.message, headers: {}, text: '' }));
  return { status: res.status, to: res.headers.location ?? '', ms: now() - start, text: res.text };
}
const found = (r) => r.status === 303 && /^\/staff\/subject\/\d+$/.test(r.to);
const tally = (all) => [...new Set(all.map((r) => r.status))].map((s) => `${all.filter((r) => r.status === s).length} × ${s}`).join(', ');
const audits = () => number("SELECT COUNT(*) FROM audit WHERE action = 'person.lookup'");
async function works(what) {
  const start = now();
  const [f] = await forms(1).catch(() => [null]);
  let r = f ? await look(f) : { status: 0 };
  for (; !found(r) && now() - start < 10000; await sleep(50)) {
    const again = await forms(1).catch(() => [null]);
    if (again[0]) r = await look(again[0]);
  }
  ok(found(r) && now() - start < 5000, `${what}: works again after ${((now() - start) / 1000).toFixed(2)} s`, String(r.status));
}

equal((await look((await forms(1))[0])).status, 303, 'a person is found while all is well');

// 1. Killed in the middle of a hundred requests, five times.
for (let round = 0; round < 5; round++) {
  const fs = await forms(100), before = await audits(), old = keeper();
  const going = fs.map((f) => look(f));
  await sleep(20 + 30 * round);
  kill(old);
  const all = await Promise.all(going);
  const fine = all.filter(found).length, away = all.filter((r) => r.status === 503).length;
  equal(fine + away, 100, `kill ${round + 1}: all 100 answered, found or 503 (${tally(all)})`);
  ok(all.filter((r) => r.status === 503).every((r) => r.text.includes('暂时不可用')), 'a 503 says so in words');
  const acted = await audits() - before;
  equal(acted, fine, 'each act that was done is in the log of acts, and no other');
  await back(old);
  await works(`kill ${round + 1}`);
}

// 2. Away for two seconds: killed as often as it comes back. Who asks meanwhile is told within two seconds.
{
  const fs = await forms(12), end = now() + 2000;
  const killer = (async () => { while (now() < end) { const k = keeper(); if (k) kill(k); await sleep(20); } })();
  await sleep(100);
  const all = [];
  for (let i = 0; i < 12; i += 3) all.push(...await Promise.all(fs.slice(i, i + 3).map((f) => look(f))));
  await killer;
  ok(all.every((r) => r.status === 503 || found(r)), `away: ${tally(all)}`);
  const slowest = Math.max(...all.map((r) => r.ms));
  ok(slowest < 2000, `told within 2 s (the slowest after ${slowest.toFixed(0)} ms)`);
  await works('after two seconds without a keeper');
}

// 3. Stopped: it takes connections and answers nobody.
{
  const old = keeper(), fs = await forms(3);
  process.kill(old, 'SIGSTOP');
  const all = await Promise.all(fs.map((f) => look(f)));
  ok(all.every((r) => r.status === 503), `hangs: ${tally(all)}`);
  ok(all.some((r) => /请求编号/.test(r.text)), 'the page has a request number');
  const slowest = Math.max(...all.map((r) => r.ms));
  ok(slowest < 2000, `told within 2 s (the slowest after ${slowest.toFixed(0)} ms)`);
  process.kill(old, 'SIGCONT');
  await works('going on');
}

// 4. Files are sealed before they are stored: a file is there whole or not at all.
{
  const before = await number('SELECT COUNT(*) FROM import_batch');
  const text = `统一社会信用代码,信息事项,标题,认定日期\n${'91440000000000000X,good.1,x,2025-1-1\n'.repeat(2000)}`;
  let done = 0, refused = 0, running = true;
  const killer = (async () => { while (running) { await sleep(60); const k = keeper(); if (k) kill(k); await sleep(700); } })();
  for (let i = 0; i < 15; i++) {
    const up = await upload(clerk, 'record', `k${i}.csv`, `${text}${i}`, { item: '' }).catch(() => null);
    if (up?.id) done++; else refused++;
    await sleep(100);
  }
  running = false;
  await killer;
  const stored = await number('SELECT COUNT(*) FROM import_batch') - before;
  equal(stored, done, `uploads under kills: ${done} stored, ${refused} refused, and as many batches`);
  equal(await number('SELECT COUNT(*) FROM import_batch b WHERE NOT EXISTS (SELECT 1 FROM import_file f WHERE f.batch_id = b.id)'), 0, 'no batch without its file');
  await works('after the uploads');
}

// 5. Pages of the public do not notice.
{
  const code = (await rows('SELECT code FROM subject WHERE code IS NOT NULL ORDER BY id LIMIT 1'))[0][0], old = keeper();
  process.kill(old, 'SIGSTOP');
  equal((await request('GET', `/entity/${code}`)).status, 200, 'a public page without a keeper');
  process.kill(old, 'SIGCONT');
}
finish();
