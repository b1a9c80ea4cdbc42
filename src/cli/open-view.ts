import type { Run } from '../model/run.ts';
import type { Context } from './command.ts';
import { createView, type View } from './terminal/view.ts';
import { viewSurroundings } from './terminal/view-surroundings.ts';

/**
 * A view that also tells of the first interrupt. Disposing of it gives the terminal back.
 * @param resumed the run that is resumed, or null
 */
export function openView(
  { surroundings, interrupts }: Context,
  resumed: Run | null = null,
): View & Disposable {
  const view = createView(viewSurroundings(surroundings), resumed);
  const silence = interrupts.tellThrough(view.note);
  return {
    ...view,
    [Symbol.dispose]() {
      silence();
      view.close();
    },
  };
}
