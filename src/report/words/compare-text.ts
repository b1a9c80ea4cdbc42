/** What `bench compare` found, in words: as parts for documents, and as lines for a terminal. */
import type { ComparedPair, ComparedPairFigure, ComparedSide } from '../../model/compared.ts';
import type { ComparedFigure } from '../../model/comparison.ts';
import { DASH, units } from '../../model/figure.ts';
import { signs, wholeRatioText, wordText } from '../comparison/ratio-text.ts';
import { confidenceText, plural, rateText, timeText } from '../figures.ts';
import { crossedClasses, crossedText } from './class-text.ts';

/** `remix ÷ leptos`; of two runs `remix, of two runs`. */
export function pairTitle({ a, b, paired }: ComparedPair): string {
  if (paired || a.label !== b.label) return `${b.label} ÷ ${a.label}`;
  return `${b.label}, of two runs`;
}

/** `Remix 2.17, remix of the run 2026-01-15-…, begun 2026-01-15 09:00 UTC, 6 rounds` */
export const sideText = ({ title, label, runId, startedAt, rounds }: ComparedSide): string =>
  `${title}, ${label} of the run ${runId}, begun ${timeText(startedAt)}, ${plural(rounds, 'round')}`;

/** Before the ratios of B ÷ A: that they cross the classes; empty where they do not. */
export function crossedLines({ a, b }: ComparedPair): readonly string[] {
  const crossed = crossedClasses(b, a);
  return crossed === null ? [] : [crossedText(crossed)];
}

/** How ratios were taken, and what that allows. */
export const pairingText = ({ paired, a, b }: ComparedPair): string =>
  Math.min(a.rounds, b.rounds) < 2
    ? 'One of them was measured in one round only. How far a repetition would differ is not known, so there is no ratio.'
    : paired
      ? 'Both were measured in the same rounds of one run, so each ratio is the median over the rounds. Better and worse are said of the capacity, and of p99 and CPU a request at one fixed rate, where the exact sign-flip test shows it, corrected for these figures of these two targets.'
      : 'The two were measured in different runs, so no round of one belongs to a round of the other. The intervals hold how rounds differ within a run, but not how the machine changed between the runs: nothing is called better or worse. To be told that, sweep both in one run.';

/** `p99 at 365/s`, `Capacity for p99<500ms`, `Memory, idle` */
export function figureName({ key, title, note, ratePerSecond }: ComparedPairFigure): string {
  if (ratePerSecond !== null) return `${title} at ${rateText(ratePerSecond)}`;
  if (note === null) return title;
  return key === 'capacity' ? `${title} for ${note}` : `${title}, ${note}`;
}

/** `≥ 1,585/s`; a dash where it is not known. */
export function valueText({ key, unit }: ComparedPairFigure, { value, bound }: ComparedFigure): string {
  if (value === null) return DASH;
  return key === 'capacity' && value === 0 ? 'none' : `${signs[bound]}${units[unit](value)}`;
}

/** `1,259/s to 1,995/s, 75 %`; null where it was not measured in several rounds. */
export function spreadText({ unit }: ComparedPairFigure, figure: ComparedFigure): string | null {
  const { interval, confidence } = figure;
  if (interval === null || confidence === null) return null;
  const [low, high] = interval;
  return `${units[unit](low)} to ${high === null ? '∞' : units[unit](high)}, ${confidenceText(confidence)}`;
}

/** The ratio with its interval; a dash where there is none. */
export const ratioCell = ({ ratio }: ComparedPairFigure): string =>
  ratio === null ? DASH : `${wholeRatioText(ratio)}${ratio.doubtful ? ', not to be trusted' : ''}`;

/** `better`, `undecided, …`, or nothing where no word may stand. */
export const wordCell = ({ ratio }: ComparedPairFigure): string =>
  ratio === null ? '' : (wordText(ratio) ?? '');

export interface FigureGroup {
  readonly title: string;
  /** Null: the title says it all. */
  readonly lead: string | null;
  readonly figures: readonly ComparedPairFigure[];
}

/** The capacities, what was measured at the fixed rates, and the rest; none that is empty. */
export function figureGroups({ figures, sharedRatePerSecond }: ComparedPair): readonly FigureGroup[] {
  const isCapacity = ({ key }: ComparedPairFigure) => key === 'capacity';
  const isFixed = ({ ratePerSecond }: ComparedPairFigure) => ratePerSecond !== null;
  return [
    { title: 'Capacity', lead: null, figures: figures.filter(isCapacity) },
    {
      title: 'At one fixed rate',
      lead:
        sharedRatePerSecond === null
          ? 'There is no common rate up to half the lower capacity at which p99 rests on enough requests: a grid may lack one, and a search of an older version measured none.'
          : `${rateText(sharedRatePerSecond)} is the highest common rate up to half the lowest capacity (of a search: that its first round found), far below where either gives way.`,
      figures: figures.filter(isFixed),
    },
    {
      title: 'Beside the load',
      lead: null,
      figures: figures.filter((figure) => !isCapacity(figure) && !isFixed(figure)),
    },
  ].filter((group) => group.figures.length > 0 || group.title === 'At one fixed rate');
}

/** What a terminal shows of a pair: who, what differs, and the figures that matter most. */
export function pairLines(pair: ComparedPair): readonly string[] {
  const rows = figureGroups(pair)
    .filter(({ title }) => title !== 'Beside the load')
    .flatMap(({ figures }) => figures)
    .map((figure) => [
      figureName(figure),
      `${valueText(figure, figure.a)} → ${valueText(figure, figure.b)}`,
      [ratioCell(figure), wordCell(figure)].filter((part) => part !== '').join(': '),
    ]);
  const width = (at: number) => Math.max(...rows.map((row) => row[at]?.length ?? 0));
  return [
    `A  ${sideText(pair.a)}`,
    `B  ${sideText(pair.b)}`,
    ...(pair.differs.length === 0
      ? ['Nothing that is stored differs beside the time.']
      : pair.differs.map(({ what, a, b }) => `differs: ${what}: ${a} → ${b}`)),
    ...crossedLines(pair),
    ...rows.map(([name = '', values = '', ratio = '']) =>
      `${name.padEnd(width(0))}  ${values.padEnd(width(1))}  ${ratio}`.trimEnd(),
    ),
    ...(pair.paired
      ? []
      : ['The two are of different runs, which are not paired: nothing is called better or worse.']),
  ];
}
