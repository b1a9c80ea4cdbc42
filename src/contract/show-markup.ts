/** Elements as a message shows them. */
import { type CanonicalElement, type CanonicalNode, isText } from './canonical-page.ts';
import { escapeHtml } from './markup.ts';
import { beginningOf, quoted } from './quote.ts';

/** The opening tag of an element, long values cut. */
export function showTag({ name, attributes }: CanonicalElement): string {
  const pairs = [...attributes].map(([key, value]) => ` ${key}="${escapeHtml(beginningOf(value))}"`);
  return `<${name}${pairs.join('')}>`;
}

/** An element by its opening tag and the beginning of what is in it; a text in quotes. */
export function showNode(node: CanonicalNode): string {
  if (isText(node)) return quoted(node.text);
  return `${showTag(node)}${escapeHtml(beginningOf(textOf(node)))}`;
}

const textOf = (node: CanonicalNode): string =>
  isText(node) ? node.text : node.children.map(textOf).filter(Boolean).join(' ');
