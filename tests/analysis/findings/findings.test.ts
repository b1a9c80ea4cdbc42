import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyse, analyseTogether } from '../../../src/analysis/analyse.ts';
import type { FindingCode } from '../../../src/analysis/findings/tell.ts';
import type { Warning } from '../../../src/model/analysis.ts';
import { gridRate } from '../../../src/model/rate.ts';
import type { Run, Step } from '../../../src/model/run.ts';
import { searchedRun } from '../../fixtures/checked-runs.ts';
import { type SyntheticOptions, syntheticRun } from '../../fixtures/run.ts';
import { histogramOf, type PlainStep, plainStep } from '../../fixtures/step.ts';

/** A run in which nothing is wrong: enough requests, several rounds, every limit in force. */
const calm: SyntheticOptions = { rates: [100, 1_000], rounds: 2, minSamples: 300, durationMs: 1_000 };

/** A run whose steps are replaced by these, in each of its rounds. */
function withSteps(steps: readonly (PlainStep | Step)[], options: SyntheticOptions = {}): Run {
  const all = steps.map((step) => ('latency' in step ? step : plainStep(step)));
  const rates = [...new Set(all.map(({ ratePerSecond }) => ratePerSecond))];
  const run = syntheticRun({ ...calm, durationMs: 1, minSamples: 1, ...options, rates });
  return changed(run, { steps: all });
}

function changed(run: Run, change: Partial<Run['targets'][number]['rounds'][number]>): Run {
  const targets = run.targets.map((target) => ({
    ...target,
    rounds: target.rounds.map((round) => ({ ...round, ...change })),
  }));
  return { ...run, targets };
}

const one = plainStep();
const calmRun = syntheticRun(calm);

/** Two targets, of which the second uses both CPUs where the first is content with one. */
const uneven: SyntheticOptions = {
  rates: [100, 1_000, 3_000, 5_000],
  rounds: 2,
  durationMs: 1_000,
  minSamples: 600,
  placement: 'shared',
  targets: [
    { label: 'lone', server: { workers: 1, serviceMs: 1 } },
    { label: 'many', server: { workers: 2, serviceMs: 0.5 } },
  ],
};

interface Example {
  readonly run: Run;
  /** Told together with it. */
  readonly others?: readonly Run[];
  readonly severity: Warning['severity'];
  readonly text: RegExp;
  readonly advice?: RegExp;
}

