import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, test } from 'node:test';
import { expiredSession, readerSession } from '../../src/contract/people.ts';
import { blogSeed, seedBlog } from '../../src/contract/seed.ts';
import { openBlog } from '../../src/files/blog.ts';
import { hashOf, provideDatabase } from '../../src/files/database.ts';

const folder = mkdtempSync(join(tmpdir(), 'framebench-database-'));
after(() => rmSync(folder, { recursive: true }));

const { rows } = seedBlog(blogSeed);
const path = provideDatabase(rows, join(folder, 'first', 'nested'));
const now = 1_795_000_000;

test('the same rows give the same file, byte for byte, and other rows another one', () => {
  const again = provideDatabase(seedBlog(blogSeed).rows, join(folder, 'second'));
  assert.equal(hashOf(again), hashOf(path));
  assert.equal(basename(again), basename(path));

  const other = provideDatabase(seedBlog(1).rows, join(folder, 'second'));
  assert.notEqual(hashOf(other), hashOf(path));
  assert.notEqual(basename(other), basename(path));
});

test('a file that is there is not written again, and nothing half-written stays beside it', () => {
  const before = statSync(path, { bigint: true });
  assert.equal(provideDatabase(rows, join(folder, 'first', 'nested')), path);
  const afterwards = statSync(path, { bigint: true });
  assert.deepEqual([afterwards.ino, afterwards.mtimeNs], [before.ino, before.mtimeNs]);
  assert.deepEqual(readdirSync(join(folder, 'first', 'nested')), [basename(path)]);
});

test('a row that the schema refuses leaves no file behind', () => {
  const [post] = rows.posts;
  assert.ok(post);
  const twice = { ...rows, posts: [post, { ...post, id: post.id + 1_000 }] };
  assert.throws(() => provideDatabase(twice, join(folder, 'third')), /UNIQUE constraint failed: posts.slug/);
  assert.deepEqual(readdirSync(join(folder, 'third')), []);
});

test('the file has the pages and the journal of the contract, and is sound', () => {
  const database = new DatabaseSync(path, { readOnly: true });
  const pragma = (name: string) => Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0];
  assert.equal(pragma('page_size'), 4_096);
  assert.equal(pragma('journal_mode'), 'delete');
  assert.equal(pragma('integrity_check'), 'ok');
  assert.deepEqual(database.prepare('PRAGMA foreign_key_check').all(), []);
  database.close();
});

test('it holds every row as it was made up', () => {
  const database = new DatabaseSync(path, { readOnly: true });
  const all = (table: string, order: string) =>
    database
      .prepare(`SELECT * FROM ${table} ORDER BY ${order}`)
      .all()
      .map((row) => ({ ...row }));
  assert.deepEqual(all('users', 'id'), rows.users);
  assert.deepEqual(all('posts', 'id'), rows.posts);
  assert.deepEqual(all('sessions', 'rowid'), rows.sessions);
  database.close();
});

test('the three newest posts are found by the index, without sorting', () => {
  const database = new DatabaseSync(path, { readOnly: true });
  const plan = database
    .prepare(
      `EXPLAIN QUERY PLAN SELECT slug, title, excerpt, created_at FROM posts
       WHERE published = 1 ORDER BY created_at DESC LIMIT 3`,
    )
    .all()
    .map((step) => step['detail']);
  assert.deepEqual(plan, ['SEARCH posts USING INDEX posts_by_time (published=?)']);
  database.close();
});

test('a hash tells of a single byte', () => {
  const copy = provideDatabase(rows, join(folder, 'fourth'));
  appendFileSync(copy, '\0');
  assert.notEqual(hashOf(copy), hashOf(path));
  assert.match(hashOf(copy), /^[0-9a-f]{64}$/);
});

test('a file that somebody has written to is made anew, and one that is right stays', () => {
  const place = join(folder, 'fifth');
  const made = provideDatabase(rows, place);
  const { ino } = statSync(made);
  assert.equal(provideDatabase(rows, place), made);
  assert.equal(statSync(made).ino, ino);
  const database = new DatabaseSync(made);
  database.exec("UPDATE posts SET title = 'Other'");
  database.close();
  assert.notEqual(hashOf(made), hashOf(path));
  assert.equal(provideDatabase(rows, place), made);
  assert.equal(hashOf(made), hashOf(path));
});

test('reading the blog gives what its rows say, and changes nothing', () => {
  const before = readFileSync(path);
  const blog = openBlog(path);
  const published = rows.posts
    .filter((post) => post.published === 1)
    .toSorted((a, b) => b.created_at - a.created_at);
  const draft = rows.posts.find((post) => post.published === 0);
  const [first] = published;
  assert.ok(first && draft);

  const { reader, posts } = blog.visit(readerSession.id, now);
  assert.equal(reader, "Ines O'Hara");
  assert.deepEqual(
    posts,
    published
      .slice(0, 3)
      .map(({ slug, title, excerpt, created_at }) => ({ slug, title, excerpt, created_at })),
  );
  assert.deepEqual(
    blog.posts(),
    published.map(({ slug, title, created_at }) => ({ slug, title, created_at })),
  );
  const { title, excerpt, body_html, created_at, user_id } = first;
  const author = rows.users.find(({ id }) => id === user_id)?.display_name;
  assert.deepEqual(blog.post(first.slug), { title, excerpt, body_html, created_at, author });
  assert.equal(blog.post(draft.slug), null);
  assert.equal(blog.post('no-such-post'), null);
  blog.close();
  assert.ok(before.equals(readFileSync(path)));
});

test('a session counts until it expires: none, unknown and expired ones are anonymous', () => {
  const blog = openBlog(path);
  const readerOf = (session: string | null, at: number) => blog.visit(session, at).reader;
  assert.equal(readerOf(null, now), null);
  assert.equal(readerOf('', now), null);
  assert.equal(readerOf("' OR 1 --", now), null);
  assert.equal(readerOf(expiredSession.id, now), null);
  assert.equal(readerOf(expiredSession.id, expiredSession.expires_at - 1), "Ines O'Hara");
  assert.equal(readerOf(expiredSession.id, expiredSession.expires_at), null);
  blog.close();
});
