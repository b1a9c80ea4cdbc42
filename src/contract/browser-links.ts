/** What a page makes a browser fetch: style sheets, scripts and the modules that they name. Images are not followed. */
import { parse } from 'es-module-lexer/js';
import { elementsOf, type HtmlElement, readHtml, textIn } from './read-html.ts';

export interface BrowserLink {
  /** Absolute. */
  readonly url: string;
  /** Whether it is sure to be fetched. A module that names a file may be told to take another one in its place. */
  readonly certain: boolean;
}

/**
 * The files that a page names: style sheets, scripts, what it preloads, and what the scripts in it import.
 * @param url of the page, absolute
 */
export function linksOfPage(page: string, url: string): BrowserLink[] {
  const named = [...elementsOf(readHtml(page).root)].flatMap((element): readonly string[] => {
    if (element.name === 'link') return namedByLink(element);
    return element.name === 'script' ? namedByScript(element) : [];
  });
  return resolved(named, url, true);
}

/**
 * The files that a script of its own names: modules that it imports at once, and WebAssembly.
 * @param url of the script, absolute
 */
export function linksOfScript(script: string, url: string): BrowserLink[] {
  const { atOnce, assembly } = namedIn(script);
  return [...resolved(atOnce, url, true), ...resolved(assembly, url, false)];
}

const fetched = new Set(['stylesheet', 'modulepreload', 'preload']);

function namedByLink({ attributes }: HtmlElement): string[] {
  const rel = (attributes.get('rel') ?? '').toLowerCase().split(/\s+/);
  const href = attributes.get('href');
  // What is preloaded as an image or a font is no part of what is weighed here.
  const as = attributes.get('as') ?? '';
  const weighed = !['image', 'font', 'audio', 'video', 'track'].includes(as);
  return href !== undefined && weighed && rel.some((each) => fetched.has(each)) ? [href] : [];
}

function namedByScript(element: HtmlElement): readonly string[] {
  const { attributes } = element;
  const type = (attributes.get('type') ?? '').trim().toLowerCase();
  const isScript = type === '' || type === 'module' || /^(text|application)\/(java|ecma)script$/.test(type);
  if (!isScript || attributes.has('nomodule')) return [];
  const source = attributes.get('src');
  if (source !== undefined) return [source];
  // What stands in the page runs at once, so what it imports when it runs is fetched too.
  const { atOnce, later, assembly } = namedIn(textIn(element));
  return [...atOnce, ...later, ...assembly];
}

function namedIn(script: string): { atOnce: string[]; later: string[]; assembly: string[] } {
  const assembly = [...script.matchAll(/["'`]([^"'`\s\\]+\.wasm)["'`]/g)]
    .map(([, name = '']) => name)
    // A template with a gap in it names no file.
    .filter((name) => !name.includes('${'));
  try {
    const [imports] = parse(script);
    const named = (type: 'static' | 'dynamic') =>
      imports.flatMap((each) => {
        const { specifier } = each;
        if (each.type === 'import-meta' || (each.type === 'dynamic') !== (type === 'dynamic')) return [];
        // Without a map of imports, a bare name means nothing to a browser; a glob means no one file.
        const isUrl = /^(\.{0,2}\/|https?:)[^*]*$/.test(specifier ?? '');
        return specifier != null && isUrl ? [specifier] : [];
      });
    return { atOnce: named('static'), later: named('dynamic'), assembly };
  } catch {
    // What a browser cannot read either imports nothing.
    return { atOnce: [], later: [], assembly };
  }
}

function resolved(names: readonly string[], url: string, certain: boolean): BrowserLink[] {
  const urls = names
    .filter((name) => URL.canParse(name, url))
    .map((name) => new URL(name, url))
    .filter(({ protocol }) => protocol === 'http:' || protocol === 'https:');
  for (const each of urls) each.hash = '';
  return [...new Set(urls.map(({ href }) => href))].map((href) => ({ url: href, certain }));
}
