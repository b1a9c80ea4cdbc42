/** The folders that the tool keeps for itself in the user's home. */
import { cacheFolder, stateFolder } from './folders.ts';
import { proveWritable } from './runs.ts';

/**
 * Proves that the tool can keep what it has to keep, before anything is started.
 * @throws UsageError where it cannot
 */
export function proveOwnFolders(env: Readonly<Record<string, string | undefined>>): void {
  for (const [folder, variable] of [
    [cacheFolder(env), 'XDG_CACHE_HOME'],
    [stateFolder(env), 'XDG_STATE_HOME'],
  ] as const) {
    proveWritable(
      folder,
      'bench keeps builds and traces of servers in the home folder',
      `Set HOME, or ${variable}, to a folder that can be written to.`,
    );
  }
}
