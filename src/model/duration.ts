/** Lengths of time as people write them: `500ms`, `5s`, `1.5m`. Inside, they are milliseconds or microseconds. */

const unitsUs = {
  us: 1,
  µs: 1,
  ms: 1_000,
  s: 1_000_000,
  m: 60_000_000,
  min: 60_000_000,
  h: 3_600_000_000,
} as const;

/**
 * Reads a length of time.
 * @returns microseconds, or null where the text is no length of time (a unit is required, a sign is not allowed)
 */
export function parseDurationUs(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)(us|µs|ms|s|min|m|h)$/.exec(text.trim());
  if (match === null) return null;
  const unit = match[2] as keyof typeof unitsUs;
  // To whole nanoseconds: 1.005 s is 1,005,000 µs, but 1,004,999.9999999999 in floating point.
  const us = Math.round(Number(match[1]) * unitsUs[unit] * 1_000) / 1_000;
  return Number.isFinite(us) ? us : null;
}

/** Writes microseconds with the unit that suits and three digits: `0.4 ms`, `12 ms`, `1.25 s`. */
export function formatUs(us: number): string {
  if (us === Number.POSITIVE_INFINITY) return '∞';
  // Rounded before the unit is chosen, so that 999.9 ms is written as 1 s and not as 1000 ms.
  const rounded = Number(us.toPrecision(3));
  if (rounded < 100) return `${rounded} µs`;
  if (rounded < 1_000_000) return `${Number((rounded / 1_000).toPrecision(3))} ms`;
  return `${Number((rounded / 1_000_000).toPrecision(3))} s`;
}

/** Writes a wait as a person would say it: `8 s`, `2 min 05 s`, `1 h 12 min`. */
export function formatWaitMs(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  const rest = String(seconds % 60).padStart(2, '0');
  if (minutes < 60) return `${minutes} min ${rest} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}
