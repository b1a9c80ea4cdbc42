/** What is shown of builds and of a sweep while they run: a live picture for a person who watches, plain lines for a log file. */
import type { Analysis } from '../../model/analysis.ts';
import type { Event } from '../../model/event.ts';
import type { Run } from '../../model/run.ts';
import { printable } from '../printable.ts';
import { type BuildProgress, drawBuild, followBuild, wordUnbuilt } from './build-progress.ts';
import { drawFailures, drawLive, drawTarget } from './draw-live.ts';
import { createLiveRegion, type LiveRegion } from './live-region.ts';
import { type ColorLevel, createPaint, folded } from './paint.ts';
import { beginProgress, follow, type Progress } from './progress.ts';
import { tell } from './tell.ts';
import { tellEnd } from './tell-end.ts';

export interface ViewOptions {
  /** Standard error: standard output carries the result alone. */
  readonly stderr: {
    write(text: string): void;
    /** Null where it is no terminal; so are rows. */
    readonly columns: number | null;
    readonly rows: number | null;
  };
  /** Somebody may be watching, and the terminal can be drawn on. */
  readonly live: boolean;
  readonly color: ColorLevel;
  /** Milliseconds of a clock that does not jump. */
  readonly now: () => number;
}

export interface View {
  /** Shows an event. Draws only while no load is sent: what a view costs must not be measured. */
  show(event: Event): void;
  /** A line of its own, e.g. a warning. */
  note(text: string): void;
  /** The last picture, the capacities, and where the report is. Closes the view. */
  end(analysis: Analysis, reportPath: string): void;
  /** Gives the terminal back. May be called again, also after `end`. */
  close(): void;
}

/** @param done the run that is resumed, or null */
export function createView({ stderr, live, color, now }: ViewOptions, done: Run | null = null): View {
  const paint = createPaint(color);
  const region: LiveRegion | null = live ? createLiveRegion(stderr) : null;
  const print = (lines: readonly string[]) => {
    if (region !== null) region.print(lines);
    else if (lines.length > 0) stderr.write(lines.map((line) => `${line}\n`).join(''));
  };
  const printFolded = (text: string) => print(region === null ? [text] : folded(text, screen().columns - 1));
  const screen = () => ({ columns: stderr.columns ?? 80, rows: stderr.rows ?? 24 });
  let progress: Progress | null = null;
  let startedAtMs = now();
  let build: BuildProgress | null = null;
  /** Labels of the targets whose picture stands above already. */
  const pictured = new Set<string>();
  /** Targets with nothing to build that were not told of yet. */
  let unbuilt: readonly string[] = [];
  /** Only builds are drawn while nothing happens. */
  let ticking: NodeJS.Timeout | null = null;

  function show(event: Event): void {
    const nowMs = now();
    if (event.kind === 'build-finished' && event.build === null) unbuilt = [...unbuilt, event.label];
    if (event.kind === 'sweep-started') {
      tellUnbuilt();
      startedAtMs = nowMs;
    }
    const before = progress;
    progress =
      event.kind === 'sweep-started' ? beginProgress(event, done) : before && follow(before, event, nowMs);
    build = followBuild(build, event, nowMs);
    const told = tell(progress, event, nowMs, paint);
    if (region === null) {
      print(told.lines);
      return;
    }
    if (build === null) stopTicking();
    else ticking ??= setInterval(() => drawNow(), 1_000).unref();
    const kept =
      before !== null && leavesPicture(before, event) ? keptPicture(before, event.block.label) : [];
    const lasting = told.lasting ? told.lines.flatMap((line) => folded(line, screen().columns - 1)) : [];
    drawNow([...lasting, ...kept]);
  }

  function tellUnbuilt(): void {
    if (unbuilt.length > 0) printFolded(wordUnbuilt(unbuilt, paint));
    unbuilt = [];
  }

  function drawNow(above: readonly string[] = []): void {
    const nowMs = now();
    if (build !== null) region?.draw(drawBuild(build, screen().columns, nowMs, paint), above);
    else if (progress !== null) {
      region?.draw(drawLive(progress, screen(), { startedAtMs, nowMs }, paint), above);
    } else region?.draw([], above);
  }

  function stopTicking(): void {
    if (ticking !== null) clearInterval(ticking);
    ticking = null;
  }

  /** A target's picture stays on the screen once its last round is over; a search may come back for its fixed rates. */
  function leavesPicture(
    { plan, pictures }: Progress,
    event: Event,
  ): event is Extract<Event, { readonly kind: 'block-finished' }> {
    return (
      event.kind === 'block-finished' &&
      event.block.round === plan.rounds &&
      pictures.has(event.block.label) &&
      !pictured.has(event.block.label)
    );
  }

  function keptPicture(finished: Progress, label: string): string[] {
    pictured.add(label);
    const { rows } = screen();
    const columns = Math.max(20, screen().columns - 1);
    const still: Progress = { ...finished, current: null, phase: { kind: 'done' } };
    return [
      '',
      ...drawTarget(still, label, { columns, rows }, paint),
      ...drawFailures(still, label, columns, paint),
    ];
  }

  function close(): void {
    tellUnbuilt();
    stopTicking();
    region?.close();
  }

  return {
    show,
    note: (text) => printFolded(printable(text)),
    end(analysis, reportPath) {
      // Where nobody knew before which round would be the last one, or a block was interrupted, they have not left theirs yet.
      if (region !== null && progress !== null) {
        for (const label of progress.pictures.keys())
          if (!pictured.has(label)) print(keptPicture(progress, label));
      }
      close();
      stderr.write(
        tellEnd(analysis, reportPath, stderr.columns, paint)
          .map((line) => `${line}\n`)
          .join(''),
      );
    },
    close,
  };
}
