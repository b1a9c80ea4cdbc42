import type { ColumnText } from '../column-text.ts';
import type { PageDocument, PageElement } from './dom.ts';
import { maker } from './maker.ts';
import { drawTimeline } from './timeline.ts';

/** Runs in the page. Fills a panel with what is known about a column; text goes in as text, never as markup. */
export function fillPanel(
  document: PageDocument,
  panel: PageElement,
  column: ColumnText,
  title: string,
): void {
  const { element, row } = maker(document);
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
      column.timelines.map((timeline) =>
        element('div', '', [element('h4', '', [timeline.head]), drawTimeline(document, timeline)]),
      ),
    ),
  );

  function table(head: readonly string[], rows: readonly (readonly string[])[]): PageElement {
    const body = rows.map((texts) => row('', 'td', texts));
    return element('table', '', [element('thead', '', [row('', 'th', head)]), element('tbody', '', body)]);
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
}
