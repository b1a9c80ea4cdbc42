/** What a reader sees of a page: its pieces of text in order, each with the path of the element that holds it. */
import { type HtmlElement, readHtml, selectorOf } from './read-html.ts';

export interface TextPiece {
  /** White space collapsed, as a browser shows it. */
  readonly text: string;
  /** E.g. `body.page > main#main.main > section.intro > h1.intro-title`. */
  readonly path: string;
}

/** Elements whose text is not shown; of the head, the title is. */
const unseen = new Set(['script', 'style', 'template', 'noscript', 'svg', 'iframe', 'object']);

/**
 * Reads a page as a browser does and collects its visible text. Comments and elements that hold nothing visible do not
 * separate: what stands directly beside each other in one element is one piece. Blanks at the ends of a piece do not count.
 */
export function visibleText(page: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  collect(readHtml(page).root, '', pieces);
  return pieces;
}

function collect(parent: HtmlElement, path: string, pieces: TextPiece[]): void {
  let pending = '';
  const finish = () => {
    const text = pending.replaceAll(/[ \t\n\f\r]+/g, ' ').replaceAll(/^ | $/g, '');
    if (text !== '') pieces.push({ text, path });
    pending = '';
  };
  for (const node of parent.children) {
    if (node.kind === 'text') pending += node.text;
    if (node.kind === 'text' || isHidden(node)) continue;
    finish();
    collect(node, [path, selectorOf(node)].filter(Boolean).join(' > '), pieces);
  }
  finish();
}

function isHidden({ name, attributes }: HtmlElement): boolean {
  if (name === 'head') return false;
  return (
    unseen.has(name) || attributes.has('hidden') || /display\s*:\s*none/i.test(attributes.get('style') ?? '')
  );
}
