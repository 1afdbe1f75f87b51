// SPDX-License-Identifier: EUPL-1.2
// entry_kill.mjs — kill -9 of every staff process while reviewers approve: each proposal is then either approved, with its record, its audit
// rows and its number, or still submitted with nothing; pressing again ends it. Then two reviewers at once: one wins, the other gets 409.
import { auditWhole, equal, finish, form, kill, number, officer, ok, processes, rows, sleep, value } from './lib.mjs';

const clerk = await officer('clerk', '试验经办');
const pair = [await officer('reviewer', '试验复核甲'), await officer('reviewer', '试验复核乙')];
const subject = await value('SELECT MIN(id) FROM subject WHERE kind = 1 AND ended IS NULL');
const MARK = `断电试验${process.pid}`, FIRST = 700000000 + process.pid * 100, N = 24;

// Submitted proposals of the clerk, as the pages leave them.
for (let i = 0; i < N + 10; i++)
  await rows(`INSERT INTO entry (id, kind, state, subject_id, regime_version_id, item, title, authority, unit_id, found, author_id, created_at, updated_at, first_submitted_at, submitted_at)
    SELECT ${FIRST + i}, 'new', 'submitted', ${subject}, (SELECT MAX(id) FROM regime_version), 'good.1', '${MARK} ${i}', '县局', unit_id, '2026-11-02', id, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6),
    UTC_TIMESTAMP(6), UTC_TIMESTAMP(6) FROM staff WHERE id = ${clerk.id}`);
const records = (i) => number(`SELECT COUNT(*) FROM record WHERE title = '${MARK} ${i}'`);
const audits = (i) => number(`SELECT COUNT(*) FROM audit WHERE action = 'entry.approve' AND object_type = 'entry' AND object_id = '${FIRST + i}'`);
const approving = async (i, b) => form((await b.get(`/staff/entry/${FIRST + i}`)).text, `/staff/entry/${FIRST + i}/approve`);

async function patiently(ask) {
  for (let tries = 0; ; tries++) {
    const r = await ask().catch((e) => ({ status: 0, text: e.message }));
    if (r.status && r.status < 500 || tries === 80) return r;
    await sleep(100);
  }
}

let torn = 0, survived = 0;
const bad = [];
for (let i = 0; i < N; i++) {
  const page = await patiently(() => pair[0].get(`/staff/entry/${FIRST + i}`));
  const f = form(page.text, `/staff/entry/${FIRST + i}/approve`);
  const sent = pair[0].post(f.action, f.fields, null, { timeout: 10000 }).catch((e) => ({ status: 0, text: e.message }));
  await sleep(i % 12); // the moment moves over the whole of the act
  for (const p of processes('staff')) kill(p.pid);
  const first = await sent;
  const state = await value(`SELECT CONCAT(state, record_id IS NOT NULL) FROM entry WHERE id = ${FIRST + i}`);
  const [n, a] = [await records(i), await audits(i)];
  if (state === 'approved1' && n === 1 && a === 1) survived++;
  else if (state === 'submitted0' && n === 0 && a === 0) torn++;
  else bad.push(`${i}: ${state} ${n} records ${a} audit rows (${first.status})`);
  const again = await patiently(() => pair[0].post(f.action, f.fields));
  if (again.status !== 303 || await records(i) !== 1 || await audits(i) !== 1) bad.push(`${i} again: ${again.status} ${await records(i)}`);
}
ok(bad.length === 0, `${N} approvals under kill -9: ${survived} had ended, ${torn} had not begun, none in between; the same form again ends each`, bad.join('; '));
equal(await number(`SELECT COUNT(*) FROM entry WHERE id BETWEEN ${FIRST} AND ${FIRST + N - 1} AND state = 'approved'`), N, 'all are approved in the end');

// Two reviewers at the same moment.
let wins = 0, named = 0;
for (let i = N; i < N + 10; i++) {
  const forms = await Promise.all(pair.map((b) => approving(i, b)));
  const answers = await Promise.all(pair.map((b, k) => b.post(forms[k].action, forms[k].fields)));
  const won = answers.findIndex((r) => r.status === 303), lost = answers[1 - won];
  if (answers.filter((r) => r.status === 303).length === 1 && lost.status === 409 && await records(i) === 1 && await audits(i) === 1) wins++;
  if (lost?.text.includes('已通过') && lost.text.includes(pair[won].login)) named++;
}
equal(wins, 10, 'of two reviewers one wins, the other gets 409, one record');
equal(named, 10, 'and is told how it stands and by whose account');
await auditWhole('after the kills');
finish();
