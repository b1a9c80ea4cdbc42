/** What a reader sees of a page: its pieces of text in order, each with the path of the element that holds it. */
import { type DefaultTreeAdapterTypes, html as names, parse } from 'parse5';

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
  collect(parse(page), '', pieces);
  return pieces;
}

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

function collect(parent: DefaultTreeAdapterTypes.ParentNode, path: string, pieces: TextPiece[]): void {
  let pending = '';
  const finish = () => {
    const text = pending.replaceAll(/[ \t\n\f\r]+/g, ' ').replaceAll(/^ | $/g, '');
    if (text !== '') pieces.push({ text, path });
    pending = '';
  };
  for (const node of parent.childNodes) {
    if ('value' in node) pending += node.value;
    if (!isElement(node) || isHidden(node)) continue;
    finish();
    collect(node, [path, named(node)].filter(Boolean).join(' > '), pieces);
  }
  finish();
}

const isElement = (node: Node): node is Element => 'tagName' in node;

function isHidden({ tagName, attrs }: Element): boolean {
  if (tagName === names.TAG_NAMES.HEAD) return false;
  return (
    unseen.has(tagName) ||
    attrs.some(
      ({ name, value }) => name === 'hidden' || (name === 'style' && /display\s*:\s*none/i.test(value)),
    )
  );
}

/** The tag with id and classes, as in a selector; empty for `html`, which every path would begin with. */
function named({ tagName, attrs }: Element): string {
  if (tagName === names.TAG_NAMES.HTML) return '';
  const attribute = (name: string) => attrs.find((each) => each.name === name)?.value ?? '';
  const id = attribute('id') === '' ? '' : `#${attribute('id')}`;
  const classes = attribute('class').split(/\s+/).filter(Boolean);
  return tagName + id + classes.map((each) => `.${each}`).join('');
}
