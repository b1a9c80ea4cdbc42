import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { lockMachine } from '../../src/files/lock-machine.ts';
import { temporaryFolder } from './temporary-folder.ts';

const { signal } = new AbortController();
const module = new URL('../../src/files/lock-machine.ts', import.meta.url).href;
const script = `import { lockMachine } from ${JSON.stringify(module)};
await lockMachine(process.env, new AbortController().signal, null);
console.log('mine');
setInterval(() => {}, 1_000);`;

describe('a machine', () => {
  it('is had by one sweep at a time; another is refused with the process that has it, or waits', async (t) => {
    const env = { XDG_STATE_HOME: temporaryFolder(t) };
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], { env });
    t.after(() => child.kill('SIGKILL'));
    await once(child.stdout, 'data');
    await assert.rejects(lockMachine(env, signal, null), {
      name: 'UsageError',
      message: `This machine is in use by another sweep (process ${child.pid}), and two at once would measure each other`,
      hint: /--wait/,
    });

    const interrupted = new AbortController();
    const given = lockMachine(env, interrupted.signal, () => interrupted.abort(new Error('enough')));
    await assert.rejects(given, { name: 'AbortError' });

    // Killed, it leaves no lock behind.
    const told: string[] = [];
    const lock = await lockMachine(env, signal, (other) => {
      told.push(other);
      child.kill('SIGKILL');
    });
    assert.deepEqual(told, [`another sweep (process ${child.pid})`]);
    lock[Symbol.dispose]();
    (await lockMachine(env, signal, null))[Symbol.dispose]();
  });
});
