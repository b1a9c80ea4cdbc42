import type { Step } from '../../model/run.ts';
import type { ServerSample } from '../seams.ts';

const everyMs = 250;

/**
 * Watches a server over a step.
 * @returns to be called at the step's end: what was used since, and the largest sizes seen in four looks a second
 */
export function watchServer(server: { sample(): ServerSample }): () => Step['server'] {
  const first = server.sample();
  let largest = first;
  const look = () => {
    const sample = server.sample();
    largest = {
      ...sample,
      rssBytes: larger(largest.rssBytes, sample.rssBytes),
      openFiles: larger(largest.openFiles, sample.openFiles),
      threads: larger(largest.threads, sample.threads),
    };
  };
  const timer = setInterval(look, everyMs);
  timer.unref();
  return () => {
    clearInterval(timer);
    look();
    return {
      cpuMs: difference(first, largest, 'cpuMs'),
      waitForCpuMs: difference(first, largest, 'waitForCpuMs'),
      maxRssBytes: largest.rssBytes,
      maxOpenFiles: largest.openFiles,
      threads: largest.threads,
      oomKills: difference(first, largest, 'oomKills'),
    };
  };
}

/** Of two figures that may not be known; null where neither is. */
export function larger(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}

function difference(from: ServerSample, to: ServerSample, figure: keyof ServerSample): number | null {
  const [a, b] = [from[figure], to[figure]];
  return a === null || b === null ? null : Math.max(0, b - a);
}
