/** A server that is started, has shown its page, is warmed, and whose answers at rest are known. */
import type { Event } from '../model/event.ts';
import type { Block } from '../model/plan.ts';
import type { ServerRecord } from '../model/run.ts';
import { closedLoopRate } from '../plan/search/closed-loop.ts';
import { authority } from './load/request-bytes.ts';
import { loadStep } from './load-step.ts';
import { restingShare } from './rest.ts';
import type { LoadGenerator, LoadTarget, RunningServer, ServerExit } from './seams.ts';
import type { SeenPage, Sweep, SweepTarget } from './sweep-input.ts';

export interface BlockRequest {
  readonly sweep: Sweep;
  readonly block: Block;
  readonly target: SweepTarget;
  readonly generator: LoadGenerator;
  /** Pages seen so far, by label; the block adds its own. */
  readonly pages: Map<string, SeenPage>;
}

/** A server ready to be measured. */
export interface Warm {
  readonly server: RunningServer;
  readonly load: LoadTarget;
  readonly restingUs: number | null;
  /** Requests per second at the end of its warm-up. */
  readonly closedLoopPerSecond: number;
  readonly restingShare: number;
  /** Null while the process lives. */
  readonly exit: ServerExit | null;
}

/** Starts and warms a server; null, after having said why, where it cannot be started. */
export async function* startWarm(request: BlockRequest, nth: number): AsyncGenerator<Event, Warm | null> {
  const { sweep, block, target, generator, pages } = request;
  const { plan, serverEnd, generatorEnd, signal } = sweep;
  const { label, round } = block;
  signal.throwIfAborted();
  yield { kind: 'server-starting', label, round };
  const started = await serverEnd.start({
    target: target.target,
    log: nth === 0 ? `${label}.round-${round}` : `${label}.round-${round}-server-${nth + 1}`,
    readyWith: 'right-page',
    signal,
  });
  signal.throwIfAborted();
  if (started.failure !== null) {
    yield { kind: 'target-failed', label, failure: started.failure };
    return null;
  }
  const { server } = started;
  const ended: { exit: ServerExit | null } = { exit: null };
  void server.exited.then((exit) => {
    ended.exit = exit;
  });
  let handedOver = false;
  try {
    let seen = pages.get(label);
    if (seen === undefined) {
      seen = await generatorEnd.seePage(server, target, signal);
      pages.set(label, seen);
      yield { kind: 'page-seen', label, page: seen.page };
    }
    const load: LoadTarget = {
      address: server.address,
      port: server.port,
      request: plannedRequest(sweep, label),
      expected: seen.expected,
    };
    yield { kind: 'server-started', label, round, server: newServer(server) };
    const warmup = await warmUp(request, load);
    const { rssBytes: idleRssBytes } = await server.sample();
    yield { kind: 'server-warmed', label, round, warmup, idleRssBytes };
    const resting = await generator.probe(load, plan.rest.probes, plan.timeoutMs, signal);
    const share = await restingShare(
      {
        cpuMs: async () => (await server.sample()).cpuMs,
        hasEnded: () => ended.exit !== null,
        elapsed: sweep.clock.elapsed,
        pause: (ms) => sweep.clock.pause(ms, signal),
      },
      plan.rest.idleMs,
    );
    const warm: Warm = {
      server,
      load,
      restingUs: medianUs(resting),
      closedLoopPerSecond: closedLoopRate(warmup),
      restingShare: share,
      get exit() {
        return ended.exit;
      },
    };
    if (ended.exit !== null) {
      const logTail = await server.logTail();
      const detail = `it ended while it was warmed up (${describeExit(ended.exit)}); its last lines: ${logTail.join(' | ')}`;
      yield { kind: 'server-died', label, round, exit: { ...ended.exit, atStep: null }, logTail };
      yield { kind: 'target-failed', label, failure: { reason: 'exited', detail } };
      return null;
    }
    handedOver = true;
    return warm;
  } finally {
    if (!handedOver) await server.stop();
  }
}

async function warmUp({ sweep, generator }: BlockRequest, load: LoadTarget): Promise<ServerRecord['warmup']> {
  const { plan, signal } = sweep;
  if (plan.warmup.mode === 'none') return { requests: 0, ms: 0, settled: null, windows: [] };
  const warmup = await generator.warm(
    load,
    { ...plan.warmup, mode: plan.warmup.mode, timeoutMs: plan.timeoutMs },
    signal,
  );
  const [lowest] = plan.rates;
  if (lowest !== undefined && plan.warmup.firstRateMs > 0) {
    const { ratePerSecond } = lowest;
    const scheduled = Math.max(1, Math.round((ratePerSecond * plan.warmup.firstRateMs) / 1_000));
    const windowMs = (scheduled * 1_000) / ratePerSecond;
    await generator.run(load, loadStep(sweep.plan, { ratePerSecond, scheduled, windowMs }, 0), signal);
  }
  return warmup;
}

function plannedRequest({ plan }: Sweep, label: string) {
  const planned = plan.targets.find((target) => target.label === label);
  if (planned === undefined) throw new Error(`the plan has no target ${label}`);
  return planned.request;
}

function newServer(server: RunningServer): ServerRecord {
  return {
    pid: server.pid,
    startMs: server.startMs,
    warmup: { requests: 0, ms: 0, settled: null, windows: [] },
    idleRssBytes: null,
    listenBacklog: server.listenBacklog,
    ...(server.givenPort === undefined || server.givenPort === server.port
      ? {}
      : { listensOn: authority(server) }),
    exit: null,
    logTail: [],
  };
}

function describeExit({ code, signal }: ServerExit): string {
  return signal === null ? `exit code ${code}` : `signal ${signal}`;
}

function medianUs(latencies: readonly (number | null)[]): number | null {
  const known = latencies.filter((us) => us !== null).toSorted((a, b) => a - b);
  return known.length < latencies.length ? null : (known[Math.floor(known.length / 2)] ?? null);
}
