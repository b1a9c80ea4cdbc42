import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { planSchema } from '../../src/model/plan.ts';
import { problemsOf } from '../../src/model/schema.ts';
import { expectedBlocksMs, expectedMs } from '../../src/plan/expect-time.ts';
import { allowedConnections, makePlan } from '../../src/plan/make-plan.ts';
import { quickPace, type Wishes } from '../../src/plan/wishes.ts';
import { objectiveOf } from '../fixtures/objective.ts';
import { plainWishes, smallMachine, targetNamed } from './wishes.ts';

const wishes: fc.Arbitrary<Wishes> = fc
  .record({
    seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    rounds: fc.integer({ min: 1, max: 5 }),
    order: fc.constantFrom('up' as const, 'down' as const, 'shuffled' as const),
    perDecade: fc.integer({ min: 1, max: 10 }),
  })
  .map(({ perDecade, ...rest }) => ({
    ...plainWishes,
    ...rest,
    rates: { kind: 'range', from: 1, to: 1_000, perDecade },
  }));

const labels = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,6}$/), { minLength: 1, maxLength: 6 });

const sorted = <T extends string | number>(list: readonly T[]): T[] =>
  list.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));

describe('a plan', () => {
  it('fits its published schema', () => {
    const plan = makePlan(plainWishes, smallMachine, [targetNamed('a'), targetNamed('b')]);
    assert.deepEqual(problemsOf(planSchema, plan), []);
  });

  describe('with an objective that needs 3,000 requests', () => {
    const plan = (to: number, objective = 'p99.9<1s') =>
      makePlan(
        {
          ...plainWishes,
          objectives: [objectiveOf('p99<1s'), objectiveOf(objective)],
          rates: { kind: 'list', rates: [1, to] },
        },
        smallMachine,
        [targetNamed('a')],
      );

    it('has steps of so many where the cap allows', () => {
      assert.deepEqual(
        [plan(1_000).minSamples, plan(1_000).durationCapMs, plan(1_000).rates.at(-1)?.scheduled],
        [3_000, 20_000, 5_000],
      );
    });

    it('lifts the cap where even the highest rate gives too few', () => {
      assert.equal(plan(50).durationCapMs, 60_000);
      assert.equal(plan(50, 'success>=99.9%').rates.at(-1)?.scheduled, 3_000);
    });

    it('is refused, with the reason, where that would take too long', () => {
      assert.throws(
        () => plan(10),
        /^UsageError: p99\.9<1s needs 3,000 requests, and 10\/s does not give them in 2 min/,
      );
    });
  });

  it('of a search is refused where it could try no rate', () => {
    const plan = (from: number, to: number) =>
      makePlan({ ...plainWishes, search: { precision: 0.05, from, to } }, smallMachine, [targetNamed('a')]);
    assert.throws(
      () => plan(1, 20),
      /^UsageError: --find-capacity needs 600 requests in 20 s, .* 30\/s, and --rates ends at 20\/s/,
    );
    assert.throws(() => plan(300, 301), /^UsageError: --find-capacity: no rate .* close below 301\/s/);
    assert.equal(plan(1, 40).search?.highestPerSecond, 40);
  });

  it('is the same from the same wishes', () => {
    fc.assert(
      fc.property(wishes, labels, (wish, names) => {
        const once = makePlan(wish, smallMachine, names.map(targetNamed));
        assert.deepEqual(makePlan(wish, smallMachine, names.map(targetNamed)), once);
      }),
    );
  });

  it('measures every target once a round, at every rate once, in the same order of rates for all', () => {
    fc.assert(
      fc.property(wishes, labels, (wish, names) => {
        const { blocks, rates } = makePlan(wish, smallMachine, names.map(targetNamed));
        assert.equal(blocks.length, wish.rounds * names.length);
        for (let round = 1; round <= wish.rounds; round++) {
          const ofRound = blocks.filter((block) => block.round === round);
          assert.deepEqual(sorted(ofRound.map(({ label }) => label)), sorted(names));
          assert.deepEqual(
            ofRound.map(({ orderIndex }) => orderIndex),
            names.map((_, index) => index),
          );
          for (const block of ofRound) {
            assert.deepEqual(
              block.order.toSorted((a, b) => a - b),
              rates.map((_, index) => index),
            );
            assert.deepEqual(block.order, ofRound[0]?.order);
          }
        }
      }),
    );
  });

  it('lists its blocks in the order of measuring', () => {
    const { blocks } = makePlan({ ...plainWishes, rounds: 3 }, smallMachine, ['a', 'b'].map(targetNamed));
    assert.deepEqual(
      blocks.map(({ round, orderIndex }) => `${round}/${orderIndex}`),
      ['1/0', '1/1', '2/0', '2/1', '3/0', '3/1'],
    );
  });

  it('goes up, down, or to and fro', () => {
    const ratesOf = (order: Wishes['order'], rounds = 1): string[] =>
      makePlan(
        { ...plainWishes, order, rounds, rates: { kind: 'list', rates: [1, 2, 3, 4, 5, 6] } },
        smallMachine,
        [targetNamed('a')],
      ).blocks.map(({ order: indices }) => indices.map((index) => index + 1).join(' '));
    assert.deepEqual(ratesOf('up'), ['1 2 3 4 5 6']);
    assert.deepEqual(ratesOf('down'), ['6 5 4 3 2 1']);
    const [first, second] = ratesOf('shuffled', 2);
    assert.notEqual(first, '1 2 3 4 5 6');
    assert.notEqual(first, second, 'each round has an order of its own');
  });

  it('shuffles the targets: over many seeds, each of three comes first about as often', () => {
    const firsts = new Map<string, number>();
    for (let seed = 0; seed < 300; seed++) {
      const { blocks } = makePlan({ ...plainWishes, seed }, smallMachine, ['a', 'b', 'c'].map(targetNamed));
      const first = blocks[0]?.label ?? '';
      firsts.set(first, (firsts.get(first) ?? 0) + 1);
    }
    for (const label of ['a', 'b', 'c']) assert.ok((firsts.get(label) ?? 0) > 70, `${label} is rarely first`);
  });

  it('gives each round an order of targets of its own', () => {
    const { blocks } = makePlan(
      { ...plainWishes, rounds: 8 },
      smallMachine,
      ['a', 'b', 'c'].map(targetNamed),
    );
    const orders = Array.from({ length: 8 }, (_, index) =>
      blocks.flatMap(({ round, label }) => (round === index + 1 ? [label] : [])).join(''),
    );
    assert.ok(new Set(orders).size >= 3, orders.join(' '));
  });

  it('opens as many connections as the generator’s machine allows', () => {
    const table: [says: string, openFiles: number | null, localPorts: number | null, allowed: number][] = [
      ['plenty of both', 1_000_000, 60_000, 4_096],
      ['few files', 1_024, 60_000, 768],
      ['few ports', 1_000_000, 1_001, 500],
      ['very few files are shared equally', 256, 60_000, 128],
      ['next to nothing still allows one', 1, 60_000, 1],
      ['not known here', null, null, 4_096],
    ];
    for (const [says, openFiles, localPorts, allowed] of table) {
      assert.equal(allowedConnections({ ...smallMachine, openFiles, localPorts }), allowed, says);
    }
    assert.equal(makePlan({ ...plainWishes, maxConnections: 10 }, smallMachine, []).maxConnections, 10);
  });
});

