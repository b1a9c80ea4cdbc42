/** The rules on the wire: what an answer with a page has to be, whichever framework sends it. */
import { isUtf8 } from 'node:buffer';
import type { Answer } from './answer.ts';

/** One rule: what is wrong with the answer as a sentence, or null. */
type Rule = (answer: Answer, status: number) => string | null;

const rules: readonly Rule[] = [
  ({ status }, expected) => (status === expected ? null : `the status is ${status}, not ${expected}`),

  ({ headers }) =>
    /^text\/html\s*;\s*charset\s*=\s*"?utf-8"?\s*$/i.test(headers['content-type'] ?? '')
      ? null
      : `Content-Type is ${shown(headers['content-type'])}, not "text/html; charset=utf-8"`,

  ({ headers }) =>
    directives(headers['cache-control']).includes('no-store')
      ? null
      : `Cache-Control is ${shown(headers['cache-control'])}, without "no-store"`,

  ({ headers }) => unwanted(headers, 'etag', 'the page would be compared instead of rendered'),
  ({ headers }) => unwanted(headers, 'set-cookie', 'no page changes who its visitor is'),
  ({ headers }) => unwanted(headers, 'content-encoding', 'no target may compress while others do not'),

  ({ headers, body }) => {
    const length = headers['content-length'];
    return length === undefined || Number(length) === body.length
      ? null
      : `the body has ${body.length} bytes, but Content-Length says ${length}`;
  },

  ({ body }) => (isUtf8(body) ? null : 'the body is not valid UTF-8'),

  ({ body }) =>
    /<\/html\s*>/i.test(body.toString('latin1')) ? null : 'the page is cut off: it has no "</html>"',
];

/**
 * Compares an answer to a GET of a page with the rules on the wire.
 * @param status the one that is right: 200, except for pages that say that something is missing or wrong
 * @returns what is wrong, one sentence each, without a full stop; empty for a right answer
 */
export function checkWire(answer: Answer, status = 200): string[] {
  if (answer.brokenOff !== undefined) {
    return [`the answer broke off after ${answer.body.length} bytes of its body: ${answer.brokenOff}`];
  }
  return rules.map((rule) => rule(answer, status)).filter((difference) => difference !== null);
}

const shown = (value: string | undefined): string => (value === undefined ? 'absent' : JSON.stringify(value));

const directives = (value = ''): string[] => value.split(',').map((part) => part.trim().toLowerCase());

function unwanted(headers: Answer['headers'], name: string, because: string): string | null {
  const value = headers[name];
  return value === undefined ? null : `there is a header ${name}: ${JSON.stringify(value)}, but ${because}`;
}
