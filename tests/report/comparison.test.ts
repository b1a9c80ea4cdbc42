import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyse } from '../../src/analysis/analyse.ts';
import type { Analysis } from '../../src/model/analysis.ts';
import { type Interval, type Ratio, unknownFigure } from '../../src/model/comparison.ts';
import {
  figureColumns,
  figureText,
  shadeOfFigure,
  spreadText,
} from '../../src/report/comparison/figure-columns.ts';
import { findingText } from '../../src/report/comparison/finding.ts';
import { inverse, wholeRatioText } from '../../src/report/comparison/ratio-text.ts';
import { htmlReport } from '../../src/report/html.ts';
import { markdownReport } from '../../src/report/markdown.ts';
import { shownDifferences } from '../../src/report/page/difference-view.ts';
import { syntheticRun, usualObjectives } from '../fixtures/run.ts';
import { compared, oneRound, type Sample, troubled, usual } from './samples.ts';

const ratio = (value: number, interval: Interval | null = null, more: Partial<Ratio> = {}): Ratio => ({
  value,
  bound: 'exact',
  interval,
  confidence: null,
  assumes: null,
  rounds: 3,
  paired: true,
  word: null,
  roundsForWord: null,
  unevenCpus: false,
  doubtful: false,
  ...more,
});

describe('a ratio is written', () => {
  const cases: [ratio: Ratio, text: string, inverse: string][] = [
    [ratio(2), '2×', '0.5×'],
    [ratio(2.1234, [2, 2.25]), '2.12× (2 to 2.25×)', '0.471× (0.444 to 0.5×)'],
    [ratio(1, [1, 1]), '1× (1×)', '1× (1×)'],
    [
      ratio(2, [1.9, 2.1], { confidence: 1 - 2 / 64 }),
      '2× (1.9 to 2.1×, 96.88 %)',
      '0.5× (0.476 to 0.526×, 96.88 %)',
    ],
    [
      ratio(2, [1, 4], { confidence: 0.95, assumes: 'log-normal' }),
      '2× (1 to 4×, 95 % if log-normal)',
      '0.5× (0.25 to 1×, 95 % if log-normal)',
    ],
    [ratio(10, [8, null], { bound: 'at-least' }), '≥ 10× (8× or more)', '≤ 0.1× (0.125× or less)'],
    [ratio(0.025, [0.02, 0.03], { unevenCpus: true }), '0.025× (0.02 to 0.03×) ‡', '40× (33.3 to 50×) ‡'],
    [ratio(29_123, [0, null]), '29,100× (not bounded)', '0.000034× (not bounded)'],
  ];
  for (const [given, text, turned] of cases) {
    it(text, () => {
      assert.equal(wholeRatioText(given), text);
      assert.equal(wholeRatioText(inverse(given)), turned);
    });
  }
});

const finding = ({ analysis }: Sample, at = 0) => {
  assert.ok(analysis.comparison !== null);
  return findingText(analysis, analysis.comparison, at);
};

/** The same analysis, in which the first capacity of a target reads otherwise. */
function withCapacity(
  analysis: Analysis,
  label: string,
  change: Partial<Analysis['targets'][number]['capacities'][number]>,
  figure: Partial<NonNullable<Analysis['comparison']>['targets'][number]['capacities'][number]>,
): Analysis {
  const changed = <T extends { readonly label: string; readonly capacities: readonly object[] }>(
    target: T,
    by: object,
  ): T =>
    target.label === label
      ? { ...target, capacities: target.capacities.map((one, i) => (i === 0 ? { ...one, ...by } : one)) }
      : target;
  const { comparison } = analysis;
  return {
    ...analysis,
    targets: analysis.targets.map((target) => changed(target, change)),
    comparison: comparison && {
      ...comparison,
      targets: comparison.targets.map((target) => changed(target, figure)),
    },
  };
}

