import { formatUs, formatWaitMs } from '../model/duration.ts';
import { generatorsOf, type Plan } from '../model/plan.ts';
import { formatRate } from '../model/rate.ts';
import { roundsText } from '../model/rounds-text.ts';
import { formatShare } from '../model/share.ts';
import { formatBitsPerSecond, formatMemory } from '../model/size.ts';
import type { DecidedSweep } from '../work/decided-sweep.ts';
import { printable } from './printable.ts';

/** The whole plan in words, as lines; what comes from elsewhere is made printable. */
export function describePlan(sweep: DecidedSweep): string[] {
  const { plan } = sweep;
  const facts: [name: string, what: string][] = [
    ['targets', plan.targets.map(({ label }) => label).join(', ')],
    ['visitor', visitorWords(plan)],
    ['host', hostWords(plan)],
    ['placement', placementWords(plan)],
    ['rates', ratesWords(plan)],
    [
      'arrivals',
      `${plan.arrivals}, at most ${plan.maxConnections} connections, time-out ${formatMs(plan.timeoutMs)}`,
    ],
    ['warm-up', warmupWords(plan)],
    ['rounds', `${roundsText(plan)}, each target on a fresh server in each`],
    ['objectives', plan.objectives.map(({ text }) => text).join(', ')],
    ['seed', String(plan.seed)],
    ['folder', sweep.runFolder],
  ];
  return [
    `Plan of a${plan.quick ? ' quick' : ''} sweep`,
    '',
    ...facts.map(([name, what]) => `  ${name.padEnd(12)}${printable(what)}`),
    '',
    ...(plan.search === undefined ? rateLines(plan) : []),
    ...(plan.time === undefined ? [...blockLines(plan), ''] : []),
    `Takes about ${formatWaitMs(sweep.expectedMs)}, and the builds of targets that are not built yet.`,
  ];
}

const formatMs = (ms: number): string => formatUs(ms * 1_000);

function visitorWords({ visitor, targets }: Plan): string {
  if (targets.every(({ contract }) => contract === null)) return 'as each target says';
  return visitor === 'reader' ? 'reader (signed in, dark theme)' : 'anonymous (no cookie)';
}

function hostWords({ host }: Plan): string {
  const { name, size, via } = host;
  const parts = [
    `${size.cpus} ${size.cpus === 1 ? 'CPU' : 'CPUs'}`,
    size.memoryBytes === null ? null : formatMemory(size.memoryBytes),
    size.bandwidthBitsPerSecond === null ? null : formatBitsPerSecond(size.bandwidthBitsPerSecond),
    size.openFiles === null ? null : `${size.openFiles.toLocaleString('en-US')} open files`,
  ];
  const way = via === 'local' ? via : `over ssh to ${via.ssh}, in ${via.directory}`;
  const senders = generatorsOf(host).map(({ ssh, directory }) => `${ssh}, over ssh, in ${directory}`);
  const number = senders.length > 1 ? `${senders.length} machines: ` : '';
  const from = senders.length === 0 ? '' : `; loaded from ${number}${senders.join('; ')}`;
  return `${name} (${way}): ${parts.filter((part) => part !== null).join(', ')}${from}`;
}

function placementWords({ placement }: Plan): string {
  const { asked, resolved, serverCpus, generatorCpus, reducedTo } = placement;
  const how =
    resolved === 'shared'
      ? `servers and generator both on CPU ${serverCpus.join(', ')}`
      : `servers on CPU ${serverCpus.join(', ')}, generator on CPU ${generatorCpus.join(', ')}`;
  const less =
    reducedTo === null ? '' : `; the host is reduced to ${reducedTo} CPU${reducedTo === 1 ? '' : 's'}`;
  return `${resolved}${asked === 'auto' ? ' (auto)' : ''}: ${how}${less}`;
}

const rateLines = ({ rates }: Plan): string[] => [
  '  rate/s      requests   window',
  ...rates.map(
    ({ ratePerSecond, scheduled, windowMs }) =>
      `  ${formatRate(ratePerSecond).padEnd(10)}${scheduled.toLocaleString('en-US').padStart(10)}   ${formatMs(windowMs)}`,
  ),
  '',
];

function ratesWords({ rates, search, perDecade, order, earlyStop }: Plan): string {
  if (search !== undefined) {
    const { lowestPerSecond: low, highestPerSecond: high, precision, budgetMs, fixed } = search;
    const besides =
      fixed === undefined
        ? ''
        : `; and ${formatRate(fixed.lowPerSecond)}/s and ${formatShare(fixed.shareOfLowest)} of the lowest capacity, for all targets`;
    return `those that a search of the capacity visits between ${formatRate(low)} and ${formatRate(high)} a second, to ${formatShare(precision)} or for ${formatWaitMs(budgetMs)}${besides}`;
  }
  const [first = 0, last = 0] = [rates[0]?.ratePerSecond, rates.at(-1)?.ratePerSecond];
  const grid = perDecade === null ? '' : `, ${perDecade} per decade`;
  const stop = earlyStop ? ', stopping early above three hopeless ones' : '';
  return `${rates.length}, from ${formatRate(first)} to ${formatRate(last)} a second${grid}, ${order}${stop}`;
}

function warmupWords({ warmup: { mode, minRequests, minMs, capMs } }: Plan): string {
  switch (mode) {
    case 'none':
      return 'none';
    case 'time':
      return formatMs(capMs);
    case 'auto':
      return `until latency settles: ${minRequests.toLocaleString('en-US')} requests or ${formatMs(minMs)}, ${formatMs(capMs)} at most`;
  }
}

function blockLines({ blocks, rounds }: Plan): string[] {
  return Array.from({ length: rounds }, (_, index) => {
    const labels = blocks.filter(({ round }) => round === index + 1).map(({ label }) => printable(label));
    return `  round ${index + 1}: ${labels.join(' → ')}`;
  });
}
