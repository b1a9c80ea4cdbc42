import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { makeWorld } from './real-program.ts';

const short = ['--rates', '1000', '--duration', '100ms', '--warmup', 'none', '--out', 'run'];
const sweep = (...flags: string[]) => ['sweep', '--target', './app', ...flags];

/**
 * 0 and 1 end sweeps in `real-sweep`; what an interrupt ends with is tried at every stage, in `interrupted-stages`; 70
 * takes a mistake that nobody knows of.
 */
const triedElsewhere = [0, 1, 70, 129, 130, 143];

const lateOnceInAHundred = `
  let asked = 0;
  require('node:http')
    .createServer((_, answer) => setTimeout(() => answer.end('hello'), ++asked % 100 === 0 ? 4_000 : 0))
    .listen(process.env.PORT, '127.0.0.1')`;

/** Only the server gives such answers, so they count on a busy machine too. */
const wrongAfterTheFirst = `
  let asked = 0;
  require('node:http')
    .createServer((_, answer) => answer.writeHead(++asked > 50 ? 503 : 200).end('hello'))
    .listen(process.env.PORT, '127.0.0.1')`;

const cases: readonly { code: number; says: string; manifest?: object; argv: string[]; stderr: RegExp }[] = [
  { code: 2, says: 'a rate that is none', argv: sweep('--rates', 'many'), stderr: /^bench: --rates "many"/m },
  {
    code: 3,
    says: 'an objective that the server does not meet',
    manifest: { start: ['node', '-e', wrongAfterTheFirst], measure: { path: '/' } },
    argv: sweep(...short, '--objective', 'p99<20s'),
    stderr: /no rate is shown to meet p99<20s; 1,000\/s fails it/,
  },
  {
    code: 4,
    says: 'one request in a hundred that is too late, which so few requests leave open',
    manifest: { start: ['node', '-e', lateOnceInAHundred], measure: { path: '/' } },
    // So slow that no short pause of the machine lets requests pile up.
    argv: sweep('--rates', '100', ...short.slice(2), '--objective', 'p99<2s'),
    stderr: /no rate is shown to meet p99<2s$/m,
  },
];

describe('the exit code', { timeout: 300_000 }, () => {
  it('is tried for every row of the README’s table', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    const [, table = ''] = /\| exit code \| \|\n\| --- \| --- \|\n((?:\|.*\n)+)/.exec(readme) ?? [];
    const codes = [...table.matchAll(/^\| ([\d, ]+) \|/gm)].flatMap(([, cell = '']) =>
      cell.split(', ').map(Number),
    );
    const tried = [...cases.map(({ code }) => code), ...triedElsewhere];
    assert.deepEqual(
      codes,
      tried.toSorted((a, b) => a - b),
    );
  });

  for (const { code, says, manifest = {}, argv, stderr } of cases) {
    it(`is ${code} for ${says}`, async (t) => {
      const world = makeWorld(t);
      world.addApp('app', manifest);
      const ended = await world.run(...argv);
      assert.equal(ended.code, code, ended.stderr);
      assert.match(ended.stderr, stderr);
    });
  }
});
