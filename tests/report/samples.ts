/** Runs to draw: an ordinary one, one in which much went wrong, and one whose every word is hostile. */
import { analyse } from '../../src/analysis/analyse.ts';
import type { Analysis } from '../../src/model/analysis.ts';
import type { Run } from '../../src/model/run.ts';
import { type SyntheticOptions, syntheticRun } from '../fixtures/run.ts';
import { everythingHostile, hostile } from './hostile.ts';

export interface Sample {
  readonly run: Run;
  readonly analysis: Analysis;
}

const sampleOf = (run: Run): Sample => ({ run, analysis: analyse(run) });

const bitterKeys = new Set(
  'title language detail reason cpuModel kernel os node by notTried id version name path text why value'.split(
    ' ',
  ),
);
const bitterLists = new Set(['deviations', 'logTail', 'command']);

/** One target, 41 rates, overloaded from 1,995/s on. */
export const usual: Sample = sampleOf(
  syntheticRun({
    targets: [
      {
        label: 'remix',
        title: 'Remix 2.17 on Express 4',
        deviations: ['Links carry an attribute of their own.', 'A second note.'],
      },
    ],
  }),
);

/** Two rounds of: one that dies, one that refuses and was not tried further, one that never started. */
export const troubled: Sample = sampleOf(
  syntheticRun({
    rounds: 2,
    perDecade: 5,
    range: [10, 10_000],
    placement: 'shared',
    generatorLimitedFrom: 5_000,
    hostLimitedAt: [100],
    targets: [
      { label: 'slow', title: 'Slow', server: { serviceMs: 20, workers: 1, refuseBeyond: 100 } },
      { label: 'dies', title: 'Dies', diesAt: 300, pageBytes: 400_000 },
      {
        label: 'never',
        title: 'Never starts',
        failure: { reason: 'not-ready', detail: 'no answer in 30 s' },
      },
    ],
  }),
);

const beside: SyntheticOptions = {
  rates: [40, 100, 316, 1_000, 2_512, 3_981],
  durationMs: 1_000,
  targets: [
    { label: 'slow', title: 'The slow one', server: { serviceMs: 4, workers: 1 }, deviations: ['A note.'] },
    { label: 'quick', title: 'The quick one', server: { serviceMs: 0.6 }, incremental: true },
    { label: 'usual', title: 'The usual one' },
  ],
};

/** Three targets whose rounds differ clearly. */
export const compared: Sample = sampleOf(syntheticRun({ ...beside, rounds: 2 }));

/** The same after a single round. */
export const oneRound: Sample = sampleOf(syntheticRun({ ...beside, rounds: 1 }));

/** A run in which all words that come from elsewhere are hostile, labels and kinds of failure included. */
export const hostileSample: Sample = sampleOf(
  embitter(
    syntheticRun({
      perDecade: 2,
      range: [100, 10_000],
      targets: [
        { label: 'remix', deviations: ['note'] },
        { label: 'dies', diesAt: 300 },
        { label: 'never', failure: { reason: 'not-ready', detail: 'detail' } },
      ],
    }),
  ),
);

/** Each target with its place, for what is drawn once for each that could be measured. */
export const measuredTargets = ({ analysis }: Sample) =>
  analysis.targets.filter(({ failure }) => failure === null);

function embitter(run: Run): Run {
  const labels = new Map(
    run.targets.map(({ label }, i) => [label, `${label} ${hostile[i] ?? ''} ${everythingHostile}`]),
  );
  const embittered = (key: string, value: unknown): unknown => {
    if (typeof value === 'string') {
      const label = labels.get(value);
      if (label !== undefined) return label;
      return bitterKeys.has(key) && value !== 'framebench' ? `${value} ${everythingHostile}` : value;
    }
    if (Array.isArray(value)) {
      return value.map((one) =>
        typeof one === 'string' && bitterLists.has(key) ? `${everythingHostile} ${one}` : embittered('', one),
      );
    }
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [
        key === 'failures' || key === 'versions' ? `${name} ${everythingHostile}` : name,
        embittered(name, inner),
      ]),
    );
  };
  return embittered('', run) as Run;
}
