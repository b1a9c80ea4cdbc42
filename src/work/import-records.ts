/** Records of a load that was sent elsewhere, folded rate by rate into a run, and drawn. */
import { realpathSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { nameRunFolder, openRunFolder } from '../files/runs.ts';
import { unpackedChunks } from '../files/unpacked-chunks.ts';
import type { RecordFile } from '../model/imported.ts';
import type { Objective } from '../model/objective.ts';
import { formatRate } from '../model/rate.ts';
import { UsageError } from '../model/usage-error.ts';
import { defaultPace } from '../plan/wishes.ts';
import { foldRecords } from '../records/fold-records.ts';
import { type HostRequests, seenRatePerSecond } from '../records/host-records.ts';
import { type ImportedStep, importedRun } from '../records/imported-run.ts';
import { RecordReader } from '../records/record-reader.ts';
import type { Caller } from './caller.ts';
import { type DrawnRun, saveAndDraw } from './draw.ts';

export interface ImportOrder {
  /** As they are named; those of one rate are the hosts of one step. */
  readonly files: readonly string[];
  /** Of all files together; null: each file's name says it. */
  readonly ratePerSecond: number | null;
  readonly label: string;
  readonly title: string | null;
  readonly objectives: readonly Objective[];
  readonly timeoutMs: number;
  /** The run's folder, or null for one that is named after the time and the label. */
  readonly out: string | null;
  /** The arguments that ask for it. */
  readonly argv: readonly string[];
}

/**
 * Folds files of vegeta's records into a run, saves it, and draws it.
 * @param note is told of records that are missing
 * @throws UsageError at the first thing that is wrong, with file and line; nothing is written then
 * @throws NotSaved where the report cannot be written; the run is saved then
 */
export async function importRecords(
  order: ImportOrder,
  { cwd, version, signal }: Pick<Caller, 'cwd' | 'version' | 'signal'>,
  note: (sentence: string) => void,
): Promise<DrawnRun> {
  refuseTwice(order.files, cwd);
  const byRate = Map.groupBy(order.files, (file) => order.ratePerSecond ?? rateInName(file));
  const files: RecordFile[] = [];
  const steps: ImportedStep[] = [];
  for (const [ratePerSecond, names] of [...byRate].toSorted(([a], [b]) => a - b)) {
    const hosts: HostRequests[] = [];
    for (const name of names) {
      const host = await readHost(name, cwd, signal);
      refuseOtherRate(name, host, ratePerSecond, names.length);
      if (host.firstMissing !== null) note(missingText(name, host, ratePerSecond));
      hosts.push(host);
      const { missing, startedAt } = host;
      files.push({ name, ratePerSecond, records: host.count - missing, missing, startedAt });
    }
    // A host that sent less than the others lacks the rest.
    const planned = Math.max(...hosts.map(({ count }) => count));
    const observation = foldRecords(hosts, { ratePerSecond, planned: hosts.map(() => planned) });
    const [startedAt = ''] = hosts.map((host) => host.startedAt).toSorted();
    steps.push({ observation, startedAt });
  }
  const folder =
    order.out === null
      ? nameRunFolder(cwd, new Date().toISOString(), [order.label])
      : resolve(cwd, order.out);
  const run = importedRun({
    id: basename(folder),
    toolVersion: version,
    command: order.argv,
    engine: { name: 'vegeta', version: 'not known' },
    label: order.label,
    title: order.title ?? order.label,
    objectives: order.objectives,
    timeoutMs: order.timeoutMs,
    minSamples: defaultPace.minSamples,
    files,
    steps: steps.toSorted((a, b) => (a.startedAt < b.startedAt ? -1 : 1)),
  });
  openRunFolder(folder, '--out');
  return await saveAndDraw(run, folder, cwd);
}

/** One file given twice would be a host that was never there. */
function refuseTwice(files: readonly string[], cwd: string): void {
  const seen = new Map<string, string>();
  for (const file of files) {
    const path = realPath(resolve(cwd, file));
    const before = seen.get(path);
    if (before !== undefined)
      throw new UsageError(`${file} is the same file as ${before}`, 'Name each file once.');
    seen.set(path, file);
  }
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    // Whoever reads it says what is wrong.
    return path;
  }
}

/** `250rps-host-a.json.gz`, `records/250rps/host-a.json`: the last such number. */
function rateInName(file: string): number {
  const rate = Number([...file.matchAll(/(\d+(?:\.\d+)?)rps(?![a-z0-9])/gi)].at(-1)?.[1] ?? 0);
  if (rate > 0) return rate;
  throw new UsageError(
    `${file}: its name does not say at which rate it was recorded`,
    'Name it like 250rps-host-a.json, 250 being the rate of all hosts together, or give one rate for all files: --rate 250.',
  );
}

async function readHost(file: string, cwd: string, signal: AbortSignal): Promise<HostRequests> {
  const reader = new RecordReader();
  for await (const chunk of unpackedChunks(resolve(cwd, file), file)) {
    signal.throwIfAborted();
    const bad = reader.push(chunk);
    if (bad !== null) refuse(file, bad);
  }
  const read = reader.end();
  return 'problem' in read ? refuse(file, read) : read;
}

function refuse(
  file: string,
  { line, problem }: { readonly line: number | null; readonly problem: string },
): never {
  const where = line === null ? `${file} ` : `${file}, line ${line}: `;
  throw new UsageError(
    `${where}${problem}`,
    line === null
      ? 'A file holds the records of one host at one rate, as `vegeta encode` writes them.'
      : 'Nothing is folded from a file that is not whole: encode it anew with `vegeta encode`.',
  );
}

/** So far may the records lie from the rate that is asked for: vegeta is late before it is this late. */
const OTHER_RATE = 0.2;
/** With fewer requests the first and the last say too little of the rate. */
const ENOUGH_FOR_RATE = 10;

function refuseOtherRate(file: string, host: HostRequests, ratePerSecond: number, hosts: number): void {
  const share = ratePerSecond / hosts;
  const seen = seenRatePerSecond(host);
  if (host.count < ENOUGH_FOR_RATE || Math.abs(seen / share - 1) <= OTHER_RATE) return;
  throw new UsageError(
    `${file} holds ${formatRate(seen)} requests a second, and ${hosts === 1 ? `its rate is ${formatRate(share)}/s` : `its share of ${formatRate(ratePerSecond)}/s on ${hosts} hosts is ${formatRate(share)}/s`}`,
    'The rate is that of all hosts together, of which each sends an equal share.',
  );
}

const missingText = (file: string, { missing, count, firstMissing }: HostRequests, ratePerSecond: number) =>
  `${file} lacks the records of ${missing} of ${count} requests, the first of them number ${firstMissing}: the step at ${formatRate(ratePerSecond)}/s is void.`;
