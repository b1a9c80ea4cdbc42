import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { homePage } from '../../src/contract/page.ts';
import { checkText } from '../../src/contract/text.ts';
import { visibleText } from '../../src/contract/visible-text.ts';
import { somePosts } from './blog.ts';

const golden = homePage({ reader: "Ines O'Hara", theme: 'dark' }, somePosts);
const changed = (from: string | RegExp, to: string) => {
  const page = golden.replace(from, () => to);
  assert.ok(page !== golden, `the page does not hold ${from}`);
  return page;
};

test('the golden page has the words that a reader sees, with the element that holds them', () => {
  const pieces = visibleText(golden);
  assert.deepEqual(pieces.slice(0, 4), [
    { text: 'Harbour Notes', path: 'head > title' },
    { text: 'Skip to content', path: 'body.page > a.skip-link' },
    { text: 'Harbour Notes', path: 'body.page > header.site-header > div.site-bar > a.site-name' },
    { text: 'Blog', path: 'body.page > header.site-header > div.site-bar > nav.site-nav > a.nav-link' },
  ]);
  assert.equal(pieces.at(-1)?.text, '© 2026 Harbour Notes');
  assert.ok(pieces.some(({ text }) => text === 'Salt & signal: a <harbour> in "quotes"'));
});

const same: readonly [string, string][] = [
  ['line breaks and blanks between elements', golden.replaceAll('><', '>\n    <')],
  ['comments in the middle of a text', changed('Recent posts', '<!--$-->Recent <!-- -->posts<!--/$-->')],
  ['other ways to escape', changed("O'Hara", 'O&#x27;Hara')],
  [
    'scripts, styles and templates',
    changed('</main>', '<script>"words"</script><style>a{}</style><template>t</template></main>'),
  ],
  [
    'what is hidden',
    changed('</main>', '<div hidden>words</div><div style="color: red; display:none">more</div></main>'),
  ],
  ['the name of an icon', changed('</svg>', '<title>moon</title></svg>')],
  ['a noscript', changed('</body>', '<noscript>Switch it on.</noscript></body>')],
  [
    'a wrapper around everything',
    changed(
      /<body(.*)<\/body>/,
      golden.replace(/.*<body([^>]*)>(.*)<\/body>.*/, '<body$1><div id="root">$2</div></body>'),
    ),
  ],
  [
    'other attributes and words in the head',
    changed('<head>', '<head data-x="words"><meta name="x" content="words">'),
  ],
  ['end tags left out', changed('</p></section>', '</section>')],
];

for (const [what, page] of same) {
  test(`the words stay the same with ${what}`, () => assert.deepEqual(checkText(page, golden), []));
}

const differing: readonly [string, string, string][] = [
  [
    'another word',
    changed('>Light<', '>Dark<'),
    'the text of body.page > header.site-header > div.site-bar > div.site-tools > form.theme-form > button.theme-button > span.theme-name, after "About", is "Dark", not "Light"',
  ],
  [
    'a missing word',
    changed('>Recent posts<', '><'),
    'the text "Recent posts" is missing: it belongs in body.page > main#main.main > section.recent > h2#recent-posts.section-title, after "Essays on tools, tides and the patience of small machines, w…"',
  ],
  [
    'a word too many',
    changed('</main>', '<p class="ad">Buy rope!</p></main>'),
    'there is text that does not belong in body.page > main#main.main > p.ad, after "All posts": "Buy rope!"',
  ],
  [
    'another title of the page',
    changed('<title>Harbour Notes', '<title>Loading'),
    'the text of head > title, at the very beginning, is "Loading", not "Harbour Notes"',
  ],
  [
    'one letter in the middle of a long text',
    changed('room for exactly one mistake', 'room for exactly two mistake'),
    'the text of body.page > main#main.main > section.recent > div.cards > article.card > p.card-excerpt, after "Salt & signal: a <harbour> in \\"quotes\\"", is "…ump there is room for exactly two mistake.", not "…ump there is room for exactly one mistake."',
  ],
];

for (const [what, page, sentence] of differing) {
  test(`${what} is told in a sentence, with its place and its surroundings`, () => {
    assert.deepEqual(checkText(page, golden), [sentence]);
  });
}

test('text twice escaped, or not at all, is a difference', () => {
  assert.match(
    checkText(changed('Salt &amp; signal', 'Salt &amp;amp; signal'), golden)[0] ?? '',
    /Salt &amp; signal/,
  );
  assert.equal(checkText(changed('a &lt;harbour&gt; in', 'a <harbour> in'), golden).length, 2);
});

test('of many differences the first is told and the rest is counted', () => {
  const page = homePage({ reader: null, theme: 'light' }, somePosts.toReversed());
  const [first, rest, ...more] = checkText(page, golden);
  assert.match(first ?? '', /theme-name/);
  assert.match(rest ?? '', /^\d+ more pieces of text after it may differ too$/);
  assert.deepEqual(more, []);
});

test('an empty answer and no page at all are differences', () => {
  assert.match(checkText('', golden)[0] ?? '', /"Harbour Notes" is missing/);
  assert.match(checkText('Internal Server Error', golden)[0] ?? '', /Internal Server Error/);
});

test('no change of any one piece of text goes unnoticed', () => {
  const texts = [...golden.matchAll(/>([^<>]+)</g)].map(({ index }) => index + 1);
  fc.assert(
    fc.property(fc.constantFrom(...texts), (at) => {
      assert.equal(checkText(`${golden.slice(0, at)}x${golden.slice(at)}`, golden).length, 1);
    }),
  );
});
