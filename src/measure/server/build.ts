/** Builds a target: its commands one after another, without a shell, outside of the host's limits. */
import { existsSync, mkdirSync, readdirSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { execa } from 'execa';
import { unmetSentence } from '../../model/requirement-check.ts';
import type { TargetFailure } from '../../model/run.ts';
import type { BuildCommand, Target } from '../../model/target.ts';
import { Excerpt } from './excerpt.ts';
import { hintFor } from './known-tools.ts';

export interface BuildRequest {
  readonly target: Pick<Target, 'build'>;
  /** What `{cache}` stands for in commands and their variables; absolute, made where a command names it. */
  readonly cache: string;
  /** Where everything goes that the commands print. */
  readonly log: { readonly descriptor: number; readonly path: string };
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Each command as it starts, and each line as it is printed, without escape sequences. */
  readonly onLine: (line: string) => void;
}

export interface BuildResult {
  readonly durationMs: number;
  /** Whether `{cache}` held something that an earlier build had left, so that this one may have had less to do. */
  readonly incremental: boolean;
  readonly failure: TargetFailure | null;
}

const GRACE_MS = 3_000;

/**
 * Runs a target's build commands until one fails. A build that fails is data, not an exception.
 * @throws the signal's reason when aborted; no process of the build is alive then
 */
export async function runBuild(request: BuildRequest): Promise<BuildResult> {
  const { build } = request.target;
  const keeps = build.some((command) => namesCache(command));
  if (keeps) mkdirSync(request.cache, { recursive: true });
  const incremental = keeps && readdirSync(request.cache).length > 0;
  const startedAt = performance.now();
  let failure: TargetFailure | null = null;
  for (const command of build) {
    failure = await runCommand(fillIn(command, request.cache), request);
    if (failure !== null) break;
  }
  return { durationMs: performance.now() - startedAt, incremental, failure };
}

const namesCache = ({ run, env = {} }: BuildCommand) =>
  [...run, ...Object.values(env)].some((value) => value.includes('{cache}'));

function fillIn({ run, cwd, env = {} }: BuildCommand, cache: string): BuildCommand {
  const fill = (text: string) => text.replaceAll('{cache}', () => cache);
  const filled = Object.entries(env).map(([name, value]) => [name, fill(value)] as const);
  return { run: run.map(fill), cwd, env: Object.fromEntries(filled) };
}

async function runCommand(
  { run: command, cwd, env: own }: BuildCommand,
  { log, env, signal, onLine }: BuildRequest,
): Promise<TargetFailure | null> {
  signal.throwIfAborted();
  const [program = '', ...args] = command;
  const excerpt = new Excerpt();
  const write = (line: string) => {
    writeSync(log.descriptor, `${line}\n`);
    const clean = lastState(line);
    onLine(clean);
    return clean;
  };
  write(`$ ${command.join(' ')}`);
  if (!existsSync(cwd)) {
    const detail = `\`${command.join(' ')}\` is to run in ${cwd}, which does not exist; see "build" in target.json.`;
    return { reason: 'build-failed', detail };
  }
  const child = execa(program, args, {
    cwd,
    env: { ...env, NO_COLOR: '1', ...own },
    extendEnv: false,
    stdin: 'ignore',
    all: true,
    buffer: false,
    reject: false,
    cancelSignal: signal,
    forceKillAfterDelay: GRACE_MS,
    killDescendants: true,
  });
  const killRest = () => child.kill('SIGKILL');
  process.once('exit', killRest);
  try {
    for await (const line of child.iterable({ from: 'all' })) {
      excerpt.add(write(line));
    }
  } catch {
    // The iteration repeats the command's own failure, which the result below tells in full.
  }
  const result = await child;
  process.off('exit', killRest);
  // What a command left running in the background would disturb the measurement.
  if (killRest() && child.pid !== undefined) await groupGone(child.pid);
  signal.throwIfAborted();
  if (!result.failed) return null;
  if (result.code === 'ENOENT' && result.exitCode === undefined) {
    const problem = `${program} is not installed, or not on the PATH (needed for \`${command.join(' ')}\` in ${cwd})`;
    return { reason: 'missing-tool', detail: unmetSentence({ problem, hint: hintFor(program) }) };
  }
  const end =
    result.signal === undefined
      ? `failed with exit code ${result.exitCode}`
      : `was ended by ${result.signal}`;
  const cause = excerpt.cause();
  const said = cause === null ? 'it printed nothing.' : `${cause}\nIt says:\n${excerpt.lines().join('\n')}`;
  return {
    reason: 'build-failed',
    detail: `\`${command.join(' ')}\` ${end} in ${cwd}: ${said}\nThe whole log: ${log.path}`,
  };
}

/** Resolves when no process of a group is left; a dead one that its parent does not collect is not waited for beyond a second. */
async function groupGone(pid: number): Promise<void> {
  for (const until = performance.now() + 1_000; performance.now() < until; await sleep(5)) {
    try {
      process.kill(-pid, 0);
    } catch {
      return;
    }
  }
}

/** A line as a person would have seen it last: after the carriage returns of a progress bar, without colours. */
function lastState(line: string): string {
  const plain = stripVTControlCharacters(line).trimEnd();
  return plain.slice(plain.lastIndexOf('\r') + 1);
}
