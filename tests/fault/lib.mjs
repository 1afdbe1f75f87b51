// SPDX-License-Identifier: EUPL-1.2
// lib.mjs — what the fault tests share: SQL on the instance's private server, its processes, accounts of their own, forms as a browser sends
// them. The instance is that of the environment: SITE, PORTAL_ETC, BIN, VAR. Processes are found by their configuration file, ended by id.
import { execFileSync, spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { createHmac } from 'node:crypto';
import http from 'node:http';

export const { SITE, PORTAL_ETC, BIN, VAR } = process.env;
for (const name of ['SITE', 'PORTAL_ETC', 'BIN', 'VAR']) if (!process.env[name]) throw new Error(`${name} is not set`);
export const REGIME = PORTAL_ETC.replace(/\/$/, '').split('/').pop();
export const DATABASE = `portal_${REGIME}`;
export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
export const now = () => performance.now();

// --- results -------------------------------------------------------------------------------------------------------------------------
let passed = 0, failed = 0;
export function ok(good, what, detail = '') {
  if (good) passed++; else failed++;
  console.log(`${good ? 'ok  ' : 'FAIL'} ${what}${!good && detail ? `: ${detail}` : ''}`);
  return good;
}
export function equal(found, expected, what) {
  return ok(String(found) === String(expected), what, `found ${found}, expected ${expected}`);
}
export function finish() {
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed ? 1 : 0);
}
process.on('unhandledRejection', (e) => { ok(false, 'the test itself', e.stack); finish(); });

// --- database: one client that stays, answers end at a marker -------------------------------------------------------------------------------
class Client {
  constructor(socket = `${VAR}/db/db.sock`, database = DATABASE) {
    this.child = spawn('mariadb', ['--no-defaults', `--socket=${socket}`, '-uroot', '--default-character-set=utf8mb4', '-N', '-B', '-n', database]);
    this.text = ''; this.errors = ''; this.wait = null; this.chain = Promise.resolve();
    this.child.stdout.setEncoding('utf8').on('data', (d) => { this.text += d; this.settle(); });
    this.child.stderr.setEncoding('utf8').on('data', (d) => { this.errors += d; });
    this.child.on('close', () => { this.closed = true; this.wait?.reject(new Error(`mariadb: ${this.errors}`)); });
    this.child.stdin.on('error', () => {});
  }
  settle() {
    const at = this.text.indexOf('--end--\n');
    if (at < 0 || !this.wait) return;
    const rows = this.text.slice(0, at).split('\n').filter((l) => l).map((l) => l.split('\t'));
    this.text = this.text.slice(at + 8);
    const w = this.wait; this.wait = null; w.resolve(rows);
  }
  rows(sql) {
    const run = () => new Promise((resolve, reject) => {
      if (this.closed) return reject(new Error(`mariadb: ${this.errors}`));
      this.wait = { resolve, reject };
      this.child.stdin.write(`${sql};\nSELECT '--end--';\n`);
    });
    const p = this.chain.then(run);
    this.chain = p.catch(() => {});
    return p;
  }
  end() { this.child.stdin.end(); }
}
let client = null;
export async function rows(sql) {
  if (!client || client.closed) client = new Client();
  return client.rows(sql);
}
export async function value(sql) {
  return (await rows(sql))[0]?.[0] ?? null;
}
export const number = async (sql) => Number(await value(sql));
export function disconnect() { client?.end(); client = null; }

export function db(...args) {
  return execFileSync('tests/tools/db.sh', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
export function portalctl(...args) {
  return execFileSync(`${BIN}/portalctl`, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, PORTAL_CONFIG: `${PORTAL_ETC}/ctl.conf` } }).trim();
}
export async function auditWhole(when) {
  let said = '', good = true;
  try { said = portalctl('audit', 'verify'); } catch (e) { good = false; said = `${e.stdout}${e.stderr}`; }
  ok(good, `the audit chain is whole ${when}`, said);
}

// --- processes -----------------------------------------------------------------------------------------------------------------------
function read(path) { try { return readFileSync(path, 'utf8'); } catch { return ''; } }
export function processes(program) {
  const found = [];
  for (const pid of readdirSync('/proc').filter((n) => /^\d+$/.test(n))) {
    if (read(`/proc/${pid}/comm`).trim() !== program) continue;
    if (!read(`/proc/${pid}/environ`).split('\0').includes(`PORTAL_CONFIG=${PORTAL_ETC}/${program}.conf`)) continue;
    const stat = read(`/proc/${pid}/stat`);
    const rest = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (rest[0] !== 'Z') found.push({ pid: Number(pid), parent: Number(rest[1]) });
  }
  return found;
}
// The worker itself, not the child that grades the other half.
export function worker() {
  const all = processes('worker'), ids = new Set(all.map((p) => p.pid));
  return all.find((p) => !ids.has(p.parent))?.pid ?? 0;
}
export function kill(pid) {
  try { process.kill(pid, 'SIGKILL'); return true; } catch { return false; }
}
export async function until(what, seconds, test) {
  const end = now() + seconds * 1000;
  for (;;) {
    const got = await test();
    if (got) return got;
    if (now() > end) throw new Error(`not within ${seconds} s: ${what}`);
    await sleep(20);
  }
}

