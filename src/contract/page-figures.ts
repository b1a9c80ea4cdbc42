/** What a page costs, as far as the page itself shows it. */

import { elementsOf, readHtml, textIn } from './read-html.ts';
import type { PostSummary } from './rows.ts';

/** Bytes of text in scripts that stand in the page itself: hydration data, and the code that starts the rest. */
export function scriptDataBytes(page: string): number {
  return [...elementsOf(readHtml(page).root)]
    .filter(({ name, attributes }) => name === 'script' && !attributes.has('src'))
    .reduce((sum, element) => sum + Buffer.byteLength(textIn(element)), 0);
}

/** How often a page holds the titles and the excerpts of its posts: once for the reader, and again in hydration data. */
export interface Occurrences {
  /** Of the title that occurs most often. */
  readonly title: number;
  /** Of the excerpt that occurs most often. */
  readonly excerpt: number;
}

/** @param posts those on the page */
export function occurrencesIn(page: string, posts: readonly PostSummary[]): Occurrences {
  const most = (texts: readonly string[]) => Math.max(0, ...texts.map((text) => timesIn(page, text)));
  return { title: most(posts.map(({ title }) => title)), excerpt: most(posts.map(({ excerpt }) => excerpt)) };
}

/** A text may be escaped in many ways, but its words stand in it as they are, and the rarest of them nowhere else. */
function timesIn(page: string, text: string): number {
  const plain = text.match(/[\p{L}\p{N}][\p{L}\p{N} ]*[\p{L}\p{N}]/gu) ?? [text];
  return Math.min(...plain.map((piece) => page.split(piece).length - 1));
}
