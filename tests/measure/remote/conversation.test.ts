import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { describe, it, type TestContext } from 'node:test';
import { AnsweredError, answer, asker } from '../../../src/measure/remote/conversation.ts';
import { NotSaved } from '../../../src/model/not-saved.ts';
import { UsageError } from '../../../src/model/usage-error.ts';

interface Topics {
  readonly add: { readonly about: readonly number[]; readonly answer: number; readonly told: string };
  readonly wait: { readonly about: null; readonly answer: never };
  readonly refuse: { readonly about: null; readonly answer: never };
  readonly save: { readonly about: null; readonly answer: never };
  readonly err: { readonly about: null; readonly answer: never };
}

/** Both sides of a conversation, in one process. */
function conversation(t: TestContext) {
  const [there, back] = [new PassThrough(), new PassThrough()];
  const over = answer<Topics>(there, back, {
    add: async (numbers, _, tell) => {
      tell('adding');
      return numbers.reduce((sum, number) => sum + number, 0);
    },
    wait: (_, signal) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    refuse: async () => {
      throw new UsageError('there is no vegeta on the PATH', 'Get it.');
    },
    save: async () => {
      throw new NotSaved('the disk is full', 'Make room.');
    },
    err: async () => {
      throw new TypeError('x is not a function');
    },
  });
  t.after(() => {
    there.end();
    return over;
  });
  return { ...asker<Topics>(back, there), greet: (words: string) => back.write(words) };
}

const answered = (expected: object) => (error: unknown) => {
  assert.ok(error instanceof AnsweredError, `${error}`);
  const { message, bySystem, hint } = error;
  assert.partialDeepStrictEqual({ message: message.split('\n')[0], bySystem, hint }, expected);
  return true;
};

describe('a conversation with another machine', () => {
  it('answers what it is asked, and tells what happens meanwhile, behind whatever a shell greets with', async (t) => {
    const { ask, greet } = conversation(t);
    greet('Welcome!\n{braces}\n');
    const told: string[] = [];
    const asked = (numbers: readonly number[]) => ask('add', numbers, { tell: (what) => told.push(what) });
    assert.deepEqual(await Promise.all([asked([1, 2]), asked([3, 4])]), [3, 7]);
    assert.deepEqual(told, ['adding', 'adding']);
  });

  it('says what the machine refuses with what to do, and a mistake of ours with its stack', async (t) => {
    const { ask } = conversation(t);
    const refused = { message: 'there is no vegeta on the PATH', bySystem: true, hint: 'Get it.' };
    await assert.rejects(ask('refuse', null), answered(refused));
    const full = { message: 'the disk is full', bySystem: true, hint: 'Make room.' };
    await assert.rejects(ask('save', null), answered(full));
    const mistake = { message: 'TypeError: x is not a function', bySystem: false, hint: null };
    await assert.rejects(ask('err', null), answered(mistake));
  });

  it('gives a question up when it is aborted, and all of them when nobody is there any more', async (t) => {
    const { ask, hangUp } = conversation(t);
    const aborted = new AbortController();
    const first = ask('wait', null, { signal: aborted.signal });
    aborted.abort(new Error('enough'));
    await assert.rejects(first, /^Error: enough$/);
    const second = ask('wait', null);
    hangUp(new Error('lost'));
    await assert.rejects(second, /^Error: lost$/);
    await assert.rejects(ask('add', [1]), /^Error: lost$/);
  });
});