describe('the finding', () => {
  it('names who bears most, and how many times as much as each of the others', () => {
    const { best, text } = finding(compared);
    assert.equal(best, 'quick');
    assert.match(
      text,
      /^met p99<500ms up to [\d,]+\/s: [\d.]+× \([\d.]+ to [\d.]+×, 95 % if log-normal\) the rate of usual \([\d,]+\/s; undecided\) and [\d.]+× \([^)]+\) the rate of slow \([\d,]+\/s; undecided\)\.$/,
    );
  });

  it('calls it better only where enough rounds show it', () => {
    const rounds = (count: number) => {
      const { comparison, ...rest } = analyse(
        syntheticRun({
          rates: [40, 100, 316, 1_000],
          durationMs: 1_000,
          rounds: count,
          objectives: usualObjectives.slice(0, 1),
          targets: [{ label: 'slow', server: { serviceMs: 4, workers: 1 } }, { label: 'quick' }],
        }),
      );
      assert.ok(comparison !== null);
      return findingText({ comparison, ...rest }, comparison, 0).text;
    };
    assert.match(rounds(7), /: better than slow \(100\/s\), by at least [\d.]+×/);
    assert.match(rounds(3), / the rate of slow \(100\/s; undecided\)/);
  });

  it('gives no ratio after one round', () => {
    const { text } = finding(oneRound);
    assert.match(text, /^met p99<500ms up to [\d,]+\/s; usual up to [\d,]+\/s and slow up to [\d,]+\/s\.$/);
    assert.doesNotMatch(text, /×/);
  });

  it('says “at least” where the capacity was not reached', () => {
    const open = withCapacity(
      compared.analysis,
      'quick',
      { kind: 'at-least', failedAtPerSecond: null },
      { bound: 'at-least' },
    );
    assert.ok(open.comparison !== null);
    assert.match(findingText(open, open.comparison, 0).text, /^met p99<500ms up to at least [\d,]+\/s: /);
  });

  it('gives no factor where the highest is one that nothing may be divided by', () => {
    const single = withCapacity(
      compared.analysis,
      'usual',
      { ratePerSecond: 9_000, failedAtPerSecond: 9_500 },
      { value: 9_000, isBest: false, toBest: null },
    );
    assert.ok(single.comparison !== null);
    const { best, text } = findingText(single, single.comparison, 0);
    assert.equal(best, 'usual');
    assert.match(text, /^met p99<500ms up to 9,000\/s; quick up to [\d,]+\/s and slow up to [\d,]+\/s\.$/);
  });

  it('says so where nobody bears anything', () => {
    const none = compared.analysis.targets.reduce(
      (analysis, { label }) =>
        withCapacity(
          analysis,
          label,
          { kind: 'none', ratePerSecond: null },
          { value: 0, isBest: false, toBest: null },
        ),
      compared.analysis,
    );
    assert.ok(none.comparison !== null);
    assert.deepEqual(findingText(none, none.comparison, 0), {
      best: null,
      text: 'No target was shown to meet p99<500ms at any rate.',
    });
  });
});

describe('the columns side by side', () => {
  const { analysis } = compared;
  const { comparison } = analysis;
  assert.ok(comparison !== null);
  const columns = figureColumns(analysis, comparison);
  const [slow, quick] = ['slow', 'quick'].map((label) =>
    comparison.targets.find((target) => target.label === label),
  );
  assert.ok(slow !== undefined && quick !== undefined);

  it('hold what was promised', () => {
    assert.deepEqual(
      columns.map(({ head, note }) => [head, note?.replace(/[\d,.]+\/s/, 'N/s') ?? null]),
      [
        ['Capacity', 'p99<500ms'],
        ['Capacity', 'p50<50ms'],
        ['p50', 'at N/s'],
        ['p99', 'at N/s'],
        ['CPU a request', 'at N/s'],
        ['Memory', 'at N/s'],
        ['p50', 'at N/s'],
        ['p99', 'at N/s'],
        ['CPU a request', 'at N/s'],
        ['Memory', 'at N/s'],
        ['Start to ready', null],
        ['Memory', 'idle'],
        ['Memory', 'at capacity'],
        ['Page', 'HTML'],
        ['Browser fetches', 'page, style, scripts'],
        ['Build', 'timed once'],
        ['A million requests', 'cost at capacity'],
      ],
    );
  });

  it('say “not known” of what nobody looked at, and leave out what has no price', () => {
    const browser = columns.find(({ head }) => head === 'Browser fetches');
    assert.equal(browser && figureText(browser, browser.figure(slow)), 'not known');
    const free = {
      ...comparison,
      targets: comparison.targets.map((target) => ({
        ...target,
        figures: { ...target.figures, costOfMillion: { ...target.figures.costOfMillion, value: null } },
      })),
    };
    assert.ok(!figureColumns(analysis, free).some(({ head }) => head === 'A million requests'));
  });

  it('say of a build which parts it did not make itself', () => {
    const build = columns.find(({ head }) => head === 'Build');
    assert.deepEqual(
      [quick, slow].map((target) => build?.figure(target).remark),
      ['parts from an earlier build', null],
    );
  });

  it('colour the best and what is about as good the same, and what is worse the more', () => {
    const [capacity] = columns;
    assert.ok(capacity !== undefined);
    const shade = (value: number, interval: Interval | null = null) =>
      shadeOfFigure(capacity, { ...capacity.figure(slow), toBest: ratio(value, interval) });
    assert.equal(shadeOfFigure(capacity, capacity.figure(quick)), 0);
    assert.deepEqual(
      [1, 0.99, 0.9, 1 / 2, 1 / 4, 1 / 8, 1 / 16, 0.01].map((value) => shade(value)),
      [0, 0, 2, 13, 26, 39, 52, 52],
      'each doubling is one step',
    );
    assert.equal(shade(0.5, [0.2, 1.1]), 0, 'it may be as good');
  });

  it('give the rounds’ spread with its unit once', () => {
    const [, , p50] = columns;
    assert.ok(p50 !== undefined);
    const spread = (low: number, high: number | null) =>
      spreadText(p50, { ...p50.figure(slow), interval: [low, high] });
    assert.equal(spread(4_330, 4_480), '4.33 … 4.48 ms');
    assert.equal(spread(4_330, 4_331), null);
    assert.equal(spread(900, 1_200_000), '0.9 ms … 1.2 s');
    assert.equal(spread(900, null), '0.9 ms … ∞');
  });
});

