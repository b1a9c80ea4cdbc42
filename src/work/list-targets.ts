/** `bench targets`: what can be measured here. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { builtInTargets, type DeclaredTarget } from '../files/choose-targets.ts';
import { countLines } from '../files/count-lines.ts';
import { completeTarget, readManifest } from '../files/load-target.ts';
import { environmentFor } from '../measure/server/environment.ts';
import { checkRequirements } from '../measure/server/requirements.ts';
import type { RequirementCheck } from '../model/requirement-check.ts';
import type { Target } from '../model/target.ts';
import type { Caller } from './caller.ts';

/** A target or a variant of one, as `--target` names it. */
export interface ListedTarget {
  /** What to write behind `--target`. */
  readonly reference: string;
  readonly target: Target;
  readonly requires: readonly RequirementCheck[];
  /** Lines of code in its own folder; null where it does not declare what it is made of. */
  readonly lines: number | null;
}

/**
 * The target of the current folder and the built-in ones, each with its variants.
 * @throws UsageError where a target.json is broken; the signal's reason when aborted
 */
export async function listTargets({ cwd, env, signal }: Caller): Promise<ListedTarget[]> {
  const listed: ListedTarget[] = [];
  for (const { folder, manifest } of declaredTargets(cwd)) {
    for (const variant of [null, ...Object.keys(manifest.variants ?? {})]) {
      const target = completeTarget(manifest, folder, variant, null);
      const name = folder === cwd ? '.' : target.name;
      listed.push({
        reference: variant === null ? name : `${name}:${variant}`,
        target,
        requires: await checkRequirements(target, {
          env: environmentFor(target, env),
          signal,
          cwd: target.path,
        }),
        lines: await countLines(target),
      });
    }
  }
  return listed;
}

function declaredTargets(cwd: string): DeclaredTarget[] {
  const builtIn = builtInTargets(cwd);
  const here = existsSync(join(cwd, 'target.json')) && !builtIn.some(({ folder }) => folder === cwd);
  return here ? [{ folder: cwd, manifest: readManifest(cwd, cwd) }, ...builtIn] : builtIn;
}
