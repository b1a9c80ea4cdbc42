/**
 * Which builds are still there. A record in the cache folder says what was built from what; a stamp in each folder
 * that the build made says that it is still that build's. Whoever removes or makes anew such a folder
 * (`git clean`, a build by hand) removes the stamp with it, and the target is built again.
 */
import { lstat, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { BuildCommand } from '../model/target.ts';
import { shortHash } from './content-hash.ts';
import { makeFolder } from './make-folder.ts';
import { isMadeFolder, isOutput } from './not-input.ts';
import { replaceFile } from './write-file.ts';

/** What is built, and where: two variants with the same commands in the same folder share one build. */
export interface Buildable {
  /** Absolute path of the target's folder. */
  readonly path: string;
  readonly build: readonly BuildCommand[];
  /** What the target declares that its build makes. */
  readonly outputs: readonly string[];
}

/** What stood at the top of the folders of a build, by absolute path. */
export type Standing = ReadonlyMap<string, Entry>;

interface Entry {
  readonly folder: boolean;
  /** A folder, or a link to one. */
  readonly leadsToFolder: boolean;
  /** Changes whenever the entry itself is made anew or written. */
  readonly mark: string;
}

interface BuildRecord {
  readonly schema: 1;
  readonly path: string;
  /** Content hashes that lead to what is there. */
  readonly hashes: readonly string[];
  readonly durationMs: number;
  /** Older records lack it. */
  readonly incremental?: boolean;
  readonly folders: readonly string[];
  readonly files: Readonly<Record<string, string>>;
}

/** A name for the place of a build, 16 hexadecimal digits. */
export const placeName = ({ path, build }: Buildable): string => shortHash(JSON.stringify([path, build]));

/** How the build of this content at this place was made, or null where it has to be made. */
export async function findBuild(
  cache: string,
  place: Buildable,
  hash: string,
): Promise<Pick<BuildRecord, 'durationMs' | 'incremental'> | null> {
  const record = await readRecord(cache, place);
  if (record === null || !record.hashes.includes(hash)) return null;
  for (const folder of record.folders) {
    const stamp = await readFile(stampIn(folder, place), 'utf8').catch(() => null);
    if (stamp === null || !record.hashes.includes(stamp.trim())) return null;
  }
  for (const [file, mark] of Object.entries(record.files)) {
    if ((await entryAt(file))?.mark !== mark) return null;
  }
  const { durationMs, incremental } = record;
  return incremental === undefined ? { durationMs } : { durationMs, incremental };
}

/** What the last build at this place made at the top of its folders, as absolute paths: the next is not built from it. */
export async function madeBefore(cache: string, place: Buildable): Promise<readonly string[]> {
  const record = await readRecord(cache, place);
  return record === null ? [] : [...record.folders, ...Object.keys(record.files)];
}

/** Forgets a build before it is made again, so that a half-made one is not taken for it. Tells what stands there now. */
export async function beginBuild(cache: string, place: Buildable): Promise<Standing> {
  const record = await readRecord(cache, place);
  await rm(recordPath(cache, place), { force: true });
  const standing = await look(place);
  // What an earlier build made is this one's to make again, even where the tool does not touch the folder itself.
  const earlier = new Set([...(record?.folders ?? []), ...Object.keys(record?.files ?? {})]);
  return new Map([...standing].filter(([path]) => !earlier.has(path)));
}

export interface FinishedBuild {
  readonly before: Standing;
  /** The content that it was built from; a second one where the build itself added to it. */
  readonly hashes: readonly string[];
  /** Absolute paths of the files that the build depends on: they are not what it made. */
  readonly inputs: readonly string[];
  readonly durationMs: number;
  /** Whether its tools had kept something of an earlier one. */
  readonly incremental: boolean;
}

/** Remembers a finished build: a stamp in each folder that it made, and the record. */
export async function keepBuild(cache: string, place: Buildable, build: FinishedBuild): Promise<void> {
  const { before, hashes, inputs, durationMs, incremental } = build;
  const [hash = ''] = hashes;
  const made = [...(await look(place))].filter(([path, entry]) => {
    if (inputs.some((input) => input === path || input.startsWith(`${path}/`))) return false;
    const name = relative(place.path, path);
    const own = entry.leadsToFolder && (isMadeFolder(name) || isOutput(name, place.outputs));
    return own || before.get(path)?.mark !== entry.mark;
  });
  const folders: string[] = [];
  const files: (readonly [path: string, mark: string])[] = [];
  for (const [path, { folder, mark }] of made) {
    // A folder that takes no stamp is known by its mark, as files are.
    const isStamped = folder && (await stamp(stampIn(path, place), hash));
    if (isStamped) folders.push(path);
    else files.push([path, mark]);
  }
  const record: BuildRecord = {
    schema: 1,
    path: place.path,
    hashes,
    durationMs,
    incremental,
    folders,
    files: Object.fromEntries(files),
  };
  const path = recordPath(cache, place);
  makeFolder(dirname(path));
  replaceFile(path, `${JSON.stringify(record, null, 2)}\n`);
}

async function stamp(file: string, hash: string): Promise<boolean> {
  try {
    await writeFile(file, `${hash}\n`);
    return true;
  } catch {
    return false;
  }
}

const recordPath = (cache: string, place: Buildable) => join(cache, 'builds', `${placeName(place)}.json`);
const stampIn = (folder: string, place: Buildable) => join(folder, `.framebench-${placeName(place)}`);

/** A record that cannot be read, or is of another time, is as good as none. */
async function readRecord(cache: string, place: Buildable): Promise<BuildRecord | null> {
  try {
    const record = JSON.parse(await readFile(recordPath(cache, place), 'utf8')) as BuildRecord;
    return record.schema === 1 && record.path === place.path ? record : null;
  } catch {
    return null;
  }
}

async function look({ path, build }: Buildable): Promise<Standing> {
  const standing = new Map<string, Entry>();
  for (const folder of new Set([path, ...build.map(({ cwd }) => cwd)])) {
    for (const name of await readdir(folder).catch(() => [])) {
      const entry = name === '.git' ? null : await entryAt(join(folder, name));
      if (entry !== null) standing.set(join(folder, name), entry);
    }
  }
  return standing;
}

async function entryAt(path: string): Promise<Entry | null> {
  const found = await lstat(path).catch(() => null);
  if (found === null) return null;
  if (found.isSymbolicLink()) {
    // What it leads to may be shared with others, and takes no stamp.
    const there = await stat(path).catch(() => null);
    const mark = [found, there].map((one) => (one === null ? '' : `${one.ino} ${one.mtimeMs} ${one.size}`));
    return { folder: false, leadsToFolder: there?.isDirectory() === true, mark: mark.join(' to ') };
  }
  const folder = found.isDirectory();
  return { folder, leadsToFolder: folder, mark: `${found.ino} ${found.mtimeMs} ${found.size}` };
}
