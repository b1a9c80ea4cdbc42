/** Builds the targets of a sweep, one after another, before anything is measured. */
import { cacheFolder } from '../files/folders.ts';
import { type BuiltTarget, unbuilt } from '../model/built-target.ts';
import type { BuildEvent } from '../model/event.ts';
import type { Target } from '../model/target.ts';
import { buildTarget } from './build-target.ts';
import type { Caller } from './caller.ts';

/**
 * @param logs folder for build logs
 * @throws the signal's reason when interrupted
 */
export async function buildTargets(
  targets: readonly Target[],
  logs: string,
  { env, signal }: Pick<Caller, 'env' | 'signal'>,
  show: (event: BuildEvent) => void,
): Promise<readonly BuiltTarget[]> {
  const built: BuiltTarget[] = [];
  for (const target of targets) {
    if (target.running !== null) {
      built.push(unbuilt(target, null));
      continue;
    }
    built.push(await buildTarget(target, { env, cache: cacheFolder(env), logs, signal, show }));
  }
  return built;
}
