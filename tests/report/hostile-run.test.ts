/** A run from elsewhere in which every text that a run may hold is hostile, the names of its counts among them. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import { analyse } from '../../src/analysis/analyse.ts';
import { readRun } from '../../src/files/load-run.ts';
import type { Run } from '../../src/model/run.ts';
import { UsageError } from '../../src/model/usage-error.ts';
import { csvReport } from '../../src/report/csv.ts';
import { htmlReport } from '../../src/report/html.ts';
import { markdownReport } from '../../src/report/markdown.ts';
import { svgReport } from '../../src/report/svg.ts';
import { syntheticRun } from '../fixtures/run.ts';
import { everythingHostile } from './hostile.ts';

const usual = syntheticRun({
  rates: [10, 100, 3_000],
  rounds: 2,
  targets: [
    { label: 'a', title: 'A', language: 'B', variant: 'v', deviations: ['d'], diesAt: 100 },
    { label: 'never', failure: { reason: 'x', detail: 'y' } },
  ],
});

type Holder = Record<string, unknown>;

/** The same document with hostile words in place of every text, and of every name, that a run may have there. */
function embittered(run: Run): { readonly run: Run; readonly texts: number; readonly names: number } {
  const document = structuredClone(run) as unknown as Holder;
  const read = () => {
    try {
      return readRun(JSON.stringify(document), 'run.json');
    } catch (error) {
      assert.ok(error instanceof UsageError, `${error}`);
      return null;
    }
  };
  const counts = { texts: 0, names: 0 };
  const refused = new Set<string>();
  const visit = (holder: Holder, path: string) => {
    for (const [name, value] of Object.entries(holder)) {
      const place = `${path}.${Array.isArray(holder) ? '' : name}`;
      if (typeof value === 'object' && value !== null) visit(value as Holder, place);
      else if (typeof value === 'string' && !refused.has(place)) {
        holder[name] = everythingHostile;
        if (read() !== null) counts.texts += 1;
        else {
          holder[name] = value;
          refused.add(place);
        }
      }
    }
    if (Array.isArray(holder) || refused.has(`${path}{}`)) return;
    holder[everythingHostile] = Object.values(holder)[0] ?? 1;
    if (read() !== null) counts.names += 1;
    else {
      delete holder[everythingHostile];
      refused.add(`${path}{}`);
    }
  };
  visit(document, '');
  return { run: read() ?? assert.fail('the whole is refused'), ...counts };
}

function elementsOf(markup: string): DefaultTreeAdapterTypes.Element[] {
  const found: DefaultTreeAdapterTypes.Element[] = [];
  const visit = (node: DefaultTreeAdapterTypes.Node): void => {
    if ('tagName' in node) found.push(node);
    if ('childNodes' in node) for (const child of node.childNodes) visit(child);
  };
  visit(parse(markup));
  return found;
}

/** Characters that steer a terminal, a parser or the direction of writing, each with what stands before it. */
const steeringIn = (text: string) =>
  text.match(/.{0,40}[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\ufeff]/g) ?? [];

describe('a run whose every text is hostile', () => {
  const { run, texts, names } = embittered(usual);
  const analysis = analyse(run);

  it('is one in most of its texts, and in the names of its counts', () => {
    assert.ok(texts > 60 && names > 3, `${texts} texts, ${names} names`);
  });

  it('puts no script, no link and no element of its own into the page or the picture', async () => {
    const known = new Set(
      elementsOf(await htmlReport(analyse(usual), [{ run: usual, text: '{}' }])).map(
        ({ tagName }) => tagName,
      ),
    );
    const page = await htmlReport(analysis, [{ run, text: JSON.stringify(run) }]);
    const svg = await svgReport(analysis);
    for (const element of [...elementsOf(page), ...elementsOf(svg)]) {
      assert.ok(known.has(element.tagName), element.tagName);
      for (const { name, value } of element.attrs) {
        assert.doesNotMatch(name, /^on|^src|^action$/);
        if (/href$/.test(name)) assert.match(value, /^(?:#|data:application\/gzip;base64,)/);
        if (name === 'style') assert.doesNotMatch(value, /url|expression|window/);
      }
    }
    assert.equal(elementsOf(page).filter(({ tagName }) => tagName === 'script').length, 2);
    assert.deepEqual(steeringIn(page), []);
    assert.deepEqual(steeringIn(svg), []);
  });

  it('puts no HTML, no link and no formula into Markdown and CSV', () => {
    const markdown = markdownReport(analysis).replaceAll(/```+\n[\s\S]*?\n```+/g, '');
    assert.doesNotMatch(markdown, /<[a-z/!?]|(?<!\\)\]\(/i);
    assert.deepEqual(steeringIn(markdown), []);
    const csv = csvReport(analysis);
    assert.doesNotMatch(csv, /(?:^|,)"?[=+@]/m);
    assert.deepEqual(steeringIn(csv.replaceAll('\r\n', '')), []);
  });
});
