// SPDX-License-Identifier: EUPL-1.2
// keeper_secrets.mjs — what is sealed is nowhere in the open: identity numbers of the persons in the archive, names with them, and the seeds of
// second factors are looked for in a dump of the database, its files, the logs and the memory of the programs; the keys are in the memory of the
// keeper and of no other program, and the keeper's memory comes out neither as a core nor through /proc. Each search is tried on something
// that must be found.
import { execFileSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, readSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { PORTAL_ETC, REGIME, VAR, Browser, equal, finish, number, officer, ok, portalctl, processes, rows } from './lib.mjs';

const unit = readFileSync(`db/demo/${REGIME}.units`, 'utf8').split('\n')[0];
const place = readFileSync(`db/demo/${REGIME}.divisions.csv`, 'utf8').split('\n')[2].split(',')[0];
const said = portalctl('user', 'add', `s${process.pid}`, '--name', '试验', '--unit', unit, '--role', 'clerk', '--scope', place.slice(0, 4));
const base32 = said.match(/\b[A-Z2-7]{32}\b/)[0];
const bits = [...base32].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
const seed = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
const password = said.match(/password\s+(\S+)/)[1];

const lines = readFileSync(`${VAR}/work/demo.${REGIME}/subjects.csv`, 'utf8').split('\n').slice(1);
const persons = lines.map((l) => l.split(',')).filter((c) => /^\d{17}[\dX]$/.test(c[3] ?? '') && /^\d{6}(19|20)/.test(c[3]));
ok(persons.length > 20, `${persons.length} persons`);
// One more, whose name nobody else has (persons of the demonstration share theirs with representatives, who are public).
const canary = { name: `欧阳金丝雀${String(process.pid).split('').map((d) => '零一二三四五六七八九'[d]).join('')}`, id: '' };
const body = `44082319850307${String(process.pid % 1000).padStart(3, '0')}`;
canary.id = body + '10X98765432'[[...body].reduce((a, d, i) => a + d * [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2][i], 0) % 11];
const table = `${VAR}/work/canary.csv`;
writeFileSync(table, `名称,统一社会信用代码,证件类型,证件号码,主体类型,所属乡镇\n${canary.name},,居民身份证,${canary.id},医务人员,${place}\n`);
const imported = portalctl('import', table, '--kind', 'subject', '--quiet');
ok(/1 new/.test(imported), 'a person more, whose name nobody else has', imported);
rmSync(table);
persons.push([canary.name, '', '', canary.id]);
const secrets = [
  ...persons.map((c) => ({ what: 'identity number', bytes: Buffer.from(c[3]) })),
  { what: 'seed', bytes: seed }, { what: 'seed in base32', bytes: Buffer.from(base32) }, { what: 'password', bytes: Buffer.from(password) },
  { what: 'name', bytes: Buffer.from(canary.name) },
];
const keys = [...readFileSync(readFileSync(`${PORTAL_ETC}/ctl.conf`, 'utf8').match(/^key_file = (.*)$/m)[1], 'utf8').matchAll(/^(root|epoch \d+) ([0-9a-f]{64})$/gm)]
  .map(([, what, hex]) => ({ what, bytes: Buffer.from(hex, 'hex') }));
const hits = (bytes, list) => list.filter((s) => bytes.includes(s.bytes)).map((s) => s.what);
const none = (found, what) => equal([...new Set(found)].join(', '), '', what);

const dump = execFileSync('mariadb-dump', ['--no-defaults', `--socket=${VAR}/db/db.sock`, '-uroot', '--skip-extended-insert', `portal_${REGIME}`], { maxBuffer: 1 << 30 });
ok(dump.includes('INSERT INTO `subject`') && dump.includes(Buffer.from(lines[0].split(',')[1])), `the dump is one (${dump.length} bytes): a code of an organisation is in it`);
none(hits(dump, secrets), 'no secret in the dump');

function files(dir) {
  return readdirSync(dir, { withFileTypes: true }).flatMap((e) => (e.isDirectory() ? files(`${dir}/${e.name}`) : e.isFile() ? [`${dir}/${e.name}`] : []));
}
function search(list) {
  let found = [], size = 0;
  for (const f of list) {
    if (statSync(f).size > (1 << 30)) continue;
    const bytes = readFileSync(f);
    size += bytes.length;
    found = found.concat(hits(bytes, [...secrets, ...keys]).map((w) => `${w} in ${f.slice(VAR.length + 1)}`));
  }
  return { found, size };
}
await rows('SET GLOBAL innodb_max_dirty_pages_pct_lwm = 0; SET GLOBAL innodb_max_dirty_pages_pct = 0; FLUSH TABLES');
const data = search(files(`${VAR}/db`));
none(data.found, `no secret and no key in the files of the database (${(data.size / 1e6).toFixed(0)} MB, redo log and undo among them)`);
const logs = search(files(`${VAR}/log`).concat(files(`${VAR}/nginx`).filter((f) => f.endsWith('.log'))));
ok(logs.size > 1000, `logs are there (${logs.size} bytes)`);
none(logs.found, 'no secret and no key in a log');

// --- memory ---
function memory(pid) {
  const parts = [], fd = openSync(`/proc/${pid}/mem`, 'r');
  for (const line of readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n')) {
    const m = line.match(/^([0-9a-f]+)-([0-9a-f]+) (r\S+)/);
    if (!m || /vsyscall|vvar/.test(line)) continue;
    const from = parseInt(m[1], 16), n = parseInt(m[2], 16) - from;
    if (n > 256e6) continue;
    const b = Buffer.alloc(n);
    try { readSync(fd, b, 0, n, from); parts.push(b); } catch { /* not readable after all */ }
  }
  closeSync(fd);
  return parts;
}
if (process.getuid() === 0) {
  const holds = (pid) => memory(pid).flatMap((b) => hits(b, keys));
  const k = processes('keeper')[0].pid;
  equal([...new Set(holds(k))].length, keys.length, `the keeper holds all ${keys.length} keys: the search finds what is there`);
  const b = new Browser();
  await b.get('/staff/login');
  await officer('clerk', '试验经办'); // a sign-in: the seed of somebody has just been used
  for (const program of ['staff', 'worker', 'lookup', 'query']) {
    const all = processes(program);
    none(all.flatMap((p) => holds(p.pid)), `no key in the memory of ${all.length} × ${program}`);
    none(all.flatMap((p) => memory(p.pid).flatMap((m) => hits(m, secrets.filter((s) => s.what.startsWith('seed'))))), `nor a seed`);
  }
  const limits = readFileSync(`/proc/${k}/limits`, 'utf8');
  ok(/Max core file size\s+0\s+0/.test(limits), 'the keeper leaves no core');
  const status = readFileSync(`/proc/${k}/status`, 'utf8');
  ok(/^Seccomp:\s+2$/m.test(status) && /^NoNewPrivs:\s+1$/m.test(status), 'the keeper is shut in');
}
equal(await number("SELECT COUNT(*) FROM subject WHERE kind = 3 AND (id_sealed IS NULL OR id_index IS NULL OR name NOT LIKE '%*%' AND name NOT LIKE '%某%' AND name NOT LIKE '%＊%')"), 0, 'every person is sealed and masked');
for (const program of ['staff', 'worker', 'lookup', 'query'])
  ok(!/^key_file/m.test(readFileSync(`${PORTAL_ETC}/${program}.conf`, 'utf8')), `${program} knows no key file`);

// --- the usage log ---
const log = portalctl('key', 'log', `${VAR}/log/keeper-usage.${REGIME}`);
ok(/ 0 of them do not follow$/.test(log), 'the usage log is whole', log);
ok(/open/.test(readFileSync(`${VAR}/log/keeper-usage.${REGIME}`, 'utf8')), 'and openings are in it');
finish();
