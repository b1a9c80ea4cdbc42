import { Histogram } from '../model/histogram.ts';
import { measuredSteps } from '../model/measured.ts';
import { type Run, runSchema } from '../model/run.ts';
import { UsageError } from '../model/usage-error.ts';
import { fit, readBytes } from './read-json.ts';
import { findRun, isFolderWithoutRun, showRun } from './runs.ts';
import { upgradeRun } from './upgrade-run.ts';

const schemaVersion = 2;

/** Eight thousand steps; a sweep of a day has fewer. */
const MOST_BYTES = 64 * 2 ** 20;

/** A run with the place it was read from. */
export interface StoredRun {
  readonly run: Run;
  /** Absolute path of its `run.json`. */
  readonly path: string;
  /** The text of that file. */
  readonly text: string;
}

/**
 * Reads the named run: by its folder, its `run.json`, or as `latest`.
 * @throws UsageError where it is missing, cut off, of another schema, or not ours: each with its own sentence
 */
export const loadRun = (reference: string, cwd: string): StoredRun =>
  readStored(findRun(reference, cwd), cwd);

/** Reads several, one that is named again only once: it is the same object then. */
export function runLoader(cwd: string): (reference: string) => StoredRun {
  const loaded = new Map<string, StoredRun>();
  return (reference) => {
    const path = findRun(reference, cwd);
    const stored = loaded.get(path) ?? readStored(path, cwd);
    loaded.set(path, stored);
    return stored;
  };
}

/**
 * Reads the older runs that are named beside one. Of several names, as a shell makes them of `reports/*`, not each has
 * to be a run's: reports of several runs lie there too.
 * @param own that run and what belongs to it: they are no older ones, wherever copies of them lie
 * @returns each run once, oldest first, and the folders that hold none
 * @throws UsageError where one cannot be read, or no folder holds a run
 */
export function loadOlder(
  references: readonly string[],
  own: readonly StoredRun[],
  load: (reference: string) => StoredRun,
  cwd: string,
): { readonly runs: readonly Run[]; readonly without: readonly string[] } {
  const without =
    references.length < 2 ? [] : references.filter((reference) => isFolderWithoutRun(reference, cwd));
  const named = references.filter((reference) => !without.includes(reference));
  if (named.length === 0) {
    throw new UsageError(
      `None of the folders ${without.join(', ')} holds a run.json`,
      'They are no runs, or their sweeps never began.',
    );
  }
  const runs = new Map(named.map(load).map(({ run }) => [identityOf(run), run] as const));
  for (const { run } of own) runs.delete(identityOf(run));
  return { runs: [...runs.values()].toSorted((a, b) => (a.startedAt < b.startedAt ? -1 : 1)), without };
}

/** A copy has the same; the confirmation of a run differs from that of another only in when it began. */
const identityOf = ({ id, startedAt }: Run): string => JSON.stringify([id, startedAt]);

function readStored(path: string, cwd: string): StoredRun {
  const shown = showRun(path, cwd);
  const text = readBytes(path, shown, MOST_BYTES).toString('utf8');
  return { run: readRun(text, shown), path, text };
}

/**
 * Takes a text for a run.
 * @param shown how messages name the text
 * @throws UsageError where it is none
 */
export function readRun(text: string, shown: string): Run {
  const value = parse(text, shown);
  if (!isOurs(value)) {
    throw new UsageError(`${shown} is no run of bench`, 'Runs are written by bench sweep, as run.json.');
  }
  if (value.schema !== 1 && value.schema !== schemaVersion) {
    const written = JSON.stringify(value.schema) ?? 'none';
    throw new UsageError(
      `${shown} is of schema ${written}, and this bench reads schemas 1 to ${schemaVersion}`,
      typeof value.schema === 'number' && value.schema > schemaVersion
        ? 'Read it with the newer bench that wrote it.'
        : 'Measure again, or read it with the bench that wrote it.',
    );
  }
  const run: Run = fit(value.schema === 1 ? upgradeRun(value, shown) : value, runSchema, shown);
  checkHistograms(run, shown);
  return run;
}

function parse(text: string, shown: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // What was cut off begins like a document and lacks its end; bench itself never leaves such a file.
    if (text.trim() === '' || (text.trimStart().startsWith('{') && !text.trimEnd().endsWith('}'))) {
      throw new UsageError(`${shown} is cut off`, 'Copy it anew from where it came from.');
    }
    throw new UsageError(`${shown} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function isOurs(value: unknown): value is { readonly schema: unknown } {
  if (typeof value !== 'object' || value === null || !('tool' in value) || !('schema' in value)) return false;
  const { tool } = value;
  return typeof tool === 'object' && tool !== null && 'name' in tool && tool.name === 'framebench';
}

const histogramFields = [
  'latency',
  'failureLatency',
  'serviceTime',
  'dispatchLag',
  'connectTime',
  'loopLag',
  'pacerLag',
] as const;

/** The schema cannot see into a histogram's text, and a broken one found later could not be located. */
function checkHistograms(run: Run, shown: string): void {
  for (const target of run.targets) {
    for (const step of measuredSteps(target)) {
      for (const field of histogramFields) {
        const encoded = step[field];
        if (encoded === null) continue;
        try {
          Histogram.decode(encoded);
        } catch {
          throw new UsageError(
            `${shown}: "${field}" of ${target.label} at ${step.ratePerSecond}/s is no HDR histogram`,
            'Copy the file anew from where it came from.',
          );
        }
      }
    }
  }
}
