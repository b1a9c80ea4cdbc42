/** Logs of servers: files in the run's folder that the servers write to themselves. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';

export interface Log {
  readonly path: string;
  /** Appends. */
  readonly descriptor: number;
  /** The last lines, without the empty ones at the end; a line that is not text is shown as well as it can be. */
  tail(): readonly string[];
}

export interface Logs {
  /**
   * Opens a log, going on with it where it is there.
   * @param name becomes the file's name; what a file name cannot hold is replaced
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
  return {
    open(name) {
      const path = join(folder, `${name.replaceAll(/[^A-Za-z0-9._-]+/g, '-')}.log`);
      const descriptor = openSync(path, 'a+');
      descriptors.push(descriptor);
      return { path, descriptor, tail: () => tailOf(descriptor) };
    },
    close() {
      for (const descriptor of descriptors.splice(0)) closeSync(descriptor);
    },
  };
}

function tailOf(descriptor: number): readonly string[] {
  const { size } = fstatSync(descriptor);
  const buffer = Buffer.alloc(Math.min(size, TAIL_BYTES));
  const read = readSync(descriptor, buffer, 0, buffer.length, size - buffer.length);
  const lines = buffer.toString('utf8', 0, read).trimEnd().split('\n');
  return lines.filter((line, at) => line !== '' || at > 0).slice(-TAIL_LINES);
}
