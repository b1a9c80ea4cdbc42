import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { type InputsOf, listInputs } from './list-inputs.ts';

/** Settings, lockfiles, documents, and files whose names begin with a dot. */
const notCode = /\.(json|lock|md)$|(^|\/)\./;

/**
 * How many lines of code a target declares as inputs in its own folder, blank ones and comments included; null where it
 * declares no inputs.
 */
export async function countLines(target: InputsOf): Promise<number | null> {
  if (target.inputs === null) return null;
  const { files } = await listInputs(target, null);
  const own = files
    .map((file) => relative(target.path, join(target.root, file)))
    .filter((file) => !file.startsWith('..') && !notCode.test(file));
  // A link may lead to a folder, or nowhere.
  const texts = await Promise.all(
    own.map((file) => readFile(join(target.path, file), 'utf8').catch(() => '')),
  );
  return texts.reduce((sum, text) => sum + (text.match(/\n/g)?.length ?? 0), 0);
}
