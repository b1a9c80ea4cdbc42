import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { formatUs, formatWaitMs, parseDurationUs } from '../../src/model/duration.ts';

describe('a length of time as people write it', () => {
  for (const [text, us] of [
    ['500ms', 500_000],
    [' 5s ', 5_000_000],
    ['1.5m', 90_000_000],
    ['2min', 120_000_000],
    ['1h', 3_600_000_000],
    ['250us', 250],
    ['250µs', 250],
    ['0s', 0],
    // Which is 1,004,999.9999999999 in floating point.
    ['1.005s', 1_005_000],
  ] as const) {
    it(`${JSON.stringify(text)} is ${us} µs`, () => assert.equal(parseDurationUs(text), us));
  }

  for (const text of ['', '5', '-5s', '5 s', 's', '1e3s', '.5s', '5d', 'NaNs', `${'9'.repeat(400)}s`]) {
    it(`${JSON.stringify(text.slice(0, 12))} is none`, () => assert.equal(parseDurationUs(text), null));
  }
});

describe('microseconds as they are written', () => {
  for (const [us, text] of [
    [0, '0 µs'],
    [42, '42 µs'],
    [99.94, '99.9 µs'],
    [99.96, '0.1 ms'],
    [400, '0.4 ms'],
    [999.9, '1 ms'],
    [12_345, '12.3 ms'],
    [999_499, '999 ms'],
    [999_999, '1 s'],
    [1_250_000, '1.25 s'],
    [120_000_000, '120 s'],
    [Number.POSITIVE_INFINITY, '∞'],
  ] as const) {
    it(`${us} is ${text}`, () => assert.equal(formatUs(us), text));
  }

  it('are read back within half a unit of the third digit', () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 1.2e8, noNaN: true }), (us) => {
        const read = parseDurationUs(formatUs(us).replace(' ', ''));
        assert.ok(read !== null && Math.abs(read - us) <= us * 0.00501);
      }),
    );
  });
});

describe('a wait as a person would say it', () => {
  for (const [ms, text] of [
    [-5, '0 s'],
    [400, '0 s'],
    [8_000, '8 s'],
    [59_600, '1 min 00 s'],
    [125_000, '2 min 05 s'],
    [3_599_600, '1 h 00 min'],
    [4_320_000, '1 h 12 min'],
  ] as const) {
    it(`${ms} ms is ${text}`, () => assert.equal(formatWaitMs(ms), text));
  }
});