// --- a browser of sorts ----------------------------------------------------------------------------------------------------------------
const agent = new http.Agent({ keepAlive: false });
export function request(method, path, { headers = {}, body = null, timeout = 90000 } = {}) {
  return new Promise((resolve, reject) => {
    const r = http.request(new URL(path, SITE), { method, headers, agent, timeout }, (res) => {
      const parts = [];
      res.on('data', (d) => parts.push(d));
      res.on('end', () => resolve({ status: res.statusCode, headers: res.headers, text: Buffer.concat(parts).toString('utf8') }));
      res.on('error', reject);
    });
    r.on('timeout', () => r.destroy(new Error('time out')));
    r.on('error', reject);
    r.end(body ?? undefined);
  });
}
const unescape = (s) => s.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');
// The hidden and preset inputs of the form that posts to `action` (a text or a pattern).
export function form(html, action) {
  for (const m of html.matchAll(/<form[^>]*action="([^"]*)"[^>]*>([\s\S]*?)<\/form>/g)) {
    const to = unescape(m[1]);
    if (typeof action === 'string' ? to !== action : !action.test(to)) continue;
    const fields = {};
    for (const i of m[2].matchAll(/<input[^>]*>/g)) {
      const at = (name) => unescape(i[0].match(new RegExp(`\\s${name}="([^"]*)"`))?.[1] ?? '');
      if (at('name') && !['file', 'submit', 'checkbox', 'radio'].includes(at('type'))) fields[at('name')] = at('value');
    }
    for (const i of m[2].matchAll(/<select[^>]*\sname="([^"]*)"[^>]*>([\s\S]*?)<\/select>/g)) {
      const options = [...i[2].matchAll(/<option([^>]*)>/g)].map((o) => o[1]);
      const chosen = options.find((o) => /\sselected/.test(o)) ?? options.find((o) => /value="[^"]+"/.test(o)) ?? '';
      fields[i[1]] = unescape(chosen.match(/value="([^"]*)"/)?.[1] ?? '');
    }
    return { action: to, fields };
  }
  throw new Error(`no form for ${action} in: ${html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ').slice(0, 400)}`);
}
export class Browser {
  jar = new Map();
  headers(more = {}) {
    const cookie = [...this.jar].map(([k, v]) => `${k}=${v}`).join('; ');
    return { ...(cookie ? { cookie } : {}), ...more };
  }
  keep(res) {
    for (const line of res.headers['set-cookie'] ?? []) {
      const [pair, ...rest] = line.split(';'), at = pair.indexOf('=');
      if (rest.some((x) => /max-age=(-|0)/i.test(x.trim()))) this.jar.delete(pair.slice(0, at));
      else this.jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return res;
  }
  async get(path, options = {}) {
    return this.keep(await request('GET', path, { headers: this.headers(), ...options }));
  }
  encode(fields, file) {
    const pairs = Object.entries(fields).flatMap(([k, v]) => (Array.isArray(v) ? v.map((x) => [k, x]) : [[k, v]]));
    if (!file) return { type: 'application/x-www-form-urlencoded', body: new URLSearchParams(pairs).toString() };
    const mark = 'fault-test-boundary', parts = [];
    for (const [k, v] of pairs) parts.push(`--${mark}\r\nContent-Disposition: form-data; name="${k}"\r\n\r\n${v}\r\n`);
    parts.push(`--${mark}\r\nContent-Disposition: form-data; name="${file.field}"; filename="${file.name}"\r\nContent-Type: text/csv\r\n\r\n${file.text}\r\n`);
    return { type: `multipart/form-data; boundary=${mark}`, body: `${parts.join('')}--${mark}--\r\n` };
  }
  async post(path, fields, file = null, options = {}) {
    const { type, body } = this.encode(fields, file), bytes = Buffer.from(body);
    return this.keep(await request('POST', path, {
      headers: this.headers({ 'content-type': type, 'content-length': bytes.length, origin: SITE, 'sec-fetch-site': 'same-origin' }), body: bytes, ...options }));
  }
}

// --- accounts --------------------------------------------------------------------------------------------------------------------------
function code(base32, at = Date.now()) {
  let bits = '';
  for (const c of base32) bits += 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0');
  const key = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30000)));
  const h = createHmac('sha1', key).update(counter).digest(), o = h[19] & 15;
  return String((h.readUInt32BE(o) & 0x7fffffff) % 1000000).padStart(6, '0');
}
// The site lets an address sign in a few times a second only; a test that makes many accounts waits its turn.
async function patiently(ask) {
  for (let tries = 0; ; tries++) {
    const res = await ask();
    if (res.status !== 429 || tries === 30) return res;
    await sleep(1000);
  }
}
let made = 0;
// A new account with the role, signed in: nobody else uses up its codes.
export async function officer(role, name) {
  const login = `f${process.pid}x${++made}`, password = 'three unrelated words';
  const unit = readFileSync(`db/demo/${REGIME}.units`, 'utf8').split('\n')[0];
  const prefix = readFileSync(`db/demo/${REGIME}.divisions.csv`, 'utf8').split('\n')[1].split(',')[0].replace(/(00)+$/, '');
  const said = portalctl('user', 'add', login, '--name', name, '--unit', unit, '--role', role, '--scope', prefix, '--password', password, '--cheap-password');
  const secret = said.match(/\b[A-Z2-7]{32}\b/)?.[0];
  const b = new Browser();
  b.name = name; b.login = login; b.id = await number(`SELECT id FROM staff WHERE login = '${login}'`);
  const f = form((await patiently(() => b.get('/staff/login'))).text, '/staff/login');
  const digits = secret ? code(secret) : portalctl('user', 'code', login).match(/\d{6}/)[0];
  const res = await patiently(() => b.post('/staff/login', { ...f.fields, account: login, password, code: digits }));
  if (res.status !== 303) throw new Error(`${login} cannot sign in: ${res.status} ${res.text.slice(0, 300)}`);
  const home = await b.get('/staff');
  if (home.status === 303) { // a given password has to be changed first
    const p = form((await b.get('/staff/password')).text, '/staff/password');
    await b.post('/staff/password', { ...p.fields, old_password: password, password: `${password} more`, again: `${password} more` });
    throw new Error(`${login} has to change the password first`);
  }
  return b;
}

