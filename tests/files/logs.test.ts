import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { type Log, openLogs } from '../../src/files/logs.ts';
import { temporaryFolder } from './temporary-folder.ts';

const write = ({ descriptor }: Log, text: string) => writeSync(descriptor, text);

describe('the log of a server', () => {
  it('ends with its last lines', (t) => {
    const logs = openLogs(temporaryFolder(t));
    t.after(logs.close);
    const log = logs.open('app.round-1');
    assert.deepEqual(log.tail(), []);
    write(log, 'one\n\ntwo\n\n\n');
    assert.deepEqual(log.tail(), ['one', '', 'two']);
    write(log, Array.from({ length: 5_000 }, (_, i) => `line ${i}\n`).join(''));
    assert.equal(log.tail().length, 20);
    assert.equal(log.tail().at(-1), 'line 4999');
  });

  it('is gone on with, but what was there before are not its last words', (t) => {
    const folder = temporaryFolder(t, { 'app.round-1.log': 'from before\n' });
    const logs = openLogs(folder);
    t.after(logs.close);
    const log = logs.open('app.round-1');
    assert.deepEqual(log.tail(), []);
    write(log, 'now\n');
    assert.deepEqual(log.tail(), ['now']);
    assert.deepEqual(readdirSync(folder), ['app.round-1.log']);
    writeFileSync(log.path, '');
    assert.deepEqual(log.tail(), [], 'somebody has emptied it');
  });

  it('is cut down to its end where it floods the disk, and whoever writes to it goes on', (t) => {
    const logs = openLogs(temporaryFolder(t, { 'app.log': 'from before\n' }));
    t.after(logs.close);
    const log = logs.open('app');
    const flood = () => {
      for (let i = 0; i < 65; i++) write(log, 'x'.repeat(2 ** 20 - 1).concat('\n'));
      write(log, 'the end\n');
    };
    write(log, 'short\n');
    assert.deepEqual(logs.trim(), []);
    flood();
    assert.deepEqual(logs.trim(), [log.path]);
    assert.ok(statSync(log.path).size < 20_000, `${statSync(log.path).size}`);
    assert.match(readFileSync(log.path, 'utf8'), /^\[bench: the log was too long/);
    assert.equal(log.tail().at(-1), 'the end');
    write(log, 'more\n');
    assert.equal(log.tail().at(-1), 'more');
    flood();
    assert.deepEqual(logs.trim(), [], 'told once');
    assert.ok(statSync(log.path).size < 20_000);
  });

  it('is a file in the folder whatever its name holds, and never that of another name', (t) => {
    const folder = temporaryFolder(t);
    const logs = openLogs(folder);
    t.after(logs.close);
    const names = ['app:x', 'app-x', '../../app x', 'app:x', '应用', '服务'];
    const paths = names.map((name) => logs.open(name).path);
    assert.deepEqual(
      paths,
      ['app-x.log', 'app-x-2.log', '..-..-app-x.log', 'app-x.log', '-.log', '--2.log'].map((file) =>
        join(folder, file),
      ),
    );
  });
});
