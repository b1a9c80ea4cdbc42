/** A server that is started, has shown its page, is warmed, and whose answers at rest are known. */
import type { Event } from '../model/event.ts';
import type { Block } from '../model/plan.ts';
import type { ServerRecord, TargetFailure } from '../model/run.ts';
import { type FirstEstimate, firstEstimate } from '../plan/search/first-estimate.ts';
import { authority } from './load/request-bytes.ts';
import { loadStep } from './load-step.ts';
import { restingShare } from './rest.ts';
import type { LoadGenerator, LoadTarget, RunningServer, ServerExit } from './seams.ts';
import { describeBackground, describeExit, failure } from './server/explain-failure.ts';
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
  /** What its warm-up says about its capacity. */
  readonly estimate: FirstEstimate;
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
  const exitSoFar = () => ended.exit;
  let handedOver = false;
  try {
    let seen = pages.get(label);
    if (seen === undefined) {
      seen = await generatorEnd.seePage(server, target, signal);
      pages.set(label, seen);
      if (typeof seen.page !== 'string') yield { kind: 'page-seen', label, page: seen.page };
    }
    const load: LoadTarget = {
      address: server.address,
      port: server.port,
      request: plannedRequest(sweep, label),
      expected: seen.expected,
    };
    yield { kind: 'server-started', label, round, server: newServer(server) };
    const exitAtOnce = exitSoFar();
    if (exitAtOnce !== null) {
      yield* tellEnded(block, server, exitAtOnce, 'after its first answer');
      return null;
    }
    // Without a contract the page is only a figure of the report, and what the server answers under load is the result.
    if (typeof seen.page === 'string' && target.target.contract !== null) {
      yield { kind: 'target-failed', label, failure: await withoutPage(label, load, seen.page, server) };
      return null;
    }
    const warmup = await warmUp(request, load, server);
    const { rssBytes: idleRssBytes } = await server.sample();
    yield { kind: 'server-warmed', label, round, warmup, idleRssBytes };
    const resting = await generator.probe(load, plan.rest.probes, plan.timeoutMs, signal);
    const share = await restingShare(
      {
        cpuMs: async () => (await server.sample()).cpuMs,
        hasEnded: () => exitSoFar() !== null,
        elapsed: sweep.clock.elapsed,
        pause: (ms) => sweep.clock.pause(ms, signal),
      },
      plan.rest.idleMs,
    );
    const warm: Warm = {
      server,
      load,
      restingUs: medianUs(resting),
      estimate: firstEstimate(warmup, plan.placement.serverCpus.length),
      restingShare: share,
      get exit() {
        return exitSoFar();
      },
    };
    const exit = exitSoFar();
    if (exit !== null) {
      yield* tellEnded(block, server, exit, 'while it was warmed up');
      return null;
    }
    handedOver = true;
    return warm;
  } finally {
    if (!handedOver) await server.stop();
  }
}

/**
 * Why a target is given up whose start command has ended while its server lives on: nobody would see that one end.
 * @returns null where the server has ended
 */
export async function whyInBackground(
  label: string,
  server: RunningServer,
  exit: ServerExit,
): Promise<TargetFailure | null> {
  // A leader that was killed leaves workers behind for a while, and went nowhere.
  if (exit.signal !== null) return null;
  const left = await server.left();
  if (left === 0) return null;
  return failure('in-background', `${label} ${describeBackground(exit, left)}`, await server.logTail());
}

/**
 * Says of a server that it ended before its first step.
 * @param when as the end of a sentence
 */
async function* tellEnded(
  { label, round }: Block,
  server: RunningServer,
  exit: ServerExit,
  when: string,
): AsyncGenerator<Event> {
  const inBackground = await whyInBackground(label, server, exit);
  if (inBackground !== null) {
    yield { kind: 'target-failed', label, failure: inBackground };
    return;
  }
  const logTail = await server.logTail();
  yield { kind: 'server-died', label, round, exit: { ...exit, atStep: null }, logTail };
  const sentence = `${label} ${describeExit(exit)} ${when}.`;
  yield { kind: 'target-failed', label, failure: failure('exited', sentence, logTail) };
}

/** Under a contract every answer is compared with the page, so there is nothing to measure without it. */
async function withoutPage(
  label: string,
  { request }: LoadTarget,
  why: string,
  server: RunningServer,
): Promise<TargetFailure> {
  const asked = `${request.method} ${request.path}`;
  const sentence = `${label} answered ${asked} when it was ready, and not when it was asked again: ${why}. Ask for it several times with curl -i.`;
  return failure('never-ready', sentence, await server.logTail());
}

async function warmUp(
  { sweep, generator }: BlockRequest,
  load: LoadTarget,
  server: RunningServer,
): Promise<ServerRecord['warmup']> {
  const { plan, signal } = sweep;
  if (plan.warmup.mode === 'none') return { requests: 0, ms: 0, settled: null, windows: [] };
  const before = await server.sample();
  const warmup = await generator.warm(
    load,
    { ...plan.warmup, mode: plan.warmup.mode, timeoutMs: plan.timeoutMs },
    signal,
  );
  const after = await server.sample();
  const cpuMs = before.cpuMs === null || after.cpuMs === null ? null : after.cpuMs - before.cpuMs;
  const [lowest] = plan.rates;
  if (lowest !== undefined && plan.warmup.firstRateMs > 0) {
    const { ratePerSecond } = lowest;
    const scheduled = Math.max(1, Math.round((ratePerSecond * plan.warmup.firstRateMs) / 1_000));
    const windowMs = (scheduled * 1_000) / ratePerSecond;
    await generator.run(load, loadStep(sweep.plan, { ratePerSecond, scheduled, windowMs }, 0), signal);
  }
  return { ...warmup, cpuMs };
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

function medianUs(latencies: readonly (number | null)[]): number | null {
  const known = latencies.filter((us) => us !== null).toSorted((a, b) => a - b);
  return known.length < latencies.length ? null : (known[Math.floor(known.length / 2)] ?? null);
}
