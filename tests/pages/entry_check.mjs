// SPDX-License-Identifier: EUPL-1.2
// entry_check.mjs — manual entry under the rule set of the running instance (SITE, PORTAL_ETC, BIN, VAR): an entry in every category by two
// officers with the fields that this rule set asks for, a natural person without any number shown, a correction with the clock that this
// rule set sets or none. Called by regimes.sh for each rule set. Last line: N passed, N failed.
import { equal, finish, form, officer, ok, REGIME, rows, value } from '../fault/lib.mjs';

const PDF = '%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n';
const CLOCKS = { hainan: /HI 41[\s\S]*如何计算/, hunan: /没有规定天数[\s\S]*HN 28/ }; // of a correction; the others set none
const clerk = await officer('clerk', '试验经办'), reviewer = await officer('reviewer', '试验复核');
const places = await value('SELECT division_prefix FROM grade_round ORDER BY id LIMIT 1');
const subjectOf = (kind) => value(`SELECT id FROM subject WHERE kind = ${kind} AND ended IS NULL AND division LIKE '${places}%' ORDER BY id LIMIT 1`);
const text = (html) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

async function step(b, id, name, more = {}) {
  const f = form((await b.get(`/staff/entry/${id}`)).text, `/staff/entry/${id}/${name}`);
  return b.post(f.action, { ...f.fields, ...more });
}

/** Fills what the form of the item shows. Returns the page that it leads to. */
async function fill(id, title) {
  const page = (await clerk.get(`/staff/entry/${id}/edit`)).text, f = form(page, `/staff/entry/${id}/edit`);
  const want = { title, document_no: `试卫〔2026〕${id}号`, authority: '试验机关', amount: '3000', points: '2', detail: '试验内容',
    'found-year': '2026年11月2日', 'found-month': '', 'found-day': '', severity: 'general' };
  for (const [name, v] of Object.entries(want)) if (page.includes(`name="${name}"`)) f.fields[name] = v;
  return clerk.post(f.action, { ...f.fields, next: 'check' }, { field: 'file1', name: '材料.pdf', text: PDF });
}

async function enter(subject, item) {
  const choose = form((await clerk.get(`/staff/subject/${subject}/entry`)).text, `/staff/subject/${subject}/entry`);
  const opened = await clerk.post(choose.action, { ...choose.fields, item });
  const id = opened.headers.location?.match(/entry\/(\d+)/)?.[1];
  if (!id) return ok(false, `${REGIME} ${item}: a draft`, `${opened.status} ${text(opened.text).slice(0, 200)}`);
  const saved = await fill(id, `试验${item}${id}`);
  if (!ok(saved.status === 303, `${REGIME} ${item}: the form takes what it asks for`, `${saved.status} ${text(saved.text).match(/填写内容有误.{0,300}/)?.[0]}`)) return null;
  const shown = (await clerk.get(`/staff/entry/${id}`)).text;
  ok(/依据：/.test(shown), `${REGIME} ${item}: what follows is told with its basis`);
  const [sent, done] = [await step(clerk, id, 'submit'), await step(reviewer, id, 'approve')];
  equal(`${sent.status} ${done.status}`, '303 303', `${REGIME} ${item}: submitted and approved`);
  return { id, shown, record: await value(`SELECT record_id FROM entry WHERE id = ${id} AND state = 'approved'`) };
}

const itemsOf = async (subject) => [...(await clerk.get(`/staff/subject/${subject}/entry`)).text.matchAll(/name="item" type="radio" value="([^"]+)"/g)].map((m) => m[1]);
const firm = await subjectOf(1), list = (await clerk.get(`/staff/subject/${firm}/entry`)).text, items = await itemsOf(firm);
ok(items.length >= 10 && /本单位负责|其他单位负责/.test(list), `${REGIME}: the items of the catalogue are offered, by responsibility`);
const first = new Map(items.map((i) => [i.split('.')[0], i]).reverse());
let last = null;
for (const item of first.values()) last = (await enter(firm, item)) || last;

const person = await subjectOf(3);
if (person) {
  const own = await itemsOf(person), e = await enter(person, own.find((i) => /^good/.test(i)) ?? own[0]);
  if (e) ok(!/\d{17}[\dX]/.test(text(e.shown)) && /＊|\*|某/.test(text(e.shown)), `${REGIME}: a natural person stays masked`, text(e.shown).slice(0, 300));
} else console.log(`skip ${REGIME}: no natural person in the demonstration`);

const begin = form((await clerk.get(`/staff/record/${last.record}`)).text, `/staff/record/${last.record}/correct`);
const id = (await clerk.post(begin.action, begin.fields)).headers.location.match(/entry\/(\d+)/)[1];
const f = form((await clerk.get(`/staff/entry/${id}/edit`)).text, `/staff/entry/${id}/edit`);
const severity = (await value(`SELECT severity FROM entry WHERE id = ${id}`)) > 0 ? { severity: ['', 'minor', 'general', 'serious'][await value(`SELECT severity FROM entry WHERE id = ${id}`)] } : {};
const kept = await clerk.post(f.action, { ...f.fields, ...severity, reason: '原件为另一标题', detail: '试验内容', title: `试验更正${id}`, next: 'check' });
equal(kept.status, 303, `${REGIME}: a correction with its reason`);
const page = (await clerk.get(`/staff/entry/${id}`)).text;
ok(CLOCKS[REGIME] ? CLOCKS[REGIME].test(page) : !/处理期限/.test(page), `${REGIME}: the clock of the rule set, or none`, text(page).match(/处理期限.{0,200}/)?.[0]);
equal(`${(await step(clerk, id, 'submit')).status} ${(await step(reviewer, id, 'approve')).status}`, '303 303', `${REGIME}: corrected by two`);
equal((await rows(`SELECT version FROM record WHERE id = ${last.record}`))[0][0], '2', `${REGIME}: as its second version`);
const dues = text((await clerk.get('/staff/entry/due')).text);
ok(REGIME === 'suixi' ? /12月25日/.test(dues) && /1月10日/.test(dues) : /本地规则|HZ 3/.test(dues), `${REGIME}: the dates of the rule set`);
finish();
