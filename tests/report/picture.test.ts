import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5';
import { shareLevel } from '../../src/report/palette.ts';
import { allLines, frameOf } from '../../src/report/picture/frame.ts';
import { narrow, wide } from '../../src/report/picture/layout.ts';
import { latencyPicture } from '../../src/report/picture/picture.ts';
import { NoFontError, pngReport } from '../../src/report/png.ts';
import { svgReport } from '../../src/report/svg.ts';
import { compared, hostileSample, measuredTargets, troubled, usual } from './samples.ts';

type Element = DefaultTreeAdapterTypes.Element;

function elementsOf(svg: string): Element[] {
  const found: Element[] = [];
  const visit = (node: DefaultTreeAdapterTypes.Node): void => {
    if ('tagName' in node) found.push(node);
    if ('childNodes' in node) for (const child of node.childNodes) visit(child);
  };
  visit(parseFragment(svg));
  return found;
}

/** The cells of the map, those of columns that rest on few requests included. */
const cellsOf = (svg: string) => [...rectangles(svg, 'cells'), ...rectangles(svg, 'thincells')];

const attribute = (element: Element, name: string) => element.attrs.find((one) => one.name === name)?.value;

/** The rectangles in a layer, as left, top, width, height, with their fill. */
function rectangles(svg: string, layer: string) {
  const group = new RegExp(`<g class="[^"]* ${layer}_marks"[^>]*(?<!/)>(.*?)</g>`).exec(svg)?.[1] ?? '';
  return [...group.matchAll(/<path d="([^"]*)"([^>]*)\/>/g)].flatMap(([, shapes = '', looks = '']) =>
    [...shapes.matchAll(/M([\d.-]+),([\d.-]+)h([\d.-]+)v([\d.-]+)h/g)].map(([, x, y, width, height]) => ({
      x: Number(x),
      y: Number(y),
      width: Number(width),
      height: Number(height),
      looks,
    })),
  );
}

describe('the picture', async () => {
  const frame = frameOf(usual.analysis, wide, allLines);
  const [target] = measuredTargets(usual);
  assert.ok(target !== undefined);
  const { body } = await latencyPicture(frame, target, 'test');

  it('has one cell for each that holds something, in the colour of its share', () => {
    const wanted = new Map<string, number>();
    for (const { share } of target.columns.flatMap(({ cells }) => cells)) {
      const fill = `fill="var(--latency${shareLevel(share)})"`;
      wanted.set(fill, (wanted.get(fill) ?? 0) + 1);
    }
    const drawn = cellsOf(body);
    for (const [fill, count] of wanted) {
      assert.equal(drawn.filter(({ looks }) => looks.includes(fill)).length, count, fill);
    }
  });

  it('has cells that touch: every column ends where the next one begins', () => {
    const lefts = [...new Set(cellsOf(body).map(({ x }) => x))].toSorted((a, b) => a - b);
    assert.equal(lefts.length, target.columns.length);
    for (const { x, width } of cellsOf(body)) {
      const next = lefts.find((left) => left > x + 0.5) ?? wide.width - wide.left - wide.right;
      assert.ok(Math.abs(x + width - next) < 0.05, `${x + width} is not ${next}`);
    }
  });

  it('fades columns that rest on few requests, and no other', () => {
    const faded = new Set(
      cellsOf(body)
        .filter(({ looks }) => looks.includes('fill-opacity="0.5"'))
        .map(({ x }) => x),
    );
    assert.equal(faded.size, target.columns.filter(({ thin }) => thin).length);
  });

  it('lets failures hang deeper, the more there are, and none where there are none', () => {
    const curtains = rectangles(body, 'failed').toSorted((a, b) => a.x - b.x);
    const depths = curtains.map(({ height }) => height);
    for (const [i, { successRatio }] of target.columns.entries()) {
      if (successRatio === 1) assert.equal(depths[i], 0);
      else assert.ok((depths[i] ?? 0) > 1);
    }
    assert.ok((depths.at(-1) ?? 0) > 80, 'a success of 26 % hangs nearly to the ground');
  });

  it('shows a column that answered nothing at all as a curtain to the ground', async () => {
    const nothing = {
      ...target,
      columns: target.columns.map((column) => ({ ...column, successRatio: 0, goodputRatio: 0 })),
    };
    const picture = await latencyPicture(frame, nothing, 'test');
    for (const { height } of rectangles(picture.body, 'failed')) assert.equal(height, wide.stripHeight);
  });

  it('has a row for each kind of failure', () => {
    for (const kind of frame.kinds) assert.match(body, new RegExp(`>${kind}</text>`));
    assert.ok(frame.kinds.length > 0);
  });

  it('marks the capacity of each objective with its figure', () => {
    assert.equal(body.match(/>1,585\/s<\/text>/g)?.length, 2);
  });

  it('leads a percentile that falls among the failures into the slot of infinity, above the map', () => {
    const line = /<g class="[^"]* p99_marks"[^>]*(?<!\/)>(.*?)<\/g>/.exec(body)?.[1] ?? '';
    const heights = [...line.matchAll(/[ML][\d.-]+,([\d.-]+)/g)].map(([, y]) => Number(y));
    const highestCell = Math.min(...cellsOf(body).map(({ y }) => y));
    assert.ok((heights.at(-1) ?? 1_000) < highestCell);
    assert.ok((heights[0] ?? 0) > highestCell);
  });

  for (const layout of [wide, narrow]) {
    it(`hatches what is not valid, and grounds what was not tried: ${layout.name}`, async () => {
      const troubledFrame = frameOf(troubled.analysis, layout, allLines);
      for (const one of measuredTargets(troubled)) {
        const picture = await latencyPicture(troubledFrame, one, 'test');
        const doubted = one.columns.some(
          ({ validity, notTried }) => validity !== 'valid' && notTried === null,
        );
        assert.equal(rectangles(picture.body, 'hatched').length > 0, doubted, one.label);
        const left = one.columns.some(({ notTried }) => notTried !== null);
        assert.equal(rectangles(picture.body, 'nottried').length > 0, left, one.label);
        assert.equal(picture.body.includes('>not tried</text>'), left, one.label);
        const beyond = one.columns.some(({ beyondLink }) => beyondLink);
        assert.equal(rectangles(picture.body, 'beyondlink').length > 0, beyond, one.label);
      }
    });
  }

  it('is the same in its axes for every target', () => {
    const { latencyDomain, kinds } = frameOf(troubled.analysis, wide, allLines);
    for (const { cells, failures } of troubled.analysis.targets.flatMap(({ columns }) => columns)) {
      for (const { fromUs, toUs } of cells) {
        assert.ok(fromUs >= latencyDomain[0] * 0.999 && toUs <= latencyDomain[1] * 1.001);
      }
      for (const { kind } of failures) assert.ok(kinds.includes(kind));
    }
  });
});

