/** Finds out which children of two elements stand for each other. */
import { type CanonicalNode, isText } from './canonical-page.ts';

/** A found child and the wanted one that it stands for; null: the other has no counterpart. */
export type Pair = readonly [found: CanonicalNode | null, wanted: CanonicalNode | null];

/**
 * Pairs two lists in order so that as much as possible is alike: equal ones before those of the same name and class,
 * before those of the same name. Text pairs with text.
 */
export function align(found: readonly CanonicalNode[], wanted: readonly CanonicalNode[]): Pair[] {
  // best[i][j]: the greatest likeness that the lists from i and from j on can have.
  const best = Array.from({ length: found.length + 1 }, () => new Array<number>(wanted.length + 1).fill(0));
  const at = (i: number, j: number): number => best[i]?.[j] ?? 0;
  for (let i = found.length - 1; i >= 0; i--) {
    for (let j = wanted.length - 1; j >= 0; j--) {
      const likeness = likenessOf(found[i], wanted[j]);
      const paired = likeness === 0 ? 0 : likeness + at(i + 1, j + 1);
      (best[i] ?? [])[j] = Math.max(paired, at(i + 1, j), at(i, j + 1));
    }
  }
  const pairs: Pair[] = [];
  let [i, j] = [0, 0];
  while (i < found.length || j < wanted.length) {
    const [is = null, should = null] = [found[i], wanted[j]];
    const likeness = likenessOf(found[i], wanted[j]);
    if (likeness > 0 && at(i, j) === likeness + at(i + 1, j + 1)) {
      pairs.push([is, should]);
      i++;
      j++;
    } else if (j < wanted.length && (i === found.length || at(i, j) === at(i, j + 1))) {
      pairs.push([null, should]);
      j++;
    } else {
      pairs.push([is, null]);
      i++;
    }
  }
  return pairs;
}

function likenessOf(a: CanonicalNode | undefined, b: CanonicalNode | undefined): number {
  if (a === undefined || b === undefined) return 0;
  if (a.key === b.key) return 4;
  if (isText(a) || isText(b)) return isText(a) && isText(b) ? 1 : 0;
  if (a.name !== b.name) return 0;
  return a.attributes.get('class') === b.attributes.get('class') ? 2 : 1;
}
