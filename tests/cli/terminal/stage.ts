/** Plays runs into a view, with a clock that follows the events. */
import { createView, type View } from '../../../src/cli/terminal/view.ts';
import type { Run } from '../../../src/model/run.ts';
import { type TimedEvent, timedEventsOf } from '../../fixtures/events.ts';
import { Screen } from './screen.ts';

export interface Stage {
  readonly view: View;
  /** What was written where nobody watches, or what is on the screen. */
  readonly text: () => string;
  readonly screen: Screen;
  play(story: readonly TimedEvent[]): void;
}

export interface StageSettings {
  /** Null: no terminal. */
  readonly columns: number | null;
  readonly rows?: number;
  readonly color?: 0 | 1 | 2 | 3;
  readonly done?: Run;
}

const views: View[] = [];

/** Closes all views of a test, so that none waits for the end of the process. */
export function closeViews(): void {
  for (const view of views.splice(0)) view.close();
}

export function stage({ columns, rows = 40, color = 0, done }: StageSettings): Stage {
  const screen = new Screen(columns ?? 10_000, rows);
  const clock = { ms: 0 };
  const stderr = {
    write: (text: string) => screen.write(text),
    get columns() {
      return columns === null ? null : screen.columns;
    },
    rows: columns === null ? null : rows,
  };
  const view = createView({ stderr, live: columns !== null, color, now: () => clock.ms }, done);
  views.push(view);
  return {
    view,
    screen,
    text: () => screen.text,
    play(story) {
      for (const { atMs, event } of story) {
        clock.ms = atMs;
        view.show(event);
      }
    },
  };
}

/** The story up to and with the last event of a kind, or the n-th from 0. */
export function upTo(run: Run, kind: TimedEvent['event']['kind'], nth?: number): TimedEvent[] {
  const story = timedEventsOf(run);
  const places = story.flatMap(({ event }, at) => (event.kind === kind ? [at] : []));
  const place = nth === undefined ? places.at(-1) : places[nth];
  if (place === undefined) throw new Error(`there is no such ${kind}`);
  return story.slice(0, place + 1);
}
