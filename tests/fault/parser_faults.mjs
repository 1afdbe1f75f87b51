// SPDX-License-Identifier: EUPL-1.2
// parser_faults.mjs — the parser is replaced by programs that fail in every way, killed while it works, and left alone by a worker that is
// killed: a file is refused in words or read whole, the worker goes on, and no process is left behind (security.md F5, T14).
import { chmodSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { equal, expireLease, finish, jobOf, kill, now, officer, ok, PORTAL_ETC, rows, sleep, until, upload, VAR, worker } from './lib.mjs';

const conf = `${PORTAL_ETC}/worker.conf`, own = readFileSync(conf, 'utf8'), folder = `${VAR}/work/stub${process.pid}`;
const clerk = await officer('clerk', '试验经办');
const codes = (await rows('SELECT code FROM subject WHERE code IS NOT NULL ORDER BY id LIMIT 100')).map((r) => r[0]);
mkdirSync(folder, { recursive: true, mode: 0o755 });

async function newWorker() {
  const old = worker();
  kill(old);
  await expireLease();
  await until('another worker', 15, () => worker() && worker() !== old);
}
// The worker reads its configuration when it starts.
async function useParser(path) {
  writeFileSync(conf, own + (path ? `parser = ${path}\n` : ''), { mode: 0o600 });
  await newWorker();
}
function stub(name, lines) {
  const path = `${folder}/${name}`;
  writeFileSync(path, `#!/bin/sh\n${lines}\n`);
  chmodSync(path, 0o755);
  return path;
}
let files = 0;
async function send(n) {
  const lines = ['统一社会信用代码,信息事项,标题,认定日期'];
  files++;
  for (let i = 0; i < n; i++) lines.push(`${codes[i % codes.length]},good.1,解析试验${process.pid}第${files}份第${i}行,2025-0${1 + (i % 9)}-1${i % 9}`);
  const up = await upload(clerk, 'record', `p${files}.csv`, `${lines.join('\n')}\n`, { item: '' });
  if (!up.id) throw new Error(`upload: ${up.res.status}`);
  return up.id;
}
async function looked(id, seconds = 60) {
  const start = now();
  await until(`batch ${id} looked at`, seconds, async () => ['done', 'failed'].includes((await jobOf('import_look', id))?.state));
  const [state, message] = (await rows(`SELECT state, message FROM import_batch WHERE id = ${id}`))[0];
  return { state, message: message === 'NULL' ? '' : message, job: await jobOf('import_look', id), ms: now() - start };
}
const childrenOf = (pid) => readdirSync('/proc').filter((n) => /^\d+$/.test(n)).filter((n) => {
  try {
    const stat = readFileSync(`/proc/${n}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === pid;
  } catch { return false; }
}).map(Number);
const alive = (pid) => { try { return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8')); } catch { return false; } };

try {
  const whole = await looked(await send(50));
  ok(whole.message === '', 'a file is read when nothing is wrong', JSON.stringify(whole));

  const broken = '读取文件的程序中途停止', costly = '时间或内存超过了上限', missing = '不能启动';
  const cases = [
    ['ends at once', 'exit 1', broken], ['crashes', 'kill -SEGV $$', broken], ['is stopped by its sandbox', 'kill -SYS $$', broken],
    ['runs out of time', 'kill -XCPU $$', costly], ['talks without end', 'exec /usr/bin/yes', broken],
    ['sends the file back', 'exec /usr/bin/cat', broken], ['hangs', 'exec /usr/bin/sleep 1000', costly],
  ];
  for (const [name, lines, words] of cases) {
    await useParser(stub('parser', lines));
    const pid = worker(), got = await looked(await send(5));
    ok(got.message.includes(words) && /[。]$/.test(got.message), `a parser that ${name}: refused in words`, JSON.stringify(got));
    ok(got.ms < 25000, `a parser that ${name}: within 25 s`, `${Math.round(got.ms)} ms`);
    ok(worker() === pid && childrenOf(pid).length === 0, `a parser that ${name}: the worker goes on alone`);
  }
  await useParser(`${folder}/nothing`);
  const pid = worker(), none = await looked(await send(5));
  ok(none.message.includes(missing) && worker() === pid, 'a parser that is not there: refused in words, the worker goes on', JSON.stringify(none));
  await useParser('');

  // kill -9 while it works: the sooner it is seen, the earlier in its work it dies.
  let killed = 0, refused = 0;
  for (let round = 0; round < 8 && killed < 5; round++) {
    const at = worker(), id = await send(8000);
    const end = now() + 20000;
    let hit = false;
    while (!hit && now() < end && !['done', 'failed'].includes((await jobOf('import_look', id))?.state)) {
      for (const child of childrenOf(at)) hit = kill(child) || hit;
      if (!hit) await sleep(1);
    }
    const got = await looked(id);
    if (hit) killed++;
    if (got.message.includes(broken)) refused++;
    else ok(got.message === '', `round ${round}: read whole or refused`, JSON.stringify(got));
    if (worker() !== at) { ok(false, `round ${round}: the worker goes on`); break; }
  }
  ok(killed > 0, `the parser was killed ${killed} times, ${refused} files refused`);

  // kill -9 of the worker: its parser does not live on.
  await useParser(stub('parser', 'exec /usr/bin/sleep 1000'));
  const asked = worker(), waiting = await send(5);
  const child = await until('the stub runs', 20, () => childrenOf(asked)[0]);
  await useParser('');
  await sleep(1000);
  ok(!alive(asked), 'the worker was killed while it waited');
  kill(child); // a stub does not ask to die with its parent; the parser does, below
  ok((await looked(waiting)).message === '', 'the next worker reads the file');
  const big = await send(8000), busy = worker();
  let parser = 0;
  for (const end = now() + 10000; !parser && now() < end;) parser = childrenOf(busy)[0] ?? 0;
  if (parser) {
    kill(busy);
    await sleep(1000);
    ok(!alive(parser), 'a parser dies with its worker');
    await expireLease();
  }
  ok((await looked(big)).message === '', 'and its file is read by the next');
} finally {
  writeFileSync(conf, own, { mode: 0o600 });
  rmSync(folder, { recursive: true, force: true });
  await newWorker();
}
finish();
