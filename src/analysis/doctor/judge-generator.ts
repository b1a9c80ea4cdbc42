/** Does the generator send on time, and does it report what was? Judged by the worst of the steps. */
import { formatUs } from '../../model/duration.ts';
import type { CheckedStep, DoctorLine, Rung } from '../../model/examination.ts';
import { formatRate } from '../../model/rate.ts';
import { listed, times, whole } from '../findings/phrases.ts';
import { allowedErrorUs } from './compare-truth.ts';
import { atLeast, type DoctorVerdict, line, upTo, worst } from './line.ts';
import { isTrusted, trustedUpTo } from './trusted-rate.ts';

const busy =
  'See what else runs where the generator is; where it shares its CPUs, give it its own with `--placement split`.';

/** Punctuality and truth. */
export function judgeSteps(steps: readonly CheckedStep[]): DoctorLine[] {
  const of = (kind: CheckedStep['kind']) => steps.filter((step) => step.kind === kind);
  return [
    ...judged(of('even'), [timer, rate, arrivals]),
    ...judged(of('spread'), [truth]),
    ...of('held').slice(0, 1).map(heldAnswers),
    ...steps.flatMap(unanswered).slice(0, 1),
  ];
}

type Judge = (steps: readonly CheckedStep[], at: string) => DoctorLine;

function judged(steps: readonly CheckedStep[], judges: readonly Judge[]): DoctorLine[] {
  if (steps.length === 0) return [];
  const at = listed(steps.map(({ ratePerSecond }) => formatRate(ratePerSecond)));
  return judges.map((judge) => judge(steps, at));
}

/** Said only where there is something to say. */
function unanswered({ ratePerSecond, requests, succeeded }: CheckedStep): DoctorLine[] {
  if (succeeded === requests) return [];
  return [
    line(
      'unanswered',
      'bad',
      `${whole(requests - succeeded)} of ${times(requests, 'request')} at ${formatRate(ratePerSecond)}/s`,
      'That server answers everything, if it gets a CPU to do so; figures above count the answers only.',
      busy,
    ),
  ];
}

const most = (values: readonly (number | null)[]): number =>
  Math.max(...values.map((value) => value ?? Number.POSITIVE_INFINITY));

const inTime = (us: number): string => (Number.isFinite(us) ? formatUs(us) : 'unknown');

function timer(steps: readonly CheckedStep[]): DoctorLine {
  const p50 = most(steps.map(({ sleepLate }) => sleepLate.p50Us));
  const p99 = most(steps.map(({ sleepLate }) => sleepLate.p99Us));
  return line(
    'timer',
    upTo(p99, 500, 2_000),
    `sleeps end ${inTime(p50)} late, ${inTime(p99)} at p99`,
    'The generator sleeps until a request is due; what its sleep is late, the request is late.',
    'See what else runs here. On a virtual machine, its host may be overbooked.',
  );
}

function rate(steps: readonly CheckedStep[], at: string): DoctorLine {
  const errors = steps.map(({ ratePerSecond, seenRatePerSecond }) =>
    seenRatePerSecond === null ? null : Math.abs(seenRatePerSecond / ratePerSecond - 1),
  );
  const error = most(errors);
  return line(
    'rate',
    upTo(error, 0.001, 0.01),
    `${Number.isFinite(error) ? `${Number((error * 100).toPrecision(1))} % off` : 'unknown'}, at ${at}/s`,
    'The rate that a server saw is the rate that the report says.',
    busy,
  );
}

function arrivals(steps: readonly CheckedStep[], at: string): DoctorLine {
  const p50 = most(steps.map(({ arrivalLate }) => arrivalLate.p50Us));
  const p99 = most(steps.map(({ arrivalLate }) => arrivalLate.p99Us));
  return line(
    'arrivals',
    upTo(p99, 1_000, 5_000),
    `${inTime(p50)} after they were due, ${inTime(p99)} at p99, at ${at}/s`,
    'Requests that come in clumps make a server look slower than it is.',
    busy,
  );
}

