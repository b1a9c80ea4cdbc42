/** `bench verify` against servers that serve the blog, but for one fault each: every check fails for its own reason. */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { everyProcess } from '../../src/measure/host/process-stat.ts';
import { problemsOf } from '../../src/model/schema.ts';
import {
  type VerificationDocument,
  type VerifiedTarget,
  verificationSchema,
} from '../../src/model/verification.ts';
import { withoutBrowser } from '../browser.ts';
import { type Outcome, runBench } from './run-bench.ts';

const fixtures = join(import.meta.dirname, '..', 'fixtures');

/** Nothing here takes nearly as long, but a program that does not end would keep everybody waiting. */
const guarded = { timeout: 600_000 };

const home = mkdtempSync(join(tmpdir(), 'framebench-verify-'));
// Copies of the database are made where nobody else's are.
process.env['TMPDIR'] = home;
after(() => rmSync(home, { recursive: true, force: true }));

const verify = (...argv: string[]): Promise<Outcome> => verifyIn({}, ...argv);

function verifyIn(changed: Readonly<Record<string, string>>, ...argv: string[]): Promise<Outcome> {
  const env = {
    PATH: process.env['PATH'] ?? '',
    CHROME_PATH: process.env['CHROME_PATH'] ?? '',
    XDG_CACHE_HOME: join(home, 'cache'),
    XDG_STATE_HOME: join(home, 'state'),
    ...changed,
  };
  return runBench(['verify', ...argv], { cwd: fixtures, env });
}

/** The names of the checks that failed, with all that each says. */
const failed = ({ checks }: VerifiedTarget): Record<string, string> =>
  Object.fromEntries(
    checks
      .filter(({ outcome }) => outcome === 'failed')
      .map(({ check, differences }) => [
        check,
        differences.map(({ where, says }) => `${where}: ${says}`).join('\n'),
      ]),
  );

interface Fault {
  readonly variant: string;
  readonly what: string;
  /** What each check that fails says. */
  readonly fails: Readonly<Record<string, RegExp>>;
}

/** What the check in a browser says, where there is one. */
const inBrowser = (says: RegExp) => (withoutBrowser === false ? { interactive: says } : {});

const faults: readonly Fault[] = [
  { variant: 'gzip', what: 'gzip', fails: { wire: /no session, no theme: .* content-encoding: "gzip"/ } },
  { variant: 'etag', what: 'an ETag', fails: { wire: /header etag: "\\"a1b2\\""/ } },
  {
    variant: 'truncated',
    what: 'a page that breaks off',
    fails: { wire: /the answer broke off after \d+ bytes of its body/ },
  },
  {
    variant: 'draft',
    what: 'an unpublished post shown',
    fails: {
      text: /the text of .*a\.card-link, after "Recent posts", is ".*", not "Salt & signal/,
      structure: /the text in .*a\.card-link is/,
    },
  },
  {
    variant: 'no-dark-class',
    what: 'a missing dark class',
    fails: { structure: /no session, dark theme: html lacks the class "dark"/ },
  },
  {
    variant: 'wrapper',
    what: 'an element that does not belong there',
    fails: {
      structure:
        /<main class="main" id="main">.* stands in <div id="app">, which does not belong in body\.page/,
    },
  },
  { variant: 'style', what: 'another stylesheet', fails: { style: /it is not the contract’s: \d+ bytes/ } },
  {
    variant: 'cached',
    what: 'kept pages',
    fails: { alive: /after a title was changed, no session.*moment ago/ },
  },
  {
    variant: 'leak',
    what: 'a session that leaks',
    fails: { apart: /while others asked too, the text of/ },
  },
  {
    variant: 'canary',
    what: 'a body in hydration data',
    fails: { economy: /no session, no theme: the answer holds the body of the post/ },
  },
  {
    variant: 'missing-script',
    what: 'a script that is not there',
    fails: {
      economy: /what a browser fetches: the page needs \/app\.js: it is answered with status 404/,
      ...inBrowser(/nothing listens for the submit event/),
    },
  },
  {
    variant: 'writes',
    what: 'a write for each request',
    fails: { still: /after 1,000 requests: .* wrote to it/ },
  },
  ...[
    {
      variant: 'deaf',
      what: 'a script that does not listen',
      says: /nothing listens for the submit event of form\.theme-form/,
    },
    { variant: 'leaves', what: 'a click that leaves the page', says: /click 1: it leaves the page/ },
    {
      variant: 'twice',
      what: 'a click with two effects',
      says: /2 clicks sent POST \/theme, POST \/theme, POST \/theme, POST \/theme, not one/,
    },
    {
      variant: 'tardy',
      what: 'a click that shows later',
      says: /click 1: at once: the theme of html is "light", not "dark"/,
    },
    { variant: 'noisy', what: 'an error in the console', says: /the browser reports "Hydration failed"/ },
  ].map(({ says, ...fault }) => ({ ...fault, fails: inBrowser(says) })),
];

