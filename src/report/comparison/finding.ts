/** The finding in a sentence: who bears most, and how many times as much as each of the others. */
import { listed } from '../../analysis/findings/phrases.ts';
import type { Analysis } from '../../model/analysis.ts';
import type { ComparedTarget, Comparison, Ratio } from '../../model/comparison.ts';
import { capacityText } from '../words/capacity-text.ts';
import { inverse, wholeRatioText } from './ratio-text.ts';

export interface Finding {
  /** Label of the target that bore the highest rate; null where none bore any. */
  readonly best: string | null;
  /** What follows its name, as a sentence; or the whole of it. */
  readonly text: string;
}

/** What came out for one objective. */
export function findingText(analysis: Analysis, comparison: Comparison, at: number): Finding {
  const objective = analysis.objectives[at]?.text ?? '';
  const ranked = ranking(comparison, at);
  const [best, ...others] = ranked;
  if (best === undefined || metRate(best, at) <= 0) {
    return { best: null, text: `No target was shown to meet ${objective} at any rate.` };
  }
  const highest = best.capacities[at];
  const level = others.filter((target) => metRate(target, at) === metRate(best, at));
  // Factors are to the best of those that can be divided; a higher one of a single round is not that.
  const isReference = highest?.isBest === true;
  const rest = others.filter((target) => !level.includes(target));
  // What is divided comes first: its colon is the reference's own.
  const { divided = [], alone = [] } = Object.groupBy(rest, (target) =>
    isReference && target.class === best.class && target.capacities[at]?.toBest ? 'divided' : 'alone',
  );
  const as = level.length === 0 ? '' : `, as did ${listed(level.map(({ label }) => label))}`;
  const parts = [
    { mark: ': ', clauses: divided.map((target) => clause(analysis, target, at, true)) },
    { mark: '; ', clauses: alone.map((target) => clause(analysis, target, at, false)) },
  ];
  const text = parts
    .filter(({ clauses }) => clauses.length > 0)
    .map(({ mark, clauses }) => `${mark}${listed(clauses)}`);
  return {
    best: best.label,
    text: `met ${objective} up to ${ownText(analysis, best.label, at)}${as}${text.join('')}.`,
  };
}

/** The targets, the highest capacity for an objective first; what is not known comes last. */
export function ranking(comparison: Comparison, at: number): readonly ComparedTarget[] {
  return comparison.targets.toSorted((a, b) => metRate(b, at) - metRate(a, at));
}

/** The highest rate that met an objective; 0 where none did, −1 where that is not known. */
function metRate({ capacities }: ComparedTarget, at: number): number {
  const { value = null, bound = 'exact' } = capacities[at] ?? {};
  return value === null ? -1 : bound === 'at-most' ? 0 : value;
}

function clause(
  analysis: Analysis,
  { label, capacities }: ComparedTarget,
  at: number,
  isReference: boolean,
): string {
  const toBest = isReference ? (capacities[at]?.toBest ?? null) : null;
  const own = ownText(analysis, label, at);
  if (toBest !== null) {
    const times = timesText(inverse(toBest));
    if (toBest.word === 'worse') return `better than ${label} (${own}), by ${times}`;
    const undecided = toBest.word === 'undecided' ? '; undecided' : '';
    return `${times} the rate of ${label} (${own}${undecided})`;
  }
  if (own === 'not known') return `of ${label} it is not known`;
  if (own.startsWith('below '))
    return `${label} at no rate that was tried, the lowest ${own.slice('below '.length)}`;
  return own === 'none' ? `${label} at no rate` : `${label} up to ${own}`;
}

/** `at least 15.8×` reads better in a sentence than `≥ 15.8×`. */
function timesText(ratio: Ratio): string {
  return wholeRatioText(ratio).replace('≥ ', 'at least ').replace('≤ ', 'at most ');
}

function ownText(analysis: Analysis, label: string, at: number): string {
  const capacity = analysis.targets.find((target) => target.label === label)?.capacities[at];
  return capacity === undefined
    ? 'not known'
    : capacityText(capacity).replace('≥ ', 'at least ').replace('< ', 'below ');
}
