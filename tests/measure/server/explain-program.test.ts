import assert from 'node:assert/strict';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { whatShellChokedOn, whyNotStartable } from '../../../src/measure/server/explain-program.ts';
import { temporaryFolder } from '../../files/temporary-folder.ts';

const env = { PATH: process.env['PATH'] ?? '' };

for (const [what, script, mode, says] of [
  ['is not executable', '#!/bin/sh\n', 0o644, /not executable\. Say "chmod \+x \.\/run"/],
  ['has CRLF line ends', '#!/bin/sh\r\nexit\r\n', 0o755, /end with CR and LF/],
  ['wants an interpreter that is not there', '#!/usr/bin/env no-such-thing\n', 0o755, /wants no-such-thing/],
  ['is as it should be', '#!/bin/sh\nexit\n', 0o755, null],
  ['is no program', 'MZ', 0o755, null],
  ['is for another processor', `\u007fELF${'\0'.repeat(14)}\u0008`, 0o755, /another kind of processor/],
] as const) {
  test(`a program that ${what}`, (t) => {
    const folder = temporaryFolder(t);
    writeFileSync(join(folder, 'run'), script);
    chmodSync(join(folder, 'run'), mode);
    const why = whyNotStartable(folder, { command: ['./run'], env });
    if (says === null) assert.equal(why, null);
    else assert.match(why ?? '', says);
  });
}

for (const program of ['cd app && node server.js', 'PORT=80 node']) {
  test(`a program that is a line for a shell: ${program}`, () => {
    const why = whyNotStartable('.', { command: [program], env }) ?? '';
    assert.match(why, /^"[^"]*" is no program\. Each word/);
  });
}

for (const program of ['cd', 'PORT=80']) {
  test(`a word that only a shell understands: ${program}`, () => {
    assert.match(
      whyNotStartable('.', { command: [program, 'x'], env }) ?? '',
      /is for a shell to understand/,
    );
  });
}

test('a script with CRLF line ends that a shell was given', (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'run.sh'), 'exec node server.js\r\n');
  assert.match(
    whatShellChokedOn(folder, { command: ['sh', 'run.sh'], env }) ?? '',
    /lines of run\.sh end with CR/,
  );
  assert.equal(whatShellChokedOn(folder, { command: ['node', 'run.sh'], env }), null);
});
