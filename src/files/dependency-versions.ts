/** The versions of a target's main dependencies, from its lockfile: what was built, not what was asked for. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Versions by package name from `package-lock.json` or `Cargo.lock` in a folder; empty where there is neither. */
export async function dependencyVersions(folder: string): Promise<Record<string, string>> {
  return { ...(await npmVersions(folder)), ...(await cargoVersions(folder)) };
}

async function npmVersions(folder: string): Promise<Record<string, string>> {
  const lock = await readObject(join(folder, 'package-lock.json'));
  const packages = objectIn(lock, 'packages');
  const asked = objectIn(objectIn(packages, ''), 'dependencies');
  const versions = Object.keys(asked).flatMap((name) => {
    const version = objectIn(packages, `node_modules/${name}`)['version'];
    return typeof version === 'string' ? [[name, version] as const] : [];
  });
  return Object.fromEntries(versions);
}

/**
 * In a Cargo.lock, what has no source is ours, and what ours depends on is the main part. The file is written by
 * cargo alone, in one form: https://doc.rust-lang.org/cargo/guide/cargo-toml-vs-cargo-lock.html
 */
async function cargoVersions(folder: string): Promise<Record<string, string>> {
  const lock = await readFile(join(folder, 'Cargo.lock'), 'utf8').catch(() => '');
  const packages = lock
    .split('[[package]]')
    .slice(1)
    .map((text) => ({
      name: /^name = "([^"]+)"$/m.exec(text)?.[1] ?? '',
      version: /^version = "([^"]+)"$/m.exec(text)?.[1] ?? '',
      own: !/^source = /m.test(text),
      needs: [...(/^dependencies = \[([^\]]*)\]/m.exec(text)?.[1] ?? '').matchAll(/"([^"]+)"/g)].map(
        ([, need = '']) => need.split(' '),
      ),
    }));
  const ours = new Set(packages.filter(({ own }) => own).map(({ name }) => name));
  const versions = packages
    .filter(({ own }) => own)
    .flatMap(({ needs }) => needs)
    .filter(([name = '']) => !ours.has(name))
    .map(
      ([name = '', exact]) =>
        [name, exact ?? packages.find((other) => other.name === name)?.version ?? ''] as const,
    )
    .filter(([, version]) => version !== '');
  return Object.fromEntries(versions);
}

async function readObject(path: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return asObject(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return {};
  }
}

const objectIn = (value: Readonly<Record<string, unknown>>, key: string) =>
  asObject(Object.hasOwn(value, key) ? value[key] : null);

const asObject = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
