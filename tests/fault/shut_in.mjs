// SPDX-License-Identifier: EUPL-1.2
// shut_in.mjs — every running program runs under a filter of system calls and cannot gain privileges; one that dies of a forbidden call (SIGSYS)
// is started again. Which calls are forbidden is tests/unit/sandbox's.
import { readFileSync } from 'node:fs';
import { equal, finish, now, ok, processes, request, until } from './lib.mjs';

const state = (pid) => Object.fromEntries(readFileSync(`/proc/${pid}/status`, 'utf8').split('\n').map((l) => l.split(/:\s*/)));

for (const program of ['lookup', 'query', 'staff', 'worker', 'keeper']) {
  const all = processes(program);
  ok(all.length > 0, `${program} runs`);
  const states = all.map((p) => state(p.pid));
  equal(states.filter((s) => s.Seccomp !== '2').length, 0, `${program}: every process has its filter (${all.length})`);
  equal(states.filter((s) => s.NoNewPrivs !== '1').length, 0, `${program}: none can gain privileges`);
  equal(states.filter((s) => /[1-9a-f]/.test(s.CapEff)).length, 0, `${program}: none has a capability`);
}

// What the kernel sends to a process that makes a forbidden call.
for (const program of ['keeper', 'lookup', 'query', 'staff', 'worker']) {
  const all = processes(program), [victim] = all, began = now();
  process.kill(victim.pid, 'SIGSYS');
  await until(`${program} is replaced`, 15, () => processes(program).length >= all.length && !processes(program).some((p) => p.pid === victim.pid));
  ok(true, `${program}: replaced ${Math.round(now() - began)} ms after it died of a forbidden call`);
}
// Who asked the keeper that died leaves by itself: no request later meets a connection that is gone.
const before = new Set(processes('staff').map((p) => p.pid)), keeper = processes('keeper')[0].pid;
await request('GET', '/staff/login'); // one of them waits on a kept connection
process.kill(keeper, 'SIGKILL');
await until('staff processes with a new keeper', 15, () => processes('staff').length >= before.size && !processes('staff').some((p) => before.has(p.pid)));
ok(true, `all ${before.size} staff processes are replaced after their keeper fell`);
equal((await request('GET', '/healthz')).status, 200, 'the site answers');
finish();
