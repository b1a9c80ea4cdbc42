/** The picture as a file of its own; of several targets what came out, and their pictures on identical axes. */
import { type Analysis, runOfTarget, type TargetAnalysis } from '../model/analysis.ts';
import type { Comparison } from '../model/comparison.ts';
import { findingText } from './comparison/finding.ts';
import { UNEVEN_NOTE } from './comparison/ratio-text.ts';
import { escapeMarkup } from './escape.ts';
import { plural, timeText } from './figures.ts';
import { frameOf, usualLines } from './picture/frame.ts';
import { half, wide } from './picture/layout.ts';
import { latencyPicture, sharedLegend } from './picture/picture.ts';
import { seamless } from './picture/plot.ts';
import { round, text } from './picture/stack.ts';
import { type Colours, coloursOf, FONTS, type Theme } from './theme.ts';
import { whyNotMeasured } from './words/capacity-text.ts';

const MARGIN = 24;

/**
 * Draws the success strips and heatmaps of all targets.
 * @returns a complete SVG document without references to anything outside of it; fonts are the reader's
 */
export async function svgReport(analysis: Analysis, theme: Theme = 'light'): Promise<string> {
  const colours = coloursOf(theme);
  const { width, height, body } =
    analysis.comparison === null
      ? await belowEachOther(analysis, colours)
      : await besideEachOther(analysis, analysis.comparison, colours);
  const label = escapeMarkup(
    `Success and latency over the request rate: ${analysis.targets.map(({ title }) => title).join(', ')}`,
  );
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ` +
    `font-family="${FONTS}" role="img" aria-label="${label}"><title>${label}</title><style>${seamless}</style>` +
    `<rect width="${width}" height="${height}" fill="${colours.colour('paper')}"/>${body}</svg>\n`
  );
}

interface Drawn {
  readonly width: number;
  readonly height: number;
  readonly body: string;
}

async function belowEachOther(analysis: Analysis, colours: Colours): Promise<Drawn> {
  const frame = frameOf(analysis, wide, usualLines, colours);
  const { title, small, bad } = looksOf(colours);
  const parts: string[] = [];
  let y = MARGIN;
  for (const [i, target] of analysis.targets.entries()) {
    parts.push(text(MARGIN, y + 14, target.title, { ...title, size: 17 }));
    parts.push(text(MARGIN, y + 34, subtitle(analysis, target), small));
    y += 52;
    if (target.steps.length > 0) {
      const picture = await latencyPicture(frame, target, `picture${i}`);
      parts.push(placed(picture.body, MARGIN, y));
      y += picture.height + MARGIN;
    }
    if (target.failure !== null || target.steps.length === 0) {
      parts.push(text(MARGIN, y + 8, failureText(target), bad));
      y += 40;
    }
  }
  return { width: wide.width + 2 * MARGIN, height: Math.ceil(y), body: parts.join('') };
}

const MOST_IN_A_ROW = 3;

/** What came out, then the pictures of several targets in rows of two or three, with one legend. */
async function besideEachOther(analysis: Analysis, comparison: Comparison, colours: Colours): Promise<Drawn> {
  const frame = frameOf(analysis, half, usualLines, colours);
  const { title, small, bad } = looksOf(colours);
  const measured = analysis.targets.filter(({ steps }) => steps.length > 0);
  const inRow = measured.length === 2 || measured.length === 4 ? 2 : MOST_IN_A_ROW;
  const pitch = half.width + MARGIN;
  const width = inRow * pitch + MARGIN;
  const parts: string[] = [];
  let y = MARGIN;
  for (const at of analysis.objectives.keys()) {
    const { best, text: words } = findingText(analysis, comparison, at);
    parts.push(
      text(MARGIN, y + 16, `${best === null ? '' : `${best} `}${words}`, {
        ...title,
        size: at === 0 ? 18 : 14,
        weight: 600,
      }),
    );
    y += 30;
  }
  if (analysis.warnings.some(({ code }) => code === 'uneven-cpus')) {
    parts.push(text(MARGIN, y + 10, UNEVEN_NOTE, small));
    y += 22;
  }
  const [first] = analysis.targets;
  if (first !== undefined) parts.push(text(MARGIN, y + 10, facts(analysis, first), small));
  y += 36;
  for (let i = 0; i < measured.length; i += inRow) {
    let tallest = 0;
    for (const [place, target] of measured.slice(i, i + inRow).entries()) {
      const x = MARGIN + place * pitch;
      const picture = await latencyPicture(frame, target, `picture${i + place}`, false);
      parts.push(text(x, y + 12, target.title, title));
      parts.push(text(x, y + 29, target.label, small));
      parts.push(placed(picture.body, x, y + 42));
      tallest = Math.max(tallest, picture.height + 42 + MARGIN);
    }
    y += tallest;
  }
  const legend = sharedLegend(frameOf(analysis, wide, usualLines, colours), measured, 'legend');
  parts.push(placed(legend.body, MARGIN, y));
  y += legend.height + MARGIN;
  for (const target of analysis.targets.filter(
    ({ failure, steps }) => failure !== null || steps.length === 0,
  )) {
    parts.push(text(MARGIN, y + 12, target.title, title));
    parts.push(text(MARGIN, y + 30, failureText(target), bad));
    y += 52;
  }
  return { width, height: Math.ceil(y), body: parts.join('') };
}

const looksOf = ({ colour }: Colours) => ({
  title: { size: 15, fill: colour('ink'), weight: 650 },
  small: { size: 12.5, fill: colour('quiet') },
  bad: { size: 12.5, fill: colour('bad') },
});

const placed = (body: string, x: number, y: number) =>
  `<g transform="translate(${round(x)},${round(y)})">${body}</g>`;

function failureText(target: TargetAnalysis): string {
  const what = target.steps.length > 0 ? 'Not measured to its end' : 'Could not be measured';
  return `${what}: ${target.failure?.detail ?? whyNotMeasured(target) ?? ''}`;
}

function subtitle(analysis: Analysis, target: TargetAnalysis): string {
  return `${target.label} · ${facts(analysis, target)}`;
}

/** Where, how and when the run of a target was measured. */
function facts(analysis: Analysis, target: TargetAnalysis): string {
  const { host, plan, startedAt, imported, engine } = runOfTarget(analysis, target);
  const ofRun = analysis.targets.filter(({ identity }) => identity.run === target.identity.run);
  const measured = Math.max(...ofRun.map(({ steps }) => new Set(steps.map(({ round }) => round)).size));
  return [
    ...(imported === undefined
      ? [
          `host ${host.name}, ${plural(host.size.cpus, 'CPU')}, ${host.placement} placement`,
          `visitor ${plan.visitor}`,
        ]
      : [`records of ${engine.name}, made elsewhere`]),
    plural(measured || plan.rounds, 'round'),
    timeText(startedAt),
    ...(analysis.otherRuns.length === 0 ? [] : [`and ${plural(analysis.otherRuns.length, 'other run')}`]),
  ].join(' · ');
}
