/** How ratios are written: as a multiple, `2.12×`; twice as much is 2×, half as much 0.5×. */
import { type Bound, type Interval, type Ratio, turnedBound, turnedWord } from '../../model/comparison.ts';
import { confidenceText } from '../figures.ts';

export const signs: Readonly<Record<Bound, string>> = { exact: '', 'at-least': '≥ ', 'at-most': '≤ ' };

/** What stands beside a ratio that `unevenCpus` is true of. */
export const UNEVEN_MARK = '‡';

/** What the mark means, where there is no room for the warning. */
export const UNEVEN_NOTE = `${UNEVEN_MARK} on CPUs shared with the generator and over 90 % busy, between a target that uses about one CPU and one that uses several`;

/** `≥ 15.8×` */
export function ratioText({ value, bound }: Pick<Ratio, 'value' | 'bound'>): string {
  return `${signs[bound]}${multiple(value)}`;
}

/** `2 to 2.2×`, or what is known of it; null where there is none. */
export function intervalText(interval: Interval | null): string | null {
  if (interval === null) return null;
  const [lowest, highest] = interval;
  if (highest === null) return lowest === 0 ? 'not bounded' : `${multiple(lowest)} or more`;
  if (lowest === 0) return `${multiple(highest)} or less`;
  return number(lowest) === number(highest) ? multiple(lowest) : `${number(lowest)} to ${multiple(highest)}`;
}

/** `2.12× (2 to 2.2×, 96.9 %) ‡` */
export function wholeRatioText(ratio: Ratio): string {
  const interval = sureIntervalText(ratio);
  const mark = ratio.unevenCpus ? ` ${UNEVEN_MARK}` : '';
  return `${ratioText(ratio)}${interval === null ? '' : ` (${interval})`}${mark}`;
}

/** `2 to 2.2×, 96.9 %`; null where there is no interval. */
export function sureIntervalText({ interval, confidence, assumes }: Ratio): string | null {
  const text = intervalText(interval);
  if (text === null || confidence === null) return text;
  return `${text}, ${confidenceText(confidence)}${assumes === 'log-normal' ? ' if log-normal' : ''}`;
}

/** `better`, or `undecided, 9 to 40 rounds would tell`; null where no word may stand. */
export function wordText({ word, roundsForWord }: Ratio): string | null {
  if (word !== 'undecided' || roundsForWord === null) return word;
  const { least, most } = roundsForWord;
  if (most === null) return `undecided, ${least} rounds or more would tell`;
  return `undecided, ${least === most ? `about ${least}` : `${least} to ${most}`} rounds would tell`;
}

/** The other way round: how many times the second is of the first. */
export function inverse(ratio: Ratio): Ratio {
  const end = (value: number | null) => (value === null ? 0 : value === 0 ? null : 1 / value);
  return {
    ...ratio,
    value: 1 / ratio.value,
    bound: turnedBound[ratio.bound],
    word: ratio.word && turnedWord[ratio.word],
    interval: ratio.interval === null ? null : [end(ratio.interval[1]) ?? 0, end(ratio.interval[0])],
  };
}

const multiple = (value: number) => `${number(value)}×`;

function number(value: number): string {
  const digits = Number(value.toPrecision(value < 0.1 ? 2 : 3));
  return digits.toLocaleString('en-US', { maximumSignificantDigits: 3 });
}
