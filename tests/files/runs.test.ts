import assert from 'node:assert/strict';
import {
  chmodSync,
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { loadRun } from '../../src/files/load-run.ts';
import { findRun, isFolderWithoutRun, nameRunFolder, openRunFolder, saveRun } from '../../src/files/runs.ts';
import type { Run } from '../../src/model/run.ts';
import { UsageError } from '../../src/model/usage-error.ts';
import { syntheticRun } from '../fixtures/run.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { withoutRights } from './without-rights.ts';

const run: Run = syntheticRun({ rates: [10, 100] });

const usage = (says: RegExp) => (error: unknown) => {
  assert.ok(error instanceof UsageError, `${error}`);
  assert.match(`${error.message} ${error.hint ?? ''}`, says);
  return true;
};

describe('saving a run', () => {
  it('and reading it gives the same run, by its folder and by its file', async (t) => {
    const folder = temporaryFolder(t);
    await saveRun(folder, run);
    const stored = loadRun('.', folder);
    assert.deepEqual([stored.run, stored.path], [run, join(folder, 'run.json')]);
    assert.equal(stored.text, readFileSync(stored.path, 'utf8'));
    assert.deepEqual(loadRun('run.json', folder).run, run);
    assert.deepEqual(readdirSync(folder), ['run.json'], 'nothing else is left there');
  });

  it('replaces what was there at once: whoever has the old file open reads it to its end', async (t) => {
    const folder = temporaryFolder(t);
    await saveRun(folder, run);
    const old = openSync(join(folder, 'run.json'), 'r');
    await saveRun(folder, { ...run, id: 'second' });
    assert.deepEqual(JSON.parse(readFileSync(old, 'utf8')), run);
    closeSync(old);
    assert.equal(loadRun('.', folder).run.id, 'second');
  });

  it('that breaks off leaves the old file as it was, and no remains', async (t) => {
    const folder = temporaryFolder(t);
    await saveRun(folder, run);
    const unwritable = {
      ...run,
      get targets(): never {
        throw new Error('out of memory, say');
      },
    };
    await assert.rejects(saveRun(folder, unwritable), /out of memory/);
    assert.deepEqual(loadRun('.', folder).run, run);
    assert.deepEqual(readdirSync(folder), ['run.json']);
  });

  it('after a crash between writing and renaming, the old run is the one that is read', async (t) => {
    const folder = temporaryFolder(t);
    await saveRun(folder, run);
    writeFileSync(join(folder, '.run.json.12345'), '{"schema": 2, "id": "half');
    assert.deepEqual(loadRun('.', folder).run, run);
  });

  it('fails aloud where the folder is gone', async (t) => {
    const folder = temporaryFolder(t);
    await assert.rejects(saveRun(join(folder, 'gone'), run), {
      name: 'NotSaved',
      message: /The run cannot be saved in .*gone: it does not exist/,
      hint: /Nothing of it is left/,
    });
  });
});

describe('the latest run', () => {
  it('is the one that was saved last, whatever the folders are called', async (t) => {
    const cwd = temporaryFolder(t);
    for (const [name, savedAt] of [
      ['b', 100],
      ['a', 300],
      ['c', 200],
    ] as const) {
      mkdirSync(join(cwd, 'reports', name), { recursive: true });
      await saveRun(join(cwd, 'reports', name), { ...run, id: name });
      utimesSync(join(cwd, 'reports', name, 'run.json'), savedAt, savedAt);
    }
    mkdirSync(join(cwd, 'reports/d'));
    assert.equal(loadRun('latest', cwd).run.id, 'a');
  });

  it('is missed with a sentence', (t) => {
    assert.throws(() => findRun('latest', temporaryFolder(t)), usage(/no latest run: reports\/ holds none/));
    assert.throws(
      () => findRun('latest', temporaryFolder(t, { reports: 'weekly' })),
      usage(/no latest run: reports cannot be read: part of its path is a file.*Make one/),
    );
  });

  it('is looked for in folders alone', (t) => {
    const cwd = temporaryFolder(t, { 'reports/notes.txt': '', 'reports/a/run.json': run });
    symlinkSync('nowhere', join(cwd, 'reports/gone'));
    assert.equal(findRun('latest', cwd), join(cwd, 'reports/a/run.json'));
  });
});

describe('a run that cannot be read', () => {
  const text = JSON.stringify(run);
  const [target] = run.targets;
  const [round] = target?.rounds ?? [];
  const [step] = round?.steps ?? [];
  const withStep = (change: object) =>
    JSON.stringify({
      ...run,
      targets: [{ ...target, rounds: [{ ...round, steps: [{ ...step, ...change }] }] }],
    });
  const table: [says: string, content: string, sentence: RegExp][] = [
    ['empty', '', /run\.json is cut off/],
    ['cut off in the middle', text.slice(0, text.length / 2), /run\.json is cut off/],
    ['cut off at the last character', text.slice(0, -1), /run\.json is cut off/],
    ['no JSON', '<html>', /run\.json is not JSON/],
    ['JSON, but not ours', '{"tool": {"name": "vegeta"}, "schema": 1}', /is no run of bench/],
    ['an array', '[]', /is no run of bench/],
    ['null', 'null', /is no run of bench/],
    ['our target.json', '{"name": "app", "start": ["x"]}', /is no run of bench/],
    [
      'a newer schema',
      text.replace('"schema":2', '"schema":3'),
      /of schema 3, .* reads schemas 1 to 2.*newer/,
    ],
    ['an older schema', text.replace('"schema":2', '"schema":0'), /of schema 0.*Measure again/],
    ['an odd schema', text.replace('"schema":2', '"schema":"x"'), /of schema "x"/],
    ['a missing part', JSON.stringify({ ...run, plan: undefined }), /lacks the field "plan"/],
    [
      'a figure that is none',
      withStep({ drainMs: 'long' }),
      /"targets\[0\]\.rounds\[0\]\.steps\[0\]\.drainMs" must be number/,
    ],
    [
      'a histogram that is none',
      withStep({ latency: 'HISTnonsense' }),
      /"latency" of .* is no HDR histogram/,
    ],
  ];
  for (const [says, content, sentence] of table) {
    it(says, (t) => {
      const folder = temporaryFolder(t, { 'run.json': content });
      assert.throws(() => loadRun('.', folder), usage(sentence));
    });
  }

  it('of 200 MB', (t) => {
    const folder = temporaryFolder(t, { 'run.json': '{' });
    truncateSync(join(folder, 'run.json'), 200e6);
    assert.throws(
      () => loadRun('.', folder),
      usage(/run\.json cannot be read: it has 191 MiB, and 64 MiB at most/),
    );
  });

  it('without an end', (t) => {
    const folder = temporaryFolder(t);
    symlinkSync('/dev/zero', join(folder, 'run.json'));
    assert.throws(() => loadRun('.', folder), usage(/run\.json cannot be read: it is a pipe or a device/));
  });

  it('where the system does not say what is there', async (t) => {
    const cwd = temporaryFolder(t, { file: '', 'reports/closed/run.json': run });
    assert.throws(
      () => findRun('file/x', cwd),
      usage(/The run at file\/x cannot be read: part of its path is a file/),
    );
    assert.throws(() => findRun('x'.repeat(300), cwd), usage(/cannot be read: its name is too long/));
    chmodSync(cwd, 0o755);
    chmodSync(join(cwd, 'reports/closed'), 0);
    await withoutRights(async () => {
      for (const reference of ['reports/closed', 'reports/closed/run.json', 'latest'])
        assert.throws(
          () => findRun(reference, cwd),
          usage(/The run at reports\/closed.* cannot be read: there is no permission/),
        );
    });
    chmodSync(join(cwd, 'reports/closed'), 0o755);
  });

  it('told from a folder that holds none', (t) => {
    const cwd = temporaryFolder(t, { 'a/run.json': run, 'a+b/report.html': '', file: '' });
    const found = ['a', 'a/run.json', 'a+b', 'file', 'nowhere', 'latest'].filter((name) =>
      isFolderWithoutRun(name, cwd),
    );
    assert.deepEqual(found, ['a+b']);
  });

  it('missing', (t) => {
    const folder = temporaryFolder(t, { 'empty/notes.txt': '' });
    assert.throws(() => loadRun('nowhere', folder), usage(/no run at nowhere/));
    assert.throws(() => loadRun('empty', folder), usage(/folder empty holds no run\.json/));
  });
});

describe('the folder of a new run', () => {
  it('is named by time and labels, in characters that every file system takes', () => {
    const cwd = '/somewhere';
    assert.equal(
      nameRunFolder(cwd, '2026-03-04T05:06:07.890Z', ['Remix:cluster', '../../x', 'ü\u001b']),
      '/somewhere/reports/2026-03-04-050607-remix-cluster+..-..-x+-',
    );
    const long = nameRunFolder(cwd, '2026-03-04T05:06:07.890Z', Array(50).fill('label'));
    assert.ok(long.length < 120, long);
  });

  it('is not one that is there already', (t) => {
    const cwd = temporaryFolder(t, { 'reports/2026-03-04-050607-a/run.json': '' });
    const name = nameRunFolder(cwd, '2026-03-04T05:06:07Z', ['a']);
    assert.equal(name, join(cwd, 'reports/2026-03-04-050607-a-2'));
  });

  it('is made with the folders above it, and left empty', (t) => {
    const folder = join(temporaryFolder(t), 'a/b');
    openRunFolder(folder, '--out');
    assert.deepEqual(readdirSync(folder), []);
  });

  it('refused: below a file', (t) => {
    const folder = temporaryFolder(t, { file: '' });
    assert.throws(
      () => openRunFolder(join(folder, 'file/x'), '--out'),
      usage(/^--out: cannot write to .*file/),
    );
  });

  it('refused: a run is in it already', async (t) => {
    const folder = temporaryFolder(t);
    await saveRun(folder, run);
    assert.throws(() => openRunFolder(folder, '--out'), usage(/already holds a run.*--resume/));
    rmSync(join(folder, 'run.json'));
    openRunFolder(folder, '--out');
  });
});
