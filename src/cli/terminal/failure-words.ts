/** What failed, in words that stay on the screen when the step that they came from is over. */
import { formatRate } from '../../model/rate.ts';
import type { LiveHeatmap } from './picture.ts';

/** `2,326 refused from 2,512/s on`, one for each kind, the one that came at the lowest rate first. */
export function wordFailures(picture: LiveHeatmap): string[] {
  const failures = [...picture.values()].flatMap(({ ratePerSecond, failures }) =>
    [...failures].map(([kind, count]) => ({ kind, count, ratePerSecond })),
  );
  return [...Map.groupBy(failures, ({ kind }) => kind)]
    .map(([kind, alike]) => ({
      kind,
      count: alike.reduce((sum, { count }) => sum + count, 0),
      first: Math.min(...alike.map(({ ratePerSecond }) => ratePerSecond)),
      rates: alike.length,
    }))
    .toSorted((a, b) => a.first - b.first || b.count - a.count)
    .map(({ kind, count, first, rates }) => {
      const where = rates === 1 ? `at ${formatRate(first)}/s` : `from ${formatRate(first)}/s on`;
      return `${count.toLocaleString('en-US')} ${kind} ${where}`;
    });
}
