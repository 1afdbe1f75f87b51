// SPDX-License-Identifier: EUPL-1.2
// form_once.mjs — a form sent twenty times at once acts once; sent again, later or after the reply was lost, it shows the first result; with
// another content under the same token it is refused.
import net from 'node:net';
import { auditWhole, equal, finish, form, number, officer, ok, SITE, sleep, until } from './lib.mjs';

const TIMES = 20, MARK = `重复试验${process.pid}`;
const clerk = await officer('clerk', '试验经办');
const path = '/staff/import/new/record';
const csv = (n) => `统一社会信用代码,信息事项,标题,认定日期\n91440823MA00000000,good.1,${MARK}${n},2025-1-1\n`;
const batches = (n) => number(`SELECT COUNT(*) FROM import_batch WHERE file_name = '${MARK}${n}.csv'`);
const audited = (n) => number(`SELECT COUNT(*) FROM audit a JOIN import_batch b ON a.object_id = b.id WHERE a.action = 'import.upload' AND b.file_name = '${MARK}${n}.csv'`);
const blank = async () => form((await clerk.get(path)).text, new RegExp(`^${path}`));
const file = (n) => ({ field: 'file', name: `${MARK}${n}.csv`, text: csv(n) });

// At once.
let f = await blank();
const answers = await Promise.all(Array.from({ length: TIMES }, () => clerk.post(f.action, f.fields, file(1))));
const places = new Set(answers.map((r) => r.headers.location));
equal(answers.filter((r) => r.status === 303).length, TIMES, `all ${TIMES} are answered with 303`);
equal(places.size, 1, 'and sent on to the same page');
equal(await batches(1), 1, 'one batch came of it');
equal(await audited(1), 1, 'and one audit row');

// Once more, later.
await sleep(50);
const again = await clerk.post(f.action, f.fields, file(1));
equal(`${again.status} ${again.headers.location}`, `303 ${answers[0].headers.location}`, 'sent once more it shows the first result');
equal(await batches(1), 1, 'and acts no more');

// The same token with another content.
const other = await clerk.post(f.action, f.fields, file(2));
equal(other.status, 409, 'another content under the same token is refused');
equal(await batches(2), 0, 'and does not act');
// A new form of the same content is an act of its own.
f = await blank();
const fresh = await clerk.post(f.action, f.fields, file(1));
ok(fresh.status === 303 && fresh.headers.location !== answers[0].headers.location, 'a new form acts anew');
equal(await batches(1), 2, 'as a second batch');

// The reply is lost: the line is cut as soon as the request is out; then the browser sends the form again.
f = await blank();
const { type, body } = clerk.encode(f.fields, file(3)), bytes = Buffer.from(body), to = new URL(SITE);
await new Promise((done) => {
  const s = net.connect(Number(to.port), to.hostname, () => {
    const head = [`POST ${f.action} HTTP/1.1`, `Host: ${to.host}`, `Origin: ${SITE}`, `Content-Type: ${type}`, `Content-Length: ${bytes.length}`,
      `Cookie: ${clerk.headers().cookie}`, 'Connection: close', '', ''].join('\r\n');
    s.write(Buffer.concat([Buffer.from(head), bytes]), () => setTimeout(() => { s.destroy(); done(); }, 5));
  });
  s.on('error', done);
});
await until('the cut request to have acted or not', 5, async () => (await batches(3)) === 1).catch(() => {});
const before = await batches(3);
const resent = await clerk.post(f.action, f.fields, file(3));
equal(resent.status, 303, `sent again after a lost reply it is answered (the first try ${before ? 'had acted' : 'had not arrived'})`);
equal(await batches(3), 1, 'and there is one batch');
equal(await number(`SELECT COUNT(*) FROM import_batch WHERE file_name = '${MARK}3.csv' AND id = ${resent.headers.location?.match(/import\/(\d+)/)?.[1] ?? 0}`), 1,
  'which is the one that is shown');

// Forged and missing tokens.
f = await blank();
for (const [what, change] of [['no CSRF token', { csrf: '' }], ['a made-up CSRF token', { csrf: 'A'.repeat(86) }]]) {
  const r = await clerk.post(f.action, { ...f.fields, ...change }, file(4));
  ok(r.status >= 400 && r.status < 500, `${what} is refused (${r.status})`);
}
equal(await batches(4), 0, 'and nothing came of them');
await auditWhole('after the forms');
finish();
