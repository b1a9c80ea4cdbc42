/** What the server and the generator took: CPUs and memory over the rate. */
import type { TargetAnalysis } from '../../model/analysis.ts';
import { colour } from '../theme.ts';
import type { Drawing } from './drawing.ts';
import { type Frame, triedColumns } from './frame.ts';
import { notTriedGround } from './overlays.ts';
import { layer, onRateAxis, plot, rateAxis } from './plot.ts';

const MEBIBYTE = 2 ** 20;

export function cpuRow(frame: Frame, target: TargetAnalysis): Drawing {
  return curves(
    frame,
    target,
    frame.cpusTop,
    [
      { name: 'generatorcpu', stroke: colour('quiet'), dash: [2, 2.5], of: (column) => column.generatorCpus },
      { name: 'servercpu', stroke: colour('accent'), dash: [], of: (column) => column.serverCpus },
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
    [{ name: 'memory', stroke: colour('memory'), dash: [], of: (column) => inMebibytes(column.maxRssBytes) }],
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
  const y = (axis?: Drawing) => ({
    field: 'y',
    type: 'quantitative',
    scale: { domain: [0, top * 1.05], nice: false },
    ...(axis === undefined ? {} : { axis }),
  });
  return plot(frame, frame.layout.serverHeight, [
    ...rateAxis(frame, last),
    layer('ground', [{ y: 0 }], { type: 'point', opacity: 0 }, { y: y({ tickCount: 3, format: ',~r' }) }),
    ...notTriedGround(frame, target),
    ...list.map(({ name, stroke, dash, of }) => {
      let run = 0;
      const values = triedColumns(target).flatMap(({ column, span }, i, all) => {
        const value = of(column);
        const before = all[i - 1]?.span;
        if (value === null || (before !== undefined && Math.abs(before.to / span.from - 1) > 1e-9)) run++;
        return value === null
          ? []
          : [span.from, span.to].map((at, end) => ({ at, y: value, run, n: 2 * i + end }));
      });
      return layer(
        name,
        values,
        { type: 'line', stroke, strokeWidth: 2, strokeDash: dash },
        {
          x: onRateAxis(frame, 'at'),
          y: y(),
          detail: { field: 'run', type: 'nominal' },
          order: { field: 'n', type: 'quantitative' },
        },
      );
    }),
  ]);
}
