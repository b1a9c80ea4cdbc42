/** How the capacities of several rounds lie, and their median, in words. */
import type { Capacity, CapacityOverRounds } from '../../model/analysis.ts';
import { confidenceText, rateText } from '../figures.ts';

/** `the 3 rounds lie between 158/s and 200/s; with 75 % confidence the median of all lies between 158/s and 251/s` */
export function medianText(
  { interval, confidence }: CapacityOverRounds,
  rounds: readonly Capacity[],
  name: 'rounds' | 'starts',
): string {
  const rates = rounds.map(({ ratePerSecond }) => ratePerSecond ?? 0);
  const spread = betweenText(Math.min(...rates), Math.max(...rates));
  const told = `the ${rounds.length} ${name} lie ${spread}`;
  if (interval === null || confidence === null) return told;
  return `${told}; with ${confidenceText(confidence)} confidence the median of all lies ${betweenText(...interval)}`;
}

/** `between 158/s and 200/s`, `at 200/s`, `above 200/s` */
export function betweenText(low: number | null, high: number | null): string {
  if (low === high && low !== null) return `at ${low === 0 ? 'none' : rateText(low)}`;
  if (high === null) return `above ${rateText(low ?? 0)}`;
  return `between ${low === null || low === 0 ? 'none' : rateText(low)} and ${rateText(high)}`;
}