/** One run for every code: the compiler does not let one be forgotten. */
const examples: Readonly<Record<FindingCode, Example>> = {
  interrupted: {
    run: syntheticRun({ ...calm, interruptedAfter: 3 }),
    severity: 'doubt',
    text: /interrupted \(SIGINT\).*a part of what was planned/,
    advice: /--resume/,
  },
  resumed: {
    run: { ...calmRun, parts: [...calmRun.parts, ...calmRun.parts] },
    severity: 'note',
    text: /in 2 parts/,
  },
  'runs-apart': {
    run: syntheticRun({ ...calm, targets: [{ label: 'a' }] }),
    others: [syntheticRun({ ...calm, placement: 'shared', targets: [{ label: 'b' }] })],
    severity: 'doubt',
    text: /2 runs are shown together.*differ in placement \(split \/ shared\)/,
    advice: /one sweep/,
  },
  'no-ratio': {
    run: syntheticRun({ ...calm, rounds: 1, targets: [{ label: 'a' }] }),
    others: [syntheticRun({ ...calm, targets: [{ label: 'b' }] })],
    severity: 'note',
    text: /No ratio is given with a: measured in one round only/,
    advice: /--rounds 3/,
  },
  'no-fixed-rate': {
    run: syntheticRun({
      ...calm,
      rates: [100, 1_000],
      rounds: 2,
      targets: [{ label: 'a', server: { serviceMs: 8, workers: 1 } }, { label: 'b' }],
    }),
    severity: 'note',
    text: /no rate in common up to half the lowest capacity/,
    advice: /lower rates/,
  },
  'several-classes': {
    run: syntheticRun({
      ...calm,
      targets: [
        { label: 'a', class: 'stock' },
        { label: 'b', class: 'mounted' },
        { label: 'c', class: 'mounted' },
      ],
    }),
    severity: 'note',
    text: /within a class only.*: stock \(the framework’s own server\): a; mounted \(.*\): b and c\./,
    advice: /A chosen pair may cross/,
  },
  'uneven-cpus': {
    run: syntheticRun(uneven),
    severity: 'doubt',
    text: /over 90 % busy\. .*: many used several CPUs; lone used about one\./,
    advice: /--placement split/,
  },
  'quick-settings': { run: syntheticRun({ ...calm, quick: true }), severity: 'note', text: /--quick/ },
  'one-round': {
    run: syntheticRun({ ...calm, rounds: 1, targets: [{ label: 'a' }, { label: 'b' }] }),
    severity: 'note',
    text: /no ratio between targets/,
    advice: /--rounds 3/,
  },
  unverified: { run: syntheticRun({ ...calm, verify: false }), severity: 'doubt', text: /--no-verify/ },
  'database-changed': {
    run: withDatabase('a', 'b'),
    severity: 'bad',
    text: /a server has written to it/,
    advice: /bench verify/,
  },
  'shared-placement': {
    run: syntheticRun({ ...calm, placement: 'shared' }),
    severity: 'note',
    text: /shared 2 CPUs/,
    advice: /--placement split/,
  },
  'reduced-host': {
    run: syntheticRun({ ...calm, reducedTo: 1 }),
    severity: 'doubt',
    text: /had 1 of the host’s 2 CPUs/,
  },
  'limits-not-enforced': {
    run: syntheticRun({ ...calm, enforced: false }),
    severity: 'doubt',
    text: /^Not limited to the host’s size: CPUs, memory, open files, bandwidth \(loopback cannot be limited\)\.$/,
    advice: /had more of these/,
  },
  'not-sampled': {
    run: withSteps([{ change: { server: { ...one.server, cpuMs: null } } }]),
    severity: 'note',
    text: /could not be read/,
  },
  'target-failed': {
    run: syntheticRun({
      ...calm,
      targets: [{ label: 'leptos', failure: { reason: 'missing-tool', detail: 'cargo is not installed.' } }],
    }),
    severity: 'bad',
    text: /missing-tool\): cargo is not installed/,
  },
  'not-the-same-page': {
    run: {
      ...calmRun,
      targets: calmRun.targets.map((target) => ({
        ...target,
        verify: { passed: false, checks: [{ check: 'text', passed: false, detail: 'title differs' }] },
      })),
    },
    severity: 'bad',
    text: /\(text: title differs\)/,
    advice: /golden/,
  },
  'runs-already': {
    run: {
      ...calmRun,
      plan: {
        ...calmRun.plan,
        targets: calmRun.plan.targets.map((target) => ({ ...target, attached: true })),
      },
    },
    severity: 'doubt',
    text: /Ran already when it was measured/,
    advice: /Let bench start it/,
  },
  'development-mode': {
    run: {
      ...calmRun,
      targets: calmRun.targets.map((target) => ({ ...target, development: 'NODE_ENV=development' })),
    },
    severity: 'doubt',
    text: /development mode \(NODE_ENV=development\)/,
    advice: /production/,
  },
  'server-died': {
    run: syntheticRun({ ...calm, targets: [{ label: 'frail', diesAt: 1_000 }] }),
    severity: 'bad',
    text: /died at 1,000\/s \(SIGSEGV, 2 times in all\).*“Segmentation fault/,
  },
  'fails-at-once': {
    run: withSteps([
      { ratePerSecond: 100, latencies: [[10_000, 500]], failures: { 'status-429': 500 } },
      { ratePerSecond: 200, latencies: [[10_000, 100]], failures: { 'status-429': 900 } },
    ]),
    severity: 'bad',
    text: /Already at 100\/s, the lowest rate, 1,000 of 2,000 requests were answered with status 429\./,
    advice: /rate limiter/,
  },
  'out-of-memory': {
    run: withSteps([{ change: { server: { ...one.server, oomKills: 1 } } }]),
    severity: 'bad',
    text: /2 processes killed/,
  },
  'record-contradicts-itself': {
    run: withSteps([{ change: { completedInWindow: 2_000 } }]),
    severity: 'bad',
    text: /does not add up \(completed in the window 2000/,
  },
  'wrong-page': {
    run: withSteps([{ failures: { 'wrong-page': 40 } }]),
    severity: 'bad',
    text: /80 answers at 200\/s did not hold the right page/,
  },
  'no-port': {
    run: withSteps([{ failures: { 'no-port': 4 } }]),
    severity: 'bad',
    text: /no free local port/,
  },
  'no-descriptor': {
    run: withSteps([{ failures: { 'no-descriptor': 4 } }]),
    severity: 'bad',
    text: /open enough files/,
    advice: /ulimit -Hn/,
  },
  'generator-limited': {
    run: syntheticRun({ ...calm, generatorLimitedFrom: 1_000 }),
    severity: 'doubt',
    text: /At 1,000\/s the generator was the limit.*\(the generator was .* late at p50/,
  },
  'host-limited': {
    run: syntheticRun({ ...calm, hostLimitedAt: [1_000] }),
    severity: 'doubt',
    text: /At 1,000\/s the machine was busy.*\(the hypervisor took 12 % of the CPUs\)/,
    advice: /not shared/,
  },
  unattested: {
    run: withSteps([
      plainStep({
        change: { loopLag: null, pacerLag: null, dispatchLag: histogramOf([[400, 1_000]]).encode() },
      }),
    ]),
    severity: 'doubt',
    text: /every rate nobody attests.*\(nobody says how late answers were read; requests left 0\.4 ms late, 0\.4 ms at p99\)/,
    advice: /own generator/,
  },
  'lag-at-percentile': {
    run: withSteps([
      {
        change: {
          dispatchLag: histogramOf([
            [20, 970],
            [9_000, 30],
          ]).encode(),
        },
      },
    ]),
    severity: 'note',
    text: /Hatched percentiles \(p99, p99\.9\) at 200\/s/,
  },
  'beyond-link': {
    run: withSteps([{ ratePerSecond: 10_000, change: { bytes: 30_000_000 } }]),
    severity: 'doubt',
    text: /At 10,000\/s .*2 Gbit\/s/,
  },
  'time-wait': {
    run: withSteps([{ change: { machine: { ...one.machine, timeWaitAtStart: 20_000 } } }]),
    severity: 'doubt',
    text: /20,000 of 28,232 local ports/,
  },
  'not-reused': {
    run: withSteps([
      { change: { connections: { ...one.connections, opened: 1_000, closedByServer: 1_000 } } },
    ]),
    severity: 'note',
    text: /At 200\/s the server closed connections after almost every answer/,
  },
  'listen-overflow': {
    run: withSteps([
      {
        change: {
          machine: { ...one.machine, listenOverflows: 244 },
          connections: { ...one.connections, opened: 1_000 },
        },
      },
    ]),
    severity: 'doubt',
    text: /488 attempts to connect met a full.*\(it holds 511\).*bands at 1 s and 3 s/,
  },
  'listens-elsewhere': {
    run: changed(calmRun, {
      servers: (calmRun.targets[0]?.rounds[0]?.servers ?? []).map((server) => ({
        ...server,
        listensOn: '127.0.0.1:8000',
      })),
    }),
    severity: 'note',
    text: /measured on 127\.0\.0\.1:8000/,
  },
  'warm-up-unsettled': {
    run: syntheticRun({ ...calm, warmupSettled: false }),
    severity: 'note',
    text: /did not settle for 2 of 2 servers/,
  },
  'restarted-to-rest': {
    run: withSteps([{ ratePerSecond: 100 }, { ratePerSecond: 200, change: { restedBy: 'restart' } }]),
    severity: 'note',
    text: /Before 200\/s/,
  },
  'rounds-disagree': {
    run: disagreeing(),
    severity: 'doubt',
    text: /p99<500ms: from 100\/s to 1,000\/s/,
  },
  'connections-used-up': {
    run: withSteps([{ shed: 100 }]),
    severity: 'note',
    text: /all 4,096 connections/,
    advice: /--max-connections/,
  },
  stalls: {
    run: withSteps([{ change: { stalls: [{ atMs: 300, lengthMs: 42, due: 'loop' }] } }]),
    severity: 'note',
    text: /stood still 2 times.*at most 42 ms, at 200\/s \(its own event loop\)/,
  },
  thin: {
    run: syntheticRun({ ...calm, rates: [1, 100], durationMs: 4_000, durationCapMs: 4_000 }),
    severity: 'note',
    text: /^Columns with fewer than 300 requests are faded: 1\/s\./,
  },
  'capacity-not-reached': {
    run: calmRun,
    severity: 'note',
    text: /No rate up to 1,000\/s surely failed p99<500ms/,
    advice: /--rates/,
  },
  'capacity-open': {
    run: withSteps([{ ratePerSecond: 100 }, disturbed(200), disturbed(300), hesitant(400)]),
    severity: 'doubt',
    text: /Above 100\/s no rate could be decided for p99<500ms, up to 400\/s \(disturbed by the generator or the machine: 2; too close to call: 1\)/,
    advice: /nothing else runs/,
  },
  'capacity-unknown': {
    run: syntheticRun({ ...calm, rates: [1, 2], rounds: 3 }),
    severity: 'doubt',
    text: /Nothing is known .* for p99<500ms and p50<50ms: of 2 rates, none surely passed and none surely failed \(too few requests: 2\)/,
    advice: /longer --duration/,
  },
  'search-cannot-tell': {
    run: searchedRun(
      { app: 1 },
      { rounds: 1, hostLimitedAt: Array.from({ length: 60 }, (_, i) => gridRate(90 + i, 40)) },
    ),
    severity: 'doubt',
    text: /The search cannot tell the capacity for p99<500ms/,
    advice: /nothing else runs/,
  },
  'not-tried': {
    run: syntheticRun({
      ...calm,
      rates: [1_000, 2_000, 4_000, 8_000],
      targets: [{ label: 'slow', server: { serviceMs: 20, workers: 1 } }],
    }),
    severity: 'note',
    text: /8,000\/s not tried: goodput/,
  },
  'slow-when-idle': {
    run: withSteps([
      { ratePerSecond: 1, latencies: [[2_000, 600]] },
      { ratePerSecond: 100, latencies: [[1_000, 600]] },
    ]),
    severity: 'note',
    text: /At 1\/s .* more than 2 ms, at 100\/s only 1 ms/,
  },
};

/** Slow while other processes held the CPUs. */
function disturbed(ratePerSecond: number): PlainStep {
  return {
    ratePerSecond,
    latencies: [[900_000, 1_000]],
    change: { machine: { ...one.machine, busyMs: 9_000 } },
  };
}

/** As many are too slow as the objective just lets pass, or does not. */
function hesitant(ratePerSecond: number): PlainStep {
  return {
    ratePerSecond,
    latencies: [
      [10_000, 990],
      [900_000, 10],
    ],
  };
}

/** The first round passes at 1,000/s, the second does not. */
function disagreeing(): Run {
  const run = withSteps([{ ratePerSecond: 100 }, { ratePerSecond: 1_000 }]);
  const targets = run.targets.map((target) => ({
    ...target,
    rounds: target.rounds.map((round) => ({
      ...round,
      steps: [
        plainStep({ ratePerSecond: 100 }),
        plainStep({
          ratePerSecond: 1_000,
          latencies: round.round === 1 ? [[10_000, 1_000]] : [[900_000, 1_000]],
        }),
      ],
    })),
  }));
  return { ...run, targets };
}

describe('the warning', () => {
  for (const [code, { run, others = [], severity, text, advice }] of Object.entries(examples)) {
    it(`${code} is given for its cause`, () => {
      const warning = analyseTogether([run, ...others]).warnings.find((found) => found.code === code);
      assert.ok(warning !== undefined, `no warning ${code}`);
      assert.equal(warning.severity, severity);
      assert.match(warning.text, text);
      if (advice !== undefined) assert.match(warning.advice ?? '', advice);
    });

    it(`${code} is a whole sentence that says what to do`, () => {
      for (const warning of analyseTogether([run, ...others]).warnings) {
        for (const sentence of [warning.text, warning.advice ?? '']) {
          assert.match(sentence, /[.”]$/);
          assert.doesNotMatch(sentence, /undefined|NaN|Infinity|null|\.\./);
        }
      }
    });
  }
});

describe('the warnings', () => {
  it('of a calm run hold nothing to doubt, and only what is always so', () => {
    const codes = analyse(calmRun).warnings.map(({ code }) => code);
    assert.deepEqual(codes, ['limits-not-enforced', 'capacity-not-reached']);
  });

  it('come with the worst first, and those about the whole run before those about one target', () => {
    const run = syntheticRun({
      ...calm,
      verify: false,
      placement: 'shared',
      generatorLimitedFrom: 1_000,
      targets: [{ label: 'frail', diesAt: 100 }],
    });
    const order = analyse(run).warnings.map(
      ({ severity, label }) => `${severity} ${label === null ? 'run' : 'target'}`,
    );
    const wanted = ['bad run', 'bad target', 'doubt run', 'doubt target', 'note run', 'note target'];
    assert.deepEqual(
      order,
      order.toSorted((a, b) => wanted.indexOf(a) - wanted.indexOf(b)),
    );
    assert.ok(['bad target', 'doubt run', 'doubt target', 'note run'].every((kind) => order.includes(kind)));
  });

  it('do not call a server that died one that would not rest', () => {
    const codes = analyse(syntheticRun({ ...calm, targets: [{ label: 'frail', diesAt: 100 }] })).warnings;
    assert.ok(codes.every(({ code }) => code !== 'restarted-to-rest'));
  });

  for (const [kind, text, advice] of [
    ['status-401', 'answered with status 401', /Authorization or Cookie/],
    ['status-404', 'answered with status 404', /Is the path right/],
    ['status-500', 'answered with status 500', /Lower rates/],
    ['wrong-page', 'answered with the wrong page', /Lower rates/],
    ['timeout-answer', 'not answered in time', /Lower rates/],
    ['refused', 'refused, as nobody listened', /Lower rates/],
  ] as const) {
    it(`of a first rate that fails say by which answers, and what to do: ${kind}`, () => {
      const run = withSteps([{ ratePerSecond: 100, latencies: [[10_000, 500]], failures: { [kind]: 500 } }]);
      const found = analyse(run).warnings.find(({ code }) => code === 'fails-at-once');
      assert.match(found?.text ?? '', new RegExp(`requests were ${text}\\.$`));
      assert.match(found?.advice ?? '', advice);
    });
  }

  it('of a target that failed leave its log out, but not what its build said first', () => {
    const told = (detail: string) => {
      const failure = { reason: 'exited', detail };
      const { warnings } = analyse(syntheticRun({ ...calm, targets: [{ label: 'x', failure }] }));
      return warnings.find(({ code }) => code === 'target-failed')?.text;
    };
    assert.equal(
      told('x ended with code 3.\nThe last lines of its log:\n  Error\n  at main'),
      'Could not be measured (exited): x ended with code 3.',
    );
    assert.equal(
      told('`make` failed. It says:\n  no rule\nThe whole log: build.log'),
      'Could not be measured (exited): `make` failed. It says: no rule.',
    );
  });

  it('about one round say nothing of ratios where there is one target', () => {
    const found = analyse(syntheticRun({ ...calm, rounds: 1 })).warnings.find(
      ({ code }) => code === 'one-round',
    );
    assert.doesNotMatch(found?.text ?? '', /ratio/);
  });

  it('of a quick sweep tell in one go what it gives up', () => {
    const quick = syntheticRun({ ...calm, quick: true, rounds: 1, rates: [1, 100], durationCapMs: 4_000 });
    const notes = analyse(quick).warnings.filter(({ code }) => /quick|round|thin/.test(code));
    assert.deepEqual(
      notes.map(({ code }) => code),
      ['quick-settings'],
    );
    assert.match(notes[0]?.text ?? '', /one round\..* faded: 1\/s\./);
  });

  it('of runs that are told together name the run that they are about, and once what holds of all', () => {
    const split = syntheticRun({ ...calm, targets: [{ label: 'a' }] });
    const shared = syntheticRun({ ...calm, placement: 'shared', targets: [{ label: 'b' }] });
    const texts = (code: string) =>
      analyseTogether([split, shared])
        .warnings.filter((warning) => warning.code === code)
        .map(({ text }) => text);
    assert.equal(texts('shared-placement').length, 1);
    assert.match(texts('shared-placement')[0] ?? '', /^Run 2: Generator and server shared/);
    assert.equal(texts('limits-not-enforced').length, 1);
    assert.match(texts('limits-not-enforced')[0] ?? '', /^Not limited/);
  });

  it('about few requests are told once for all targets', () => {
    const run = syntheticRun({
      ...calm,
      rates: [1, 100],
      durationMs: 4_000,
      durationCapMs: 4_000,
      targets: [{ label: 'a' }, { label: 'b' }],
    });
    const found = analyse(run).warnings.filter(({ code }) => code === 'thin');
    assert.deepEqual(
      found.map(({ label }) => label),
      [null],
    );
  });

  it('about limits tell less than the host has from more', () => {
    const { limits } = calmRun.host;
    const openFiles = { enforced: false, by: 'the hard limit here is 20000', effective: 20_000 };
    const run = { ...calmRun, host: { ...calmRun.host, limits: { ...limits, openFiles } } };
    const found = analyse(run).warnings.find(({ code }) => code === 'limits-not-enforced');
    assert.ok(found);
    assert.match(
      found.text,
      /had less than the host would give them: open files \(the hard limit here is 20000\)/,
    );
    assert.match(found.text, /Not limited to the host’s size: bandwidth/);
    assert.match(found.advice ?? '', /ulimit -Hn/);
    assert.doesNotMatch(found.advice ?? '', /had more/);
  });

  it('about a limit of open files are a note, unless a server came near it', () => {
    const { limits } = calmRun.host;
    const openFiles = { enforced: false, by: 'the hard limit here is 20000', effective: 20_000 };
    const severityWith = (maxOpenFiles: number | null) => {
      const run = withSteps([{ change: { server: { ...one.server, maxOpenFiles } } }]);
      const host = { ...run.host, limits: { ...limits, openFiles } };
      return analyse({ ...run, host }).warnings.find(({ code }) => code === 'limits-not-enforced')?.severity;
    };
    assert.equal(severityWith(900), 'note');
    assert.equal(severityWith(null), 'note');
    assert.equal(severityWith(19_000), 'doubt');
  });

  it('about ports that are held say whose closing it was', () => {
    const adviceWith = (opened: number, closedByServer: number) => {
      const machine = { ...one.machine, timeWaitAtStart: 20_000 };
      const connections = { ...one.connections, opened, closedByServer };
      const run = withSteps([{ change: { machine, connections } }]);
      return analyse(run).warnings.find(({ code }) => code === 'time-wait')?.advice ?? '';
    };
    assert.match(adviceWith(15_000, 14_000), /^The server closes/);
    assert.match(adviceWith(15_000, 1_000), /^We closed most of them/);
    assert.match(adviceWith(500, 500), /^Most were opened by what ran before/);
  });

  it('about a disturbed machine name the gravest cause first, and what helps against it', () => {
    const stolen = plainStep({ ratePerSecond: 200 });
    const machine = { ...stolen.machine, stealMs: 1_000 };
    const run = withSteps([disturbed(100), { ...stolen, machine }]);
    const found = analyse(run).warnings.find(({ code }) => code === 'host-limited');
    assert.match(
      found?.text ?? '',
      /^At every rate .*\(at worst, other processes took \d+ % of the CPUs; the hypervisor took 10 %/,
    );
    assert.match(found?.advice ?? '', /^Stop what else is running/);
  });

  it('do not repeat as stalls or slowness at rest what a disturbed machine explains', () => {
    const spoilt = (ratePerSecond: number, us: number): PlainStep => ({
      ratePerSecond,
      latencies: [[us, 600]],
      change: {
        machine: { ...one.machine, busyMs: 10_000_000 },
        stalls: [{ atMs: 300, lengthMs: 42, due: 'pacer' }],
      },
    });
    const codes = analyse(withSteps([spoilt(1, 2_000), spoilt(100, 1_000)])).warnings.map(({ code }) => code);
    assert.ok(codes.includes('host-limited'));
    assert.ok(codes.every((code) => code !== 'stalls' && code !== 'slow-when-idle'));
  });

  it('do not blame the server for a full queue that so few connections cannot have filled', () => {
    const step = (opened: number): PlainStep => ({
      change: {
        machine: { ...one.machine, listenOverflows: 9 },
        connections: { ...one.connections, opened },
      },
    });
    const codes = (opened: number) => analyse(withSteps([step(opened)])).warnings.map(({ code }) => code);
    assert.ok(!codes(511).includes('listen-overflow'));
    assert.ok(codes(512).includes('listen-overflow'));
  });

  it('never send anybody to a command that there is not', () => {
    const known = ['sweep', 'report', 'verify', 'build', 'targets'];
    for (const { run } of Object.values(examples)) {
      for (const { text, advice } of analyse(run).warnings) {
        for (const [, command = ''] of `${text} ${advice ?? ''}`.matchAll(/`bench (\w+)/g)) {
          assert.ok(known.includes(command), command);
        }
      }
    }
  });

  it('about stalls count those of the machine and ours apart', () => {
    const stalls = (['pacer', 'loop', 'loop'] as const).map((due) => ({ atMs: 300, lengthMs: 42, due }));
    const found = analyse(withSteps([{ change: { stalls } }])).warnings.filter(
      ({ code }) => code === 'stalls',
    );
    assert.equal(found.length, 1);
    assert.match(
      found[0]?.text ?? '',
      /stood still 6 times .*\(4 of its event loop’s own, 2 held up by the machine\)/,
    );
  });

  it('about stalls tell those of the machine from ours', () => {
    const stalls = [{ atMs: 300, lengthMs: 1_500, due: 'pacer' as const }];
    const found = analyse(withSteps([{ change: { stalls } }])).warnings.find(({ code }) => code === 'stalls');
    assert.match(found?.text ?? '', /at most 1.5 s, at 200\/s \(held up by the machine\)/);
  });
});

/** A run whose database had these hashes before and after. */
function withDatabase(sha256Before: string, sha256After: string | null): Run {
  const run = syntheticRun(calm);
  return { ...run, parts: run.parts.map((part) => ({ ...part, database: { sha256Before, sha256After } })) };
}

it('nothing is said of a database that stayed the same, or that nobody looked at again', () => {
  for (const after of ['a', null]) {
    const codes = analyse(withDatabase('a', after)).warnings.map(({ code }) => code);
    assert.ok(!codes.includes('database-changed'), codes.join());
  }
});
