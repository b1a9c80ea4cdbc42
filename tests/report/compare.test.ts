import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compareTwo } from '../../src/analysis/comparison/compare-two.ts';
import { compareHtml } from '../../src/report/compare/html.ts';
import { compareMarkdown } from '../../src/report/compare/markdown.ts';
import { differenceLevel, differenceMap } from '../../src/report/picture/difference-map.ts';
import { frameOf, usualLines } from '../../src/report/picture/frame.ts';
import { wide } from '../../src/report/picture/layout.ts';
import { pairLines } from '../../src/report/words/compare-text.ts';
import { syntheticRun } from '../fixtures/run.ts';
import { hostileSample } from './samples.ts';

const run = syntheticRun({
  rates: [100, 1_000, 2_000],
  rounds: 2,
  durationMs: 500,
  targets: [
    { label: 'light', server: { serviceMs: 0.5 } },
    { label: 'heavy', server: { serviceMs: 4 } },
  ],
});

function compared(labels: readonly [string, string], of = run) {
  const [a, b] = labels.map((label) => ({ run: of, label }));
  assert.ok(a !== undefined && b !== undefined);
  const two = compareTwo(a, b, null);
  assert.ok(two !== null);
  return two;
}

describe('the map of a difference', () => {
  it('is blank where nothing differs, and takes no notice of single requests', () => {
    for (const [a, b] of [
      [0, 0],
      [0.3, 0.3],
      [0.3, 0.31],
      [0, 0.0001],
    ] as const) {
      assert.equal(differenceLevel(a, b), 0);
    }
  });

  it('is as strong for one as for the other, and full from a hundredfold on', () => {
    assert.deepEqual([differenceLevel(0.001, 0.5), differenceLevel(0.5, 0.001)], [8, -8]);
    assert.deepEqual([differenceLevel(0.01, 0.1), differenceLevel(0.1, 0.01)], [4, -4]);
  });

  it('has no cell for a target beside itself, and cells of both colours for two that differ', async () => {
    const fills = async (labels: readonly [string, string]) => {
      const { pair, analysis } = compared(labels);
      const same = {
        ...pair,
        columns: pair.columns.map((one) => ({
          ...one,
          cells: one.cells.map((cell) => ({ ...cell, b: cell.a })),
        })),
      };
      const frame = frameOf(analysis, wide, usualLines);
      const cells = async (columns: typeof pair.columns) => {
        const ofBoth = analysis.targets.map((target) => target.columns);
        const { body } = await differenceMap(frame, columns, ofBoth);
        const map = /cells_marks[\s\S]*?<\/g>/.exec(body.split('Latency')[1] ?? '')?.[0] ?? '';
        return new Set([...map.matchAll(/fill="(var\(--\w+\))"/g)].map(([, fill]) => fill));
      };
      return { apart: await cells(pair.columns), same: await cells(same.columns) };
    };
    const { apart, same } = await fills(['light', 'heavy']);
    assert.deepEqual([...apart].toSorted(), ['var(--accent)', 'var(--late)']);
    assert.equal(same.size, 0);
  });
});

describe('a comparison of two', () => {
  it('shows every word from elsewhere as text, in the page and in Markdown', async () => {
    const [one, other] = hostileSample.run.targets;
    assert.ok(one !== undefined && other !== undefined);
    const two = compared([one.label, other.label], hostileSample.run);
    const page = await compareHtml([two], '0.1.0');
    assert.doesNotMatch(page, /<script|<img|<svg onload|\u202e|\u001b/i);
    assert.equal(page.match(/<style>/g)?.length, 1);
    assert.doesNotMatch(compareMarkdown([two]), /<script|<img|\u202e|\u001b/i);
  });

  it('says that it crosses the classes where it does, in the page, in Markdown and in a terminal', async () => {
    const across = { light: 'stock', heavy: 'mounted' } as const;
    const said = async (classes: Readonly<Record<string, 'stock' | 'mounted'>>) => {
      const targets = run.targets.map((target) => ({ ...target, class: classes[target.label] ?? null }));
      const two = compared(['light', 'heavy'], { ...run, targets });
      const texts = [
        await compareHtml([two], '0.1.0'),
        compareMarkdown([two]),
        pairLines(two.pair).join('\n'),
      ];
      return texts.map((text) => text.match(/Across classes \(mounted ÷ stock\)|within a class only/g) ?? []);
    };
    const once = ['Across classes (mounted ÷ stock)'];
    assert.deepEqual(await said(across), [once, once, once]);
    assert.deepEqual(await said({ light: 'mounted', heavy: 'mounted' }), [[], [], []]);
    assert.deepEqual(await said({}), [[], [], []]);
  });

  it('divides the second by the first, and says which is which', () => {
    const { pair } = compared(['light', 'heavy']);
    const cpu = pair.figures.find(({ key }) => key === 'cpuPerRequestAtLowRateUs')?.ratio;
    assert.ok((cpu?.value ?? 0) > 2);
    const turned = compared(['heavy', 'light']).pair;
    assert.ok(
      (turned.figures.find(({ key }) => key === 'cpuPerRequestAtLowRateUs')?.ratio?.value ?? 9) < 0.5,
    );
  });
});
