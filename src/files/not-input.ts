/** What lies in a target's folder and is not what it is built from: output, data, and what this tool writes. */
import { matchesGlob } from 'node:path';

/** Folders that tools fetch or make in any language. What a framework makes, its target declares in `outputs`. */
const madeFolders: ReadonlySet<string> = new Set([
  '.cache',
  '.git',
  '__pycache__',
  'build',
  'coverage',
  'dist',
  'node_modules',
  'target',
]);

export const isMadeFolder = (name: string): boolean => madeFolders.has(name);

/** Whether a file is, or lies in, what a target declares as output. Paths and globs relative to its folder. */
export const isOutput = (file: string, outputs: readonly string[]): boolean =>
  outputs.some((output) => matchesGlob(file, output) || matchesGlob(file, `${output}/**`));

/** What servers write while they run: logs, databases with their journals, process ids, sockets, bytecode. */
const data =
  /\.(log|pid|sock|tmp|swp|pyc|db|db3|sqlite|sqlite3|rdb|aof|mdb|ldb)(-wal|-shm|-journal|\.\d+|\.gz)*$/i;

/** The name that a sweep gives to its folder begins with its time; a stamp stands in folders that a build made. */
const ours = /^(\d{4}-\d\d-\d\d-\d{6}-.|\.framebench-|\.writable-\d|\.run\.json\.)/;

/**
 * Whether a file is data of a server, or written by a sweep.
 * @param file with `/` between folders
 */
export function isDataOrOurs(file: string): boolean {
  const parts = file.split('/');
  return data.test(parts.at(-1) ?? '') || parts.some((part) => ours.test(part));
}
