/**
 * Does the generator's memory grow with what it sends, or with what comes? `npm run bench:memory`: 10⁴, 10⁵ and 10⁶
 * requests, constant and Poisson, and pages of 100 kB and 4 MB with the awaited text at their end; the resident memory
 * of its process after each (Linux). `-- pages` leaves the first out, a number is the rate of the first.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { StepResult } from '../src/measure/load/step.ts';
import { forkGenerator, order } from './bare-generator.ts';
import { args, print } from './print.ts';

const programAt = (path: string) => fileURLToPath(new URL(path, import.meta.url));

if (args[0] !== 'pages') {
  const rate = Number(args[0] ?? 4_000);
  print(`at ${rate}/s            requests   resident MiB   most since start`);
  await using generator = await begin(8_000);
  print(`practised                      –   ${generator.memory()}`);
  for (const arrivals of ['constant', 'poisson']) {
    for (const scheduled of [1e4, 1e5, 1e6]) {
      const succeeded = await generator.send(rate, scheduled, arrivals, null);
      print(
        `${arrivals.padEnd(12)}  ${succeeded.toLocaleString('en-US').padStart(18)}   ${generator.memory()}`,
      );
    }
  }
}

print(`at 100/s, 30 s        answered   resident MiB   most since start`);
for (const [page, bytes] of [
  ['100 kB', 100_000],
  ['4 MB', 4_000_000],
] as const) {
  await using generator = await begin(bytes);
  const succeeded = await generator.send(100, 3_000, 'constant', '</html>');
  print(`${page.padEnd(12)}  ${succeeded.toLocaleString('en-US').padStart(18)}   ${generator.memory()}`);
}

/** A generator that has practised, and a server whose pages have this length. */
async function begin(pageBytes: number) {
  const server = fork(programAt('./arrivals-server.ts'), [`${pageBytes}`]);
  const [port] = (await once(server, 'message')) as [number];
  const generator = forkGenerator();
  await once(generator, 'message');

  await order(generator, { kind: 'prepare', arrivals: 'poisson' });
  return {
    /** @returns how many requests were answered with a page that holds the text */
    async send(rate: number, scheduled: number, arrivals: string, text: string | null): Promise<number> {
      const request = { method: 'GET', path: '/', headers: {}, body: null, expect: null };
      const { observation } = (await order(generator, {
        kind: 'run',
        target: { address: '127.0.0.1', port, request, expected: { body: null, text } },
        step: {
          ratePerSecond: rate,
          scheduled,
          windowMs: (scheduled / rate) * 1_000,
          seed: 1,
          arrivals,
          timeoutMs: 10_000,
          maxConnections: 256,
          ownCpus: false,
        },
      })) as StepResult;
      return observation.requests.succeeded;
    },
    memory(): string {
      const status = readFileSync(`/proc/${generator.pid}/status`, 'utf8');
      const mib = (name: string) =>
        (Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1_024).toFixed(0).padStart(12);
      return `${mib('VmRSS')}   ${mib('VmHWM').padStart(16)}`;
    },
    async [Symbol.asyncDispose]() {
      generator.disconnect();
      server.kill();
    },
  };
}
