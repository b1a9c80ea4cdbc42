/** What capacity searches found, in words. */
import type { Capacity, CapacityOverRounds } from '../../model/analysis.ts';
import { rateText } from '../figures.ts';
import { betweenText, medianText } from './median-text.ts';

/** `this start passed 409/s and failed 419/s, and bears between 401/s and 425/s (95 %)`; of rounds, how they lie. */
export function searchText(capacity: CapacityOverRounds): string {
  const telling = capacity.rounds.filter(({ kind }) => kind !== 'cannot-tell');
  const lost = capacity.rounds.length - telling.length;
  const [only] = telling;
  if (only === undefined) return `it cannot be told: ${capacity.searched?.ended ?? 'nothing was measured'}`;
  const without = lost === 0 ? '' : `; ${lost} of ${capacity.rounds.length} starts could not tell`;
  return `${telling.length === 1 ? startText(only) : medianText(capacity, telling, 'starts')}${without}`;
}

function startText({ kind, failedAtPerSecond, searched }: Capacity): string {
  const passed = searched?.passedPerSecond ?? null;
  const bracket = [
    passed === null ? [] : [`passed ${rateText(passed)}`],
    failedAtPerSecond === null ? [] : [`failed ${rateText(failedAtPerSecond)}`],
  ].flat();
  const [low = null, high = null] = searched?.interval ?? [];
  const bears = kind === 'value' ? `, and bears ${betweenText(low, high)} (95 %)` : '';
  const ended = searched === undefined || searched.ended === null ? '' : `; ${searched.ended}`;
  return `this start ${bracket.join(' and ')}${bears}${ended}`;
}
