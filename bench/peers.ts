/**
 * Our generator among its peers: `npm run bench:peers`. All in one run and interleaved, against the truth server, a CPU
 * for the generator and one for the server where there are two. docs/benchmarks.md says how the peers are installed, and
 * holds the table of a run. `npm run bench:peers -- --memory` prints peak memory at 10⁵ and 10⁶ requests instead, for which
 * it takes half an hour. With names of tools behind it, only those.
 *
 * The truth for ours is the server's record. Peers do not say when they meant to send, so for them it is the ideal
 * schedule at the rate that was asked for, replayed through the same delays.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { allowedErrorUs, compareWithTruth } from '../src/analysis/doctor/compare-truth.ts';
import { startGenerator } from '../src/measure/load/generator.ts';
import type { Behaviour } from '../src/measure/truth/behaviour.ts';
import { dueTimes } from '../src/measure/truth/due-times.ts';
import { startTruthServer } from '../src/measure/truth/truth-server.ts';
import { Histogram } from '../src/model/histogram.ts';
import type { TruthRecord } from '../src/model/truth-record.ts';
import { GENERATOR_CPU, keepOn, on, SERVER_CPU, split } from './cpus.ts';
import { portsFree } from './free-ports.ts';
import { type Account, installedPeers, type PeerTool, peakMemoryBytes } from './peer-tools.ts';
import { args, print } from './print.ts';

const SEED = 1;
const BODY_BYTES = 8_000;
const SECONDS = 5;
/** How evenly a rate is sent is told by the middle one of this many passes, and so is the highest rate. */
const PASSES = 3;
/** A rate is trusted up to which 99 of 100 requests reach the server within this of an even schedule. */
const TRUSTED_DEVIATION_US = 1_000;
const ladder = [1_000, 2_000, 5_000, 10_000, 15_000, 20_000, 30_000];

interface Result {
  readonly account: Account;
  /** The truth at p50, p99 and p99.9, in microseconds. */
  readonly truthUs: readonly number[];
  readonly record: TruthRecord;
  readonly cpuUsPerRequest: number;
  readonly peakBytes: number | null;
}

interface Load {
  readonly behaviour: Behaviour;
  readonly ratePerSecond: number;
  readonly seconds: number;
}

type Contender = { readonly name: string; readonly hasRate: boolean; run(load: Load): Promise<Result> };

const asked = args.filter((word) => !word.startsWith('--'));

// What this script itself has to do must not take the generator's CPU.
keepOn(SERVER_CPU, process.pid);

const percentiles = [50, 99, 99.9];
const server = await startTruthServer(on(SERVER_CPU));
const generator = await startGenerator({ wrap: on(GENERATOR_CPU) });
const contenders: readonly Contender[] = [
  { name: 'bench', hasRate: true, run: runOurs },
  ...installedPeers().map((tool) => ({ ...tool, run: (load: Load) => runPeer(tool, load) })),
].filter(({ name }) => asked.length === 0 || asked.includes(name));

print(`generator and server ${split ? 'on a CPU each' : 'share CPUs'}; ${SECONDS} s a row; times in ms\n`);
if (args.includes('--memory')) {
  await compareMemory([1e5, 1e6]);
} else {
  await compareEvenness([100, 1_000, 5_000]);
  await compareTruth([
    ['5 ms', { kind: 'constant', delayUs: 5_000 }, 1_000],
    ['2 ms / 1 s at 95:5', { kind: 'bimodal', fastUs: 2_000, slowUs: 1e6, slowShare: 0.05 }, 500],
    ['log-normal, median 5 ms', { kind: 'log-normal', medianUs: 5_000, sigma: 0.8 }, 1_000],
    ['held 1 s of 5', { kind: 'held', delayUs: 1_000, holdUs: 1e6, everyUs: 5e6, blocks: false }, 500],
  ]);
  await compareHighestRates();
}
await generator[Symbol.asyncDispose]();
await server.stop();

async function compareEvenness(rates: readonly number[]): Promise<void> {
  table([
    'rate/s',
    'tool',
    'arrivals deviate p50',
    'p99',
    'p99 of the passes',
    'CPU µs/request',
    'server got',
  ]);
  const paced = contenders.filter(({ hasRate }) => hasRate);
  for (const ratePerSecond of rates) {
    const passes = new Map<Contender, Pass[]>(paced.map((contender) => [contender, []]));
    for (let i = 0; i < PASSES; i++) {
      for (const contender of paced) passes.get(contender)?.push(await pass(contender, ratePerSecond));
    }
    for (const [{ name }, all] of passes) {
      const { p50Us, p99Us, cpuUsPerRequest, arrived } = middleOf(all);
      table([
        String(ratePerSecond),
        name,
        ms(p50Us),
        ms(p99Us),
        all.map((one) => ms(one.p99Us)).join(' '),
        cpuUsPerRequest.toFixed(0),
        `${arrived} of ${ratePerSecond * SECONDS}`,
      ]);
    }
  }
}

