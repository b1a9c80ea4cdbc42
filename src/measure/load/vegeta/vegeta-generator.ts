/**
 * vegeta in place of our own generator: one process on each place sends its share of a step's rate, and every request's
 * record comes back. What has no rate, the warm-up and the probes at rest, stays with our own.
 */
import { addAbortListener } from 'node:events';
import { execa } from 'execa';
import type { LoadObservation } from '../../../model/load-observation.ts';
import { foldRecords, gapNs } from '../../../records/fold-records.ts';
import { type HostRequests, noRequests } from '../../../records/host-records.ts';
import { RecordReader } from '../../../records/record-reader.ts';
import type { WrapCommand } from '../../host/own-process.ts';
import type { LoadGenerator, LoadStep, LoadTarget } from '../../seams.ts';
import { GeneratorBroken } from '../generator.ts';
import { attackCommand, attackTarget, type Share } from './attack.ts';

/** Where one vegeta runs: how its command is run there, within which limits or on which host. */
export type VegetaPlace = WrapCommand;

/** Beyond its window and time-out, vegeta has this long to end. */
const GRACE_MS = 10_000;

/**
 * @param own ours, started
 * @param places at least one; each gets an equal share
 */
export function vegetaGenerator(own: LoadGenerator, places: readonly VegetaPlace[]): LoadGenerator {
  return {
    pid: own.pid,
    warm: (target, request, signal) => own.warm(target, request, signal),
    probe: (target, count, timeoutMs, signal) => own.probe(target, count, timeoutMs, signal),
    run: (target, step, signal) => attackFrom(places, target, step, signal),
    [Symbol.asyncDispose]: () => own[Symbol.asyncDispose](),
  };
}

/** What came back from one place. */
interface Returned {
  readonly requests: HostRequests;
  /** Why it is lost, or null. */
  readonly lost: string | null;
}

async function attackFrom(
  places: readonly VegetaPlace[],
  target: LoadTarget,
  step: LoadStep,
  signal: AbortSignal,
): Promise<LoadObservation> {
  signal.throwIfAborted();
  const share: Share = {
    requests: Math.max(1, Math.round(step.scheduled / places.length)),
    gapNs: gapNs(step.ratePerSecond, places.length),
  };
  const returned = await Promise.all(places.map((place) => attack(place, target, step, share, signal)));
  signal.throwIfAborted();
  const lost = returned.map((one) => one.lost);
  if (returned.every(({ requests }) => requests.count === 0)) {
    throw new GeneratorBroken(
      `vegeta sent nothing: ${lost.find((why) => why !== null) ?? 'no reason given'}`,
    );
  }
  const observation = foldRecords(
    returned.map(({ requests }) => requests),
    {
      ratePerSecond: step.ratePerSecond,
      planned: places.map(() => share.requests),
      lost: lost.map((why) => why !== null),
    },
  );
  return { ...observation, seed: step.seed };
}

async function attack(
  place: VegetaPlace,
  target: LoadTarget,
  step: LoadStep,
  share: Share,
  signal: AbortSignal,
): Promise<Returned> {
  const { file, args } = place(attackCommand(target, share, step));
  // A group of its own, so that a Ctrl-C is ours to handle, and all of it can be ended.
  const running = execa(file, args, {
    input: attackTarget(target),
    buffer: { stdout: false },
    reject: false,
    detached: true,
  });
  const kill = () => endGroup(running.pid);
  const tooLong = setTimeout(kill, step.windowMs + step.timeoutMs + GRACE_MS);
  using _abort = addAbortListener(signal, kill);
  const reader = new RecordReader();
  let problem: string | null = null;
  try {
    for await (const chunk of running.stdout) {
      problem ??= reader.push(chunk)?.problem ?? null;
      if (problem !== null) kill();
    }
    const { stderr, exitCode } = await running;
    const read = problem === null ? reader.end() : { problem };
    const said = stderr.trim() || (exitCode === 0 ? null : 'it was ended');
    return 'problem' in read
      ? { requests: noRequests, lost: said ?? `what it prints ${read.problem}` }
      : { requests: read, lost: said };
  } finally {
    clearTimeout(tooLong);
    kill();
  }
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}
