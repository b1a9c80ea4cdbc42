/** Draws the heatmap of one target with half blocks: latency upwards, rates to the right, a success line above. */
import { formatUs } from '../../model/duration.ts';
import { ramp, SHARE_LEVELS, shareLevel } from '../../report/palette.ts';
import { type Paint, padded, widthOf } from './paint.ts';
import { type LatencyAxis, type LiveHeatmap, type ShownColumn, shownColumn } from './picture.ts';

export interface PictureFrame {
  /** Every rate of the plan, ascending. */
  readonly rates: readonly number[];
  /** The one that is being measured, or null. */
  readonly currentRate: number | null;
  readonly timeoutMs: number;
  /** Columns of the screen that the picture may take. */
  readonly columns: number;
  /** Rows of the screen that the heatmap itself may take, without success line and axis. */
  readonly rows: number;
}

// Greys: a terminal of 256 colours has nearly the same ones, but no dark blue between black and a glaring one.
const PAPER = '#1a1a1a';
const UNTRIED = '#101010';
const GOOD = '#5cc0c4';
const FAILED = '#d9543f';
/** Columns left of the picture. */
export const MARGIN = 9;
const WIDEST_COLUMN = 4;
const eighths = ' ▁▂▃▄▅▆▇█';
const shades = ' ·░▒▓█';

/** As lines: success, heatmap, axis, rates. Nothing is wider than the frame's columns. */
export function drawPicture(picture: LiveHeatmap, frame: PictureFrame, paint: Paint): string[] {
  const plot = layOut(frame);
  const axis = latencyAxis(frame);
  const shown = plot.groups.map((rates) => shownColumn(picture, rates, axis));
  const margin = (text: string) => paint.quiet(`${' '.repeat(MARGIN - 1 - widthOf(text))}${text} `);
  const lines = [
    `${margin('success')}${shown.map((column) => drawSuccess(column, plot.width, paint)).join('')}`,
  ];
  for (let upper = axis.cells - 1; upper > 0; upper -= 2) {
    // A label stands on the row that holds the lowest cell of its decade.
    const decade = Math.floor(upper / axis.cellsPerDecade);
    const label = upper % axis.cellsPerDecade < 2 ? formatUs(10 ** (axis.from + decade)) : '';
    const cell = (column: ShownColumn | null) => drawCells(column, upper, paint).repeat(plot.width);
    lines.push(`${margin(label)}${shown.map(cell).join('')}`);
  }
  return [...lines, ...drawRateAxis(frame, plot, paint)];
}

interface Plot {
  /** Columns of the screen for each group. */
  readonly width: number;
  /** Rates that share a column of the screen, ascending; one each where there is room. */
  readonly groups: readonly (readonly number[])[];
}

function layOut({ rates, columns }: PictureFrame): Plot {
  const room = Math.max(1, columns - MARGIN - 1);
  const size = Math.ceil(rates.length / room);
  const groups = Array.from({ length: Math.ceil(rates.length / size) }, (_, i) =>
    rates.slice(i * size, (i + 1) * size),
  );
  return { width: Math.min(WIDEST_COLUMN, Math.max(1, Math.floor(room / groups.length))), groups };
}

/** From 0.1 ms to the time-out, in cells as fine as there are rows for. */
function latencyAxis({ timeoutMs, rows }: Pick<PictureFrame, 'timeoutMs' | 'rows'>): LatencyAxis {
  const from = 2;
  const decades = Math.max(3, Math.ceil(Math.log10(timeoutMs * 1_000) - 1e-9) - from);
  // Two cells a row, so the top row may reach beyond the last decade.
  const rowsFor = (perDecade: number) => Math.ceil((perDecade * decades) / 2);
  const cellsPerDecade = [10, 5].find((perDecade) => rowsFor(perDecade) <= rows) ?? 2;
  return { from, cells: 2 * rowsFor(cellsPerDecade), cellsPerDecade };
}

function drawSuccess(column: ShownColumn | null, width: number, paint: Paint): string {
  if (column === null) return ' '.repeat(width);
  const { successRatio, died } = column;
  if (died) return paint.on(FAILED, PAPER, '✗'.repeat(width));
  if (successRatio === 0) return paint.on(PAPER, FAILED, '0'.repeat(width));
  // A single failure leaves a gap that can be seen, a single success a bar.
  const height = successRatio === 1 ? 8 : Math.max(1, Math.min(7, Math.round(successRatio * 8)));
  return paint.on(GOOD, successRatio === 1 ? null : FAILED, (eighths[height] ?? '').repeat(width));
}

const colours = ramp('latency', 'dark');

/** Two cells, one above the other, in one column of the screen. */
function drawCells(column: ShownColumn | null, upper: number, paint: Paint): string {
  const levelAt = (cell: number) => shareLevel(column?.shares[cell] ?? 0);
  const levels = [levelAt(upper), levelAt(upper - 1)] as const;
  if (paint.level < 2) {
    const most = Math.max(levels[0] ?? -1, levels[1] ?? -1);
    return shades[most < 0 ? 0 : 1 + Math.floor((most / SHARE_LEVELS) * (shades.length - 1))] ?? ' ';
  }
  const empty = column === null ? UNTRIED : PAPER;
  const [above, below] = levels.map((level) => (level === null ? empty : (colours[level] ?? empty)));
  return above === below
    ? paint.on(null, above ?? empty, ' ')
    : paint.on(above ?? empty, below ?? empty, '▀');
}

/** The axis with a tick at every power of ten, or at the ends and the middle where the rates hold none. */
function drawRateAxis(frame: PictureFrame, { groups, width }: Plot, paint: Paint): string[] {
  const length = groups.length * width;
  const ticks = groups.flatMap((rates, at) => {
    const tenth = rates.find((rate) => Number.isInteger(Math.log10(rate)));
    return tenth === undefined ? [] : [{ at: at * width, text: shortRate(tenth) }];
  });
  const ends = [0, groups.length - 1].map((at) => ({
    at: at * width,
    text: shortRate(groups[at]?.[0] ?? 0),
  }));
  const current = groups.findIndex(
    (rates) => frame.currentRate !== null && rates.includes(frame.currentRate),
  );
  const shown = ticks.length >= 2 ? ticks : ends;
  const line = Array.from({ length }, (_, at) => (shown.some((tick) => tick.at === at) ? '┴' : '─'));
  let labels = '';
  const room = frame.columns - MARGIN;
  for (const { at, text } of shown) {
    const start = Math.min(at, room - text.length);
    if (start < labels.length + (labels === '' ? 0 : 1)) continue;
    labels = `${padded(labels, start)}${text}`;
  }
  const marked = line.map((sign, at) =>
    current >= 0 && at >= current * width && at < (current + 1) * width ? paint.bold('▲') : paint.quiet(sign),
  );
  return [
    `${' '.repeat(MARGIN)}${marked.join('')}`,
    paint.quiet(`${'req/s'.padStart(MARGIN - 1)} ${labels}`),
  ];
}

function shortRate(rate: number): string {
  const digits = (value: number) => String(Number(value.toPrecision(2)));
  return rate < 1_000 ? digits(rate) : rate < 1e6 ? `${digits(rate / 1_000)}k` : `${digits(rate / 1e6)}M`;
}
