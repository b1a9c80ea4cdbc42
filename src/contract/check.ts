/** The checks that look at one answer, in one call. They run before every sweep. */
import type { Deviation } from '../model/target.ts';
import type { CheckName } from '../model/verification.ts';
import type { Answer } from './answer.ts';
import { type Canary, leaksIn } from './canaries.ts';
import { decoded } from './decoded.ts';
import { type Difference, plainDifference } from './difference.ts';
import { checkStructure } from './structure.ts';
import { checkText } from './text.ts';
import { checkWire } from './wire.ts';

/** A check with what it found. */
export interface CheckResult {
  readonly check: CheckName;
  /** Empty: passed. */
  readonly differences: readonly Difference[];
}

/** What an answer is compared with. */
export interface RightAnswer {
  /** The right page. */
  readonly golden: string;
  /** 200 unless given. */
  readonly status?: number;
  /** What was asked for; the page may name it. `/` unless given. */
  readonly path?: string;
}

/**
 * Compares an answer with what it should be.
 * @param canaries what no answer may hold, unless the right page holds it too
 * @param deviations what the target declares
 */
export function checkAnswer(
  answer: Answer,
  { golden, status = 200, path = '/' }: RightAnswer,
  canaries: readonly Canary[],
  deviations: readonly Deviation[],
): readonly CheckResult[] {
  const page = decoded(answer).toString('utf8');
  const planted = canaries.filter(({ text }) => !golden.includes(text) && !path.includes(text));
  // The contents of an answer that is no page, or half a page, would only bury the reason.
  const isPage = answer.status === status && answer.brokenOff === undefined;
  return [
    { check: 'wire', differences: checkWire(answer, status).map(plainDifference) },
    { check: 'text', differences: isPage ? checkText(page, golden).map(plainDifference) : [] },
    { check: 'structure', differences: isPage ? checkStructure(page, golden, deviations) : [] },
    {
      check: 'economy',
      differences: leaksIn(page, planted).map(({ of }) => plainDifference(`the answer holds ${of}`)),
    },
  ];
}

/**
 * The first thing that is wrong with an answer, or null: enough to tell whether a server is ready.
 * @param golden the right page
 */
export function judgeAnswer(answer: Answer, golden: string): string | null {
  return checkWire(answer)[0] ?? checkText(answer.body.toString('utf8'), golden)[0] ?? null;
}

/**
 * The same for a variant outside of the contract, whose answers may be compressed, kept or logged: its page has to say
 * what the golden page says.
 */
export function judgeOutside(answer: Answer, golden: string): string | null {
  if (answer.brokenOff !== undefined || answer.status !== 200) return checkWire(answer)[0] ?? null;
  return checkText(decoded(answer).toString('utf8'), golden)[0] ?? null;
}
