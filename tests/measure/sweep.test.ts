import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Event } from '../../src/model/event.ts';
import { beginRun, record } from '../../src/model/record.ts';
import { type Run, wasTried } from '../../src/model/run.ts';
import { plainStep } from '../fixtures/step.ts';
import { type Script, tell } from './fake-sweep.ts';

const rates = { kind: 'list', rates: [10, 100, 1_000] } as const;
const noWarmup = { mode: 'none', minRequests: 0, minMs: 0, capMs: 0, firstRateMs: 0 } as const;
const short: Script['wishes'] = { rates, warmup: noWarmup, verify: false };
const killed = { code: null, signal: 'SIGKILL' } as const;

describe('a sweep, as the sequence of what happens', () => {
  it('starts one server for a block, rests before every step but the first, and stops everything', async () => {
    const { story } = await tell({ wishes: short });
    assert.deepEqual(story, [
      'generator started',
      'a started',
      'a measured 10',
      'a measured 100 after settled',
      'a measured 1000 after settled',
      'a stopped',
      'generator stopped',
      'finished',
    ]);
  });

  it('takes the hash of the database before the first server and after the last, also when interrupted', async () => {
    const whole = fold(null, (await tell({ wishes: short, hashes: ['one', 'two'] })).events);
    assert.deepEqual(whole.parts[0]?.database, { sha256Before: 'one', sha256After: 'two' });

    const step = (_label: string, rate: number) => (rate === 100 ? ('abort' as const) : {});
    const part = await tell({ wishes: short, hashes: ['one', 'one'], step });
    const cut = fold(null, part.events);
    assert.notEqual(cut.interrupted, null);
    assert.deepEqual(cut.parts[0]?.database, { sha256Before: 'one', sha256After: 'one' });

    const rest = await tell({ wishes: short, hashes: ['one', 'three'], done: cut });
    assert.deepEqual(
      fold(cut, rest.events).parts.map(({ database }) => database?.sha256After),
      ['one', 'three'],
    );
    const none = fold(null, (await tell({ wishes: short })).events);
    assert.equal(none.parts[0]?.database, undefined);
  });

  it('warms every fresh server, and then drives it at the first rate', async () => {
    const asked: number[] = [];
    const { story } = await tell({
      wishes: { rates, verify: false },
      step: (_label, rate) => {
        asked.push(rate);
        return {};
      },
    });
    assert.ok(story.indexOf('a warmed') === story.indexOf('a started') + 1, story.join('; '));
    assert.deepEqual(asked, [10, 10, 100, 1_000]);
  });

  it('is the same when the clock is set forth and back: it says when a step began, and nothing else', async () => {
    const wishes = { ...short, rounds: 2 };
    const usual = await tell({ wishes });
    const times = Array.from({ length: 50 }, (_, i) => (i % 2 === 0 ? '2031-05-05' : '1999-01-01')).map(
      (day) => `${day}T00:00:00.000Z`,
    );
    const set = await tell({ wishes, times });
    assert.deepEqual(set.story, usual.story);
    const withoutTimes = (events: readonly Event[]) =>
      JSON.parse(JSON.stringify(events), (key, value) => (key === 'at' || key === 'startedAt' ? '' : value));
    assert.deepEqual(withoutTimes(set.events), withoutTimes(usual.events));
    assert.notDeepEqual(set.events, usual.events);
  });

  it('has one server alive at a time, and fresh ones in every round', async () => {
    const { story, plan } = await tell({ labels: ['a', 'b'], wishes: { ...short, rounds: 2 } });
    let alive = 0;
    for (const words of story) {
      if (words.endsWith(' started') && !words.startsWith('generator')) alive += 1;
      if (words.endsWith(' stopped') && !words.startsWith('generator')) alive -= 1;
      assert.ok(alive <= 1, story.join('; '));
    }
    const order = story.filter((words) => / started$/.test(words)).slice(1);
    assert.deepEqual(
      order,
      plan.blocks.map(({ label }) => `${label} started`),
    );
  });

  it('records the server’s death at its step, and starts it again for the next one', async () => {
    const { story, events } = await tell({
      wishes: short,
      step: (_label, rate, kill) => {
        if (rate === 100) kill(killed);
        return {};
      },
    });
    assert.deepEqual(story, [
      'generator started',
      'a started',
      'a measured 10',
      'a measured 100 after settled',
      'a died at 100',
      'a stopped',
      'a started',
      'a measured 1000',
      'a stopped',
      'generator stopped',
      'finished',
    ]);
    const died = events.find((event) => event.kind === 'server-died');
    assert.deepEqual(died?.exit, { ...killed, atStep: 100 });
    assert.deepEqual(died?.logTail, ['its last words']);
  });

  it('gives a target up whose start command ends while its server lives on, and says so', async () => {
    const { story, events } = await tell({
      wishes: short,
      left: 1,
      step: (_label, rate, kill) => {
        if (rate === 100) kill({ code: 0, signal: null });
        return {};
      },
    });
    assert.deepEqual(story, [
      'generator started',
      'a started',
      'a measured 10',
      'a measured 100 after settled',
      'a failed: in-background',
      'a stopped',
      'generator stopped',
      'finished',
    ]);
    assert.match(
      failureIn(events),
      /^In round 1, a went into the background: its start command ended with code 0 while one of its processes lives\. Start it in the foreground.*\nThe last lines of its log:\n {2}its last words$/,
    );
  });

  it('takes a server that was killed for dead, whatever it leaves behind', async () => {
    const { story } = await tell({
      wishes: short,
      left: 2,
      step: (_label, rate, kill) => {
        if (rate === 100) kill(killed);
        return {};
      },
    });
    assert.ok(story.includes('a died at 100') && story.includes('a measured 1000'), story.join('; '));
  });

  it('says in which round a target failed of which something was measured', async () => {
    const failsAt = async (failing: number) => {
      const startFails = (_label: string, nth: number) => nth === failing;
      return failureIn((await tell({ wishes: { ...short, rounds: 2 }, startFails })).events);
    };
    assert.equal(await failsAt(0), 'scripted');
    assert.equal(await failsAt(1), 'In round 2, scripted');
  });

  it('measures a server whose page is not seen, but not under a contract, which compares answers with it', async () => {
    const { story, events } = await tell({
      labels: ['a', 'b', 'c'],
      wishes: { ...short, rates: { kind: 'list', rates: [10] } },
      contract: (label) => label === 'b',
      unseen: (label) => (label === 'c' ? null : 'there was no answer within 10 s'),
    });
    const told = story.filter((words) => /measured|failed/.test(words)).toSorted();
    assert.deepEqual(told, ['a measured 10', 'b failed: never-ready', 'c measured 10']);
    assert.deepEqual(
      events.flatMap((event) => (event.kind === 'page-seen' ? [event.label] : [])),
      ['c'],
    );
    assert.match(failureIn(events), /^b answered GET \/.* not when it was asked again: there was no answer/);
  });

  it('warms no server up that ended after its first answer', async () => {
    const { story, events } = await tell({
      wishes: { rates, verify: false },
      unseen: (_label, kill) => {
        kill({ code: 0, signal: null });
        return 'there was no answer: ECONNREFUSED';
      },
    });
    assert.deepEqual(story, [
      'generator started',
      'a started',
      'a died',
      'a failed: exited',
      'a stopped',
      'generator stopped',
      'finished',
    ]);
    assert.match(failureIn(events), /^a ended with code 0 after its first answer\.\n/);
  });

  it('leaves out the rates above three adjacent ones with a dead server', async () => {
    const { story } = await tell({
      wishes: { ...short, rates: { kind: 'list', rates: [1, 2, 3, 4, 5] } },
      step: (_label, _rate, kill) => {
        kill(killed);
        return {};
      },
    });
    assert.deepEqual(
      story.filter((words) => /measured|skipped/.test(words)),
      ['a measured 1', 'a measured 2', 'a measured 3', 'a skipped 4', 'a skipped 5'],
    );
  });

  it('leaves out nothing in descending order, where what comes next is easier', async () => {
    const { story } = await tell({
      wishes: { ...short, order: 'down', rates: { kind: 'list', rates: [1, 2, 3, 4, 5] } },
      step: () => ({ completedInWindow: 0 }),
    });
    assert.equal(story.filter((words) => /measured/.test(words)).length, 5);
  });

  it('goes on where only two adjacent rates were lost', async () => {
    const { story } = await tell({
      wishes: { ...short, rates: { kind: 'list', rates: [1, 2, 3, 4, 5] } },
      step: (_label, rate) => (rate === 3 ? {} : { completedInWindow: 0 }),
    });
    assert.equal(story.filter((words) => /measured/.test(words)).length, 5);
  });

  it('measures a fail with two passes above it once more, at the end of the block, and only once', async () => {
    const { story } = await tell({
      wishes: short,
      step: (_label, rate) => {
        const spoilt = plainStep({ ratePerSecond: rate, failures: { refused: 500 } });
        return rate === 10 ? { requests: spoilt.requests, failures: spoilt.failures } : {};
      },
    });
    assert.deepEqual(
      story.filter((words) => /measured/.test(words)),
      [
        'a measured 10',
        'a measured 100 after settled',
        'a measured 1000 after settled',
        'a measured 10 after settled',
      ],
    );
  });

  it('starts a server anew that is still busy at the cap, and says so in the step', async () => {
    const { story } = await tell({ wishes: short, busyMs: () => 40 });
    assert.deepEqual(story.slice(1, 8), [
      'a started',
      'a measured 10',
      'a stopped',
      'a started',
      'a measured 100 after restart',
      'a stopped',
      'a started',
    ]);
  });

  it('starts a server anew whose probes stay slow', async () => {
    const { story } = await tell({
      wishes: { ...short, rates: { kind: 'list', rates: [10, 100] } },
      probeUs: (_label, nth) => (nth === 0 ? 1_000 : 50_000),
    });
    assert.ok(story.includes('a measured 100 after restart'), story.join('; '));
  });

  it('goes on with the other targets when one cannot be built, is another blog, or does not start', async () => {
    const { story } = await tell({
      labels: ['a', 'b', 'c', 'd'],
      wishes: { rates: { kind: 'list', rates: [10] }, warmup: noWarmup },
      buildFails: (label) => label === 'a',
      verifyFails: (label) => label === 'b',
      startFails: (label) => label === 'c',
    });
    assert.deepEqual(story.slice(0, 4), [
      'generator started',
      'b started',
      'b stopped',
      'b failed: not-the-blog',
    ]);
    assert.ok(story.includes('c failed: never-ready'));
    assert.deepEqual(
      story.filter((words) => /measured/.test(words)),
      ['d measured 10'],
    );
    assert.equal(story.at(-1), 'finished');
  });

  it('starts no generator when no target can be measured', async () => {
    const { story } = await tell({ buildFails: () => true });
    assert.deepEqual(story, ['finished']);
  });

  it('does not try a target again, in later rounds, that failed to start', async () => {
    const { story } = await tell({ wishes: { ...short, rounds: 3 }, startFails: () => true });
    assert.equal(story.filter((words) => words === 'a does not start').length, 1);
  });
});

