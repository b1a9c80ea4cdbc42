import type { ColumnText } from '../column-text.ts';
import type { PageDocument, PageElement } from './dom.ts';
import { maker } from './maker.ts';
import { fillPanel } from './panel.ts';

/** A target's column as the panel of several shows it. */
export interface BesideOthers {
  readonly name: string;
  readonly column: ColumnText;
  /** The one under the pointer or the focus: its details stand below. */
  readonly isChosen: boolean;
}

/** Runs in the page. Fills the panel of several targets: their columns at one rate as a table, and the chosen one's details. */
export function fillTogether(
  document: PageDocument,
  panel: PageElement,
  heads: readonly string[],
  columns: readonly BesideOthers[],
): void {
  const chosen = columns.find(({ isChosen }) => isChosen);
  if (chosen === undefined) return;
  const { element, row } = maker(document);
  const detail = element('div', 'detail', []);
  fillPanel(document, detail, chosen.column, chosen.name);
  panel.replaceChildren(
    element('div', 'scroller', [
      element('table', '', [
        element('thead', '', [row('', 'th', [`At ${chosen.column.rate}`, ...heads, ''])]),
        element('tbody', '', columns.map(targetRow)),
      ]),
    ]),
    detail,
  );

  function targetRow({ name, column, isChosen }: BesideOthers): PageElement {
    const other = column.rate === chosen?.column.rate ? name : `${name} at ${column.rate}`;
    const made = row(isChosen ? 'chosen' : '', 'td', [other, ...column.brief, column.state]);
    if (column.brief.length === 0)
      made.querySelector('td')?.setAttribute('colspan', String(heads.length + 1));
    return made;
  }
}