const page = ({ analysis, run }: Sample) => htmlReport(analysis, [{ run, text: JSON.stringify(run) }]);

describe('the comparison in the page', () => {
  it('is there for several targets, and leaves no trace for one', async () => {
    const [several, one] = await Promise.all([page(compared), page(usual)]);
    for (const sign of ['id="sidebyside"', 'id="difference"', 'class="multiples"', 'class="bars"']) {
      assert.ok(several.includes(sign), sign);
      assert.ok(!one.includes(sign), sign);
    }
    assert.ok(!one.includes('.compared'), 'not even in the style sheet');
  });

  it('has the highest capacity first, with a badge for who owns the socket, and says above it what that means', async () => {
    const run = syntheticRun({
      rounds: 2,
      targets: [
        { label: 'slow', class: 'mounted', server: { serviceMs: 8 } },
        { label: 'fast', class: 'stock', server: { serviceMs: 1 } },
      ],
    });
    const text = await page({ run, analysis: analyse(run) });
    const table = /id="sidebyside"[\s\S]*?<\/table>/.exec(text)?.[0] ?? '';
    assert.match(table, /class="classes">Factors to the best are given within a class only[\s\S]*<table/);
    assert.match(table, /fast <span class="class">stock<[\s\S]*slow <span class="class">mounted</);
    assert.equal(text.match(/within a class only/g)?.length, 1, 'said once');
    const markdown = markdownReport(analyse(run));
    assert.match(markdown, /\| fast \(stock\) \|[\s\S]*\| slow \(mounted\) \|/);
    assert.equal(markdown.match(/within a class only/g)?.length, 1);
  });

  it('says of each pair across classes, beside its ratios, that it is one; of others nothing', async () => {
    const run = syntheticRun({
      rates: [50, 100, 200],
      rounds: 2,
      targets: [
        { label: 'plain', class: 'stock' },
        { label: 'held', class: 'mounted' },
        { label: 'set', class: 'mounted' },
      ],
    });
    const analysis = analyse(run);
    const text = await page({ run, analysis });
    const pairs = [...text.matchAll(/<h3 class="pair-title">(.*?)<\/h3>(?:<p>(.*?)<\/p>)?<dl>/g)];
    assert.deepEqual(
      pairs
        .map(([, title = '', note = '']) => [title.replaceAll(/<.*?>/g, ''), note.split(':')[0]])
        .toSorted(),
      [
        ['held ÷ set', ''],
        ['plain ÷ held stock ÷ mounted', 'Across classes (stock ÷ mounted)'],
        ['plain ÷ set stock ÷ mounted', 'Across classes (stock ÷ mounted)'],
      ],
    );
    assert.match(
      text,
      /<option value="\d">plain ÷ set \(stock ÷ mounted\)<[\s\S]*<option value="\d">held ÷ set</,
    );
    const markdown = markdownReport(analysis);
    assert.match(markdown, /### plain ÷ held\n\nAcross classes \(stock ÷ mounted\): /);
    assert.match(markdown, /### held ÷ set\n\n\| Rate/);
  });

  it('draws of nine targets the best with each other, and neighbours; the two highest first', async () => {
    const run = syntheticRun({
      rates: [50, 200],
      targets: [5, 1, 9, 3, 7, 2, 8, 4, 6].map((n) => ({ label: `t${n}`, server: { serviceMs: n } })),
    });
    const { comparison } = analyse(run);
    assert.ok(comparison !== null);
    const ranked = {
      ...comparison,
      targets: comparison.targets.map((target) => ({
        ...target,
        capacities: [{ ...unknownFigure, value: 10 - Number(target.label.slice(1)) }],
      })),
    };
    const pairs = shownDifferences(ranked).map(({ label, toLabel }) => [label, toLabel].toSorted().join(' '));
    assert.deepEqual(pairs, [
      ...[2, 3, 4, 5, 6, 7, 8, 9].map((n) => `t1 t${n}`),
      ...[2, 3, 4, 5, 6, 7, 8].map((n) => `t${n} t${n + 1}`),
    ]);
  });

  it('draws no empty chart for two that have no rate in common', async () => {
    const { comparison } = compared.analysis;
    assert.ok(comparison !== null);
    const differences = comparison.differences.map((difference) => ({ ...difference, rates: [] }));
    const analysis = { ...compared.analysis, comparison: { ...comparison, differences } };
    const section = /<section aria-labelledby="difference">[\s\S]*?<\/section>/;
    const text = section.exec(await page({ ...compared, analysis }))?.[0] ?? '';
    assert.match(text, /At no rate were both measured often enough for a ratio/);
    assert.doesNotMatch(text, /<svg/);
    assert.match(section.exec(await page(compared))?.[0] ?? '', /<svg/);
  });

  it('leaves a cell without a colour where the interval of its factor holds 1', async () => {
    const { comparison } = compared.analysis;
    assert.ok(comparison !== null);
    const capacities = [
      { ...unknownFigure, value: 400, toBest: ratio(0.4, [0.1, 1.2]) },
      ...(comparison.targets[1]?.capacities.slice(1) ?? []),
    ];
    const targets = comparison.targets.map((target, i) => (i === 1 ? { ...target, capacities } : target));
    const analysis = { ...compared.analysis, comparison: { ...comparison, targets } };
    assert.match(
      await page({ ...compared, analysis }),
      /<td role="cell" data-head="Capacity, p99&lt;500ms"><b>400\/s<\/b><span class="factor" title="0.1 to 1.2× of the best">0.4× best\?</,
    );
  });

  it('ranks nobody before a target that may be as good', async () => {
    const run = syntheticRun({ rounds: 2, targets: [{ label: 'one' }, { label: 'other' }] });
    const text = await page({ run, analysis: analyse(run) });
    const start = /<td[^>]*class="best"[^>]*><b>[^<]*<\/b><span class="factor level">≈ best</;
    assert.match(text, start);
  });

  it('has a row for each target, also for one that could not be measured', async () => {
    const text = await page(troubled);
    const table = /id="sidebyside"[\s\S]*?<tbody[^>]*>([\s\S]*?)<\/tbody>/.exec(text)?.[1] ?? '';
    assert.equal([...table.matchAll(/<th role="rowheader"/g)].length, troubled.analysis.targets.length);
    assert.match(table, /Never starts[\s\S]*could not be measured: no answer in 30 s/);
  });

  it('holds no ratio after one round, in the page and in Markdown, and says why', async () => {
    const text = (await page(oneRound)).replace(/<style>[\s\S]*?<\/style>|<dt>A factor[\s\S]*?<\/dl>/g, '');
    assert.doesNotMatch(text, /\d×/);
    assert.match(text, /One round only/);
    assert.doesNotMatch(markdownReport(oneRound.analysis), /\d×/);
  });

  it('writes factors as multiples, never as per cent', async () => {
    const text = markdownReport(compared.analysis);
    assert.match(text, /\| slow \|.*[\d.]+× \([\d.]+ to [\d.]+×, 95 % if log-normal\)/);
    assert.match(text, /### slow ÷ usual/);
    assert.doesNotMatch(text, /\d %? (?:more|faster|slower)/);
  });
});
