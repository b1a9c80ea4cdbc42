/** Writes the text of the blog: sentences, excerpts, titles and bodies, all from one source of chance. */
import { capitalised } from '../model/capitalised.ts';
import type { Random } from '../model/random.ts';
import { escapeHtml } from './markup.ts';
import { vocabulary, type WordKind } from './vocabulary.ts';

/** Text for a symbol, every `{symbol}` in it expanded, beginning in upper case. */
export const write = (random: Random, kind: WordKind): string =>
  capitalised(expand(random, pick(random, vocabulary[kind])));

/** A few sentences: 150 to 280 characters. */
export function writeExcerpt(random: Random): string {
  let excerpt = '';
  for (const sentence of drawSentences(random)) {
    excerpt += excerpt === '' ? sentence : ` ${sentence}`;
    if (excerpt.length >= 150) break;
  }
  return excerpt;
}

/**
 * The body of a post as HTML.
 * @param bytes how long it is to become at least, without its signature; it ends up to 1.5 KB later
 * @param opening plain text for the first paragraph
 * @param closing plain text for the last one
 */
export function writeBody(random: Random, bytes: number, opening: string, closing: string): string {
  let body = `<p>${escapeHtml(opening)} ${sentences(random, 3)}</p>`;
  for (let part = 1; body.length < bytes; part++) {
    body += part % 6 === 3 ? `<h2>${escapeHtml(write(random, 'heading'))}</h2>` : block(random);
  }
  return `${body}<p>${escapeHtml(closing)}</p>`;
}

function block(random: Random): string {
  const kind = random.below(12);
  if (kind === 0) return `<blockquote><p>${sentences(random, 2)}</p></blockquote>`;
  if (kind === 1) return `<ul>${items(random, 3 + random.below(3))}</ul>`;
  if (kind === 2) return `<ol>${items(random, 3)}</ol>`;
  if (kind === 3)
    return `<pre><code>${escapeHtml(expand(random, pick(random, vocabulary.code)))}</code></pre>`;
  return `<p>${sentences(random, 3 + random.below(4))}</p>`;
}

const sentences = (random: Random, count: number): string =>
  drawSentences(random)
    .take(count)
    .map((sentence) => marked(random, escapeHtml(sentence)))
    .toArray()
    .join(' ');

/** Sentences that are all built differently, for text that is read in one go. */
function* drawSentences(random: Random): Generator<string, undefined> {
  const left: string[] = [...vocabulary.sentence];
  while (left.length > 0) {
    for (const sentence of left.splice(random.below(left.length), 1)) {
      yield capitalised(expand(random, sentence));
    }
  }
}

const items = (random: Random, count: number): string =>
  Array.from({ length: count }, () => `<li>${escapeHtml(write(random, 'item'))}</li>`).join('');

/** Now and then the longest word of a sentence is stressed, quoted as code, or a link. */
function marked(random: Random, sentence: string): string {
  const [open, close] =
    [
      ['<em>', '</em>'],
      ['<strong>', '</strong>'],
      ['<code>', '</code>'],
      ['<a href="/about">', '</a>'],
    ][random.below(28)] ?? [];
  const word = sentence
    .match(/[a-z]{6,}/g)
    ?.reduce((longest, next) => (next.length > longest.length ? next : longest));
  if (open === undefined || close === undefined || word === undefined) return sentence;
  return sentence.replace(word, () => open + word + close);
}

/** Only symbols of the vocabulary are expanded, so braces in code stay what they are. */
function expand(random: Random, text: string): string {
  return text.replaceAll(/\{(\w+)\}/g, (brace, kind: string) =>
    isWordKind(kind) ? expand(random, pick(random, vocabulary[kind])) : brace,
  );
}

const isWordKind = (kind: string): kind is WordKind => Object.hasOwn(vocabulary, kind);

function pick(random: Random, alternatives: readonly string[]): string {
  const chosen = alternatives[random.below(alternatives.length)];
  if (chosen === undefined) throw new RangeError('There is nothing to choose from.');
  return chosen;
}
