import { isoDay } from '../../../shared-node/words.js';

/** A day in UTC, from UTC seconds. */
export function Day({ seconds }: { seconds: number }) {
  const day = isoDay(seconds);
  return (
    <time className="date" dateTime={day}>
      {day}
    </time>
  );
}
