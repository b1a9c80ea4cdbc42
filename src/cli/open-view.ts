import type { Run } from '../model/run.ts';
import type { Context } from './command.ts';
import { createView, type View } from './terminal/view.ts';
import { viewOptions } from './terminal/view-options.ts';

/**
 * A view that also tells of the first interrupt. Disposing of it gives the terminal back.
 * @param resumed the run that is resumed, or null
 */
export function openView(
  { surroundings, interrupts }: Context,
  resumed: Run | null = null,
): View & Disposable {
  const view = createView(viewOptions(surroundings), resumed);
  const silence = interrupts.tellThrough(view.note);
  return {
    ...view,
    [Symbol.dispose]() {
      silence();
      view.close();
    },
  };
}
