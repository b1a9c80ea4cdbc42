import { developmentVariable, environmentFor } from '../measure/server/environment.ts';
import type { SweepTarget } from '../measure/sweep-input.ts';
import { type BlogContract, judgeOf } from './blog-contract.ts';
import type { BuiltTarget } from './build-target.ts';
import type { Caller } from './caller.ts';

/** A built target as the measuring loop takes it, with what its contract adds, started from the caller's environment. */
export function sweepTarget(
  { target, contentHash, versions, build, failure }: BuiltTarget,
  contract: BlogContract | null,
  env: Caller['env'],
): SweepTarget {
  const { name, label, variant, title, language, path, deviations } = target;
  return {
    facts: {
      name,
      label,
      variant,
      title,
      language,
      class: target.class,
      path,
      contentHash,
      development: developmentVariable({ ...environmentFor(target, env), ...target.env }),
      versions,
      deviations: deviations.map(({ note }) => note),
      build,
      failure,
    },
    target,
    databasePath: target.serves === null ? null : (contract?.databasePath ?? null),
    judge: judgeOf(target, contract),
  };
}
