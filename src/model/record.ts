/**
 * The record of a sweep as it grows: a pure fold of events into a run. Every value shares what did not change
 * with the one before, so a run can be saved after each step without copying the steps before it.
 */
import type { Event, InRound, TargetFacts } from './event.ts';
import type { Part } from './part.ts';
import type { Block } from './plan.ts';
import type { RoundRecord, Run, ServerRecord, TargetRecord } from './run.ts';

/** What a run knows of itself before anything has happened. */
export interface RunIdentity {
  readonly id: string;
  readonly toolVersion: string;
  /** The arguments that repeat this sweep. */
  readonly command: readonly string[];
}

export type SweepStarted = Extract<Event, { readonly kind: 'sweep-started' }>;

/** The run as it stands when its first part has started: everything decided, nothing measured. */
export function beginRun(identity: RunIdentity, started: SweepStarted): Run {
  const { plan, machine, limits } = started;
  return {
    schema: 2,
    id: identity.id,
    tool: { name: 'framebench', version: identity.toolVersion },
    command: identity.command,
    startedAt: started.at,
    finishedAt: null,
    interrupted: null,
    parts: [newPart(started)],
    plan,
    engine: started.engine,
    host: {
      name: plan.host.name,
      size: plan.host.size,
      via: plan.host.via,
      placement: plan.placement.resolved,
      limits,
      machine,
    },
    targets: started.targets.map(unmeasured),
  };
}

const newPart = ({ at, machine, link }: SweepStarted): Part => ({
  startedAt: at,
  machine,
  ...(link === undefined ? {} : { link }),
  examination: null,
});

/**
 * The run after one more event. A second `sweep-started` resumes an interrupted run: it adds a part.
 * @throws Error where the event names a target, a round or a server that the run has not seen begin
 */
export function record(run: Run, event: Event): Run {
  switch (event.kind) {
    case 'sweep-started':
      return {
        ...run,
        finishedAt: null,
        interrupted: null,
        targets: run.targets.map((target) => ({ ...target, ...builtAgain(target, event) })),
        parts: [...run.parts, newPart(event)],
      };
    case 'database-hashed':
      return withHash(run, event.moment, event.sha256);
    case 'host-examined':
      return inLastPart(run, () => ({ examination: { setting: event.setting, steps: [], rungs: [] } }));
    case 'generator-tried':
      return inLastPart(run, ({ examination }) =>
        examination === null ? {} : { examination: { ...examination, ...event.trial } },
      );
    case 'target-verified':
      return inTarget(run, event.label, { verify: event.verification });
    case 'page-seen':
      return inTarget(run, event.label, { page: event.page });
    case 'target-failed':
      return inTarget(run, event.label, { failure: event.failure });
    case 'block-started':
      return withRound(run, event.block);
    case 'server-started':
      return inRound(run, event, (round) => ({ ...round, servers: [...round.servers, event.server] }));
    case 'server-warmed':
      return inLastServer(run, event, { warmup: event.warmup, idleRssBytes: event.idleRssBytes });
    case 'server-died':
      return inLastServer(run, event, { exit: event.exit, logTail: event.logTail });
    case 'step-finished':
    case 'step-skipped':
      return inRound(run, event, (round) => ({ ...round, steps: [...round.steps, event.step] }));
    case 'fixed-rates-chosen':
      return { ...run, fixedRates: event.rates };
    case 'interrupted':
      return { ...run, interrupted: { atStep: event.atStep, reason: event.reason } };
    case 'sweep-finished':
      return { ...run, finishedAt: event.at };
    case 'build-started':
    case 'build-waiting':
    case 'build-line':
    case 'build-finished':
    case 'server-starting':
    case 'resting':
    case 'step-started':
    case 'server-stopped':
    case 'block-finished':
      return run;
  }
}

function unmeasured(facts: TargetFacts): TargetRecord {
  return { ...facts, page: null, verify: null, measurements: [], rounds: [] };
}

/** What could not be measured is tried again, and fails again or does not. */
function builtAgain({ label, build }: TargetRecord, { targets }: SweepStarted): Partial<TargetRecord> {
  const now = targets.find((target) => target.label === label);
  return { build: now?.build ?? build, failure: now?.failure ?? null };
}

/** Changes the part that is being measured. */
function inLastPart(run: Run, change: (part: Part) => Partial<Part>): Run {
  const last = run.parts.length - 1;
  return { ...run, parts: run.parts.map((part, i) => (i < last ? part : { ...part, ...change(part) })) };
}

function withHash(run: Run, moment: 'before' | 'after', sha256: string): Run {
  return inLastPart(run, ({ database }) => {
    if (moment === 'before') return { database: { sha256Before: sha256, sha256After: null } };
    return database === undefined ? {} : { database: { ...database, sha256After: sha256 } };
  });
}

/** The round that a block begins; in a part that resumes a round, the one that is there. */
function withRound(run: Run, block: Block): Run {
  const target = targetOf(run, block.label);
  if (target.rounds.some(({ round }) => round === block.round)) return run;
  const round: RoundRecord = { round: block.round, orderIndex: block.orderIndex, servers: [], steps: [] };
  return inTarget(run, block.label, { rounds: [...target.rounds, round] });
}

function targetOf(run: Run, label: string): TargetRecord {
  const target = run.targets.find((candidate) => candidate.label === label);
  if (target === undefined) throw new Error(`An event names the target "${label}", which this run has not.`);
  return target;
}

function inTarget(run: Run, label: string, change: Partial<TargetRecord>): Run {
  const target = targetOf(run, label);
  const changed: TargetRecord = { ...target, ...change };
  return { ...run, targets: run.targets.map((other) => (other === target ? changed : other)) };
}

function inRound(
  run: Run,
  { label, round: wanted }: InRound,
  change: (round: RoundRecord) => RoundRecord,
): Run {
  const { rounds } = targetOf(run, label);
  if (!rounds.some(({ round }) => round === wanted)) {
    throw new Error(`An event names round ${wanted} of "${label}", whose block has not started.`);
  }
  return inTarget(run, label, {
    rounds: rounds.map((round) => (round.round === wanted ? change(round) : round)),
  });
}

function inLastServer(run: Run, where: InRound, change: Partial<ServerRecord>): Run {
  return inRound(run, where, (round) => {
    const last = round.servers.at(-1);
    if (last === undefined) {
      throw new Error(`An event is about a server of "${where.label}", round ${where.round}; none started.`);
    }
    return { ...round, servers: [...round.servers.slice(0, -1), { ...last, ...change }] };
  });
}
