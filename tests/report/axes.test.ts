import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  columnSpans,
  latencyDomain,
  logPosition,
  logTicks,
  placedBetween,
  SUCCESS_DEPTH,
  spread,
  successDepth,
  successTicks,
} from '../../src/report/axes.ts';

const near = (actual: number | undefined, wanted: number) =>
  assert.ok(actual !== undefined && Math.abs(actual / wanted - 1) < 1e-9, `${actual} is not ${wanted}`);

const ascendingRates = fc
  .uniqueArray(fc.double({ min: 0.1, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 40 })
  .map((rates) => rates.toSorted((a, b) => a - b))
  .filter((rates) => rates.every((rate, i) => i === 0 || rate / (rates[i - 1] ?? rate) > 1.0001));

describe('columns', () => {
  it('reach to the geometric mean between neighbouring rates, and mirror it at the ends', () => {
    const [first, second, third] = columnSpans([100, 400, 1_600]);
    near(first?.to, 200);
    near(second?.from, 200);
    near(second?.to, 800);
    near(first?.from, 50);
    near(third?.to, 3_200);
  });

  it('are a tenth of a decade wide where there is only one', () => {
    const [only] = columnSpans([100]);
    near((only?.to ?? 0) / (only?.from ?? 1), 10 ** 0.1);
  });

  it('of two targets with other rates are as wide as both theirs are', () => {
    const rated = (rates: readonly number[]) => rates.map((ratePerSecond) => ({ ratePerSecond }));
    const [first, second, ...more] = placedBetween(rated([100, 400]), [
      rated([100, 400, 800]),
      rated([100, 200, 400]),
    ]);
    assert.deepEqual(more, []);
    near(first?.span.to, Math.sqrt(100 * 200));
    near(second?.span.from, Math.sqrt(200 * 400));
    near(second?.span.to, 400 * Math.SQRT2);
  });

  it('touch, and each holds its rate', () => {
    fc.assert(
      fc.property(ascendingRates, (rates) => {
        const spans = columnSpans(rates);
        for (const [i, { from, to, rate }] of spans.entries()) {
          assert.ok(from < rate && rate < to);
          const next = spans[i + 1];
          if (next !== undefined) near(to, next.from);
        }
      }),
    );
  });
});

describe('logarithmic axes', () => {
  it('put the geometric mean in the middle', () => {
    near(logPosition(10, [1, 100]), 0.5);
  });

  for (const [domain, ticks] of [
    [
      [0.9, 11_000],
      [1, 10, 100, 1_000, 10_000],
    ],
    [
      [70, 570],
      [100, 200, 500],
    ],
    [
      [31, 48],
      [31, 48],
    ],
  ] as const) {
    it(`label ${domain[0]} … ${domain[1]} with ${ticks.join(', ')}`, () => {
      assert.deepEqual(logTicks(domain), ticks);
    });
  }

  it('of latency hold every finite value, begin and end on half decades, and leave infinity out', () => {
    const [from, to] = latencyDomain([450, 90_000, Number.POSITIVE_INFINITY]);
    near(from, 10 ** 2.5);
    near(to, 100_000);
  });

  it('of latency are there for nothing at all', () => {
    assert.deepEqual(latencyDomain([]), [1_000, 1_000_000]);
  });
});

describe('the success scale', () => {
  it('gives every further nine the same room and has both ends on it', () => {
    const depths = [1, 0.9999, 0.999, 0.99, 0.9, 0].map(successDepth);
    for (const [i, wanted] of [0, 1, 2, 3, 4, SUCCESS_DEPTH].entries()) {
      assert.ok(Math.abs((depths[i] ?? -1) - wanted) < 1e-9, `${depths[i]} is not ${wanted}`);
    }
  });

  it('shows one failure in ten thousand a seventh of the way down, and one in a hundred thousand still', () => {
    assert.ok(successDepth(0.9999) / SUCCESS_DEPTH > 0.14);
    assert.ok(successDepth(0.99999) > 0.09);
  });

  it('falls without a jump', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (ratio) => {
        const below = Math.max(0, ratio - 1e-7);
        const step = successDepth(below) - successDepth(ratio);
        assert.ok(step >= 0 && step < 0.002, `a jump of ${step} at ${ratio}`);
      }),
    );
  });

  it('is labelled from 100 % to 0 %', () => {
    assert.deepEqual(
      successTicks.map(({ text }) => text),
      ['100 %', '99.99 %', '99.9 %', '99 %', '90 %', '50 %', '0 %'],
    );
  });
});

describe('labels that are spread', () => {
  it('keep their order, their distance and the bounds', () => {
    const wanted = fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { maxLength: 8 });
    fc.assert(
      fc.property(wanted, (values) => {
        const ascending = values.toSorted((a, b) => a - b);
        const placed = spread(ascending, 10, [0, 100]);
        for (const [i, place] of placed.entries()) {
          assert.ok(place >= -1e-9 && place <= 100 + 1e-9);
          if (i > 0) assert.ok(place - (placed[i - 1] ?? 0) >= 10 - 1e-9);
        }
      }),
    );
  });

  it('stay where they are when there is room', () => {
    assert.deepEqual(spread([10, 30, 70], 10, [0, 100]), [10, 30, 70]);
  });
});
