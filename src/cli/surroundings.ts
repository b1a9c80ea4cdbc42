import process from 'node:process';

/** A stream for text that a person or a program reads. */
export interface Output {
  write(text: string): void;
  /** A person may be watching: colour and live drawing make sense. */
  readonly isTerminal: boolean;
  /** Width in characters; null where it is no terminal. */
  readonly columns: number | null;
  /** Height in lines; null where it is no terminal. */
  readonly rows: number | null;
}

export type InterruptSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/** Everything around the program that it touches by itself, so that the whole of it can run inside a test. */
export interface Surroundings {
  /** What was typed behind the program's name. */
  readonly argv: readonly string[];
  /** Absolute path. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The result. */
  readonly stdout: Output;
  /** Progress, warnings and mistakes. */
  readonly stderr: Output;
  /** As Node names it, e.g. `linux`. */
  readonly platform: string;
  /** Calls back at every interrupt; the function that is returned ends that. */
  onInterrupt(handle: (signal: InterruptSignal) => void): () => void;
  /** Ends the process at once. */
  leave(exitCode: number): void;
}

/** The surroundings of this very process. */
export function processSurroundings(): Surroundings {
  return {
    argv: process.argv.slice(2),
    cwd: process.cwd(),
    env: process.env,
    stdout: outputOf(process.stdout),
    stderr: outputOf(process.stderr),
    platform: process.platform,
    onInterrupt(handle) {
      const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
      for (const signal of signals) process.on(signal, handle);
      return () => {
        for (const signal of signals) process.off(signal, handle);
      };
    },
    leave: (exitCode) => process.exit(exitCode),
  };
}

function outputOf(stream: NodeJS.WriteStream): Output {
  let isTold = false;
  // Whoever reads may stop before the end, as `head` does (EPIPE), and a terminal may be closed (EIO); that is no
  // mistake of ours, and no message can be read. A full disk behind it takes nothing from what is measured.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (isTold || error.code === 'EPIPE' || error.code === 'EIO') return;
    isTold = true;
    process.on('exit', () => {
      process.exitCode ||= 1;
    });
    if (stream !== process.stderr)
      process.stderr.write(`bench: What it prints cannot be written: ${error.message}.\n`);
  });
  return {
    write: (text) => void stream.write(text),
    isTerminal: stream.isTTY === true,
    get columns() {
      return sizeOf(stream, stream.columns);
    },
    get rows() {
      return sizeOf(stream, stream.rows);
    },
  };
}

/** A terminal that was never told its size says 0. */
function sizeOf({ isTTY }: NodeJS.WriteStream, size: number): number | null {
  return isTTY === true && size > 0 ? size : null;
}
