import assert from 'node:assert/strict';
import { test } from 'node:test';
import { homePage } from '../../src/contract/page.ts';
import { occurrencesIn, scriptDataBytes } from '../../src/contract/page-figures.ts';
import { somePosts } from './blog.ts';

const page = homePage({ reader: null, theme: 'light' }, somePosts);
const hydrated = page.replace(
  '</body>',
  `<script>data = ${JSON.stringify(somePosts).replaceAll('<', '\\u003c')}</script></body>`,
);

test('titles and excerpts occur once in a page, and again in its hydration data, however that is escaped', () => {
  assert.deepEqual(occurrencesIn(page, somePosts), { title: 1, excerpt: 1 });
  assert.deepEqual(occurrencesIn(hydrated, somePosts), { title: 2, excerpt: 2 });
  assert.deepEqual(occurrencesIn('', somePosts), { title: 0, excerpt: 0 });
});

test('script data are the bytes of scripts that stand in the page, not letters, and not of files', () => {
  assert.equal(scriptDataBytes(page), 0);
  assert.equal(scriptDataBytes('<script>é</script><script type="application/json">{}</script>'), 4);
  assert.equal(scriptDataBytes('<script src="/a.js"></script>'), 0);
});
