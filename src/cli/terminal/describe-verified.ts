/** What `bench verify` says of one target. */
import { formatBytes } from '../../model/size.ts';
import type {
  BrowserFile,
  Check,
  FoundDifference,
  PageCost,
  VerifiedTarget,
} from '../../model/verification.ts';
import { printable } from '../printable.ts';
import { type Paint, padded } from './paint.ts';

/** Different differences of one check; the rest is counted. */
const mostShown = 5;

const nameColumns = 13;

/** The whole of it as lines: what was compared, every difference once, and what the page costs. */
export function describeVerified(target: VerifiedTarget, paint: Paint): string[] {
  const { label, outcome, failure, checks, page, deviations } = target;
  const verdict = {
    same: () => paint.good('the same blog'),
    different: () => paint.bad('not the same blog'),
    unchecked: () => paint.bad(`could not be compared (${failure?.reason})`),
    outside: () => paint.quiet('is outside of a contract, so there is nothing to compare'),
  }[outcome]();
  return [
    `${paint.bold(printable(label))}: ${verdict}`,
    ...(failure === null ? [] : [`  ${printable(failure.detail)}`]),
    ...checks.flatMap((check) => describeCheck(check, paint)),
    ...(page === null ? [] : describePage(page)),
    ...deviations.map(
      (note, i) => `  ${padded(i === 0 ? 'declared' : '', nameColumns)}${i + 1}. ${printable(note)}`,
    ),
  ];
}

function describeCheck({ check, outcome, reason, compared, differences }: Check, paint: Paint): string[] {
  if (reason !== null) {
    const why = outcome === 'skipped' ? `skipped: ${reason}` : `does not apply: ${reason}`;
    const mark = outcome === 'skipped' ? paint.bad('–') : paint.quiet('–');
    return [`  ${padded(check, nameColumns)}${mark} ${printable(why)}`];
  }
  const looked = `${compared.toLocaleString('en-US')} ${compared === 1 ? 'answer' : 'answers'}`;
  if (outcome === 'passed')
    return [`  ${padded(check, nameColumns)}${paint.good('✓')} ${paint.quiet(looked)}`];
  const different = [...Map.groupBy(differences, keyOf).values()];
  const rest = different.length - mostShown;
  return [
    `  ${padded(check, nameColumns)}${paint.bad('✗')} ${paint.quiet(looked)}`,
    ...different.slice(0, mostShown).flatMap((alike) => describeDifference(alike, paint)),
    ...(rest > 0 ? [`      … and ${rest} other ${rest === 1 ? 'difference' : 'differences'}`] : []),
  ];
}

const keyOf = ({ says, wanted, found }: FoundDifference): string => JSON.stringify([says, wanted, found]);

/** @param alike the same difference wherever it was found, at least once */
function describeDifference(alike: readonly FoundDifference[], paint: Paint): string[] {
  const [first] = alike;
  if (first === undefined) return [];
  const { where, says, wanted, found } = first;
  const elsewhere = alike.length === 1 ? '' : ` (and in ${alike.length - 1} more)`;
  return [
    `      ${printable(where)}${elsewhere}:`,
    `        ${printable(says)}`,
    ...(wanted === null ? [] : [paint.good(`          - ${printable(wanted)}`)]),
    ...(found === null ? [] : [paint.bad(`          + ${printable(found)}`)]),
  ];
}

function describePage(page: PageCost): string[] {
  const { bytes, headerBytes, headers, scriptDataBytes, titleOccurrences, excerptOccurrences, browser } =
    page;
  const line = (name: string, text: string) => `  ${padded(name, nameColumns)}${printable(text)}`;
  const kinds = [...Map.groupBy(browser.files, ({ kind }) => kind)].map(
    ([kind, files]) => `${kind} ${formatBytes(total(files))}`,
  );
  const count = browser.files.length;
  return [
    line(
      'page',
      `${formatBytes(bytes)} and ${formatBytes(headerBytes)} of headers; ${formatBytes(scriptDataBytes)} of it in scripts; a title ${times(titleOccurrences)}, an excerpt ${times(excerptOccurrences)}`,
    ),
    line('headers', Object.keys(headers).join(', ')),
    line(
      'browser',
      `fetches ${count} ${count === 1 ? 'file' : 'files'}, ${formatBytes(browser.bytes)} (${kinds.join(', ')}); ${formatBytes(browser.brotliBytes)} if compressed with brotli`,
    ),
  ];
}

const times = (count: number): string => (count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`);

const total = (files: readonly BrowserFile[]): number => files.reduce((sum, { bytes }) => sum + bytes, 0);
