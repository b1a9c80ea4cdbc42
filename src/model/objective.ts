/** A service level over everything that was scheduled: `p99<500ms`, a failure counting as infinitely late. */
import { parseDurationUs } from './duration.ts';

export interface Objective {
  /** As the user wrote it, without spaces. */
  readonly text: string;
  /** 0 < percentile < 100, e.g. 99 or 99.9. */
  readonly percentile: number;
  /** The bound, in microseconds. */
  readonly latencyUs: number;
}

/** Reads `p<percentile><<duration>`, e.g. `p99.9<1s`; null where the text is no objective. */
export function parseObjective(text: string): Objective | null {
  const compact = text.replaceAll(/\s+/g, '');
  const match = /^p(\d{1,2}(?:\.\d+)?)<(?!=)(.+)$/.exec(compact);
  if (match === null) return null;
  const percentile = Number(match[1]);
  const latencyUs = parseDurationUs(match[2] ?? '');
  if (latencyUs === null || latencyUs === 0 || percentile <= 0) return null;
  return { text: compact, percentile, latencyUs };
}
