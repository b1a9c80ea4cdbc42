/** HTML that is known to be well-formed, as opposed to text that still has to be escaped. */
export interface Markup {
  readonly html: string;
}

type Part = string | Markup | readonly Markup[] | null;

/**
 * Builds HTML from a template: strings are escaped, markup is put in as it is, null is left out. Line breaks of the
 * template and the indentation after them are layout of the source, so they do not reach the page.
 */
export function html(template: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const literal = template.map((text) => text.replaceAll(/\n\s*/g, ''));
  return { html: literal.reduce((page, text, i) => page + toHtml(parts[i - 1] ?? null) + text) };
}

/** Markup from a string that already is HTML, such as the body of a post. */
export const trusted = (text: string): Markup => ({ html: text });

/** Escapes text for element content and for attributes in double quotes. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function toHtml(part: Part): string {
  if (part === null) return '';
  if (typeof part === 'string') return escapeHtml(part);
  return 'html' in part ? part.html : part.map(({ html: text }) => text).join('');
}
