/** All sentences of a gate: what was found, and what would help. */
import { capitalised } from '../../model/capitalised.ts';
import type { GateResult } from '../../model/check.ts';
import { formatWaitMs } from '../../model/duration.ts';
import { units } from '../../model/figure.ts';
import type { GateFigure } from '../../model/gate.ts';
import { formatShare } from '../../model/share.ts';
import type { Pair } from '../statistics/bracketed.ts';
import type { RoundsRange } from './compare-rounds.ts';
import { LEAST_ROUNDS, type Unfit } from './judge-drop.ts';

export type Found = Omit<GateResult, 'text' | 'advice'>;

/** More cannot be asked of a sweep. */
const MOST_ROUNDS = 100;

/** What the advice rests on. */
export interface Help {
  /** Why rounds are missing, or in what the host was not as configured: half a sentence. */
  readonly lacks: string | null;
  /** How many rounds the generator or the machine spoilt. */
  readonly spoilt: number;
  readonly roundMs: number | null;
  /** How many rounds would decide; null: perhaps no number; none: what is not known of each round is too much. */
  readonly needed: RoundsRange | 'none' | null;
  /** Why nothing bounds the figure on one side; null: it is bounded. */
  readonly open: Open | null;
}

interface Open {
  /** Half a sentence. */
  readonly because: string;
  readonly advice: string;
}

/** Why the ratio of these rounds is not bounded. */
export function openSide({ name, percentile }: GateFigure, pairs: readonly Pair[]): Open {
  const sides = (isSo: (one: Pair['head']) => boolean) =>
    pairs.filter(({ base, head }) => isSo(base) || isSo(head)).length;
  const [above, below] = [
    sides(({ high }) => high === Number.POSITIVE_INFINITY),
    sides(({ low }) => low === 0),
  ];
  const inSome = (count: number) => `in ${count} of ${pairs.length} rounds`;
  if (name === 'capacity') {
    return above > 0
      ? {
          because: 'the highest rate that was tried passed',
          advice:
            'Sweep up to higher rates (--rates); a search that ran out of time needs more of it (--time), or fewer targets.',
        }
      : {
          because: `${inSome(below)} no rate passed`,
          advice: 'Sweep from lower rates (--rates).',
        };
  }
  const because =
    above > 0
      ? `more requests failed than p${percentile} leaves out ${inSome(above)}`
      : name === 'success'
        ? `no request was answered rightly ${inSome(below)}`
        : `it was too little to be measured ${inSome(below)}`;
  return { because, advice: 'Read it at another rate.' };
}

export function wordGate(found: Found, figure: GateFigure, help: Help): Pick<GateResult, 'text' | 'advice'> {
  const said = [measured(found, figure, help), because(found, help), findable(found, figure)];
  return { text: said.filter((part) => part !== '').join(' '), advice: adviceOf(found, help) };
}

/** `head 800/s, base 1,000/s: 0.8 times as much (0.79 to 0.82, 93.75 % confidence, 5 rounds); a drop of 10 % is allowed.` */
function measured(found: Found, figure: GateFigure, { spoilt }: Help): string {
  const { label, against, value, base, interval, rounds, maxDrop } = found;
  if (value === null) return '';
  const write = writerOf(found);
  const sure =
    interval === null
      ? rounds
      : `${between(interval, found)}, ${Number((interval.confidence * 100).toPrecision(4))} % confidence, ${rounds}`;
  const without = spoilt === 0 ? '' : `; ${spoilt} more ${spoilt === 1 ? 'was' : 'were'} spoilt`;
  const counted = `(${sure} ${against === 'stored runs' ? 'stored runs' : rounds === 1 ? 'round' : 'rounds'}${without})`;
  if (maxDrop === null || base === null || against === null) return `${label}: ${write(value)} ${counted}.`;
  const factor = Number.isFinite(value / base) ? ` ${times(value / base)} as much` : '';
  return `${label} ${write(value)}, ${against} ${write(base)}:${factor} ${counted}; a ${lossText(1 - maxDrop, figure)} is allowed.`;
}

function because(found: Found, { lacks, open }: Help): string {
  const { why, rounds, againRounds, again } = found;
  const interval = again === null ? '' : `${between(again, found)}, `;
  // Against stored runs the fresh rounds are one more run.
  const fresh = againRounds === null ? '' : ` (${interval}${againRounds} rounds)`;
  switch (why) {
    case 'within-margin':
      return '';
    case 'beyond-margin':
      return `Fresh rounds say the same${fresh}.`;
    case 'too-noisy':
      return 'What is allowed lies within that.';
    case 'not-bounded':
      return `Nothing bounds that on one side: ${open?.because ?? 'it is not known on both'}.`;
    case 'to-be-confirmed':
      return againRounds === null
        ? 'That is worse than allowed, and not yet confirmed by fresh rounds.'
        : `That is worse than allowed, and ${againRounds} fresh rounds are too few to confirm it.`;
    case 'not-confirmed':
      return `That is worse than allowed, but fresh rounds do not say so${fresh}.`;
    case 'too-few-rounds':
      return found.against === 'stored runs'
        ? lacks === null
          ? 'Too few stored runs are of the same machine and plan.'
          : `${capitalised(lacks)}.`
        : `${LEAST_ROUNDS} rounds are needed, and ${rounds} can be used${lacks === null ? '' : `: ${lacks}`}.`;
  }
  if (againRounds !== null)
    return `That is worse than allowed, and fresh rounds cannot confirm it: ${unfit(why, againRounds, lacks)}.`;
  return why === 'not-measured'
    ? `${found.label}: not measured: ${lacks ?? 'no round has it'}.`
    : `${capitalised(unfit(why, rounds, lacks))}.`;
}

