/** A check in words. */
import type { Check, CheckVerdict, GateResult, StoredFigure } from '../../model/check.ts';
import { rateText, timeText } from '../figures.ts';

export const verdictWords = {
  pass: 'passes',
  fail: 'fails',
  'cannot-tell': 'cannot tell',
} as const satisfies Readonly<Record<CheckVerdict, string>>;

export const gateName = ({ gate, label, against }: GateResult): string =>
  `${label}: ${gate}${against === null ? '' : ` against ${against}`}`;

/** Why older runs are shown only; null where they are judged by, or there are none. */
export function storedNote({ stored, gates }: Check): string | null {
  const isJudged = gates.some(
    ({ against, why }) => against === 'stored runs' && why !== 'too-few-rounds' && why !== 'not-measured',
  );
  return stored.length === 0 || isJudged ? null : 'Older runs are shown, and not judged by.';
}

export const storedText = ({ runId, startedAt, label, objective, value, differs }: StoredFigure): string =>
  `${runId} (${timeText(startedAt)}), ${label}, ${objective}: ${rateText(value)}${differs.length === 0 ? '' : `; differs in ${differs.join(', ')}`}`;