describe('the expected time', () => {
  const plan = (wish: Partial<Wishes>, names = ['a']): number =>
    expectedMs(makePlan({ ...plainWishes, ...wish }, smallMachine, names.map(targetNamed)));

  const quick = { ...quickPace, quick: true };
  const short: Partial<Wishes> = {
    rates: { kind: 'range', from: 100, to: 1_000, perDecade: 3 },
    durationMs: 2_000,
  };
  const measured: readonly (readonly [what: string, wish: Partial<Wishes>, seconds: number])[] = [
    ['four rates, of a server that copes', short, 23.5],
    ['four rates, of the blog that node:http serves', short, 26.1],
    ['--quick, of a server that copes', quick, 46],
    ['--quick, of python3 -m http.server, which fails from 2,154/s on', quick, 72],
  ];
  for (const [what, wish, seconds] of measured) {
    it(`is within a third of what was measured: ${what}`, () => {
      const told = plan(wish) / 1_000;
      assert.ok(Math.abs(told - seconds) <= seconds / 3, `told ${told} s, took ${seconds} s`);
    });
  }

  it('of a quick sweep of one target leaves time for its build within two minutes', () => {
    const ms = plan({ ...quickPace, quick: true });
    assert.ok(ms > 30_000 && ms < 80_000, `${ms} ms`);
  });

  it('holds waiting for time-outs only where rates are so high that a server may fail them', () => {
    const upTo = (highest: number) =>
      plan({ durationMs: 1_000, minSamples: 1, rates: { kind: 'list', rates: [600, 700, highest] } });
    assert.equal(upTo(1_000), upTo(800));
    assert.ok(upTo(2_000) > upTo(1_000));
  });

  it('grows with targets and rounds', () => {
    const beforehand = plan({}) - expectedBlocksMs(makePlan(plainWishes, smallMachine, [targetNamed('a')]));
    assert.ok(beforehand > 0);
    const blocks = (wish: Partial<Wishes>, names?: string[]) => plan(wish, names) - beforehand;
    assert.equal(Math.round(blocks({}, ['a', 'b'])), Math.round(2 * blocks({})));
    assert.equal(Math.round(blocks({ rounds: 3 })), Math.round(3 * blocks({})));
  });

  it('is at least the windows of all steps', () => {
    const { rates } = makePlan(plainWishes, smallMachine, [targetNamed('a')]);
    assert.ok(plan({}) > rates.reduce((sum, { windowMs }) => sum + windowMs, 0));
  });
});
