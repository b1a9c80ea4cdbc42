/** A day in UTC, from UTC seconds. */
export function Day({ seconds }: { seconds: number }) {
  const day = new Date(seconds * 1_000).toISOString().slice(0, 10);
  return (
    <time className="date" dateTime={day}>
      {day}
    </time>
  );
}
