import { distinctRates, gridRate } from '../model/rate.ts';
import type { RateWish } from './wishes.ts';

/**
 * The rates of a sweep in requests per second, ascending and each once: the grid points `10^(i/perDecade)` within a
 * range, both ends included, or the range's two ends where no grid point lies in it; or a list as it was given.
 */
export function chooseRates(wish: RateWish): readonly number[] {
  if (wish.kind === 'list') return distinctRates(wish.rates);
  const { from, to, perDecade } = wish;
  const points: number[] = [];
  // A logarithm may come out just beside a whole number, so one point more is tried at either end.
  const first = Math.floor(Math.log10(from) * perDecade) - 1;
  const last = Math.ceil(Math.log10(to) * perDecade) + 1;
  for (let i = first; i <= last; i++) {
    const rate = gridRate(i, perDecade);
    if (rate >= from && rate <= to) points.push(rate);
  }
  return points.length > 0 ? points : distinctRates([from, to]);
}
