/** All gates of a run, and what they come to together. */
import type { Check, CheckVerdict, GateResult } from '../../model/check.ts';
import { capacityFigure, type Gate, type GateFigure } from '../../model/gate.ts';
import { measuredRounds } from '../../model/measured.ts';
import type { Objective } from '../../model/objective.ts';
import type { Run } from '../../model/run.ts';
import { againstStored, storedCapacities } from './against-stored.ts';
import { type GateRounds, judgeGate } from './judge-gate.ts';
import { capacityIn, type RunReader, readerOf } from './run-reader.ts';

export interface CheckInput {
  readonly run: Run;
  /** The same sweep once more, on fresh servers; null where there is none. */
  readonly confirm: Run | null;
  /** Older runs, oldest first; empty where none is asked about. */
  readonly stored: readonly Run[];
  readonly gates: readonly Gate[];
  /** A label of the run, or null. */
  readonly baseline: string | null;
  readonly maxDrop: number;
  readonly objectives: readonly Objective[];
  readonly toolVersion: string;
}

/**
 * Judges every target but the baseline by every gate.
 * @throws Error where a histogram cannot be decoded
 */
export function checkRun(input: CheckInput): Check {
  const { run, confirm, stored, gates, baseline, maxDrop, objectives } = input;
  const first = readerOf(run, objectives);
  const second = confirm === null ? null : readerOf(confirm, objectives);
  const labels = run.targets.map(({ label }) => label).filter((label) => label !== baseline);
  const roundMs = roundLength(run);
  const ask = (
    label: string,
    gate: string,
    figure: GateFigure,
    at: number,
    against: Parameters<typeof judgeGate>[0]['against'],
  ) => {
    const rounds = (reader: RunReader): GateRounds => ({
      head: reader.read(label, figure, at),
      base: 'bound' in against ? null : reader.read(against.baseline, figure, at),
      misfit: reader.misfit,
    });
    return judgeGate({
      gate,
      label,
      figure,
      against,
      first: rounds(first),
      second: second && rounds(second),
      apart: 'bound' in against ? null : asksApart(run, against.baseline, label),
      roundMs,
    });
  };
  const named = (text: string, at: number) => `${text} (${objectives[at]?.text ?? ''})`;
  const older = labels.flatMap((label) => storedCapacities(input, label));
  const results = labels.flatMap((label): readonly GateResult[] => [
    ...objectives.flatMap((_, at) => [
      ...(baseline === null
        ? []
        : [ask(label, named('capacity', at), capacityFigure, at, { baseline, maxDrop })]),
      ...(stored.length === 0
        ? []
        : [
            againstStored(input, label, at, older, {
              now: capacityIn(first, label, at),
              again: second && capacityIn(second, label, at),
            }),
          ]),
    ]),
    ...gates.flatMap(({ text, figure, bound, orEqual }) => {
      const beside = baseline === null || figure.name === 'capacity' ? null : { baseline, maxDrop };
      const against = bound === null ? beside : { bound, orEqual };
      // Of the baseline the capacity is compared in any case.
      if (against === null) return [];
      return figure.name === 'capacity' || figure.at === 'capacity'
        ? objectives.map((_, at) => ask(label, named(text, at), figure, at, against))
        : [ask(label, text, figure, 0, against)];
    }),
  ]);
  return {
    schema: 1,
    tool: { name: 'framebench', version: input.toolVersion },
    runId: run.id,
    confirmedBy: confirm?.id ?? null,
    verdict: together(results),
    gates: results,
    stored: older.map(({ figure }) => figure),
  };
}

/** How what two targets of a run are asked for differs, as half a sentence; null: in nothing. */
function asksApart({ plan: { targets } }: Run, base: string, head: string): string | null {
  const sentTo = (label: string) => {
    const request = targets.find((target) => target.label === label)?.request;
    const { method = '', path = '', headers = {}, body = null } = request ?? {};
    return { line: `${method} ${path}`, rest: JSON.stringify([Object.entries(headers).toSorted(), body]) };
  };
  const [one, other] = [sentTo(base), sentTo(head)];
  if (one.line !== other.line) return `${base} for ${one.line}, ${head} for ${other.line}`;
  return one.rest === other.rest ? null : `the headers or the body of ${one.line} differ`;
}

/** A fail outweighs doubt, and doubt outweighs a pass. */
function together(results: readonly GateResult[]): CheckVerdict {
  const has = (wanted: CheckVerdict) => results.some(({ verdict }) => verdict === wanted);
  return has('fail') ? 'fail' : has('cannot-tell') ? 'cannot-tell' : 'pass';
}

/** Rests, starts and warm-ups included, in milliseconds; null where the sweep is not over. */
function roundLength({ startedAt, finishedAt, targets }: Run): number | null {
  const rounds = Math.max(0, ...targets.map((target) => measuredRounds(target).length));
  const ms = finishedAt === null ? Number.NaN : Date.parse(finishedAt) - Date.parse(startedAt);
  return rounds > 0 && ms > 0 ? ms / rounds : null;
}
