import assert from 'node:assert/strict';
import { it } from 'node:test';
import { resumeCommand } from '../../src/cli/resume-command.ts';

it('what resumes a run declares again what was declared on the command line, quoted for a shell', () => {
  assert.equal(resumeCommand('reports/x', { command: [] }), 'bench sweep --resume reports/x');
  assert.equal(
    resumeCommand('a b', { command: ['node', 'my server.js'], header: ['A: b', 'C: d'], path: '/' }),
    "bench sweep --resume 'a b' --path=/ '--header=A: b' '--header=C: d' -- node 'my server.js'",
  );
  assert.equal(
    resumeCommand('x', { command: [], url: 'http://127.0.0.1:1/', yesLoad: '127.0.0.1' }),
    'bench sweep --resume x --url=http://127.0.0.1:1/ --yes-load=127.0.0.1',
  );
});
