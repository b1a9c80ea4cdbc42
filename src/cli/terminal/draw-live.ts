/** The whole live view as lines: who is measured, its heatmap, the last step in words, and how far it is. */
import { formatUs, formatWaitMs } from '../../model/duration.ts';
import { formatRate } from '../../model/rate.ts';
import { printable } from '../printable.ts';
import { drawPicture, MARGIN } from './draw-picture.ts';
import { wordFailures } from './failure-words.ts';
import { fitted, type Paint, widthOf, wrapped } from './paint.ts';
import { type Progress, roundText, stepCount } from './progress.ts';
import { wordStep } from './step-words.ts';
import { shareDone, timeLeftMs } from './time-left.ts';

export interface Screen {
  readonly columns: number;
  readonly rows: number;
}

export interface Moment {
  /** When the sweep began, by the same clock as `nowMs`. */
  readonly startedAtMs: number;
  readonly nowMs: number;
}

/** Header, success, axis, rates, failures, the step in words, progress, and lines of air. */
const ROWS_BESIDES = 11;

/** Columns that the phase is given before anything else. */
const LEAST_PHASE = 16;

export function drawLive(progress: Progress, screen: Screen, moment: Moment, paint: Paint): string[] {
  const { current } = progress;
  const columns = Math.max(20, screen.columns - 1);
  const words = [...drawLastStep(progress, columns, paint), drawStatus(progress, columns, moment, paint)];
  if (current === null) return words;
  const lines = [
    '',
    ...drawTarget(progress, current.block.label, { ...screen, columns }, paint),
    ...drawFailures(progress, current.block.label, columns, paint).slice(0, 1),
    '',
    ...words,
  ];
  // What does not fit on the screen as a whole cannot be drawn over either.
  return lines.length < screen.rows ? lines : words;
}

/** The heatmap of a target with its name above it. */
export function drawTarget(progress: Progress, label: string, screen: Screen, paint: Paint): string[] {
  const { plan, current, phase, pictures } = progress;
  const picture = pictures.get(label) ?? new Map();
  const rate = 'ratePerSecond' in phase && phase.kind === 'measuring' ? phase.ratePerSecond : null;
  const header = drawHeader(progress, label, screen.columns, paint);
  const rates =
    plan.search === undefined
      ? plan.rates.map(({ ratePerSecond }) => ratePerSecond)
      : [...new Set([...picture.keys(), ...(rate === null ? [] : [rate])])].toSorted((a, b) => a - b);
  if (rates.length === 0) return [header];
  const frame = {
    rates,
    currentRate: current?.block.label === label ? rate : null,
    timeoutMs: plan.timeoutMs,
    columns: screen.columns,
    rows: screen.rows - ROWS_BESIDES,
  };
  return [header, '', ...drawPicture(picture, frame, paint)];
}

/** What failed so far of a target, under its picture; no lines where nothing did. */
export function drawFailures({ pictures }: Progress, label: string, columns: number, paint: Paint): string[] {
  const words = wordFailures(pictures.get(label) ?? new Map()).join(', ');
  if (words === '') return [];
  return wrapped(printable(words), columns - MARGIN).map(
    (line, at) => `${(at === 0 ? 'failed ' : '').padStart(MARGIN)}${paint.bad(line)}`,
  );
}

function drawHeader(
  { plan, titles, current }: Progress,
  label: string,
  columns: number,
  paint: Paint,
): string {
  const parts =
    current?.block.label !== label
      ? []
      : [
          plan.targets.length > 1 ? [`target ${current.block.orderIndex + 1} of ${plan.targets.length}`] : [],
          plan.rounds > 1 ? [roundText(plan, current.block.round)] : [],
        ].flat();
  const whole = parts.join(' · ');
  const place = whole.length * 2 < columns ? whole : '';
  const room = columns - 1 - (place === '' ? 0 : place.length + 2);
  const short = fitted(printable(label), Math.min(40, room));
  const title = fitted(printable(titles.get(label) ?? ''), room - widthOf(short) - 2);
  const named = title === short || title === '' ? paint.bold(short) : `${paint.bold(short)}  ${title}`;
  const gap = ' '.repeat(Math.max(0, columns - 1 - widthOf(named) - place.length));
  return ` ${named}${place === '' ? '' : `${gap}${paint.quiet(place)}`}`;
}

function drawLastStep({ lastStep }: Progress, columns: number, paint: Paint): string[] {
  if (lastStep === null) return [];
  const { rate, percentiles, answered, failures } = wordStep(lastStep);
  // A narrow window shows how many were answered before how fast.
  const start = [3, 2, 1, 0]
    .map((shown) => ` ${[rate.padEnd(7), ...percentiles.slice(0, shown)].join('   ')}   `)
    .find((text) => widthOf(text) + widthOf(answered) <= columns);
  const end = fitted(
    failures === '' ? answered : `${answered}: ${failures}`,
    columns - widthOf(start ?? ' '),
  );
  return [`${start ?? ' '}${failures === '' ? paint.good(end) : paint.bad(end)}`];
}

/** A narrow window shows less, and the phase before anything else. */
function drawStatus(progress: Progress, columns: number, moment: Moment, paint: Paint): string {
  const { current } = progress;
  const left = `about ${formatWaitMs(timeLeftMs(progress, moment.nowMs))} left`;
  const count = current === null ? '' : `${stepCount(progress, 1)}   `;
  const tail = [`   ${count}${left}`, `   ${left}`].find((text) => text.length + LEAST_PHASE < columns) ?? '';
  const room = columns - 1 - tail.length;
  const doing = fitted(wordPhase(progress), room);
  const barWidth = Math.max(0, Math.min(40, room - Math.max(30, widthOf(doing)) - 2));
  const gap = ' '.repeat(Math.max(0, room - widthOf(doing) - barWidth));
  const bar = drawBar(shareDone(progress, moment.startedAtMs, moment.nowMs), barWidth, paint);
  return ` ${paint.bold(doing)}${gap}${bar}${tail}`;
}

function drawBar(share: number, width: number, paint: Paint): string {
  const full = Math.max(0, Math.min(width, Math.round(share * width)));
  return `${paint.good('━'.repeat(full))}${paint.quiet((paint.level === 0 ? '·' : '━').repeat(width - full))}`;
}

function wordPhase({ phase }: Progress): string {
  switch (phase.kind) {
    case 'preparing':
      return 'preparing';
    case 'starting':
      return 'starting the server';
    case 'warming':
      return 'warming up';
    case 'resting':
      return 'letting the server rest';
    case 'measuring':
      return `${formatRate(phase.ratePerSecond)}/s for ${formatUs(phase.windowMs * 1_000)}`;
    case 'stopping':
      return 'stopping the server';
    case 'done':
      return 'done';
  }
}