describe('the picture as a file', () => {
  for (const theme of ['light', 'dark'] as const) {
    it(`stands for itself, ${theme}: no name of a colour, no reference to anything outside`, async () => {
      const svg = await svgReport(troubled.analysis, theme);
      assert.doesNotMatch(svg, /var\(/);
      assert.doesNotMatch(svg, /\bhref|@import|<script|<image/);
      const ids = new Set([...svg.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id));
      const used = [...svg.matchAll(/url\(#([^)]*)\)/g)].map(([, id]) => id);
      assert.ok(used.length > 0 && used.every((id) => ids.has(id)));
    });
  }

  it('names every target, the failed one with its reason', async () => {
    const svg = await svgReport(troubled.analysis);
    for (const { title } of troubled.analysis.targets) assert.ok(svg.includes(`>${title}</text>`));
    assert.match(svg, /Could not be measured: no answer in 30 s/);
  });

  it('says what came out where there are several, and has one legend for all', async () => {
    const svg = await svgReport(compared.analysis);
    assert.match(svg, />quick met p99&lt;500ms up to [\d,]+\/s: /);
    assert.equal([...svg.matchAll(/>share of all scheduled requests</g)].length, 1);
    const places = [...svg.matchAll(/<text x="(\d+)"[^>]*>The \w+ one</g)].map(([, x]) => Number(x));
    assert.equal(new Set(places).size, 3, 'they stand beside each other');
  });

  it('takes hostile words as words', async () => {
    const harmless = new Set([
      'svg',
      'title',
      'style',
      'rect',
      'g',
      'path',
      'line',
      'text',
      'defs',
      'pattern',
      'circle',
    ]);
    for (const element of elementsOf(await svgReport(hostileSample.analysis))) {
      assert.ok(harmless.has(element.tagName), element.tagName);
      for (const { name } of element.attrs) assert.doesNotMatch(name, /^on|href$/);
      assert.doesNotMatch(attribute(element, 'style') ?? '', /./);
    }
  });

  it('is drawn as a PNG twice as large', async () => {
    const png = Buffer.from(await pngReport(usual.analysis));
    assert.equal(png.subarray(1, 4).toString('latin1'), 'PNG');
    const svg = await svgReport(usual.analysis);
    assert.equal(png.readUInt32BE(16), 2 * Number(/ width="(\d+)"/.exec(svg)?.[1]));
  });

  it('is refused as a PNG where there is no font, with what to do', async () => {
    await assert.rejects(pngReport(usual.analysis, []), (error) => {
      assert.ok(error instanceof NoFontError);
      assert.match(error.message, /fonts-dejavu-core.*--format svg/);
      return true;
    });
  });
});
