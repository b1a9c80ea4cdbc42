/**
 * How evenly, and at what cost, load is sent: `npm run bench:pace`. Our generator beside autocannon's own rate mode and
 * those of hey, oha and vegeta that are installed, interleaved in one run, against a server that writes down when
 * requests come. Generator and server are kept on different CPUs where there are two. `floor` is even-floor.c, a small
 * program that does nothing but send evenly: what that costs at all.
 *
 * Every row is measured in several passes and shows the one in the middle by p99 of the deviation that the server saw,
 * with that p99 of all passes behind it. `other` is the share of the generator's CPU that went to neither it nor
 * idleness: where that is not near zero, the machine was not quiet.
 * The page has 8,000 bytes, about as the blog's front page; `--page 1000` for another size. With rates or names of
 * tools behind it, only those: `npm run bench:pace -- --page 1000 100 5000 bench vegeta`.
 */
import { execFileSync, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { StepResult } from '../src/measure/load/step.ts';
import { Histogram } from '../src/model/histogram.ts';
import { forkGenerator, order } from './bare-generator.ts';
import { GENERATOR_CPU, keepOn, on, SERVER_CPU, split } from './cpus.ts';
import { portsFree } from './free-ports.ts';
import { args, print } from './print.ts';

const PASSES = 3;
/** How long a pass takes: at low rates long enough that a p99 is more than the worst of them. */
const seconds = (rate: number) => Math.min(20, Math.max(4, 1_000 / rate));
const { values, positionals } = parseArgs({
  args: [...args],
  allowPositionals: true,
  options: { page: { type: 'string', default: '8000' } },
});
const asked = positionals.filter((word) => /^\d/.test(word)).map(Number);
const askedTools = positionals.filter((word) => !/^\d/.test(word));
const rates = asked.length > 0 ? asked : [20, 100, 1_000, 5_000, 10_000];
const ladder = asked.length > 0 ? [] : [15_000, 20_000, 25_000, 30_000];

interface Seen {
  readonly count: number;
  readonly deviationUs: readonly [number, number];
  readonly gapUs: readonly [number, number, number];
}

interface Pass {
  readonly seen: Seen;
  readonly cpuUs: number;
  /** Written − intended, p50, p90 and p99; null for tools that do not say. */
  readonly lagUs: readonly [number, number, number] | null;
  readonly pacerP99Us: number | null;
  readonly otherShare: number | null;
}

// What this script itself has to do must not take the generator's CPU.
keepOn(SERVER_CPU, process.pid);

const programAt = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const server = fork(programAt('./arrivals-server.ts'), [values.page]);
keepOn(SERVER_CPU, server.pid);
const [port] = (await once(server, 'message')) as [number];
const url = `http://127.0.0.1:${port}/`;
const generator = forkGenerator();
keepOn(GENERATOR_CPU, generator.pid);
await once(generator, 'message');
const target = {
  address: '127.0.0.1',
  port,
  request: { method: 'GET', path: '/', headers: {}, body: null, expect: null },
  expected: { body: null, text: null },
};
await order(generator, { kind: 'prepare', arrivals: 'poisson' });
// As in a sweep: nothing is measured on a server that has just been started.
await order(generator, {
  kind: 'warm',
  target,
  request: { mode: 'auto', minRequests: 20_000, minMs: 3_000, capMs: 15_000, timeoutMs: 10_000 },
});

/** even-floor.c, where there is a C compiler. */
const floor = compiledFloor();

/** Each sends at a rate, as its own documentation says it is done. */
const tools: readonly (readonly [name: string, send: (rate: number) => Promise<Pass>])[] = [
  ['bench', ours],
  [
    'autocannon',
    (rate) =>
      peer(rate, process.execPath, [
        programAt('../node_modules/autocannon/autocannon.js'),
        ...['-n', '-R', String(rate), '-c', '50', '-d', String(seconds(rate)), url],
      ]),
  ],
  ['hey', (rate) => peer(rate, 'hey', ['-z', `${seconds(rate)}s`, '-c', '50', '-q', String(rate / 50), url])],
  [
    'oha',
    (rate) => peer(rate, 'oha', ['--no-tui', '-z', `${seconds(rate)}s`, '-c', '50', '-q', String(rate), url]),
  ],
  ['floor', (rate) => peer(rate, floor ?? '', [String(port), String(rate), String(seconds(rate))])],
  [
    'vegeta',
    (rate) =>
      peer(
        rate,
        'vegeta',
        ['attack', '-rate', String(rate), '-duration', `${seconds(rate)}s`],
        `GET ${url}\n`,
      ),
  ],
];

print(
  `a page of ${values.page} bytes; ${PASSES} passes of 4 s, of up to 20 s at low rates; generator and server ${split ? 'on a CPU each' : 'share CPUs'}; times in ms`,
);
print(
  'rate/s  tool        written−intended p50/p90/p99   pacer p99   seen deviation p50/p99   gap p1/p50/p99 (ideal)            CPU µs/request   other   p99 of all passes',
);
for (const rate of rates) await compare(rate, installed());
if (ladder.length > 0) print('\nhow fast one CPU can pace');
for (const rate of ladder) await compare(rate, [['bench', ours]]);

generator.disconnect();
server.disconnect();
server.kill();

function installed() {
  const always = ['bench', 'autocannon', ...(floor === null ? [] : ['floor'])];
  return tools.filter(
    ([name]) =>
      (askedTools.length === 0 || askedTools.includes(name)) && (always.includes(name) || isInstalled(name)),
  );
}

async function compare(rate: number, which: typeof tools): Promise<void> {
  const passes = new Map<string, Pass[]>(which.map(([name]) => [name, []]));
  for (let i = 0; i < PASSES; i++) {
    for (const [name, send] of which) {
      await portsFree();
      passes.get(name)?.push(await send(rate));
    }
  }
  for (const [name, all] of passes) row(rate, name, all);
}

async function ours(rate: number): Promise<Pass> {
  // As in a sweep, where a warm-up or another step comes before: a machine may page out a program that idles for a minute.
  await order(generator, {
    kind: 'warm',
    target,
    request: { mode: 'time', minRequests: 0, minMs: 0, capMs: 500, timeoutMs: 10_000 },
  });
  await report(rate);
  const before = busyMs();
  const { observation, sendLag } = (await order(generator, {
    kind: 'run',
    target,
    step: {
      ratePerSecond: rate,
      scheduled: rate * seconds(rate),
      windowMs: seconds(rate) * 1_000,
      seed: 1,
      arrivals: 'constant',
      timeoutMs: 10_000,
      maxConnections: 1_000,
      ownCpus: split,
    },
  })) as StepResult;
  const lag = Histogram.decode(sendLag);
  const at = (q: number) => lag.percentileUs(q) ?? 0;
  const cpuMs = observation.generator.cpuMs ?? 0;
  return {
    seen: await report(rate),
    cpuUs: (cpuMs * 1_000) / observation.requests.scheduled,
    lagUs: [at(50), at(90), at(99)],
    pacerP99Us: Histogram.decode(observation.pacerLag).percentileUs(99),
    otherShare: otherShare(before, cpuMs),
  };
}

async function peer(rate: number, program: string, args: readonly string[], input = ''): Promise<Pass> {
  await report(rate);
  const before = busyMs();
  const { file, args: ofFile } = on(GENERATOR_CPU)({ file: program, args });
  // The shell's `time` gives the CPU time of a child, which Node does not.
  const child = spawn('bash', [
    '-c',
    'TIMEFORMAT="cpu %U %S"; time "$@" >/dev/null 2>&1',
    'bash',
    file,
    ...ofFile,
  ]);
  child.stdin.end(input);
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  await once(child, 'close');
  const [, user = '0', system = '0'] = /cpu ([\d.]+) ([\d.]+)/.exec(said) ?? [];
  const cpuMs = (Number(user) + Number(system)) * 1_000;
  const seen = await report(rate);
  return {
    seen,
    cpuUs: (cpuMs * 1_000) / Math.max(1, seen.count),
    lagUs: null,
    pacerP99Us: null,
    otherShare: otherShare(before, cpuMs),
  };
}

function row(rate: number, tool: string, passes: readonly Pass[]): void {
  const p99Us = ({ seen }: Pass) => seen.deviationUs[1];
  const sorted = passes.toSorted((a, b) => p99Us(a) - p99Us(b));
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) return;
  const { seen, lagUs, pacerP99Us, otherShare: other } = middle;
  print(
    [
      String(rate).padStart(6),
      tool.padEnd(11),
      (lagUs === null ? '–' : lagUs.map(ms).join(' / ')).padEnd(29),
      (pacerP99Us === null ? '–' : ms(pacerP99Us)).padEnd(10),
      seen.deviationUs.map(ms).join(' / ').padEnd(23),
      `${seen.gapUs.map(ms).join(' / ')} (${ms(1e6 / rate)})`.padEnd(34),
      middle.cpuUs.toFixed(0).padStart(14),
      (other === null ? '–' : `${(other * 100).toFixed(0)} %`).padStart(6),
      `  ${sorted.map((pass) => ms(p99Us(pass))).join(' ')}`,
    ].join('  '),
  );
}

