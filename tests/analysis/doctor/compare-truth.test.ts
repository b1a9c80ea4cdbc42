import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  arrivalLagUs,
  compareWithTruth,
  seenRatePerSecond,
  serverLagUs,
} from '../../../src/analysis/doctor/compare-truth.ts';
import { Histogram } from '../../../src/model/histogram.ts';
import type { TruthRecord } from '../../../src/model/truth-record.ts';

/** 100 requests, 1 ms apart; the k-th is read 10 µs late, is due after k µs, and is answered 5 µs after that. */
const intendedUs = Float64Array.from({ length: 100 }, (_, k) => 1e9 + k * 1_000);
const arrivedUs = intendedUs.map((us) => us + 10);
const delayUs = intendedUs.map((_, k) => k);
const dueUs = arrivedUs.map((us, k) => us + (delayUs[k] ?? 0));
const record: TruthRecord = { intendedUs, arrivedUs, delayUs, dueUs, writtenUs: dueUs.map((us) => us + 5) };

function reported(latenciesUs: Iterable<number>): Histogram {
  const histogram = Histogram.empty();
  for (const us of latenciesUs) histogram.record(us);
  return histogram;
}

describe('what was reported beside the truth', () => {
  it('truth counts from the intended time to the moment the answer was written', () => {
    const latencies = Array.from({ length: 100 }, (_, k) => k + 15 + 3);
    assert.deepEqual(compareWithTruth(record, reported(latencies), [50, 99, 100]), [
      { percentile: 50, truthUs: 64, reportedUs: 67, errorUs: 3 },
      { percentile: 99, truthUs: 113, reportedUs: 116, errorUs: 3 },
      { percentile: 100, truthUs: 114, reportedUs: 117, errorUs: 3 },
    ]);
  });

  it('the server’s own lag and the lateness of arrivals are told apart', () => {
    assert.equal(serverLagUs(record, 99), 5);
    assert.equal(arrivalLagUs(record, 50), 10);
  });

  it('what was never answered or has no stamp does not count', () => {
    const one = { ...record, writtenUs: record.writtenUs.with(99, Number.NaN) };
    assert.equal(compareWithTruth(one, reported([1]), [100])[0]?.truthUs, 113);
    const none = { ...record, intendedUs: record.intendedUs.map(() => Number.NaN) };
    assert.deepEqual(compareWithTruth(none, reported([1]), [50]), []);
    assert.equal(arrivalLagUs(none, 50), null);
  });

  it('the rate is that of all arrivals, and hardly that of a late one', () => {
    assert.ok(Math.abs((seenRatePerSecond(record) ?? 0) - 1_000) < 1e-6);
    const late = { ...record, arrivedUs: record.arrivedUs.with(99, (record.arrivedUs[99] ?? 0) + 1_000) };
    assert.ok(Math.abs((seenRatePerSecond(late) ?? 0) - 1_000) < 1);
    assert.equal(seenRatePerSecond({ ...record, arrivedUs: new Float64Array(1) }), null);
  });
});
