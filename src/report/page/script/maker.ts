import type { PageDocument, PageElement } from './dom.ts';

/** Runs in the page. Makes elements, of a class or none (empty), and rows of tables, whose first cell is a head. */
export function maker(document: PageDocument) {
  function element(tag: string, name: string, children: readonly (PageElement | string)[]): PageElement {
    const made = document.createElement(tag);
    if (name !== '') made.setAttribute('class', name);
    made.append(...children);
    return made;
  }

  function row(name: string, tag: string, texts: readonly string[]): PageElement {
    const cells = texts.map((text, i) => element(i === 0 ? 'th' : tag, '', [text]));
    return element('tr', name, cells);
  }

  return { element, row };
}
