/** When answers are due: the known delay processes, drawn from seeded chance. */
import { Random } from '../../model/random.ts';
import type { Behaviour } from './behaviour.ts';

export interface DueTimes {
  /** Draws the next request's delay or service time, in microseconds. */
  delayUs(): number;
  /**
   * When a request that came at `arrivedUs` with this delay is to be answered. Called in the order of arrival.
   * The queue is that of Lindley: D_k = max(A_k, D_{k−1}) + S_k.
   */
  dueUs(arrivedUs: number, delayUs: number): number;
}

/** The delay process of a behaviour; the same seed draws the same delays. */
export function dueTimes(behaviour: Behaviour, seed: number): DueTimes {
  const random = new Random(seed);
  const afterArrival = (arrivedUs: number, delayUs: number) => arrivedUs + delayUs;
  switch (behaviour.kind) {
    case 'immediate':
      return { delayUs: () => 0, dueUs: afterArrival };
    case 'constant':
      return { delayUs: () => behaviour.delayUs, dueUs: afterArrival };
    case 'bimodal': {
      const { fastUs, slowUs, slowShare } = behaviour;
      return {
        delayUs: () => (random.between0And1() < slowShare ? slowUs : fastUs),
        dueUs: afterArrival,
      };
    }
    case 'log-normal': {
      const { medianUs, sigma } = behaviour;
      return { delayUs: () => medianUs * Math.exp(sigma * normal(random)), dueUs: afterArrival };
    }
    case 'held': {
      const firstHold = holds(behaviour);
      return {
        delayUs: () => behaviour.delayUs,
        dueUs: (arrivedUs, delayUs) => firstHold(arrivedUs + delayUs),
      };
    }
    case 'queue': {
      let freeUs = 0;
      return {
        delayUs: () => -behaviour.meanServiceUs * Math.log(random.between0And1()),
        dueUs: (arrivedUs, delayUs) => {
          freeUs = Math.max(arrivedUs, freeUs) + delayUs;
          return freeUs;
        },
      };
    }
  }
}

/** Moves a moment within a hold to the hold's end. */
function holds({ holdUs, everyUs }: Extract<Behaviour, { kind: 'held' }>): (us: number) => number {
  let startUs: number | null = null;
  return (us) => {
    startUs ??= us;
    const inCycleUs = (us - startUs) % everyUs;
    return inCycleUs < everyUs - holdUs ? us : us + everyUs - inCycleUs;
  };
}

/** A standard normal number, by Box and Muller (https://doi.org/10.1214/aoms/1177706645). */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(random.between0And1())) * Math.cos(2 * Math.PI * random.between0And1());
}
