/** Parts of sentences that several findings have in common. */
import { formatRate } from '../../model/rate.ts';

/** Rates, ascending, per second. */
export type Rates = readonly number[];

/** `1,995/s`, `10/s and 12.6/s`, or `3,162/s … 10,000/s (6 rates)`. */
export function ratesText(rates: Rates): string {
  const [first, ...others] = rates.map((rate) => `${formatRate(rate)}/s`);
  const last = others.at(-1);
  if (first === undefined) return 'no rate';
  if (last === undefined) return first;
  return others.length === 1 ? `${first} and ${last}` : `${first} … ${last} (${rates.length} rates)`;
}

/** Ends in one full stop, or with the mark that the last words came with. */
export const sentence = (text: string) => text.trimEnd().replace(/[^.?!]$/, '$&.');

/** `a`, `a and b`, `a, b and c`. */
export function listed(parts: readonly string[]): string {
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}

export const times = (count: number, one: string, many = `${one}s`) =>
  `${whole(count)} ${count === 1 ? one : many}`;

export const whole = (value: number) => Math.round(value).toLocaleString('en-US');

export const percent = (share: number) => `${Number((share * 100).toPrecision(2))} %`;

/** The text where the condition holds, else nothing. */
export const when = (condition: boolean, text: string) => (condition ? text : '');
