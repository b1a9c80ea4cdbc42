import { toolVersion } from '../files/tool-version.ts';
import { NotSaved } from '../model/not-saved.ts';
import { OwnProcessEnded } from '../model/own-process-ended.ts';
import { UsageError } from '../model/usage-error.ts';
import { watchInterrupts } from './interrupts.ts';
import { printable } from './printable.ts';
import { runProgram } from './program.ts';
import { processSurroundings, type Surroundings } from './surroundings.ts';

/**
 * The whole program, a function of its surroundings.
 * @returns the exit code, as the README's table says
 */
export async function main(surroundings: Surroundings = processSurroundings()): Promise<number> {
  const { platform, stderr } = surroundings;
  if (platform === 'win32') {
    stderr.write('bench runs on Linux and macOS; on Windows, run it inside WSL2: https://aka.ms/wsl\n');
    return 2;
  }
  const interrupts = watchInterrupts(surroundings);
  try {
    const { cwd, env } = surroundings;
    const { signal, beforeLeaving } = interrupts;
    const caller = { cwd, env, version: toolVersion(), signal, beforeLeaving };
    const exitCode = await runProgram({ surroundings, interrupts, caller });
    return interrupts.exitCode ?? exitCode;
  } catch (error) {
    // What was interrupted may end in any error: the interrupt is the cause.
    if (interrupts.exitCode !== null && isAbort(error, interrupts.signal)) return interrupts.exitCode;
    if (error instanceof UsageError) {
      stderr.write(`bench: ${printable(error.message)}\n`);
      if (error.hint !== null) stderr.write(`       ${printable(error.hint)}\n`);
      return 2;
    }
    if (error instanceof NotSaved) {
      stderr.write(`bench: ${printable(error.message)}\n       ${printable(error.hint)}\n`);
      return 1;
    }
    if (error instanceof OwnProcessEnded) {
      stderr.write(`bench: ${printable(error.message)}\n`);
      return 1;
    }
    stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    stderr.write(
      '\nThis is a mistake in bench itself, not in what you asked. Please report it with the lines above.\n',
    );
    return 70;
  } finally {
    interrupts.end();
  }
}

function isAbort(error: unknown, signal: AbortSignal): boolean {
  return error === signal.reason || (error instanceof Error && error.name === 'AbortError');
}