async function report(rate: number): Promise<Seen> {
  return (await (await fetch(`http://127.0.0.1:${port}/report?rate=${rate}`)).json()) as Seen;
}

/** What the generator's CPU has been busy for since the machine started, in milliseconds, with what others took of it. */
function busyMs(): { readonly busy: number; readonly atMs: number } | null {
  if (!split) return null;
  const [, ...ticks] = /^cpu0 (.*)$/m.exec(readFileSync('/proc/stat', 'utf8'))?.[0]?.split(/ +/) ?? [];
  const [user = 0, nice = 0, system = 0, , , irq = 0, softIrq = 0, steal = 0] = ticks.map(Number);
  // A tick of the kernel's accounts is 10 ms.
  return { busy: (user + nice + system + irq + softIrq + steal) * 10, atMs: performance.now() };
}

function otherShare(before: ReturnType<typeof busyMs>, ownMs: number): number | null {
  const after = busyMs();
  if (before === null || after === null) return null;
  return Math.max(0, after.busy - before.busy - ownMs) / (after.atMs - before.atMs);
}

function compiledFloor(): string | null {
  if (!isInstalled('cc')) return null;
  const program = join(mkdtempSync(join(tmpdir(), 'framebench-')), 'even-floor');
  process.on('exit', () => rmSync(dirname(program), { recursive: true, force: true }));
  execFileSync('cc', ['-O2', '-o', program, programAt('./even-floor.c')]);
  return program;
}

function isInstalled(program: string): boolean {
  try {
    execFileSync('which', [program], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function ms(us: number): string {
  return us < 100_000 ? (us / 1_000).toFixed(3) : (us / 1_000).toFixed(0);
}
