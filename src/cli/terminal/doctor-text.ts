/** What the doctor says, for a person who has read nothing else. */
import { headingOf, titleOf } from '../../analysis/doctor/titles.ts';
import type { DoctorDocument, DoctorLine } from '../../model/examination.ts';
import { formatRate } from '../../model/rate.ts';
import { printable } from '../printable.ts';
import { type Paint, padded, wrapped } from './paint.ts';

const VERDICT_COLUMNS = 10;
const TITLE_COLUMNS = 16;
const INDENT = VERDICT_COLUMNS + TITLE_COLUMNS;
/** Longer lines are hard to read. */
const WIDEST = 110;

export function doctorText(document: DoctorDocument, paint: Paint, columns: number): string[] {
  const width = Math.max(INDENT + 20, Math.min(columns, WIDEST)) - 1;
  const headings = [...new Set(document.lines.map(({ code }) => headingOf(code)))];
  return [
    ...headings.flatMap((heading) => [
      paint.bold(heading),
      ...document.lines
        .filter(({ code }) => headingOf(code) === heading)
        .flatMap((line) => lineText(line, paint, width)),
      '',
    ]),
    ...conclusion(document).flatMap((sentence, i) =>
      wrapped(sentence, width).map((text) => (i === 0 ? paint.bold(text) : text)),
    ),
  ];
}

function lineText({ code, verdict, value, why, advice }: DoctorLine, paint: Paint, width: number): string[] {
  const [first = '', ...rest] = wrapped(printable(value), width - INDENT);
  const head = `${paint[verdict](padded(verdict, VERDICT_COLUMNS))}${padded(titleOf(code), TITLE_COLUMNS)}`;
  const below = (text: string) => wrapped(text, width - INDENT).map((line) => ' '.repeat(INDENT) + line);
  return [
    `${head}${first}`,
    ...rest.map((line) => ' '.repeat(INDENT) + line),
    ...below(printable(why)).map((text) => paint.quiet(text)),
    ...(advice === null ? [] : below(`→ ${printable(advice)}`)),
  ];
}

function conclusion({ lines, trustedUpToPerSecond, examination }: DoctorDocument): string[] {
  const { host, placement } = examination.setting;
  const of = (verdict: DoctorLine['verdict']) => lines.filter((line) => line.verdict === verdict);
  const named = (some: readonly DoctorLine[]) => some.map(({ code }) => titleOf(code)).join(', ');
  const where = `host ${printable(host.name)}, ${placement.resolved} placement`;
  const rate =
    trustedUpToPerSecond === null || trustedUpToPerSecond === 0
      ? `At no rate that was tried does this generator send on time here (${where}).`
      : `Up to ${formatRate(trustedUpToPerSecond)} requests a second this generator sends on time here (${where}).`;
  const [bad, doubtful] = [of('bad'), of('doubtful')];
  return [
    rate,
    ...(bad.length === 0 ? [] : [`Bad: ${named(bad)}. Do not trust figures before that is mended.`]),
    ...(doubtful.length === 0 ? [] : [`Doubtful: ${named(doubtful)}. Read figures with that in mind.`]),
    ...(bad.length + doubtful.length === 0 ? ['Nothing here speaks against trusting the figures.'] : []),
  ];
}
