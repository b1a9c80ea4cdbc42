/** How the figures of a report are written. Null, "not available here", is a dash everywhere. */
import { formatUs } from '../model/duration.ts';
import { formatRate } from '../model/rate.ts';
import { formatBytes, formatMemory } from '../model/size.ts';

export const DASH = '–';

export function countText(count: number): string {
  return count.toLocaleString('en-US');
}

/** `3,981/s` */
export function rateText(ratePerSecond: number | null): string {
  return ratePerSecond === null ? DASH : `${formatRate(ratePerSecond)}/s`;
}

/** Microseconds; ∞ where the rank falls among the failures. */
export function latencyText(us: number | null): string {
  return us === null ? DASH : formatUs(us);
}

export function millisecondsText(ms: number | null): string {
  return ms === null ? DASH : formatUs(ms * 1_000);
}

/** CPUs in use on average: `1.87`. */
export function cpusText(cpus: number | null): string {
  return cpus === null ? DASH : cpus.toFixed(2);
}

/** Bytes of memory, binary: `118 MiB`. */
export function memoryText(bytes: number | null): string {
  return bytes === null ? DASH : formatMemory(bytes);
}

/** Bytes on the wire, decimal: `6.2 kB`. */
export function bytesText(bytes: number | null): string {
  return bytes === null ? DASH : formatBytes(bytes);
}

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