async function compareTruth(
  cases: readonly (readonly [name: string, behaviour: Behaviour, ratePerSecond: number])[],
): Promise<void> {
  const names = percentiles.map((percentile) => `p${percentile} true → reported`);
  table(['\nbehaviour', 'rate/s', 'tool', ...names, 'max reported', 'successes reported / true']);
  for (const [name, behaviour, ratePerSecond] of cases) {
    for (const contender of contenders) {
      const { account, truthUs, record } = await contender.run({
        behaviour,
        ratePerSecond,
        seconds: SECONDS,
      });
      const reported = [account.p50Us, account.p99Us, account.p999Us];
      const answered = record.writtenUs.filter((us) => !Number.isNaN(us)).length;
      table([
        name,
        contender.hasRate ? String(ratePerSecond) : 'none',
        contender.name,
        ...reported.map((us, i) => beside(truthUs[i] ?? Number.NaN, us, contender.hasRate)),
        ms(account.maxUs),
        `${account.succeeded ?? '–'} / ${answered}`,
      ]);
    }
  }
}

async function compareHighestRates(): Promise<void> {
  table([
    '\ntool',
    'highest trusted rate/s',
    'p99 of the deviation there',
    'at the next',
    'CPU µs/request there',
  ]);
  for (const contender of contenders) {
    if (!contender.hasRate) continue;
    let best: readonly string[] = ['none', '–'];
    let next = '–';
    let cpu = '–';
    for (const ratePerSecond of ladder) {
      const middle = await middlePass(contender, ratePerSecond);
      next = ms(middle.p99Us);
      if (middle.p99Us > TRUSTED_DEVIATION_US) break;
      best = [String(ratePerSecond), ms(middle.p99Us)];
      cpu = middle.cpuUsPerRequest.toFixed(0);
      next = '–';
    }
    table([contender.name, ...best, next, cpu]);
  }
}

interface Pass {
  /** Of the distances from the even schedule that fits best. */
  readonly p50Us: number;
  readonly p99Us: number;
  readonly cpuUsPerRequest: number;
  readonly arrived: number;
}

async function pass(contender: Contender, ratePerSecond: number): Promise<Pass> {
  const load: Load = { behaviour: { kind: 'immediate' }, ratePerSecond, seconds: SECONDS };
  const { record, cpuUsPerRequest } = await contender.run(load);
  const deviations = deviationsUs(record, ratePerSecond);
  const arrived = record.arrivedUs.length;
  return { p50Us: at(deviations, 50), p99Us: at(deviations, 99), cpuUsPerRequest, arrived };
}

function middleOf(passes: readonly Pass[]): Pass {
  return passes.toSorted((a, b) => a.p99Us - b.p99Us)[Math.floor(passes.length / 2)] as Pass;
}

/** A pass that sent too few requests deviates without bounds. */
async function middlePass(contender: Contender, ratePerSecond: number): Promise<Pass> {
  const passes: Pass[] = [];
  for (let i = 0; i < PASSES; i++) {
    const one = await pass(contender, ratePerSecond);
    const complete = one.arrived >= 0.98 * ratePerSecond * SECONDS;
    passes.push(complete ? one : { ...one, p99Us: Number.POSITIVE_INFINITY });
  }
  return middleOf(passes);
}

async function compareMemory(counts: readonly number[]): Promise<void> {
  const ratePerSecond = 5_000;
  table(['\ntool', ...counts.map((count) => `peak MiB at ${count.toExponential(0)} requests`)]);
  for (const contender of contenders) {
    const cells: string[] = [];
    for (const count of counts) {
      const load: Load = { behaviour: { kind: 'immediate' }, ratePerSecond, seconds: count / ratePerSecond };
      const { peakBytes, record } = await contender.run(load);
      const all = record.arrivedUs.length;
      cells.push(peakBytes === null ? '–' : `${(peakBytes / 2 ** 20).toFixed(0)} (${all} requests)`);
    }
    table([contender.name, ...cells]);
  }
}

