/**
 * Does the generator's memory grow with what it sends? `npm run bench:memory`: 10⁴, 10⁵ and 10⁶ requests, constant and
 * Poisson, and the resident memory of its process after each (Linux).
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Reply } from '../src/measure/load/messages.ts';
import type { StepResult } from '../src/measure/load/step.ts';
import { args, print } from './print.ts';

const RATE = Number(args[0] ?? 4_000);
const programAt = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const server = fork(programAt('./arrivals-server.ts'), ['8000']);
const [port] = (await once(server, 'message')) as [number];
const generator = fork(programAt('../src/measure/load/generator-process.ts'), {
  serialization: 'advanced',
  execArgv: ['--max-semi-space-size=32'],
});
await once(generator, 'message');
await order({ kind: 'prepare', arrivals: 'poisson' });

print(`at ${RATE}/s            requests   resident MiB   most since start`);
print(`practised                      –   ${memory()}`);
for (const arrivals of ['constant', 'poisson']) {
  for (const scheduled of [1e4, 1e5, 1e6]) {
    const { observation } = (await order({
      kind: 'run',
      target: {
        address: '127.0.0.1',
        port,
        request: { method: 'GET', path: '/', headers: {}, body: null, expect: null },
        expected: { body: null, text: null },
      },
      step: {
        ratePerSecond: RATE,
        scheduled,
        windowMs: (scheduled / RATE) * 1_000,
        seed: 1,
        arrivals,
        timeoutMs: 10_000,
        maxConnections: 256,
        ownCpus: false,
      },
    })) as StepResult;
    const { succeeded } = observation.requests;
    print(`${arrivals.padEnd(12)}  ${succeeded.toLocaleString('en-US').padStart(18)}   ${memory()}`);
  }
}
generator.disconnect();
server.kill();

function memory(): string {
  const status = readFileSync(`/proc/${generator.pid}/status`, 'utf8');
  const mib = (name: string) =>
    (Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1_024).toFixed(0).padStart(12);
  return `${mib('VmRSS')}   ${mib('VmHWM').padStart(16)}`;
}

async function order(message: object): Promise<unknown> {
  const reply = once(generator, 'message');
  generator.send(message);
  const [answer] = (await reply) as [Reply];
  if (answer.kind !== 'done') throw new Error(JSON.stringify(answer));
  return answer.answer;
}
