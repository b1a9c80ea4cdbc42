/** Words from the command line or a file, as values. `from` is where they stand, a flag or a field of a file, and begins the sentence. */
import { parseDurationUs } from '../model/duration.ts';
import { distinctObjectives, type Objective, parseObjective } from '../model/objective.ts';
import { isLabel } from '../model/target.ts';
import { UsageError } from '../model/usage-error.ts';
import type { Pace, RateWish } from '../plan/wishes.ts';

const highestRate = 1_000_000;

function refuse(from: string, text: string, what: string, hint: string): never {
  throw new UsageError(`${from} ${JSON.stringify(text)}: ${what}`, hint);
}

/** A whole number between two bounds. @throws UsageError */
export function readWhole(text: string, from: string, least: number, most: number): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  return refuse(
    from,
    text,
    'this has to be a whole number',
    `From ${least} to ${most.toLocaleString('en-US')}.`,
  );
}

/** One of a few words. @throws UsageError */
export function readChoice<const W extends string>(text: string, from: string, words: readonly W[]): W {
  return words.find((word) => word === text) ?? refuse(from, text, 'not known', `Choose ${orList(words)}.`);
}

/** A length of time between two bounds, in milliseconds. @throws UsageError */
export function readDurationMs(text: string, from: string, leastMs: number, mostMs: number): number {
  const us = parseDurationUs(text);
  if (us === null) {
    return refuse(from, text, 'this is no length of time', 'Write a number and its unit: 500ms, 5s, 2m.');
  }
  const ms = us / 1_000;
  if (ms >= leastMs && ms <= mostMs) return ms;
  return refuse(from, text, 'out of bounds', `From ${leastMs} ms to ${mostMs / 1_000} s.`);
}

/**
 * `1..10000` or `100,200,400`, in requests per second.
 * @param perDecade grid points a decade, for a range
 * @throws UsageError
 */
export function readRates(text: string, from: string, perDecade: number): RateWish {
  const range = /^(.*?)\.\.(.*)$/.exec(text);
  if (range === null) {
    return { kind: 'list', rates: text.split(',').map((part) => readRate(part, from, text)) };
  }
  const [low, high] = [readRate(range[1] ?? '', from, text), readRate(range[2] ?? '', from, text)];
  if (low <= high) return { kind: 'range', from: low, to: high, perDecade };
  return refuse(from, text, 'the range goes from the lower rate to the higher one', `Write ${high}..${low}.`);
}

/** A label, as targets have them. @throws UsageError */
export function readLabel(text: string, from: string): string {
  if (isLabel(text)) return text;
  return refuse(from, text, 'this is no label', 'Give it 1 to 60 printable characters.');
}

/**
 * A single rate, in requests per second.
 * @param text that it is a part of
 * @throws UsageError
 */
export function readRate(part: string, from: string, text = part): number {
  const rate = /^\d+(\.\d+)?$/.test(part.trim()) ? Number(part) : null;
  if (rate === null) {
    return refuse(
      from,
      text,
      part.trim() === '' ? 'a rate is missing' : `"${part.trim()}" is no rate`,
      'Write a range, 1..10000, or a list, 100,200,400, in requests per second.',
    );
  }
  if (rate <= 0)
    return refuse(from, text, 'a rate has to be above 0', 'The scale is logarithmic: begin at 1 or 0.1.');
  if (rate <= highestRate) return rate;
  return refuse(from, text, `no rate can be above ${highestRate.toLocaleString('en-US')}`, 'Lower it.');
}

/** `5%`, as a share. @throws UsageError */
export function readShare(text: string, from: string, least: number, most: number): number {
  const percent = /^\d+(\.\d+)?%$/.test(text) ? Number(text.slice(0, -1)) : null;
  if (percent === null) return refuse(from, text, 'this is no share', 'Write it in per cent: 5%.');
  if (percent >= least * 100 && percent <= most * 100) return percent / 100;
  return refuse(from, text, 'out of bounds', `From ${least * 100}% to ${most * 100}%.`);
}

/** `svg, csv`: each of a few words once. @throws UsageError */
export const readFormats = <const W extends string>(text: string, words: readonly W[]): readonly W[] => [
  ...new Set(text.split(',').map((word) => readChoice(word.trim(), '--format', words))),
];

/** Each once; null where nothing is said. @throws UsageError */
export const readObjectives = (
  texts: readonly string[] | undefined,
  from = '--objective',
): readonly Objective[] | null =>
  texts === undefined ? null : distinctObjectives(texts.map((text) => readObjective(text, from)));

/** `p99<500ms`, `p99<250ms,success>=99.9%`. @throws UsageError */
function readObjective(text: string, from: string): Objective {
  const objective = parseObjective(text);
  if (!('problem' in objective)) return objective;
  return refuse(
    from,
    text,
    objective.problem,
    'Write "p99<500ms", or several terms: "p99<250ms, success>=99.9%".',
  );
}

/** `auto`, `none`, or exactly this long. @throws UsageError */
export function readWarmup(text: string, from: string, base: Pace['warmup']): Pace['warmup'] {
  if (text === 'auto') return base;
  if (text === 'none') return { mode: 'none', minRequests: 0, minMs: 0, capMs: 0, firstRateMs: 0 };
  if (parseDurationUs(text) === null) {
    refuse(from, text, 'not known', 'Choose auto, none, or a length of time, like 20s.');
  }
  const ms = readDurationMs(text, from, 100, 600_000);
  return { mode: 'time', minRequests: 0, minMs: ms, capMs: ms, firstRateMs: base.firstRateMs };
}

function orList(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
