/** The difference of two targets at every common rate: latencies and goodput, as ratios. */
import type { RateDifference } from '../../model/comparison.ts';
import { columnAt } from '../targets/columns.ts';
import { type Contender, commonRates, hasEnough, readColumn, readPercentile } from './contender.ts';
import { unevenAt } from './cpu-use.ts';
import { ratioOf } from './ratio.ts';

/** The first one's figures divided by the second one's, at each rate that both were measured at. */
export const ratesDiffering = (one: Contender, other: Contender): readonly RateDifference[] =>
  commonRates([one, other]).map((rate) => rateDifference(one, other, rate));

function rateDifference(one: Contender, other: Contender, ratePerSecond: number): RateDifference {
  const between = { paired: one.run === other.run, unevenCpus: unevenAt(one, other, ratePerSecond) };
  const percentile = (wanted: number) => {
    if (![one, other].every((each) => hasEnough(columnAt(each.analysis, ratePerSecond), wanted))) return null;
    const read = (each: Contender) => readPercentile(each, ratePerSecond, wanted);
    return ratioOf(read(one), read(other), between);
  };
  const goodput = (each: Contender) => readColumn(each, ratePerSecond, ({ goodputRatio }) => goodputRatio);
  return {
    ratePerSecond,
    p50: percentile(50),
    p99: percentile(99),
    goodput: ratioOf(goodput(one), goodput(other), between),
  };
}
