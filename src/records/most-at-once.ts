/** How many of these spans of time cover one moment, at most. */
export function mostAtOnce(
  parts: readonly { readonly startsNs: Float64Array; readonly endsNs: Float64Array }[],
): number {
  const starts = joined(parts.map(({ startsNs }) => startsNs)).sort();
  const ends = joined(parts.map(({ endsNs }) => endsNs)).sort();
  let most = 0;
  let ended = 0;
  for (let begun = 0; begun < starts.length; begun++) {
    while ((ends[ended] ?? Number.POSITIVE_INFINITY) <= (starts[begun] ?? 0)) ended++;
    most = Math.max(most, begun + 1 - ended);
  }
  return most;
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
