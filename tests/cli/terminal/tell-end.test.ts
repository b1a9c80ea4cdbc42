import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyse } from '../../../src/analysis/analyse.ts';
import { createPaint, type Paint } from '../../../src/cli/terminal/paint.ts';
import { tellEnd } from '../../../src/cli/terminal/tell-end.ts';
import type { Analysis, CapacityOverRounds, TargetAnalysis } from '../../../src/model/analysis.ts';
import { syntheticRun } from '../../fixtures/run.ts';

const analysis = analyse(syntheticRun({ rates: [100], durationMs: 100, minSamples: 1 }));
const [base] = analysis.targets;
assert.ok(base !== undefined);

const capacity: CapacityOverRounds = {
  objective: 'p99<500ms',
  kind: 'value',
  ratePerSecond: 1_585,
  failedAtPerSecond: 1_995,
  rounds: [],
  interval: null,
  confidence: null,
};

const target = (change: Partial<TargetAnalysis>): TargetAnalysis => ({
  ...base,
  label: 'remix',
  capacities: [capacity],
  ...change,
});

const tellOf = (change: Partial<Analysis>, columns: number | null = null): string[] =>
  tellEnd({ ...analysis, warnings: [], ...change }, 'reports/x/report.html', columns, createPaint(0));

describe('the last lines of a sweep', () => {
  it('say the capacity of each target, and where the report is', () => {
    const capacities: CapacityOverRounds[] = [
      capacity,
      { ...capacity, objective: 'p50<50ms', interval: [1_259, 1_995], confidence: 0.75 },
      {
        ...capacity,
        kind: 'at-least',
        ratePerSecond: 10_000,
        failedAtPerSecond: null,
        interval: [10_000, 10_000],
      },
      { ...capacity, kind: 'none', ratePerSecond: null, failedAtPerSecond: 10 },
      { ...capacity, kind: 'none', ratePerSecond: null, failedAtPerSecond: null },
    ];
    const failure = { reason: 'exited', detail: 'leptos:ssr ended with code 3.\nIt printed nothing.' };
    assert.deepEqual(
      tellOf({ targets: [target({ capacities }), target({ label: 'leptos:ssr', failure, steps: [] })] }),
      [
        '',
        'remix       meets p99<500ms up to 1,585/s, fails it at 1,995/s',
        '            meets p50<50ms up to 1,585/s, fails it at 1,995/s; the median over rounds between 1,259/s and 1,995/s (75 %)',
        '            meets p99<500ms up to at least 10,000/s; no rate that was tried surely fails it',
        '            no rate is shown to meet p99<500ms; 10/s fails it',
        '            no rate is shown to meet p99<500ms',
        'leptos:ssr  not measured (exited): ended with code 3.',
        '',
        'Report: reports/x/report.html',
      ],
    );
  });

  it('break between words where the terminal is narrow', () => {
    const lines = tellOf(
      { targets: [target({ capacities: [{ ...capacity, kind: 'at-least', failedAtPerSecond: null }] })] },
      60,
    );
    assert.deepEqual(lines.slice(1, 3), [
      'remix  meets p99<500ms up to at least 1,585/s; no rate that',
      '       was tried surely fails it',
    ]);
  });

  it('stand below a label that leaves them no room', () => {
    const lines = tellOf({ targets: [target({ label: 'python3-http.server' })] }, 40);
    assert.deepEqual(lines.slice(1, 4), [
      'python3-http.server',
      '  meets p99<500ms up to 1,585/s, fails',
      '  it at 1,995/s',
    ]);
  });

  it('say what to doubt, the worst first, and only what can be read at a glance', () => {
    const warning = { code: 'x', label: null, advice: null } as const;
    const warnings = [
      { ...warning, severity: 'note', text: 'a note' },
      ...['one', 'two', 'three', 'four'].map((text) => ({ ...warning, severity: 'doubt' as const, text })),
      { ...warning, severity: 'bad', code: 'target-failed', text: 'told above', label: 'leptos:ssr' },
      { ...warning, severity: 'bad', text: 'the worst of all that there is', label: 'remix' },
    ] as const;
    assert.deepEqual(tellOf({ targets: [], warnings }, 30).slice(1), [
      '',
      'To doubt:',
      '  ! remix: the worst of all',
      '    that there is',
      '  ! one',
      '  ! two',
      '  ! three',
      '  and 1 more in the report',
      '',
      'Report: reports/x/report.html',
    ]);
  });

  it('say of a target that failed what was measured of it before', () => {
    const failure = {
      reason: 'exited',
      detail: 'In round 2, remix ended with code 3 before it was ready.\nIt printed nothing.',
    };
    assert.deepEqual(tellOf({ targets: [target({ failure })] }).slice(1, 3), [
      'remix  meets p99<500ms up to 1,585/s, fails it at 1,995/s',
      '       not measured to its end (exited): In round 2, remix ended with code 3 before it was ready.',
    ]);
  });

  it('are good news only where a search found a rate that meets the objective', () => {
    const marked: Paint = {
      ...createPaint(0),
      good: (text) => `good(${text})`,
      doubtful: (text) => `doubtful(${text})`,
      bad: (text) => `bad(${text})`,
    };
    const searched = { passedPerSecond: null, interval: [null, null], steps: 3, ms: 1, ended: null } as const;
    const told = (change: Partial<CapacityOverRounds>) => {
      const targets = [target({ capacities: [{ ...capacity, searched, ...change }] })];
      const lines = tellEnd({ ...analysis, warnings: [], targets }, 'report.html', null, marked);
      return /: (\w+\(.*?\));/.exec(lines[1] ?? '')?.[1];
    };
    assert.equal(told({}), 'good(1,585/s)');
    assert.equal(told({ kind: 'none', ratePerSecond: null }), 'bad(none)');
    const open = { ratePerSecond: null, failedAtPerSecond: null } as const;
    assert.equal(told({ kind: 'none', ...open }), 'doubtful(not known)');
    assert.equal(told({ kind: 'cannot-tell', ratePerSecond: null }), 'doubtful(not known)');
  });

  it('say of a target of which no step was measured that it was not', () => {
    const none = { ...capacity, kind: 'none', ratePerSecond: null, failedAtPerSecond: null } as const;
    assert.equal(
      tellOf({ targets: [target({ steps: [], capacities: [none] })] })[1],
      'remix  not measured: The sweep ended before its first rate.',
    );
  });

  it('say what to do about the worst', () => {
    const bad = {
      code: 'x',
      severity: 'bad',
      label: null,
      text: 'Status 429.',
      advice: 'A rate limiter?',
    } as const;
    const doubt = { ...bad, severity: 'doubt', text: 'It is slow.' } as const;
    const lines = tellOf({ targets: [], warnings: [bad, doubt] });
    assert.deepEqual(lines.slice(3, 5), ['  ! Status 429. A rate limiter?', '  ! It is slow.']);
  });

  it('do not name the one target there is in each of its doubts', () => {
    const doubt = {
      code: 'x',
      severity: 'doubt',
      label: 'remix',
      text: 'It is slow.',
      advice: null,
    } as const;
    const told = (targets: readonly TargetAnalysis[]) => tellOf({ targets: [...targets], warnings: [doubt] });
    assert.ok(told([target({})]).includes('  ! It is slow.'));
    assert.ok(told([target({}), target({ label: 'leptos' })]).includes('  ! remix: It is slow.'));
  });
});
