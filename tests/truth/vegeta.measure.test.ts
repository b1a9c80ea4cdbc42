/** The real vegeta, where it is on the PATH, against the truth server: from one place, and from two. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { allowedErrorUs } from '../../src/analysis/doctor/compare-truth.ts';
import { isInstalled } from '../../src/measure/host/find-program.ts';
import { vegetaGenerator } from '../../src/measure/load/vegeta/vegeta-generator.ts';
import { vegetaHere } from '../../src/measure/load/vegeta/vegeta-here.ts';
import { startTruthServer, type TruthServer } from '../../src/measure/truth/truth-server.ts';
import { Histogram, rankOf } from '../../src/model/histogram.ts';
import type { LoadObservation } from '../../src/model/load-observation.ts';
import type { TruthRecord } from '../../src/model/truth-record.ts';
import { latenciesFromDue } from '../fixtures/from-due.ts';
import { useGenerator } from './generator.ts';

const load = useGenerator();
let server: TruthServer | undefined;
const step = { ratePerSecond: 500, scheduled: 1_000, windowMs: 2_000 };

async function measured(
  places: number,
): Promise<{ readonly seen: LoadObservation; readonly record: TruthRecord }> {
  if (server === undefined) throw new Error('the truth server is started before the tests');
  const behaviour = { kind: 'bimodal', fastUs: 5_000, slowUs: 60_000, slowShare: 0.02 } as const;
  const target = await server.behave({ behaviour, seed: 3, bodyBytes: 300 });
  const asItIs = vegetaHere((command) => command);
  const vegeta = vegetaGenerator(
    load.generator,
    Array.from({ length: places }, () => asItIs),
  );
  const asked = {
    seed: 1,
    arrivals: 'constant',
    timeoutMs: 5_000,
    maxConnections: 512,
    ownCpus: false,
  } as const;
  const seen = await vegeta.run(target, { ...step, ...asked }, new AbortController().signal);
  return { seen, record: await server.report() };
}

/** On a machine that others use as well, a single try may be disturbed. */
const TRIES = 3;

describe('vegeta itself', { skip: isInstalled('vegeta') ? false : 'vegeta is not on the PATH' }, () => {
  before(async () => {
    server = await startTruthServer();
  });
  after(() => server?.stop());

  for (const places of [1, 2]) {
    it(`has the server’s own counts when it sends from ${places === 1 ? 'one place' : 'two places'}`, async () => {
      const { seen, record } = await measured(places);
      const answered = record.arrivedUs.length;
      assert.deepEqual([seen.requests.succeeded, seen.bytes], [answered, answered * 300]);
      assert.ok(
        answered >= step.scheduled - 2 * places && answered <= step.scheduled,
        `${answered} requests`,
      );
    });
  }

  it('has the server’s own p50 and p99, to 3 % or 0.3 ms', async () => {
    let errors: string[] = [];
    for (let i = 0; i < TRIES; i++) {
      const { seen, record } = await measured(1);
      const truth = latenciesFromDue(record, 1e6 / step.ratePerSecond).toSorted((a, b) => a - b);
      const latency = Histogram.decode(seen.latency);
      errors = [50, 99].flatMap((percentile) => {
        const trueUs = truth[rankOf(percentile, truth.length) - 1] ?? 0;
        const errorUs = (latency.percentileUs(percentile) ?? Number.NaN) - trueUs;
        return Math.abs(errorUs) <= allowedErrorUs(trueUs)
          ? []
          : [`p${percentile}: ${errorUs} µs off ${trueUs} µs`];
      });
      if (errors.length === 0) return;
    }
    assert.deepEqual(errors, []);
  });
});
