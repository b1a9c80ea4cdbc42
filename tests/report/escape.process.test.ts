import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parse, parseFragment } from 'parse5';
import {
  escapeCsv,
  escapeMarkdown,
  escapeMarkup,
  fenceMarkdown,
  plainText,
  quoteForShell,
} from '../../src/report/escape.ts';
import { html } from '../../src/report/markup.ts';
import { hostile } from './hostile.ts';

const text = fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: 'binary' }));

describe('plain text', () => {
  it('loses what steers terminals, parsers and the direction of writing', () => {
    assert.equal(
      plainText('\u001b[31mred\u001b[0m \u001b]0;title\u0007a\u009b2Jb\u202ec\u2028d\u0000e'),
      'red a2Jbcde',
    );
  });

  it('keeps letters of every script, tabs and line breaks', () => {
    const words = 'héllo мир 你好 🙂\t‰\n–';
    assert.equal(plainText(words), words);
  });

  it('is well formed and unchanged by a second pass', () => {
    fc.assert(
      fc.property(text, (words) => {
        const plain = plainText(words);
        assert.ok(plain.isWellFormed());
        assert.equal(plainText(plain), plain);
      }),
    );
  });
});

describe('markup', () => {
  it('embeds any text as text and nothing else', () => {
    fc.assert(
      fc.property(text, (words) => {
        const { childNodes } = parseFragment(`<p>${escapeMarkup(words)}</p>`);
        const [paragraph, ...others] = childNodes;
        assert.equal(others.length, 0);
        const inside = paragraph !== undefined && 'childNodes' in paragraph ? paragraph.childNodes : [];
        const [only, ...more] = inside;
        assert.equal(more.length, 0);
        assert.equal(only !== undefined && 'value' in only ? only.value : '', plainText(words));
      }),
    );
  });

  it('embeds any text as the value of an attribute', () => {
    fc.assert(
      fc.property(text, (words) => {
        const [element] = parseFragment(`<p title="${escapeMarkup(words)}"></p>`).childNodes;
        assert.ok(element !== undefined && 'attrs' in element);
        assert.deepEqual(element.attrs, [{ name: 'title', value: plainText(words) }]);
      }),
    );
  });

  it('is escaped by the template, unless it is markup already', () => {
    const bold = html`<b>${'<i>'}</b>`;
    assert.equal(
      html`<p>${bold}${['&', 1, null, bold]}</p>`.text,
      '<p><b>&lt;i&gt;</b>&amp;1<b>&lt;i&gt;</b></p>',
    );
  });

  it('keeps what a replacement would take for a pattern', () => {
    assert.match(html`<p>${'$& $1 $`'}</p>`.text, /\$&amp; \$1 \$&#96;/);
  });

  it('cannot end the document that it stands in', () => {
    for (const words of hostile) {
      const document = JSON.stringify(parse(`<title>${escapeMarkup(words)}</title>`), (key, value) =>
        key === 'parentNode' ? undefined : value,
      );
      assert.doesNotMatch(document, /"tagName":"(?:script|img|svg|style)"/);
    }
  });
});

describe('a field of CSV', () => {
  for (const [value, wanted] of [
    ['=cmd', `"'=cmd"`],
    [' +1', `"' +1"`],
    ['@SUM(A1)', `"'@SUM(A1)"`],
    ['-2+3', `"'-2+3"`],
    ['\t=1', `"' =1"`],
    ['a,b', '"a,b"'],
    ['say "x"', '"say ""x"""'],
    ['two\nlines', 'two lines'],
    ['plain', 'plain'],
    [-1.5, '-1.5'],
    [null, ''],
    [true, 'true'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
  ] as const) {
    it(`${JSON.stringify(value)} becomes ${wanted}`, () => assert.equal(escapeCsv(value), wanted));
  }

  it('never begins with what a spreadsheet takes for a formula', () => {
    fc.assert(fc.property(text, (words) => assert.doesNotMatch(escapeCsv(words), /^"?\s*[=+\-@|%]/)));
  });
});

describe('Markdown', () => {
  for (const [words, wanted] of [
    ['p99<500ms', 'p99<500ms'],
    ['2026-01-15, 4.5 ms', '2026-01-15, 4.5 ms'],
    ['<b>', '&lt;b>'],
    ['</b> <!-- x', '&lt;/b> &lt;!-- x'],
    ['a | b', 'a \\| b'],
    ['*x* _y_ `z` [l](u)', '\\*x\\* \\_y\\_ \\`z\\` \\[l\\](u)'],
    ['# head', '\\# head'],
    ['- item', '\\- item'],
    ['1. item', '1\\. item'],
    ['&lt;', '&amp;lt;'],
    ['https://a.b', 'https\\://a.b'],
    ['two\n\nlines', 'two lines'],
  ] as const) {
    it(`${JSON.stringify(words)} becomes ${JSON.stringify(wanted)}`, () =>
      assert.equal(escapeMarkdown(words), wanted));
  }

  it('never breaks out of a row or a cell', () => {
    fc.assert(
      fc.property(text, (words) => {
        const escaped = escapeMarkdown(words);
        assert.doesNotMatch(escaped, /[\n\r\u2028\u2029]/);
        assert.doesNotMatch(escaped.replaceAll(/\\[\s\S]/g, ''), /[|`*[\]]/);
        assert.doesNotMatch(escaped, /<[a-z/!?]/i);
      }),
    );
  });

  it('fences code that holds fences', () => {
    assert.equal(fenceMarkdown('```\nx'), '````\n```\nx\n````');
  });
});

describe('a word for the shell', () => {
  it('arrives as it was', () => {
    const word = fc.oneof(fc.constantFrom(...hostile), fc.string()).map(plainText);
    fc.assert(
      fc.property(fc.array(word, { maxLength: 4 }), (words) => {
        const line = ['printf', "'%s\\0'", ...words.map(quoteForShell)].join(' ');
        const printed = execFileSync('sh', ['-c', line], { encoding: 'utf8' });
        assert.equal(printed, words.length === 0 ? '\0' : words.map((one) => `${one}\0`).join(''));
      }),
      { numRuns: 50 },
    );
  });

  it('stays bare where it can', () => {
    assert.equal(quoteForShell('--rates=1..10000'), '--rates=1..10000');
    assert.equal(quoteForShell('p99<500ms'), "'p99<500ms'");
    assert.equal(quoteForShell(''), "''");
  });
});
