import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { before, describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import { analyse } from '../../src/analysis/analyse.ts';
import type { Run } from '../../src/model/run.ts';
import { htmlReport } from '../../src/report/html.ts';
import { syntheticRun } from '../fixtures/run.ts';
import { hostileSample, type Sample, troubled, usual } from './samples.ts';

type Element = DefaultTreeAdapterTypes.Element;

const draw = ({ analysis, run }: Sample) => htmlReport(analysis, [{ run, text: JSON.stringify(run) }]);

function elementsOf(page: string): Element[] {
  const found: Element[] = [];
  const visit = (node: DefaultTreeAdapterTypes.Node): void => {
    if ('tagName' in node) found.push(node);
    if ('childNodes' in node) for (const child of node.childNodes) visit(child);
  };
  visit(parse(page));
  return found;
}

const attribute = (element: Element, name: string) => element.attrs.find((one) => one.name === name)?.value;

const textOf = (node: DefaultTreeAdapterTypes.Node): string => {
  if ('value' in node) return node.value;
  return 'childNodes' in node ? node.childNodes.map(textOf).join('') : '';
};

const single = syntheticRun({ rates: [100], objectives: [] });
const nothingMeasured = syntheticRun({ targets: [{ label: 'no', failure: { reason: 'x', detail: 'y' } }] });
const interrupted = syntheticRun({ perDecade: 2, interruptedAfter: 4 });
const sampleOf = (run: Run): Sample => ({ run, analysis: analyse(run) });

const samples: Readonly<Record<string, Sample>> = {
  usual,
  troubled,
  hostile: hostileSample,
  'one rate and no objective': sampleOf(single),
  'nothing measured': sampleOf(nothingMeasured),
  interrupted: sampleOf(interrupted),
};

for (const [name, sample] of Object.entries(samples)) {
  describe(`the page of a run: ${name}`, () => {
    let elements: readonly Element[] = [];
    const all = (...tags: string[]) => elements.filter(({ tagName }) => tags.includes(tagName));
    before(async () => {
      elements = elementsOf(await draw(sample));
    });

    it('has one first heading, and none that skips a level', () => {
      const levels = all('h1', 'h2', 'h3', 'h4').map(({ tagName }) => Number(tagName.slice(1)));
      assert.equal(levels.filter((level) => level === 1).length, 1);
      for (const [i, level] of levels.entries()) assert.ok(level <= (levels[i - 1] ?? 0) + 1, `heading ${i}`);
    });

    it('gives every chart and every column a text alternative', () => {
      for (const svg of all('svg').filter((one) => attribute(one, 'class') !== 'marks')) {
        assert.equal(attribute(svg, 'role'), 'img');
        assert.ok((attribute(svg, 'aria-label') ?? '').length > 20);
      }
      const options = elements.filter((element) => attribute(element, 'role') === 'option');
      const columns = sample.analysis.targets.flatMap((target) => target.columns);
      assert.equal(options.length, columns.length);
      for (const option of options) assert.match(attribute(option, 'aria-label') ?? '', /^[\d.,]+\/s[.,] /);
    });

    it('has no name twice and none that leads nowhere', () => {
      const ids = elements.flatMap((element) => attribute(element, 'id') ?? []);
      assert.deepEqual(
        ids.filter((id, i) => ids.indexOf(id) !== i),
        [],
      );
      const used = elements.flatMap((element) => [
        ...(attribute(element, 'aria-labelledby')?.split(' ') ?? []),
        ...(attribute(element, 'href')?.startsWith('#') ? [(attribute(element, 'href') ?? '').slice(1)] : []),
        ...[...(attribute(element, 'fill') ?? '').matchAll(/^url\(#(.*)\)$/g)].map(([, id]) => id ?? ''),
      ]);
      for (const id of used) assert.ok(ids.includes(id), id);
    });

    it('refers to nothing outside of itself', () => {
      for (const element of elements) {
        for (const { name: key, value } of element.attrs) {
          if (key === 'href' || key === 'xlink:href')
            assert.match(value, /^(?:#|data:application\/gzip;base64,)/);
          assert.ok(!['src', 'srcset', 'action', 'poster', 'data', 'ping'].includes(key), key);
          assert.doesNotMatch(key, /^on/);
        }
      }
      for (const style of all('style')) assert.doesNotMatch(textOf(style), /url\(|@import/);
      assert.deepEqual(all('link', 'img', 'iframe', 'object', 'embed', 'base', 'form'), []);
    });

    it('allows its own script and no other', () => {
      const [data, script, ...others] = all('script');
      assert.ok(data !== undefined && script !== undefined && others.length === 0);
      assert.equal(attribute(data, 'type'), 'application/octet-stream');
      const hash = createHash('sha256').update(textOf(script)).digest('base64');
      const policy = all('meta').map((meta) => attribute(meta, 'content') ?? '');
      assert.ok(policy.some((content) => content.includes(`default-src 'none'`) && content.includes(hash)));
    });

    it('says first what was tested, under which limits, and what to doubt, then shows the picture', () => {
      const order = elements
        .filter(({ tagName }) => tagName === 'h2')
        .map(textOf)
        .filter((text) => /came out|doubt|Success and|All steps|Repeat|run itself/.test(text));
      const wanted = [
        'What came out',
        'What to doubt',
        'Success and latency',
        'All steps',
        'Repeat it',
        'The run itself',
      ];
      const expected =
        name === 'nothing measured' ? wanted.filter((text) => !/Success|steps/.test(text)) : wanted;
      assert.equal(order.length, expected.length);
      for (const [i, text] of expected.entries()) assert.ok(order[i]?.startsWith(text), `${order[i]}`);
      assert.match(
        textOf(all('body')[0] ?? { nodeName: '#text', value: '', parentNode: null }),
        /Limits in force: CPUs/,
      );
    });

    it('says every warning', () => {
      const listed = elements
        .filter((element) => attribute(element, 'class') === 'warnings')
        .flatMap((list) => list.childNodes);
      assert.equal(listed.filter((node) => 'tagName' in node).length, sample.analysis.warnings.length);
    });
  });
}

describe('the run inside the page', () => {
  it('is what was handed in, byte for byte', async () => {
    const text = `${JSON.stringify(hostileSample.run, null, 2)}\n\u2028</script>`;
    const page = await htmlReport(hostileSample.analysis, [{ run: hostileSample.run, text }]);
    const packed = /href="data:application\/gzip;base64,([^"]*)"/.exec(page)?.[1] ?? '';
    assert.equal(gunzipSync(Buffer.from(packed, 'base64')).toString('utf8'), text);
  });
});

describe('the page’s weight', () => {
  it('is well under 1 MB for one target with 41 rates', async () => {
    assert.ok(Buffer.byteLength(await draw(usual)) < 700_000);
  });

  it('is under 3 MB for three targets in three rounds with 41 rates', async () => {
    const run = syntheticRun({
      rounds: 3,
      earlyStop: false,
      targets: [
        { label: 'one' },
        { label: 'two', server: { serviceMs: 0.5, sigma: 0.6 } },
        { label: 'three', server: { serviceMs: 4, sigma: 0.8 } },
      ],
    });
    const bytes = Buffer.byteLength(await draw({ analysis: analyse(run), run }));
    assert.ok(bytes < 3_000_000, `${bytes} bytes`);
  });
});
