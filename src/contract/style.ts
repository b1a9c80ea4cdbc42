/** The style check: one stylesheet, the contract's, byte for byte. */
import type { Answer } from './answer.ts';
import { elementsOf, readHtml } from './read-html.ts';

/** Where every target serves the stylesheet. */
export const stylePath = '/style.css';

/**
 * Compares an answer to `GET /style.css` with the contract's stylesheet.
 * @returns what is wrong, one sentence each, without a full stop; empty for the right one
 */
export function checkStyle(answer: Answer, style: Buffer): string[] {
  const { status, headers, body, brokenOff } = answer;
  if (brokenOff !== undefined) return [`the answer broke off after ${body.length} bytes: ${brokenOff}`];
  if (status !== 200) return [`the status is ${status}, not 200`];
  const type = headers['content-type'] ?? 'absent';
  const encoding = headers['content-encoding'];
  return [
    ...(/^text\/css\s*;\s*charset\s*=\s*"?utf-8"?\s*$/i.test(type)
      ? []
      : [`Content-Type is ${JSON.stringify(type)}, not "text/css; charset=utf-8"`]),
    ...(encoding === undefined ? [] : [`it is compressed: ${encoding}`]),
    ...(body.equals(style) ? [] : [describeBytes(body, style)]),
  ];
}

/** Style sheets that a page links to beside the contract's, or in place of it. */
export function checkStyleLinks(page: string): string[] {
  const linked = [...elementsOf(readHtml(page).root)]
    .filter(({ name, attributes }) => name === 'link' && /\bstylesheet\b/i.test(attributes.get('rel') ?? ''))
    .map(({ attributes }) => attributes.get('href') ?? '');
  return linked.length === 1 && linked[0] === stylePath
    ? []
    : [
        `the page links to ${linked.map((href) => JSON.stringify(href)).join(', ') || 'no stylesheet'}, not to "${stylePath}" alone`,
      ];
}

function describeBytes(found: Buffer, wanted: Buffer): string {
  const at = wanted.findIndex((byte, i) => byte !== found[i]);
  const line = wanted
    .subarray(0, at === -1 ? wanted.length : at)
    .toString('latin1')
    .split('\n').length;
  return `it is not the contract’s: ${found.length} bytes instead of ${wanted.length}, differing from line ${line} on`;
}
