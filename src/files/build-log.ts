import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from './make-folder.ts';
import { orNotSaved } from './or-not-saved.ts';
import { nameForFile } from './runs.ts';

/** The file that takes everything a build prints. */
export interface BuildLog {
  readonly descriptor: number;
  /** Absolute. */
  readonly path: string;
  close(): void;
}

/**
 * Opens the log of a target’s build, empty, in a folder that is made where it is missing.
 * @throws NotSaved where the folder takes none
 */
export function openBuildLog(folder: string, label: string): BuildLog {
  const path = join(folder, `build-${nameForFile(label)}.log`);
  const descriptor = orNotSaved(folder, () => {
    makeFolder(folder);
    return openSync(path, 'w');
  });
  return { descriptor, path, close: () => closeSync(descriptor) };
}
