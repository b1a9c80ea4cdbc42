/**
 * Is what is reported true? `npm run bench:truth`: every behaviour of the truth server at 50, 500 and 2,000 a second,
 * and the queue at three utilisations; reported percentiles beside the server's own record, generator and server on a
 * CPU each where there are two. A mark stands where the error is more than 3 % and 0.3 ms. With words behind it, only the
 * behaviours of these names: `npm run bench:truth -- held "5 ms"`.
 */
import {
  allowedErrorUs,
  arrivalLagUs,
  compareWithTruth,
  seenRatePerSecond,
  serverLagUs,
} from '../src/analysis/doctor/compare-truth.ts';
import { startGenerator } from '../src/measure/load/generator.ts';
import type { Behaviour } from '../src/measure/truth/behaviour.ts';
import { startTruthServer } from '../src/measure/truth/truth-server.ts';
import { Histogram } from '../src/model/histogram.ts';
import { GENERATOR_CPU, keepOn, on, SERVER_CPU, split } from './cpus.ts';
import { args, print } from './print.ts';

// What this script itself has to do must not take the generator's CPU.
keepOn(SERVER_CPU, process.pid);

const held = (blocks: boolean): Behaviour => ({
  kind: 'held',
  delayUs: 1_000,
  holdUs: 1e6,
  everyUs: 5e6,
  blocks,
});
const queue = (utilisation: number, rate: number): Behaviour => ({
  kind: 'queue',
  meanServiceUs: (utilisation * 1e6) / rate,
});

const rows: readonly (readonly [name: string, of: (rate: number) => Behaviour, windowMs: number])[] = [
  ['1 ms', () => ({ kind: 'constant', delayUs: 1_000 }), 2_000],
  ['5 ms', () => ({ kind: 'constant', delayUs: 5_000 }), 2_000],
  ['50 ms', () => ({ kind: 'constant', delayUs: 50_000 }), 2_000],
  ['2 ms / 1 s', () => ({ kind: 'bimodal', fastUs: 2_000, slowUs: 1e6, slowShare: 0.05 }), 2_000],
  ['log-normal', () => ({ kind: 'log-normal', medianUs: 5_000, sigma: 0.8 }), 2_000],
  ['held', () => held(false), 5_000],
  ['standing still', () => held(true), 5_000],
  ['queue 0.5', (rate) => queue(0.5, rate), 2_000],
  ['queue 0.8', (rate) => queue(0.8, rate), 2_000],
  ['queue 1.2', (rate) => queue(1.2, rate), 2_000],
];

const server = await startTruthServer(on(SERVER_CPU));
const generator = await startGenerator({ wrap: on(GENERATOR_CPU) });
// Both are programs that are compiled while they run: their first requests do not count.
await measure({ kind: 'immediate' }, 2_000, 8_000);
print(`generator and server ${split ? 'on a CPU each' : 'share CPUs'}; times in ms`);
print(
  [
    'behaviour'.padEnd(15),
    'rate/s'.padStart(6),
    ...['p50', 'p99', 'p99.9'].map((name) => `${name} true → reported (error)`.padEnd(33)),
    'server lag p50/p99',
    'arrivals late p50/p99',
    'rate error',
  ].join('  '),
);
const wanted = args;
for (const [name, of, windowMs] of rows) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  for (const ratePerSecond of [50, 500, 2_000]) {
    const behaviour = of(ratePerSecond);
    // Long enough for a p99 that is more than the worst of a hundred.
    const { latency, record } = await measure(
      behaviour,
      ratePerSecond,
      Math.max(windowMs, 5e5 / ratePerSecond),
    );
    const compared = compareWithTruth(record, Histogram.decode(latency), [50, 99, 99.9]);
    const cells = compared.map(({ truthUs, reportedUs, errorUs }) => {
      const mark = Math.abs(errorUs) > allowedErrorUs(truthUs) ? ' !' : '';
      return `${ms(truthUs)} → ${ms(reportedUs)} (${ms(errorUs)})${mark}`.padEnd(33);
    });
    const pair = (of: (percentile: number) => number | null) => `${ms(of(50))} / ${ms(of(99))}`;
    const seen = seenRatePerSecond(record) ?? 0;
    const even = behaviour.kind === 'queue' || (behaviour.kind === 'held' && behaviour.blocks);
    print(
      [
        name.padEnd(15),
        String(ratePerSecond).padStart(6),
        ...cells,
        pair((percentile) => serverLagUs(record, percentile)).padEnd(18),
        pair((percentile) => arrivalLagUs(record, percentile)).padEnd(21),
        even ? '–' : `${((seen / ratePerSecond - 1) * 100).toFixed(4)} %`,
      ].join('  '),
    );
  }
}
await generator[Symbol.asyncDispose]();
await server.stop();

async function measure(behaviour: Behaviour, ratePerSecond: number, windowMs: number) {
  const target = await server.behave({ behaviour, seed: 1, bodyBytes: 8_000 });
  const step = {
    ratePerSecond,
    scheduled: Math.round((ratePerSecond * windowMs) / 1_000),
    windowMs,
    seed: 1,
    arrivals: behaviour.kind === 'queue' ? ('poisson' as const) : ('constant' as const),
    timeoutMs: 10_000,
    maxConnections: 4_096,
    ownCpus: split,
  };
  const { latency } = await generator.run(target, step, new AbortController().signal);
  return { latency, record: await server.report() };
}

function ms(us: number | null): string {
  return us === null ? '–' : (us / 1_000).toFixed(3);
}
