// SPDX-License-Identifier: EUPL-1.2
// grade_kill.mjs — kill -9 of the worker (and with it the child that grades the other half) while it computes rounds, twenty times at growing
// distances; each round ends with the hashes of a round over the same snapshot that nobody disturbed.
import { agree, auditWhole, equal, expireLease, finish, jobOf, kill, now, number, officer, ok, portalctl, rows, sleep, takeColumns, until, upload, value, worker, form } from './lib.mjs';

const YEAR = 2025, MARK = `评价试验${process.pid}`, MADE = 4000;
const FIGURES = 'state, HEX(result_hash), HEX(snapshot_hash), subjects, records, distribution, moved_up, moved_down';
const clerk = await officer('clerk', '试验经办'), reviewer = await officer('reviewer', '试验复核');
const prefix = await value('SELECT division_prefix FROM grade_round ORDER BY id LIMIT 1');
let jobs = 0;

// A bureau of some size, so that a grading lasts long enough to be killed: made-up firms by the import page.
const WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2], SIGNS = '0123456789ABCDEFGHJKLMNPQRTUWXY';
function code(n) {
  const body = String(n).padStart(8, '0');
  const c = 11 - [...body].reduce((s, d, i) => s + Number(d) * WEIGHTS[i], 0) % 11;
  const first = `91440823${body}${c === 10 ? 'X' : c === 11 ? '0' : c}`;
  let sum = 0;
  for (let i = 0, w = 1; i < 17; i++, w = (w * 3) % 31) sum += SIGNS.indexOf(first[i]) * w;
  return first + SIGNS[(31 - (sum % 31)) % 31];
}
async function load() {
  const lines = ['名称,统一社会信用代码,主体类型,成立日期'];
  const base = 10000000 + (process.pid % 8000) * 10000;
  for (let i = 0; i < MADE; i++) lines.push(`${MARK}第${i}诊所,${code(base + i)},medical_institution_below1,2010-1-1`);
  const { id, res } = await upload(clerk, 'subject', 'grading.csv', `${lines.join('\n')}\n`, { item: '' });
  if (!id) throw new Error(`upload: ${res.status} ${res.text.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ').slice(0, 600)}`);
  await takeColumns(clerk, id);
  await until('the check', 60, async () => (await jobOf('import_check', id))?.state === 'done');
  await agree(clerk, reviewer, id);
  await until('the import', 60, async () => (await jobOf('import_commit', id))?.state === 'done');
  equal(await number(`SELECT COUNT(*) FROM subject WHERE batch_id = ${id}`), MADE, 'subjects to be graded are there');
}

async function open(snapshot) {
  const id = Number(portalctl('grade', 'open', String(YEAR), '--trial', '--scope', prefix, '--as', clerk.login).match(/\d+/)[0]);
  if (snapshot) await rows(`UPDATE grade_round SET as_known_at = '${snapshot}' WHERE id = ${id}`);
  await rows(`INSERT INTO job (id, kind, object_id, requested_by, created_at) VALUES (${1e12 + process.pid * 1000 + ++jobs}, 'grade', ${id}, ${clerk.id}, UTC_TIMESTAMP(6))`);
  return id;
}
const figures = async (id) => (await rows(`SELECT ${FIGURES} FROM grade_round WHERE id = ${id}`))[0].join(' ');
async function ended(id) {
  return until(`round ${id}`, 90, async () => {
    const j = await jobOf('grade', id);
    return j && ['done', 'failed'].includes(j.state) ? j : null;
  });
}
async function begun(id) {
  return until(`round ${id} taken up`, 30, async () => {
    const j = await jobOf('grade', id);
    return j && j.state !== 'queued' && worker() ? j : null;
  });
}

await load();
await sleep(2100); // a round's snapshot lies two seconds back
const clean = await open(null);
const snapshot = await value(`SELECT as_known_at FROM grade_round WHERE id = ${clean}`);
await begun(clean);
const start = now();
await ended(clean);
const took = Math.max(now() - start, 20);
const expected = await figures(clean);
ok(/^computed [0-9A-F]{64} [0-9A-F]{64} /.test(expected), 'a round that nobody disturbs', expected);

let kills = 0, between = 0;
async function killAt(id, part) {
  await begun(id);
  const at = now();
  while (now() - at < took * part) await sleep(0);
  const pid = worker();
  if (pid && kill(pid)) kills++;
  const j = await jobOf('grade', id);
  if (j.state === 'running') between++;
  await expireLease();
  await until('another worker', 15, () => worker() && worker() !== pid);
  return j.state;
}

// A round takes kills until it is through; rounds are opened until there were twenty.
const rounds = [];
for (let i = 0; kills < 20; ) {
  const id = await open(snapshot);
  rounds.push(id);
  for (let n = 0; n < 4 && kills < 20; n++) {
    const state = await killAt(id, ((i++ * 7) % 20) / 32);
    if (state !== 'running') break;
  }
  const j = await ended(id);
  equal(`${j.state} ${await figures(id)}`, `done ${expected}`, `round ${id}: hashes and figures of the undisturbed round (${j.attempts} attempts)`);
}
ok(between >= 6, `the worker was killed ${kills} times, ${between} of them in mid-job; an undisturbed round takes ${Math.round(took)} ms`, `${between}`);
const graded = await number(`SELECT COUNT(*) FROM grade WHERE round_id = ${clean}`);
const off = await rows(`SELECT round_id, COUNT(*) FROM grade WHERE round_id IN (${rounds.join(',')}) GROUP BY round_id HAVING COUNT(*) <> ${graded}`);
equal(off.length, 0, 'each round has as many grades as the undisturbed one');
const differ = await number(`SELECT COUNT(*) FROM grade a JOIN grade b ON b.subject_id = a.subject_id AND b.year = a.year AND b.round_id = ${clean}
  WHERE a.round_id IN (${rounds.join(',')}) AND (a.grade <> b.grade OR a.points <> b.points OR a.sheet <> b.sheet)`);
equal(differ, 0, 'every score sheet is the same, byte by byte');
let verified = true;
try { portalctl('grade', 'verify', String(rounds[0])); portalctl('grade', 'verify', String(rounds.at(-1))); } catch { verified = false; }
ok(verified, 'computed again without writing, two of them give their hashes');
await rows(`UPDATE grade SET points = points + 1 WHERE round_id = ${rounds[0]} ORDER BY subject_id LIMIT 1`);
let found = false;
try { portalctl('grade', 'verify', String(rounds[0])); } catch { found = true; }
ok(found, 'a grade changed behind the program is found by the same check');
await rows(`UPDATE grade SET points = points - 1 WHERE round_id = ${rounds[0]} ORDER BY subject_id LIMIT 1`);
await auditWhole('after the kills');
finish();