function truth(steps: readonly CheckedStep[], at: string): DoctorLine {
  const verdicts: DoctorVerdict[] = [];
  const parts: string[] = [];
  for (const wanted of [50, 99, 99.9]) {
    const found = steps.flatMap(({ percentiles }) =>
      percentiles.filter(({ percentile }) => percentile === wanted),
    );
    const [furthest] = found.toSorted((a, b) => share(b) - share(a));
    if (furthest === undefined) continue;
    const verdict = upTo(share(furthest), 1, 3);
    // Of a few thousand requests the p99.9 is one of the slowest handful: one hiccup of the machine is in it.
    verdicts.push(wanted > 99 && verdict === 'bad' ? 'doubtful' : verdict);
    parts.push(`p${wanted} ${signed(furthest.errorUs)}`);
  }
  const floor = most(steps.map(({ serverLagP99Us }) => serverLagP99Us));
  return line(
    'truth',
    parts.length === 0 ? 'bad' : worst(verdicts),
    parts.length === 0 ? 'nothing was answered' : `${parts.join(', ')}, at ${at}/s`,
    `Reported latency less the true one, by the record of a server that knows when it answered. (It was up to ${inTime(floor)} late itself; that is in its record.)`,
    `What is more than 3 % and 0.3 ms off is not the server’s. ${busy}`,
  );
}

/** The error in units of what is allowed. */
const share = ({ errorUs, truthUs }: CheckedStep['percentiles'][number]): number =>
  Math.abs(errorUs) / allowedErrorUs(truthUs);

const signed = (us: number): string => `${us < 0 ? '−' : '+'}${formatUs(Math.abs(us))}`;

function heldAnswers({ percentiles }: CheckedStep): DoctorLine {
  const p99 = percentiles.find(({ percentile }) => percentile === 99);
  return line(
    'held-answers',
    p99 === undefined ? 'bad' : upTo(share(p99), 1, 3),
    p99 === undefined
      ? 'nothing was answered'
      : `p99 ${formatUs(p99.reportedUs)} reported, ${formatUs(p99.truthUs)} true`,
    'A server that pauses for a second has to show it: clients that wait for answers before they ask again hide it.',
    busy,
  );
}

/** The highest rate at which requests still leave on time. */
export function judgeRungs(rungs: readonly Rung[]): DoctorLine[] {
  const highest = trustedUpTo(rungs);
  const last = rungs.at(-1);
  if (highest === null || last === undefined) return [];
  const all = isTrusted(last) ? ', the highest that was tried' : '';
  return [
    line(
      'highest-rate',
      atLeast(highest, 10_000, 1_000),
      highest === 0 ? `less than ${formatRate(last.ratePerSecond)}/s` : `${formatRate(highest)}/s${all}`,
      'Up to here 99 of 100 requests leave within 1 ms of their time, while the server answers at once.',
      'Above it, believe what the report does not hatch. For more, give the generator CPUs of its own.',
    ),
  ];
}

/** Whether the highest rate of a sweep leaves on time. */
export function judgeTopRate(rungs: readonly Rung[]): DoctorLine[] {
  const rung = rungs.at(-1);
  if (rung === undefined) return [];
  const onTime = isTrusted(rung);
  const late = inTime(rung.lateP99Us ?? Number.POSITIVE_INFINITY);
  return [
    line(
      'top-rate',
      onTime ? 'good' : 'doubtful',
      `at ${formatRate(rung.ratePerSecond)}/s, ${late} late at p99${rung.failed > 0 ? `, and ${whole(rung.failed)} failed` : ''}`,
      'The highest rate of this sweep, against a server that answers at once.',
      'The highest rates may be hatched: there the generator is at its own limit. `bench doctor` finds where that begins.',
    ),
  ];
}
