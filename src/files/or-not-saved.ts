import { NotSaved } from '../model/not-saved.ts';
import { errorCode, systemReason } from './read-json.ts';

/**
 * Does something that writes into a folder.
 * @throws NotSaved where the system refuses it
 */
export function orNotSaved<T>(folder: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    if (errorCode(error) === null) throw error;
    throw new NotSaved(
      `Nothing can be written in ${folder}: ${systemReason(error)}`,
      'Make room there, or name another folder: TMPDIR is for what lasts a moment, XDG_CACHE_HOME for what is kept.',
    );
  }
}
