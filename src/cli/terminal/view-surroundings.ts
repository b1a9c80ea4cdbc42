import type { Surroundings } from '../surroundings.ts';
import { colorLevel } from './paint.ts';
import type { ViewSurroundings } from './view.ts';

/** What views need of the program's surroundings: colours, and whether a person can watch a drawing change. */
export function viewSurroundings({ stderr, env }: Pick<Surroundings, 'stderr' | 'env'>): ViewSurroundings {
  return {
    stderr,
    live: stderr.isTerminal && env['TERM'] !== 'dumb',
    color: colorLevel(env, stderr.isTerminal),
    now: () => performance.now(),
  };
}
