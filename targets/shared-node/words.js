/** What the pages say and draw in more than one place. No Node in here: browsers' bundles take it too. */

export const siteName = 'Harbour Notes';
export const siteDescription = 'Essays on tools, tides and the patience of small machines.';

/**
 * The title of a page. The front page alone bears the bare name of the site.
 * @param {string | null} heading null: the front page
 */
export const pageTitle = (heading) => (heading === null ? siteName : `${heading} · ${siteName}`);

/** The paths of the icons, in a box of 24 × 24. */
export const icons = {
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8M12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.4 1.4M17.6 17.6 19 19M19 5l-1.4 1.4M6.4 17.6 5 19',
  moon: 'M20 14.5A8.2 8.2 0 1 1 9.5 4 6.6 6.6 0 0 0 20 14.5',
  letter: 'M3 6h18v12H3zM3 7l9 6.5L21 7',
  talk: 'M4 5h16v11h-9l-4.5 4v-4H4zM8 9h8M8 12h5',
  camera: 'M3 8h4l2-3h6l2 3h4v11H3zM12 10a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7',
  code: 'M8 7l-5 5 5 5M16 7l5 5-5 5M13.5 5l-3 14',
};

/** @typedef {keyof typeof icons} IconName */

/** The icon of the site: a boat on two waves. */
export const siteIcon =
  'data:image/svg+xml,%3Csvg%20xmlns=%27http://www.w3.org/2000/svg%27%20viewBox=%270%200%2032%2032%27%3E%3Crect%20width=%2732%27%20height=%2732%27%20rx=%277%27%20fill=%27%230b5d66%27/%3E%3Cpath%20d=%27M16%205v14M16%206l8%2011h-8M6%2021h20M6%2026c3.3-3%206.7-3%2010%200s6.7%203%2010%200%27%20fill=%27none%27%20stroke=%27%23fff%27%20stroke-width=%272.4%27%20stroke-linejoin=%27round%27%20stroke-linecap=%27round%27/%3E%3C/svg%3E';

/** @typedef {{ value: 'light' | 'dark', name: string, label: string, icon: IconName }} Toggle */

/**
 * The button that switches the theme, by the theme that the page is in.
 * @type {Record<'light' | 'dark', Toggle>}
 */
export const toggles = {
  light: { value: 'dark', name: 'Dark', label: 'Switch to dark theme', icon: 'moon' },
  dark: { value: 'light', name: 'Light', label: 'Switch to light theme', icon: 'sun' },
};

/**
 * The links of the footer.
 * @type {{ href: string, label: string, icon: IconName }[]}
 */
export const elsewhere = [
  { href: 'mailto:keeper@harbour-notes.example', label: 'Mail', icon: 'letter' },
  { href: 'https://talk.harbour-notes.example/', label: 'Conversations', icon: 'talk' },
  { href: 'https://photos.harbour-notes.example/', label: 'Photographs', icon: 'camera' },
  { href: 'https://code.harbour-notes.example/', label: 'Source code', icon: 'code' },
];

/**
 * A day in UTC, as `YYYY-MM-DD`.
 * @param {number} seconds since 1970
 */
export const isoDay = (seconds) => new Date(seconds * 1_000).toISOString().slice(0, 10);
