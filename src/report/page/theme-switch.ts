import { html, Markup } from '../markup.ts';

/** Light, dark or as the reader's system says; works without script. */
export function themeSwitch(): Markup {
  const choices = [
    ['auto', 'Auto'],
    ['light', 'Light'],
    ['dark', 'Dark'],
  ] as const;
  return html`<fieldset class="theme"><legend>Colours</legend>${choices.map(
    ([value, name]) =>
      html`<label><input type="radio" name="theme" id="theme-${value}" autocomplete="off"${value === 'auto' ? new Markup(' checked') : null}>${name}</label>`,
  )}</fieldset>`;
}
