/** What was reported beside what a truth server knows to be true. All times in microseconds. */
import type { CheckedStep } from '../../model/examination.ts';
import { type Histogram, rankOf } from '../../model/histogram.ts';
import type { TruthRecord } from '../../model/truth-record.ts';

/**
 * Compares reported latencies with the record, percentile by percentile: from the intended start to the moment when
 * the server wrote the answer.
 * @param reported the generator's latencies, of the same requests
 */
export function compareWithTruth(
  record: TruthRecord,
  reported: Histogram,
  percentiles: readonly number[],
): CheckedStep['percentiles'][number][] {
  const truth = differences(record.writtenUs, record.intendedUs);
  return percentiles.flatMap((percentile) => {
    const truthUs = percentileOf(truth, percentile);
    const reportedUs = reported.percentileUs(percentile);
    if (truthUs === null || reportedUs === null) return [];
    return [{ percentile, truthUs, reportedUs, errorUs: reportedUs - truthUs }];
  });
}

/** How far an error may go: 3 % of the truth or 0.3 ms, whichever is more. In microseconds. */
export const allowedErrorUs = (truthUs: number): number => Math.max(300, 0.03 * truthUs);

/** Percentiles of how much later than it was due the server wrote its answers: the floor of every error here. */
export function serverLagUs(record: TruthRecord, percentile: number): number | null {
  return percentileOf(differences(record.writtenUs, record.dueUs), percentile);
}

/** Percentiles of how long after its intended time a request was read by the server. */
export function arrivalLagUs(record: TruthRecord, percentile: number): number | null {
  return percentileOf(differences(record.arrivedUs, record.intendedUs), percentile);
}

/**
 * The rate at which requests came, from the straight line that fits their arrivals best, so that one late request
 * at an end does not pass for a wrong rate. Null for fewer than two requests.
 */
export function seenRatePerSecond({ arrivedUs }: TruthRecord): number | null {
  const n = arrivedUs.length;
  if (n < 2) return null;
  const firstUs = arrivedUs[0] ?? 0;
  const middle = (n - 1) / 2;
  let sum = 0;
  for (let k = 0; k < n; k++) sum += (k - middle) * ((arrivedUs[k] ?? 0) - firstUs);
  // Σ (k − middle)² over n consecutive numbers is n (n² − 1) / 12.
  const intervalUs = (sum * 12) / (n * (n * n - 1));
  return intervalUs > 0 ? 1e6 / intervalUs : null;
}

/** Ascending, where there are both: a request that was never answered, or came without a stamp, has no difference. */
function differences(later: Float64Array, earlier: Float64Array): Float64Array {
  const all = later.map((us, i) => us - (earlier[i] ?? Number.NaN));
  return all.filter((us) => !Number.isNaN(us)).sort();
}

function percentileOf(ascending: Float64Array, percentile: number): number | null {
  return ascending.length === 0 ? null : (ascending[rankOf(percentile, ascending.length) - 1] ?? null);
}
