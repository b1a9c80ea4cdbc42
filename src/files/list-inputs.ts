/** What a build depends on: which files, wherever they are named. */
import { createReadStream } from 'node:fs';
import { glob, lstat, readdir } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { isDataOrOurs, isMadeFolder, isOutput } from './not-input.ts';

export interface InputsOf {
  /** Absolute path of the target's folder. */
  readonly path: string;
  /** Absolute path of the folder that inputs are relative to. */
  readonly root: string;
  /** Globs relative to the root, or null for the folder's own files. */
  readonly inputs: readonly string[] | null;
  /** What its build or its server makes: paths or globs relative to the target's folder. */
  readonly outputs: readonly string[];
}

/** A folder's files as git lists them, by paths relative to it. */
export interface ListedFiles {
  readonly tracked: readonly string[];
  /** Neither tracked nor ignored. */
  readonly fresh: readonly string[];
}

/** Paths relative to the root with `/`, sorted. */
export interface Inputs {
  /** Only what exists, links included. */
  readonly files: readonly string[];
  /** Folders that may not be read. */
  readonly unreadable: readonly string[];
}

/**
 * The files that a target's build depends on, its `target.json` among them: those that its globs match, else those
 * that git knows of in its folder, else all of its folder that is neither output nor data nor ours.
 * @param listed null: not from git
 */
export async function listInputs(target: InputsOf, listed: ListedFiles | null): Promise<Inputs> {
  const { path, root, inputs, outputs } = target;
  const unreadable: string[] = [];
  const found =
    inputs === null
      ? (await ownFiles(target, listed, unreadable)).map((file) => join(path, file))
      : await matching(inputs, root);
  const files: string[] = [];
  for (const file of new Set([join(path, 'target.json'), ...found])) {
    if (isOutput(slashed(relative(path, file)), outputs)) continue;
    const stat = await lstat(file).catch(() => null);
    if (stat?.isFile() || stat?.isSymbolicLink()) files.push(file);
  }
  const shown = (list: readonly string[]) => list.map((file) => slashed(relative(root, file))).toSorted();
  return { files: shown(files), unreadable: shown(unreadable) };
}

const slashed = (path: string): string => path.replaceAll(sep, '/');

/**
 * A target's own files, relative to its folder. A folder that git knows nothing of, because it is ignored as a whole,
 * is read from the disk.
 */
async function ownFiles(
  { path, outputs }: InputsOf,
  listed: ListedFiles | null,
  unreadable: string[],
): Promise<readonly string[]> {
  const known = listed !== null && listed.tracked.length + listed.fresh.length > 0;
  const found = known
    ? await inRepositories(path, outputs, unreadable, [
        ...listed.tracked,
        ...listed.fresh.filter((file) => !dirname(file).split('/').some(isMadeFolder)),
      ])
    : await allFiles(path, '', outputs, unreadable);
  const runs = new Set<string>();
  for (const file of found.filter((name) => basename(name) === 'run.json')) {
    if (await isRun(join(path, file))) runs.add(dirname(file));
  }
  return found.filter((file) => !isDataOrOurs(file) && !runs.has(dirname(file)));
}

/** Of a submodule, or a repository inside of this one, git lists the folder alone: its files are read from the disk. */
async function inRepositories(
  path: string,
  outputs: readonly string[],
  unreadable: string[],
  listed: readonly string[],
): Promise<string[]> {
  const files = listed.map(async (name): Promise<string[]> => {
    const file = name.replace(/\/$/, '');
    const stat = await lstat(join(path, file)).catch(() => null);
    return stat?.isDirectory() === true ? await allFiles(path, file, outputs, unreadable) : [file];
  });
  return (await Promise.all(files)).flat();
}

/** Whether a `run.json` is a sweep's, in a folder that its user has named. */
async function isRun(path: string): Promise<boolean> {
  try {
    for await (const chunk of createReadStream(path, { end: 20, encoding: 'utf8' }))
      return String(chunk).startsWith('{"schema":');
  } catch {
    // It is gone though git still lists it, or may not be read.
  }
  return false;
}

async function matching(globs: readonly string[], root: string): Promise<string[]> {
  const named = new Set(globs.flatMap((pattern) => pattern.split('/')));
  const exclude = (name: string) => isMadeFolder(name) && !named.has(name);
  const found: string[] = [];
  for await (const file of glob([...globs], { cwd: root, exclude })) found.push(join(root, file));
  return found;
}

/** Hidden folders are left out: tools keep their output, caches and environments there. */
async function allFiles(
  folder: string,
  prefix: string,
  outputs: readonly string[],
  unreadable: string[],
): Promise<string[]> {
  const here = join(folder, prefix);
  const entries = await readdir(here, { withFileTypes: true }).catch(() => {
    unreadable.push(here);
    return [];
  });
  const files = entries.map(async (entry): Promise<string[]> => {
    const path = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
    if (!entry.isDirectory()) return [path];
    const leftOut = entry.name.startsWith('.') || isMadeFolder(entry.name) || isOutput(path, outputs);
    return leftOut || isDataOrOurs(path) ? [] : allFiles(folder, path, outputs, unreadable);
  });
  return (await Promise.all(files)).flat();
}
