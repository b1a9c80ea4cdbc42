/** A run is resumed, or confirmed, only where what it measures is still the same. */
import type { BuiltTarget } from '../model/built-target.ts';
import type { TargetRecord } from '../model/run.ts';
import { UsageError } from '../model/usage-error.ts';
import type { DecidedSweep } from './decided-sweep.ts';

/** Something that a run's figures depend on, and that is not what it was. */
export interface Change {
  readonly what: string;
  readonly before: string;
  readonly after: string;
}

/**
 * Compares the targets as they are now with what a run has measured.
 * @throws UsageError that names the first difference
 */
export function refuseChanged(sameAs: DecidedSweep['sameAs'], built: readonly BuiltTarget[]): void {
  if (sameAs === null) return;
  const { run, asked } = sameAs;
  for (const then of run.targets) {
    const now = built.find(({ target }) => target.label === then.label);
    const change = now === undefined ? null : changeOfTarget(then, now);
    if (change === null) continue;
    const { what, before, after } = change;
    throw new UsageError(
      `${asked}: ${then.label} has changed since the run began: ${what} was ${before} and is ${after}`,
      'Figures from before and after could not be compared. Begin a new run.',
    );
  }
}

type Identity = Pick<TargetRecord, 'contentHash' | 'versions' | 'build' | 'failure'>;

/**
 * Compares a target with the same one at another time. A hash that is not known is not compared.
 * @returns the first difference, or null
 */
export function changeOfTarget(then: Identity, now: Identity): Change | null {
  // Of a target whose tools are missing, nothing else was found out.
  if ([then, now].some(({ failure }) => failure?.reason === 'missing-tool')) return null;
  // What failed before may not have come as far as to know all its versions.
  const added = then.failure === null ? Object.keys(now.versions) : [];
  for (const tool of new Set([...Object.keys(then.versions), ...added])) {
    const before = then.versions[tool] ?? 'absent';
    const after = now.versions[tool] ?? 'absent';
    if (before !== after) return { what: tool, before, after };
  }
  if (then.contentHash === null || now.contentHash === null) return null;
  if (then.contentHash === now.contentHash) return null;
  return {
    what: now.build === null ? 'what git tracks of it' : 'what it is built from',
    before: then.contentHash.slice(0, 12),
    after: now.contentHash.slice(0, 12),
  };
}
