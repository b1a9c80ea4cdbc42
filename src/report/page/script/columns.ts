import type { PageData } from '../data.ts';
import type { PageDocument, PageElement } from './dom.ts';
import { fillPanel } from './panel.ts';

/**
 * Runs in the page. Makes the columns of every picture a list that the arrow keys move through and the pointer picks
 * from; the chosen column's figures stand in the panel, and the same rate is marked in the other pictures.
 */
export function followColumns(document: PageDocument, data: PageData): void {
  document.documentElement.classList.add('script');
  const lists = [...document.querySelectorAll('.pictured')].flatMap((figure, i) => {
    const panel = figure.querySelector('.panel');
    const texts = data.targets[i]?.columns ?? [];
    return panel === null
      ? []
      : [{ panel, texts, options: [...figure.querySelectorAll('[role=option]')], chosen: -1 }];
  });
  type List = (typeof lists)[number];
  const steps: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, PageUp: -5, PageDown: 5 };

  lists.forEach((list, i) => {
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
    show(list, data.targets[i]?.first ?? 0);
  });

  function target(key: string, index: number, last: number): number | null {
    if (key === 'Home') return 0;
    if (key === 'End') return last;
    const by = steps[key];
    return by === undefined ? null : Math.min(last, Math.max(0, index + by));
  }

  function choose(list: List, index: number): void {
    show(list, index);
    const option = list.options[index];
    if (option !== undefined) mark(option);
  }

  function show(list: List, index: number): void {
    const text = list.texts[index];
    if (text === undefined || list.chosen === index) return;
    list.chosen = index;
    list.options.forEach((other, i) => {
      other.setAttribute('aria-selected', String(i === index));
      other.tabIndex = i === index ? 0 : -1;
    });
    fillPanel(document, list.panel, text);
  }

  function mark(chosen: PageElement): void {
    for (const { options } of lists) {
      for (const option of options) {
        option.classList.toggle(
          'linked',
          option !== chosen && option.dataset['rate'] === chosen.dataset['rate'],
        );
      }
    }
  }
}
