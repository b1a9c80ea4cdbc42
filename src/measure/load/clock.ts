/** One clock for every thread and process of a machine: CLOCK_MONOTONIC, in microseconds. */

/**
 * `performance.now()` is the cheapest clock there is, but each thread counts from its own start. The offset to the
 * monotonic clock is read once, keeping the tightest of several brackets: it is right to a fraction of a microsecond.
 */
const offsetUs = measureOffset();

/** Microseconds of the monotonic clock; comparable between threads and processes of one boot. */
export function nowUs(): number {
  return performance.now() * 1_000 + offsetUs;
}

function measureOffset(): number {
  let best = { widthUs: Number.POSITIVE_INFINITY, offsetUs: 0 };
  for (let i = 0; i < 200; i++) {
    const before = performance.now() * 1_000;
    const monotonicUs = Number(process.hrtime.bigint()) / 1_000;
    const after = performance.now() * 1_000;
    const widthUs = after - before;
    if (widthUs < best.widthUs) best = { widthUs, offsetUs: monotonicUs - (before + after) / 2 };
  }
  return best.offsetUs;
}
