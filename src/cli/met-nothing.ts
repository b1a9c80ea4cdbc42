import type { TargetAnalysis } from '../model/analysis.ts';

/**
 * The exit code that capacities ask for.
 * @returns 3: a target meets no objective at any rate; 4: of one it cannot be said; else 0
 */
export function metNothing(targets: readonly Pick<TargetAnalysis, 'capacities'>[]): 0 | 3 | 4 {
  const without = targets.filter(({ capacities }) =>
    capacities.every(({ ratePerSecond }) => ratePerSecond === null),
  );
  if (without.length === 0) return 0;
  const fails = without.some(({ capacities }) =>
    // A search that cannot tell may have seen a rate fail all the same.
    capacities.every(({ kind, failedAtPerSecond }) => kind === 'none' && failedAtPerSecond !== null),
  );
  return fails ? 3 : 4;
}
