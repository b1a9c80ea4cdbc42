import assert from 'node:assert/strict';
import { scryptSync } from 'node:crypto';
import { test } from 'node:test';
import {
  expiredSession,
  people,
  reader,
  readerSession,
  scryptParameters,
  sessions,
} from '../../src/contract/people.ts';

for (const { username, password, password_hash } of people) {
  test(`the hash of ${username} is scrypt of the stated password at the stated parameters`, () => {
    const [empty, scheme, parameters, salt = '', hash = ''] = password_hash.split('$');
    const { logN, blockSize, parallelism, keyBytes } = scryptParameters;
    assert.deepEqual(
      [empty, scheme, parameters],
      ['', 'scrypt', `ln=${logN},r=${blockSize},p=${parallelism}`],
    );
    const cost = { N: 2 ** logN, r: blockSize, p: parallelism };
    const derived = scryptSync(password, Buffer.from(salt, 'base64'), keyBytes, cost);
    assert.equal(derived.toString('base64').replace(/=+$/, ''), hash);
    assert.equal(Buffer.from(salt, 'base64').length, 16);
  });
}

test('each user has one session that lasts until 2100, and one session of the reader has expired', () => {
  const lasting = sessions.filter(({ expires_at }) => expires_at === Date.UTC(2100, 0) / 1_000);
  assert.deepEqual(
    lasting.map(({ user_id }) => user_id),
    people.map(({ id }) => id),
  );
  assert.deepEqual(
    sessions.filter((session) => !lasting.includes(session)),
    [expiredSession],
  );
  assert.equal(expiredSession.expires_at, Date.UTC(2020, 0, 8) / 1_000);
  assert.equal(readerSession.user_id, reader.id);
  assert.equal(expiredSession.user_id, reader.id);
  assert.equal(new Set(sessions.map(({ id }) => id)).size, sessions.length);
});

test('there are at least three users, with distinct names', () => {
  assert.ok(people.length >= 3);
  assert.equal(new Set(people.map(({ username }) => username)).size, people.length);
});
