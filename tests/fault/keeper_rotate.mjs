// SPDX-License-Identifier: EUPL-1.2
// keeper_rotate.mjs — keys are rotated while officers work: nobody sees an error, the rotation bears kill -9 and goes on where it stopped, in the
// end nothing has the old epoch, passwords follow at the sign-in, and only then the old epoch can be retired.
import { execFile, execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { BIN, Browser, PORTAL_ETC, REGIME, VAR, equal, finish, form, now, number, officer, ok, portalctl, rows, sleep, upload } from './lib.mjs';

const lines = readFileSync(`${VAR}/work/demo.${REGIME}/subjects.csv`, 'utf8').split('\n').slice(1);
const ids = lines.flatMap((l) => l.match(/\b\d{17}[\dX]\b/) ?? []).filter((x) => /^\d{6}(19|20)\d{9}/.test(x)).slice(0, 50);
const clerk = await officer('clerk', '试验经办'), second = await officer('clerk', '试验经办二');
const env = { ...process.env, PORTAL_CONFIG: `${PORTAL_ETC}/ctl.conf` };
const conf = (name) => readFileSync(`${PORTAL_ETC}/ctl.conf`, 'utf8').match(new RegExp(`^${name} = (.*)$`, 'm'))?.[1];
const epochs = () => [...readFileSync(conf('key_file'), 'utf8').matchAll(/^epoch (\d+) /gm)].map((m) => Number(m[1]));
const refused = (...args) => { try { portalctl(...args); return ''; } catch (e) { return `${e.stdout}${e.stderr}`; } };
const status = () => portalctl('key', 'status').split('\n').map((l) => l.match(/^(\S+(?: index)?)\s+epoch (\d+)\s+(\d+)$/)).filter(Boolean)
  .map(([, what, epoch, n]) => ({ what, epoch: Number(epoch), n: Number(n) }));
const old = (epoch) => status().filter((s) => s.epoch !== epoch && s.what !== 'staff.password_hash').reduce((a, s) => a + s.n, 0);

// Officers at work: one looks persons up by number, one brings files in. Every answer is noted.
let running = true, asked = 0;
const wrong = [];
async function looks() {
  const path = '/staff/subject/person';
  for (let i = 0; running; i++) {
    const f = form((await clerk.get(path)).text, path);
    const res = await clerk.post(path, { ...f.fields, id_kind: 'resident', id_number: ids[i % ids.length], purpose: '故障试验' });
    if (res.status !== 303 || !/^\/staff\/subject\/\d+$/.test(res.headers.location)) wrong.push(`lookup ${res.status} ${res.headers.location}`);
    asked++;
  }
}
async function brings() {
  for (let i = 0; running; i++) {
    const up = await upload(second, 'record', `r${i}.csv`, `统一社会信用代码,信息事项,标题,认定日期\n91440000000000000X,good.1,轮换${process.pid}第${i}次,2025-1-1\n`, { item: '' });
    if (!up.id) wrong.push(`upload ${up.res.status}`);
    else if ((await second.get(`/staff/import/${up.id}`)).status !== 200) wrong.push('a batch that cannot be looked at');
    asked++;
    await sleep(50);
  }
}
const persons = await number('SELECT COUNT(*) FROM subject WHERE kind = 3');
// More to move than the demonstration has: files of their own.
for (let i = 0; i < 20; i++) await upload(clerk, 'record', `m${i}.csv`, `统一社会信用代码,信息事项,标题,认定日期\n91440000000000000X,good.1,x${i},2025-1-1\n`, { item: '' });

const before = epochs(), first = before.at(-1);
const work = [looks(), brings()];
await sleep(300);
portalctl('key', 'rotate', '--only-new');
const fresh = epochs().at(-1);
equal(fresh, first + 1, 'a new epoch is in the key file');
ok(old(fresh) > persons, `before the move ${old(fresh)} values have the old epoch`);
await sleep(500); // old and new side by side
let kills = 0;
for (let i = 0; i < 12; i++) {
  await new Promise((done) => {
    const child = execFile(`${BIN}/portalctl`, ['key', 'refresh'], { env }, (e) => { if (e?.killed) kills++; done(); });
    setTimeout(() => child.kill('SIGKILL'), 8 + 4 * i);
  });
}
portalctl('key', 'refresh');
equal(old(fresh), 0, `nothing has the old epoch after ${kills} kills and one run to the end`);
await sleep(500);
running = false;
await Promise.all(work);
equal(wrong.slice(0, 3).join('; '), '', `${asked} acts of officers meanwhile, none failed`);

const still = refused('key', 'retire', String(first));
ok(/stays/.test(still), 'the old epoch cannot be retired at once', still);
const pepper = refused('key', 'retire', String(first), '--at-once');
ok(/staff\.password_hash/.test(pepper), 'nor while a password has it', pepper);

// Everybody signs in once; the password is hashed again under the new pepper.
const code = (login) => execFileSync(`${BIN}/portalctl`, ['user', 'code', login], { env, encoding: 'utf8' }).trim();
async function signIn(login) {
  for (const password of [/^f\d+x/.test(login) ? 'three unrelated words' : 'yanshi-credit-2025']) {
    for (let tries = 0; tries < 40; tries++) {
      const b = new Browser(), page = await b.get('/staff/login');
      const res = page.status === 200 ? await b.post('/staff/login', { ...form(page.text, '/staff/login').fields, account: login, password, code: code(login) }) : page;
      if (res.status === 303) return true;
      await sleep(res.status === 429 ? 1000 : 2000); // a code that was used up, or an address that asks too often
    }
  }
  return false;
}
const start = now();
for (const [login] of await rows(`SELECT login FROM staff WHERE password_hash NOT LIKE '1.${fresh}$%' AND disabled_at IS NULL
    AND (login REGEXP '^f[0-9]+x' OR login IN ('clerk', 'reviewer', 'approver', 'inspector', 'auditor'))`)) { // whose password is known here
  if (now() - start > 70000) break; // the others are reset below
  if (!await signIn(login)) ok(false, `${login} can sign in after the rotation`);
}
ok(await number(`SELECT COUNT(*) FROM staff WHERE password_hash LIKE '1.${fresh}$%'`) > 0, 'who signs in gets the new pepper');
for (const [login] of await rows(`SELECT login FROM staff WHERE password_hash NOT LIKE '1.${fresh}$%'`)) portalctl('user', 'reset', login);
for (const e of before) portalctl('key', 'retire', String(e), '--at-once');
equal(epochs().join(), String(fresh), 'now it can: one epoch is left in the key file');
ok(!/epoch 0|no epoch/.test(portalctl('key', 'status')) && portalctl('key', 'status').startsWith(`epoch ${fresh},`), 'and in the keeper');

const path = '/staff/subject/person', f = form((await clerk.get(path)).text, path);
const res = await clerk.post(path, { ...f.fields, id_kind: 'resident', id_number: ids[0], purpose: '故障试验' });
ok(/^\/staff\/subject\/\d+$/.test(res.headers.location ?? ''), 'a person is still found by number');
equal(await number('SELECT COUNT(*) FROM signing_key WHERE retired_at IS NULL'), 3, 'three signing keys are in use');
equal(await number('SELECT COUNT(*) FROM signing_key WHERE retired_at IS NOT NULL'), 3 * before.length, 'the old ones are kept to verify with');
finish();
