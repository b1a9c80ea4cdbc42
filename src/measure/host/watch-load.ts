import { setTimeout as wait } from 'node:timers/promises';
import type { Step } from '../../model/run.ts';

/**
 * Which share of these CPUs other programs use while nothing of ours runs but this process.
 * @returns 0 … 1; null where the system does not say
 * @throws the signal's reason when it is aborted
 */
export async function watchOthers(
  watch: () => () => Step['machine'],
  cpus: number,
  ms: number,
  signal: AbortSignal,
): Promise<number | null> {
  const [startMs, ownBefore] = [performance.now(), process.cpuUsage()];
  const seen = watch();
  // An aborted wait rejects with an error of its own.
  await wait(ms, undefined, { signal }).catch(() => signal.throwIfAborted());
  const { busyMs } = seen();
  const own = process.cpuUsage(ownBefore);
  if (busyMs === null) return null;
  const available = (performance.now() - startMs) * cpus;
  return Math.min(1, Math.max(0, (busyMs - (own.user + own.system) / 1_000) / available));
}
