import type { SliceFigures, TimelineText } from '../timeline-text.ts';
import type { PageDocument, PageElement } from './dom.ts';

/**
 * Runs in the page. Draws the slices of a step: arrivals by what became of them with what was in flight as a line,
 * and below it the latency from p50 to p99, with a dot for the largest.
 */
export function drawTimeline(document: PageDocument, text: TimelineText): PageElement {
  const width = 280;
  const top = { y: 16, height: 44 };
  const low = { y: 84, height: 56 };
  const pitch = width / Math.max(1, text.slices.length);
  const svg = shape('svg', { viewBox: `0 0 ${width} ${low.y + low.height + 4}`, role: 'img' });
  svg.setAttribute('aria-label', text.summary);
  caption(0, 11, 'start', `arrivals, ${text.arrivals}`);
  caption(width, 11, 'end', text.inFlight);
  caption(0, 79, 'start', 'latency: p50 to p99, largest');
  const most = Math.max(1, ...text.slices.map(([scheduled]) => scheduled));
  const mostInFlight = Math.max(1, ...text.slices.map((slice) => slice[4]));
  const inFlight: string[] = [];
  text.slices.forEach((slice, i) => {
    arrivals(slice, i);
    latency(slice, i);
    const y = top.y + top.height * (1 - slice[4] / mostInFlight);
    inFlight.push(`${((i + 1) * pitch).toFixed(1)},${y.toFixed(1)}`);
  });
  svg.append(shape('polyline', { class: 'inflight', points: inFlight.join(' ') }));
  if (text.latency !== null) {
    caption(width, 79, 'end', `${text.latency.lowText} … ${text.latency.highText}`);
  }
  return svg;

  function arrivals([, succeeded, failed, shed]: SliceFigures, i: number): void {
    let y = top.y + top.height;
    for (const [name, count] of [
      ['succeeded', succeeded],
      ['failed', failed],
      ['shed', shed],
    ] as const) {
      const height = (top.height * count) / most;
      y -= height;
      if (count > 0) svg.append(bar(name, i, y, height));
    }
  }

  function latency([, , , , , p50, p99, max]: SliceFigures, i: number): void {
    if (text.latency === null || p50 === null || p99 === null || max === null) return;
    const [from, to] = [placed(p99), placed(p50)];
    svg.append(bar('range', i, from, Math.max(1.5, to - from)));
    svg.append(
      shape('circle', { class: 'max', cx: String((i + 0.5) * pitch), cy: String(placed(max)), r: '1.8' }),
    );
  }

  /** On a logarithmic axis from the lowest to the highest latency. */
  function placed(us: number): number {
    const range = text.latency ?? { low: 1, high: 10 };
    const share =
      Math.log(Math.max(us, range.low) / range.low) / Math.max(0.01, Math.log(range.high / range.low));
    return low.y + 3 + (low.height - 6) * (1 - share);
  }

  function bar(name: string, i: number, y: number, height: number): PageElement {
    return shape('rect', {
      class: name,
      x: (i * pitch + 0.75).toFixed(2),
      width: (pitch - 1.5).toFixed(2),
      y: y.toFixed(2),
      height: height.toFixed(2),
    });
  }

  function caption(x: number, y: number, anchor: string, words: string): void {
    const element = shape('text', { x: String(x), y: String(y), 'text-anchor': anchor });
    element.textContent = words;
    svg.append(element);
  }

  function shape(tag: string, attributes: Readonly<Record<string, string>>): PageElement {
    const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  }
}
