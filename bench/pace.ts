/**
 * How evenly, and at what cost, load is sent: `npm run bench:pace`. Our generator beside autocannon's own rate mode
 * and those of hey, oha and wrk that are installed, in one run, against a server that writes down when requests come.
 * Generator and server are kept on different CPUs where there are two.
 */
import { type ChildProcess, execFileSync, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Reply } from '../src/measure/load/messages.ts';
import type { StepResult } from '../src/measure/load/step.ts';
import { Histogram } from '../src/model/histogram.ts';

const SECONDS = 5;
const rates = [100, 1_000, 5_000];
const ladder = [10_000, 15_000, 20_000, 25_000, 30_000];
const split = process.platform === 'linux' && availableParallelism() > 1;

interface Seen {
  readonly count: number;
  readonly deviationUs: readonly [number, number];
  readonly gapUs: readonly [number, number, number];
}

const programAt = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const server = fork(programAt('./arrivals-server.ts'));
pin(server, 1);
const [port] = (await once(server, 'message')) as [number];
const url = `http://127.0.0.1:${port}/`;
const generator = fork(programAt('../src/measure/load/generator-process.ts'), {
  serialization: 'advanced',
  execArgv: ['--max-semi-space-size=32'],
});
pin(generator, 0);
await once(generator, 'message');
await order({ kind: 'prepare' });

console.log(
  `${SECONDS} s a row; generator and server ${split ? 'on a CPU each' : 'share CPUs'}; times in ms`,
);
console.log(
  'rate/s  tool        written−intended p50/p99   pacer lag p99   seen deviation p50/p99   gap p1/p50/p99 (ideal)          CPU µs/request',
);
for (const rate of rates) {
  await ours(rate);
  await autocannon(rate);
  if (isInstalled('hey'))
    await peer(rate, 'hey', ['-z', `${SECONDS}s`, '-c', '50', '-q', String(rate / 50), url]);
  if (isInstalled('oha'))
    await peer(rate, 'oha', ['--no-tui', '-z', `${SECONDS}s`, '-c', '50', '-q', String(rate), url]);
}
console.log('\nhow fast one CPU can pace (wrk beside it: a closed loop without a rate, as fast as it can)');
for (const rate of ladder) {
  const lagMs = await ours(rate);
  if (lagMs > 50) break;
}
if (isInstalled('wrk')) await peer(0, 'wrk', ['-t1', '-c64', `-d${SECONDS}s`, url]);

generator.disconnect();
server.disconnect();
server.kill();

/** @returns written − intended at p99, in milliseconds */
async function ours(rate: number): Promise<number> {
  await report(rate);
  const { observation, sendLag } = (await order({
    kind: 'run',
    target: {
      address: '127.0.0.1',
      port,
      request: { method: 'GET', path: '/', headers: {}, body: null, expect: null },
      expected: { body: null, text: null },
    },
    step: {
      ratePerSecond: rate,
      scheduled: rate * SECONDS,
      windowMs: SECONDS * 1_000,
      seed: 1,
      arrivals: 'constant',
      timeoutMs: 10_000,
      maxConnections: 1_000,
      ownCpus: split,
    },
  })) as StepResult;
  const lag = Histogram.decode(sendLag);
  const pacer = Histogram.decode(observation.pacerLag);
  const p99 = (lag.percentileUs(99) ?? 0) / 1_000;
  row(rate, 'bench', await report(rate), {
    written: `${ms(lag.percentileUs(50) ?? 0)} / ${ms(lag.percentileUs(99) ?? 0)}`,
    pacer: ms(pacer.percentileUs(99) ?? 0),
    cpuUs: ((observation.generator.cpuMs ?? 0) * 1_000) / observation.requests.dispatched,
  });
  return p99;
}

function autocannon(rate: number): Promise<void> {
  const program = programAt('../node_modules/autocannon/autocannon.js');
  return peer(
    rate,
    'autocannon',
    [program, '-n', '-R', String(rate), '-c', '50', '-d', String(SECONDS), url],
    process.execPath,
  );
}

async function peer(rate: number, name: string, args: readonly string[], program = name): Promise<void> {
  await report(rate || 1);
  const command = [...(split ? ['taskset', '-c', '0'] : []), program, ...args];
  // The shell's `time` gives the CPU time of a child, which Node does not.
  const child = spawn('bash', [
    '-c',
    'TIMEFORMAT="cpu %U %S"; time "$@" >/dev/null 2>&1',
    'bash',
    ...command,
  ]);
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  await once(child, 'close');
  const [, user = '0', system = '0'] = /cpu ([\d.]+) ([\d.]+)/.exec(said) ?? [];
  const seen = await report(rate || 1);
  row(rate || Math.round(seen.count / SECONDS), name, seen, {
    written: '–',
    pacer: '–',
    cpuUs: ((Number(user) + Number(system)) * 1e6) / Math.max(1, seen.count),
    closed: rate === 0,
  });
}

function row(
  rate: number,
  tool: string,
  seen: Seen,
  own: { written: string; pacer: string; cpuUs: number; closed?: boolean },
): void {
  const deviation = own.closed === true ? '–' : seen.deviationUs.map(ms).join(' / ');
  const gap = `${seen.gapUs.map(ms).join(' / ')} (${ms(1e6 / rate)})`;
  console.log(
    [
      String(rate).padStart(6),
      tool.padEnd(11),
      own.written.padEnd(26),
      own.pacer.padEnd(15),
      deviation.padEnd(24),
      gap.padEnd(32),
      own.cpuUs.toFixed(0),
    ].join('  '),
  );
}

async function order(message: object): Promise<unknown> {
  const reply = once(generator, 'message');
  generator.send(message);
  const [answer] = (await reply) as [Reply];
  if (answer.kind !== 'done') throw new Error(JSON.stringify(answer));
  return answer.answer;
}

async function report(rate: number): Promise<Seen> {
  return (await (await fetch(`http://127.0.0.1:${port}/report?rate=${rate}`)).json()) as Seen;
}

function pin(child: ChildProcess, cpu: number): void {
  if (split) execFileSync('taskset', ['-a', '-cp', String(cpu), String(child.pid)], { stdio: 'ignore' });
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
