/**
 * Can a step be believed? Several causes may meet. They are judged in this order, and all of them are reported:
 * 1. the generator had no port or no descriptor left, stood still until requests timed out, or does not account for
 *    requests that it should have sent: the step is void;
 * 2. the machine was taken from us (steal, other processes, an outer quota, waiting that no measured use explains):
 *    host-limited, for a generator that is late because of it is not the cause;
 * 3. the generator was late to take up the requests: generator-limited; but where it shares its
 *    CPUs with a server whose own processes hold them, the lateness is the server's doing;
 * 4. the generator does not say how late it was: nobody attests the step, and it is not called good.
 */
import type { Validity } from '../../model/analysis.ts';
import { ownFailureKinds } from '../../model/failure.ts';
import { Histogram, rankOf } from '../../model/histogram.ts';
import type { Plan } from '../../model/plan.ts';
import { isAttested, type Step } from '../../model/run.ts';
import type { Observed } from './observed.ts';
import { isHarmless, lagUs } from './percentiles.ts';

/** One reason not to believe a step. Shares are of the time of the CPUs concerned, 0 … 1. */
export type Doubt =
  | { readonly kind: (typeof ownFailureKinds)[number]; readonly count: number }
  | { readonly kind: 'steal' | 'others' | 'throttled'; readonly share: number }
  | { readonly kind: 'waiting'; readonly who: 'server' | 'generator'; readonly share: number }
  | {
      readonly kind: 'late';
      readonly percentile: number;
      readonly lagUs: number;
      /** How late the pacer was at the same percentile: much the same means that the whole process was held up. */
      readonly pacerLagUs: number;
    }
  | {
      readonly kind: 'unattested';
      /** How late requests left by the engine's own records; null: not known. */
      readonly lateP50Us: number | null;
      readonly lateP99Us: number | null;
    };

export interface Judged {
  readonly validity: Validity;
  readonly doubts: readonly Doubt[];
  /** Nothing can be said at all, not even that it passed. */
  readonly isVoid: boolean;
  /** The generator was late because the server's own processes held the CPUs that they share. */
  readonly lagIsServers: boolean;
}

const HOST_SHARE = 0.05;
/** A quota stops everything for most of its period, so even this little reaches the p99. */
const THROTTLED_SHARE = 0.005;
const GENERATOR_THREADS = 4;
/**
 * Lateness at the p50 from which it is no longer that percentile's alone. An idle machine wakes a sleeping process a
 * fraction of a millisecond late: that blurs the median of a quick server, and says nothing about the whole step.
 */
const LATE_P50_US = 1_000;
/** Likewise at the p99: what is stored as a stall. */
const LATE_P99_US = 20_000;

/** Judges one step. */
export function judge(observed: Observed, step: Step, plan: Plan): Judged {
  const missing = ownFailureKinds.flatMap((kind): Doubt[] => {
    const count = step.failures[kind] ?? 0;
    return count === 0 ? [] : [{ kind, count }];
  });
  const host = hostDoubts(step, plan);
  const late = generatorDoubts(observed, step);
  const lagIsServers =
    host.length === 0 && serverHoldsCpus(step, plan) && !heldOtherwise(observed, step, plan);
  const stoodStill = lagIsServers ? [] : timeOutDoubts(observed, step, plan);
  const known = lagIsServers ? [] : late.length > 0 ? late : stoodStill;
  const own = isAttested(step) ? known : [unattested(observed)];
  return {
    validity: missing.length > 0 ? 'generator-limited' : host.length > 0 ? 'host-limited' : ownValidity(own),
    doubts: [...missing, ...host, ...own],
    isVoid: missing.length > 0 || stoodStill.length > 0,
    lagIsServers,
  };
}

function ownValidity([doubt]: readonly Doubt[]): Validity {
  if (doubt === undefined) return 'valid';
  return doubt.kind === 'unattested' ? 'unattested' : 'generator-limited';
}

const unattested = ({ dispatchLag }: Observed): Doubt => ({
  kind: 'unattested',
  lateP50Us: dispatchLag?.percentileUs(50) ?? null,
  lateP99Us: dispatchLag?.percentileUs(99) ?? null,
});

function hostDoubts(step: Step, plan: Plan): readonly Doubt[] {
  const { machine, server, generator, elapsedMs } = step;
  const { resolved, serverCpus, generatorCpus } = plan.placement;
  // Of two machines, the servers' one is watched, and the generator uses nothing of it.
  const here = resolved === 'remote' ? [] : generatorCpus;
  const available = elapsedMs * (new Set([...serverCpus, ...here]).size || plan.host.size.cpus);
  const doubts: Doubt[] = [];
  const steal = (machine.stealMs ?? 0) / available;
  if (steal > HOST_SHARE) doubts.push({ kind: 'steal', share: steal });
  if (machine.busyMs !== null && server.cpuMs !== null && generator.cpuMs !== null) {
    const generators = resolved === 'remote' ? 0 : generator.cpuMs;
    const others = (machine.busyMs - server.cpuMs - generators) / available;
    // The machine is looked at a little longer than the step lasts, so more than everything may have been used.
    if (others > HOST_SHARE) doubts.push({ kind: 'others', share: Math.min(1, others) });
  }
  const throttled = (machine.throttledMs ?? 0) / elapsedMs;
  if (throttled > THROTTLED_SHARE) doubts.push({ kind: 'throttled', share: throttled });
  return doubts.length > 0 ? doubts : waitingDoubts(step, plan);
}

