/** Steps of one target that measured something else than the server: generator, machine, link, queues and ports. */
import type { Column, Validity } from '../../model/analysis.ts';
import { formatUs } from '../../model/duration.ts';
import { ownFailureKinds } from '../../model/failure.ts';
import { distinctRates } from '../../model/rate.ts';
import type { Doubt } from '../judging/validity.ts';
import { worstOfEachKind } from '../judging/worst-doubts.ts';
import { wordDoubt } from './doubts.ts';
import { columnsWhere, ofTarget, ratesWhere, sumOver, type TargetEvidence } from './evidence.ts';
import { type Rates, ratesText, times, when, whole } from './phrases.ts';

/** Sockets in TIME_WAIT hold their ports; from this share of them on, new connections may fail to find one. */
const PORTS_SHARE = 0.5;

/** From this share of the requests on, opening connections is a part of what is measured. */
const NOT_REUSED_SHARE = 0.9;

const QUIET = 'Stop what else is running, and measure again.';

const hostAdvice: Partial<Readonly<Record<Doubt['kind'], string>>> = {
  steal: 'Measure on a machine that is not shared, or at a quieter time.',
  throttled: 'Run outside of the container’s CPU quota.',
};

export const trustFindings = [
  ofTarget({
    code: 'generator-limited',
    severity: 'doubt',
    find: (evidence) => limited(evidence, 'generator-limited'),
    say: (found) => ({
      text: `At ${whereText(found)} the generator was the limit, not the server (${worstText(found)}). A pass there still counts (our lateness only adds to the latency), a fail does not, unless by wrong answers or refused connections.`,
      advice: 'Give the generator CPUs of its own (--placement split), or stay below these rates.',
    }),
  }),
  ofTarget({
    code: 'host-limited',
    severity: 'doubt',
    find: (evidence) => limited(evidence, 'host-limited'),
    say: (found) => ({
      text: `At ${whereText(found)} the machine was busy with something else (${worstText(found)}). A fail there does not count, unless by wrong answers or refused connections.`,
      advice: hostAdvice[found.doubts[0]?.kind ?? 'others'] ?? QUIET,
    }),
  }),
  ofTarget({
    code: 'unattested',
    severity: 'doubt',
    find: (evidence) => limited(evidence, 'unattested'),
    say: (found) => ({
      text: `At ${whereText(found)} nobody attests that the generator was on time, or that each answer was the right page: its engine does not say (${worstText(found)}). A pass counts, a fail does not, unless by wrong answers or refused connections.`,
      advice: 'Measure one of these rates with bench’s own generator too, and compare the two.',
    }),
  }),
  ofTarget({
    code: 'lag-at-percentile',
    severity: 'note',
    find: ({ analysis: { columns } }) => {
      const untrusted = (column: Column) => column.overScheduled.filter(({ trusted }) => !trusted);
      const hatched = columns.filter(
        (column) => column.rounds > 0 && column.validity === 'valid' && untrusted(column).length > 0,
      );
      if (hatched.length === 0) return null;
      const percentiles = hatched.flatMap((column) => untrusted(column).map(({ percentile }) => percentile));
      return {
        rates: hatched.map(({ ratePerSecond }) => ratePerSecond),
        percentiles: [...new Set(percentiles)].toSorted((a, b) => a - b),
      };
    },
    say: ({ rates, percentiles }) => ({
      text: `Hatched percentiles (${percentiles.map((p) => `p${p}`).join(', ')}) at ${ratesText(rates)}: the generator’s own lateness is more than 5 % of them.`,
      advice: 'Read them as upper bounds; the other percentiles of these columns hold.',
    }),
  }),
  ofTarget({
    code: 'beyond-link',
    severity: 'doubt',
    find: ({ run, analysis }) => {
      const rates = columnsWhere(analysis.columns, ({ beyondLink }) => beyondLink);
      const bitsPerSecond = run.host.size.bandwidthBitsPerSecond;
      return rates.length === 0 || bitsPerSecond === null ? null : { rates, bitsPerSecond };
    },
    say: ({ rates, bitsPerSecond }) => ({
      text: `At ${ratesText(rates)} the answers are more than the host’s link of ${bitsPerSecond / 1e9} Gbit/s would carry; here they went over loopback.`,
      advice: 'On the real host the link would be the limit: do not read a capacity from these columns.',
    }),
  }),
  ofTarget({
    code: 'stalls',
    severity: 'note',
    find: ({ steps }) => {
      // A step that is not valid is doubted already, as a rule for the same cause.
      const believed = steps.flatMap(({ step, judged }) =>
        judged.validity === 'valid' && step.stalls.length > 0 ? [step] : [],
      );
      if (believed.length === 0) return null;
      const stalls = believed.flatMap((step) => step.stalls);
      const ofLoop = stalls.filter(({ due }) => due === 'loop').length;
      return {
        ofLoop,
        ofMachine: stalls.length - ofLoop,
        longestMs: Math.max(...stalls.map(({ lengthMs }) => lengthMs)),
        rates: distinctRates(believed.map(({ ratePerSecond }) => ratePerSecond)),
      };
    },
    say: ({ ofLoop, ofMachine, longestMs, rates }) => ({
      text: `The generator stood still ${times(ofLoop + ofMachine, 'time')} for more than 20 ms, at most ${formatUs(longestMs * 1_000)}, at ${ratesText(rates)} (${dueText(ofLoop, ofMachine)}).`,
      advice: `${when(ofMachine > 0, 'Stop what else is running on the machine. ')}Latencies of about that length there may be ours.`,
    }),
  }),
  ofTarget({
    code: 'listen-overflow',
    severity: 'doubt',
    find: (evidence) => {
      const backlog = evidence.analysis.listenBacklog;
      // The kernel counts for the whole machine: fewer connections than a queue holds cannot have been too many for it.
      const found = sumOver(evidence, ({ machine, connections }) =>
        (connections.opened ?? 0) > (backlog ?? 0) ? machine.listenOverflows : 0,
      );
      return found === null ? null : { ...found, backlog };
    },
    say: ({ count, rates, backlog }) => ({
      text: `${times(count, 'attempt')} to connect met a full accept queue of the server’s${backlog === null ? '' : ` (it holds ${whole(backlog)})`} at ${ratesText(rates)}. The kernel then tries again after 1 s, then after 2 s more: bands at 1 s and 3 s come from there.`,
      advice:
        'It is what visitors would meet. A longer listen backlog and net.core.somaxconn move the bands, not the capacity.',
    }),
  }),
  ofTarget({
    code: 'time-wait',
    severity: 'doubt',
    find: (evidence) => {
      const { parts, host } = evidence.run;
      const { localPorts } = parts.at(-1)?.link?.generator ?? host.machine;
      const ports = localPorts ?? Number.POSITIVE_INFINITY;
      const rates = ratesWhere(
        evidence,
        ({ machine }) => (machine.timeWaitAtStart ?? 0) > ports * PORTS_SHARE,
      );
      const most = Math.max(...evidence.steps.map(({ step }) => step.machine.timeWaitAtStart ?? 0));
      const opened = sumOver(evidence, ({ connections }) => connections.opened)?.count ?? 0;
      const theirs = sumOver(evidence, ({ connections }) => connections.closedByServer)?.count ?? 0;
      return rates.length === 0 ? null : { rates, most, ports, theirs, ours: opened - theirs };
    },
    say: ({ rates, most, ports, theirs, ours }) => ({
      text: `Up to ${whole(most)} of ${whole(ports)} local ports were still held by closed connections when steps at ${ratesText(rates)} began.`,
      advice:
        theirs + ours < most / 2
          ? 'Most were opened by what ran before: wait a minute, and measure again.'
          : theirs >= ours
            ? 'The server closes connections after few answers: check its keep-alive, or set net.ipv4.tcp_tw_reuse=1.'
            : 'We closed most of them, as answers did not come in time: look at the rates below, or set net.ipv4.tcp_tw_reuse=1.',
    }),
  }),
  ofTarget({
    code: 'not-reused',
    severity: 'note',
    find: (evidence) => {
      const rates = ratesWhere(
        evidence,
        ({ connections: { opened, closedByServer }, requests }) =>
          requests.sent >= 100 &&
          Math.min(opened ?? 0, closedByServer ?? 0) > requests.sent * NOT_REUSED_SHARE,
      );
      return rates.length === 0 ? null : { rates };
    },
    say: ({ rates }) => ({
      text: `At ${ratesText(rates)} the server closed connections after almost every answer, so that almost every request opened one: latencies and capacity are those with connecting.`,
      advice: 'If clients are to reuse connections, turn on its keep-alive (HTTP/1.1), or make it longer.',
    }),
  }),
  ofTarget({
    code: 'connections-used-up',
    severity: 'note',
    find: (evidence) => {
      const rates = ratesWhere(evidence, ({ requests }) => requests.shed > 0);
      return rates.length === 0 ? null : { rates, connections: evidence.run.plan.maxConnections };
    },
    say: ({ rates, connections }) => ({
      text: `At ${ratesText(rates)} all ${whole(connections)} connections were waiting for answers; requests that found none free were given up at once, and count as failed (“shed”).`,
      advice: 'The server was far behind by then. --max-connections allows more to wait.',
    }),
  }),
] as const;

