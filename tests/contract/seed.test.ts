import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { canariesOf, leaksIn } from '../../src/contract/canaries.ts';
import { postPage } from '../../src/contract/page.ts';
import type { PostRow } from '../../src/contract/rows.ts';
import { blogSeed, seedBlog } from '../../src/contract/seed.ts';
import { frontPageStates } from '../../src/contract/states.ts';
import { awkwardTitles } from '../../src/contract/vocabulary.ts';

const newestFirst = (posts: readonly PostRow[]) => posts.toSorted((a, b) => b.created_at - a.created_at);
const newestPublished = (posts: readonly PostRow[]) =>
  newestFirst(posts)
    .filter(({ published }) => published === 1)
    .slice(0, 3);

/** A blog of any seed; few runs, since each one writes more than a megabyte. */
const forBlogs = (check: (blog: ReturnType<typeof seedBlog>) => void) =>
  fc.assert(
    fc.property(fc.nat(), (seed) => check(seedBlog(seed))),
    { numRuns: 4, examples: [[blogSeed]] },
  );

test('the same seed makes up the same blog, and another seed another one', () => {
  const { rows } = seedBlog(blogSeed);
  assert.deepEqual(seedBlog(blogSeed).rows, rows);
  const others = new Set(seedBlog(blogSeed + 1).rows.posts.map(({ body_html }) => body_html));
  assert.ok(rows.posts.every(({ body_html }) => !others.has(body_html)));
});

test('a blog has at least 100 posts with bodies of 6 to 20 KB and excerpts of 150 to 300 characters', () => {
  forBlogs(({ rows: { posts } }) => {
    assert.ok(posts.filter(({ published }) => published === 1).length >= 100);
    for (const { body_html, excerpt, title } of posts) {
      const bytes = Buffer.byteLength(body_html);
      assert.ok(bytes >= 6 * 1_024 && bytes <= 20_000, `a body of ${bytes} bytes`);
      assert.ok([...excerpt].length >= 150 && [...excerpt].length <= 300, excerpt);
      assert.ok(title.length > 0 && title === title.trim());
    }
  });
});

test('no text holds a symbol that was not expanded, and no body is put together wrongly', () => {
  forBlogs(({ rows: { posts } }) => {
    for (const { title, excerpt, body_html } of posts) {
      if (!awkwardTitles.includes(title)) assert.doesNotMatch(title, /[{}]/);
      assert.doesNotMatch(excerpt + body_html, /\{\w+\}|undefined|\bA [aeiou]/);
      for (const tag of ['p', 'em', 'strong', 'code', 'a', 'ul', 'ol', 'li', 'pre', 'h2', 'blockquote']) {
        const opened = body_html.match(new RegExp(`<${tag}[ >]`, 'g'))?.length ?? 0;
        const closed = body_html.match(new RegExp(`</${tag}>`, 'g'))?.length ?? 0;
        assert.equal(opened, closed, tag);
      }
    }
  });
});

test('slugs, ids and times are distinct, whole and plain, and ids do not follow time', () => {
  forBlogs(({ rows: { posts } }) => {
    for (const key of ['slug', 'id', 'created_at'] as const) {
      assert.equal(new Set(posts.map((post) => post[key])).size, posts.length, key);
    }
    assert.ok(posts.every(({ slug }) => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug)));
    assert.ok(posts.every(({ created_at }) => Number.isInteger(created_at) && created_at > 1_577_836_800));
    const ids = newestFirst(posts).map(({ id }) => id);
    assert.notDeepEqual(
      ids,
      ids.toSorted((a, b) => b - a),
    );
  });
});

test('the newest post of all is not published, and it is not the only one', () => {
  forBlogs(({ rows: { posts } }) => {
    assert.equal(newestFirst(posts)[0]?.published, 0);
    assert.ok(posts.filter(({ published }) => published === 0).length >= 5);
  });
});

test('the titles on the front page are hard to escape: markup, ampersand, quotes, an emoji, other scripts', () => {
  forBlogs(({ rows: { posts } }) => {
    const titles = newestPublished(posts)
      .map(({ title }) => title)
      .join('\n');
    for (const awkward of [
      /&/,
      /</,
      /"/,
      /<\/script>/,
      /\p{Extended_Pictographic}/u,
      /\p{Script=Han}/u,
      /\p{Script=Cyrillic}/u,
    ]) {
      assert.match(titles, awkward);
    }
    assert.ok(awkwardTitles.every((title) => posts.some((post) => post.title === title)));
  });
});

test('no golden front page of any state holds a canary, and no two canaries are the same', () => {
  forBlogs(({ rows, canaries }) => {
    const posts = newestPublished(rows.posts);
    const states = frontPageStates((session) => ({ reader: session === null ? null : "Ines O'Hara", posts }));
    for (const { golden } of states) assert.deepEqual(leaksIn(golden, canaries), []);
    assert.equal(new Set(canaries.map(({ text }) => text)).size, canaries.length);
    assert.ok(canaries.every(({ text }) => /^[A-Za-z0-9.-]{7,}$/.test(text)));
  });
});

test('each kind of thing that must not get out has its canaries', () => {
  const { rows, canaries } = seedBlog(blogSeed);
  const found = (text: string) => leaksIn(text, canaries).map(({ of }) => of);
  const [draft] = newestFirst(rows.posts);
  const [first] = newestPublished(rows.posts);
  const [user, other] = rows.users;
  assert.ok(draft && first && user && other);

  assert.equal(found(first.body_html.slice(0, 200)).length, 1, 'the beginning of a body');
  assert.equal(found(first.body_html.slice(-200)).length, 1, 'the end of a body');
  assert.equal(found(draft.excerpt).length, 1);
  assert.equal(found(draft.slug).length, 1);
  assert.equal(found(user.password_hash).length, 2, 'salt and hash');
  assert.equal(found(JSON.stringify(other)).length, 4, 'username, display name, salt and hash');
  for (const { id } of rows.sessions) assert.equal(found(id).length, 1);
  assert.equal(found(JSON.stringify(JSON.stringify(rows))).length, canaries.length, 'escaped twice');
  assert.ok(found(postPage({ reader: null, theme: 'light' }, { ...first, author: '' })).length >= 2);
});

test('canaries do not depend on the order of the posts', () => {
  const { rows } = seedBlog(blogSeed);
  const texts = (posts: readonly PostRow[]) =>
    canariesOf(posts)
      .map(({ text }) => text)
      .toSorted();
  assert.deepEqual(texts(rows.posts.toReversed()), texts(rows.posts));
});
