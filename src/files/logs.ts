/** Logs of servers: files in the run's folder that the servers write to themselves. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';

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

export interface Logs {
  /**
   * Opens a log, going on with it where it is there.
   * @param name becomes the file's name; what a file name should not hold is replaced, and where another name has
   *   become that file already, a number is added
   * @throws the system's error where it cannot be opened
   */
  open(name: string): Log;
  /** Closes all that were opened. */
  close(): void;
}

const TAIL_LINES = 20;
const TAIL_BYTES = 16_384;

/** @param folder of the run, which exists */
export function openLogs(folder: string): Logs {
  const descriptors: number[] = [];
  /** Names by the file that they have become. */
  const names = new Map<string, string>();
  return {
    open(name) {
      const path = join(folder, fileFor(name, names));
      const descriptor = openSync(path, 'a+');
      descriptors.push(descriptor);
      const { size } = fstatSync(descriptor);
      return { path, descriptor, tail: () => tailOf(descriptor, size) };
    },
    close() {
      for (const descriptor of descriptors.splice(0)) closeSync(descriptor);
    },
  };
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

/** @param from bytes that were there before */
function tailOf(descriptor: number, from: number): readonly string[] {
  const { size } = fstatSync(descriptor);
  const buffer = Buffer.alloc(Math.max(0, Math.min(size - from, TAIL_BYTES)));
  const read = readSync(descriptor, buffer, 0, buffer.length, size - buffer.length);
  const lines = buffer.toString('utf8', 0, read).trimEnd().split('\n');
  return lines.filter((line, at) => line !== '' || at > 0).slice(-TAIL_LINES);
}
