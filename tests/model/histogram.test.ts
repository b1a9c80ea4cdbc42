import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { build, decodeFromCompressedBase64 } from 'hdr-histogram-js';
import { HIGHEST_US, Histogram, rankOf } from '../../src/model/histogram.ts';

const latency = fc.oneof(
  fc.integer({ min: 0, max: 5_000 }),
  fc.integer({ min: 0, max: HIGHEST_US }),
  // Around the powers of two, where ranges change their width.
  fc.tuple(fc.integer({ min: 0, max: 26 }), fc.integer({ min: -1, max: 1 })).map(([e, d]) => 2 ** e + d),
);
const latencies = fc.array(latency, { minLength: 1, maxLength: 200 });

function histogramOf(values: readonly number[]): Histogram {
  const histogram = Histogram.empty();
  for (const value of values) histogram.record(value);
  return histogram;
}

function peerOf(values: readonly number[]) {
  const hdr = build({
    bitBucketSize: 32,
    lowestDiscernibleValue: 1,
    highestTrackableValue: HIGHEST_US,
    numberOfSignificantValueDigits: 3,
  });
  for (const value of values) hdr.recordValue(value);
  return hdr;
}

/** The text of a histogram with this payload. */
function packed(plain: Buffer, payload: readonly number[] | Buffer): string {
  const bytes = Buffer.concat([plain, Buffer.from(payload)]);
  if (bytes.readInt32BE(4) === 0) bytes.writeInt32BE(payload.length, 4);
  const content = deflateSync(bytes);
  const outer = Buffer.alloc(8);
  outer.writeInt32BE(0x1c849314, 0);
  outer.writeInt32BE(content.length, 4);
  return Buffer.concat([outer, content]).toString('base64');
}

function header({ length = 0, digits = 3, lowest = 1 } = {}): Buffer {
  const bytes = Buffer.alloc(40);
  bytes.writeInt32BE(0x1c849313, 0);
  bytes.writeInt32BE(length, 4);
  bytes.writeInt32BE(digits, 12);
  bytes.writeBigInt64BE(BigInt(lowest), 16);
  bytes.writeBigInt64BE(BigInt(HIGHEST_US), 24);
  return bytes;
}

/** A number as the form writes it. */
function word(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value < 0 ? -2 * value - 1 : 2 * value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) + 128);
  }
}

describe('the rank of a percentile', () => {
  for (const [percentile, n, rank] of [
    [50, 1, 1],
    [50, 2, 1],
    [50, 3, 2],
    [99, 100, 99],
    [99, 101, 100],
    [99.9, 1_000, 999],
    [99.9, 1_001, 1_000],
    // Which is 40,959.00000000001 in floating point.
    [99.9, 41_000, 40_959],
    [7, 100, 7],
    [0, 10, 1],
    [100, 10, 10],
  ] as const) {
    it(`${percentile} % of ${n} values is value ${rank}`, () => assert.equal(rankOf(percentile, n), rank));
  }
});

