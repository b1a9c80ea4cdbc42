import { isDeepStrictEqual } from 'node:util';
import { loadConfig } from '../files/load-config.ts';
import type { Plan } from '../model/plan.ts';
import type { Run } from '../model/run.ts';
import { UsageError } from '../model/usage-error.ts';

/**
 * The host of a run that is measured on. A run may come from elsewhere: it leads to another machine only where the
 * user's own configuration does so too.
 * @param asked how messages name what asks for it, e.g. `--resume`
 * @param config a path that was asked for, or null: the nearest `bench.config.json`
 * @throws UsageError where there is no such host
 */
export function declaredHost(
  { plan: { host } }: Pick<Run, 'plan'>,
  asked: string,
  cwd: string,
  config: string | null = null,
): Plan['host'] {
  if (host.via === 'local') return host;
  const declared = loadConfig(cwd, config).hosts.get(host.name);
  if (isDeepStrictEqual([declared?.via, declared?.address], [host.via, host.address])) return host;
  throw new UsageError(
    `${asked}: the run's host ${host.name} is another machine, and your bench.config.json does not declare it so`,
    `Declare it under "hosts" with "via": ${JSON.stringify(host.via)}, if it is yours.`,
  );
}
