/** The canonical form of a page: what is left when all is dropped that may differ from framework to framework. */
import type { Deviation } from '../model/target.ts';
import { type Overlooked, overlook } from './deviations.ts';
import { classesOf, type HtmlElement, type HtmlNode, readHtml, selectorOf } from './read-html.ts';

export interface CanonicalElement {
  readonly name: string;
  /** E.g. `body.page > main#main.main`; what was unwrapped is not in it. */
  readonly path: string;
  /** Sorted by name; `class` has its words sorted, each once, and is left out where it is empty. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly CanonicalNode[];
  /** Equal exactly for elements that are equal with all that is in them. */
  readonly key: string;
}

export interface CanonicalText {
  readonly text: string;
  readonly key: string;
}

export type CanonicalNode = CanonicalElement | CanonicalText;

export interface CanonicalPage {
  readonly quirks: boolean;
  readonly root: CanonicalElement;
  /** Declared deviations that were not followed, because they would touch what they must not. */
  readonly refused: readonly string[];
}

export const isText = (node: CanonicalNode): node is CanonicalText => 'text' in node;

/** @param deviations what the target declares that is to be overlooked */
export function canonicalPage(page: string, deviations: readonly Deviation[]): CanonicalPage {
  const { quirks, root } = readHtml(page);
  const overlooked = overlook(root, deviations);
  return { quirks, root: elementOf(root, [], overlooked), refused: overlooked.refused };
}

function elementOf(source: HtmlElement, above: readonly string[], how: Overlooked): CanonicalElement {
  const { name } = source;
  // Every path would begin with it.
  const trail = name === 'html' ? [] : [...above, selectorOf(source)];
  const attributes = attributesOf(source, how);
  const children = childrenOf(source, trail, how);
  const keys = children.map(({ key }) => key);
  return {
    name,
    path: trail.join(' > ') || name,
    attributes,
    children,
    key: JSON.stringify([name, [...attributes], name === 'head' ? keys.toSorted() : keys]),
  };
}

function attributesOf({ attributes }: HtmlElement, { ignores }: Overlooked): ReadonlyMap<string, string> {
  const kept = [...attributes]
    .filter(([name]) => !ignores(name))
    .map(([name, value]): [string, string] =>
      name === 'class' ? [name, [...new Set(classesOf(value))].toSorted().join(' ')] : [name, value],
    )
    .filter(([name, value]) => name !== 'class' || value !== '');
  return new Map(kept.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function childrenOf(parent: HtmlElement, trail: readonly string[], how: Overlooked): CanonicalNode[] {
  const exact = parent.name === 'pre' || parent.name === 'textarea';
  const nodes: CanonicalNode[] = [];
  let pending = '';
  const finish = () => {
    const text = exact ? pending : pending.replaceAll(/[ \t\n\f\r]+/g, ' ');
    if (/\S/.test(text)) nodes.push({ text, key: JSON.stringify(text) });
    pending = '';
  };
  const collect = (children: readonly HtmlNode[]) => {
    for (const node of children) {
      if (node.kind === 'text') pending += node.text;
      else if (how.unwrapped.has(node)) collect(node.children);
      else if (!isDropped(node) && !how.removed.has(node)) {
        finish();
        nodes.push(elementOf(node, trail, how));
      }
    }
  };
  collect(parent.children);
  finish();
  return nodes;
}

const dropped = new Set(['script', 'style', 'template', 'noscript', 'base']);

const hints = new Set(['preload', 'modulepreload', 'prefetch', 'dns-prefetch', 'preconnect', 'prerender']);

/** What frameworks add in order to load themselves, and what is hidden where script runs. */
function isDropped({ name, attributes }: HtmlElement): boolean {
  if (name !== 'link') return dropped.has(name);
  return (attributes.get('rel') ?? '')
    .toLowerCase()
    .split(/\s+/)
    .some((each) => hints.has(each));
}
