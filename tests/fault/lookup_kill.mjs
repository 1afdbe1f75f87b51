// SPDX-License-Identifier: EUPL-1.2
// lookup_kill.mjs — kill -9 of every lookup process at once, three times; and of every staff process: the site answers again within 5 s.
import { equal, finish, kill, now, officer, ok, processes, request, rows, sleep, until } from './lib.mjs';

const clerk = await officer('clerk', '试验经办');
const codes = (await rows('SELECT code FROM subject WHERE code IS NOT NULL ORDER BY id LIMIT 50')).map((r) => r[0]);

async function back(what, look) {
  const start = now();
  let said = [];
  while (now() - start < 20000) {
    const r = await look().catch((e) => ({ status: e.message }));
    said.push(r.status);
    if (r.status === 200) break;
    await sleep(50);
  }
  const seconds = (now() - start) / 1000;
  ok(seconds <= 5, `${what}: answers again after ${seconds.toFixed(2)} s`, said.join(' '));
}

let n = 0;
for (const program of ['lookup', 'lookup', 'lookup', 'staff']) {
  const all = processes(program), before = all.length;
  for (const p of all) kill(p.pid);
  await back(`all ${before} processes of ${program} killed`, () => program === 'lookup'
    ? request('GET', `/entity/${codes[n++ % codes.length]}`, { timeout: 10000 }) : clerk.get('/staff', { timeout: 10000 }));
  await until('as many as before', 10, () => processes(program).length === before).catch(() => {});
  equal(processes(program).length, before, `as many of ${program} as before`);
}
// Killed one by one under load: each reader gets an answer or a 502 at worst, and the rest of the site goes on.
let answered = 0, broken = 0, running = true;
const readers = [0, 1, 2].map(async (r) => {
  for (let i = r; running; i++) {
    const x = await request('GET', `/entity/${codes[i % codes.length]}`, { timeout: 10000 }).catch(() => ({ status: 0 }));
    if (x.status === 200) answered++; else broken++;
  }
});
for (let i = 0; i < 8; i++) {
  await sleep(120);
  const all = processes('lookup');
  if (all.length) kill(all[i % all.length].pid);
}
running = false;
await Promise.all(readers);
ok(answered > 50 && broken <= 16, `single kills under load: ${answered} answered, ${broken} broken`, `${broken}`);
finish();