/** Why no verdict can rest on a set of rounds, as half a sentence. */
function unfit(why: Unfit, rounds: number, lacks: string | null): string {
  switch (why) {
    case 'not-measured':
      return lacks ?? 'none of them has it';
    case 'other-request':
      return `the two were not asked for the same: ${lacks}`;
    case 'generator-limited':
      return `in too many rounds the generator was the limit: ${rounds} can be used`;
    case 'host-limited':
      return `in too many rounds something else took the CPUs: ${rounds} can be used`;
    case 'host-not-as-configured':
      return `the host was not as configured: ${lacks}`;
  }
}

/** The smallest loss that would have been found. */
function findable(found: Found, figure: GateFigure): string {
  const { smallestFound } = found;
  if (smallestFound === null) return 'How small a loss it would have found is not known.';
  const left = figure.better === 'higher' ? smallestFound : 1 / smallestFound;
  const worst =
    found.maxDrop === null
      ? `${writerOf(found)(smallestFound)} or ${figure.better === 'higher' ? 'less' : 'more'}`
      : `A ${lossText(left, figure)} or more`;
  return `${worst} would have been found four times in five.`;
}

/** What is lost where so much is left, 1 meaning all: a drop, or a rise of what is better lower. */
const lossText = (left: number, { better }: Pick<GateFigure, 'better'>): string =>
  better === 'higher' ? `drop of ${formatShare(1 - left)}` : `rise of ${formatShare(1 / left - 1)}`;

function adviceOf(found: Found, { needed, roundMs, open, lacks }: Help): string | null {
  const { why, against, againRounds } = found;
  switch (why) {
    case 'beyond-margin':
    case 'within-margin':
      return null;
    case 'too-noisy':
      return moreRounds(found, { needed, roundMs });
    case 'not-bounded':
      return open?.advice ?? null;
    case 'to-be-confirmed':
      return againRounds === null
        ? 'Run bench check without --no-confirm, which measures them; or sweep once more and name that run with --confirm <run>.'
        : 'If they were interrupted, bench check resumes them; else sweep anew with more rounds.';
    case 'not-confirmed':
      return 'Take it for no finding. To look more closely, sweep anew with more rounds.';
    case 'too-few-rounds':
      return against === 'stored runs'
        ? lacks === null
          ? 'Six are needed: keep the runs of this machine.'
          : 'Sweep with --rounds 5 or more.'
        : 'Sweep with --rounds auto --time 10m, which makes five at least.';
    case 'not-measured':
      return 'Name what the run has, or sweep so that it has this: through rates of your own, for example (--rates).';
    case 'generator-limited':
      return 'Measure where the generator has CPUs of its own (--placement split), or at lower rates.';
    case 'host-limited':
      return 'Measure when nothing else runs on the machine; bench doctor says what does. A few rounds that are lost are made up for by --rounds auto --time 10m, or by --rounds 8.';
    case 'other-request':
      return 'Measure both by the same request: set the same "measure" in both target.json.';
    case 'host-not-as-configured':
      return 'Describe a host in bench.config.json that this machine can give, and sweep with it (--host).';
  }
}

function moreRounds(found: Found, { needed, roundMs }: Pick<Help, 'needed' | 'roundMs'>): string {
  const { rounds, against } = found;
  if (against === 'stored runs')
    return 'Compare both in one sweep, with --baseline: runs differ by more than rounds do.';
  if (needed === 'none') {
    return found.unit === 'requests per second'
      ? 'More rounds would not help: search each more closely (--find-capacity, --precision), or allow more.'
      : 'More rounds would not help: measure more requests in each (--rates, --duration), or allow more.';
  }
  if (needed === null || needed.most === null)
    return 'No number of rounds may decide: it lies about at what is allowed. Allow more, or less.';
  const least = Math.max(rounds + 1, needed.least);
  const most = Math.max(least, needed.most);
  const time = (count: number) => formatWaitMs(count * (roundMs ?? 0));
  if (most > MOST_ROUNDS) {
    const takes = roundMs === null ? '' : ` (${time(least)})`;
    return `Sweep with more rounds: ${least} would decide at best${takes}; it may lie so close to what is allowed that ${MOST_ROUNDS} do not.`;
  }
  const takes = roundMs === null ? '' : `, which takes ${time(least)} to ${time(most)}`;
  return `Sweep with more rounds: ${least} to ${most} would probably decide${takes}.`;
}

const writerOf =
  ({ unit }: Pick<Found, 'unit'>) =>
  (value: number): string =>
    Object.entries(units).find(([name]) => name === unit)?.[1](value) ?? String(value);

const times = (ratio: number): string => `${Number(ratio.toPrecision(3))} times`;

function between({ low, high }: NonNullable<Found['interval']>, found: Found): string {
  const write =
    found.maxDrop === null ? writerOf(found) : (ratio: number) => `${Number(ratio.toPrecision(3))}`;
  if (high === null) return `above ${write(low ?? 0)}`;
  return low === null ? `below ${write(high)}` : `${write(low)} to ${write(high)}`;
}
