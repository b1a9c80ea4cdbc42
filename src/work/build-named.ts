/** `bench build`: installs and builds targets, outside of any run. */
import { join } from 'node:path';
import { chooseTargets } from '../files/choose-targets.ts';
import { diskUsed } from '../files/disk-used.ts';
import { cacheFolder } from '../files/folders.ts';
import { proveOwnFolders } from '../files/own-folders.ts';
import type { BuiltTarget } from '../model/built-target.ts';
import type { BuildEvent } from '../model/event.ts';
import type { Plan } from '../model/plan.ts';
import { buildTargets } from './build-targets.ts';
import type { Caller } from './caller.ts';
import { reachHost } from './remote-host.ts';

/**
 * Builds the targets that were named.
 * @param references as `--target` names targets; none: the current folder
 * @throws HostProblem where the host is another machine that cannot be used
 */
export async function buildNamed(
  references: readonly string[],
  host: Plan['host'],
  caller: Caller,
  show: (event: BuildEvent) => void,
): Promise<readonly BuiltTarget[]> {
  const targets = chooseTargets(references, caller.cwd);
  proveOwnFolders(caller.env);
  const logs = join(cacheFolder(caller.env), 'logs');
  await using remote = await reachHost(host, caller);
  return remote === null
    ? await buildTargets(targets, logs, caller, show)
    : await remote.build(targets, logs, show, caller.signal);
}

/** Bytes on the disk that the targets' folders take, with all that was built in them. */
export const diskUsedBy = (built: readonly BuiltTarget[]): number =>
  diskUsed([...new Set(built.flatMap(({ target }) => (target.running === null ? [target.path] : [])))]);
