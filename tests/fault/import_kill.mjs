// SPDX-License-Identifier: EUPL-1.2
// import_kill.mjs — kill -9 of the worker during the look, the check, the commit and the undoing of files of 5,000 rows, more than twenty times at
// growing distances; at the end every row is there once, each batch was committed once and undone once, and the figures are those of a run that
// nobody disturbed.
import { agree, auditWhole, decide, equal, expireLease, finish, jobOf, kill, now, number, officer, ok, rows, sleep, takeColumns, until, upload, worker } from './lib.mjs';

const ROWS = 5000, TWICE = 50, MARK = `故障试验${process.pid}`;
const clerk = await officer('clerk', '试验经办'), reviewer = await officer('reviewer', '试验复核');
const codes = (await rows('SELECT code FROM subject WHERE code IS NOT NULL ORDER BY id LIMIT 300')).map((r) => r[0]);

function file(tag) {
  const lines = ['统一社会信用代码,信息事项,标题,认定日期'];
  for (let i = 0; i < ROWS; i++) {
    const n = i < ROWS - TWICE ? i : i - TWICE; // the last ones repeat earlier ones
    lines.push(`${codes[n % codes.length]},good.1,${MARK}${tag}第${n}次,2025-${1 + (n % 12)}-${1 + (n % 28)}`);
  }
  return `${lines.join('\n')}\n`;
}
const FIGURES = 'state, rows_total, rows_new, rows_changed, rows_same, rows_duplicate, rows_refused';
const batch = async (id) => (await rows(`SELECT ${FIGURES} FROM import_batch WHERE id = ${id}`))[0].join(' ');
const audited = (id, action) => number(`SELECT COUNT(*) FROM audit WHERE action = '${action}' AND object_type = 'import_batch' AND object_id = '${id}'`);

async function send(tag) {
  const up = await upload(clerk, 'record', `${tag}.csv`, file(tag), { item: '' });
  if (!up.id) throw new Error(`upload: ${up.res.status} ${up.res.text.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ').slice(0, 600)}`);
  return up.id;
}
async function ended(kind, id) {
  return until(`${kind} ${id}`, 60, async () => {
    const j = await jobOf(kind, id);
    return j && ['done', 'failed'].includes(j.state) ? j : null;
  });
}

// An undisturbed run gives the figures and the times.
const took = {};
async function timed(kind, id) {
  await until(`${kind} begins`, 20, async () => !['queued', undefined].includes((await jobOf(kind, id))?.state));
  const start = now();
  await ended(kind, id);
  took[kind] = now() - start;
}
const clean = await send('静');
await timed('import_look', clean);
await takeColumns(clerk, clean);
await timed('import_check', clean);
await agree(clerk, reviewer, clean);
await timed('import_commit', clean);
const expected = await batch(clean);
equal(expected, `committed ${ROWS} ${ROWS - TWICE} 0 0 ${TWICE} 0`, 'a run that nobody disturbs');

// Kills as soon as the job has come `part` of its way: by the rows it reports and, for the last stretch, by time.
let kills = 0, between = 0;
async function killAt(kind, id, part) {
  const begun = await until(`${kind} taken up`, 30, async () => {
    const j = await jobOf(kind, id);
    return j && j.state !== 'queued' && worker() ? { j, at: now() } : null;
  });
  if (begun.j.state === 'running') {
    const attempt = begun.j.attempts;
    for (;;) {
      const j = await jobOf(kind, id);
      if (j.state !== 'running') break;
      if (j.attempts === attempt && kind !== 'import_undo' && part <= 0.9 ? j.done >= part * ROWS : now() - begun.at > (took[kind] ?? 100) * part) break;
      if (now() - begun.at > 20000) break;
    }
  }
  const pid = worker();
  if (pid && kill(pid)) kills++;
  const j = await jobOf(kind, id);
  if (j.state === 'running') between++;
  await expireLease();
  await until('another worker', 15, () => worker() && worker() !== pid);
  return j.state;
}

const LOOKS = [0, 0.5], CHECKS = [0.3, 0.7], COMMITS = [[0, 0.2, 0.97], [0.35, 0.65, 1.0], [0.5, 0.85, 1.03]], UNDOS = [0, 0.6];
const ids = [];
for (const [n, commits] of COMMITS.entries()) {
  const id = await send(`扰${n}`);
  for (const part of LOOKS) await killAt('import_look', id, part);
  await ended('import_look', id);
  equal(await number(`SELECT COUNT(*) FROM import_column WHERE batch_id = ${id}`), 4, `batch ${n}: four columns after ${LOOKS.length} kills`);
  await takeColumns(clerk, id);
  for (const part of CHECKS) await killAt('import_check', id, part);
  await ended('import_check', id);
  equal(await batch(id), `checked ${ROWS} ${ROWS - TWICE} 0 0 ${TWICE} 0`, `batch ${n}: the check says the same after ${CHECKS.length} kills`);
  equal(await number(`SELECT COUNT(*) FROM import_fault WHERE batch_id = ${id}`), TWICE, `batch ${n}: each fault once`);
  await agree(clerk, reviewer, id);
  for (const part of commits) await killAt('import_commit', id, part);
  const j = await ended('import_commit', id);
  equal(j.state, 'done', `batch ${n}: the job ends (${j.attempts} attempts)`);
  equal(await batch(id), expected, `batch ${n}: committed with the figures of the undisturbed run`);
  equal(await audited(id, 'import.commit'), 1, `batch ${n}: one audit row of the commit`);
  equal(await number(`SELECT COUNT(*) FROM record WHERE batch_id = ${id}`), ROWS - TWICE, `batch ${n}: no row lost or doubled`);
  equal(await number(`SELECT COUNT(DISTINCT title) FROM record WHERE title LIKE '${MARK}扰${n}第%'`), ROWS - TWICE, `batch ${n}: every title once`);
  ids.push(id);
}
equal(await number(`SELECT COUNT(*) FROM (SELECT content_hash FROM record WHERE title LIKE '${MARK}%' GROUP BY content_hash HAVING COUNT(*) > 1) x`), 0,
  'no natural key twice');
// The same file once more changes nothing.
const again = await send('扰0');
await ended('import_look', again);
await takeColumns(clerk, again);
await ended('import_check', again);
equal(await batch(again), `checked ${ROWS} 0 0 ${ROWS - TWICE} ${TWICE} 0`, 'the same file again has nothing new');

for (const [n, id] of ids.entries()) {
  await decide(clerk, id, /\/undo$/, { reason: '故障试验' });
  await decide(reviewer, id, /\/undo\/decide$/, { verdict: 'yes' });
  for (const part of UNDOS) await killAt('import_undo', id, part);
  await ended('import_undo', id);
  equal((await batch(id)).split(' ')[0], 'undone', `batch ${n}: undone after ${UNDOS.length} kills`);
  equal(await number(`SELECT COUNT(*) FROM record WHERE batch_id = ${id} AND state = 2 AND version = 2`), ROWS - TWICE, `batch ${n}: every row withdrawn once`);
  equal(await audited(id, 'import.undo'), 1, `batch ${n}: one audit row of the undoing`);
}
equal(await number(`SELECT COUNT(*) FROM record WHERE title LIKE '${MARK}%' AND state = 1`), ROWS - TWICE, 'what is left is the batch that nobody undid');
ok(kills >= 20, `the worker was killed 20 times (${kills}, ${between} of them in mid-job; an undisturbed commit takes ${Math.round(took.import_commit)} ms)`);
ok(between >= 12, 'most kills hit a running job', `${between}`);
await auditWhole('after the kills');
await sleep(10);
finish();
