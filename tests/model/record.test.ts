import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Event } from '../../src/model/event.ts';
import { beginRun, type RunIdentity, record, type SweepStarted } from '../../src/model/record.ts';
import { type Run, runSchema } from '../../src/model/run.ts';
import { problemsOf } from '../../src/model/schema.ts';
import { eventsOf } from '../fixtures/events.ts';
import { rungAt, soundSetting, soundStep } from '../fixtures/examination.ts';
import { type SyntheticOptions, syntheticRun } from '../fixtures/run.ts';

const identityOf = (run: Run): RunIdentity => ({
  id: run.id,
  toolVersion: run.tool.version,
  command: run.command,
});

function startOf(events: readonly Event[]): SweepStarted {
  const [first] = events;
  assert.equal(first?.kind, 'sweep-started');
  return first;
}

function fold(identity: RunIdentity, events: readonly Event[]): Run {
  return events.slice(1).reduce(record, beginRun(identity, startOf(events)));
}

const small: SyntheticOptions = { rates: [10, 100], durationMs: 500, minSamples: 5 };

describe('the record of a sweep', () => {
  it('begins with everything decided and nothing measured', () => {
    const told = syntheticRun(small);
    const begun = beginRun(identityOf(told), startOf(eventsOf(told)));
    assert.deepEqual(problemsOf(runSchema, begun), []);
    assert.deepEqual(
      begun.targets.map(({ label, rounds, page, failure }) => ({ label, rounds, page, failure })),
      [{ label: 'remix', rounds: [], page: null, failure: null }],
    );
    assert.equal(begun.finishedAt, null);
  });

  it('is, at the end, the run that the events tell of', () => {
    const told = syntheticRun({
      ...small,
      targets: [
        { label: 'remix' },
        { label: 'vanilla', diesAt: 100 },
        { label: 'leptos', failure: { reason: 'missing-tool', detail: 'cargo is not installed' } },
      ],
      rounds: 2,
    });
    assert.deepEqual(fold(identityOf(told), eventsOf(told)), told);
  });

  it('holds after every event a run that can be saved, whatever the sweep was like', () => {
    const sweeps = fc.record({
      seed: fc.nat(1_000),
      rounds: fc.integer({ min: 1, max: 3 }),
      order: fc.constantFrom('up', 'down', 'shuffled'),
      interruptedAfter: fc.constantFrom(1, 2, 5, 100),
      targets: fc.uniqueArray(
        fc.record({
          label: fc.constantFrom('remix', 'leptos:ssr', 'vanilla', '__proto__'),
          diesAt: fc.constantFrom(1, 20, 1e9),
          failure: fc.constantFrom(null, null, { reason: 'build-failed', detail: 'exit code 1' }),
        }),
        { minLength: 1, selector: ({ label }) => label },
      ),
    });
    fc.assert(
      fc.property(sweeps, (sweep) => {
        const told = syntheticRun({ ...small, ...sweep });
        const events = eventsOf(told);
        let run = beginRun(identityOf(told), startOf(events));
        for (const event of events.slice(1)) {
          run = record(run, event);
          assert.deepEqual(problemsOf(runSchema, run), []);
        }
        assert.deepEqual(run, told);
      }),
      { numRuns: 40 },
    );
  });

  it('shares what an event does not change with the run before it', () => {
    const told = syntheticRun({ ...small, targets: [{ label: 'remix' }, { label: 'vanilla' }] });
    const events = eventsOf(told);
    const last = events.findLastIndex(({ kind }) => kind === 'step-finished');
    const before = fold(identityOf(told), events.slice(0, last));
    const event = events[last];
    assert.equal(event?.kind, 'step-finished');
    const after = record(before, event);
    assert.equal(after.plan, before.plan);
    for (const [at, target] of after.targets.entries()) {
      if (target.label === event.label) assert.notEqual(target, before.targets[at]);
      else assert.equal(target, before.targets[at]);
    }
  });

  it('does not change the run that it is given', () => {
    const told = syntheticRun({ ...small, targets: [{ label: 'remix', diesAt: 100 }] });
    const events = eventsOf(told);
    let run = deepFrozen(beginRun(identityOf(told), startOf(events)));
    for (const event of events.slice(1)) run = deepFrozen(record(run, event));
    assert.deepEqual(run, told);
  });

  it('resumes an interrupted run in a second part, on another server of the same round', () => {
    const whole = syntheticRun(small);
    const partial = syntheticRun({ ...small, interruptedAfter: 1 });
    assert.notEqual(partial.interrupted, null);
    const events = eventsOf(whole);
    const at = '2026-01-15T12:00:00.000Z';
    const again: Event[] = events.flatMap((event): Event[] => {
      if (event.kind === 'sweep-started') return [{ ...event, at }];
      const done =
        event.kind === 'step-finished' && event.step.ratePerSecond === whole.plan.rates[0]?.ratePerSecond;
      return done ? [] : [event];
    });
    const resumed = again.reduce(record, partial);
    assert.deepEqual(problemsOf(runSchema, resumed), []);
    assert.equal(resumed.startedAt, partial.startedAt);
    assert.equal(resumed.interrupted, null);
    assert.equal(resumed.finishedAt, whole.finishedAt);
    assert.deepEqual(
      resumed.parts.map(({ startedAt }) => startedAt),
      [partial.startedAt, at],
    );
    const [round] = resumed.targets[0]?.rounds ?? [];
    assert.equal(round?.servers.length, 2);
    assert.deepEqual(
      round?.steps.map(({ ratePerSecond }) => ratePerSecond),
      [10, 100],
    );
  });

  it('tries again in a second part what could not be measured in the first', () => {
    const told = syntheticRun({
      ...small,
      targets: [
        { label: 'remix', failure: { reason: 'port-in-use', detail: 'taken' } },
        { label: 'vanilla' },
      ],
      interruptedAfter: 1,
    });
    const failures = ({ targets }: Run) => targets.map(({ failure }) => failure?.reason ?? null);
    assert.deepEqual(failures(told), ['port-in-use', null]);
    const [start, ...rest] = eventsOf(told);
    assert.ok(start);
    const begun = record(told, start);
    assert.deepEqual(failures(begun), [null, null]);
    const failed = rest.find(({ kind }) => kind === 'target-failed');
    assert.ok(failed);
    assert.deepEqual(failures(record(begun, failed)), ['port-in-use', null]);
  });

  it('keeps how a target was built, and why it could not be', () => {
    const started = startOf(eventsOf(syntheticRun(small)));
    const failure = { reason: 'build-failed', detail: 'broken' };
    const build = { durationMs: 5, cached: true };
    const after = (change: object) => {
      const targets = started.targets.map((facts) => ({ ...facts, ...change }));
      const run = beginRun(identityOf(syntheticRun(small)), { ...started, targets });
      return [run, record(run, { ...started, targets })].map(({ targets: [target] }) => [
        target?.build,
        target?.failure,
      ]);
    };
    assert.deepEqual(after({ build, failure: null }), Array(2).fill([build, null]));
    assert.deepEqual(after({ build: null, failure }), Array(2).fill([null, failure]));
  });

  it('keeps the figures of the examination with the part that they were taken in', () => {
    const told = syntheticRun(small);
    const start = startOf(eventsOf(told));
    const trial = { steps: [soundStep], rungs: [rungAt(1_000)] };
    const seen: Event[] = [
      { kind: 'host-examined', setting: soundSetting },
      { kind: 'generator-tried', trial },
      start,
      { kind: 'host-examined', setting: soundSetting },
    ];
    assert.deepEqual(
      seen.reduce(record, beginRun(identityOf(told), start)).parts.map(({ examination }) => examination),
      [
        { setting: soundSetting, ...trial },
        { setting: soundSetting, steps: [], rungs: [] },
      ],
    );
  });

  it('refuses an event about what it has not seen begin', () => {
    const told = syntheticRun(small);
    const events = eventsOf(told);
    const start = beginRun(identityOf(told), startOf(events));
    const step = events.find((event) => event.kind === 'step-finished');
    const warmed = events.find((event) => event.kind === 'server-warmed');
    const block = events.find((event) => event.kind === 'block-started');
    assert.ok(step && warmed && block);
    assert.throws(() => record(start, step), /round 1 of "remix", whose block has not started/);
    assert.throws(() => record(start, { ...step, label: 'vue' }), /the target "vue"/);
    assert.throws(() => record(record(start, block), warmed), /a server of "remix", round 1; none started/);
  });
});

function deepFrozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFrozen);
  }
  return value;
}
