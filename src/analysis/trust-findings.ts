/** Looks for steps of one target that measured something else than the server. */
import type { Column, Validity } from '../model/analysis.ts';
import type { Step } from '../model/run.ts';
import { columnsWhere, type Evidence, ratesWhere, type TargetFinding } from './findings.ts';
import type { Doubt } from './validity.ts';
import { worstOfEachKind } from './worst-doubts.ts';

/** Sockets in TIME_WAIT hold their ports; from this share of them on, new connections may fail to find one. */
const PORTS_SHARE = 0.5;

/** Validity, lateness, stalls, the link, the kernel's queues and the ports. */
export function trustFindings(evidence: Evidence): readonly TargetFinding[] {
  return [...validity(evidence), ...network(evidence)];
}

function validity({ run, analysis, steps }: Evidence): TargetFinding[] {
  const { columns } = analysis;
  const findings = (['generator-limited', 'host-limited'] as const).flatMap((code): TargetFinding[] => {
    const limited = columns.filter((column) => column.rounds > 0 && column.validity === code);
    if (limited.length === 0) return [];
    const rates = limited.map(({ ratePerSecond }) => ratePerSecond);
    const doubts = steps
      .filter(({ step, judged }) => judged.validity === code && rates.includes(step.ratePerSecond))
      .flatMap(({ judged }) => judged.doubts)
      .filter((doubt) => blames(doubt, code));
    const everywhere = limited.length === columns.filter(({ rounds }) => rounds > 0).length;
    return [{ code, rates, everywhere, doubts: gravestFirst(worstOfEachKind(doubts)) }];
  });
  const untrusted = (column: Column) => column.overScheduled.filter(({ trusted }) => !trusted);
  const hatched = columns.filter(
    (column) => column.rounds > 0 && column.validity === 'valid' && untrusted(column).length > 0,
  );
  if (hatched.length > 0) {
    const percentiles = hatched.flatMap((column) => untrusted(column).map(({ percentile }) => percentile));
    findings.push({
      code: 'lag-at-percentile',
      rates: hatched.map(({ ratePerSecond }) => ratePerSecond),
      percentiles: [...new Set(percentiles)].toSorted((a, b) => a - b),
    });
  }
  const beyond = columnsWhere(columns, ({ beyondLink }) => beyondLink);
  const link = run.host.size.bandwidthBitsPerSecond;
  if (beyond.length > 0 && link !== null) {
    findings.push({ code: 'beyond-link', rates: beyond, bitsPerSecond: link });
  }
  return [...findings, ...stallsOf(steps)];
}

/** Stalls where nothing else is wrong: a step that is not valid is doubted already, as a rule for the same cause. */
function stallsOf(steps: Evidence['steps']): TargetFinding[] {
  const believed = steps.filter(({ judged }) => judged.validity === 'valid').map(({ step }) => step);
  const stalls = believed.flatMap((step) => step.stalls);
  if (stalls.length === 0) return [];
  const ofLoop = stalls.filter(({ due }) => due === 'loop').length;
  return [
    {
      code: 'stalls',
      ofLoop,
      ofMachine: stalls.length - ofLoop,
      longestMs: Math.max(...stalls.map(({ lengthMs }) => lengthMs)),
      rates: ratesWhere(believed, (step) => step.stalls.length > 0),
    },
  ];
}

/** Whether a doubt is a reason for this verdict. A generator that is late on a disturbed machine is not the cause. */
function blames({ kind }: Doubt, code: Exclude<Validity, 'valid'>): boolean {
  const isOurs = ['no-port', 'no-descriptor', 'not-dispatched', 'late'].includes(kind);
  return isOurs === (code === 'generator-limited');
}

function gravestFirst(doubts: readonly Doubt[]): readonly Doubt[] {
  const share = (doubt: Doubt) => ('share' in doubt ? doubt.share : 0);
  return doubts.toSorted((a, b) => share(b) - share(a));
}

/** The kernel counts for the whole machine: fewer connections than a queue holds cannot have been too many for it. */
function overflowed({ machine, connections }: Step, backlog: number | null): boolean {
  return (machine.listenOverflows ?? 0) > 0 && connections.opened > (backlog ?? 0);
}

function network({ run, analysis, steps }: Evidence): TargetFinding[] {
  const all = steps.map(({ step }) => step);
  const findings: TargetFinding[] = [];
  const overflowing = all.filter((step) => overflowed(step, analysis.listenBacklog));
  if (overflowing.length > 0) {
    findings.push({
      code: 'listen-overflow',
      rates: ratesWhere(overflowing, () => true),
      count: overflowing.reduce((sum, { machine }) => sum + (machine.listenOverflows ?? 0), 0),
      backlog: analysis.listenBacklog,
    });
  }
  const ports = run.host.machine.localPorts;
  if (ports !== null) {
    const crowded = (waiting: number | null) => (waiting ?? 0) > ports * PORTS_SHARE;
    const rates = ratesWhere(all, ({ machine }) => crowded(machine.timeWaitAtStart));
    const most = Math.max(0, ...all.map(({ machine }) => machine.timeWaitAtStart ?? 0));
    if (rates.length > 0) findings.push({ code: 'time-wait', rates, most, ports });
  }
  const shed = ratesWhere(all, ({ requests }) => requests.shed > 0);
  if (shed.length > 0) {
    findings.push({ code: 'connections-used-up', rates: shed, connections: run.plan.maxConnections });
  }
  return findings;
}
