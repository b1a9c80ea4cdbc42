/** A run from steps that were sent elsewhere. What nobody told of is null, zero or "not known", and never made up. */

import type { RecordFile } from '../model/imported.ts';
import type { LoadObservation } from '../model/load-observation.ts';
import type { Objective } from '../model/objective.ts';
import type { Plan, PlannedRate } from '../model/plan.ts';
import type { Machine, Run, Step } from '../model/run.ts';
import { unsampled } from '../model/unsampled.ts';

export interface ImportedStep {
  readonly observation: LoadObservation;
  readonly startedAt: string;
}

export interface Imported {
  readonly id: string;
  readonly toolVersion: string;
  /** The arguments that import it again. */
  readonly command: readonly string[];
  readonly engine: Run['engine'];
  readonly label: string;
  readonly title: string;
  readonly objectives: readonly Objective[];
  readonly timeoutMs: number;
  readonly minSamples: number;
  readonly files: readonly RecordFile[];
  /** In the order in which they were sent. */
  readonly steps: readonly ImportedStep[];
}

const unknownMachine: Machine = {
  cpuModel: null,
  cpus: 0,
  siblings: [],
  memoryBytes: 0,
  kernel: 'not known',
  os: 'not known',
  node: 'not known',
  somaxconn: null,
  localPorts: null,
};

const unknownSize = { cpus: 0, memoryBytes: null, bandwidthBitsPerSecond: null, openFiles: null };

/** The run that these steps are. */
export function importedRun(imported: Imported): Run {
  const { label, title, files, steps } = imported;
  const plan = planOf(imported);
  const [first, last] = [steps[0], steps.at(-1)];
  const startedAt = first?.startedAt ?? new Date(0).toISOString();
  const endMs = Date.parse(last?.startedAt ?? startedAt) + (last?.observation.elapsedMs ?? 0);
  const limit = { enforced: false, by: 'not known', effective: null };
  return {
    schema: 2,
    id: imported.id,
    tool: { name: 'framebench', version: imported.toolVersion },
    command: imported.command,
    startedAt,
    finishedAt: new Date(endMs).toISOString(),
    interrupted: null,
    parts: [{ startedAt, machine: unknownMachine, examination: null }],
    plan,
    engine: imported.engine,
    imported: { files },
    host: {
      name: 'elsewhere',
      size: unknownSize,
      via: 'local',
      placement: 'split',
      limits: { cpu: limit, memory: limit, bandwidth: limit, openFiles: limit },
      machine: unknownMachine,
    },
    targets: [
      {
        name: label,
        label,
        variant: null,
        title,
        language: null,
        path: '',
        contentHash: null,
        versions: {},
        build: null,
        page: null,
        deviations: [],
        verify: null,
        failure: null,
        measurements: [],
        rounds: [{ round: 1, orderIndex: 0, servers: [], steps: steps.map(stepOf) }],
      },
    ],
  };
}

const stepOf = ({ observation, startedAt }: ImportedStep): Step => ({
  ...observation,
  ...unsampled,
  startedAt,
  serverIndex: 0,
  restMs: 0,
  restedBy: 'none',
});

function planOf({ label, objectives, timeoutMs, minSamples, steps }: Imported): Plan {
  const rates = steps
    .map(({ observation: { ratePerSecond, durationMs, requests } }): PlannedRate => {
      return { ratePerSecond, scheduled: requests.scheduled, windowMs: durationMs };
    })
    .toSorted((a, b) => a.ratePerSecond - b.ratePerSecond);
  const durations = steps.map(({ observation }) => observation.durationMs);
  const request = { method: 'GET', path: '/', headers: {}, body: null, expect: null };
  return {
    seed: 0,
    quick: false,
    visitor: 'anonymous',
    targets: [{ label, name: label, variant: null, contract: null, request }],
    host: { name: 'elsewhere', size: unknownSize, via: 'local', pricePerHour: null },
    placement: { asked: 'auto', resolved: 'split', serverCpus: [], generatorCpus: [], reducedTo: null },
    rates,
    perDecade: null,
    durationMs: Math.min(...durations),
    durationCapMs: Math.max(...durations),
    minSamples,
    rounds: 1,
    order: 'up',
    arrivals: 'constant',
    warmup: { mode: 'none', minRequests: 0, minMs: 0, capMs: 0, firstRateMs: 0 },
    rest: { capMs: 0, idleMs: 0, probes: 0 },
    timeoutMs,
    // vegeta opens as many as it needs.
    maxConnections: 65_535,
    objectives,
    earlyStop: false,
    verify: false,
    blocks: [{ round: 1, orderIndex: 0, label, order: rates.map((_, index) => index) }],
  };
}
