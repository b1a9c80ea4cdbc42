/** What builds show: the last lines of their output for a person who watches, every line for a log file. */
import { formatUs, formatWaitMs } from '../../model/duration.ts';
import type { BuildWatcher } from '../../work/build-target.ts';
import { printable } from '../printable.ts';
import { createLiveRegion } from './live-region.ts';
import { createPaint, fitted, padded } from './paint.ts';
import type { ViewSurroundings } from './view.ts';

export interface BuildView extends BuildWatcher {
  /** A line of its own. */
  note(text: string): void;
  /** Gives the terminal back. May be called again. */
  close(): void;
}

const TAIL_LINES = 6;

/** @param columns for labels, so that what several targets say stands in line */
export function createBuildView(surroundings: ViewSurroundings, labelColumns = 0): BuildView {
  const { stderr, live, color, now } = surroundings;
  const paint = createPaint(color);
  const region = live ? createLiveRegion(stderr) : null;
  let building: { readonly label: string; readonly startedAtMs: number } | null = null;
  let tail: readonly string[] = [];
  let ticking: NodeJS.Timeout | null = null;

  const shown = (label: string) => padded(printable(label), labelColumns);
  const say = (text: string) => {
    if (region === null) stderr.write(`${text}\n`);
    else region.draw([], [text]);
  };

  function draw(): void {
    if (region === null || building === null) return;
    const columns = (stderr.columns ?? 80) - 1;
    const passed = formatWaitMs(now() - building.startedAtMs);
    const head = fitted(` ${shown(building.label)}  building, ${passed}`, columns);
    region.draw([head, ...tail.map((line) => paint.quiet(fitted(`   ${line}`, columns)))]);
  }

  function stopTicking(): void {
    if (ticking !== null) clearInterval(ticking);
    ticking = null;
  }

  return {
    begin(label, logPath) {
      building = { label, startedAtMs: now() };
      tail = [];
      if (region === null) say(`${printable(label)}: building, log in ${printable(logPath)}`);
      else ticking = setInterval(draw, 1_000).unref();
      draw();
    },
    wait(label, folder) {
      say(` ${shown(label)}  waits for another bench that builds in ${printable(folder)}`);
    },
    line(text) {
      if (building === null) return;
      const line = printable(text);
      if (region === null) say(`${printable(building.label)} | ${line}`);
      tail = [...tail, line].slice(-TAIL_LINES);
      draw();
    },
    end(label, build, failure) {
      building = null;
      stopTicking();
      const name = shown(label);
      if (failure !== null) {
        const [first = '', ...rest] = failure.detail.split('\n').map(printable);
        say(` ${name}  ${paint.bad(first)}`);
        for (const line of rest) say(`   ${line}`);
      } else if (build === null) {
        say(` ${name}  ${paint.good('ready')}, nothing to build`);
      } else if (build.cached) {
        say(` ${name}  ${paint.good('built')} already (took ${formatUs(build.durationMs * 1_000)})`);
      } else {
        say(` ${name}  ${paint.good('built')} in ${formatUs(build.durationMs * 1_000)}`);
      }
    },
    note: (text) => (region === null ? say(printable(text)) : region.print([printable(text)])),
    close() {
      stopTicking();
      region?.close();
    },
  };
}
