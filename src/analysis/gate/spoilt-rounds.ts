/** Which rounds a gate could not use, while there is still time to make up for them. */
import { capacityFigure } from '../../model/gate.ts';
import type { Run } from '../../model/run.ts';
import { readRounds, roundsAlone } from './read-rounds.ts';

/**
 * How many rounds lost a capacity to the generator or the machine, of any target that did not fail.
 * @throws Error where a histogram cannot be decoded
 */
export function spoiltRounds(run: Run): number {
  const { objectives } = run.plan;
  const spoilt = run.targets
    .filter(({ failure }) => failure === null)
    .flatMap((record) => {
      const alone = roundsAlone(run, record, objectives);
      return objectives.flatMap((_, nth) => readRounds(alone, capacityFigure, nth));
    })
    .filter((reading) => 'spoilt' in reading);
  return new Set(spoilt.map(({ round }) => round)).size;
}
