/**
 * When is one generator enough? Ours and vegeta, one after the other, at rising rates against the truth server, which
 * answers at once: how late requests leave, and whether all of them do. vegeta has to be on the PATH.
 *
 *     node bench/scaling.ts [rate,rate,…]
 */
import { seenRatePerSecond } from '../src/analysis/doctor/compare-truth.ts';
import { startGenerator } from '../src/measure/load/generator.ts';
import { vegetaGenerator } from '../src/measure/load/vegeta/vegeta-generator.ts';
import { vegetaHere } from '../src/measure/load/vegeta/vegeta-here.ts';
import { startTruthServer } from '../src/measure/truth/truth-server.ts';
import { Histogram } from '../src/model/histogram.ts';
import { gapNs } from '../src/records/fold-records.ts';
import { args, printHead, printRow } from './print.ts';

const rates = (args[0] ?? '1000,2000,5000,10000,15000,20000,30000').split(',').map(Number);
const SECONDS = 2;
const ms = (lag: string | null, percentile: number) =>
  lag === null ? '–' : ((Histogram.decode(lag).percentileUs(percentile) ?? 0) / 1_000).toFixed(2);

await using own = await startGenerator();
const generators = [
  ['bench', own],
  ['vegeta', vegetaGenerator(own, [vegetaHere((command) => command)])],
] as const;
const server = await startTruthServer();
printHead(
  'asked',
  'generator',
  'seen by the server',
  'late p50',
  'late p99',
  'latency p50',
  'latency p99',
  'failed',
);
for (const ratePerSecond of rates) {
  for (const [name, generator] of generators) {
    const target = await server.behave({ behaviour: { kind: 'immediate' }, seed: 1, bodyBytes: 300 });
    const scheduled = ratePerSecond * SECONDS;
    const windowMs = (scheduled * gapNs(ratePerSecond, 1)) / 1e6;
    const step = {
      ratePerSecond,
      scheduled,
      windowMs,
      seed: 1,
      arrivals: 'constant',
      timeoutMs: 5_000,
    } as const;
    const seen = await generator.run(
      target,
      { ...step, maxConnections: 2_048, ownCpus: false },
      new AbortController().signal,
    );
    const record = await server.report();
    const rate = seenRatePerSecond(record);
    printRow(
      `${ratePerSecond}/s`,
      name,
      rate === null ? '–' : `${rate.toFixed(0)}/s`,
      ...[50, 99].map((percentile) => `${ms(seen.dispatchLag, percentile)} ms`),
      ...[50, 99].map((percentile) => `${ms(seen.latency, percentile)} ms`),
      seen.requests.failed + seen.requests.shed,
    );
  }
}
await server.stop();
