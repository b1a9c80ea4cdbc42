/** How a sweep is repeated. */
import type { Analysis } from '../../model/analysis.ts';
import { quoteForShell } from '../escape.ts';

/** The commands that repeat the sweeps, one a line, quoted for a shell. */
export function commandText(analysis: Analysis): string {
  return [analysis, ...analysis.otherRuns].map((run) => commandWords(run).join(' ')).join('\n');
}

/** The words of one command, each quoted. */
export const commandWords = ({ command }: Pick<Analysis, 'command'>): readonly string[] =>
  ['bench', ...command].map(quoteForShell);
