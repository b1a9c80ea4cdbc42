import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { nowUs } from '../../../src/measure/load/clock.ts';
import { type PacerOfLoop, Timekeeper } from '../../../src/measure/load/timekeeper.ts';

// Long enough for a crowded machine to get to its loop, shorter than the loop sleeps at a stretch.
const GAP_US = 45_000;

/** A pacer that writes down what it is asked, and never sleeps or wakes. */
class Asked implements PacerOfLoop {
  readonly graces: number[] = [];
  readonly dueUs: number[] = [];
  readonly slept: number[] = [];
  grace(us: number): void {
    this.graces.push(us);
  }
  dueAt(us: number): void {
    this.dueUs.push(us);
  }
  sleepUntil(us: number): void {
    this.slept.push(us);
  }
}

/** Resolves with what the loop did, once it did what was due at `nextUs`. */
function waitFor(options: { readonly ownCpus?: boolean; readonly awaitsAnswers?: () => boolean } = {}) {
  const pacer = new Asked();
  // Counted from when the loop first asks, so that nothing that happens before shortens it.
  let dueUs: number | null = null;
  const nextUs = () => {
    dueUs ??= nowUs() + GAP_US;
    return dueUs;
  };
  const acted = Promise.withResolvers<{ readonly atUs: number; readonly lateUs: number | null }>();
  const timekeeper = new Timekeeper(
    pacer,
    {
      nextUs,
      awaitsAnswers: options.awaitsAnswers ?? (() => false),
      act: (atUs, lateUs) => {
        timekeeper.close();
        acted.resolve({ atUs, lateUs });
      },
    },
    GAP_US,
    options.ownCpus ?? false,
  );
  return { pacer, nextUs, timekeeper, acted: acted.promise };
}

const turnOfTheLoop = () => new Promise((resolve) => setImmediate(resolve));

describe('a loop that waits for the next arrival', () => {
  it('sleeps by itself until the moment, while nothing is in flight', async () => {
    const { pacer, nextUs, timekeeper, acted } = waitFor();
    timekeeper.plan();
    const { atUs, lateUs } = await acted;
    assert.ok(pacer.slept.length > 0);
    const aims = [nextUs(), nextUs() - 300];
    assert.ok(
      pacer.slept.every((us) => aims.includes(us)),
      'first to a little before it, then to the moment itself',
    );
    assert.ok(atUs >= nextUs(), 'never early');
    assert.equal(lateUs, atUs - nextUs());
  });

  it('does not sleep while an answer may come, and is not woken before it would be late', async () => {
    const { pacer, nextUs, timekeeper } = waitFor({ awaitsAnswers: () => true });
    timekeeper.plan();
    await turnOfTheLoop();
    await turnOfTheLoop();
    assert.deepEqual(pacer.slept, []);
    assert.deepEqual(
      pacer.dueUs,
      [nextUs()],
      'the pacer knows the moment, and the loop waits for its connections',
    );
    assert.ok((pacer.graces.at(-1) ?? 0) > 0);
  });

  it('with CPUs of its own wakes ahead of the moment, and polls until it has come', async () => {
    const { pacer, nextUs, timekeeper, acted } = waitFor({ ownCpus: true });
    timekeeper.plan();
    const { atUs } = await acted;
    const [sleptUntilUs = Number.NaN] = pacer.slept;
    assert.ok(
      sleptUntilUs < nextUs() && sleptUntilUs >= nextUs() - GAP_US / 10,
      `${nextUs() - sleptUntilUs} µs ahead`,
    );
    assert.ok(atUs >= nextUs(), 'never early');
  });

  it('relies on the pacer as soon as an arrival finds something in flight', async () => {
    const { pacer, timekeeper } = waitFor();
    timekeeper.took(true);
    assert.equal(pacer.graces.at(-1), 0, 'woken at the moment itself');
    timekeeper.plan();
    await turnOfTheLoop();
    assert.deepEqual(pacer.slept, []);
  });

  it('has the pacer wake it ahead of the moment where polling takes the CPU from nobody', async () => {
    const { pacer, nextUs, timekeeper } = waitFor({ ownCpus: true, awaitsAnswers: () => true });
    timekeeper.took(true);
    timekeeper.plan();
    await turnOfTheLoop();
    assert.deepEqual(pacer.dueUs, [nextUs() - 30]);
  });

  it('keeps the time itself again after five arrivals in a row that found nothing in flight', () => {
    const { pacer, timekeeper } = waitFor();
    timekeeper.took(true);
    for (let i = 0; i < 4; i++) timekeeper.took(false);
    timekeeper.took(true);
    for (let i = 0; i < 4; i++) timekeeper.took(false);
    assert.equal(pacer.graces.at(-1), 0, 'one that did begins the row anew');
    timekeeper.took(false);
    assert.ok((pacer.graces.at(-1) ?? 0) > 0);
  });

  it('leaves the waiting to the pacer when nothing is due any more', () => {
    const { pacer, timekeeper } = waitFor();
    timekeeper.drain();
    assert.equal(pacer.graces.at(-1), 0);
  });

  describe('after an answer', () => {
    /** A loop with the first arrivals due so far from now, each found when the one before it was acted upon. */
    function withArrivals(
      t: TestContext,
      dueInUs: readonly number[],
      awaitsAnswers: (acted: number) => boolean,
    ) {
      const pacer = new Asked();
      const startUs = nowUs();
      let acted = 0;
      const timekeeper = new Timekeeper(
        pacer,
        {
          nextUs: () => startUs + (dueInUs[acted] ?? Number.POSITIVE_INFINITY),
          awaitsAnswers: () => awaitsAnswers(acted),
          act: () => {
            acted += 1;
            if (acted === dueInUs.length) timekeeper.close();
          },
        },
        GAP_US,
        false,
      );
      t.after(() => timekeeper.close());
      return { pacer, timekeeper, acted: () => acted };
    }

    it('sleeps and acts within the call where nothing else is in flight', (t) => {
      for (let nth = 1; ; nth++) {
        const { pacer, timekeeper, acted } = withArrivals(t, [2_000, 1e9], (n) => n > 0);
        timekeeper.proceed();
        assert.equal(acted(), 1);
        if (pacer.slept.length > 0) return;
        // Where the machine stood still meanwhile, nothing was left to sleep for.
        assert.ok(nth < 20, 'it never sleeps');
      }
    });

    it('leaves that to a turn of the event loop where another answer may come', async (t) => {
      const { pacer, timekeeper, acted } = withArrivals(t, [0, 1e9], () => true);
      timekeeper.proceed();
      assert.equal(acted(), 0);
      await turnOfTheLoop();
      assert.equal(acted(), 1);
      assert.deepEqual(pacer.slept, []);
    });

    it('looks at its connections before every arrival that it is late for', async (t) => {
      const { timekeeper, acted } = withArrivals(t, [0, 0, 0], () => false);
      timekeeper.proceed();
      for (const expected of [1, 2, 3]) {
        assert.equal(acted(), expected);
        await turnOfTheLoop();
      }
    });

    it('looks at its connections before an arrival that is far away', async (t) => {
      const { pacer, timekeeper, acted } = withArrivals(t, [GAP_US], () => false);
      timekeeper.proceed();
      assert.equal(pacer.slept.length, 1);
      assert.equal(acted(), 0);
    });
  });

  it('does nothing more once it is closed', async () => {
    const { pacer, timekeeper } = waitFor();
    timekeeper.plan();
    timekeeper.close();
    await turnOfTheLoop();
    assert.deepEqual([pacer.dueUs, pacer.slept], [[], []]);
  });
});
