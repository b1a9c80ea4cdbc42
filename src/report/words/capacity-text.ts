/** A capacity in words: its value, its meaning, its bracket and its spread over the rounds. */
import type { Analysis, CapacityOverRounds, TargetAnalysis } from '../../model/analysis.ts';
import type { Objective, Term } from '../../model/objective.ts';
import { confidenceText, latencyText, rateText } from '../figures.ts';
import { betweenText, medianText } from './median-text.ts';
import { searchText } from './search-text.ts';

/** `≥ 3,981/s`, `1,259/s`, `< 65/s`, `none`, or `not known` where no rate passed and none surely failed. */
export function capacityText(
  capacity: Pick<CapacityOverRounds, 'kind' | 'ratePerSecond' | 'failedAtPerSecond'>,
): string {
  if (capacity.kind === 'cannot-tell') return 'not known';
  if (capacity.kind === 'none') return capacity.failedAtPerSecond === null ? 'not known' : 'none';
  if (capacity.kind === 'below') return `< ${rateText(capacity.failedAtPerSecond)}`;
  return `${capacity.kind === 'at-least' ? '≥ ' : ''}${rateText(capacity.ratePerSecond)}`;
}

/** Why nothing of a target was measured though nothing went wrong with it, as a sentence; null: something was. */
export const whyNotMeasured = ({ failure, steps }: TargetAnalysis): string | null =>
  failure === null && steps.length === 0 ? 'The sweep ended before its first rate.' : null;

/** The capacity's meaning, its bracket and its spread over the rounds, as a sentence. */
export function bracketText(capacity: CapacityOverRounds, analysis: Analysis): string {
  const objective = analysis.objectives.find(({ text }) => text === capacity.objective);
  return `${objective === undefined ? '' : `${meaning(objective)}; `}${bracketOnly(capacity)}.`;
}

/** What it means to meet an objective, as a sentence. */
export function meaningText(objective: Objective): string {
  return `${objective.text}: ${meaning(objective)}.`;
}

const meaning = ({ terms }: Objective): string => terms.map(meaningOf).join(', and ');

function meaningOf({ percent, withinUs }: Term): string {
  const within = withinUs === null ? '' : ` within ${latencyText(withinUs)}`;
  return percent === null
    ? `all scheduled requests answered rightly,${within} on average`
    : `${percent} % of all scheduled requests answered rightly${within}`;
}

/** `it fails at 251/s; the 3 rounds lie between 158/s and 200/s; …` */
export function bracketOnly(capacity: CapacityOverRounds): string {
  if (capacity.searched !== undefined) return searchText(capacity);
  const { kind, failedAtPerSecond: failed, interval, rounds } = capacity;
  const bracket =
    kind === 'none'
      ? failed === null
        ? 'no rate could be shown to meet it'
        : `the first rate that surely fails is ${rateText(failed)}`
      : failed === null
        ? 'no rate that was tried failed'
        : `it fails at ${rateText(failed)}`;
  return interval === null ? bracket : `${bracket}; ${medianText(capacity, rounds, 'rounds')}`;
}

/** `; the median over rounds between 158/s and 251/s (75 %)`, or nothing. */
export function shortMedianText({ interval, confidence }: CapacityOverRounds): string {
  if (interval === null || confidence === null) return '';
  return `; the median over rounds ${betweenText(...interval)} (${confidenceText(confidence)})`;
}
