/** What a build depends on: which files, wherever they are named. */
import { glob, lstat, readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/** Folders that tools fetch or make; never inputs unless a glob names one. */
const madeFolders: ReadonlySet<string> = new Set([
  '.angular',
  '.cache',
  '.git',
  '.next',
  '.nuxt',
  '.output',
  '.svelte-kit',
  '.turbo',
  '.vinxi',
  'build',
  'dist',
  'node_modules',
  'target',
]);

export const isMadeFolder = (name: string): boolean => madeFolders.has(name);

export interface InputsOf {
  /** Absolute path of the target's folder. */
  readonly path: string;
  /** Absolute path of the folder that inputs are relative to. */
  readonly root: string;
  /** Globs relative to the root, or null for the folder's own files. */
  readonly inputs: readonly string[] | null;
}

/** A folder's files as git lists them, by paths relative to it. */
export interface ListedFiles {
  readonly tracked: readonly string[];
  /** Neither tracked nor ignored. */
  readonly fresh: readonly string[];
}

/**
 * The files that a target's build depends on, its `target.json` among them: those that its globs match, else those
 * that git knows of in its folder, else all but what tools fetch and make.
 * @param listed null: not from git
 * @returns paths relative to the root with `/`, sorted; only what exists, links included
 */
export async function listInputs(
  { path, root, inputs }: InputsOf,
  listed: ListedFiles | null,
): Promise<string[]> {
  const found =
    inputs === null
      ? (await ownFiles(path, listed)).map((file) => join(path, file))
      : await matching(inputs, root);
  const absolute = new Set([join(path, 'target.json'), ...found]);
  const existing: string[] = [];
  for (const file of absolute) {
    const stat = await lstat(file).catch(() => null);
    if (stat?.isFile() || stat?.isSymbolicLink()) existing.push(relative(root, file).replaceAll(sep, '/'));
  }
  return existing.toSorted();
}

/**
 * A target's own files, relative to its folder. A folder that git knows nothing of, because it is ignored as a whole,
 * is read from the disk.
 */
async function ownFiles(path: string, listed: ListedFiles | null): Promise<readonly string[]> {
  if (listed === null || listed.tracked.length + listed.fresh.length === 0) return allFiles(path, '');
  const fresh = listed.fresh.filter((file) => !file.split('/').some(isMadeFolder));
  return [...listed.tracked, ...fresh];
}

async function matching(globs: readonly string[], root: string): Promise<string[]> {
  const named = new Set(globs.flatMap((pattern) => pattern.split('/')));
  const exclude = (name: string) => isMadeFolder(name) && !named.has(name);
  const found: string[] = [];
  for await (const file of glob([...globs], { cwd: root, exclude })) found.push(join(root, file));
  return found;
}

async function allFiles(folder: string, prefix: string): Promise<string[]> {
  const entries = await readdir(join(folder, prefix), { withFileTypes: true });
  const files = entries.map(async (entry): Promise<string[]> => {
    const path = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
    if (!entry.isDirectory()) return [path];
    return isMadeFolder(entry.name) ? [] : allFiles(folder, path);
  });
  return (await Promise.all(files)).flat();
}
