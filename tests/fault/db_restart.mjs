// SPDX-License-Identifier: EUPL-1.2
// db_restart.mjs — kill -9 of the database while pages are read and forms are sent: meanwhile 503 with Retry-After, within 30 s after its return
// all is as before, and every write that was acknowledged is there.
import { auditWhole, Browser, db, disconnect, equal, finish, form, now, number, officer, ok, request, rows, sleep, VAR, worker } from './lib.mjs';

const MARK = `断电试验${process.pid}`, LOAD = 5000, DOWN = 3000;
const clerk = await officer('clerk', '试验经办');
const codes = (await rows('SELECT code FROM subject WHERE code IS NOT NULL ORDER BY id LIMIT 200')).map((r) => r[0]);
const phases = ['before', 'down', 'after'];
let phase = 'before', running = true, downAt = 0, upAt = 0;
const seen = { before: {}, down: {}, after: {} }, odd = [], acknowledged = [];
let lastBad = 0, slowest = 0;

function note(kind, status, retry, from, began) {
  const key = `${kind} ${status}`;
  seen[from][key] = (seen[from][key] ?? 0) + 1;
  slowest = Math.max(slowest, now() - began);
  if (status === 503 && !retry) odd.push(`${kind} 503 without Retry-After`);
  if (![200, 303, 503].includes(status)) odd.push(`${kind} ${status} (${from})`);
  if (status !== 200 && status !== 303) lastBad = now();
}
async function reader(n) {
  for (let i = n; running; i += 7) {
    const from = phase, began = now();
    try {
      const r = await request('GET', i % 3 ? `/entity/${codes[i % codes.length]}` : '/publication/2025', { timeout: 40000 });
      note('page', r.status, r.headers['retry-after'], from, began);
    } catch (e) { note('page', e.message, null, from, began); }
    await sleep(25);
  }
}
async function writer(n) {
  const b = new Browser();
  b.jar = new Map(clerk.jar);
  for (let i = 0; running; i++) {
    const from = phase, began = now(), name = `${MARK}-${n}-${i}.csv`;
    try {
      const page = await b.get('/staff/import/new/record', { timeout: 40000 });
      note('form', page.status, page.headers['retry-after'], from, began);
      if (page.status === 200) {
        const f = form(page.text, /^\/staff\/import\/new\/record/), file = { field: 'file', name, text: `统一社会信用代码,信息事项,标题,认定日期\n${codes[0]},good.1,${name},2025-1-1\n` };
        const r = await b.post(f.action, f.fields, file, { timeout: 40000 });
        note('post', r.status, r.headers['retry-after'], from, began);
        const id = r.headers.location?.match(/import\/(\d+)/)?.[1];
        if (r.status === 303 && id) acknowledged.push({ id, name });
        if (r.status === 503) { // unknown to the clerk: the same form again, until it is answered
          for (let k = 0; k < 100 && running; k++) {
            await sleep(300);
            const again = await b.post(f.action, f.fields, file, { timeout: 40000 });
            if (again.status !== 503) {
              note('again', again.status, null, phase, now());
              if (again.status === 303) acknowledged.push({ id: again.headers.location.match(/import\/(\d+)/)?.[1], name });
              break;
            }
          }
        }
      }
    } catch (e) { note('form', e.message, null, from, began); }
    await sleep(60);
  }
}

const load = [0, 1, 2].map(reader).concat([0, 1].map(writer));
await sleep(LOAD);
disconnect();
phase = 'down'; downAt = now();
db('kill', `${VAR}/db`);
await sleep(DOWN);
const rounds = [];
db('start', `${VAR}/db`);
phase = 'after'; upAt = now();
// Recovered: ten looks in a row are good.
let good = 0;
while (good < 10 && now() - upAt < 40000) {
  const began = now();
  const r = await request('GET', '/healthz', { timeout: 40000 }).catch(() => ({ status: 0 }));
  const e = await request('GET', `/entity/${codes[rounds.length % codes.length]}`, { timeout: 40000 }).catch(() => ({ status: 0 }));
  const s = await clerk.get('/staff', { timeout: 40000 }).catch(() => ({ status: 0 }));
  good = r.status === 200 && e.status === 200 && s.status === 200 ? good + 1 : 0;
  rounds.push([r.status, e.status, s.status, Math.round(now() - began)].join('/'));
  await sleep(100);
}
const recovered = (now() - upAt) / 1000;
await sleep(3000);
running = false;
await Promise.all(load);

for (const p of phases) console.log(`     ${p}: ${Object.entries(seen[p]).map(([k, n]) => `${k} × ${n}`).join(', ')}`);
ok((seen.before['page 200'] ?? 0) > 20 && (seen.before['post 303'] ?? 0) > 5, 'pages were read and forms sent before');
ok((seen.down['page 503'] ?? 0) + (seen.down['form 503'] ?? 0) + (seen.down['post 503'] ?? 0) > 0, 'while the database is away: 503');
equal(odd.length, 0, 'every answer is the page, a redirect or 503 with Retry-After');
if (odd.length) console.log(`     ${[...new Set(odd)].join('; ')}`);
ok(good >= 10 && recovered <= 30, `all is as before within 30 s (${recovered.toFixed(1)} s after the database came back; last 503 after ${((lastBad - upAt) / 1000).toFixed(1)} s)`, rounds.slice(-5).join(' '));
ok((seen.after['post 303'] ?? 0) > 3, 'forms are taken again');
ok(slowest < 30000, `no answer took longer than 30 s (${Math.round(slowest)} ms)`);
let lost = 0;
for (const a of acknowledged) if (await number(`SELECT COUNT(*) FROM import_batch WHERE id = ${a.id} AND file_name = '${a.name}'`) !== 1) lost++;
equal(lost, 0, `no acknowledged write is lost (${acknowledged.length} looked for)`);
equal(await number(`SELECT COUNT(*) FROM (SELECT file_name FROM import_batch WHERE file_name LIKE '${MARK}%' GROUP BY file_name HAVING COUNT(*) > 1) x`), 0, 'nothing acted twice');
equal(await number(`SELECT COUNT(*) FROM import_batch b WHERE b.file_name LIKE '${MARK}%' AND 1 <> (SELECT COUNT(*) FROM audit a WHERE a.action = 'import.upload'
  AND a.object_type = 'import_batch' AND a.object_id = CONVERT(b.id USING ascii))`), 0, 'each has its one audit row');
equal(await number(`SELECT COUNT(*) FROM import_batch b WHERE b.file_name LIKE '${MARK}%' AND NOT EXISTS (SELECT 1 FROM import_file f WHERE f.batch_id = b.id)`), 0, 'and its file');
for (let i = 0; i < 100 && !worker(); i++) await sleep(100);
ok(worker() > 0, 'the worker is back');
await auditWhole('after the fall');
finish();
