/** How the figures of a report are written. Null, "not available here", is a dash everywhere. */
import { DASH, units } from '../model/figure.ts';

export { DASH };

const writtenIn = (unit: keyof typeof units) => (value: number | null) =>
  value === null ? DASH : units[unit](value);

export const countText = units.count;
export const rateText = writtenIn('requests per second');
/** Microseconds; ∞ where the rank falls among the failures. */
export const latencyText = writtenIn('microseconds');
export const millisecondsText = writtenIn('milliseconds');
/** In use on average. */
export const cpusText = writtenIn('CPUs');
export const memoryText = writtenIn('bytes of memory');
/** On the wire or on a disk. */
export const bytesText = writtenIn('bytes');

/** `2026-01-15 09:00 UTC`, from ISO 8601; text that is none is left as it is. */
export function timeText(iso: string): string {
  return iso.replace(/^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}).*Z$/, '$1 $2 UTC');
}

/** `p99`, `p99.9` */
export function percentileName(percentile: number): string {
  return `p${percentile}`;
}

/** `1 round`, `3 rounds` */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${countText(count)} ${count === 1 ? one : many}`;
}

/** `96.9 %`: how surely an interval holds what it is about. */
export const confidenceText = (share: number): string => `${Number((share * 100).toPrecision(4))} %`;
