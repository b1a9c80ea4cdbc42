import type { MetaDescriptor } from '@remix-run/node';

export const siteName = 'Harbour Notes';
export const siteDescription = 'Essays on tools, tides and the patience of small machines.';

/** The title and descriptions of a page, for its `meta` export. The front page alone bears the bare name of the site. */
export function pageMeta(name: string | null, description: string = siteDescription): MetaDescriptor[] {
  const title = name === null ? siteName : `${name} · ${siteName}`;
  return [
    { title },
    { name: 'description', content: description },
    { property: 'og:title', content: title },
    { property: 'og:description', content: description },
  ];
}
