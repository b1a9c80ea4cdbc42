import assert from 'node:assert/strict';
import { chmodSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { temporaryFolder } from '../files/temporary-folder.ts';
import { syntheticRun } from '../fixtures/run.ts';
import { runBench } from './run-bench.ts';

const app = { name: 'app', start: ['node', 'server.js'] };
const runText = JSON.stringify(syntheticRun({ rates: [10] }));

const world = {
  'app/target.json': app,
  'touching/target.json': { ...app, deviations: [{ note: 'All alike.', ignoreAttributes: ['h*'] }] },
  'odd-selector/target.json': { ...app, deviations: [{ note: 'Odd.', unwrap: ['..'] }] },
  'empty/notes.txt': '',
  'broken/target.json': { name: 'broken', start: 'node server.js' },
  'file.txt': '',
  'runs/half/run.json': runText.slice(0, 300),
  'runs/foreign/run.json': { name: 'something' },
  'runs/future/run.json': runText.replace('"schema":2', '"schema":9'),
  'runs/whole/run.json': runText,
  'hosts.json': { hosts: { tiny: { cpus: 1 } } },
  'odd-sweep.json': { sweep: { rates: 'many' } },
  'odd-objective.json': { objectives: ['fast'] },
};

/** Runs the program with a mistake in what is asked, and proves that it did nothing at all. */
async function refused(t: TestContext, argv: readonly string[], sentence: RegExp): Promise<void> {
  const cwd = temporaryFolder(t, world);
  const before = readdirSync(cwd, { recursive: true }).toSorted();
  const home = temporaryFolder(t);
  const env = { XDG_CACHE_HOME: home, XDG_STATE_HOME: home };
  const { exitCode, stdout, stderr } = await runBench(argv, { cwd, env });
  assert.equal(exitCode, 2, stderr);
  assert.equal(stdout, '', 'a mistake is no result');
  assert.match(stderr, /^bench: /);
  assert.match(stderr, sentence);
  assert.ok(stderr.split('\n').length <= 3, `one sentence and a hint, not:\n${stderr}`);
  assert.doesNotMatch(stderr, /\n +at /, 'no stack');
  assert.deepEqual(readdirSync(cwd, { recursive: true }).toSorted(), before, 'nothing was written');
  assert.ok(!process.getActiveResourcesInfo().includes('ProcessWrap'), 'nothing was started');
}

const sweep = (...flags: string[]): string[] => ['sweep', '--target', './app', ...flags];

describe('refused, with a sentence and exit 2', () => {
  const table: [says: string, argv: string[], sentence: RegExp][] = [
    ['no target', ['sweep'], /No target: --target is not given[\s\S]*Built in: /],
    ['an unknown target', ['sweep', '--target', 'nope'], /no built-in target "nope"[\s\S]*Built in: /],
    ['an unknown variant', ['sweep', '--target', './app:fast'], /"app" has no variant "fast"/],
    ['a folder without target.json', ['sweep', '--target', './empty'], /There is no target\.json in empty/],
    ['a folder that is not there', ['sweep', '--target', './gone'], /There is no folder gone/],
    [
      'a broken target.json, by field and reason',
      ['sweep', '--target', './broken'],
      /broken\/target\.json: "start" must be a list \(a program and its arguments, like \["node", "server\.js"\]/,
    ],
    [
      'a deviation that touches what a page is',
      ['sweep', '--target', './touching'],
      /touching\/target\.json: "deviations\[0\]": "ignoreAttributes" may not touch the attribute href, and "h\*" does/,
    ],
    [
      'a deviation with a selector that is none',
      ['verify', '--target', './odd-selector'],
      /"deviations\[0\]": "unwrap" holds no CSS selector: "\.\."/,
    ],
    [
      'nothing to compare',
      ['verify', '--target', './app'],
      /nothing to compare: app is under no contract[\s\S]*"contract": "blog"/,
    ],
    [
      'an unknown host for comparing',
      ['verify', '--target', './app', '--host', 'moon'],
      /--host: there is no host "moon"/,
    ],
    [
      'two targets with one label',
      sweep('--target', 'app=./app', '--dry-run'),
      /two targets have the label "app"/,
    ],
    ['an unknown host', sweep('--host', 'moon'), /--host: there is no host "moon"[\s\S]*Known: droplet/],
    [
      'an unknown host, the list with one’s own',
      sweep('--host', 'moon', '--config', 'hosts.json'),
      /Known: droplet, tiny/,
    ],
    [
      'a folder for the run where none can be made',
      sweep('--out', '/proc/of-nobody/run'),
      /--out: cannot write to \/proc\/of-nobody\/run: no folder can be made in \/proc/,
    ],
    ['rates from zero', sweep('--rates', '0..10'), /--rates "0\.\.10": a rate has to be above 0/],
    ['rates downward', sweep('--rates', '10..1'), /--rates "10\.\.1"[\s\S]*Write 1\.\.10/],
    ['rates that are none', sweep('--rates', 'abc'), /--rates "abc": "abc" is no rate/],
    ['a list with a hole', sweep('--rates', '1,,3'), /--rates "1,,3": a rate is missing/],
    ['a range without an end', sweep('--rates', '1..'), /--rates "1\.\.": a rate is missing/],
    ['a negative rate', sweep('--rates', '-5'), /--rates "-5": "-5" is no rate/],
    ['a rate beyond reason', sweep('--rates', '1..1e9'), /--rates "1\.\.1e9"/],
    ['a rate beyond reason, written out', sweep('--rates', '99999999'), /no rate can be above 1,000,000/],
    ['a negative duration', sweep('--duration', '-5s'), /--duration "-5s": this is no length of time/],
    ['a duration without a unit', sweep('--duration', '5'), /--duration "5"[\s\S]*its unit/],
    ['a duration of nothing', sweep('--duration', '0s'), /--duration "0s": out of bounds/],
    ['no points per decade', sweep('--per-decade', '0'), /--per-decade "0"[\s\S]*From 1 to 100/],
    [
      'points per decade for a list',
      sweep('--per-decade', '5', '--rates', '1,2'),
      /--per-decade says nothing about a list/,
    ],
    ['one and a half rounds', sweep('--rounds', '1.5'), /--rounds "1\.5": this has to be a whole number/],
    ['no round', sweep('--rounds', '0'), /--rounds "0"/],
    [
      'a precision of nothing',
      sweep('--find-capacity', '--precision', '0%'),
      /--precision "0%": out of bounds/,
    ],
    ['a precision beyond all', sweep('--find-capacity', '--precision', '200%'), /--precision "200%"/],
    [
      'a precision without %',
      sweep('--find-capacity', '--precision', '5'),
      /--precision "5": this is no share/,
    ],
    [
      'a precision of no search',
      sweep('--precision', '5%'),
      /--precision says nothing without --find-capacity/,
    ],
    [
      'a search among listed rates',
      sweep('--find-capacity', '--rates', '100,200'),
      /--find-capacity cannot stand beside a list of --rates/,
    ],
    ['a quick search', sweep('--find-capacity', '--quick'), /--find-capacity cannot stand beside --quick/],
    [
      'a search that is not warmed up',
      sweep('--find-capacity', '--warmup', 'none'),
      /--find-capacity cannot stand beside --warmup none/,
    ],
    ['rounds without an end', sweep('--rounds', 'auto'), /--rounds auto needs a time/],
    ['a time that ends nothing', sweep('--time', '10m'), /--time says nothing without --rounds auto/],
    ['an unknown order', sweep('--order', 'sideways'), /--order "sideways"[\s\S]*up, down or shuffled/],
    ['unknown arrivals', sweep('--arrivals', 'x'), /--arrivals "x"[\s\S]*constant or poisson/],
    ['an unknown visitor', sweep('--visitor', 'x'), /--visitor "x"[\s\S]*reader or anonymous/],
    ['an unknown placement', sweep('--placement', 'x'), /--placement "x"[\s\S]*auto, shared or split/],
    ['an odd warm-up', sweep('--warmup', 'hot'), /--warmup "hot"[\s\S]*auto, none, or a length of time/],
    ['a time-out beyond what is recorded', sweep('--timeout', '5m'), /--timeout "5m": out of bounds/],
    ['no connections', sweep('--max-connections', '0'), /--max-connections "0"/],
    ['a seed that is none', sweep('--seed', '-1'), /--seed "-1"/],
    [
      'an objective that does not parse',
      sweep('--objective', 'fast'),
      /--objective "fast": "fast" has no bound/,
    ],
    [
      'an objective without a unit',
      sweep('--objective', 'p99<500'),
      /"500" is no length of time with a unit/,
    ],
    [
      'an objective that no rate gives enough requests for',
      sweep('--objective', 'p99.9<1s', '--rates', '1..10'),
      /p99\.9<1s needs 3,000 requests/,
    ],
    ['quick, but not', sweep('--quick', '--rates', '1..10'), /--quick cannot stand beside --rates/],
    ['quick, but longer', sweep('--quick', '--duration', '9s'), /--quick cannot stand beside --duration/],
    ['an unknown flag', sweep('--rate', '1..10'), /Unknown option '--rate'[\s\S]*Did you mean --rates\?/],
    [
      'an unknown flag like no other',
      sweep('--zzzzzz'),
      /Unknown option '--zzzzzz'[\s\S]*bench sweep --help/,
    ],
    ['an unknown command', ['swep'], /Unknown command 'swep'[\s\S]*Did you mean sweep\?/],
    ['a flag without its value', sweep('--rates'), /Option '--rates <rates>' argument missing/],
    [
      'a flag in the place of a value',
      sweep('--out', '--dry-run'),
      /--out needs a value, but is followed by --dry-run/,
    ],
    ['a flag with an empty value', sweep('--resume='), /--resume needs a value/],
    ['a target that is a file', ['sweep', '--target', './file.txt'], /file\.txt is a file, not a folder/],
    [
      'a target that is an address',
      ['sweep', '--target', 'https://example.org'],
      /is an address, and bench measures only servers that it starts itself/,
    ],
    ['a target above the folder', ['sweep', '--target', '/'], /There is no target\.json in \/\n/],
    ['a target without its flag', ['sweep', 'remix'], /Targets are named with --target/],
    [
      'a configuration that is not there',
      sweep('--config', 'x.json'),
      /x\.json cannot be read: it does not exist/,
    ],
    ['a configuration that is none', sweep('--config', 'file.txt'), /file\.txt is not JSON/],
    [
      'a field of the configuration',
      sweep('--config', 'odd-sweep.json'),
      /odd-sweep\.json: "sweep\.rates" "many": "many" is no rate/,
    ],
    ['its objective', sweep('--config', 'odd-objective.json'), /odd-objective\.json: "objectives" "fast"/],
    ['an --out below a file', sweep('--out', 'file.txt/run'), /--out: cannot write to .*file\.txt/],
    ['an --out that holds a run', sweep('--out', 'runs/whole'), /--out: .* already holds a run/],
    ['going on with nothing', ['sweep', '--resume', 'gone'], /There is no run at gone/],
    ['going on with no run', ['sweep', '--resume', 'empty'], /folder empty holds no run\.json/],
    ['going on with half a file', ['sweep', '--resume', 'runs/half'], /runs\/half\/run\.json is cut off/],
    [
      'going on with another plan',
      ['sweep', '--resume', 'runs/whole', '--rates', '1..10'],
      /--resume cannot stand beside --rates/,
    ],
    [
      'going on without early stop',
      ['sweep', '--resume', 'runs/whole', '--no-early-stop'],
      /--resume cannot stand beside --no-early-stop/,
    ],
    ['going on with what is complete', ['sweep', '--resume', 'runs/whole'], /runs\/whole is complete/],
  ];
  for (const [says, argv, sentence] of table) it(says, (t) => refused(t, argv, sentence));

  it('an --out without permission', {
    skip: process.getuid?.() === 0 && 'root may write anywhere',
  }, async (t) => {
    const cwd = temporaryFolder(t, world);
    chmodSync(join(cwd, 'empty'), 0o500);
    const { exitCode, stderr } = await runBench(sweep('--out', 'empty/run'), { cwd });
    chmodSync(join(cwd, 'empty'), 0o700);
    assert.equal(exitCode, 2);
    assert.match(stderr, /--out: cannot write to .*empty\/run: there is no permission/);
  });

  for (const argv of [sweep('--rates', '10'), ['build', '--target', './app']]) {
    it(`a home folder that takes nothing, by ${argv[0]}`, async (t) => {
      const cwd = temporaryFolder(t, world);
      const env = { XDG_CACHE_HOME: join(cwd, 'file.txt') };
      const { exitCode, stderr } = await runBench(argv, { cwd, env });
      assert.equal(exitCode, 2);
      assert.match(
        stderr,
        /cannot write to .*file\.txt\/framebench: [\s\S]*Set HOME, or XDG_CACHE_HOME, to a folder/,
      );
      assert.ok(!readdirSync(cwd).includes('reports'), 'nothing was begun');
    });
  }

  it('escape sequences in what was typed do nothing', async (t) => {
    const { stderr } = await runBench(['sweep', '--target', './\u001b[31mred\u0007'], {
      cwd: temporaryFolder(t),
    });
    assert.match(stderr, /There is no folder red/);
    assert.ok(!/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/.test(stderr), JSON.stringify(stderr));
  });
});

describe('refused, where there is no home', () => {
  for (const command of [['sweep', '--rates', '10'], ['build'], ['verify']]) {
    it(`bench ${command[0]}, with an empty HOME`, async (t) => {
      const cwd = temporaryFolder(t, {
        'target.json': { ...app, ...(command[0] === 'verify' ? { contract: 'blog' } : {}) },
      });
      const { exitCode, stderr } = await runBench(command, { cwd, env: { HOME: '' } });
      assert.equal(exitCode, 2, stderr);
      assert.match(stderr, /HOME is ""\n *Set HOME, or XDG_(CACHE|STATE)_HOME, to the absolute path/);
      assert.deepEqual(readdirSync(cwd), ['target.json']);
    });
  }
});

describe('a target.json of another encoding', () => {
  const text = JSON.stringify(app);
  const encodings: readonly (readonly [what: string, bytes: Buffer, exitCode: number])[] = [
    ['UTF-8 with a byte order mark', Buffer.from(`\u{feff}${text}`), 0],
    ['UTF-16', Buffer.from(`\u{feff}${text}`, 'utf16le'), 0],
    ['UTF-32', Buffer.from([0x7b, 0, 0, 0]), 2],
  ];
  for (const [what, bytes, exitCode] of encodings) {
    it(`${exitCode === 0 ? 'is read from' : 'is refused by its name:'} ${what}`, async (t) => {
      const cwd = temporaryFolder(t);
      writeFileSync(join(cwd, 'target.json'), bytes);
      const outcome = await runBench(['build'], {
        cwd,
        env: { HOME: temporaryFolder(t), PATH: process.env['PATH'] ?? '' },
      });
      assert.equal(outcome.exitCode, exitCode, outcome.stderr);
      if (exitCode !== 0) assert.match(outcome.stderr, /not in UTF-8: it looks like UTF-32/);
    });
  }
});
