// SPDX-License-Identifier: EUPL-1.2
// two_officers.mjs — two officers sign the same round at the same moment, twenty times: one wins, the other gets 409 with the winner's name;
// one change of state, one audit row. Both steps: review and approval.
import { auditWhole, equal, finish, form, number, officer, ok, portalctl, rows, sleep, value } from './lib.mjs';

const prefix = await value('SELECT division_prefix FROM grade_round ORDER BY id LIMIT 1');
const clerk = await officer('clerk', '试验经办');
const pair = { review: [await officer('reviewer', '试验复核甲'), await officer('reviewer', '试验复核乙')],
  approve: [await officer('approver', '试验审批甲'), await officer('approver', '试验审批乙')] };
const ROUNDS = 10;

await sleep(2100);
const round = Number(portalctl('grade', 'open', '2022', '--scope', prefix, '--as', clerk.login).match(/\d+/)[0]);
portalctl('grade', 'compute', String(round));
const path = `/staff/grading/${round}`;

// Back to before the step, as if it were a new round each time: the version only ever grows.
async function reset(step) {
  await rows(step === 'review'
    ? `UPDATE grade_round SET state = 'computed', reviewed_by = NULL, reviewed_at = NULL, approved_by = NULL, approved_at = NULL, version = version + 1 WHERE id = ${round}`
    : `UPDATE grade_round SET state = 'reviewed', reviewed_by = ${pair.review[0].id}, reviewed_at = UTC_TIMESTAMP(6), approved_by = NULL, approved_at = NULL,
       version = version + 1 WHERE id = ${round}`);
}

for (const step of ['review', 'approve']) {
  const bad = [];
  let named = 0, wins = [0, 0];
  for (let i = 0; i < ROUNDS; i++) {
    await reset(step);
    const before = (await rows(`SELECT version, (SELECT MAX(seq) FROM audit) FROM grade_round WHERE id = ${round}`))[0];
    const forms = await Promise.all(pair[step].map(async (b) => form((await b.get(path)).text, `${path}/${step}`)));
    const order = i % 2 ? [1, 0] : [0, 1];
    const sent = order.map((n) => ({ n, p: pair[step][n].post(forms[n].action, forms[n].fields) }));
    const answers = [];
    for (const s of sent) answers[s.n] = await s.p;
    const won = answers.findIndex((r) => r.status === 303), lost = 1 - won;
    if (answers.filter((r) => r.status === 303).length !== 1 || answers[lost]?.status !== 409) { bad.push(answers.map((r) => r.status).join('/')); continue; }
    wins[won]++;
    if (answers[lost].text.includes(pair[step][won].name)) named++;
    const after = (await rows(`SELECT version, state, ${step === 'review' ? 'reviewed_by' : 'approved_by'} FROM grade_round WHERE id = ${round}`))[0];
    if (Number(after[0]) !== Number(before[0]) + 1 || Number(after[2]) !== pair[step][won].id) bad.push(`state ${after.join(' ')}`);
    const audited = await rows(`SELECT actor_id FROM audit WHERE seq > ${before[1]} AND action = 'round.${step}' AND object_id = '${round}'`);
    if (audited.length !== 1 || Number(audited[0][0]) !== pair[step][won].id) bad.push(`${audited.length} audit rows`);
  }
  equal(bad.length, 0, `${step}: of two at once one wins and the other gets 409, ${ROUNDS} times (${wins.join(' : ')})`);
  if (bad.length) console.log(`     ${bad.join('; ')}`);
  equal(named, ROUNDS, `${step}: the refusal names who was first`);
}
// Nobody signs twice: the reviewer is no approver of the same round.
await reset('approve');
const both = await officer('reviewer,approver', '试验双职');
await rows(`UPDATE grade_round SET reviewed_by = ${both.id}, version = version + 1 WHERE id = ${round}`);
const page = await both.get(path);
let refused = !page.text.includes(`${path}/approve`);
if (!refused) {
  const f = form(page.text, `${path}/approve`);
  refused = (await both.post(f.action, f.fields)).status === 409;
}
ok(refused, 'one person cannot sign both steps');
equal(await value(`SELECT state FROM grade_round WHERE id = ${round}`), 'reviewed', 'and the round stays where it was');
equal(await number(`SELECT COUNT(*) FROM grade_round WHERE id = ${round} AND published_at IS NOT NULL`), 0, 'nothing was published');
await auditWhole('after the signatures');
await rows(`UPDATE grade_round SET state = 'dropped' WHERE id = ${round}`);
finish();
