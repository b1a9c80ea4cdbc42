/** What a target declares that a comparison of structure has to overlook, and what no declaration may touch. */
import { compile, type Options } from 'css-select';
import type { Deviation } from '../model/target.ts';
import { elementsOf, type HtmlElement, type HtmlNode, selectorOf, textIn } from './read-html.ts';

/** Attributes that make a page what it is: whatever is declared, they are compared. So is text. */
const untouchable: readonly string[] = ['href', 'action', 'method', 'name', 'value', 'class', 'datetime'];

/** What is overlooked of one page. */
export interface Overlooked {
  /** Whether an attribute is declared to be ignored. */
  readonly ignores: (attribute: string) => boolean;
  /** Elements in whose place their children are taken. */
  readonly unwrapped: ReadonlySet<HtmlElement>;
  /** Elements that are left out with all that is in them. */
  readonly removed: ReadonlySet<HtmlElement>;
  /** What was declared and is compared all the same, one sentence each. */
  readonly refused: readonly string[];
}

/**
 * What is wrong with a declaration, whatever the page.
 * @returns a sentence without a full stop that begins with the field, or null
 */
export function faultOf(deviation: Deviation): string | null {
  for (const glob of deviation.ignoreAttributes ?? []) {
    const touched = untouchable.find((name) => matches(glob, name));
    if (touched !== undefined) {
      return `"ignoreAttributes" may not touch the attribute ${touched}, and ${JSON.stringify(glob)} does`;
    }
  }
  for (const field of ['unwrap', 'remove'] as const) {
    for (const selector of deviation[field] ?? []) {
      if (!isSelector(selector)) return `"${field}" holds no CSS selector: ${JSON.stringify(selector)}`;
    }
  }
  return null;
}

/** Finds what is declared to be unwrapped or removed in a page, and refuses what would touch more than may be touched. */
export function overlook(root: HtmlElement, deviations: readonly Deviation[]): Overlooked {
  const unwrapped = new Set<HtmlElement>();
  const removed = new Set<HtmlElement>();
  const refused = new Set<string>();
  const take = (
    field: 'unwrap' | 'remove',
    into: Set<HtmlElement>,
    touches: (element: HtmlElement) => string | null,
  ) => {
    for (const selector of deviations.flatMap((deviation) => deviation[field] ?? [])) {
      const isMeant = compile<HtmlNode, HtmlElement>(selector, options);
      for (const element of elementsOf(root)) {
        if (!isMeant(element)) continue;
        const touched = isFrame(element) ? 'that every page has' : touches(element);
        if (touched === null) into.add(element);
        else refused.add(`"${field}": ${JSON.stringify(selector)} means ${selectorOf(element)}, ${touched}`);
      }
    }
  };
  take('unwrap', unwrapped, ownAttribute);
  take('remove', removed, anythingInside);
  const globs = deviations.flatMap(({ ignoreAttributes = [] }) => ignoreAttributes);
  const ignores = (attribute: string) =>
    !untouchable.includes(attribute) && globs.some((glob) => matches(glob, attribute));
  return { ignores, unwrapped, removed, refused: [...refused] };
}

const isFrame = ({ name }: HtmlElement): boolean => ['html', 'head', 'body'].includes(name);

function ownAttribute({ attributes }: HtmlElement): string | null {
  const name = untouchable.find((each) => attributes.has(each));
  return name === undefined ? null : `which has an attribute that may not be touched: ${name}`;
}

function anythingInside(element: HtmlElement): string | null {
  if (/\S/.test(textIn(element))) return 'which holds text';
  for (const each of elementsOf(element)) {
    const touched = ownAttribute(each);
    if (touched !== null) return each === element ? touched : `which holds ${selectorOf(each)}, ${touched}`;
  }
  return null;
}

/** `*` stands for any letters, none included. */
function matches(glob: string, name: string): boolean {
  const pattern = glob
    .toLowerCase()
    .split('*')
    .map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${pattern}$`, 's').test(name.toLowerCase());
}

function isSelector(text: string): boolean {
  try {
    compile<HtmlNode, HtmlElement>(text, options);
    return true;
  } catch {
    return false;
  }
}

const options: Options<HtmlNode, HtmlElement> = {
  adapter: {
    isTag: (node): node is HtmlElement => node.kind === 'element',
    getAttributeValue: ({ attributes }, name) => attributes.get(name),
    getChildren: (node) => (node.kind === 'element' ? [...node.children] : []),
    getName: ({ name }) => name,
    getParent: ({ parent }) => parent,
    getSiblings: (node) => (node.parent === null ? [node] : [...node.parent.children]),
    getText: (node) => (node.kind === 'text' ? node.text : textIn(node)),
    hasAttrib: ({ attributes }, name) => attributes.has(name),
    removeSubsets: (nodes) => nodes,
  },
};
