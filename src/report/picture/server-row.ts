/** What the server and the generator took: CPUs and memory over the rate. */
import type { Column, TargetAnalysis } from '../../model/analysis.ts';
import type { Drawing, Look } from './drawing.ts';
import { type Frame, triedColumns } from './frame.ts';
import { notTriedGround } from './overlays.ts';
import { axisOnly, onLinearAxis, plot, staircase } from './plot.ts';

const MEBIBYTE = 2 ** 20;

export const cpuRow = (frame: Frame, target: TargetAnalysis): Drawing =>
  curves(frame, target, frame.cpusTop, false, {
    generatorcpu: {
      of: ({ generatorCpus }) => generatorCpus,
      look: { stroke: frame.colour('quiet'), strokeDash: [2, 2.5] },
    },
    servercpu: { of: ({ serverCpus }) => serverCpus, look: { stroke: frame.colour('accent') } },
  });

export const memoryRow = (frame: Frame, target: TargetAnalysis): Drawing =>
  curves(frame, target, (frame.memoryTop ?? MEBIBYTE) / MEBIBYTE, true, {
    memory: {
      of: ({ maxRssBytes }) => (maxRssBytes === null ? null : maxRssBytes / MEBIBYTE),
      look: { stroke: frame.colour('memory') },
    },
  });

interface Curve {
  readonly of: (column: Column) => number | null;
  readonly look: Look;
}

/** @param labelled whether the rate axis stands below */
function curves(
  frame: Frame,
  target: TargetAnalysis,
  top: number,
  labelled: boolean,
  byName: Readonly<Record<string, Curve>>,
): Drawing {
  const y = onLinearAxis([0, top * 1.05]);
  return plot(frame, frame.layout.serverHeight, labelled, [
    axisOnly({ y: y('y', { tickCount: 3, format: ',~r' }) }),
    notTriedGround(frame, target),
    ...Object.entries(byName).map(([name, { of, look }]) => {
      const treads = triedColumns(target).map(({ column, span }) => ({ span, value: of(column) }));
      return staircase(frame, name, treads, y, { strokeWidth: 2, ...look });
    }),
  ]);
}
