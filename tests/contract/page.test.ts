import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  type Audience,
  aboutPage,
  homePage,
  isoDate,
  loginPage,
  notFoundPage,
  postPage,
  postsPage,
  signupPage,
} from '../../src/contract/page.ts';
import { people, sessions } from '../../src/contract/people.ts';
import { visibleText } from '../../src/contract/visible-text.ts';
import { onePost, somePosts } from './blog.ts';

const contractFolder = join(import.meta.dirname, '..', '..', 'targets', 'contract');
const readme = readFileSync(join(contractFolder, 'README.md'), 'utf8');

const guest: Audience = { reader: null, theme: 'light' };
const reader: Audience = { reader: "Ines O'Hara", theme: 'dark' };

const goldenPages: Readonly<Record<string, string>> = {
  'home-anonymous-light': homePage(guest, somePosts),
  'home-anonymous-dark': homePage({ ...guest, theme: 'dark' }, somePosts),
  'home-reader-light': homePage({ ...reader, theme: 'light' }, somePosts),
  'home-reader-dark': homePage(reader, somePosts),
  post: postPage(guest, onePost),
  posts: postsPage(guest, somePosts),
  login: loginPage(guest, false),
  'login-failed': loginPage(guest, true),
  signup: signupPage(guest),
  about: aboutPage(guest),
  'not-found': notFoundPage(guest),
};

for (const [name, page] of Object.entries(goldenPages)) {
  test(`the page ${name} is the one in targets/contract/golden (UPDATE_GOLDEN=1 writes it anew)`, () => {
    const path = join(contractFolder, 'golden', `${name}.html`);
    const legible = `${page.replaceAll('><', '>\n<')}\n`;
    if (process.env['UPDATE_GOLDEN'] === '1') {
      mkdirSync(join(contractFolder, 'golden'), { recursive: true });
      writeFileSync(path, legible);
    }
    assert.equal(legible, readFileSync(path, 'utf8'));
  });
}

test('the README says every fixed word, every icon, every password and every session of the contract', () => {
  const fixedPages = [
    'login-failed',
    'signup',
    'about',
    'not-found',
    'home-reader-dark',
    'home-anonymous-light',
  ];
  const fixedTexts = fixedPages
    .flatMap((name) => visibleText(goldenPages[name] ?? ''))
    .filter(
      ({ path }) => !path.startsWith('head') && !path.includes('article') && !path.includes('reader-name'),
    )
    .map(({ text }) => text);
  const drawings = Object.values(goldenPages).flatMap((page) => page.match(/ d="[^"]+"|data:[^"]+/g) ?? []);
  const secrets = [
    ...people.flatMap(({ username, password }) => [username, password]),
    ...sessions.map(({ id }) => id),
  ];
  for (const text of [...fixedTexts, ...drawings.map((d) => d.replace(/^ d="|"$/g, '')), ...secrets]) {
    assert.ok(readme.includes(text), `The README does not hold: ${text}`);
  }
});

test('a page says its theme by the class of html, and by the name of the other theme on the button', () => {
  const names = (page: string) => visibleText(page).filter(({ path }) => path.endsWith('span.theme-name'));
  assert.match(homePage(reader, somePosts), /<html lang="en" class="dark">/);
  assert.match(homePage(guest, somePosts), /<html lang="en">/);
  assert.deepEqual(
    names(homePage(reader, [])).map(({ text }) => text),
    ['Light'],
  );
  assert.deepEqual(
    names(homePage(guest, [])).map(({ text }) => text),
    ['Dark'],
  );
});

test('whatever a title, an excerpt or a name is made of, it is shown as it is and nothing else changes', () => {
  const hostile = fc
    .array(fc.constantFrom('<b>', '</script>', '&amp;', '"', "'", '<!--', '$&', '\u2028', '🌊', 'ü', 'x'), {
      minLength: 1,
    })
    .map((parts) => `a${parts.join('')}z`);
  fc.assert(
    fc.property(hostile, hostile, hostile, (title, excerpt, name) => {
      const post = { slug: 'a', title, excerpt, created_at: 0 };
      const plain = { slug: 'a', title: 'title', excerpt: 'excerpt', created_at: 0 };
      const shown = visibleText(homePage({ reader: name, theme: 'dark' }, [post]));
      const expected = visibleText(homePage({ reader: 'name', theme: 'dark' }, [plain]));
      const replaced = new Map([
        ['title', title],
        ['excerpt', excerpt],
        ['name', name],
      ]);
      assert.deepEqual(
        shown,
        expected.map(({ text, path }) => ({ text: replaced.get(text) ?? text, path })),
      );
    }),
  );
});

test('a day is the one in UTC', () => {
  assert.equal(isoDate(1_789_084_799), '2026-09-10');
  assert.equal(isoDate(1_789_084_800), '2026-09-11');
});
