import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  judgeBeforeSweep,
  judgeExamination,
  judgeRun,
  judgeShortTrial,
} from '../../../src/analysis/doctor/examine.ts';
import { headingOf, titleOf } from '../../../src/analysis/doctor/titles.ts';
import type { CheckedStep, Examination, Setting } from '../../../src/model/examination.ts';
import {
  rungAt,
  soundEven,
  soundExamination,
  soundHeld,
  soundSetting,
  soundStep,
} from '../../fixtures/examination.ts';

type Change = Partial<Examination>;

const lineIn = (change: Change, code: string) => {
  const { lines } = judgeExamination({ ...soundExamination, ...change });
  const line = lines.find((candidate) => candidate.code === code);
  assert.ok(line !== undefined, `there is a line ${code}`);
  return line;
};

const setting = (change: Partial<Setting>): Change => ({ setting: { ...soundSetting, ...change } });
const machine = (change: Partial<Setting['machine']>): Change =>
  setting({ machine: { ...soundSetting.machine, ...change } });
const step = (change: Partial<CheckedStep>): Change => ({
  steps: [
    { ...soundEven, ...change },
    { ...soundStep, ...change },
  ],
});
const off = (percentile: number, truthUs: number, errorUs: number): Change =>
  step({ percentiles: [{ percentile, truthUs, reportedUs: truthUs + errorUs, errorUs }] });

/** What is changed of a sound examination, the line that it concerns, its verdict, and words that its value holds. */
const table: readonly (readonly [
  what: string,
  change: Change,
  code: string,
  verdict: string,
  value: RegExp,
])[] = [
  ['fewer CPUs than the host', machine({ cpus: 1 }), 'cpus', 'bad', /1, but the host has 2/],
  [
    'a host reduced by split placement',
    setting({ placement: { ...soundSetting.placement, reducedTo: 1 } }),
    'cpus',
    'doubtful',
    /leaves servers 1 of the host’s 2/,
  ],
  [
    'memory that nothing limits',
    setting({
      limits: { ...soundSetting.limits, memory: { enforced: false, by: 'no cgroups', effective: null } },
    }),
    'limits',
    'doubtful',
    /^memory not as the host has them: no cgroups$/,
  ],
  ['1,024 open files', setting({ openFiles: 1_024 }), 'open-files', 'bad', /1,024/],
  ['4,096 open files', setting({ openFiles: 4_096 }), 'open-files', 'doubtful', /4,096/],
  ['a thousand local ports', machine({ localPorts: 1_000 }), 'local-ports', 'bad', /1,000/],
  ['a backlog of 128', machine({ somaxconn: 128 }), 'listen-backlog', 'doubtful', /128/],
  ['a saving governor', setting({ governors: ['powersave'] }), 'governor', 'doubtful', /powersave/],
  [
    'a busy neighbour',
    { load: { ...soundExamination.load, othersShare: 0.06 } },
    'other-load',
    'bad',
    /use 6 % of the CPUs/,
  ],
  ['some steal', { load: { ...soundExamination.load, stealShare: 0.03 } }, 'steal', 'doubtful', /3 %/],
  [
    'a generator that nothing pins',
    setting({ generator: { pinnedBy: null, priorityBy: null } }),
    'generator-cpus',
    'doubtful',
    /not pinned/,
  ],
  ['a timer 1 ms late', step({ sleepLate: { p50Us: 50, p99Us: 1_000 } }), 'timer', 'doubtful', /1 ms at p99/],
  ['a rate half a percent off', step({ seenRatePerSecond: 502.5 }), 'rate', 'doubtful', /0.5 % off/],
  ['a rate that nobody saw', step({ seenRatePerSecond: null }), 'rate', 'bad', /unknown/],
  ['arrivals in clumps', step({ arrivalLate: { p50Us: 2_000, p99Us: 9_000 } }), 'arrivals', 'bad', /9 ms/],
  ['a p50 0.3 ms off', off(50, 5_000, 300), 'truth', 'good', /p50 \+0.3 ms/],
  ['a p50 0.4 ms off', off(50, 5_000, 400), 'truth', 'doubtful', /p50 \+0.4 ms/],
  ['a p50 that is too low', off(50, 50_000, -25_000), 'truth', 'bad', /p50 −25 ms/],
  ['a p99 3 % off', off(99, 1_000_000, 30_000), 'truth', 'good', /p99 \+30 ms/],
  ['a p99.9 far off', off(99.9, 5_000, 50_000), 'truth', 'doubtful', /p99.9 \+50 ms/],
  [
    'requests without an answer',
    step({ succeeded: 1_999 }),
    'unanswered',
    'bad',
    /^1 of 2,000 requests at 500\/s$/,
  ],
  [
    'a pause that is not shown',
    {
      steps: [
        soundStep,
        {
          ...soundHeld,
          percentiles: [{ percentile: 99, truthUs: 950_000, reportedUs: 2_000, errorUs: -948_000 }],
        },
      ],
    },
    'held-answers',
    'bad',
    /2 ms reported, 950 ms true/,
  ],
  [
    'late from 5,000/s on',
    { rungs: [rungAt(1_000), rungAt(5_000, 1_500)] },
    'highest-rate',
    'doubtful',
    /^1,000\/s$/,
  ],
  ['late everywhere', { rungs: [rungAt(1_000, 1_500)] }, 'highest-rate', 'bad', /less than 1,000\/s/],
  [
    'a missing toolchain',
    {
      tools: [
        ...soundExamination.tools,
        { target: 'leptos', missing: [{ what: 'cargo', problem: 'not here', hint: 'install Rust' }] },
      ],
    },
    'toolchains',
    'doubtful',
    /2 of 3 built-in targets; not for leptos/,
  ],
];

