/** Texts as a message shows them: in quotes, short enough to be read, and long enough to be found. */

/** How much of a long text is shown on each side of where it differs, in characters. */
const shownAround = 30;

/** The beginning of a text. */
export const quoted = (text: string): string => JSON.stringify(cut([...text], 0));

/** Both texts, cut to what surrounds the first character that differs. */
export function quotedAround(a: string, b: string): [string, string] {
  const [as, bs] = [[...a], [...b]];
  const same = as.findIndex((character, i) => character !== bs[i]);
  const from = Math.max(0, (same === -1 ? as.length : same) - shownAround);
  return [JSON.stringify(cut(as, from)), JSON.stringify(cut(bs, from))];
}

/** The beginning of a text, without quotes. */
export const beginningOf = (text: string): string => cut([...text], 0);

function cut(characters: readonly string[], from: number): string {
  const to = from + 2 * shownAround;
  const text = characters.slice(from, to).join('');
  return `${from > 0 ? '…' : ''}${text}${to < characters.length ? '…' : ''}`;
}
