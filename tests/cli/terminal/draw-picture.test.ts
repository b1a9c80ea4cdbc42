import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { bandOf, cellsOf, latencyEdgesUs } from '../../../src/analysis/targets/cells.ts';
import { drawPicture, type PictureFrame } from '../../../src/cli/terminal/draw-picture.ts';
import { createPaint, widthOf } from '../../../src/cli/terminal/paint.ts';
import { type LiveHeatmap, withDeath, withStep } from '../../../src/cli/terminal/picture.ts';
import { Histogram } from '../../../src/model/histogram.ts';
import { gridRate } from '../../../src/model/rate.ts';
import { step } from './steps.ts';

const times = (count: number, us: number): number[] => new Array(count).fill(us);
const empty: LiveHeatmap = new Map();

/** Steady at 2 ms, then half of it at 400 ms, then hardly anything; the highest rate was not tried. */
const picture = [
  step(times(100, 2_000), {}, 0, 1),
  step([...times(99, 2_000), 30_000], {}, 0, 10),
  step([...times(45, 2_000), ...times(45, 400_000)], { refused: 10 }, 0, 100),
  step([], { refused: 100 }, 0, 1_000),
].reduce(withStep, empty);

const frame: PictureFrame = {
  rates: [1, 10, 100, 1_000, 10_000],
  currentRate: 10_000,
  timeoutMs: 10_000,
  columns: 60,
  rows: 13,
};

describe('a heatmap on a terminal', () => {
  it('shows success above latency by rate', () => {
    assert.deepEqual(
      drawPicture(withDeath(picture, 1_000), frame, createPaint(0)).map((line) => line.trimEnd()),
      [
        ' success ████████▇▇▇▇✗✗✗✗',
        '    10 s',
        '',
        '     1 s',
        '                 ████',
        '',
        '  100 ms',
        '             ▒▒▒▒',
        '   10 ms',
        '',
        '         ████████████',
        '    1 ms',
        '',
        '  0.1 ms',
        '         ┴───┴───┴───┴───▲▲▲▲',
        '   req/s 1   10  100 1k  10k',
      ],
    );
  });

  for (const level of [0, 1, 2, 3] as const) {
    it(`shows no answer at all by a sign of its own, with ${level} as the level of colours`, () => {
      const [success = ''] = drawPicture(picture, frame, createPaint(level));
      assert.equal(stripVTControlCharacters(success), ' success ████████▇▇▇▇0000    ');
    });
  }

  it('is as fine as there are rows for, and never higher', () => {
    const heights = [3, 12, 13, 40].map(
      (rows) => drawPicture(picture, { ...frame, rows }, createPaint(0)).length,
    );
    assert.deepEqual(heights, [5 + 3, 5 + 3, 13 + 3, 25 + 3]);
  });

  it('puts several rates into one column where there are more than fit', () => {
    const rates = Array.from({ length: 81 }, (_, i) => gridRate(i, 20));
    const [success = ''] = drawPicture(
      withStep(withStep(empty, step(times(10, 1_000), {}, 0, 1)), step([], { refused: 10 }, 0, rates[1])),
      { ...frame, rates, columns: 60 },
      createPaint(0),
    );
    assert.equal(success.trimEnd(), ' success ▄');
  });

  it('adds the rounds of a rate together', () => {
    const twice = withStep(
      withStep(empty, step(times(10, 1_000), {}, 0, 1)),
      step([], { refused: 10 }, 0, 1),
    );
    assert.match(drawPicture(twice, frame, createPaint(0))[0] ?? '', /success ▄▄▄▄/);
  });

  it('keeps what lies outside of the axis at its ends', () => {
    const lines = drawPicture(withStep(empty, step([1, 119_000_000], {}, 0, 1)), frame, createPaint(0));
    assert.match(lines[1] ?? '', /█/);
    assert.match(lines[13] ?? '', /█/);
  });

  it('counts in the bands of the report', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 100_000_000 }), { minLength: 1 }), (latenciesUs) => {
        const one = step(latenciesUs);
        const latency = Histogram.decode(one.latency);
        const cells = cellsOf(latency, latencyEdgesUs([latency]), latenciesUs.length);
        assert.deepEqual(
          [...(withStep(empty, one).get(one.ratePerSecond)?.bands ?? [])],
          cells.map(({ fromUs, count }) => [bandOf(fromUs), count]),
        );
      }),
    );
  });

  it('gives each cell the colour of its share', () => {
    const column = (count: number) =>
      drawPicture(
        withStep(empty, step([...times(count, 2_000), ...times(1_000 - count, 200_000)], {}, 0, 1)),
        frame,
        createPaint(3),
      )[10];
    assert.notEqual(column(10), column(900));
    assert.equal(column(900), column(901));
    assert.match(column(900) ?? '', /▀/);
  });

  it('is never wider than it may be, and all rates of it are as wide as each other', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 20, max: 200 }),
        fc.integer({ min: 1, max: 3_000 }),
        fc.integer({ min: 1, max: 50 }),
        fc.constantFrom(0, 1, 2, 3),
        (columns, count, rows, level) => {
          const rates = Array.from({ length: count }, (_, i) => gridRate(i, count / 5) / 7);
          const lines = drawPicture(picture, { ...frame, rates, columns, rows }, createPaint(level as 0));
          for (const line of lines)
            assert.ok(widthOf(line) <= columns, `${widthOf(line)} > ${columns}: ${line}`);
          assert.equal(new Set(lines.slice(0, -1).map(widthOf)).size, 1);
        },
      ),
      { numRuns: 60 },
    );
  });
});