describe('an interrupted sweep', () => {
  const interruptedAt = (rate: number): Script => ({
    labels: ['a', 'b'],
    wishes: { ...short, rounds: 2, seed: 5 },
    step: (_label, ratePerSecond) => (ratePerSecond === rate ? 'abort' : {}),
  });

  it('stops server and generator, says at which step, and keeps nothing of that step', async () => {
    const { story, plan } = await tell(interruptedAt(100));
    const first = plan.blocks[0]?.label;
    assert.deepEqual(story, [
      'generator started',
      `${first} started`,
      `${first} measured 10`,
      `${first} stopped`,
      'generator stopped',
      `interrupted at ${first} at 100/s`,
    ]);
  });

  it('is completed by going on: the same steps as without the interrupt, none measured twice', async () => {
    const whole = await tell({ ...interruptedAt(-1) });
    const part = await tell(interruptedAt(1_000));
    const run = fold(null, part.events);
    const rest = await tell({ ...interruptedAt(-1), done: run });
    const resumed = fold(run, rest.events);
    assert.deepEqual(shape(resumed), shape(fold(null, whole.events)));
    assert.equal(resumed.parts.length, 2);
    assert.equal(resumed.interrupted, null);
    const measured = [...part.story, ...rest.story].filter((words) => /measured/.test(words));
    assert.equal(measured.length, 12);
    const split = resumed.targets.flatMap(({ rounds }) => rounds).find(({ servers }) => servers.length > 1);
    assert.deepEqual(
      split?.steps.filter(wasTried).map(({ serverIndex }) => serverIndex),
      [0, 0, 1],
    );
  });

  it('leaves out what it would have left out without the interrupt', async () => {
    const script = (abortAt: number): Script => ({
      wishes: { ...short, rates: { kind: 'list', rates: [1, 2, 3, 4, 5] } },
      step: (_label, rate, kill) => {
        if (rate === abortAt) return 'abort';
        kill(killed);
        return {};
      },
    });
    const run = fold(null, (await tell(script(3))).events);
    const rest = await tell({ ...script(-1), done: run });
    assert.deepEqual(
      rest.story.filter((words) => /measured|skipped/.test(words)),
      ['a measured 3', 'a skipped 4', 'a skipped 5'],
    );
  });

  it('still measures a doubtful rate once more', async () => {
    const spoilt = plainStep({ ratePerSecond: 10, failures: { refused: 500 } });
    const script = (abortAt: number): Script => {
      const asked: number[] = [];
      return {
        wishes: short,
        step: (_label, rate) => {
          asked.push(rate);
          if (asked.length === abortAt) return 'abort';
          return rate === 10 ? { requests: spoilt.requests, failures: spoilt.failures } : {};
        },
      };
    };
    const run = fold(null, (await tell(script(4))).events);
    const rest = await tell({ ...script(-1), done: run });
    assert.deepEqual(
      rest.story.filter((words) => /measured/.test(words)),
      ['a measured 10'],
    );
  });
});

/** What is said of the one target that failed. */
function failureIn(events: readonly Event[]): string {
  const [failed, ...others] = events.filter((event) => event.kind === 'target-failed');
  assert.deepEqual(others, []);
  return failed?.failure.detail ?? '';
}

function fold(run: Run | null, events: readonly Event[]): Run {
  let folded = run;
  for (const event of events) {
    if (folded === null) {
      assert.equal(event.kind, 'sweep-started');
      if (event.kind === 'sweep-started') {
        folded = beginRun({ id: 'test', toolVersion: '0', command: [] }, event);
      }
    } else folded = record(folded, event);
  }
  assert.ok(folded !== null);
  return folded;
}

/** Which steps a run has, in which rounds. */
function shape(run: Run) {
  return run.targets.map(({ label, rounds }) => ({
    label,
    rounds: rounds
      .map(({ round, steps }) => ({ round, rates: steps.map((step) => step.ratePerSecond) }))
      .toSorted((a, b) => a.round - b.round),
  }));
}
