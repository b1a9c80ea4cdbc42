/** Rounds of two targets as a sweep would leave them: states of a start, a machine that drifts, brackets of a lattice. */

import type { Bracketed, Pair } from '../../src/analysis/statistics/bracketed.ts';
import type { Random } from '../../src/model/random.ts';
import { gaussian } from './servers.ts';

export interface BlocksOptions {
  readonly rounds: number;
  /** Of single figures between rounds, as a standard deviation of the logarithm. */
  readonly spread: number;
  /** Each start draws one of two states, this factor apart; 1: there is only one. */
  readonly states: number;
  /** How far the machine wanders from block to block, as a standard deviation of the logarithm. */
  readonly drift: number;
  /** Factor between a figure's bracket and the next one's; 1: figures are exact. */
  readonly bracket: number;
}

/**
 * One figure of several targets, whose order is drawn anew in each round.
 * @param figures what each of them really has
 * @returns of each target, in the order given, what its rounds show
 */
export function simulatedBlocks(
  figures: readonly number[],
  options: BlocksOptions,
  random: Random,
): readonly (readonly Bracketed[])[] {
  let machine = 0;
  const block = (figure: number): Bracketed => {
    machine += options.drift * gaussian(random);
    const state = random.between0And1() < 0.5 ? options.states : 1;
    const value = figure * state * Math.exp(machine + options.spread * gaussian(random));
    if (options.bracket === 1) return { estimate: value, low: value, high: value };
    const gap = Math.log(options.bracket);
    const low = Math.exp(Math.floor(Math.log(value) / gap) * gap);
    return { estimate: low, low, high: low * options.bracket };
  };
  const shown: Bracketed[][] = figures.map(() => []);
  for (let round = 0; round < options.rounds; round++) {
    for (const at of random.shuffled([...figures.keys()])) shown[at]?.push(block(figures[at] ?? 1));
  }
  return shown;
}

export interface RoundsOptions extends BlocksOptions {
  /** What head really is of base. */
  readonly ratio: number;
}

/** Two targets. */
export function simulatedRounds(options: RoundsOptions, random: Random): readonly Pair[] {
  const [bases = [], heads = []] = simulatedBlocks([1, options.ratio], options, random);
  return bases.flatMap((base, i) => {
    const head = heads[i];
    return head === undefined ? [] : [{ base, head }];
  });
}
