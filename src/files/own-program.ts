/** What of this package, and of those that it needs, has to be on another machine for servers to be started there. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { findPackageJSON } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { digestFiles, shortHash } from './content-hash.ts';
import { builtInTargetsFolder, packageFolder } from './folders.ts';

/** The packages that the servers' end is made of, without those that draw reports or write on terminals. */
const needed = [
  'autocannon',
  'css-select',
  'es-module-lexer',
  'execa',
  'hdr-histogram-js',
  'parse5',
  'semver',
  'typebox',
];

export interface OwnProgram {
  /** Names this content. */
  readonly key: string;
  /** Absolute path of the folder that paths are relative to. */
  readonly root: string;
  readonly files: readonly string[];
  /** Path of the program that serves another machine. */
  readonly supervisor: string;
}

/** This program as it runs, as source or compiled. */
export async function ownProgram(): Promise<OwnProgram> {
  const root =
    basename(dirname(packageFolder)) === 'node_modules' ? join(packageFolder, '..', '..') : packageFolder;
  const code = join(import.meta.dirname, '..');
  const extension = import.meta.filename.slice(-3);
  const packages = await packagesFrom(packageFolder, needed);
  const folders = [code, join(builtInTargetsFolder, 'contract'), ...packages];
  const found = await Promise.all(folders.map(filesIn));
  const targets = await readdir(builtInTargetsFolder);
  const manifests = targets
    .map((name) => join(builtInTargetsFolder, name, 'target.json'))
    .filter((manifest) => existsSync(manifest));
  const files = [join(packageFolder, 'package.json'), ...manifests, ...found.flat()].map((file) =>
    relative(root, file),
  );
  const { digests } = await digestFiles(root, files);
  return {
    key: shortHash(JSON.stringify([...digests].toSorted())),
    root,
    files,
    supervisor: relative(root, join(code, 'work', `supervisor${extension}`)),
  };
}

/** Folders of the packages of these names, as they are found from a folder, and of all that they depend on. */
async function packagesFrom(
  from: string,
  names: readonly string[],
  found = new Set<string>(),
): Promise<ReadonlySet<string>> {
  for (const name of names) {
    const manifest = findPackageJSON(name, join(from, 'package.json'));
    if (manifest === undefined) throw new Error(`the package ${name} is not installed`);
    if (found.has(dirname(manifest))) continue;
    found.add(dirname(manifest));
    const { dependencies = {} } = JSON.parse(await readFile(manifest, 'utf8')) as {
      readonly dependencies?: Readonly<Record<string, string>>;
    };
    await packagesFrom(dirname(manifest), Object.keys(dependencies), found);
  }
  return found;
}

/** All but what only a compiler, a debugger or a reader needs; packages inside are found by themselves. */
async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !/\.(d\.[cm]?ts|map|md)$/.test(entry.name))
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((file) => !relative(folder, file).split('/').includes('node_modules'));
}
