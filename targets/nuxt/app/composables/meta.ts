import { pageTitle, siteDescription } from '#blog/words.js';

/** Title and description of a page, for the tab and for those who link to it. */
export function usePageMeta(heading: string | null, description = siteDescription) {
  const title = pageTitle(heading);
  useHead({
    // A title of ours may hold `%s`, which is no template here.
    title: { textContent: title, processTemplateParams: false },
    meta: [
      { name: 'description', content: attribute(description) },
      { property: 'og:title', content: attribute(title), processTemplateParams: false },
      { property: 'og:description', content: attribute(description) },
    ],
  });
}

/** On the server, unhead escapes quotes in attributes but leaves `&` as it is, so that `&amp;` would be read as `&`. */
const attribute = (text: string) => (import.meta.server ? text.replaceAll('&', '&amp;') : text);
