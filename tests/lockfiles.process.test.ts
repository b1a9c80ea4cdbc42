import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, it } from 'node:test';

interface LockedPackage {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly inBundle?: boolean;
  readonly optional?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

interface Lock {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

const root = join(import.meta.dirname, '..');

/** Cargo calls its public index by this host, wherever it really fetches from. */
const neutralHosts = ['github.com'];

const lockfiles = filesOf(/(^|\/)(package-lock\.json|npm-shrinkwrap\.json|Cargo\.lock|go\.sum|.*\.lock)$/);

/** Files that belong to the project: what git knows, else (in a copy without it) the root's own. */
function filesOf(pattern: RegExp): string[] {
  try {
    return execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
      .split('\0')
      .filter((path) => pattern.test(path) && existsSync(join(root, path)));
  } catch {
    return ['package-lock.json'];
  }
}

/** Where Node would find a package that is required from this place, as a key of the lock; null: nowhere. */
function resolved({ packages }: Lock, from: string, name: string): string | null {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('node_modules/') - 1))) {
    const key = at === '' ? `node_modules/${name}` : `${at}/node_modules/${name}`;
    if (key in packages) return key;
    if (at === '') return null;
  }
}

const npmLocks = lockfiles.filter((path) => basename(path) === 'package-lock.json');

describe('lockfiles', () => {
  it('are found', () => {
    assert.ok(npmLocks.includes('package-lock.json'), `${lockfiles}`);
  });

  for (const path of lockfiles) {
    it(`${path} names no registry that somebody else may not reach`, () => {
      const text = readFileSync(join(root, path), 'utf8');
      const hosts = [...text.matchAll(/\bhttps?:\/\/([^/"\s]+)/g)].map((match) => match[1] ?? '');
      const fundingPages = path.endsWith('package-lock.json') ? fundingHosts(text) : [];
      const odd = hosts.filter((host) => !neutralHosts.includes(host) && !fundingPages.includes(host));
      assert.deepEqual([...new Set(odd)], []);
    });
  }

  for (const path of npmLocks) {
    const lock = JSON.parse(readFileSync(join(root, path), 'utf8')) as Lock;
    const entries = Object.entries(lock.packages);

    it(`${path} says where nothing comes from, so that any registry will do, and what everything has to be`, () => {
      const fetched = entries.filter(([key, { link, inBundle }]) => key !== '' && !link && !inBundle);
      for (const [key, entry] of fetched) {
        assert.equal(entry.resolved, undefined, key);
        assert.match(entry.integrity ?? '', /^sha512-/, key);
      }
    });

    it(`${path} holds the packages of every platform`, () => {
      // One that was not to be had when the lockfile was written is left out without a word, and then `npm ci` refuses.
      const missing = entries.flatMap(([key, { optionalDependencies, dependencies }]) =>
        Object.keys({ ...dependencies, ...optionalDependencies })
          .filter((name) => resolved(lock, key, name) === null)
          .map((name) => `${key}: ${name}`),
      );
      assert.deepEqual(missing, []);
    });

    it(`${path} fits its package.json`, () => {
      const manifest = JSON.parse(readFileSync(join(root, dirname(path), 'package.json'), 'utf8')) as Record<
        string,
        unknown
      >;
      const own = lock.packages[''] as Record<string, unknown> | undefined;
      for (const field of ['dependencies', 'devDependencies', 'optionalDependencies', 'engines'])
        assert.deepEqual(own?.[field] ?? {}, manifest[field] ?? {}, field);
    });
  }
});

describe('an install of a built-in target', () => {
  for (const path of filesOf(/^targets\/[^/]+\/target\.json$/)) {
    it(`${dirname(path)} runs no script of a package`, () => {
      const installs = [...readFileSync(join(root, path), 'utf8').matchAll(/"npm", "ci"[^\]]*/g)];
      for (const [install] of installs) assert.match(install, /"--ignore-scripts"/);
    });
  }
});

/** Addresses at which packages ask for money are their own affair. */
function fundingHosts(text: string): string[] {
  const found: string[] = [];
  JSON.parse(text, (key, value: unknown) => {
    if (key === 'funding')
      found.push(
        ...JSON.stringify(value)
          .matchAll(/https?:\/\/([^/"\s]+)/g)
          .map((match) => match[1] ?? ''),
      );
    return value;
  });
  return found;
}