describe('bench verify', guarded, () => {
  const found = new Map<string, VerifiedTarget>();
  let all: Outcome;
  const right = ['', ':declared', ':hydrated'];
  const others = [...faults.map(({ variant }) => `:${variant}`), ':too-much', ':unstartable'];

  before(async () => {
    const references = [...right, ...others].flatMap((variant) => ['--target', `./wrong-blog${variant}`]);
    all = await verify('--json', ...references);
    const document: VerificationDocument = JSON.parse(all.stdout || 'null') ?? assert.fail(all.stderr);
    assert.deepEqual(problemsOf(verificationSchema, document), []);
    for (const target of document.targets) found.set(target.variant ?? '', target);
  });

  const target = (variant: string): VerifiedTarget => found.get(variant) ?? assert.fail(`no ${variant}`);

  it('finds nothing in the blog without a fault', () => {
    const { outcome, failure, checks, page } = target('');
    assert.deepEqual([outcome, failure, failed(target(''))], ['same', null, {}]);
    assert.deepEqual(
      checks.map(({ check }) => check),
      ['wire', 'text', 'structure', 'style', 'alive', 'apart', 'economy', 'still', 'interactive'],
    );
    assert.deepEqual(
      page?.browser.files.map(({ url, kind }) => [url, kind]),
      [
        ['/', 'html'],
        ['/style.css', 'css'],
      ],
    );
    assert.deepEqual([page?.titleOccurrences, page?.excerptOccurrences, page?.scriptDataBytes], [1, 1, 0]);
  });

  for (const { variant, what, fails } of faults) {
    it(`finds ${what}, and nothing but that`, () => {
      const said = failed(target(variant));
      assert.deepEqual(Object.keys(said), Object.keys(fails), JSON.stringify(said, null, 2));
      for (const [check, says] of Object.entries(fails)) assert.match(said[check] ?? '', says);
      assert.equal(target(variant).outcome, Object.keys(fails).length > 0 ? 'different' : 'same');
    });
  }

  it('does not say whether a page is alive that is wrong before anything changes', () => {
    const checks = target('draft').checks.map(({ check }) => check);
    assert.deepEqual(checks, [
      'wire',
      'text',
      'structure',
      'style',
      'apart',
      'economy',
      'still',
      'interactive',
    ]);
  });

  it('looks at what hydrates in a browser, and at nothing else', () => {
    const interactive = (variant: string) => {
      const { outcome, reason } = target(variant).checks.at(-1) ?? assert.fail();
      return [outcome, reason];
    };
    assert.deepEqual(interactive(''), ['not-applicable', 'its page runs no script']);
    assert.deepEqual(interactive('canary'), ['not-applicable', 'its page runs no script']);
    const missing = 'there is no Chromium or Chrome on the PATH; CHROME_PATH can name one';
    const seen = withoutBrowser === false ? ['passed', null] : ['skipped', missing];
    assert.deepEqual(interactive('hydrated'), seen);
  });

  it('counts what a body in hydration data costs', () => {
    const { page } = target('canary');
    assert.ok((page?.scriptDataBytes ?? 0) > 6_000);
    assert.equal((page?.bytes ?? 0) > (target('').page?.bytes ?? 0) + 6_000, true);
  });

  it('overlooks what is declared, and says so', () => {
    assert.deepEqual([target('declared').outcome, failed(target('declared'))], ['same', {}]);
    assert.deepEqual(target('declared').deviations, ['The page stands in a div.']);
  });

  it('follows no declaration that would hide text', () => {
    assert.deepEqual(Object.keys(failed(target('too-much'))), ['structure']);
    assert.match(
      failed(target('too-much'))['structure'] ?? '',
      /"article" means article\.card, which holds text/,
    );
  });

  it('says what could not be compared, and goes on with the others; a difference counts for more', () => {
    const { outcome, failure, checks } = target('unstartable');
    assert.deepEqual([outcome, failure?.reason, checks], ['unchecked', 'exited', []]);
    assert.match(failure?.detail ?? '', /There is no fault/);
    assert.equal(all.exitCode, 3);
  });

  it('leaves no process and no copy of the database behind', () => {
    const servers = everyProcess().filter(({ ended, parent }) => !ended && parent === process.pid);
    assert.deepEqual(servers, []);
    assert.deepEqual(
      readdirSync(tmpdir()).filter((name) => name.startsWith('framebench-blog-')),
      [],
    );
  });

  it('shows what is there and what should be, with the path, each difference once', async () => {
    const { exitCode, stdout } = await verify(
      '-t',
      './wrong-blog:no-dark-class',
      '-t',
      './wrong-blog:declared',
    );
    assert.equal(exitCode, 3);
    assert.match(stdout, /^wrong-blog:no-dark-class: not the same blog\n {2}wire +✓ \d+ answers$/m);
    assert.match(
      stdout,
      / {2}structure +✗ \d+ answers\n {6}no session, dark theme \(and in \d more\):\n {8}html lacks the class "dark"\n {10}- <html class="dark" lang="en">\n {10}\+ <html lang="en">\n/,
    );
    assert.match(stdout, /^wrong-blog:declared: the same blog$/m);
    assert.match(stdout, /^ {2}declared +1\. The page stands in a div\.$/m);
  });

  it('says that a browser is missing, which is a failure where every change is checked', async () => {
    const target = ['--target', './wrong-blog:hydrated'];
    // Node, and no browser beside it.
    const PATH = mkdtempSync(join(home, 'path-'));
    symlinkSync(process.execPath, join(PATH, 'node'));
    const skipped = await verifyIn({ PATH, CHROME_PATH: '' }, ...target);
    assert.equal(skipped.exitCode, 0);
    assert.match(skipped.stdout, /^ {2}interactive +– skipped: there is no Chromium or Chrome on the PATH/m);
    const required = await verifyIn({ PATH, CHROME_PATH: '', CI: 'true' }, ...target);
    assert.equal(required.exitCode, 3);
    assert.match(required.stdout, /under CI=true:\n +a browser is required, and there is no Chromium/);
  });

  it('ends with 1 where nothing differs but something could not be compared', async () => {
    const { exitCode, stdout } = await verify('--target', './wrong-blog:unstartable');
    assert.equal(exitCode, 1);
    assert.match(
      stdout,
      /^wrong-blog:unstartable: could not be compared \(exited\)\n {2}.*ended with code 1/,
    );
  });
});
