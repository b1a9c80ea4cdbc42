/** A column in words and figures: what its panel shows and what a screen reader says. */

import { type Column, type Percentile, percentileOf, type TimeSpent } from '../../model/analysis.ts';
import { writeFigure } from '../../model/figure.ts';
import { formatShare, formatSuccess } from '../../model/share.ts';
import {
  countedFigures,
  type StepFigure,
  sampledFigures,
  timeSpentFigures,
} from '../../model/step-figures.ts';
import { countText, DASH, latencyText, percentileName, plural, rateText } from '../figures.ts';
import { type TimelineText, timelineText } from './timeline-text.ts';

const BRIEF_PERCENTILES = [50, 99] as const;

function isBrief({ shown }: StepFigure): boolean {
  return shown === 'brief';
}

/** Heads of a column's `brief`. */
export const briefHeads: readonly string[] = [
  ...countedFigures.filter(isBrief).map(({ title }) => title),
  ...BRIEF_PERCENTILES.map(percentileName),
  ...sampledFigures.filter(isBrief).map(({ title }) => title),
];

/** Everything about a column that its panel shows, ready to be set. */
export interface ColumnText {
  readonly rate: string;
  /** What it comes to beside the columns of other targets, in the order of `briefHeads`; empty where it was not tried. */
  readonly brief: readonly string[];
  /** One sentence: can it be believed, does it meet the objectives, or why it was not tried. */
  readonly state: string;
  readonly figures: readonly (readonly [name: string, value: string])[];
  /** Where the mean latency went: name, time, share; empty where nothing succeeded. */
  readonly timeSpent: readonly (readonly [string, string, string])[];
  /** Name, over everything scheduled, over successes, remark. */
  readonly percentiles: readonly (readonly [string, string, string, string])[];
  readonly failures: readonly (readonly [kind: string, count: string, share: string])[];
  readonly remarks: readonly string[];
  /** One for each step, with what it is of. */
  readonly timelines: readonly (TimelineText & { readonly head: string })[];
}

/** @param heads of its time lines, in their order */
export function columnText(column: Column, heads: readonly string[]): ColumnText {
  const rate = rateText(column.ratePerSecond);
  if (column.notTried !== null) {
    const state = `Not tried: ${column.notTried}.`;
    return {
      rate,
      brief: [],
      state,
      figures: [],
      timeSpent: [],
      percentiles: [],
      failures: [],
      remarks: [],
      timelines: [],
    };
  }
  return {
    rate,
    brief: [
      ...countedFigures.filter(isBrief).map((figure) => writeFigure(figure, column[figure.key])),
      ...BRIEF_PERCENTILES.map((percentile) => percentileText(percentileOf(column, percentile))),
      ...sampledFigures.filter(isBrief).map((figure) => writeFigure(figure, column[figure.key])),
    ],
    state: `${validityText(column)} ${verdictsText(column)}`.trim(),
    figures: figuresOf(column),
    timeSpent: timeSpentRows(column.timeSpent),
    percentiles: column.overScheduled.map((scheduled) => [
      percentileName(scheduled.percentile),
      percentileText(scheduled),
      percentileText(column.overSuccesses.find(({ percentile }) => percentile === scheduled.percentile)),
      remarkOf(scheduled),
    ]),
    failures: column.failures.map(({ kind, count, share }) => [kind, countText(count), formatShare(share)]),
    remarks: remarksOf(column),
    timelines: column.slices.map((slices, i) => ({ ...timelineText(slices), head: heads[i] ?? '' })),
  };
}

/** The column's text alternative. */
export function columnLabel(column: Column): string {
  const text = columnText(column, []);
  if (column.notTried !== null) return `${text.rate}. ${text.state}`;
  const percentiles = column.overScheduled
    .filter(({ percentile }) => percentile === 50 || percentile === 99)
    .map((one) => `${percentileName(one.percentile)} ${spokenLatency(one)}`);
  return [
    text.rate,
    `success ${formatSuccess(column.successRatio)}`,
    `in window ${formatSuccess(column.goodputRatio)}`,
    `${percentiles.join(', ')}. ${text.state}`,
  ].join(', ');
}

/** `12.4 ms`, or what stands in its place. */
function percentileText(percentile: Percentile | undefined): string {
  return percentile === undefined ? DASH : latencyText(percentile.us);
}

function spokenLatency(percentile: Percentile): string {
  return percentile.us === Number.POSITIVE_INFINITY ? 'infinite' : percentileText(percentile);
}

function remarkOf({ us, trusted, enoughSamples }: Percentile): string {
  if (us === null) return '';
  return [...(enoughSamples ? [] : ['few samples']), ...(trusted ? [] : ['not trusted'])].join(', ');
}

function figuresOf(column: Column): (readonly [string, string])[] {
  const backlog = column.stable
    ? column.trend
    : `growing, ${countText(Math.round(column.backlogGrowth))} more`;
  return [
    ...(column.rounds > 1 ? [['Rounds', countText(column.rounds)] as const] : []),
    ...countedFigures.map((figure) => [figure.title, writeFigure(figure, column[figure.key])] as const),
    ['Backlog', backlog],
    ...sampledFigures.map((figure) => [figure.title, writeFigure(figure, column[figure.key])] as const),
  ];
}

function timeSpentRows(spent: TimeSpent | null): ColumnText['timeSpent'] {
  if (spent === null) return [];
  return timeSpentFigures.map((figure) => {
    const us = spent[figure.key];
    return [
      figure.title,
      writeFigure(figure, us),
      spent.meanUs === 0 ? DASH : formatShare(us / spent.meanUs),
    ];
  });
}

/** What the kernel did to connections, where it did something. */
function connectingRemarks(spent: TimeSpent | null): readonly string[] {
  if (spent === null) return [];
  const { opened, synRetransmits, listenOverflows } = spent;
  const events = [
    ...((synRetransmits ?? 0) > 0 ? [`${countText(synRetransmits ?? 0)} SYNs sent again`] : []),
    ...((listenOverflows ?? 0) > 0 ? [`${countText(listenOverflows ?? 0)} found an accept queue full`] : []),
  ];
  if (events.length === 0) return [];
  return [
    `Connecting: ${plural(opened, 'connection')} opened, ${events.join(', ')} (on the whole machine). A SYN that is sent again waits 1 s, then 3 s in all.`,
  ];
}

/** `Valid.`, or in how far not. */
export function validityText(column: Pick<Column, 'validity' | 'serverLimited' | 'stable'>): string {
  if (column.validity === 'generator-limited') return 'Limited by the generator: not to be trusted.';
  if (column.validity === 'host-limited') return 'Disturbed by the machine: not to be trusted.';
  if (column.validity === 'unattested') return 'Unattested: the load engine does not say how late it was.';
  if (!column.stable) return 'Valid, but unstable: the backlog grew.';
  return column.serverLimited ? 'Valid; the server was the limit.' : 'Valid.';
}

function verdictsText({ verdicts, thin }: Column): string {
  const undecided = thin ? 'Too few requests to decide' : 'Undecided:';
  const words = { pass: 'Meets', fail: 'Fails', undecided } as const;
  return verdicts.map(({ objective, verdict }) => `${words[verdict]} ${objective}.`).join(' ');
}

function remarksOf(column: Column): readonly string[] {
  return [
    ...column.doubts,
    ...connectingRemarks(column.timeSpent),
    ...(column.thin ? [`Few requests: ${plural(column.scheduled, 'request')} in all.`] : []),
    ...(column.beyondLink ? ['More bytes than the host’s link would carry.'] : []),
  ];
}
