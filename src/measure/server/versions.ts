/** Which version of a tool is on this machine. */
import { execa } from 'execa';

/** Where and how tools are run. */
export interface ToolContext {
  readonly env: Readonly<Record<string, string>>;
  /** Absolute path of the folder that relative programs are found from. */
  readonly cwd: string;
  readonly signal: AbortSignal;
}

export interface ToolAnswer {
  /** `missing`: there is no such program; `failed`: it ended with something else than 0. */
  readonly outcome: 'ok' | 'missing' | 'failed';
  /** What it printed on both streams. */
  readonly output: string;
  /** What it printed on standard output alone. */
  readonly stdout: string;
  readonly exitCode: number | null;
}

/** A tool that does not even print its version within this time is as good as absent. */
const PATIENCE_MS = 20_000;

/**
 * Runs a short command, without a shell, to its end.
 * @throws the signal's reason when aborted
 */
export async function askTool(
  command: readonly string[],
  { env, cwd, signal }: ToolContext,
): Promise<ToolAnswer> {
  const [program = '', ...args] = command;
  const result = await execa(program, args, {
    cwd,
    env,
    extendEnv: false,
    stdin: 'ignore',
    all: true,
    reject: false,
    timeout: PATIENCE_MS,
    cancelSignal: signal,
    killDescendants: true,
    maxBuffer: 20_000_000,
  });
  signal.throwIfAborted();
  const missing = result.code === 'ENOENT' || result.code === 'EACCES';
  return {
    outcome: missing ? 'missing' : result.failed ? 'failed' : 'ok',
    output: result.all ?? '',
    stdout: result.stdout ?? '',
    exitCode: result.exitCode ?? null,
  };
}

/**
 * The version that a tool prints, e.g. `24.21.0` or `1.80`; null where there is no such tool, or it prints none.
 * Go and a few others know `version` only as a command.
 */
export async function toolVersion(tool: string, context: ToolContext): Promise<string | null> {
  for (const question of ['--version', 'version']) {
    const answer = await askTool([tool, question], context);
    if (answer.outcome === 'missing') return null;
    if (answer.outcome === 'ok') return versionIn(answer.output);
  }
  return null;
}

/** The versions of all these tools that are there, by name, asked one after another. */
export async function toolVersions(
  tools: readonly string[],
  context: ToolContext,
): Promise<Record<string, string>> {
  const versions: Record<string, string> = {};
  for (const tool of new Set(tools)) {
    const version = await toolVersion(tool, context);
    if (version !== null) versions[tool] = version;
  }
  return versions;
}

/** The first thing in a text that looks like a version: two or three numbers with dots, else a lone number. */
export function versionIn(text: string): string | null {
  const dotted = /(?<![\d.])\d+\.\d+(?:\.\d+)?/.exec(text);
  return (dotted ?? /(?<![\w.])v?(\d+)\b/.exec(text))?.[0].replace(/^v/, '') ?? null;
}
