/** The build under way: a fold of its events, and how it is drawn and told. */
import { formatUs, formatWaitMs } from '../../model/duration.ts';
import type { Event } from '../../model/event.ts';
import { printable } from '../printable.ts';
import { fitted, type Paint } from './paint.ts';

type Built = NonNullable<Extract<Event, { readonly kind: 'build-finished' }>['build']>;

export interface BuildProgress {
  readonly label: string;
  readonly startedAtMs: number;
  /** The last lines of its output. */
  readonly tail: readonly string[];
}

const TAIL_LINES = 6;

/** Null where nothing is being built. */
export function followBuild(build: BuildProgress | null, event: Event, nowMs: number): BuildProgress | null {
  switch (event.kind) {
    case 'build-started':
      return { label: event.label, startedAtMs: nowMs, tail: [] };
    case 'build-line':
      return build && { ...build, tail: [...build.tail, printable(event.line)].slice(-TAIL_LINES) };
    case 'build-waiting':
      return build;
    default:
      return null;
  }
}

/** @param columns of the terminal */
export function drawBuild(
  { label, startedAtMs, tail }: BuildProgress,
  columns: number,
  nowMs: number,
  paint: Paint,
): string[] {
  const head = ` ${printable(label)}: building, ${formatWaitMs(nowMs - startedAtMs)}`;
  return [fitted(head, columns - 1), ...tail.map((line) => paint.quiet(fitted(`   ${line}`, columns - 1)))];
}

/** Of all targets that are ready as they are. */
export const wordUnbuilt = (labels: readonly string[], paint: Paint): string =>
  `${labels.map(printable).join(', ')}: ${paint.good('ready')}, nothing to build`;

/** How a build has ended. */
export function wordBuilt(build: Built, paint: Paint): string {
  const took = formatUs(build.durationMs * 1_000);
  return build.cached ? `${paint.good('built')} already (took ${took})` : `${paint.good('built')} in ${took}`;
}
