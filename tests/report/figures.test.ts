import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { formatShare, formatSuccess } from '../../src/model/share.ts';
import { formatBitsPerSecond } from '../../src/model/size.ts';
import { bytesText, latencyText, memoryText, plural, rateText, timeText } from '../../src/report/figures.ts';

const table: readonly (readonly [string, string, string])[] = [
  ['nothing failed', formatSuccess(1), '100 %'],
  ['nothing succeeded', formatSuccess(0), '0 %'],
  ['one in ten thousand failed', formatSuccess(0.9999), '99.99 %'],
  ['one in a hundred and one failed', formatSuccess(100 / 101), '99.01 %'],
  ['one in a thousand succeeded', formatSuccess(0.001), '0.1 %'],
  ['half failed', formatSuccess(0.5), '50 %'],
  ['one in ten million failed', formatSuccess(0.9999999), '> 99.9999 %'],
  ['a share of nothing', formatShare(0), '0 %'],
  ['a tiny share', formatShare(0.000_001), '< 0.001 %'],
  ['a share with three digits', formatShare(0.012_345), '1.23 %'],
  ['nearly all', formatShare(0.9999), '> 99.9 %'],
  ['a rate', rateText(3_981.07), '3,981/s'],
  ['no rate', rateText(null), '–'],
  ['no latency', latencyText(null), '–'],
  ['an infinite latency', latencyText(Number.POSITIVE_INFINITY), '∞'],
  ['memory', memoryText(4 * 2 ** 30), '4 GiB'],
  ['memory just under a unit', memoryText(2 ** 30 - 1), '1 GiB'],
  ['bytes', bytesText(6_200), '6.2 kB'],
  ['bandwidth', formatBitsPerSecond(2e9), '2 Gbit/s'],
  ['a time', timeText('2026-01-15T09:00:00.000Z'), '2026-01-15 09:00 UTC'],
  ['one', plural(1, 'round'), '1 round'],
  ['many', plural(1_200, 'round'), '1,200 rounds'],
];

describe('figures', () => {
  for (const [what, text, wanted] of table)
    it(`${what} is written ${wanted}`, () => assert.equal(text, wanted));

  it('never round a failure away, nor a success', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true, minExcluded: true, maxExcluded: true }),
        (ratio) => {
          assert.notEqual(formatSuccess(ratio), '100 %');
          assert.notEqual(formatSuccess(ratio), '0 %');
          assert.notEqual(formatShare(ratio), '0 %');
          assert.notEqual(formatShare(ratio), '100 %');
        },
      ),
    );
  });
});
