/**
 * Findings as people read them. All wording of what there is to doubt lives in this folder: of a single step in
 * `doubts.ts`, of the run and of a target in the files named after them.
 */
import type { Warning } from '../../model/analysis.ts';
import type { Finding } from '../findings.ts';
import { listed } from './phrases.ts';
import { wordOfRun } from './run-warnings.ts';
import { wordOfTarget } from './target-warnings.ts';

const rank = { bad: 0, doubt: 1, note: 2 } as const;

/** Findings as people read them: the worst first, those about the whole run before those about one target. */
export function wordFindings(findings: readonly Finding[]): readonly Warning[] {
  return findings
    .map((one): Warning => {
      if (one.label !== null)
        return { code: one.finding.code, label: one.label, ...wordOfTarget(one.finding) };
      const words = wordOfRun(one.finding);
      const text = one.runs === null ? words.text : `${runsText(one.runs)}: ${words.text}`;
      return { code: one.finding.code, label: null, ...words, text };
    })
    .toSorted(
      (a, b) => rank[a.severity] - rank[b.severity] || Number(a.label !== null) - Number(b.label !== null),
    );
}

const runsText = (runs: readonly number[]) =>
  `${runs.length === 1 ? 'Run' : 'Runs'} ${listed(runs.map(String))}`;
