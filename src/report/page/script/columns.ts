import type { PageData } from '../data.ts';
import type { PageDocument, PageElement } from './dom.ts';
import { fillPanel } from './panel.ts';
import { fillTogether } from './together.ts';

/**
 * Runs in the page. Makes the columns of every picture a list that the arrow keys move through and the pointer picks
 * from. The chosen column's figures stand in the panel; where several pictures share one, the same rate is chosen in
 * all of them, and a line at the pointer's height runs through all.
 */
export function followColumns(document: PageDocument, data: PageData): void {
  document.documentElement.classList.add('script');
  const together = document.querySelector('.panel.together');
  const lists = [...document.querySelectorAll('.pictured')].flatMap((figure, i) => {
    const panel = together ?? figure.querySelector('.panel');
    const layer = figure.querySelector('.columns');
    const { columns: texts = [], name = '', first = 0 } = data.targets[i] ?? {};
    const options = [...figure.querySelectorAll('[role=option]')];
    return panel === null || layer === null
      ? []
      : [{ panel, layer, texts, name, first, options, chosen: -1 }];
  });
  type List = (typeof lists)[number];
  const steps: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, PageUp: -5, PageDown: 5 };

  for (const list of lists) {
    list.options.forEach((option, index) => {
      option.addEventListener('pointerenter', () => choose(list, index));
      option.addEventListener('focus', () => choose(list, index));
      option.addEventListener('click', () => option.focus());
      option.addEventListener('keydown', (event) => {
        const next = target(event.key, index, list.options.length - 1);
        if (next === null || event.ctrlKey || event.metaKey || event.altKey) return;
        event.preventDefault();
        list.options[next]?.focus();
      });
    });
    list.panel.hidden = list.options.length === 0;
    if (together === null || list === lists[0]) choose(list, list.first);
    if (together !== null) {
      list.layer.addEventListener('pointermove', ({ clientY }) => cross(list.layer, clientY));
      list.layer.addEventListener('pointerleave', () => cross(list.layer, null));
    }
  }

  function target(key: string, index: number, last: number): number | null {
    if (key === 'Home') return 0;
    if (key === 'End') return last;
    const by = steps[key];
    return by === undefined ? null : Math.min(last, Math.max(0, index + by));
  }

  function choose(list: List, index: number): void {
    const text = list.texts[index];
    const option = list.options[index];
    if (text === undefined || option === undefined) return;
    if (together === null) {
      if (select(list, index)) fillPanel(document, list.panel, text, text.rate);
      return;
    }
    for (const other of lists) {
      select(other, other === list ? index : nearest(other, rateOf(option)));
      for (const one of other.options) {
        one.classList.toggle('linked', other !== list && one === other.options[other.chosen]);
      }
    }
    const columns = lists.flatMap((other) => {
      const column = other.texts[other.chosen];
      return column === undefined ? [] : [{ name: other.name, column, isChosen: other === list }];
    });
    fillTogether(document, together, data.heads, columns);
  }

  /** Whether the choice is another one than before. */
  function select(list: List, index: number): boolean {
    if (list.chosen === index) return false;
    list.chosen = index;
    list.options.forEach((option, i) => {
      option.setAttribute('aria-selected', String(i === index));
      option.tabIndex = i === index ? 0 : -1;
    });
    return true;
  }

  function rateOf(option: PageElement): number {
    return Number(option.dataset['rate']);
  }

  /** Targets of other runs may have been asked for other rates. */
  function nearest({ options }: List, rate: number): number {
    const distances = options.map((option) => Math.abs(Math.log(rateOf(option) / rate)));
    return distances.indexOf(Math.min(...distances));
  }

  function cross(layer: PageElement, y: number | null): void {
    const { top, height } = layer.getBoundingClientRect();
    for (const other of lists) {
      other.layer.classList.toggle('crossed', y !== null);
      if (y !== null) other.layer.style.setProperty('--y', `${(((y - top) / height) * 100).toFixed(2)}%`);
    }
  }
}
