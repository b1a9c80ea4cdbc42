/** Waiting until a server is at rest: idle, and as quick to answer as it was before the load. */
import type { Plan } from '../model/plan.ts';

/** A server that uses less of one core than this is idle. */
const IDLE_SHARE = 0.05;
/** What an idle server uses varies by this much. */
const OWN_LEVEL = { factor: 1.5, slack: 0.02 } as const;
/** So many idle stretches are looked at to find its own level. */
const LOOKS = 5;
const POLL_MS = 50;
/** How much slower than the resting median the probes' median may be; the slack is for the very quick. */
const PROBES = { factor: 2, slackUs: 500 } as const;

export interface RestRequest {
  readonly settings: Plan['rest'];
  /** Median of the probes after the warm-up; null: unknown, any answer will do. */
  readonly restingUs: number | null;
  /** What the server uses of one core while idle, 0 … 1 and more. */
  readonly restingShare: number;
  /** CPU that the server has used so far; null where it cannot be known. */
  cpuMs(): Promise<number | null>;
  /** A single request on a new connection, in microseconds; null: no right answer came within so many milliseconds. */
  probe(withinMs: number): Promise<number | null>;
  /** Whether the server's process is gone. */
  hasEnded(): boolean;
  elapsed(): number;
  pause(ms: number): Promise<void>;
}

/**
 * Waits until the server used no more CPU for `idleMs` at a stretch than it does at rest, and the median of the probes is within twice the
 * resting one; at most `capMs`.
 * @returns how long it took, and false in `settled` where the server did not come to rest
 */
export async function rest(request: RestRequest): Promise<{ ms: number; settled: boolean }> {
  const { settings } = request;
  const start = request.elapsed();
  const since = () => request.elapsed() - start;
  while (since() < settings.capMs && !request.hasEnded()) {
    if ((await idleFor(request, since)) && areQuick(await probeAll(request, since), request.restingUs)) {
      return { ms: since(), settled: !request.hasEnded() };
    }
  }
  return { ms: since(), settled: false };
}

/** Waits for one idle stretch; false where the cap came first. */
async function idleFor(request: RestRequest, since: () => number): Promise<boolean> {
  const { capMs, idleMs } = request.settings;
  const share = Math.max(IDLE_SHARE, request.restingShare * OWN_LEVEL.factor + OWN_LEVEL.slack);
  let stretch = { startMs: since(), cpuMs: await request.cpuMs() };
  while (since() < capMs && !request.hasEnded()) {
    await request.pause(POLL_MS);
    const atMs = since();
    const cpuMs = await request.cpuMs();
    const usedMs = cpuMs === null || stretch.cpuMs === null ? 0 : cpuMs - stretch.cpuMs;
    if (usedMs > share * Math.max(idleMs, atMs - stretch.startMs)) stretch = { startMs: atMs, cpuMs };
    else if (atMs - stretch.startMs >= idleMs) return true;
  }
  return false;
}

/** The probes, each with what is left of the cap; none behind one that failed, which has decided already. */
async function probeAll(request: RestRequest, since: () => number): Promise<readonly (number | null)[]> {
  const { capMs, probes } = request.settings;
  const latencies: (number | null)[] = [];
  while (latencies.length < probes && latencies.at(-1) !== null) {
    const leftMs = Math.ceil(capMs - since());
    latencies.push(leftMs > 0 ? await request.probe(leftMs) : null);
  }
  return latencies;
}

/**
 * What an idle server uses of one core: the least of a few stretches of `idleMs`, and after one in
 * which it was idle no more.
 */
export async function restingShare(
  request: Pick<RestRequest, 'cpuMs' | 'hasEnded' | 'elapsed' | 'pause'>,
  idleMs: number,
): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let look = 0; look < LOOKS && least > IDLE_SHARE && !request.hasEnded(); look++) {
    const [startMs, before] = [request.elapsed(), await request.cpuMs()];
    await request.pause(idleMs);
    const after = await request.cpuMs();
    if (before === null || after === null) return 0;
    least = Math.min(least, (after - before) / (request.elapsed() - startMs));
  }
  return Number.isFinite(least) ? least : 0;
}

function areQuick(probes: readonly (number | null)[], restingUs: number | null): boolean {
  const known = probes.filter((us) => us !== null).toSorted((a, b) => a - b);
  const median = known[Math.floor(known.length / 2)];
  if (known.length < probes.length || median === undefined) return false;
  return restingUs === null || median <= restingUs * PROBES.factor + PROBES.slackUs;
}