describe('the doctor', () => {
  it('does not speak of the servers’ CPUs where the generator is on another machine', () => {
    const remote = setting({ placement: { ...soundSetting.placement, resolved: 'remote' } });
    assert.match(lineIn(remote, 'cpus').value, /the generator is on another machine$/);
    const several = setting({
      placement: { ...soundSetting.placement, resolved: 'remote' },
      generator: { ...soundSetting.generator, machines: 3 },
    });
    assert.match(lineIn(several, 'cpus').value, /the load comes from 3 other machines$/);
    assert.doesNotMatch(lineIn(remote, 'generator-cpus').why, /servers/);
  });

  it('has nothing against a sound machine, and then no advice', () => {
    const { verdict, lines, trustedUpToPerSecond } = judgeExamination(soundExamination);
    assert.deepEqual(
      lines.filter((line) => line.verdict !== 'good' || line.advice !== null),
      [],
    );
    assert.equal(verdict, 'good');
    assert.equal(trustedUpToPerSecond, 20_000);
  });

  for (const [what, change, code, verdict, value] of table) {
    it(`says of ${what}: ${verdict}`, () => {
      const line = lineIn(change, code);
      assert.equal(line.verdict, verdict);
      assert.match(line.value, value);
      assert.equal(line.advice === null, verdict === 'good');
      assert.equal(judgeExamination({ ...soundExamination, ...change }).verdict, verdict);
    });
  }

  it('leaves a limit of open files to the report, which knows how many a server had', () => {
    const openFiles = { enforced: false, by: 'the hard limit here is 20000', effective: 20_000 };
    const { verdict, value } = lineIn(setting({ limits: { ...soundSetting.limits, openFiles } }), 'limits');
    assert.equal(verdict, 'good');
    assert.match(value, /open files not as the host has them: the hard limit here is 20000/);
  });

  it('advises to arrange limits where they can be had, and another machine where this one is too small', () => {
    const loose = { enforced: false, by: 'not here', effective: 1 };
    const limits = { ...soundSetting.limits, cpu: loose, memory: loose };
    assert.match(lineIn(setting({ limits }), 'limits').advice ?? '', /taskset.*Run as root/);
    const small = { ...soundSetting.machine, cpus: 1, memoryBytes: 2 ** 30 };
    const advice = lineIn(setting({ limits, machine: small }), 'limits').advice ?? '';
    assert.match(advice, /2 CPUs.*more memory/);
    assert.doesNotMatch(advice, /taskset|root/);
  });

  it('says nothing about what a system does not show', () => {
    const { lines } = judgeExamination({
      ...soundExamination,
      setting: {
        ...soundSetting,
        openFiles: null,
        governors: [],
        machine: { ...soundSetting.machine, somaxconn: null, localPorts: null },
      },
      load: { ms: 1, othersShare: null, stealShare: null },
    });
    const codes = lines.map(({ code }) => code);
    for (const code of ['open-files', 'governor', 'listen-backlog', 'local-ports', 'other-load', 'steal'])
      assert.ok(!codes.includes(code), code);
  });

  it('has a name and a heading for every line', () => {
    const { lines } = judgeExamination({
      ...soundExamination,
      setting: { ...soundSetting, placement: { ...soundSetting.placement, resolved: 'shared' } },
    });
    const short = [...judgeBeforeSweep(soundSetting), ...judgeShortTrial(soundExamination)];
    for (const { code } of [...lines, ...short]) assert.notEqual(titleOf(code), code);
    assert.equal(new Set(lines.map(({ code }) => code)).size, lines.length, 'each line once');
    assert.equal(titleOf('of-another-version'), 'of-another-version');
    assert.equal(headingOf('of-another-version'), 'This machine');
  });

  it('doubts the top rate of a sweep that does not leave on time', () => {
    const top = (lateP99Us: number) =>
      judgeShortTrial({ steps: [soundEven, soundStep], rungs: [rungAt(10_000, lateP99Us)] }).at(-1);
    assert.equal(top(900)?.verdict, 'good');
    assert.equal(top(3_000)?.verdict, 'doubtful');
    assert.match(top(3_000)?.value ?? '', /at 10,000\/s, 3 ms late at p99/);
  });
});

describe('what was checked before the steps of a run', () => {
  const partWith = (governors: readonly string[], lateP99Us: number) => ({
    startedAt: '2026-01-15T09:00:00.000Z',
    machine: soundSetting.machine,
    examination: {
      setting: { ...soundSetting, governors },
      steps: [soundStep],
      rungs: [rungAt(10_000, lateP99Us)],
    },
  });
  const verdictsOf = (...[run]: Parameters<typeof judgeRun>) =>
    Object.fromEntries(judgeRun(run).map(({ code, verdict }) => [code, verdict]));

  it('is judged from the figures; over several parts the worst stands', () => {
    const parts = [partWith(['powersave'], 100), partWith(['performance'], 9_000)];
    const verdicts = verdictsOf({ parts });
    assert.equal(verdicts['governor'], 'doubtful');
    assert.equal(verdicts['top-rate'], 'doubtful');
    assert.equal(verdicts['cpus'], 'good');
    assert.equal(verdictsOf({ parts: parts.slice(1) })['governor'], 'good');
  });

  it('is what an older run says of itself, beside what its later parts show', () => {
    const line = { code: 'governor', verdict: 'bad', value: 'it was', why: 'it was', advice: null } as const;
    const old = { ...partWith([], 100), examination: null };
    assert.deepEqual(judgeRun({ parts: [old], doctorLines: [line] }), [line]);
    const resumed = verdictsOf({ parts: [old, partWith(['performance'], 100)], doctorLines: [line] });
    assert.equal(resumed['governor'], 'bad');
    assert.equal(resumed['top-rate'], 'good');
  });
});
