/** Traces of what is running, so that the next start can end what a crash left behind. */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { NotSaved } from '../model/not-saved.ts';
import { interfaceSchema } from '../model/plan.ts';
import { count, type Immutable, nullable, problemsOf, record, type Static, Type } from '../model/schema.ts';
import { stateFolder } from './folders.ts';
import { makeFolder } from './make-folder.ts';
import { systemReason } from './read-json.ts';
import { replaceFile } from './write-file.ts';

const leftoverSchema = record({
  // Part of a file's name: nothing in it may lead elsewhere.
  id: Type.String({ pattern: '^[A-Za-z0-9-]{1,100}$' }),
  boot: nullable(Type.String()),
  toolPid: count(),
  toolStart: nullable(Type.Number()),
  serverPid: nullable(count()),
  serverStart: nullable(Type.Number()),
  cgroups: Type.Array(Type.String()),
  groupsIn: Type.Array(Type.String()),
  device: Type.Optional(interfaceSchema),
});

/** A trace, as the code that starts servers describes it. */
export type StoredLeftover = Immutable<Static<typeof leftoverSchema>>;

/** The traces that are kept for a user of this machine, by all tools that run. */
export interface LeftoverStore {
  /** Writes a trace down, whole or not at all; one with the same `id` is replaced. */
  remember(leftover: StoredLeftover): void;
  /** Removes a trace; once it is gone, does nothing. */
  forget(leftover: Pick<StoredLeftover, 'id'>): void;
  /** All that there are. Files that are no trace are removed: nothing could use them. */
  all(): StoredLeftover[];
}

/**
 * Opens the traces, in the user's folder for such things.
 * Remembering throws NotSaved where that folder cannot be written to; reading never throws.
 */
export function openLeftovers(env: Readonly<Record<string, string | undefined>>): LeftoverStore {
  const folder = join(stateFolder(env), 'servers');
  const pathOf = (id: string) => join(folder, `${id}.json`);
  return {
    remember(leftover) {
      try {
        makeFolder(folder);
        replaceFile(pathOf(leftover.id), JSON.stringify(leftover));
      } catch (error) {
        throw new NotSaved(
          `What runs cannot be written down in ${folder}: ${systemReason(error)}`,
          'A crash would leave it running. Free some space, or set XDG_STATE_HOME to another folder.',
        );
      }
    },
    forget({ id }) {
      rmSync(pathOf(id), { force: true });
    },
    all() {
      return namesIn(folder).flatMap((name) => {
        const leftover = read(join(folder, name));
        if (leftover !== null && `${leftover.id}.json` === name) return [leftover];
        rmSync(join(folder, name), { force: true });
        return [];
      });
    },
  };
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json') && !name.startsWith('.'))
      .toSorted();
  } catch {
    // Nothing was ever kept here.
    return [];
  }
}

function read(path: string): StoredLeftover | null {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return problemsOf(leftoverSchema, value).length === 0 ? (value as StoredLeftover) : null;
  } catch {
    return null;
  }
}
