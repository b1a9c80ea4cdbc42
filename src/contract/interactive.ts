/** Interactive: what the theme's button has to do in a browser, with script and without. */
import { elementsOf, type HtmlElement, readHtml, textIn } from './read-html.ts';
import { checkText } from './text.ts';

/** What a browser saw of a target that hydrates, for a visitor without a session or a theme. Pages are HTML. */
export interface SeenInBrowser {
  /** When a listener for the form's submit event was there; null: none in time. */
  readonly hydrated: string | null;
  /** Two clicks one after the other; fewer where one left the page. */
  readonly clicks: readonly SeenClick[];
  /** The page after it was loaded again; null: it did not come to that. */
  readonly reloaded: string | null;
  /** Every form that was sent with script, like `POST /theme`. */
  readonly sent: readonly string[];
  /** What the page wrote as an error, or threw. */
  readonly complaints: readonly string[];
  readonly withoutScript: SeenPost & { readonly page: string };
}

/** How a form was sent. */
export interface SeenPost {
  /** Of the answer; null: nothing was sent. */
  readonly status: number | null;
  readonly isNavigation: boolean;
  /** Value of the cookie `theme` after that. */
  readonly cookie: string | null;
}

export interface SeenClick extends SeenPost {
  /** The page one microtask after the click. */
  readonly atOnce: string;
  /** The page when the answer had come. */
  readonly answered: string;
}

/** The right pages of this visitor, by theme. */
export interface RightPages {
  readonly light: string;
  readonly dark: string;
}

/** Whether a page runs a script: without one nothing hydrates, and the check does not apply. */
export function runsScript(page: string): boolean {
  return [...elementsOf(readHtml(page).root)].some(({ name, attributes }) => {
    const type = (attributes.get('type') ?? '').trim().toLowerCase();
    return name === 'script' && /^(|module|(text|application)\/(java|ecma)script)$/.test(type);
  });
}

/**
 * Compares what a browser saw with what it should see.
 * @returns what is wrong, one sentence each, without a full stop
 */
export function checkInteractive(seen: SeenInBrowser, right: RightPages): string[] {
  return [
    ...(seen.hydrated === null
      ? ['nothing listens for the submit event of form.theme-form, so the page was not hydrated']
      : [
          ...prefixed('after hydration', checkPage(seen.hydrated, right.light)),
          ...seen.clicks.flatMap((click, i) => checkClick(click, i, right)),
          ...checkSent(seen),
          ...(seen.reloaded === null ? [] : prefixed('loaded again', checkPage(seen.reloaded, right.light))),
        ]),
    ...prefixed('without script', checkWithoutScript(seen.withoutScript, right.dark)),
    ...seen.complaints.map((text) => `the browser reports ${JSON.stringify(text)}`),
  ];
}

function checkClick(click: SeenClick, at: number, right: RightPages): string[] {
  const theme = at % 2 === 0 ? 'dark' : 'light';
  const { status, isNavigation, cookie, atOnce, answered } = click;
  return prefixed(`click ${at + 1}`, [
    ...prefixed('at once', checkToggle(atOnce, right[theme])),
    ...(isNavigation ? ['it leaves the page'] : prefixed('once answered', checkPage(answered, right[theme]))),
    ...checkStatus(status),
    ...checkCookie(cookie, theme),
  ]);
}

function checkSent({ clicks, sent }: SeenInBrowser): string[] {
  const isRight = sent.length === clicks.length && sent.every((one) => one === 'POST /theme');
  return isRight
    ? []
    : [`${clicks.length} clicks sent ${sent.join(', ') || 'nothing'}, not one POST /theme each`];
}

function checkWithoutScript(
  { status, isNavigation, cookie, page }: SeenInBrowser['withoutScript'],
  dark: string,
) {
  return [
    ...checkStatus(status),
    ...(isNavigation ? checkPage(page, dark) : ['the form does not lead to another page']),
    ...checkCookie(cookie, 'dark'),
  ];
}

const checkStatus = (status: number | null): string[] =>
  status === 303
    ? []
    : [status === null ? 'nothing is sent' : `POST /theme is answered with ${status}, not 303`];

const checkCookie = (cookie: string | null, theme: string): string[] =>
  cookie === theme ? [] : [`the cookie theme is ${JSON.stringify(cookie)}, not "${theme}"`];

const checkPage = (page: string, golden: string): string[] => [
  ...checkText(page, golden).slice(0, 1),
  ...checkToggle(page, golden),
];

function checkToggle(page: string, golden: string): string[] {
  const [found, wanted] = [toggleIn(page), toggleIn(golden)];
  return Object.entries(wanted)
    .filter(([what, value]) => found[what] !== value)
    .map(
      ([what, value]) => `${what} is ${JSON.stringify(found[what] ?? null)}, not ${JSON.stringify(value)}`,
    );
}

/** What shows the theme: the class of the page, and the button with its words and its icon. */
function toggleIn(page: string): Readonly<Record<string, string | null>> {
  const { root } = readHtml(page);
  const isDark = (root.attributes.get('class') ?? '').split(/\s+/).includes('dark');
  const button = [...elementsOf(root)].find(
    ({ name, attributes }) => name === 'button' && attributes.get('name') === 'theme',
  );
  return {
    'the theme of html': isDark ? 'dark' : 'light',
    'the value of the button': button?.attributes.get('value') ?? null,
    'the label of the button': button?.attributes.get('aria-label') ?? null,
    'the text of the button': button === undefined ? null : textIn(button).trim(),
    'the icon of the button': button === undefined ? null : iconIn(button),
  };
}

const iconIn = (button: HtmlElement): string | null =>
  [...elementsOf(button)].find(({ name }) => name === 'path')?.attributes.get('d') ?? null;

const prefixed = (where: string, sentences: readonly string[]): string[] =>
  sentences.map((says) => `${where}: ${says}`);
