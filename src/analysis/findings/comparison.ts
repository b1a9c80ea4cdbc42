/** What there is to doubt where targets stand beside each other: several runs, ratios that cannot be given or are not even. */
import type { Comparison, Ratio } from '../../model/comparison.ts';
import type { Run } from '../../model/run.ts';
import { usesSeveralCpus } from '../comparison/cpu-use.ts';
import { differencesOf } from '../together/run-differences.ts';
import { findingsIn } from './finding.ts';
import { listed, when, whole } from './phrases.ts';

const { one: ofRuns } = findingsIn<readonly Run[]>();

/** Found in all runs of the report together. */
export const togetherFindings = [
  ofRuns({
    code: 'runs-apart',
    find: (runs) => (runs.length < 2 ? null : { runs: runs.length, differences: differencesOf(runs) }),
    severity: ({ differences }) => (differences.length === 0 ? 'note' : 'doubt'),
    say: ({ runs, differences }) => {
      const before = `${whole(runs)} runs are shown together; their targets were not measured in turn`;
      const told = differences.map(({ what, values }) => `${what} (${values.join(' / ')})`);
      return {
        text:
          told.length === 0
            ? `${before}, so the machine may have been in another state for each.`
            : `${before}, and the runs differ in ${listed(told)}: differences between their targets may come from there.`,
        advice: 'To compare targets, measure them in one sweep.',
      };
    },
  }),
] as const;

const classWords = {
  stock: 'stock (the framework’s own server)',
  mounted: 'mounted (its handler in a server beside it)',
  unknown: 'of unknown class',
} as const;

interface ComparisonEvidence {
  readonly comparison: Comparison;
  readonly runs: readonly Run[];
}

const { one: ofComparison } = findingsIn<ComparisonEvidence>();

/** Found in the comparison of targets. */
export const comparisonFindings = [
  ofComparison({
    code: 'no-ratio',
    severity: 'note',
    find: ({ comparison, runs }) => {
      // Of a run with one round, its own finding says that there is no ratio.
      if (runs.length === 1 && runs[0]?.plan.rounds === 1) return null;
      const alone = comparison.targets.filter(({ rounds }) => rounds < 2);
      return alone.length === 0 ? null : alone.map(({ label }) => label);
    },
    say: (labels) => ({
      text: `No ratio is given with ${listed(labels)}: measured in one round only, so how far a repetition would differ is not known.`,
      advice: 'Sweep with --rounds 3 or more.',
    }),
  }),
  ofComparison({
    code: 'no-fixed-rate',
    severity: 'note',
    find: ({ comparison, runs }) =>
      comparison.sharedRatePerSecond === null
        ? { searched: runs.some(({ plan }) => plan.search !== undefined), apart: runs.length > 1 }
        : null,
    say: ({ searched, apart }) => ({
      text: 'All targets have no rate in common up to half the lowest capacity, at which p99 rests on enough requests and none fails: p99 and CPU a request are not laid side by side.',
      advice:
        searched && apart
          ? 'Measure the targets in one sweep: each search chooses such a rate by its own lowest capacity.'
          : searched
            ? 'Measure again: runs of an older version lack such a rate, and so do those in which no capacity was found.'
            : 'Sweep with lower rates, or longer steps.',
    }),
  }),
  ofComparison({
    code: 'several-classes',
    severity: 'note',
    find: ({ comparison: { targets } }) => {
      const classes = Map.groupBy(targets, (target) => target.class ?? ('unknown' as const));
      return classes.size < 2
        ? null
        : [...classes].map(([name, of]) => ({ name, labels: of.map(({ label }) => label) }));
    },
    say: (classes) => ({
      text: `Factors to the best are given within a class only, since who owns the socket is part of a row: ${classes.map(({ name, labels }) => `${classWords[name]}: ${listed(labels)}`).join('; ')}.`,
      advice: 'A chosen pair may cross the classes: its ratios then hold the servers’ difference too.',
    }),
  }),
  ofComparison({
    code: 'uneven-cpus',
    severity: 'doubt',
    find: ({ comparison }) => {
      if (!ratiosOf(comparison).some(({ unevenCpus }) => unevenCpus)) return null;
      const labels = (isSo: (cpus: number | null) => boolean) =>
        comparison.targets.filter(({ mostCpus }) => isSo(mostCpus)).map(({ label }) => label);
      return {
        one: labels((cpus) => !usesSeveralCpus(cpus)),
        several: labels((cpus) => cpus !== null && usesSeveralCpus(cpus)),
        unknown: labels((cpus) => cpus === null),
      };
    },
    say: ({ one, several, unknown }) => ({
      text: `Ratios marked ‡ rest on steps in which the generator and the servers kept their common CPUs over 90 % busy. A server that uses several CPUs pays there for the sending of the load, one that uses about one hardly does: ${[
        when(several.length > 0, useText(several, 'several CPUs')),
        when(one.length > 0, useText(one, 'about one')),
        when(unknown.length > 0, `what ${listed(unknown)} used is not known`),
      ]
        .filter(Boolean)
        .join('; ')}.`,
      advice:
        'Set one process per CPU beside it (a cluster variant), or use --placement split on a machine with spare CPUs.',
    }),
  }),
] as const;

const useText = (labels: readonly string[], what: string) =>
  `${listed(labels)} ${labels.length === 1 ? 'used' : 'each used'} ${what}`;

function ratiosOf({ targets, differences }: Comparison): readonly Ratio[] {
  return [
    ...targets.flatMap(({ capacities, figures }) =>
      [...capacities, ...Object.values(figures)].map(({ toBest }) => toBest),
    ),
    ...differences.flatMap(({ capacities, figures, rates }) => [
      ...capacities,
      ...Object.values(figures),
      ...rates.flatMap(({ p50, p99, goodput }) => [p50, p99, goodput]),
    ]),
  ].filter((ratio) => ratio !== null);
}
