/** Processes of the tool itself: a program of ours under the same Node, spoken to over a channel. */
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import type { Command } from './launch.ts';

/** Turns a command into the one that keeps it on its CPUs, and gives it the limits and the priority it is to have. */
export type WrapCommand = (command: Command) => Command;

export interface OwnProcess<Message, Reply> {
  readonly pid: number;
  /** Says something, and expects no reply. */
  tell(message: Message): void;
  /**
   * What it says next, once it was told this; null: nothing. One reply is awaited at a time.
   * @throws what was given for its end, where it ended
   */
  ask(message: Message | null): Promise<Reply>;
  end(): Promise<void>;
}

/**
 * Starts a program that stands beside a module, in the form that the module itself is in: source or compiled.
 * @param name of the file, without its extension
 * @param beside the URL of the module
 * @param broken what its end is thrown as; why, in words: what it wrote to its standard error, or what the system says
 */
export function startOwnProcess<Message extends object, Reply>(
  name: string,
  beside: string,
  wrap: WrapCommand,
  broken: (why: string) => Error,
): OwnProcess<Message, Reply> {
  const extension = beside.endsWith('.ts') ? 'ts' : 'js';
  const program = fileURLToPath(new URL(`./${name}.${extension}`, beside));
  // A larger young generation is collected less often.
  const { file, args } = wrap({ file: process.execPath, args: ['--max-semi-space-size=32', program] });
  const running = execa(file, args, {
    ipc: true,
    serialization: 'advanced',
    stdin: 'ignore',
    stdout: 'ignore',
    stderr: 'pipe',
    reject: false,
    buffer: { stderr: true, ipc: false },
  });
  const child = running.nodeChildProcess;
  let next: PromiseWithResolvers<Reply> | null = null;
  let over: Error | null = null;
  child.on('message', (reply: Reply) => next?.resolve(reply));
  const ended = running.then(({ stderr, signal, shortMessage }) => {
    over = broken(lastWords(stderr) || (signal && killedBy(signal)) || shortMessage || 'no reason given');
    next?.reject(over);
  });
  const tell = (message: Message) => {
    if (child.connected) child.send(message);
  };
  return {
    pid: child.pid ?? 0,
    tell,
    ask: async (message) => {
      if (over !== null) throw over;
      next = Promise.withResolvers<Reply>();
      if (message !== null) tell(message);
      return await next.promise;
    },
    async end() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}

/** What it wrote before its end; where its heap was full, the line that says so instead of V8's whole account. */
const lastWords = (stderr: string): string => /^FATAL ERROR: (.+)$/m.exec(stderr)?.[1] ?? stderr;

const killedBy = (signal: string): string =>
  `it was killed by ${signal}${signal === 'SIGKILL' ? ', as it is for want of memory' : ''}`;
