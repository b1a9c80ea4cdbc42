import { type Stats, statSync } from 'node:fs';

/** What a path leads to; null where it leads nowhere, is a circle of links, too long, or may not be looked at. */
export function statOrNull(path: string): Stats | null {
  try {
    return statSync(path, { throwIfNoEntry: false }) ?? null;
  } catch {
    return null;
  }
}
