/** The environment in which tools are asked for their version, targets are built and servers are started. */
import { delimiter, dirname } from 'node:path';

/**
 * What a package manager or a shell set up for *this* process and what would mislead another: under an inherited
 * `NODE_ENV=production` npm leaves out the very packages that a build needs.
 */
const own =
  /^(NODE_ENV|NODE_OPTIONS|NODE_CHANNEL_.*|NODE_TEST_CONTEXT|INIT_CWD|FORCE_COLOR|npm_(lifecycle|package)_.*|npm_command|npm_config_local_prefix)$/;

/**
 * The caller's environment without what was meant for this process alone, and with the folder of the Node that
 * runs us first on the PATH: `node` then means the same Node in a requirement, in a build and in a server.
 */
export function toolEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  nodePath: string = process.execPath,
): Record<string, string> {
  const kept = Object.entries(env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !own.test(entry[0]),
  );
  const path = [dirname(nodePath), env['PATH']].filter(Boolean).join(delimiter);
  return { ...Object.fromEntries(kept), PATH: path };
}
