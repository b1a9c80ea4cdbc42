import { quoteForShell } from '../report/escape.ts';
import type { Caller } from '../work/caller.ts';
import type { Declaration } from '../work/declare-target.ts';
import { whatIsLeft } from '../work/resume-sweep.ts';
import { declaringWords } from './declaration-flags.ts';

/**
 * How to go on with a sweep that has ended; null where there is nothing to say.
 * @param runFolder absolute
 */
export function wordsForResuming(
  runFolder: string,
  declaration: Declaration,
  { cwd, signal }: Pick<Caller, 'cwd' | 'signal'>,
): string | null {
  const { state, folder } = whatIsLeft(runFolder, cwd);
  if (state === 'unfinished') return `Resume it with: ${resumeCommand(folder, declaration)}`;
  return signal.aborted && state === 'absent' ? 'Nothing was measured yet.' : null;
}

/**
 * What resumes a run, as it is typed in a shell. A target that was declared on the command line is declared again, for
 * a run does not say what is started.
 * @param folder of the run, as a person would name it
 */
export const resumeCommand = (folder: string, declaration: Declaration): string =>
  ['bench', 'sweep', '--resume', folder, ...declaringWords(declaration)].map(quoteForShell).join(' ');
