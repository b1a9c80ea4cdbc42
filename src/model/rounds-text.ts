import { formatWaitMs } from './duration.ts';
import type { Plan } from './plan.ts';

/** How many rounds a plan has, in words: `5`, or `as many as fit in 10 min, 5 at least; …`. */
export function roundsText({ rounds, time }: Pick<Plan, 'rounds' | 'time'>): string {
  if (time === undefined) return String(rounds);
  const { ms, leastRounds, mostMadeUp = 0 } = time;
  const fit = `as many as fit in ${formatWaitMs(ms)}, ${leastRounds} at least`;
  return mostMadeUp === 0
    ? fit
    : `${fit}; where the machine was disturbed, up to ${leastRounds + mostMadeUp} until ${leastRounds} tell`;
}
