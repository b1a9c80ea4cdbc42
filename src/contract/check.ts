/** The checks that run before every sweep, in one call. Checks of structure take their place beside these. */
import type { Answer } from './answer.ts';
import { type Canary, leaksIn } from './canaries.ts';
import type { State } from './states.ts';
import { checkText } from './text.ts';
import { checkWire } from './wire.ts';

/** What a check is called in a report. */
export type CheckName = 'wire' | 'text' | 'economy';

/** A check with what it found. */
export interface CheckResult {
  readonly check: CheckName;
  /** Sentences without a full stop; empty: passed. */
  readonly differences: readonly string[];
}

/**
 * Compares an answer with what it should be in this state.
 * @param canaries what no answer may hold
 */
export function checkAnswer(
  answer: Answer,
  state: State,
  canaries: readonly Canary[],
): readonly CheckResult[] {
  const page = answer.body.toString('utf8');
  return [
    { check: 'wire', differences: checkWire(answer) },
    // The text of an answer that is no page at all would only bury the reason.
    { check: 'text', differences: answer.status === 200 ? checkText(page, state.golden) : [] },
    { check: 'economy', differences: leaksIn(page, canaries).map(({ of }) => `the answer holds ${of}`) },
  ];
}

/**
 * The first thing that is wrong with an answer, or null: enough to tell whether a server is ready.
 * @param golden the right page
 */
export function judgeAnswer(answer: Answer, golden: string): string | null {
  return checkWire(answer)[0] ?? checkText(answer.body.toString('utf8'), golden)[0] ?? null;
}