interface Limited {
  readonly rates: Rates;
  /** Every rate that was tried. */
  readonly everywhere: boolean;
  /** Of each kind the gravest, most telling first. */
  readonly doubts: readonly Doubt[];
}

/** The columns that are limited in this way, with the reasons that their steps were given. */
function limited(
  { analysis: { columns }, steps }: TargetEvidence,
  code: Exclude<Validity, 'valid'>,
): Limited | null {
  const rates = columnsWhere(columns, ({ validity }) => validity === code);
  if (rates.length === 0) return null;
  const doubts = steps
    .filter(({ step, judged }) => judged.validity === code && rates.includes(step.ratePerSecond))
    .flatMap(({ judged }) => judged.doubts)
    .filter((doubt) => blames(doubt, code));
  const share = (doubt: Doubt) => ('share' in doubt ? doubt.share : 0);
  return {
    rates,
    everywhere: rates.length === columnsWhere(columns, () => true).length,
    doubts: worstOfEachKind(doubts).toSorted((a, b) => share(b) - share(a)),
  };
}

/** Whether a doubt is a reason for this verdict. A generator that is late on a disturbed machine is not the cause. */
function blames({ kind }: Doubt, code: Exclude<Validity, 'valid'>): boolean {
  if (kind === 'unattested') return code === 'unattested';
  const isOurs = kind === 'late' || ownFailureKinds.some((own) => own === kind);
  return isOurs === (code === 'generator-limited');
}

const whereText = ({ rates, everywhere }: Limited) => (everywhere ? 'every rate' : ratesText(rates));

/** The reasons, as they were where they were gravest. */
const worstText = ({ rates, doubts }: Limited) =>
  `${when(rates.length > 1, 'at worst, ')}${doubts.map(wordDoubt).join('; ')}`;

function dueText(ofLoop: number, ofMachine: number): string {
  if (ofMachine === 0) return 'its own event loop';
  if (ofLoop === 0) return 'held up by the machine';
  return `${whole(ofLoop)} of its event loop’s own, ${whole(ofMachine)} held up by the machine`;
}
