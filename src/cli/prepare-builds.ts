/** Builds the targets of a sweep, one after another, before anything is measured. */
import { cacheFolder } from '../files/folders.ts';
import type { Target } from '../model/target.ts';
import type { Context } from './command.ts';
import { type PreparedTarget, prepareTarget } from './prepare-target.ts';
import { createBuildView } from './terminal/build-view.ts';
import { widthOf } from './terminal/paint.ts';
import { viewSurroundings } from './terminal/view-surroundings.ts';

/**
 * @param logs folder for build logs
 * @throws the signal's reason when interrupted
 */
export async function prepareBuilds(
  targets: readonly Target[],
  logs: string,
  { surroundings, interrupts }: Context,
): Promise<readonly PreparedTarget[]> {
  const { env } = surroundings;
  const labelColumns = Math.max(...targets.map(({ label }) => widthOf(label)));
  const view = createBuildView(viewSurroundings(surroundings), labelColumns);
  const prepared: PreparedTarget[] = [];
  const silence = interrupts.tellThrough(view.note);
  try {
    for (const target of targets) {
      const preparation = { env, cache: cacheFolder(env), logs, signal: interrupts.signal, watcher: view };
      prepared.push(await prepareTarget(target, preparation));
    }
  } finally {
    silence();
    view.close();
  }
  return prepared;
}
