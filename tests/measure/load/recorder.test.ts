import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Recorder } from '../../../src/measure/load/recorder.ts';
import { Histogram } from '../../../src/model/histogram.ts';

const WINDOW_US = 1_000_000;

/** Fates of arrivals: when each is due, what becomes of it, and how long that takes. */
const fates = fc.array(
  fc.record({
    dueUs: fc.integer({ min: 0, max: WINDOW_US - 1 }),
    fate: fc.constantFrom('succeeded', 'failed', 'shed' as const),
    tookUs: fc.integer({ min: 0, max: 3_000_000 }),
  }),
  { maxLength: 200 },
);

describe('a recorder', () => {
  it('adds up, whatever happens', () => {
    fc.assert(
      fc.property(fates, (list) => {
        const recorder = new Recorder(0, WINDOW_US);
        for (const { dueUs, fate, tookUs } of list) {
          recorder.dispatched(dueUs, dueUs + 5);
          if (fate === 'shed') {
            recorder.turnedAway(dueUs, dueUs + 5, null);
            continue;
          }
          recorder.undertaken();
          recorder.sent(dueUs, dueUs + 10);
          const times = { intendedUs: dueUs, dispatchedUs: dueUs + 5, writtenUs: dueUs + 10 };
          if (fate === 'succeeded') recorder.succeeded(times, dueUs + tookUs);
          else recorder.failed(times, 'reset', dueUs + tookUs);
        }
        const { requests } = recorder;
        const count = (fate: string) => list.filter((one) => one.fate === fate).length;
        assert.equal(requests.scheduled, list.length);
        assert.equal(requests.scheduled, requests.succeeded + requests.failed + requests.shed);
        assert.equal(requests.succeeded, count('succeeded'));
        assert.equal(recorder.failures['reset'] ?? 0, requests.failed);
        assert.equal(Histogram.decode(recorder.observation().latency).count, requests.succeeded);
        assert.equal(recorder.inFlight, 0);
        const inWindow = list.filter(
          (one) => one.fate === 'succeeded' && one.dueUs + one.tookUs <= WINDOW_US,
        );
        assert.equal(recorder.completedInWindow, inWindow.length);
        for (const key of ['scheduled', 'succeeded', 'failed', 'shed'] as const) {
          const total = recorder.slices.reduce((sum, slice) => sum + slice[key], 0);
          assert.equal(total, key === 'scheduled' ? list.length : requests[key]);
        }
      }),
    );
  });

  it('writes down what is in flight as each slice ends, also when it looks late', () => {
    const recorder = new Recorder(0, WINDOW_US);
    recorder.dispatched(0, 0);
    recorder.undertaken();
    recorder.closeSlices(WINDOW_US / 20);
    recorder.dispatched(60_000, 60_000);
    recorder.undertaken();
    recorder.closeSlices(WINDOW_US / 4);
    assert.deepEqual(
      recorder.slices.slice(0, 6).map(({ inFlight }) => inFlight),
      [1, 2, 2, 2, 2, 0],
    );
  });

  it('keeps a stall with its time and length', () => {
    const recorder = new Recorder(1_000_000, WINDOW_US);
    recorder.woken(1_100_000, 1_100_050);
    recorder.woken(1_200_000, 1_230_000);
    assert.deepEqual(recorder.stalls, [{ atMs: 200, lengthMs: 30, due: 'loop' }]);
  });
});
