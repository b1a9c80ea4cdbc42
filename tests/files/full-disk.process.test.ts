import assert from 'node:assert/strict';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { openLeftovers } from '../../src/files/leftovers.ts';
import { loadRun } from '../../src/files/load-run.ts';
import { openLogs } from '../../src/files/logs.ts';
import { openRunFolder, saveRun } from '../../src/files/runs.ts';
import { writeWhole } from '../../src/files/write-file.ts';
import { NotSaved } from '../../src/model/not-saved.ts';
import { UsageError } from '../../src/model/usage-error.ts';
import { syntheticRun } from '../fixtures/run.ts';
import { type SmallDisk, smallDisk } from './small-disk.ts';

const run = syntheticRun({ rates: [10, 100] });
const notSaved = (says: RegExp) => (error: unknown) => error instanceof NotSaved && says.test(error.message);

describe('a run on a disk that is full', () => {
  const cases: readonly (readonly [when: string, leave: number])[] = [
    ['at the first byte', 0],
    ['in the middle', 8_192],
  ];
  for (const [when, leave] of cases) {
    it(`${when} stays as it was saved before, and nothing half-written is left`, async (t) => {
      const disk = smallDisk(t);
      if (disk === null) return;
      const folder = join(disk.folder, 'run');
      mkdirSync(folder);
      await saveRun(folder, run);
      disk.fill(leave);
      await assert.rejects(
        saveRun(folder, { ...run, id: 'x'.repeat(40_000) }),
        notSaved(/the disk is full$/),
      );
      assert.deepEqual(loadRun('.', folder).run, run);
      assert.deepEqual(readdirSync(folder), ['run.json']);
    });
  }

  it('is refused before anything starts', (t) => {
    const disk = smallDisk(t);
    if (disk === null) return;
    disk.fill();
    const folder = join(disk.folder, 'run');
    assert.throws(
      () => openRunFolder(folder, '--out'),
      /^UsageError: --out: cannot write to .*: the disk is full$/,
    );
    assert.deepEqual(readdirSync(folder), []);
  });
});

describe('a run whose name is taken by a folder', () => {
  it('is not saved, and nothing half-written is left', async (t) => {
    const disk = smallDisk(t);
    if (disk === null) return;
    mkdirSync(join(disk.folder, 'run.json/x'), { recursive: true });
    await assert.rejects(saveRun(disk.folder, run), notSaved(/cannot be saved in/));
    assert.deepEqual(readdirSync(disk.folder), ['run.json']);
  });
});

describe('what is written beside a run', () => {
  const onDisk = (disk: SmallDisk, path: string) => join(disk.folder, path);
  const writers: readonly (readonly [what: string, write: (disk: SmallDisk) => void, says: RegExp])[] = [
    [
      'a trace of what runs',
      (disk) =>
        openLeftovers({ XDG_STATE_HOME: disk.folder }).remember({
          id: 'x',
          boot: null,
          toolPid: 1,
          toolStart: null,
          serverPid: null,
          serverStart: null,
          cgroups: [],
          groupsIn: [],
        }),
      /^NotSaved: What runs cannot be written down in .*: /,
    ],
    [
      'a log',
      (disk) => openLogs(onDisk(disk, 'new')).open('app'),
      /^NotSaved: The run cannot be saved in .*: /,
    ],
    [
      'a report',
      (disk) => writeWhole(onDisk(disk, 'report.html'), 'x'.repeat(10_000)),
      /^UsageError: Cannot write .*: /,
    ],
  ];
  for (const [what, write, says] of writers) {
    it(`is told in a sentence: ${what} on a full disk, and on a read-only one`, (t) => {
      const disk = smallDisk(t);
      if (disk === null) return;
      disk.fill();
      // A log is opened for its server to write to: a file without a byte needs no room.
      if (what !== 'a log') assert.throws(() => write(disk), withReason(says, 'the disk is full'));
      disk.makeReadOnly();
      assert.throws(() => write(disk), withReason(says, 'the disk is read-only'));
      assert.deepEqual(
        readdirSync(disk.folder, { recursive: true }).filter((name) =>
          /\.\d+$|report|\.json/.test(`${name}`),
        ),
        [],
      );
    });
  }
});

const withReason = (says: RegExp, reason: string) => (error: unknown) => {
  assert.ok(error instanceof UsageError || error instanceof NotSaved, `${error}`);
  assert.match(`${error}`, says);
  assert.ok(error.message.endsWith(reason), error.message);
  return true;
};
