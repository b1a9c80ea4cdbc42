import { main } from '../../src/cli/main.ts';
import type { InterruptSignal, Output } from '../../src/cli/surroundings.ts';

export interface Outcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Exit code with which the program left at once, or null. */
  readonly leftWith: number | null;
}

export interface Around {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly platform?: string;
  /** Is handed a function that interrupts the program. */
  readonly interrupter?: (interrupt: (signal: InterruptSignal) => void) => void;
}

/** Runs the whole program inside this process, in surroundings of its own. */
export async function runBench(argv: readonly string[], around: Around): Promise<Outcome> {
  const stdout: string[] = [];
  const stderr: string[] = [];
  let leftWith: number | null = null;
  const exitCode = await main({
    argv,
    cwd: around.cwd,
    env: around.env ?? {},
    stdout: into(stdout),
    stderr: into(stderr),
    platform: around.platform ?? process.platform,
    onInterrupt(handle) {
      let listening = true;
      around.interrupter?.((signal) => {
        if (listening) handle(signal);
      });
      return () => {
        listening = false;
      };
    },
    leave: (code) => {
      leftWith = code;
    },
  });
  return { exitCode, stdout: stdout.join(''), stderr: stderr.join(''), leftWith };
}

const into = (texts: string[]): Output => ({
  write: (text) => void texts.push(text),
  isTerminal: false,
  columns: null,
  rows: null,
});
