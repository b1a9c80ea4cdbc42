import type { ColumnText } from '../column-text.ts';
import type { PageDocument, PageElement } from './dom.ts';
import { drawTimeline } from './timeline.ts';

/** Runs in the page. Fills a panel with what is known about a column; text goes in as text, never as markup. */
export function fillPanel(
  document: PageDocument,
  panel: PageElement,
  column: ColumnText,
  title: string,
): void {
  const several = column.timelines.length > 1;
  panel.replaceChildren(
    element('h3', 'rate', [title]),
    element('p', 'state', [column.state]),
    ...column.remarks.map((remark) => element('p', 'remark', [remark])),
    ...(column.percentiles.length === 0
      ? []
      : [table(['', 'of all', 'of successes', ''], column.percentiles), definitions(column.figures)]),
    ...(column.failures.length === 0 ? [] : [table(['Failures', 'count', 'share'], column.failures)]),
    ...(column.timeSpent.length === 0
      ? []
      : [table(['Where the time went', 'on average', 'share'], column.timeSpent)]),
    element(
      'div',
      'timelines',
      column.timelines.map((timeline, i) =>
        element('div', '', [
          element('h4', '', [
            several ? `Round ${i + 1}, over ${column.window}` : `Over the ${column.window} of the step`,
          ]),
          drawTimeline(document, timeline),
        ]),
      ),
    ),
  );

  function table(head: readonly string[], rows: readonly (readonly string[])[]): PageElement {
    const cells = (tag: string, row: readonly string[]) =>
      element(
        'tr',
        '',
        row.map((text, i) => element(i === 0 ? 'th' : tag, '', [text])),
      );
    return element('table', '', [
      element('thead', '', [cells('th', head)]),
      element(
        'tbody',
        '',
        rows.map((row) => cells('td', row)),
      ),
    ]);
  }

  function definitions(pairs: readonly (readonly [string, string])[]): PageElement {
    return element(
      'dl',
      '',
      pairs.map(([name, value]) =>
        element('div', '', [element('dt', '', [name]), element('dd', '', [value])]),
      ),
    );
  }

  function element(tag: string, name: string, children: readonly (PageElement | string)[]): PageElement {
    const made = document.createElement(tag);
    if (name !== '') made.setAttribute('class', name);
    made.append(...children);
    return made;
  }
}
