/** What the server and the generator took: CPUs and memory over the rate. */
import type { TargetAnalysis } from '../../model/analysis.ts';
import type { Drawing } from './drawing.ts';
import { type Frame, triedColumns } from './frame.ts';
import { notTriedGround } from './overlays.ts';
import { axisOnly, onLinearAxis, plot, staircase } from './plot.ts';

const MEBIBYTE = 2 ** 20;

export function cpuRow(frame: Frame, target: TargetAnalysis): Drawing {
  return curves(
    frame,
    target,
    frame.cpusTop,
    [
      {
        name: 'generatorcpu',
        stroke: frame.colour('quiet'),
        dash: [2, 2.5],
        of: (column) => column.generatorCpus,
      },
      { name: 'servercpu', stroke: frame.colour('accent'), dash: [], of: (column) => column.serverCpus },
    ],
    false,
  );
}

export function memoryRow(frame: Frame, target: TargetAnalysis): Drawing {
  const inMebibytes = (bytes: number | null) => (bytes === null ? null : bytes / MEBIBYTE);
  return curves(
    frame,
    target,
    (frame.memoryTop ?? MEBIBYTE) / MEBIBYTE,
    [
      {
        name: 'memory',
        stroke: frame.colour('memory'),
        dash: [],
        of: (column) => inMebibytes(column.maxRssBytes),
      },
    ],
    true,
  );
}

interface Curve {
  readonly name: string;
  readonly stroke: string;
  readonly dash: readonly number[];
  readonly of: (column: ReturnType<typeof triedColumns>[number]['column']) => number | null;
}

function curves(
  frame: Frame,
  target: TargetAnalysis,
  top: number,
  list: readonly Curve[],
  last: boolean,
): Drawing {
  const y = onLinearAxis([0, top * 1.05]);
  return plot(frame, frame.layout.serverHeight, last, [
    axisOnly({ y: y('y', { tickCount: 3, format: ',~r' }) }),
    ...notTriedGround(frame, target),
    ...list.map(({ name, stroke, dash, of }) => {
      const treads = triedColumns(target).map(({ column, span }) => ({ span, value: of(column) }));
      return staircase(frame, name, treads, y, { stroke, strokeWidth: 2, strokeDash: [...dash] });
    }),
  ]);
}
