/** Builds the targets of a sweep, one after another, before anything is measured. */
import { join } from 'node:path';
import { chooseTargets } from '../files/choose-targets.ts';
import { diskUsed } from '../files/disk-used.ts';
import { cacheFolder } from '../files/folders.ts';
import { proveOwnFolders } from '../files/own-folders.ts';
import type { BuiltTarget } from '../model/built-target.ts';
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
      built.push({ target, contentHash: null, development: null, versions: {}, build: null, failure: null });
      continue;
    }
    built.push(await buildTarget(target, { env, cache: cacheFolder(env), logs, signal, show }));
  }
  return built;
}

/**
 * Builds the targets that were named, outside of any run.
 * @param references as `--target` names targets; none: the current folder
 */
export async function buildNamed(
  references: readonly string[],
  caller: Caller,
  show: (event: BuildEvent) => void,
): Promise<readonly BuiltTarget[]> {
  const targets = chooseTargets(references, caller.cwd);
  proveOwnFolders(caller.env);
  const logs = join(cacheFolder(caller.env), 'logs');
  return await buildTargets(targets, logs, caller, show);
}

/** Bytes on the disk that the targets' folders take, with all that was built in them. */
export const diskUsedBy = (built: readonly BuiltTarget[]): number =>
  diskUsed([...new Set(built.flatMap(({ target }) => (target.running === null ? [target.path] : [])))]);
