import { inject } from '@angular/core';
import { Meta, Title } from '@angular/platform-browser';
import { pageTitle, siteDescription } from '../../../shared-node/words.js';

/** Title and description of a page, for the tab and for those who link to it. */
export function setPageMeta(heading: string | null, description = siteDescription): void {
  const title = pageTitle(heading);
  inject(Title).setTitle(title);
  const meta = inject(Meta);
  meta.updateTag({ name: 'description', content: description });
  meta.updateTag({ property: 'og:title', content: title });
  meta.updateTag({ property: 'og:description', content: description });
}
