import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { wordDoubt } from '../../../src/analysis/findings/doubts.ts';
import { observe } from '../../../src/analysis/judging/observed.ts';
import { judge } from '../../../src/analysis/judging/validity.ts';
import type { Step } from '../../../src/model/run.ts';
import { syntheticRun } from '../../fixtures/run.ts';
import { histogramOf, type PlainStep, plainStep } from '../../fixtures/step.ts';

const planOf = (placement: 'shared' | 'split') =>
  syntheticRun({ rates: [1], placement, minSamples: 1, durationMs: 1 }).plan;
const split = planOf('split');
const remote = { ...split.placement, resolved: 'remote', serverCpus: [0, 1], generatorCpus: [0] } as const;
const plans = { shared: planOf('shared'), split, remote: { ...split, placement: remote } };

// 1,000 requests in 5 s on two CPUs: 10,000 ms of CPU time were there to be had.
function judged(change: Partial<Step>, plain: PlainStep = {}, placement: keyof typeof plans = 'split') {
  const step = plainStep({ ...plain, change });
  const { validity, doubts, isVoid, lagIsServers } = judge(observe(step), step, plans[placement]);
  return {
    validity,
    kinds: doubts.map(({ kind }) => kind),
    isVoid,
    lagIsServers,
    words: doubts.map(wordDoubt),
  };
}

const calm = plainStep();
const lag = (us: number, share = 1) =>
  histogramOf([
    [20, Math.round(1_000 * (1 - share))],
    [us, Math.round(1_000 * share)],
  ]).encode();

describe('a step is valid', () => {
  it('when nothing is wrong', () => assert.deepEqual(judged({}).kinds, []));

  it('when the server is slow and our generator is not', () =>
    assert.equal(judged({}, { latencies: [[8_000_000, 1_000]] }).validity, 'valid'));

  it('when the server refuses everything', () =>
    assert.equal(judged({}, { latencies: [], failures: { refused: 1_000 } }).validity, 'valid'));

  it('when the server is full and requests are shed', () =>
    assert.equal(judged({}, { latencies: [[1_000, 100]], shed: 900 }).validity, 'valid'));

  it('when its accept queue overflows', () =>
    assert.equal(
      judged({ machine: { ...calm.machine, listenOverflows: 400, listenDrops: 400, synRetransmits: 400 } })
        .validity,
      'valid',
    ));

  it('when nothing could be sampled here', () => {
    const nothing = <T extends object>(sample: T) =>
      Object.fromEntries(Object.keys(sample).map((key) => [key, null])) as { [K in keyof T]: null };
    const { generator, server, machine } = calm;
    assert.equal(
      judged({ generator: nothing(generator), server: nothing(server), machine: nothing(machine) }).validity,
      'valid',
    );
  });

  it('when only one request in fifty was late, by less than a stall', () =>
    assert.equal(judged({ dispatchLag: lag(15_000, 0.02) }).validity, 'valid'));

  it('when an idle machine wakes us a fraction of a millisecond late, which blurs a median and no more', () =>
    assert.equal(judged({ dispatchLag: lag(900) }).validity, 'valid'));

  it('when we are late by less than 5 % of the latency', () =>
    assert.equal(
      judged({ dispatchLag: lag(40_000) }, { latencies: [[1_000_000, 1_000]] }).validity,
      'valid',
    ));
});

describe('a step is generator-limited', () => {
  it('when requests are taken up late as a rule', () => {
    const late = judged({ dispatchLag: lag(3_000) });
    assert.deepEqual([late.validity, late.kinds, late.isVoid], ['generator-limited', ['late'], false]);
    assert.deepEqual(late.words, ['the generator was 3 ms late at p50 (its event loop was behind)']);
  });

  it('when it was so late with everything that it ran out of connections', () => {
    const plain = { latencies: [[300_000, 300]], shed: 700 } satisfies PlainStep;
    const late = judged({ dispatchLag: lag(80_000) }, plain);
    assert.deepEqual([late.validity, late.kinds], ['generator-limited', ['late']]);
    // A server that is full while we are as good as punctual is full by itself.
    assert.equal(judged({ dispatchLag: lag(10_000) }, plain).validity, 'valid');
  });

  it('when its event loop is late as a rule', () =>
    assert.deepEqual(judged({ loopLag: lag(3_000) }).kinds, ['late']));

  it('when it stood still for a while, and says so where the pacer did too', () => {
    const paused = judged({ dispatchLag: lag(200_000, 0.04), pacerLag: lag(200_000, 0.04) });
    assert.equal(paused.validity, 'generator-limited');
    assert.deepEqual(paused.words, [
      'the generator was 200 ms late at p99 (the whole generator was held up)',
    ]);
  });

  for (const kind of ['no-port', 'no-descriptor'] as const) {
    it(`and void when it ran into ${kind}`, () => {
      const one = judged({}, { failures: { [kind]: 3 } });
      assert.deepEqual([one.validity, one.kinds, one.isVoid], ['generator-limited', [kind], true]);
    });
  }
});

