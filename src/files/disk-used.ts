import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Bytes that folders with all that is in them take on the disk; a file with several names counts once. */
export function diskUsed(folders: readonly string[]): number {
  const seen = new Set<string>();
  const bytesOf = (path: string): number => {
    const entry = lstatSync(path);
    const identity = `${entry.dev}:${entry.ino}`;
    if (seen.has(identity)) return 0;
    seen.add(identity);
    const inside = entry.isDirectory() ? readdirSync(path).map((name) => bytesOf(join(path, name))) : [];
    // Blocks are of 512 bytes, whatever the file system's own are.
    return inside.reduce((sum, bytes) => sum + bytes, entry.blocks * 512);
  };
  return folders.reduce((sum, folder) => sum + bytesOf(folder), 0);
}
