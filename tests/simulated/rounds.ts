/** Rounds of two targets as a sweep would leave them: states of a start, a machine that drifts, brackets of a lattice. */

import type { Bracketed, Pair } from '../../src/analysis/statistics/bracketed.ts';
import type { Random } from '../../src/model/random.ts';
import { gaussian } from './servers.ts';

export interface RoundsOptions {
  readonly rounds: number;
  /** Of single figures between rounds, as a standard deviation of the logarithm. */
  readonly spread: number;
  /** What head really is of base. */
  readonly ratio: number;
  /** Each start draws one of two states, this factor apart; 1: there is only one. */
  readonly states: number;
  /** How far the machine wanders from block to block, as a standard deviation of the logarithm. */
  readonly drift: number;
  /** Factor between a figure's bracket and the next one's; 1: figures are exact. */
  readonly bracket: number;
}

/** The two targets' order is drawn anew in each round. */
export function simulatedRounds(options: RoundsOptions, random: Random): readonly Pair[] {
  let machine = 0;
  const block = (ratio: number): Bracketed => {
    machine += options.drift * gaussian(random);
    const state = random.between0And1() < 0.5 ? options.states : 1;
    const value = ratio * state * Math.exp(machine + options.spread * gaussian(random));
    if (options.bracket === 1) return { estimate: value, low: value, high: value };
    const gap = Math.log(options.bracket);
    const low = Math.exp(Math.floor(Math.log(value) / gap) * gap);
    return { estimate: low, low, high: low * options.bracket };
  };
  return Array.from({ length: options.rounds }, () => {
    if (random.between0And1() < 0.5) {
      const base = block(1);
      return { base, head: block(options.ratio) };
    }
    const head = block(options.ratio);
    return { base: block(1), head };
  });
}
