/** What was tested, where, when and how, in sentences. */
import type { Analysis, RunFacts } from '../../model/analysis.ts';
import { formatWaitMs } from '../../model/duration.ts';
import { sizeOfLimit } from '../../model/machine.ts';
import { generatorsOf } from '../../model/plan.ts';
import { formatRate } from '../../model/rate.ts';
import { formatShare } from '../../model/share.ts';
import { formatBitsPerSecond } from '../../model/size.ts';
import { countText, memoryText, plural, timeText } from '../figures.ts';

/** The report's name: what was tested. */
export function reportTitle(analysis: Analysis): string {
  const titles = analysis.targets.map(({ title }) => title);
  return titles.length <= 3
    ? titles.join(' · ')
    : `${titles.slice(0, 3).join(' · ')} and ${titles.length - 3} more`;
}

/** What was tested, where, by which visitor, how it was placed and limited, and when; of several runs, of each. */
export function leadText(analysis: Analysis): string {
  return leadParts(analysis).join(' ');
}

/** Likewise, a paragraph each. */
export function leadParts(analysis: Analysis): readonly string[] {
  const runs = [analysis, ...analysis.otherRuns];
  if (runs.length === 1) return [runText(analysis)];
  return [
    `${countText(runs.length)} runs in one report.`,
    ...runs.map((run, i) => `Run ${i + 1}: ${runText(run)}`),
  ];
}

function runText(run: RunFacts): string {
  const { plan, host, imported, engine } = run;
  if (imported !== undefined) {
    const files = plural(imported.files.length, 'file');
    return `${askedText(plan)}, by ${engine.name}, elsewhere: the records of ${files} were folded into this report. Nothing is known of the machines. ${duration(run)}`;
  }
  const { size } = host;
  const where = [
    plural(size.cpus, 'CPU'),
    ...(size.memoryBytes === null ? [] : [memoryText(size.memoryBytes)]),
    ...(size.bandwidthBitsPerSecond === null ? [] : [formatBitsPerSecond(size.bandwidthBitsPerSecond)]),
  ].join(', ');
  const rounds =
    plan.time !== undefined
      ? `, in as many rounds as fit in ${formatWaitMs(plan.time.ms)}, ${plan.time.leastRounds} at least,`
      : plan.rounds > 1
        ? `, in ${plan.rounds} rounds,`
        : '';
  const contract = plan.targets.some(({ contract: one }) => one !== null);
  const visitor = contract ? ` by ${visitors[plan.visitor]}` : '';
  const placed = {
    shared: 'shared the same CPUs',
    split: 'each had CPUs of their own',
    remote: 'ran on two machines',
  }[host.placement];
  const senders = generatorsOf(plan.host).length;
  const apart = senders > 1 ? `${senders} other machines sent the load` : `generator and server ${placed}`;
  return [
    `${askedText(plan)}${rounds} on the host ${host.name} (${where})${visitor}; ${apart}.`,
    limits(run),
    duration(run),
  ].join(' ');
}

function askedText({ search, rates }: RunFacts['plan']): string {
  if (search !== undefined) {
    const { lowestPerSecond: low, highestPerSecond: high } = search;
    return `Searched the capacity of each start between ${formatRate(low)} and ${formatRate(high)} requests a second to ${formatShare(search.precision)}`;
  }
  const [lowest, highest] = [rates[0]?.ratePerSecond ?? 0, rates.at(-1)?.ratePerSecond ?? 0];
  return rates.length === 1
    ? `Asked for ${formatRate(lowest)} requests a second`
    : `Asked for ${formatRate(lowest)} to ${formatRate(highest)} requests a second in ${rates.length} steps`;
}

const visitors = {
  reader: 'a reader who is logged in and prefers dark',
  anonymous: 'an anonymous visitor without cookies',
} as const;

/** What a host limits, and its name. */
const limited = [
  ['CPUs', 'cpu'],
  ['memory', 'memory'],
  ['bandwidth', 'bandwidth'],
  ['open files', 'openFiles'],
] as const;

/** Which of the host's limits were really in force. */
function limits({ host }: RunFacts): string {
  const asked = limited.filter(([, limit]) => host.size[sizeOfLimit[limit]] !== null);
  const names = (enforced: boolean) =>
    asked
      .filter(([, limit]) => host.limits[limit].enforced === enforced)
      .map(([name]) => name)
      .join(', ');
  const [inForce, not] = [names(true), names(false)];
  if (inForce === '') return 'None of the host’s limits could be put in force.';
  return `Limits in force: ${inForce}${not === '' ? '' : `; not in force: ${not}`}.`;
}

function duration({ startedAt, finishedAt }: RunFacts): string {
  if (finishedAt === null) return `Begun ${timeText(startedAt)}, not finished.`;
  const ms = Date.parse(finishedAt) - Date.parse(startedAt);
  const took = Number.isFinite(ms) ? `, in ${formatWaitMs(ms)}` : '';
  return `Measured ${timeText(startedAt)}${took}.`;
}
