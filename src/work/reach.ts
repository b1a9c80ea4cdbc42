/** Another machine over ssh: this program is brought there, and a conversation with it is begun. */
import { ownProgram } from '../files/own-program.ts';
import { AnsweredError, type Asker, asker } from '../measure/remote/conversation.ts';
import { HostProblem, whyFailed } from '../measure/remote/host-problem.ts';
import type { Questions } from '../measure/remote/questions.ts';
import { type ComparedClocks, compareClocks } from '../measure/remote/remote-server-end.ts';
import { openSsh, type SshConnection, type SshRequest } from '../measure/remote/ssh.ts';
import type { Ssh } from '../model/plan.ts';
import type { Machine } from '../model/run.ts';
import type { Caller } from './caller.ts';

/** A machine that was reached, with nothing started on it but the program that waits for questions. */
export interface ReachedMachine extends AsyncDisposable {
  readonly machine: Machine;
  /** How many files a process there may have open. */
  readonly openFiles: number | null;
  /** Its clock beside that of this machine. */
  readonly clocks: ComparedClocks;
  /** Aborted with a HostProblem when nobody answers there any more. */
  readonly lost: AbortSignal;
  /**
   * Takes it for one sweep, until this is disposed of.
   * @param onWait as that of this machine
   * @throws HostProblem that names another sweep
   */
  lock(signal: AbortSignal, onWait: ((other: string) => void) | null): Promise<void>;
}

export interface Reached extends ReachedMachine {
  readonly ssh: SshConnection;
  readonly there: Asker<Questions>;
}

/** The oldest Node that runs the program. */
const oldestNode = 24;

/** @param name of the machine in messages */
export const sshRequest = (
  name: string,
  via: Ssh,
  { env, signal, beforeLeaving }: Pick<Caller, 'env' | 'signal' | 'beforeLeaving'>,
): SshRequest => ({ ...via, name, configFile: env['BENCH_SSH_CONFIG'] ?? null, signal, beforeLeaving });

/** @throws HostProblem in words, with what to do; the signal's reason when it is aborted */
export async function reach(request: SshRequest): Promise<Reached> {
  const { name, signal } = request;
  const ssh = await openSsh(request);
  try {
    refuseNode(name, ssh.node);
    const program = await ownProgram();
    const home = `tool/${program.key}`;
    if (!ssh.tools.includes(program.key)) await ssh.send(program.root, program.files, home, true);
    const supervisor = ssh.run(`${home}/${program.supervisor}`);
    const there = speakingFor(name, asker<Questions>(supervisor.output, supervisor.input));
    const lost = new AbortController();
    for (const ended of [ssh.lost, supervisor.ended]) {
      void ended.then((why) => {
        const problem = new HostProblem(why);
        there.hangUp(problem);
        lost.abort(problem);
      });
    }
    return {
      ssh,
      there,
      machine: await there.ask('machine', null, { signal }),
      openFiles: await there.ask('openFiles', null, { signal }),
      clocks: await compareClocks(there),
      lost: lost.signal,
      lock: async (signal, onWait) => {
        await there.ask('lock', onWait !== null, { signal, tell: (other) => onWait?.(other) });
      },
      async [Symbol.asyncDispose]() {
        // Without a connection, the program there closes by itself.
        await there.ask('close', null).catch(() => undefined);
        supervisor.input.end();
        await supervisor.ended;
        await ssh[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await ssh[Symbol.asyncDispose]();
    throw error;
  }
}

function refuseNode(name: string, version: string | null): void {
  if (Number.parseInt(version?.slice(1) ?? '', 10) >= oldestNode) return;
  const found = version === null ? 'no Node' : `Node ${version.slice(1)}`;
  throw new HostProblem(
    `there is ${found} on the host ${name}, and bench needs ${oldestNode} or newer there: install it from https://nodejs.org so that a shell without a terminal finds it (ssh <host> node --version).`,
  );
}

/** What the machine there refuses is said as such; anything else is a mistake of ours. */
function speakingFor(name: string, there: Asker<Questions>): Asker<Questions> {
  return {
    ...there,
    ask: async (question, about, meanwhile) => {
      try {
        return await there.ask(question, about, meanwhile);
      } catch (error) {
        if (!(error instanceof AnsweredError) || !error.bySystem) throw error;
        const why = whyFailed(name, `what was asked (${question})`, error.message);
        throw new HostProblem(error.hint === null ? why : `${why} ${error.hint}`);
      }
    },
  };
}
