import type { WatchBuilds } from '../work/build-targets.ts';
import type { Context } from './command.ts';
import { createBuildView } from './terminal/build-view.ts';
import { viewSurroundings } from './terminal/view-surroundings.ts';

/** Shows builds for as long as they are made. */
export function showBuilds({ surroundings, interrupts }: Context): WatchBuilds {
  return async (build) => {
    const view = createBuildView(viewSurroundings(surroundings));
    const silence = interrupts.tellThrough(view.note);
    try {
      return await build(view);
    } finally {
      silence();
      view.close();
    }
  };
}
