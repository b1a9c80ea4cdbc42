/** How many rounds cannot tell a capacity because the machine was disturbed, while there is still time for others. */
import { capacityFigure } from '../../model/gate.ts';
import type { Run } from '../../model/run.ts';
import { readRounds, roundsAlone } from './read-rounds.ts';

/**
 * For every two targets (or the only one) that have not failed, in how many rounds one of them lost a capacity to the
 * machine. Without those of which the generator was the limit in any round: fast starts meet it first, so rounds that are
 * measured instead would be slower ones.
 * @throws Error where a histogram cannot be decoded
 */
export function spoiltRounds(run: Run): readonly number[] {
  const { objectives } = run.plan;
  const lost = run.targets
    .filter(({ failure }) => failure === null)
    .map((record) => {
      const alone = roundsAlone(run, record, objectives);
      const readings = objectives.flatMap((_, nth) => readRounds(alone, capacityFigure, nth));
      return readings.flatMap((one) => ('spoilt' in one ? [one] : []));
    })
    .filter((spoilt) => spoilt.every((one) => one.spoilt === 'host-limited'))
    .map((spoilt) => new Set(spoilt.map(({ round }) => round)));
  if (lost.length === 1) return lost.map(({ size }) => size);
  return lost.flatMap((one, i) => lost.slice(i + 1).map((other) => new Set([...one, ...other]).size));
}
