/** A run is resumed, or confirmed, only where what it measures is still the same. */
import type { BuiltTarget } from '../model/built-target.ts';
import { UsageError } from '../model/usage-error.ts';
import type { Asked, DecidedSweep } from './decided-sweep.ts';

/**
 * Compares the targets as they are now with what a run has measured.
 * @throws UsageError that names the first difference
 */
export function refuseChanged(sameAs: DecidedSweep['sameAs'], built: readonly BuiltTarget[]): void {
  if (sameAs === null) return;
  const { run, asked } = sameAs;
  for (const then of run.targets) {
    const now = built.find(({ target }) => target.label === then.label);
    if (now === undefined || now.failure?.reason === 'missing-tool') continue;
    for (const [tool, version] of Object.entries(then.versions)) {
      if (now.versions[tool] !== version)
        refuse(asked, then.label, tool, version, now.versions[tool] ?? 'absent');
    }
    if (now.contentHash === null || then.contentHash === null) continue;
    if (now.contentHash !== then.contentHash) {
      refuse(
        asked,
        then.label,
        now.build === null ? 'what git tracks of it' : 'what it is built from',
        then.contentHash.slice(0, 12),
        now.contentHash.slice(0, 12),
      );
    }
  }
}

function refuse(asked: Asked, label: string, what: string, before: string, after: string): never {
  throw new UsageError(
    `${asked}: ${label} has changed since the run began: ${what} was ${before} and is ${after}`,
    'Figures from before and after could not be compared. Begin a new run.',
  );
}
