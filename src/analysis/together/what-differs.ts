/** In what two targets differ beside their figures: run, host and machine first, then the targets themselves. */
import { hash } from 'node:crypto';
import { formatWaitMs } from '../../model/duration.ts';
import { formatRate } from '../../model/rate.ts';
import type { Run, TargetRecord } from '../../model/run.ts';
import { formatShare } from '../../model/share.ts';
import { formatBytes, formatMemory } from '../../model/size.ts';
import { differencesOf } from './run-differences.ts';

export interface SideRecord {
  readonly run: Run;
  readonly record: TargetRecord;
}

export interface SideDifference {
  readonly what: string;
  readonly a: string;
  readonly b: string;
}

const NONE = 'none';
const UNKNOWN = 'not known';
const HASH_DIGITS = 12;

/** What reports of several runs need not tell, because they draw it. */
const ofRun: readonly (readonly [what: string, of: (run: Run) => string])[] = [
  ['rates', ({ plan }) => ratesText(plan)],
  ['rounds', ({ plan }) => (plan.time === undefined ? String(plan.rounds) : 'as many as fit')],
  ['objectives', ({ plan }) => plan.objectives.map(({ text }) => text).join('; ')],
  ['Node', ({ host }) => host.machine.node],
  [
    'memory of the machine',
    ({ host }) => (host.machine.memoryBytes === null ? UNKNOWN : formatMemory(host.machine.memoryBytes)),
  ],
];

const ofTarget: readonly (readonly [what: string, of: (side: SideRecord) => string])[] = [
  ['target', ({ record: { name, variant } }) => (variant === null ? name : `${name}:${variant}`)],
  ['who owns the socket', ({ record }) => record.class ?? UNKNOWN],
  ['language', ({ record }) => record.language ?? UNKNOWN],
  ['code', ({ record }) => record.contentHash?.slice(0, HASH_DIGITS) ?? UNKNOWN],
  ['mode', ({ record }) => record.development ?? 'production'],
  ['request', (side) => ofRequest(side, ({ method, path }) => `${method} ${path}`)],
  // Their values may be secrets.
  ['headers of the request', (side) => ofRequest(side, ({ headers }) => headersText(headers))],
  [
    'body of the request',
    (side) => ofRequest(side, ({ body }) => (body === null ? NONE : `${digestOf(body)} (digest)`)),
  ],
  ['text that the page must hold', (side) => ofRequest(side, ({ expect }) => expect ?? NONE)],
  ['page', ({ record }) => (record.page === null ? UNKNOWN : formatBytes(record.page.bytes))],
];

type Request = Run['plan']['targets'][number]['request'];

function ofRequest({ run, record }: SideRecord, read: (request: Request) => string): string {
  const request = run.plan.targets.find(({ label }) => label === record.label)?.request;
  return request === undefined ? UNKNOWN : read(request);
}

const headersText = (headers: Request['headers']): string =>
  Object.entries(headers)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name} (digest ${digestOf(value)})`)
    .join(', ') || NONE;

const digestOf = (text: string): string => hash('sha256', text).slice(0, HASH_DIGITS);

/** In an order in which what may explain the figures comes first. */
export function whatDiffers(a: SideRecord, b: SideRecord): readonly SideDifference[] {
  const told = (what: string, one: string, other: string): readonly SideDifference[] =>
    one === other ? [] : [{ what, a: one, b: other }];
  const runs =
    a.run === b.run
      ? []
      : [
          ...differencesOf([a.run, b.run]).map(({ what, values: [one = '', other = ''] }) => ({
            what,
            a: one,
            b: other,
          })),
          ...ofRun.flatMap(([what, of]) => told(what, of(a.run), of(b.run))),
        ];
  return [...runs, ...ofTarget.flatMap(([what, of]) => told(what, of(a), of(b))), ...versionsDiffering(a, b)];
}

/** One row for each version that both have; what only one of them is made of stands in a single row. */
function versionsDiffering(
  { record: { versions: ofA } }: SideRecord,
  { record: { versions: ofB } }: SideRecord,
): readonly SideDifference[] {
  const names = Object.keys(ofA).filter((name) => name in ofB);
  const alone = (versions: Readonly<Record<string, string>>, others: Readonly<Record<string, string>>) =>
    Object.entries(versions)
      .filter(([name]) => !(name in others))
      .map(([name, version]) => `${name} ${version}`)
      .toSorted()
      .join(', ');
  const [a, b] = [alone(ofA, ofB), alone(ofB, ofA)];
  return [
    ...names
      .toSorted()
      .map((name) => ({ what: `version of ${name}`, a: ofA[name] ?? NONE, b: ofB[name] ?? NONE }))
      .filter((row) => row.a !== row.b),
    ...(a === b ? [] : [{ what: 'tools and dependencies', a: a === '' ? NONE : a, b: b === '' ? NONE : b }]),
  ];
}

function ratesText({ rates, search }: Run['plan']): string {
  if (search !== undefined) {
    const { lowestPerSecond, highestPerSecond, precision, budgetMs } = search;
    return `a search between ${formatRate(lowestPerSecond)}/s and ${formatRate(highestPerSecond)}/s, to ${formatShare(precision)}, ${formatWaitMs(budgetMs)} at most`;
  }
  const [first, last] = [rates[0]?.ratePerSecond ?? 0, rates.at(-1)?.ratePerSecond ?? 0];
  return `${rates.length} from ${formatRate(first)}/s to ${formatRate(last)}/s`;
}
