import type { MetaDescriptor } from 'react-router';
import { pageTitle, siteDescription } from '../../shared-node/words.js';

/** The title and descriptions of a page, for its `meta` export; the front page has no heading in its title. */
export function pageMeta(heading: string | null, description: string = siteDescription): MetaDescriptor[] {
  const title = pageTitle(heading);
  return [
    { title },
    { name: 'description', content: description },
    { property: 'og:title', content: title },
    { property: 'og:description', content: description },
  ];
}