describe('a step is host-limited', () => {
  for (const [name, kind, over, within] of [
    ['steal', 'steal', { stealMs: 510 }, { stealMs: 490 }],
    ['others on the CPUs', 'others', { busyMs: 2_510 }, { busyMs: 2_490 }],
    ['an outer quota', 'throttled', { throttledMs: 30 }, { throttledMs: 20 }],
  ] as const) {
    it(`through ${name}, and only beyond the bound`, () => {
      const one = judged({ machine: { ...calm.machine, ...over } });
      assert.deepEqual([one.validity, one.kinds], ['host-limited', [kind]]);
      assert.equal(judged({ machine: { ...calm.machine, ...within } }).validity, 'valid');
    });
  }

  it('through others on the CPUs of the servers’ machine, where the generator uses nothing of it', () => {
    const busy = (ms: number) => ({ ...calm.machine, busyMs: (calm.server.cpuMs ?? 0) + ms });
    assert.deepEqual(judged({ machine: busy(510) }, {}, 'remote').kinds, ['others']);
    assert.equal(judged({ machine: busy(490) }, {}, 'remote').validity, 'valid');
  });

  it('when the server waited for a CPU that nobody known used', () => {
    const server = { ...calm.server, cpuMs: 50, waitForCpuMs: 2_000 };
    const machine = { ...calm.machine, busyMs: 600 };
    assert.deepEqual(judged({ server, machine }).kinds, ['waiting']);
  });

  it('but a wait that others on the CPUs explain is no riddle', () => {
    const server = { ...calm.server, cpuMs: 50, waitForCpuMs: 2_000 };
    assert.deepEqual(judged({ server, machine: { ...calm.machine, busyMs: 4_000 } }).kinds, ['others']);
  });

  it('and nobody took more than everything', () => {
    const { words } = judged({ machine: { ...calm.machine, busyMs: 13_000 } });
    assert.deepEqual(words, ['other processes took 100 % of the CPUs']);
  });

  it('not when its own threads waited for each other', () => {
    const server = { ...calm.server, cpuMs: 4_900, waitForCpuMs: 30_000 };
    const machine = { ...calm.machine, busyMs: 5_450 };
    assert.equal(judged({ server, machine }).validity, 'valid');
  });
});

describe('several causes at once', () => {
  it('void comes first, then the host, then the generator; all are told', () => {
    const machine = { ...calm.machine, stealMs: 3_000 };
    const both = judged({ machine, dispatchLag: lag(9_000) });
    assert.deepEqual([both.validity, both.kinds], ['host-limited', ['steal', 'late']]);
    const all = judged({ machine, dispatchLag: lag(9_000) }, { failures: { 'no-port': 1 } });
    assert.deepEqual(
      [all.validity, all.kinds, all.isVoid],
      ['generator-limited', ['no-port', 'steal', 'late'], true],
    );
  });
});

describe('where generator and server share the CPUs', () => {
  const full: Partial<Step> = {
    dispatchLag: lag(9_000),
    server: { ...calm.server, cpuMs: 8_600, waitForCpuMs: 4_000 },
    generator: { cpuMs: 900, loopCpuMs: 700, waitForCpuMs: 900, utilization: 0.3 },
    machine: { ...calm.machine, busyMs: 9_700 },
  };

  it('lateness is the server’s doing while its processes hold the CPUs', () => {
    const one = judged(full, {}, 'shared');
    assert.deepEqual([one.validity, one.kinds, one.lagIsServers], ['valid', [], true]);
  });

  it('but not on CPUs of its own', () => {
    const split = judged({ ...full, server: { ...calm.server, cpuMs: 4_900 }, machine: calm.machine });
    assert.equal(split.validity, 'generator-limited');
  });

  it('and not while the server is at ease', () =>
    assert.equal(judged({ dispatchLag: lag(9_000) }, {}, 'shared').validity, 'generator-limited'));

  it('and not where our own loop was busy all the time', () => {
    const generator = { cpuMs: 900, loopCpuMs: 700, waitForCpuMs: 900, utilization: 0.97 };
    assert.equal(judged({ ...full, generator }, {}, 'shared').validity, 'generator-limited');
  });

  it('and not where we neither waited nor worked for as long as we were late', () => {
    const timedOut = { latencies: [[1_000, 900]], failures: { 'timeout-answer': 100 } } satisfies PlainStep;
    const late = (us: number) => judged({ ...full, dispatchLag: lag(us, 0.01) }, timedOut, 'shared');
    // 1.8 s of waiting and work, and half of the time-out, which is 10 s.
    assert.deepEqual([late(6_700_000).lagIsServers, late(6_700_000).isVoid], [true, false]);
    assert.deepEqual([late(6_900_000).lagIsServers, late(6_900_000).isVoid], [false, true]);
    assert.deepEqual(late(6_900_000).kinds, ['late']);
  });

  it('and not where something else took the CPUs', () => {
    const one = judged(
      { ...full, machine: { ...calm.machine, busyMs: 9_700, stealMs: 2_000 } },
      {},
      'shared',
    );
    assert.deepEqual([one.validity, one.lagIsServers], ['host-limited', false]);
  });
});
