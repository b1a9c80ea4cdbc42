/** vegeta on this machine. */
import { addAbortListener } from 'node:events';
import { execa } from 'execa';
import { noRequests } from '../../../records/host-records.ts';
import { RecordReader } from '../../../records/record-reader.ts';
import type { WrapCommand } from '../../host/own-process.ts';
import { attackCommand, attackTarget } from './attack.ts';
import type { Attack, Returned, VegetaPlace } from './vegeta-place.ts';

/** Beyond its window and time-out, vegeta has this long to end. */
const GRACE_MS = 10_000;

/** @param wrap how its command is run, for limits */
export const vegetaHere =
  (wrap: WrapCommand): VegetaPlace =>
  async (attack) => {
    const running = start(wrap, attack);
    const kill = () => endGroup(running.pid);
    const records = takeRecords(running, kill);
    // Whatever ends this program ends it too.
    process.once('exit', kill);
    return {
      async send(signal) {
        signal.throwIfAborted();
        const { requests, gapNs, timeoutMs, target } = attack;
        const tooLong = setTimeout(kill, (requests * gapNs) / 1e6 + timeoutMs + GRACE_MS);
        using _abort = addAbortListener(signal, kill);
        running.stdin.end(attackTarget(target));
        try {
          return await records;
        } finally {
          clearTimeout(tooLong);
        }
      },
      async [Symbol.asyncDispose]() {
        kill();
        process.off('exit', kill);
        await records;
      },
    };
  };

function start(wrap: WrapCommand, attack: Attack) {
  const { file, args } = wrap(attackCommand(attack));
  // A group of its own, so that a Ctrl-C is ours to handle, and all of it can be ended.
  const running = execa(file, args, {
    stdin: 'pipe',
    buffer: { stdout: false },
    reject: false,
    detached: true,
  });
  // One that could not start reads nothing; why, it says by its standard error.
  running.stdin.on('error', () => undefined);
  return running;
}

async function takeRecords(running: ReturnType<typeof start>, kill: () => void): Promise<Returned> {
  const reader = new RecordReader();
  let problem: string | null = null;
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
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}
