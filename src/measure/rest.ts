/** Waiting until a server is at rest: idle, and as quick to answer as it was before the load. */
import type { Plan } from '../model/plan.ts';

/** A server that uses less of one core than this is idle. */
const IDLE_SHARE = 0.05;
const POLL_MS = 50;
/** How much slower than the resting median the probes' median may be; the slack is for the very quick. */
const PROBES = { factor: 2, slackUs: 500 } as const;

export interface RestRequest {
  readonly settings: Plan['rest'];
  /** Median of the probes after the warm-up; null: unknown, any answer will do. */
  readonly restingUs: number | null;
  /** CPU that the server has used so far; null where it cannot be known. */
  cpuMs(): Promise<number | null>;
  probe(): Promise<readonly (number | null)[]>;
  /** Whether the server's process is gone. */
  hasEnded(): boolean;
  elapsed(): number;
  pause(ms: number): Promise<void>;
}

/**
 * Waits until the server's CPU was idle for `idleMs` at a stretch and the median of the probes is within twice the
 * resting one; at most `capMs`.
 * @returns how long it took, and false in `settled` where the server did not come to rest
 */
export async function rest(request: RestRequest): Promise<{ ms: number; settled: boolean }> {
  const { settings } = request;
  const start = request.elapsed();
  const since = () => request.elapsed() - start;
  while (since() < settings.capMs && !request.hasEnded()) {
    if ((await idleFor(request, since)) && areQuick(await request.probe(), request.restingUs)) {
      return { ms: since(), settled: !request.hasEnded() };
    }
  }
  return { ms: since(), settled: false };
}

/** Waits for one idle stretch; false where the cap came first. */
async function idleFor(request: RestRequest, since: () => number): Promise<boolean> {
  const { capMs, idleMs } = request.settings;
  let stretch = { startMs: since(), cpuMs: await request.cpuMs() };
  while (since() < capMs && !request.hasEnded()) {
    await request.pause(POLL_MS);
    const atMs = since();
    const cpuMs = await request.cpuMs();
    const usedMs = cpuMs === null || stretch.cpuMs === null ? 0 : cpuMs - stretch.cpuMs;
    if (usedMs > IDLE_SHARE * Math.max(idleMs, atMs - stretch.startMs)) stretch = { startMs: atMs, cpuMs };
    else if (atMs - stretch.startMs >= idleMs) return true;
  }
  return false;
}

function areQuick(probes: readonly (number | null)[], restingUs: number | null): boolean {
  const known = probes.filter((us) => us !== null).toSorted((a, b) => a - b);
  const median = known[Math.floor(known.length / 2)];
  if (known.length < probes.length || median === undefined) return false;
  return restingUs === null || median <= restingUs * PROBES.factor + PROBES.slackUs;
}
