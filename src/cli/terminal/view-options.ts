import type { Surroundings } from '../surroundings.ts';
import { colorLevel } from './paint.ts';
import type { ViewOptions } from './view.ts';

/** What views need of the program's surroundings: colours, and whether a person can watch a drawing change. */
export function viewOptions({ stderr, env }: Pick<Surroundings, 'stderr' | 'env'>): ViewOptions {
  return {
    stderr,
    live: stderr.isTerminal && env['TERM'] !== 'dumb',
    color: colorLevel(env, stderr.isTerminal),
    now: () => performance.now(),
  };
}