async function runOurs({ behaviour, ratePerSecond, seconds }: Load): Promise<Result> {
  await portsFree();
  // As in a sweep, where a warm-up or another step comes before: a machine may page out a program that idles for a minute.
  await generator.warm(
    await server.behave({ behaviour: { kind: 'immediate' }, seed: SEED, bodyBytes: BODY_BYTES }),
    { mode: 'time', minRequests: 0, minMs: 0, capMs: 500, timeoutMs: 10_000 },
    new AbortController().signal,
  );
  const target = await server.behave({ behaviour, seed: SEED, bodyBytes: BODY_BYTES });
  const observation = await generator.run(
    target,
    {
      ratePerSecond,
      scheduled: ratePerSecond * seconds,
      windowMs: seconds * 1_000,
      seed: SEED,
      arrivals: 'constant',
      timeoutMs: 10_000,
      maxConnections: 4_096,
      ownCpus: split,
    },
    new AbortController().signal,
  );
  const record = await server.report();
  const latency = Histogram.decode(observation.latency);
  const compared = compareWithTruth(record, latency, percentiles);
  return {
    account: {
      p50Us: latency.percentileUs(50),
      p99Us: latency.percentileUs(99),
      p999Us: latency.percentileUs(99.9),
      maxUs: latency.maxUs,
      succeeded: observation.requests.succeeded,
    },
    truthUs: compared.map(({ truthUs }) => truthUs),
    record,
    cpuUsPerRequest: ((observation.generator.cpuMs ?? 0) * 1_000) / observation.requests.scheduled,
    peakBytes: peakMemoryBytes(generator.pid),
  };
}

async function runPeer(tool: PeerTool, { behaviour, ratePerSecond, seconds }: Load): Promise<Result> {
  await portsFree();
  const target = await server.behave({ behaviour, seed: SEED, bodyBytes: BODY_BYTES });
  const url = `http://${target.address}:${target.port}/`;
  const [program, args, input = ''] = tool.command({ url, ratePerSecond, seconds });
  const command = on(GENERATOR_CPU)({ file: program, args });
  // The shell's `time` gives the CPU time of a child and of its children, which Node does not.
  const child = spawn(
    'bash',
    ['-c', 'TIMEFORMAT="cpu %U %S"; time "$@"', 'bash', command.file, ...command.args],
    {
      stdio: ['pipe', 'pipe', 'pipe'],
    },
  );
  child.stdin.end(input);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  let peakBytes: number | null = null;
  const watch = setInterval(() => {
    peakBytes = Math.max(peakBytes ?? 0, peakMemoryBytes(child.pid ?? 0) ?? 0) || null;
  }, 100);
  await once(child, 'close');
  clearInterval(watch);
  const record = await server.report();
  const [, user = '0', system = '0'] = /cpu ([\d.]+) ([\d.]+)/.exec(stderr) ?? [];
  return {
    account: accountOf(tool, stdout, stderr),
    truthUs: idealUs({ behaviour, ratePerSecond, seconds }),
    record,
    cpuUsPerRequest: ((Number(user) + Number(system)) * 1e6) / Math.max(1, record.arrivedUs.length),
    peakBytes,
  };
}

function accountOf(tool: PeerTool, stdout: string, stderr: string): Account {
  try {
    return tool.read(stdout);
  } catch (error) {
    throw new Error(`${tool.name} printed what cannot be read:\n${stdout}\n${stderr}`, { cause: error });
  }
}

/** An even schedule through the delays: what an open loop would have seen, at each percentile. */
function idealUs({ behaviour, ratePerSecond, seconds }: Load): readonly number[] {
  const times = dueTimes(behaviour, SEED);
  const latencies = new Float64Array(ratePerSecond * seconds);
  for (let k = 0; k < latencies.length; k++) {
    const arrivalUs = (k * 1e6) / ratePerSecond;
    latencies[k] = times.dueUs(arrivalUs, times.delayUs()) - arrivalUs;
  }
  latencies.sort();
  return percentiles.map((percentile) => at(latencies, percentile));
}

/** How far each arrival is from the even schedule that fits best, ascending. */
function deviationsUs({ arrivedUs }: TruthRecord, ratePerSecond: number): Float64Array {
  const offsets = arrivedUs.map((us, k) => us - (k * 1e6) / ratePerSecond);
  const middle = at(offsets.toSorted(), 50);
  return offsets.map((us) => Math.abs(us - middle)).sort();
}

function at(ascending: Float64Array, percentile: number): number {
  return ascending[Math.max(0, Math.ceil((percentile / 100) * ascending.length) - 1)] ?? Number.NaN;
}

/** A mark where the error is more than 3 % and 0.3 ms. A closed loop without a rate has no such truth. */
function beside(truthUs: number, reportedUs: number | null, hasTruth: boolean): string {
  if (!hasTruth) return `– → ${ms(reportedUs)}`;
  const wrong = reportedUs !== null && Math.abs(reportedUs - truthUs) > allowedErrorUs(truthUs);
  return `${ms(truthUs)} → ${ms(reportedUs)}${wrong ? ' !' : ''}`;
}

function table(cells: readonly string[]): void {
  print(
    cells
      .map((cell) => cell.padEnd(26))
      .join(' ')
      .trimEnd(),
  );
}

function ms(us: number | null): string {
  return us === null || !Number.isFinite(us) ? '–' : (us / 1_000).toFixed(us < 100_000 ? 3 : 0);
}
