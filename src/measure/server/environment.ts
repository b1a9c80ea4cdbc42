/** The environment in which tools are asked for their version, targets are built and servers are started. */
import { realpathSync } from 'node:fs';
import { delimiter, dirname, join, sep } from 'node:path';
import type { Target } from '../../model/target.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What a package manager or a test runner set up for *this* process and what would mislead another. */
const forThisProcess =
  /^(NODE_CHANNEL_.*|NODE_TEST_CONTEXT|INIT_CWD|FORCE_COLOR|npm_(lifecycle|package)_.*|npm_command|npm_config_local_prefix)$/;

/** Under an inherited `NODE_ENV=production` npm leaves out the very packages that a build of a built-in target needs. */
const ofNode = /^(NODE_ENV|NODE_OPTIONS)$/;

/** Where a clone of this package keeps the Node that it brings. */
const broughtAlong = join(import.meta.dirname, '..', '..', '..', 'node_modules') + sep;

/** A target of the blog runs on the Node that runs us and as its `target.json` says; an app of one's own, as in its user's shell. */
export const environmentFor = (target: Pick<Target, 'serves'>, env: Environment): Record<string, string> =>
  target.serves === null ? userEnvironment(env) : toolEnvironment(env);

/**
 * The caller's environment without what was meant for this process alone, and with the folder of the Node that
 * runs us first on the PATH: `node` then means the same Node in a requirement, in a build and in a server.
 */
export function toolEnvironment(
  env: Environment,
  nodePath: string = process.execPath,
): Record<string, string> {
  const path = [dirname(nodePath), env['PATH']].filter(Boolean).join(delimiter);
  return { ...kept(env, (name) => !forThisProcess.test(name) && !ofNode.test(name)), PATH: path };
}

/**
 * The caller's environment as it was before a package manager started us: with `NODE_ENV` and `NODE_OPTIONS`, and
 * `node` the user's own, where there is one.
 * @param ours folder below which a Node is the one that this package brings
 */
export function userEnvironment(env: Environment, ours: string = broughtAlong): Record<string, string> {
  const folders = (env['PATH'] ?? '').split(delimiter).filter(Boolean);
  const nodes = folders.map((folder) => nodeIn(folder));
  const users = nodes.findIndex((node) => node !== null && !node.startsWith(ours));
  if (users === -1) return { ...toolEnvironment(env), ...kept(env, (name) => ofNode.test(name)) };
  const before = folders.slice(0, users);
  // What else is in a folder with our Node stays to be found, behind the user's Node.
  const own = before.filter((_, at) => nodes[at] === null);
  const moved = before.filter((_, at) => nodes[at] !== null);
  const path = [...own, ...folders.slice(users, users + 1), ...moved, ...folders.slice(users + 1)];
  return { ...kept(env, (name) => !forThisProcess.test(name)), PATH: path.join(delimiter) };
}

function kept(env: Environment, keeps: (name: string) => boolean): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && keeps(entry[0]),
    ),
  );
}

/** The real path of a folder's `node`, or null. */
function nodeIn(folder: string): string | null {
  try {
    return realpathSync(join(folder, 'node'));
  } catch {
    return null;
  }
}

/** The variable that asks a server for development mode, as `NAME=value`, or null: by the names that are usual for it. */
export function developmentVariable(env: Environment): string | null {
  const found = Object.entries(env).find(
    ([name, value]) => /^(\w+_)?ENV(IRONMENT)?$/.test(name) && /^dev(elopment)?$/i.test(value ?? ''),
  );
  return found === undefined ? null : found.join('=');
}
