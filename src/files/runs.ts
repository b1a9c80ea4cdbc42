/** The record of a sweep on the disk: a folder of its own, and `run.json` in it, whole at every moment. */
import { existsSync, readdirSync, rmSync, type Stats, statSync, writeFileSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { NotSaved } from '../model/not-saved.ts';
import type { Run } from '../model/run.ts';
import { UsageError } from '../model/usage-error.ts';
import { makeFolder } from './make-folder.ts';
import { errorCode, systemReason } from './read-json.ts';

const runFile = 'run.json';

const howToName = `Name a run's folder, its ${runFile}, or "latest".`;

/** Where runs are kept by default, below the current folder. */
const reportsFolder = 'reports';

/**
 * The folder of a new run, which does not exist yet: `reports/<time>-<labels>`, absolute.
 * @param startedAt ISO 8601, UTC
 */
export function nameRunFolder(cwd: string, startedAt: string, labels: readonly string[]): string {
  const time = startedAt.slice(0, 19).replaceAll(':', '').replace('T', '-');
  const name = `${time}-${labels.map(nameForFile).join('+')}`.slice(0, 80);
  for (let i = 1; ; i++) {
    const folder = join(cwd, reportsFolder, i === 1 ? name : `${name}-${i}`);
    if (!existsSync(folder)) return folder;
  }
}

/** What of a name a file's name may hold. */
export const nameForFile = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9._-]+/g, '-');

/** The folder for one report of several runs: `reports/<id>+<id>`, absolute. Drawn again, it is the same one. */
export function nameFolderOfSeveral(cwd: string, ids: readonly string[]): string {
  return join(cwd, reportsFolder, ids.map(nameForFile).join('+').slice(0, 120));
}

/**
 * Makes a run's folder and proves that files can be written there, before anything is started.
 * @param asked how messages name where the folder comes from, e.g. `--out`
 * @throws UsageError where it cannot be made or written to, or already holds a run
 */
export function openRunFolder(folder: string, asked: string): void {
  if (existsSync(join(folder, runFile))) {
    throw new UsageError(
      `${asked}: ${folder} already holds a run`,
      'Choose another folder, or resume that run: --resume <dir>.',
    );
  }
  proveWritable(folder, asked);
}

/**
 * Proves that files can be written in a folder, which is made where it is missing.
 * @param hint what to do where they cannot
 * @throws UsageError where they cannot
 */
export function proveWritable(
  folder: string,
  asked: string,
  hint = 'Name a folder that can be written to with --out <dir>.',
): void {
  const proof = join(folder, `.writable-${process.pid}`);
  try {
    makeFolder(folder);
    try {
      // A full disk still takes an empty file.
      writeFileSync(proof, 'x'.repeat(4_096));
    } finally {
      rmSync(proof, { force: true });
    }
  } catch (error) {
    throw new UsageError(`${asked}: cannot write to ${folder}: ${systemReason(error)}`, hint);
  }
}

/**
 * Saves a run. The old file stands until the new one is complete on the disk, so whatever happens, one of the two
 * can be read.
 * @param folder of the run, which exists
 * @returns the text of the file
 * @throws NotSaved where the disk refuses; the old file is untouched then
 */
export async function saveRun(folder: string, run: Run): Promise<string> {
  const text = `${JSON.stringify(run)}\n`;
  const path = join(folder, runFile);
  const temporary = join(folder, `.${runFile}.${process.pid}`);
  try {
    await writeFile(temporary, text, { flush: true });
    await rename(temporary, path);
    return text;
  } catch (error) {
    // The first error is the one to report.
    await rm(temporary, { force: true }).catch(() => {});
    throw notSaved(folder, error);
  }
}

/** What to say where a file of a run cannot be written while it is measured. */
export function notSaved(folder: string, error: unknown): NotSaved {
  if (errorCode(error) === null) throw error;
  const hint = existsSync(join(folder, runFile))
    ? 'What was saved before is intact. Free some space, then resume it.'
    : 'Nothing of it is left. Give the sweep a folder of its own with --out <dir>.';
  return new NotSaved(`The run cannot be saved in ${folder}: ${systemReason(error)}`, hint);
}

/**
 * Where the named run is, as the absolute path of its `run.json`.
 * @param reference a run's folder, its `run.json`, or `latest`: the one below `reports/` that was saved last
 * @throws UsageError where there is none, or where that cannot be known
 */
export function findRun(reference: string, cwd: string): string {
  if (reference === 'latest') return latestRun(cwd);
  const path = resolve(cwd, reference);
  const found = lookAt(path, reference);
  if (found === null) throw new UsageError(`There is no run at ${reference}`, howToName);
  if (!found.isDirectory()) return path;
  const inside = join(path, runFile);
  if (lookAt(inside, reference) !== null) return inside;
  throw new UsageError(
    `The folder ${reference} holds no ${runFile}`,
    'It is no run, or its sweep never began.',
  );
}

/**
 * Whether a folder is named that is there and holds no run, like that of one report of several runs.
 * @param reference as `findRun` takes it
 * @throws UsageError where that cannot be known
 */
export function isFolderWithoutRun(reference: string, cwd: string): boolean {
  if (reference === 'latest') return false;
  const path = resolve(cwd, reference);
  return holdsFiles(path, reference) && lookAt(join(path, runFile), reference) === null;
}

function latestRun(cwd: string): string {
  const folder = join(cwd, reportsFolder);
  const [latest] = namesIn(folder, cwd)
    .map((name) => join(folder, name))
    .flatMap((path) => {
      const shown = showRun(path, cwd);
      const found = holdsFiles(path, shown) ? lookAt(join(path, runFile), shown) : null;
      return found === null ? [] : [{ path: join(path, runFile), savedAt: found.mtimeMs }];
    })
    .toSorted((a, b) => b.savedAt - a.savedAt);
  if (latest !== undefined) return latest.path;
  throw noLatest(`${relative(cwd, folder)}/ holds none`);
}

/** Of all that is in the folder, the last name first; empty where there is no such folder. */
function namesIn(folder: string, cwd: string): readonly string[] {
  try {
    return readdirSync(folder).toSorted().toReversed();
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw noLatest(`${relative(cwd, folder)} cannot be read: ${systemReason(error)}`);
  }
}

const noLatest = (why: string): UsageError =>
  new UsageError(`There is no latest run: ${why}`, 'Make one with bench sweep, or name a run by its folder.');

const holdsFiles = (path: string, shown: string): boolean => lookAt(path, shown)?.isDirectory() === true;

/**
 * What is at a path; null: nothing.
 * @param shown how messages name the run that is looked for
 * @throws UsageError where that cannot be known
 */
function lookAt(path: string, shown: string): Stats | null {
  try {
    return statSync(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw new UsageError(`The run at ${shown} cannot be read: ${systemReason(error)}`, howToName);
  }
}

/** How messages name a run's file: short, and still to be found. */
export function showRun(path: string, cwd: string): string {
  const short = relative(cwd, path);
  return short === '' ? basename(path) : short.startsWith('..') ? path : short;
}
