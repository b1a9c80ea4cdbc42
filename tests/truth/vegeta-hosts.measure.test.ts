/** The real vegeta, where it is on the PATH, on two machines behind a real sshd, against the truth server on this one. */
import assert from 'node:assert/strict';
import { dirname } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { allowedErrorUs } from '../../src/analysis/doctor/compare-truth.ts';
import { findProgram } from '../../src/measure/host/find-program.ts';
import { vegetaEnd } from '../../src/measure/load/vegeta/vegeta-end.ts';
import type { Returned, VegetaPlace } from '../../src/measure/load/vegeta/vegeta-place.ts';
import type { LoadGenerator, LoadStep } from '../../src/measure/seams.ts';
import type { Behaviour } from '../../src/measure/truth/behaviour.ts';
import { STAMP_HEADER } from '../../src/measure/truth/truth-messages.ts';
import { startTruthServer, type TruthServer } from '../../src/measure/truth/truth-server.ts';
import { Histogram, rankOf } from '../../src/model/histogram.ts';
import type { LoadObservation } from '../../src/model/load-observation.ts';
import type { Plan } from '../../src/model/plan.ts';
import type { TruthRecord } from '../../src/model/truth-record.ts';
import { type AskedOfHosts, foldRecords } from '../../src/records/fold-records.ts';
import { reachMachines } from '../../src/work/reach-machines.ts';
import { sendThere } from '../../src/work/send-there.ts';
import { latenciesFromDue } from '../fixtures/from-due.ts';
import { syntheticRun } from '../fixtures/run.ts';
import { configOfBoth, routed, type SshHost, sshHost, whyNoSshHost } from '../fixtures/ssh-host.ts';

const vegeta = findProgram('vegeta', process.env['PATH'] ?? '', process.cwd());
const guarded = {
  timeout: 300_000,
  skip: vegeta === null ? 'vegeta is not on the PATH' : whyNoSshHost(),
};

const never = new AbortController().signal;

/** What the last step brought back, host by host. */
interface Parts {
  readonly returned: Returned[];
}

/** As it is, but with a stamp in its requests by which the server knows it, and seen on its way. */
const stamped = (place: VegetaPlace, at: number, parts: Parts): VegetaPlace => {
  return async ({ target, ...attack }) => {
    const headers = { ...target.request.headers, [STAMP_HEADER]: String(at + 1).padStart(16, '0') };
    const waiting = await place({
      ...attack,
      target: { ...target, request: { ...target.request, headers } },
    });
    return {
      send: async (signal) => {
        const returned = await waiting.send(signal);
        parts.returned[at] = returned;
        return returned;
      },
      [Symbol.asyncDispose]: () => waiting[Symbol.asyncDispose](),
    };
  };
};

async function loader(t: TestContext, name: string): Promise<SshHost> {
  const host = await sshHost(name);
  t.after(() => host[Symbol.asyncDispose]());
  await host.restart(`${dirname(vegeta ?? '')}:${dirname(process.execPath)}:/usr/bin:/bin`);
  return host;
}

/** A server here, and two machines that load it. */
async function loadedFromTwo(t: TestContext) {
  const [first, second] = [await loader(t, 'first'), await loader(t, 'second')];
  routed(second, first.gateway);
  const server = await startTruthServer(({ file, args }) => ({ file, args: [...args, first.gateway] }));
  t.after(() => server.stop());
  const { plan } = syntheticRun({ targets: [{ label: 'app' }], rates: [500] });
  const via = [first, second].map(({ destination: ssh, directory }) => ({ ssh, directory }));
  const host: Plan['host'] = { ...plan.host, address: first.gateway, generator: { via } };
  const env = { ...process.env, BENCH_SSH_CONFIG: configOfBoth(first, second) };
  const machines = await reachMachines(host, { env, signal: never, beforeLeaving: () => () => undefined });
  t.after(() => machines[Symbol.asyncDispose]());
  const [one, other] = machines.generators;
  assert.ok(one !== undefined && other !== undefined);
  const decided = { plan: { ...plan, host }, targets: [], runFolder: '/run' };
  const sending = await sendThere(decided, [one, other], () => undefined);
  const parts: Parts = { returned: [] };
  const places = sending.vegetas.map((place, at) => stamped(place, at, parts));
  const end = vegetaEnd(sending.generatorEnd, places, { name: 'vegeta', version: one.vegeta ?? '' });
  const generator = await end.start(never);
  t.after(() => generator[Symbol.asyncDispose]());
  return { server, generator, parts };
}

