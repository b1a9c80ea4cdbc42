/** Runs of schema 1, as runs of schema 2. What schema 1 did not store stays unknown. */
import { doctorLineSchema } from '../model/examination.ts';
import { plannedRateSchema } from '../model/plan.ts';
import { rateKey } from '../model/rate.ts';
import { Type } from '../model/schema.ts';
import { fit } from './read-json.ts';

/** What differs from schema 2; the rest is checked with the upgraded run. */
const schema1 = Type.Object({
  plan: Type.Object({
    steps: Type.Array(plannedRateSchema),
    objectives: Type.Array(
      Type.Object({ text: Type.String(), percentile: Type.Number(), latencyUs: Type.Number() }),
    ),
    blocks: Type.Array(Type.Object({ rates: Type.Array(Type.Number()) })),
  }),
  parts: Type.Array(Type.Object({})),
  doctor: Type.Array(doctorLineSchema),
  targets: Type.Array(
    Type.Object({
      rounds: Type.Array(
        Type.Object({ steps: Type.Array(Type.Object({ requests: Type.Optional(Type.Object({})) })) }),
      ),
    }),
  ),
});

/**
 * - `plan.rates` takes the sizes of `plan.steps`, and a block's order holds indices into it.
 * - An objective was one percentile.
 * - `requests.dispatched` always was `scheduled`.
 * - The doctor's lines stay what they were: the figures behind them were not stored.
 * @param shown how messages name the run
 * @returns a document of schema 2, not yet checked
 * @throws UsageError where the document does not fit schema 1
 */
export function upgradeRun(value: unknown, shown: string): unknown {
  const { doctor, ...run } = fit(value, schema1, shown);
  const { steps: rates, ...plan } = run.plan;
  const indices = new Map(rates.map(({ ratePerSecond }, index) => [rateKey(ratePerSecond), index]));
  return {
    ...run,
    schema: 2,
    parts: run.parts.map((part) => ({ ...part, examination: null })),
    doctorLines: doctor,
    plan: {
      ...plan,
      rates,
      objectives: plan.objectives.map(({ text, percentile, latencyUs }) => ({
        text,
        terms: [{ percent: percentile, withinUs: latencyUs }],
      })),
      blocks: plan.blocks.map(({ rates: ordered, ...block }) => ({
        ...block,
        order: ordered.map((rate) => indices.get(rateKey(rate)) ?? -1),
      })),
    },
    targets: run.targets.map((target) => ({
      ...target,
      measurements: [],
      rounds: target.rounds.map((round) => ({ ...round, steps: round.steps.map(upgradeStep) })),
    })),
  };
}

function upgradeStep(step: { readonly requests?: object }): object {
  if (step.requests === undefined) return step;
  const { dispatched: _, ...requests }: { readonly dispatched?: unknown } = step.requests;
  return { ...step, requests };
}