/**
 * Looked for where nothing else is known to have taken the CPUs. Threads also wait for a CPU behind their own kind:
 * with t threads by up to t times what they use, and without any limit while they fill the CPUs. Only what is beyond
 * that must have another cause.
 */
function waitingDoubts(step: Step, plan: Plan): readonly Doubt[] {
  const { server, generator, elapsedMs } = step;
  if (server.cpuMs === null || generator.cpuMs === null) return [];
  const { resolved, serverCpus, generatorCpus } = plan.placement;
  const shared = resolved === 'shared';
  const sides = [
    {
      who: 'server',
      ...server,
      cpus: serverCpus.length,
      rival: generator.cpuMs,
      threads: server.threads ?? 1,
    },
    {
      who: 'generator',
      ...generator,
      cpus: generatorCpus.length,
      rival: server.cpuMs,
      threads: GENERATOR_THREADS,
    },
  ] as const;
  return sides.flatMap(({ who, cpuMs, waitForCpuMs, cpus, rival, threads }): Doubt[] => {
    const available = elapsedMs * (cpus || plan.host.size.cpus);
    const used = (cpuMs ?? 0) + (shared ? rival : 0);
    if (used >= 0.9 * available) return [];
    const share = ((waitForCpuMs ?? 0) - used * Math.max(1, threads)) / available;
    return share > HOST_SHARE ? [{ kind: 'waiting', who, share }] : [];
  });
}

function generatorDoubts(observed: Observed, step: Step): readonly Doubt[] {
  const doubts: Doubt[] = [];
  // A generator that is slow to read answers runs out of connections by itself: what it shed excuses no lateness beyond
  // what the longest answer does. Beside any other failure lateness is nothing.
  const beyondUs = step.requests.shed > 0 ? observed.latency.maxUs : Number.POSITIVE_INFINITY;
  for (const [percentile, leastUs] of [
    [50, LATE_P50_US],
    [99, LATE_P99_US],
  ] as const) {
    const lag = lagUs(observed, percentile);
    const latency = observed.latency.atRankUs(rankOf(percentile, observed.scheduled)) ?? beyondUs;
    if (lag === null || step.pacerLag === null || lag <= leastUs || isHarmless(lag, latency)) continue;
    const pacerLagUs = Histogram.decode(step.pacerLag).percentileUs(percentile) ?? 0;
    doubts.push({ kind: 'late', percentile, lagUs: lag, pacerLagUs });
    break;
  }
  return doubts;
}

/**
 * Requests timed out, and the generator was late by half of the time-out: stopped, or starved. Who is to blame for which
 * of them cannot be told.
 */
function timeOutDoubts(observed: Observed, step: Step, plan: Plan): readonly Doubt[] {
  const lag = lagUs(observed, 100);
  const timedOut = (step.failures['timeout-answer'] ?? 0) + (step.failures['timeout-connect'] ?? 0);
  if (lag === null || step.pacerLag === null || timedOut === 0 || lag < longStandstillUs(plan)) return [];
  return [{ kind: 'late', percentile: 100, lagUs: lag, pacerLagUs: Histogram.decode(step.pacerLag).maxUs }];
}

const longStandstillUs = ({ timeoutMs }: Plan): number => timeoutMs * 500;

/**
 * Whoever is late because others hold the CPUs waits for a CPU, or works, all that time. Lateness far beyond both has
 * another cause, say that the whole generator was stopped: no server does that.
 */
function heldOtherwise(observed: Observed, { generator }: Step, plan: Plan): boolean {
  const { cpuMs, waitForCpuMs } = generator;
  if (cpuMs === null || waitForCpuMs === null) return false;
  const explainedUs = (cpuMs + waitForCpuMs) * 1_000;
  return (lagUs(observed, 100) ?? 0) - explainedUs >= longStandstillUs(plan);
}

/** In shared placement only: the server used more than we did, and either nothing was left or we waited for it. */
function serverHoldsCpus(step: Step, plan: Plan): boolean {
  const { server, generator, elapsedMs } = step;
  if (plan.placement.resolved !== 'shared') return false;
  if (server.cpuMs === null || generator.cpuMs === null) return false;
  // A loop that is busy all the time is too slow by itself, whatever uses the other CPUs.
  if ((generator.utilization ?? 0) >= 0.9 || server.cpuMs <= generator.cpuMs) return false;
  const available = elapsedMs * (plan.placement.serverCpus.length || plan.host.size.cpus);
  const full = server.cpuMs + generator.cpuMs >= 0.9 * available;
  return full || (generator.waitForCpuMs ?? 0) >= HOST_SHARE * elapsedMs;
}
