import type { Plan } from '../../model/plan.ts';
import type { Limits } from '../../model/run.ts';
import { type Confinement, confine, type Room, type Wish } from './confine.ts';
import { describeLimits, noLimits } from './describe-limits.ts';
import { describeMachine, openFilesLimit, ownMemoryBytes } from './describe-machine.ts';
import { groupingsHere } from './groupings-here.ts';
import { type Command, launchInside } from './launch.ts';
import { describeLeftover, type LeftoverMemory, toolMark } from './leftovers.ts';
import { cpuQuota, ownPlaces } from './outer-limits.ts';
import type { Grouping } from './process-group.ts';
import { trialCommand, tryInside } from './try-inside.ts';

/** A host whose limits are in force, as far as this machine can put them in force. */
export interface PreparedHost {
  /** To be recorded: what holds for servers, by what, and why something does not. */
  readonly limits: Limits;
  /** How many CPUs a server has. */
  readonly serverCpus: readonly number[];
  /** The generator's side. */
  readonly generator: {
    readonly cpus: readonly number[];
    /** `cpuset`, `affinity`, or null where nothing keeps it on its CPUs. */
    readonly pinnedBy: string | null;
    /** What lets it go before the server where both share CPUs; null: nothing does, or need not. */
    readonly priorityBy: string | null;
    /** Folders of its cgroups; empty where it has none. */
    readonly cgroups: readonly string[];
  };
  /** A new place for one server; its cgroups, if any, are the caller's to remove. */
  confineServer(): Room;
  /** The command that starts the generator on its CPUs and with its priority, under its own process id. */
  wrapGenerator(command: Command): Command;
  /** Removes what was made. Whoever is still in the generator's cgroup is killed. Never rejects. */
  release(): Promise<void>;
}

let groupsNamed = 0;
/** Unique on this machine while this process lives. */
const nextName = () => `${toolMark()}${++groupsNamed}`;

/**
 * Puts the limits of the plan's host in force, each proven by a process started inside them.
 * @param memory where it is remembered, before anything is made, that cgroups are made here, until all are removed
 */
export async function prepareHost(
  plan: Pick<Plan, 'host' | 'placement'>,
  memory: LeftoverMemory,
): Promise<PreparedHost> {
  return process.platform === 'linux' ? await prepareLinux(plan, memory) : unlimited(plan);
}

async function prepareLinux(
  plan: Pick<Plan, 'host' | 'placement'>,
  memory: LeftoverMemory,
): Promise<PreparedHost> {
  const { host, placement } = plan;
  const shared = placement.resolved === 'shared';
  const wish: Wish = {
    cpus: placement.serverCpus,
    memoryBytes: host.size.memoryBytes,
    weight: shared ? 'usual' : null,
    openFiles: await settleOpenFiles(host.size.openFiles),
  };
  const groupings = groupingsHere();
  const parents = groupings.flatMap((grouping) => grouping.parents);
  const trace = describeLeftover([], parents);
  await memory.remember(trace);
  const { grouping, servers, whyNot } = await bestConfinement(groupings, wish);
  const generators = await confine(
    grouping,
    { cpus: placement.generatorCpus, memoryBytes: null, weight: shared ? 'raised' : null, openFiles: null },
    nextName(),
  );
  const places = ownPlaces();
  const given = { cpuQuota: cpuQuota(places), memoryBytes: ownMemoryBytes(places) };
  const room = generators.open(`${nextName()}-generator`);
  return {
    limits: describeLimits(plan, given, { ...servers, whyNot }),
    serverCpus: placement.serverCpus,
    generator: {
      cpus: placement.generatorCpus,
      pinnedBy: generators.cpusBy,
      priorityBy: generators.weightBy,
      cgroups: room.group?.dirs ?? [],
    },
    confineServer: () => servers.open(nextName()),
    wrapGenerator: (command) => room.wrap(command),
    release: async () => {
      await room.group?.remove();
      await grouping?.close();
      await memory.forget(trace);
    },
  };
}

/** The first grouping that limits memory, else the first that works at all, else none. */
async function bestConfinement(
  groupings: readonly Grouping[],
  wish: Wish,
): Promise<{ grouping: Grouping | null; servers: Confinement; whyNot: string | null }> {
  const reasons: string[] = [];
  let working: { grouping: Grouping; servers: Confinement } | null = null;
  for (const grouping of groupings) {
    try {
      const servers = await confine(grouping, wish, nextName());
      if (wish.memoryBytes === null || servers.memoryBy !== null) {
        await working?.grouping.close();
        return { grouping, servers, whyNot: null };
      }
      if (working === null) working = { grouping, servers };
      else await grouping.close();
    } catch (error) {
      reasons.push(`${grouping.kind}: ${error instanceof Error ? error.message : String(error)}`);
      await grouping.close();
    }
  }
  const whyNot = reasons.length === 0 ? null : reasons.join('; ');
  if (working !== null) return { ...working, whyNot };
  const servers = await confine(null, wish, nextName());
  return { grouping: null, servers, whyNot: whyNot ?? 'no cgroups that this user may write' };
}

/** As many as asked for, or as many as there may be; never more for one target than for another. */
async function settleOpenFiles(asked: number | null): Promise<number | null> {
  const hard = openFilesLimit();
  if (asked === null || hard === null || asked <= hard) return asked ?? hard;
  try {
    await tryInside(launchInside(trialCommand, [], asked));
    return asked;
  } catch {
    return hard;
  }
}

function unlimited({ placement }: Pick<Plan, 'placement'>): PreparedHost {
  const machine = describeMachine();
  return {
    limits: noLimits(process.platform, machine.cpus, machine.memoryBytes),
    serverCpus: placement.serverCpus,
    generator: { cpus: placement.generatorCpus, pinnedBy: null, priorityBy: null, cgroups: [] },
    confineServer: () => ({ group: null, wrap: (command) => command }),
    wrapGenerator: (command) => command,
    release: async () => {},
  };
}
