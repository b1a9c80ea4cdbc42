/** One gate: the readings of its rounds paired, judged, and said in words. */
import type { GateResult } from '../../model/check.ts';
import type { GateFigure } from '../../model/gate.ts';
import type { Pair } from '../statistics/bracketed.ts';
import { finiteOrNull } from '../statistics/interval.ts';
import { median } from '../statistics/median-interval.ts';
import { meanAndSpread } from '../statistics/student-interval.ts';
import { type RoundsRange, roundsToFind } from './compare-rounds.ts';
import {
  type DropQuestion,
  type DropVerdict,
  judgeDrop,
  LEAST_ROUNDS,
  lossesOf,
  smallestDrop,
  type Unfit,
} from './judge-drop.ts';
import type { RoundReading, Spoilt } from './read-rounds.ts';
import { openSide, wordGate } from './word-gate.ts';

/** The readings of one set of rounds. */
export interface GateRounds {
  readonly head: readonly RoundReading[];
  /** Of the baseline; of a gate with a bound of its own there is none. */
  readonly base: readonly RoundReading[] | null;
  /** In what the host was not as configured, or null. */
  readonly misfit: string | null;
}

export interface GateQuestion {
  /** As it was typed; of a baseline, what is compared. */
  readonly gate: string;
  readonly label: string;
  readonly figure: GateFigure;
  /** Against a baseline, or a bound in the figure's unit. */
  readonly against:
    | { readonly baseline: string; readonly maxDrop: number }
    | { readonly bound: number; readonly orEqual: boolean };
  readonly first: GateRounds;
  /** The fresh set; null where there is none. */
  readonly second: GateRounds | null;
  /** How what the two are asked for differs, as half a sentence; null: it does not, or there is a bound. */
  readonly apart: string | null;
  /** What a round of all targets took, in milliseconds; null: not known. */
  readonly roundMs: number | null;
}

/** What a set of rounds comes to. */
export interface Evidence {
  readonly pairs: readonly Pair[];
  readonly unfit: Unfit | null;
  /** Why rounds are missing, as half a sentence; null where none is. */
  readonly lacks: string | null;
  /** How many the generator or the machine spoilt. */
  readonly spoilt: number;
}

export function judgeGate(question: GateQuestion): GateResult {
  const { against, figure } = question;
  const first = evidenceOf(question.first, question);
  const second = question.second === null ? null : evidenceOf(question.second, question);
  const asked: DropQuestion = {
    better: figure.better,
    maxDrop: 'bound' in against ? 0 : against.maxDrop,
    orEqual: 'bound' in against && against.orEqual,
    first: first.pairs,
    second: null,
    unfit: first.unfit,
  };
  const alone = judgeDrop(asked);
  const confirms = alone.why === 'to-be-confirmed' && second !== null;
  const { verdict, why } = confirms
    ? judgeDrop({ ...asked, second: second.pairs, unfit: second.unfit })
    : alone;
  const again = confirms ? judgeDrop({ ...asked, first: second.pairs }) : null;
  const drop = smallestDrop(asked);
  const { head, base } = mediansOf(first.pairs);
  const found = {
    gate: question.gate,
    label: question.label,
    against: 'bound' in against ? null : against.baseline,
    verdict,
    why,
    unit: figure.unit,
    value: first.pairs.length === 0 ? null : head,
    base: 'bound' in against || first.pairs.length === 0 ? null : base,
    bound: 'bound' in against ? against.bound : null,
    maxDrop: 'bound' in against ? null : against.maxDrop,
    interval: shown(alone, question),
    intervalOf: 'bound' in against ? 'value' : 'value ÷ base',
    again: again === null ? null : shown(again, question),
    rounds: first.pairs.length,
    againRounds: confirms ? second.pairs.length : null,
    smallestFound: drop === null ? null : lossAs(1 - drop, question),
  } as const;
  const lacks = (confirms && second.unfit !== null ? second : first).lacks;
  const help = {
    lacks,
    spoilt: first.spoilt,
    roundMs: question.roundMs,
    needed: why === 'too-noisy' ? roundsNeeded(asked) : null,
    open: why === 'not-bounded' ? openSide(figure, first.pairs) : null,
  };
  return { ...found, ...wordGate(found, figure, help) };
}

