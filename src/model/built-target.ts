import type { TargetFailure, TargetRecord } from './run.ts';
import type { Target } from './target.ts';

/** A target that can be started, or why it cannot. */
export interface BuiltTarget {
  /** Where it was built: in the cache folder where its own must not be written to. */
  readonly target: Target;
  /** Of what the build depends on, or of what git tracks where nothing is built; null where it cannot be known. */
  readonly contentHash: string | null;
  /** The variable that asks its server for development mode, as `NAME=value`, or null. */
  readonly development: string | null;
  readonly versions: Readonly<Record<string, string>>;
  /** With the duration of the original build; null where nothing is built. */
  readonly build: TargetRecord['build'];
  readonly failure: TargetFailure | null;
}

/** A target of which nothing was built, nor looked at. */
export const unbuilt = (target: Target, failure: TargetFailure | null): BuiltTarget => ({
  target,
  contentHash: null,
  development: null,
  versions: {},
  build: null,
  failure,
});
