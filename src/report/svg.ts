/** The picture as a file of its own: every target on the same axes, one above the other. */
import type { Analysis, TargetAnalysis } from '../model/analysis.ts';
import { escapeMarkup } from './escape.ts';
import { plural, timeText } from './figures.ts';
import { frameOf, usualLines } from './picture/frame.ts';
import { wide } from './picture/layout.ts';
import { latencyPicture } from './picture/picture.ts';
import { round, text } from './picture/stack.ts';
import { colour, FONTS, paint, type Theme } from './theme.ts';

const MARGIN = 24;

/**
 * Draws the success strips and heatmaps of all targets.
 * @returns a complete SVG document without references to anything outside of it; fonts are the reader's
 */
export async function svgReport(analysis: Analysis, theme: Theme = 'light'): Promise<string> {
  const frame = frameOf(analysis, wide, usualLines);
  const parts: string[] = [];
  let y = MARGIN;
  for (const [i, target] of analysis.targets.entries()) {
    parts.push(line(y + 14, target.title, 17, 'ink', 650));
    parts.push(line(y + 34, subtitle(analysis, target), 12.5, 'quiet', 400));
    y += 52;
    if (target.failure === null) {
      const picture = await latencyPicture(frame, target, `picture${i}`);
      parts.push(`<g transform="translate(${MARGIN},${round(y)})">${picture.body}</g>`);
      y += picture.height + MARGIN;
    } else {
      parts.push(line(y + 8, `Could not be measured: ${target.failure.detail}`, 12.5, 'bad', 400));
      y += 40;
    }
  }
  const width = wide.width + 2 * MARGIN;
  const height = Math.ceil(y);
  const label = escapeMarkup(
    `Success and latency over the request rate: ${analysis.targets.map(({ title }) => title).join(', ')}`,
  );
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ` +
    `font-family="${FONTS}" role="img" aria-label="${label}"><title>${label}</title>` +
    `<rect width="${width}" height="${height}" fill="${colour('paper')}"/>${parts.join('')}</svg>\n`;
  return paint(svg, theme);
}

function line(y: number, words: string, size: number, fill: 'ink' | 'quiet' | 'bad', weight: number): string {
  return text({ ...wide, textSize: size }, MARGIN, y, 'start', words, ` font-weight="${weight}"`).replace(
    `fill="${colour('quiet')}"`,
    () => `fill="${colour(fill)}"`,
  );
}

function subtitle(analysis: Analysis, target: TargetAnalysis): string {
  const { host, plan } = analysis;
  return [
    target.label,
    `host ${host.name}, ${plural(host.size.cpus, 'CPU')}, ${host.placement} placement`,
    `visitor ${plan.visitor}`,
    plural(plan.rounds, 'round'),
    timeText(analysis.startedAt),
  ].join(' · ');
}