/** Pairs of the rounds that both sides have; a bound of its own is the same in every round. */
function evidenceOf({ head, base, misfit }: GateRounds, question: GateQuestion): Evidence {
  const { against, figure, apart } = question;
  const bases = new Map((base ?? []).map((reading) => [reading.round, reading]));
  const missing: { readonly spoilt: Spoilt[]; readonly lacks: string[] } = { spoilt: [], lacks: [] };
  const pairs = head.flatMap((reading): readonly Pair[] => {
    const other: RoundReading | undefined =
      'bound' in against ? { round: reading.round, value: exactly(against.bound) } : bases.get(reading.round);
    if (other === undefined) return [];
    if ('value' in reading && 'value' in other) return [{ base: other.value, head: reading.value }];
    const [spoilt] = [reading, other].flatMap((one) => ('spoilt' in one ? [one.spoilt] : []));
    if (spoilt !== undefined) missing.spoilt.push(spoilt);
    for (const one of [reading, other]) if ('lacks' in one) missing.lacks.push(one.lacks);
    return [];
  });
  const [spoilt] = missing.spoilt;
  // Fast starts meet the generator's limit first, so what is left of too many lost rounds is not like those.
  const lost = pairs.length < LEAST_ROUNDS || missing.spoilt.length >= pairs.length;
  const unfit =
    apart !== null
      ? 'other-request'
      : pairs.length === 0 && spoilt === undefined
        ? 'not-measured'
        : misfit !== null
          ? 'host-not-as-configured'
          : lost && spoilt !== undefined
            ? spoilt
            : null;
  const lacks =
    unfit === 'other-request'
      ? apart
      : unfit === 'host-not-as-configured'
        ? misfit
        : (missing.lacks[0] ?? null);
  // No number of requests shows that none ever fails: whoever asks for 100 % asks of those that were sent, of all rounds.
  const ofThese = figure.name === 'success' && 'bound' in against && against.bound === 1;
  return {
    pairs: ofThese ? worstOf(pairs) : pairs,
    unfit,
    lacks,
    spoilt: missing.spoilt.length,
  };
}

/** Every round as the worst of them was. */
function worstOf(pairs: readonly Pair[]): readonly Pair[] {
  const worst = exactly(Math.min(...pairs.map(({ head }) => head.estimate)));
  return pairs.map(({ base }) => ({ base, head: worst }));
}

const exactly = (value: number) => ({ estimate: value, low: value, high: value });

const mediansOf = (pairs: readonly Pair[]) => ({
  head: median(pairs.map(({ head }) => head.estimate)),
  base: median(pairs.map(({ base }) => base.estimate)),
});

/** The interval of what is left, in the unit that people read: head ÷ base, or the figure itself. */
function shown({ interval }: Pick<DropVerdict, 'interval'>, question: GateQuestion): GateResult['interval'] {
  if (interval === null) return null;
  const ends = [lossAs(interval.low, question), lossAs(interval.high, question)].toSorted((a, b) => a - b);
  const [low = Number.NaN, high = Number.NaN] = ends;
  return { ...interval, low, high: finiteOrNull(high) };
}

/** What is left, 1 meaning no loss, as head ÷ base or as the figure. */
function lossAs(left: number, { against, figure }: GateQuestion): number {
  const ratio = figure.better === 'higher' ? left : 1 / left;
  return 'bound' in against ? against.bound * ratio : ratio;
}

/**
 * How many rounds would put the interval on one side of what is allowed, brackets at their worst; `none` where the
 * brackets alone reach over it.
 */
function roundsNeeded({ better, maxDrop, first }: DropQuestion): RoundsRange | 'none' | null {
  const margin = Math.log1p(-maxDrop);
  const logs = lossesOf(better, first);
  const mean = (values: readonly number[]) => meanAndSpread(values).mean - margin;
  const isAbove = mean(logs.map(({ estimate }) => estimate)) > 0;
  const worst = logs.map(({ low, high }) => (isAbove ? low : high));
  if (mean(worst) > 0 !== isAbove) return 'none';
  return roundsToFind(
    worst.map((log) => log - margin),
    0.05,
  );
}
