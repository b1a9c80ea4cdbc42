/** How the figures of a report are written. Null, "not available here", is a dash everywhere. */
import { formatUs } from '../model/duration.ts';
import { formatRate } from '../model/rate.ts';

export const DASH = '–';

/**
 * A ratio of successes with as many nines as it has, never rounded up to 100 %:
 * two digits of the share that is missing are kept.
 */
export function successText(ratio: number): string {
  const missing = 1 - ratio;
  if (missing <= 0) return '100 %';
  if (ratio < 0.1) return shareText(Math.max(0, ratio));
  if (missing < 0.000_001) return '> 99.9999 %';
  const decimals = Math.min(6, Math.max(0, Math.ceil(-Math.log10(missing * 100) - 1e-9) + 1));
  return `${Number((ratio * 100).toFixed(decimals))} %`;
}

/** A share of a whole: three digits, `< 0.001 %` for the tiniest. */
export function shareText(share: number): string {
  if (share === 0) return '0 %';
  if (share < 0.000_01) return '< 0.001 %';
  return share > 0.999_5 && share < 1 ? '> 99.9 %' : `${Number((share * 100).toPrecision(3))} %`;
}

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
  return bytes === null ? DASH : scaled(bytes, 1_024, ['B', 'KiB', 'MiB', 'GiB', 'TiB']);
}

/** Bytes on the wire, decimal: `6.2 kB`. */
export function bytesText(bytes: number | null): string {
  return bytes === null ? DASH : scaled(bytes, 1_000, ['B', 'kB', 'MB', 'GB']);
}

/** `2 Gbit/s` */
export function bandwidthText(bitsPerSecond: number): string {
  return scaled(bitsPerSecond, 1_000, ['bit/s', 'kbit/s', 'Mbit/s', 'Gbit/s', 'Tbit/s']);
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

function scaled(amount: number, step: number, units: readonly string[]): string {
  let value = amount;
  let i = 0;
  while (value >= step * 0.999_5 && i < units.length - 1) {
    value /= step;
    i++;
  }
  return `${Number(value.toPrecision(3))} ${units[i] ?? ''}`;
}
