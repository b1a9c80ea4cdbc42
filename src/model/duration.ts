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
  return Number(match[1]) * unitsUs[unit];
}

/** Writes microseconds with the unit that suits and three digits: `0.4 ms`, `12 ms`, `1.25 s`. */
export function formatUs(us: number): string {
  if (us === Number.POSITIVE_INFINITY) return '∞';
  if (us < 1_000) return us < 100 ? `${digits(us)} µs` : `${digits(us / 1_000)} ms`;
  return us < 1_000_000 ? `${digits(us / 1_000)} ms` : `${digits(us / 1_000_000)} s`;
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

function digits(value: number): string {
  return String(Number(value.toPrecision(3)));
}
