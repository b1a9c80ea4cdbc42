/** The text check: does a reader see the same words as on the golden page? */
import { quoted, quotedAround } from './quote.ts';
import { type TextPiece, visibleText } from './visible-text.ts';

/**
 * Compares the visible text of a page with the golden page's.
 * @returns the first difference with its surroundings, as a sentence without a full stop, and how much more differs;
 *   empty where the words are the same
 */
export function checkText(page: string, golden: string): string[] {
  const found = visibleText(page);
  const wanted = visibleText(golden);
  const at = firstDifference(found, wanted);
  if (at === -1) return [];
  const fromEnd = commonEnding(found.slice(at), wanted.slice(at));
  const extra = found.slice(at, found.length - fromEnd);
  const missing = wanted.slice(at, wanted.length - fromEnd);
  const rest = Math.max(extra.length, missing.length) - 1;
  return [
    describe(extra[0], missing[0], wanted[at - 1]),
    ...(rest > 0 ? [`${rest} more ${rest === 1 ? 'piece' : 'pieces'} of text after it may differ too`] : []),
  ];
}

function firstDifference(found: readonly TextPiece[], wanted: readonly TextPiece[]): number {
  const length = Math.max(found.length, wanted.length);
  for (let i = 0; i < length; i++) if (found[i]?.text !== wanted[i]?.text) return i;
  return -1;
}

function commonEnding(found: readonly TextPiece[], wanted: readonly TextPiece[]): number {
  let same = 0;
  while (
    same < Math.min(found.length, wanted.length) &&
    found.at(-1 - same)?.text === wanted.at(-1 - same)?.text
  ) {
    same++;
  }
  return same;
}

function describe(
  extra: TextPiece | undefined,
  missing: TextPiece | undefined,
  before: TextPiece | undefined,
): string {
  const after = before === undefined ? 'at the very beginning' : `after ${quoted(before.text)}`;
  if (extra !== undefined && missing !== undefined) {
    const [shownExtra, shownMissing] = quotedAround(extra.text, missing.text);
    return `the text of ${extra.path}, ${after}, is ${shownExtra}, not ${shownMissing}`;
  }
  if (missing !== undefined)
    return `the text ${quoted(missing.text)} is missing: it belongs in ${missing.path}, ${after}`;
  return `there is text that does not belong in ${extra?.path ?? 'the page'}, ${after}: ${quoted(extra?.text ?? '')}`;
}