interface Load extends Pick<LoadStep, 'ratePerSecond' | 'scheduled' | 'windowMs'> {
  readonly behaviour: Behaviour;
}

/** As in `bench/record-vegeta.ts`. */
const loads: readonly Load[] = [
  {
    ...{ ratePerSecond: 500, scheduled: 1_000, windowMs: 2_000 },
    behaviour: { kind: 'bimodal', fastUs: 5_000, slowUs: 60_000, slowShare: 0.02 },
  },
  {
    ...{ ratePerSecond: 2_000, scheduled: 2_000, windowMs: 1_000 },
    behaviour: { kind: 'held', delayUs: 2_000, holdUs: 100_000, everyUs: 500_000, blocks: false },
  },
];

async function measure(generator: LoadGenerator, server: TruthServer, { behaviour, ...rate }: Load) {
  const target = await server.behave({ behaviour, seed: 7, bodyBytes: 300 });
  const step: LoadStep = {
    ...rate,
    ...{ seed: 0, arrivals: 'constant', timeoutMs: 5_000, maxConnections: 512, ownCpus: false },
  };
  return { seen: await generator.run(target, step, never), record: await server.report() };
}

function errorsOf({ latency }: LoadObservation, record: TruthRecord, ratePerSecond: number): string[] {
  const truth = [1, 2]
    .flatMap((host) => latenciesFromDue(record, 2e6 / ratePerSecond, (stamp) => stamp === host))
    .toSorted((a, b) => a - b);
  return [50, 99].flatMap((percentile) => {
    const trueUs = truth[rankOf(percentile, truth.length) - 1] ?? 0;
    const errorUs = (Histogram.decode(latency).percentileUs(percentile) ?? Number.NaN) - trueUs;
    return Math.abs(errorUs) <= allowedErrorUs(trueUs)
      ? []
      : [`p${percentile}: ${errorUs} µs off ${trueUs} µs at ${ratePerSecond}/s`];
  });
}

/** On a machine that others use as well, a single try may be disturbed. */
const TRIES = 3;

describe('vegeta on two machines', guarded, () => {
  it('has the server’s own counts and percentiles, as the sum of what each recorded', async (t) => {
    const { server, generator, parts } = await loadedFromTwo(t);
    for (const load of loads) {
      let errors: string[] = [];
      for (let i = 0; i < TRIES; i++) {
        const { seen, record } = await measure(generator, server, load);
        const answered = record.arrivedUs.length;
        assert.deepEqual(seen.failures, {});
        assert.deepEqual([seen.requests.succeeded, seen.bytes], [answered, answered * 300]);
        assert.ok(answered >= load.scheduled - 4 && answered <= load.scheduled, `${answered} requests`);
        isSumOfParts(seen, parts, load);
        errors = errorsOf(seen, record, load.ratePerSecond);
        t.diagnostic(
          `${load.ratePerSecond}/s, ${answered} requests: ${errors.join('; ') || 'as the server'}`,
        );
        if (errors.length === 0) break;
      }
      assert.deepEqual(errors, []);
    }
  });
});

/** Whatever the clocks of the two say. */
function isSumOfParts(seen: LoadObservation, { returned }: Parts, { ratePerSecond, scheduled }: Load): void {
  const requests = returned.map((one) => one.requests);
  const planned = requests.map(() => scheduled / 2);
  const fold = (hosts: typeof requests, asked: AskedOfHosts) => foldRecords(hosts, asked);
  const alone = requests.map((one) =>
    Histogram.decode(fold([one], { ratePerSecond: ratePerSecond / 2, planned }).latency),
  );
  assert.deepEqual([...Histogram.decode(seen.latency).buckets()], [...Histogram.merge(alone).buckets()]);
  const shifted = requests.map((one, at) => ({
    ...one,
    takenUpNs: one.takenUpNs.map((ns) => ns + at * 5e9),
  }));
  assert.deepEqual(fold(shifted, { ratePerSecond, planned }), seen);
}