// Uploads a file as the page does; the id of the batch.
export async function upload(b, kind, name, text, more = {}) {
  const path = `/staff/import/new/${kind}`;
  const f = form((await b.get(path)).text, new RegExp(`^${path}`));
  const res = await b.post(f.action, { ...f.fields, ...more }, { field: 'file', name, text });
  const id = Number(res.headers.location?.match(/\/staff\/import\/(\d+)/)?.[1] ?? 0);
  return { id, res, f };
}
// The worker has looked at the file: its columns as proposed, and the check begins.
export async function takeColumns(b, id) {
  const ended = () => jobOf('import_look', id).then((j) => ['done', 'failed'].includes(j?.state));
  await until(`the look at ${id}`, 60, ended);
  const page = (await b.get(`/staff/import/${id}/plan`)).text, f = form(page, /\/plan$/);
  const selects = [...page.matchAll(/<select[^>]*name="field\[\]"[^>]*>([\s\S]*?)<\/select>/g)];
  f.fields['field[]'] = selects.map((m) => m[1].match(/value="([^"]*)" selected/)?.[1] ?? 'none');
  const res = await b.post(f.action, f.fields);
  if (res.status !== 303) throw new Error(`columns of ${id}: ${res.status} ${res.text.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ').slice(0, 400)}`);
}
// One button of the batch's page.
export async function decide(b, id, action, more = {}) {
  const f = form((await b.get(`/staff/import/${id}`)).text, action);
  const res = await b.post(f.action, { ...f.fields, ...more });
  if (res.status !== 303) throw new Error(`${action} of ${id}: ${res.status}`);
}
// The clerk asks for the commit, the reviewer agrees.
export async function agree(clerk, reviewer, id) {
  await decide(clerk, id, /\/ask$/);
  await decide(reviewer, id, /\/decide$/, { verdict: 'yes' });
}
export const jobOf = async (kind, object) => {
  const r = (await rows(`SELECT state, done, total, attempts, message FROM job WHERE kind = '${kind}' AND object_id = ${object}`))[0];
  return r ? { state: r[0], done: Number(r[1]), total: Number(r[2]), attempts: Number(r[3]), message: r[4] } : null;
};
export const expireLease = () => rows("UPDATE job SET lease_until = NOW(6) - INTERVAL 1 HOUR WHERE state = 'running'");
