/**
 * Does anything grow, or get lost, in a long sweep? `node bench/soak.ts [minutes]`: the whole program sweeps a small
 * server at 5,600 requests a second and more, for half an hour unless said otherwise: 10⁷ requests. Memory and
 * descriptors of the tool and of its generator are looked at once a second.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brokenIdentities } from '../src/analysis/judging/identities.ts';
import { readRun } from '../src/files/load-run.ts';
import { everyProcess } from '../src/measure/host/process-stat.ts';
import { wasTried } from '../src/model/run.ts';
import { args, print } from './print.ts';

const minutes = Number(args[0] ?? 30);
const stepSeconds = 30;
/** A grid wants each rate once. */
const rates = Array.from({ length: Math.round((minutes * 60) / stepSeconds) }, (_, i) => 5_600 + i);
const server = `require('node:http')
  .createServer((_, answer) => answer.end('right'))
  .listen(process.env.PORT, process.env.HOST);`;

interface Seen {
  readonly rssMib: number;
  readonly descriptors: number;
}
const samples = { tool: [] as Seen[], generator: [] as Seen[] };

const folder = mkdtempSync(join(tmpdir(), 'framebench-soak-'));
const program = fileURLToPath(new URL('../tests/cli/real-program-start.ts', import.meta.url));
const flags = [
  '--rates',
  rates.join(','),
  '--duration',
  `${stepSeconds}s`,
  '--no-early-stop',
  '--out',
  'run',
];
writeFileSync(join(folder, 'server.cjs'), server);
writeFileSync(join(folder, 'target.json'), JSON.stringify({ name: 'soak', start: ['node', 'server.cjs'] }));
const tool = spawn(process.execPath, [program, 'sweep', '--target', '.', ...flags], {
  cwd: folder,
  stdio: ['ignore', 'ignore', 'inherit'],
});
const looking = setInterval(() => {
  look('tool', tool.pid ?? 0);
  for (const { pid, parent } of everyProcess())
    if (parent === tool.pid && isGenerator(pid)) look('generator', pid);
}, 1_000);
const [code] = await once(tool, 'exit');
clearInterval(looking);

const path = join(folder, 'run', 'run.json');
const run = readRun(readFileSync(path, 'utf8'), path);
const steps = run.targets.flatMap(({ rounds }) => rounds.flatMap((round) => round.steps)).filter(wasTried);
const sum = (of: (step: (typeof steps)[number]) => number) =>
  steps.reduce((total, step) => total + of(step), 0).toLocaleString('en-US');
print(`${minutes} minutes, ${steps.length} steps of ${rates.length}, exit code ${code}`);
print(
  `scheduled ${sum((step) => step.requests.scheduled)}, succeeded ${sum((step) => step.requests.succeeded)}, ` +
    `failed ${sum((step) => step.requests.failed)}, given up ${sum((step) => step.requests.shed)}; ` +
    `sums that do not come out: ${steps.flatMap((step) => brokenIdentities(step)).length}`,
);
print(
  '             resident MiB: median of each third, most     a minute, later two thirds     descriptors: least, most',
);
for (const [name, seen] of Object.entries(samples)) {
  const third = Math.floor(seen.length / 3);
  const medians = [0, 1, 2].map((i) =>
    median(seen.slice(i * third, (i + 1) * third).map(({ rssMib }) => rssMib)),
  );
  const most = Math.max(...seen.map(({ rssMib }) => rssMib));
  const later = seen.slice(third);
  const slope = slopeOf(later.map(({ rssMib }) => rssMib)) * 60;
  const counts = later.map(({ descriptors }) => descriptors);
  print(
    `${name.padEnd(12)} ${[...medians, most].map((mib) => mib.toFixed(1).padStart(8)).join('')}` +
      `${`${slope.toFixed(3)} MiB`.padStart(34)}${`${Math.min(...counts)}, ${Math.max(...counts)}`.padStart(30)}`,
  );
}
rmSync(folder, { recursive: true });
process.exitCode = code === 0 || code === 3 || code === 4 ? 0 : 1;

function look(who: keyof typeof samples, pid: number): void {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    samples[who].push({
      rssMib: Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1_024,
      descriptors: readdirSync(`/proc/${pid}/fd`).length,
    });
  } catch {
    // It has just ended.
  }
}

function isGenerator(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('generator-process');
  } catch {
    return false;
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Least squares, by the place in the list. */
function slopeOf(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((total, value) => total + value, 0) / values.length;
  const over = values.reduce((total, value, i) => total + (i - middle) * (value - mean), 0);
  return over / values.reduce((total, _, i) => total + (i - middle) ** 2, 0);
}
