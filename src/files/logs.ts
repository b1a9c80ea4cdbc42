/** Logs of servers: files in the run's folder that the servers write to themselves. */
import { closeSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolder } from './make-folder.ts';
import { notSaved } from './runs.ts';

export interface Log {
  readonly path: string;
  /** Appends. */
  readonly descriptor: number;
  /**
   * The last lines since it was opened, without the empty ones at the end; what is not text is shown as well as it
   * can be.
   */
  tail(): readonly string[];
}

/** What a log may hold before its beginning is dropped, in bytes. */
const longest = 64 * 2 ** 20;

export interface Logs {
  /**
   * Opens a log; one that exists is appended to.
   * @param name becomes the file's name; what a file name should not hold is replaced, and where another name has
   *   become that file already, a number is added
   * @throws NotSaved where it cannot be opened
   */
  open(name: string): Log;
  /**
   * Cuts logs that have grown beyond 64 MiB down to their ends, so that a server that floods its log does not fill the
   * disk. Servers keep writing; a line that is written during the cut may be lost.
   * @returns the paths of those that were cut for the first time
   */
  trim(): readonly string[];
  /** Closes all that were opened. */
  close(): void;
}

const TAIL_LINES = 20;
const TAIL_BYTES = 16_384;

/** @param folder made with the first log, where it is missing */
export function openLogs(folder: string): Logs {
  const opened: Opened[] = [];
  /** Names by the file that they have become. */
  const names = new Map<string, string>();
  return {
    open(name) {
      const path = join(folder, fileFor(name, names));
      const descriptor = openLog(path);
      const log: Opened = { path, descriptor, from: fstatSync(descriptor).size, cut: false };
      opened.push(log);
      return { path, descriptor, tail: () => tailOf(log) };
    },
    trim: () =>
      opened
        .filter(({ descriptor }) => fstatSync(descriptor).size > longest)
        .filter((log) => cut(log))
        .map(({ path }) => path),
    close() {
      for (const { descriptor } of opened.splice(0)) closeSync(descriptor);
    },
  };
}

function openLog(path: string): number {
  try {
    makeFolder(dirname(path));
    return openSync(path, 'a+');
  } catch (error) {
    throw notSaved(dirname(path), error);
  }
}

/** Distinct names never share a file, though what sets them apart may be what a file name cannot hold. */
function fileFor(name: string, names: Map<string, string>): string {
  const safe = name.replaceAll(/[^A-Za-z0-9._-]+/g, '-');
  for (let i = 1; ; i++) {
    const file = i === 1 ? `${safe}.log` : `${safe}-${i}.log`;
    if ((names.get(file) ?? name) !== name) continue;
    names.set(file, name);
    return file;
  }
}

interface Opened {
  readonly path: string;
  readonly descriptor: number;
  /** Bytes that were there before. */
  from: number;
  cut: boolean;
}

/** True where this had not happened to the log before. */
function cut(log: Opened): boolean {
  const end = endOf(log);
  ftruncateSync(log.descriptor);
  writeSync(log.descriptor, `[bench: the log was too long; what came before is dropped]\n${end}`);
  log.from = 0;
  const first = !log.cut;
  log.cut = true;
  return first;
}

function tailOf(log: Opened): readonly string[] {
  const lines = endOf(log).trimEnd().split('\n');
  return lines.filter((line, at) => line !== '' || at > 0).slice(-TAIL_LINES);
}

function endOf({ descriptor, from }: Opened): string {
  const { size } = fstatSync(descriptor);
  const buffer = Buffer.alloc(Math.max(0, Math.min(size - from, TAIL_BYTES)));
  const read = readSync(descriptor, buffer, 0, buffer.length, size - buffer.length);
  return buffer.toString('utf8', 0, read);
}
