/** The structure check: is the canonical form of a page that of the golden page? */
import type { Deviation } from '../model/target.ts';
import { align, type Pair } from './align.ts';
import {
  type CanonicalElement,
  type CanonicalNode,
  type CanonicalText,
  canonicalPage,
  isText,
} from './canonical-page.ts';
import { type Difference, plainDifference } from './difference.ts';
import { quotedAround } from './quote.ts';
import { showNode, showTag } from './show-markup.ts';

/**
 * Compares the structure of a page with the golden page's, element by element.
 * @param deviations what the target declares; it is overlooked in both pages
 * @returns the differences in the order of the page, that of an element before those within it
 */
export function checkStructure(
  page: string,
  golden: string,
  deviations: readonly Deviation[] = [],
): Difference[] {
  const found = canonicalPage(page, deviations);
  const wanted = canonicalPage(golden, deviations);
  return [
    ...found.refused.map((why) => plainDifference(`a declared deviation is not followed: ${why}`)),
    ...(found.quirks && !wanted.quirks ? [noDoctype] : []),
    ...compareElements(found.root, wanted.root),
  ];
}

const noDoctype: Difference = {
  says: 'the page does not begin with the doctype of HTML, so browsers lay it out otherwise',
  path: 'html',
  wanted: '<!DOCTYPE html>',
  found: null,
};

function compareElements(found: CanonicalElement, wanted: CanonicalElement): Difference[] {
  if (found.key === wanted.key) return [];
  return [...compareTags(found, wanted), ...compareChildren(found, wanted)];
}

function compareTags(found: CanonicalElement, wanted: CanonicalElement): Difference[] {
  const names = new Set([...wanted.attributes.keys(), ...found.attributes.keys()]);
  const clauses = [...names].flatMap((name) => {
    const [is, should] = [found.attributes.get(name), wanted.attributes.get(name)];
    if (is === should) return [];
    if (name === 'class') return classClauses(is, should);
    if (is === undefined) return [`lacks the attribute ${name}`];
    if (should === undefined) return [`has an attribute ${name} that does not belong there`];
    const [shownIs, shownShould] = quotedAround(is, should);
    return [`has ${name}=${shownIs}, not ${shownShould}`];
  });
  if (clauses.length === 0) return [];
  return [
    {
      says: `${wanted.path} ${clauses.join(' and ')}`,
      path: wanted.path,
      wanted: showTag(wanted),
      found: showTag(found),
    },
  ];
}

function classClauses(is = '', should = ''): string[] {
  const [have, want] = [is, should].map((value) => value.split(' ').filter(Boolean));
  const missing = (want ?? []).filter((each) => have?.includes(each) === false);
  const extra = (have ?? []).filter((each) => want?.includes(each) === false);
  return [
    ...missing.map((each) => `lacks the class "${each}"`),
    ...extra.map((each) => `has a class "${each}" that does not belong there`),
  ];
}

function compareChildren(found: CanonicalElement, wanted: CanonicalElement): Difference[] {
  const aligned = wanted.name === 'head' ? pairHead(found, wanted) : align(found.children, wanted.children);
  const { wrapped, pairs } = findWrapped(aligned, wanted.path);
  let before: CanonicalNode | null = null;
  const others = pairs.flatMap(([is, should]) => {
    const differences = comparePair(is, should, wanted.path, before);
    before = should ?? before;
    return differences;
  });
  return [...wrapped, ...others];
}

/** An element that is right, but stands in one that should not be there, is one difference and not two. */
function findWrapped(
  aligned: readonly Pair[],
  path: string,
): { readonly wrapped: Difference[]; readonly pairs: readonly Pair[] } {
  const told = new Set<Pair>();
  const wrapped: Difference[] = [];
  for (const missing of aligned) {
    const [is, should] = missing;
    if (is !== null || should === null) continue;
    const around = aligned.find(([other, counterpart]) => counterpart === null && holds(other, should.key));
    const wrapper = around?.[0];
    if (around === undefined || wrapper == null || isText(wrapper)) continue;
    told.add(missing).add(around);
    wrapped.push({
      says: `${showNode(should)} stands in ${showTag(wrapper)}, which does not belong in ${path}`,
      path,
      wanted: showNode(should),
      found: showNode(wrapper),
    });
  }
  return { wrapped, pairs: aligned.filter((pair) => !told.has(pair)) };
}

const holds = (node: CanonicalNode | null, key: string): boolean =>
  node !== null && !isText(node) && node.children.some((child) => child.key === key);

function comparePair(
  is: CanonicalNode | null,
  should: CanonicalNode | null,
  path: string,
  before: CanonicalNode | null,
): Difference[] {
  if (is === null && should === null) return [];
  if (is === null || should === null) {
    const [wanted, found] = [should === null ? null : showNode(should), is === null ? null : showNode(is)];
    const what = wanted === null ? `${found} does not belong` : `${wanted} is missing`;
    const place = before === null ? 'at its beginning' : `after ${showNode(before)}`;
    return [
      { says: path === 'head' ? `${what} in head` : `${what} in ${path}, ${place}`, path, wanted, found },
    ];
  }
  if (isText(is) && isText(should)) return compareTexts(is, should, path);
  return isText(is) || isText(should) ? [] : compareElements(is, should);
}

function compareTexts(is: CanonicalText, should: CanonicalText, path: string): Difference[] {
  if (is.key === should.key) return [];
  const [shownIs, shownShould] = quotedAround(is.text, should.text);
  const says = `the text in ${path} is ${shownIs}, not ${shownShould}`;
  return [{ says, path, wanted: should.text, found: is.text }];
}

/** The children of a head have no order: equal ones belong together, then those that are about the same thing. */
function pairHead(found: CanonicalElement, wanted: CanonicalElement): Pair[] {
  const left = [...found.children];
  const take = (isMeant: (node: CanonicalNode) => boolean): CanonicalNode | null => {
    const at = left.findIndex(isMeant);
    return at === -1 ? null : (left.splice(at, 1)[0] ?? null);
  };
  const unequal = wanted.children.filter((node) => take(({ key }) => key === node.key) === null);
  const pairs = unequal.map((node) => [take((other) => subjectOf(other) === subjectOf(node)), node] as const);
  return [...pairs, ...left.map((node) => [node, null] as const)];
}

function subjectOf(node: CanonicalNode): string {
  if (isText(node)) return 'text';
  const about = ['charset', 'name', 'property', 'rel'].find((attribute) => node.attributes.has(attribute));
  return about === undefined
    ? node.name
    : `${node.name} ${about} ${about === 'charset' ? '' : node.attributes.get(about)}`;
}
