/** The pieces that every plot is made of: the shared rate axis, layers of marks, and the texts' looks. */
import { logTicks, minorTicks } from '../axes.ts';
import { colour } from '../theme.ts';
import type { Drawing } from './drawing.ts';
import type { Frame } from './frame.ts';
import { plotWidth } from './layout.ts';

/** Writes a rate as `formatRate` does, in the language of Vega's expressions. */
const rateLabel = "format(datum.value, datum.value < 1000 ? ',.3~r' : ',.0f')";

/** A layer: data, one mark, and its encoding. The name becomes a class in the SVG: `<name>_marks`. */
export function layer(name: string, values: readonly Drawing[], mark: Drawing, encoding: Drawing): Drawing {
  return { name, data: { values }, mark: { clip: false, ...mark }, encoding };
}

/** Positions on the rate axis, by the fields `from` and `to`. */
export function spanX(frame: Frame): Drawing {
  return { x: onRateAxis(frame, 'from'), x2: { field: 'to' } };
}

/** A position on the rate axis. */
export function onRateAxis(frame: Frame, field: string): Drawing {
  return {
    field,
    type: 'quantitative',
    scale: { type: 'log', domain: frame.rateDomain, nice: false },
  };
}

/** A colour or opacity as it stands in the data. */
export function asIs(field: string, type: 'nominal' | 'quantitative' = 'nominal'): Drawing {
  return { field, type, scale: null, legend: null };
}

/** A plot of one row. Its first layer carries the axes. */
export function plot(frame: Frame, height: number, layers: readonly Drawing[]): Drawing {
  const text = { labelFontSize: frame.layout.textSize, labelColor: colour('quiet') };
  return {
    width: plotWidth(frame.layout),
    height,
    padding: 0,
    autosize: { type: 'none' },
    background: null,
    layer: layers,
    resolve: { axis: { x: 'shared', y: 'shared' } },
    config: {
      aria: false,
      view: { stroke: null },
      axis: {
        ...text,
        title: null,
        domain: false,
        tickColor: colour('faint'),
        tickSize: 4,
        labelPadding: 5,
        gridColor: colour('grid'),
        labelLimit: 400,
        labelOverlap: false,
      },
      axisY: { ticks: false },
      text: { fontSize: frame.layout.textSize },
    },
  };
}

/** An axis with these ticks and no fewer: left alone, Vega thins them out to suit the height. */
export function fixedAxis(values: readonly number[], more: Drawing): Drawing {
  return { values, tickCount: values.length, ...more };
}

/** An empty layer that gives a plot its vertical grid lines, and the rate axis if asked for. */
export function rateAxis(frame: Frame, labelled: boolean): Drawing[] {
  const ticks = logTicks(frame.rateDomain);
  const place = (field: string, shown: Drawing) => ({ ...onRateAxis(frame, field), axis: shown });
  const values = [{ from: frame.rateDomain[0] }];
  return [
    {
      ...layer(
        'rates',
        values,
        { type: 'point', opacity: 0 },
        {
          x: place(
            'from',
            fixedAxis([...ticks, ...(labelled ? minorTicks(frame.rateDomain) : [])], {
              labels: labelled,
              ticks: labelled,
              gridOpacity: { condition: { test: oneOf(ticks), value: 1 }, value: 0 },
              tickSize: { condition: { test: oneOf(ticks), value: 6 }, value: 3 },
              labelExpr: `${oneOf(ticks)} ? ${rateLabel} : ''`,
              orient: 'bottom',
              labelFlush: false,
            }),
          ),
        },
      ),
    },
  ];
}

/** A test on an axis's value: the labelled ones. Only numbers of our own making get into the expression. */
function oneOf(ticks: readonly number[]): string {
  return `(${ticks.map((tick) => `abs(datum.value / ${tick} - 1) < 1e-9`).join(' || ') || 'false'})`;
}
