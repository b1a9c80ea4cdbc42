/** A page as a browser reads it: elements and text. Comments, and what stands in a `template`, are left out. */
import { type DefaultTreeAdapterTypes, html as names, parse } from 'parse5';

export interface HtmlElement {
  readonly kind: 'element';
  /** In lower case, but for elements of SVG that have capitals. */
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly parent: HtmlElement | null;
  readonly children: readonly HtmlNode[];
}

export interface HtmlText {
  readonly kind: 'text';
  readonly text: string;
  readonly parent: HtmlElement;
}

export type HtmlNode = HtmlElement | HtmlText;

export interface HtmlPage {
  /** Without the right doctype a browser lays a page out as those of the last century. */
  readonly quirks: boolean;
  /** The element `html`, which every page has once it is read. */
  readonly root: HtmlElement;
}

/** Reads a page. Every text is some page, so this never throws. */
export function readHtml(page: string): HtmlPage {
  const document = parse(page);
  const root = document.childNodes.find((node) => isElement(node));
  if (root === undefined) throw new Error('the parser gave a document without an element');
  return { quirks: document.mode !== names.DOCUMENT_MODE.NO_QUIRKS, root: convert(root, null) };
}

/** The element itself and all elements in it, in the order of the page. */
export function* elementsOf(element: HtmlElement): Generator<HtmlElement> {
  yield element;
  for (const child of element.children) if (child.kind === 'element') yield* elementsOf(child);
}

/** The text in an element, at any depth. */
export const textIn = ({ children }: HtmlElement): string =>
  children.map((child) => (child.kind === 'text' ? child.text : textIn(child))).join('');

/** The tag with id and classes, as in a selector. */
export function selectorOf({ name, attributes }: Pick<HtmlElement, 'name' | 'attributes'>): string {
  const id = attributes.get('id') ?? '';
  return `${name}${id === '' ? '' : `#${id}`}${classesOf(attributes.get('class'))
    .map((each) => `.${each}`)
    .join('')}`;
}

/** The words of a `class` attribute, as they stand. */
export const classesOf = (value = ''): string[] => value.split(/[ \t\n\f\r]+/).filter(Boolean);

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

const isElement = (node: Node): node is Element => 'tagName' in node;

function convert(source: Element, parent: HtmlElement | null): HtmlElement {
  const children: HtmlNode[] = [];
  const element: HtmlElement = {
    kind: 'element',
    name: source.tagName,
    attributes: new Map(
      source.attrs.map(({ prefix, name, value }) => [prefix ? `${prefix}:${name}` : name, value]),
    ),
    parent,
    children,
  };
  for (const node of source.childNodes) {
    if (isElement(node)) children.push(convert(node, element));
    else if ('value' in node) children.push({ kind: 'text', text: node.value, parent: element });
  }
  return element;
}
