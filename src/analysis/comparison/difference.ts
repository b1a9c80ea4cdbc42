/** The difference of two targets: their capacities, and at every common rate latencies and goodput, as ratios. */
import type { Difference, RateDifference } from '../../model/comparison.ts';
import { type Contender, columnAt, commonRates, hasEnough, readColumn, readPercentile } from './contender.ts';
import { unevenAt, unevenCapacities } from './cpu-use.ts';
import { ratioOf } from './ratio.ts';
import { readCapacities } from './read-figures.ts';
import { unknownReading } from './reading.ts';

/** The first one's figures divided by the second one's. */
export function differenceOf(one: Contender, other: Contender): Difference {
  const [ours, theirs] = [readCapacities(one), readCapacities(other)];
  return {
    label: one.analysis.label,
    toLabel: other.analysis.label,
    capacities: one.analysis.capacities.map(({ objective }, i) =>
      ratioOf(
        ours[i] ?? unknownReading,
        theirs[i] ?? unknownReading,
        unevenCapacities(one, other, objective),
      ),
    ),
    rates: commonRates([one, other]).map((rate) => rateDifference(one, other, rate)),
  };
}

function rateDifference(one: Contender, other: Contender, ratePerSecond: number): RateDifference {
  const uneven = unevenAt(one, other, ratePerSecond);
  const percentile = (wanted: number) => {
    if (![one, other].every((each) => hasEnough(columnAt(each, ratePerSecond), wanted))) return null;
    const read = (each: Contender) => readPercentile(each, ratePerSecond, wanted);
    return ratioOf(read(one), read(other), uneven);
  };
  const goodput = (each: Contender) => readColumn(each, ratePerSecond, ({ goodputRatio }) => goodputRatio);
  return {
    ratePerSecond,
    p50: percentile(50),
    p99: percentile(99),
    goodput: ratioOf(goodput(one), goodput(other), uneven),
  };
}