describe('a histogram', () => {
  it('is empty at first: no percentile, no range, zero as its maximum', () => {
    const empty = Histogram.empty();
    assert.equal(empty.percentileUs(50), null);
    assert.equal(empty.atRankUs(1), null);
    assert.deepEqual([...empty.buckets()], []);
    assert.equal(empty.maxUs, 0);
    assert.equal(empty.meanUs, 0);
    assert.equal(empty.countBelow(1e9), 0);
    assert.equal(Histogram.decode(empty.encode()).count, 0);
  });

  it('keeps each value in a range that holds it, no wider than a thousandth of it', () => {
    fc.assert(
      fc.property(latency, (us) => {
        const [bucket, ...others] = [...histogramOf([us]).buckets()];
        assert.ok(bucket !== undefined && others.length === 0 && bucket.count === 1);
        assert.ok(bucket.fromUs <= us && us < bucket.toUs);
        assert.ok(bucket.fromUs <= bucket.us && bucket.us < bucket.toUs);
        assert.ok(bucket.toUs - bucket.fromUs <= Math.max(1, us / 1_000));
      }),
    );
  });

  it('lists ranges that ascend, do not overlap, and sum to the count', () => {
    fc.assert(
      fc.property(latencies, (values) => {
        const buckets = [...histogramOf(values).buckets()];
        assert.equal(
          buckets.reduce((sum, { count }) => sum + count, 0),
          values.length,
        );
        for (const [i, bucket] of buckets.entries()) {
          assert.ok(bucket.toUs <= (buckets[i + 1]?.fromUs ?? Number.POSITIVE_INFINITY));
        }
      }),
    );
  });

  it('gives at each rank the largest value of the range in which the sorted values have it', () => {
    fc.assert(
      fc.property(latencies, (values) => {
        const histogram = histogramOf(values);
        for (const [i, value] of values.toSorted((a, b) => a - b).entries()) {
          const at = histogram.atRankUs(i + 1);
          assert.ok(at !== null && at >= value && at - value <= value / 1_000);
        }
        assert.equal(histogram.atRankUs(values.length + 1), null);
        assert.equal(histogram.atRankUs(0), null);
      }),
    );
  });

  it('agrees with the library on every percentile, before and after the exchange form', () => {
    fc.assert(
      fc.property(latencies, fc.double({ min: 0.1, max: 100, noNaN: true }), (values, percentile) => {
        const histogram = histogramOf(values);
        const expected = Math.min(HIGHEST_US, peerOf(values).getValueAtPercentile(percentile));
        assert.equal(histogram.percentileUs(percentile), expected);
        assert.equal(
          histogram.percentileUs(percentile),
          histogram.atRankUs(rankOf(percentile, values.length)),
        );
        const read = Histogram.decode(histogram.encode());
        assert.equal(read.percentileUs(percentile), expected);
        assert.equal(read.maxUs, histogram.maxUs);
        assert.deepEqual([...read.buckets()], [...histogram.buckets()]);
      }),
    );
  });

  it('writes an exchange form that the library itself reads with the same counts', () => {
    fc.assert(
      fc.property(latencies, (values) => {
        const read = decodeFromCompressedBase64(histogramOf(values).encode());
        assert.equal(read.totalCount, values.length);
        assert.equal(read.getValueAtPercentile(50), peerOf(values).getValueAtPercentile(50));
      }),
    );
  });

  it('reads a histogram that was made with other settings', () => {
    const coarse = build({ highestTrackableValue: 3_600_000_000, numberOfSignificantValueDigits: 2 });
    coarse.recordValue(1_000);
    coarse.recordValue(3_000_000_000);
    const { encodeIntoCompressedBase64 } = coarse as unknown as { encodeIntoCompressedBase64(): string };
    const read = Histogram.decode(encodeIntoCompressedBase64.call(coarse));
    assert.equal(read.count, 2);
    assert.ok(Math.abs((read.atRankUs(1) ?? 0) - 1_000) <= 10);
    assert.equal(read.maxUs, HIGHEST_US);
  });

  it('merges to the histogram of all values together', () => {
    fc.assert(
      fc.property(latencies, latencies, (a, b) => {
        const merged = Histogram.merge([histogramOf(a), histogramOf(b)]);
        assert.deepEqual([...merged.buckets()], [...histogramOf([...a, ...b]).buckets()]);
        assert.equal(merged.count, a.length + b.length);
      }),
    );
  });

  it('counts below a bound exactly the values whose percentile would be below it', () => {
    fc.assert(
      fc.property(latencies, latency, (values, bound) => {
        const histogram = histogramOf(values);
        const below = histogram.countBelow(bound);
        assert.ok(below === 0 || (histogram.atRankUs(below) ?? 0) < bound);
        assert.ok(below === values.length || (histogram.atRankUs(below + 1) ?? 0) >= bound);
      }),
    );
  });

  it('clamps to 0 and to 120 s, rounds, and refuses what is no number', () => {
    assert.equal(histogramOf([-5]).maxUs, 0);
    assert.equal(histogramOf([0.4]).maxUs, 0);
    assert.equal(histogramOf([0.6]).maxUs, 1);
    assert.equal(histogramOf([1e12]).maxUs, HIGHEST_US);
    assert.equal(histogramOf([Number.POSITIVE_INFINITY]).count, 1);
    assert.throws(() => histogramOf([Number.NaN]), RangeError);
  });

  it('is up to date after further values, and empty after a reset', () => {
    const histogram = histogramOf([10]);
    assert.equal(histogram.percentileUs(100), 10);
    histogram.record(20);
    assert.equal(histogram.percentileUs(100), 20);
    assert.equal(histogram.meanUs, 15);
    histogram.reset();
    assert.equal(histogram.count, 0);
    assert.equal(histogram.percentileUs(100), null);
  });

  for (const text of ['', 'abc', 'AAAA', histogramOf([5]).encode().slice(0, 24)]) {
    it(`says that ${JSON.stringify(text)} is no histogram`, () =>
      assert.throws(() => Histogram.decode(text), /not a histogram/));
  }

  const impossible: readonly (readonly [what: string, text: string])[] = [
    ['2⁵⁰ empty ranges, then one value', packed(header(), [...word(-(2 ** 50)), ...word(1)])],
    ['more counted than can be', packed(header(), word(2 ** 40))],
    ['a word that is cut off', packed(header(), [0x80, 0x80])],
    ['a length beyond its bytes', packed(header({ length: 2 ** 31 - 1 }), word(3))],
    ['six significant digits', packed(header({ digits: 6 }), word(3))],
    ['a smallest value of 0', packed(header({ lowest: 0 }), word(3))],
    ['64 MiB of zeros in 64 kB', packed(header(), Buffer.alloc(2 ** 26))],
  ];
  for (const [what, text] of impossible) {
    it(`is read within a moment, or refused: ${what}`, () => {
      try {
        assert.ok(Histogram.decode(text).count <= 3);
      } catch (error) {
        assert.match(String(error), /not a histogram/);
      }
    });
  }
});
