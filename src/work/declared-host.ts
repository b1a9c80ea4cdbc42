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
  if (host.via === 'local' && host.generator === undefined) return host;
  const declared = loadConfig(cwd, config).hosts.get(host.name);
  if (declared !== undefined && isDeepStrictEqual(wayTo(declared), wayTo(host))) return host;
  throw new UsageError(
    `${asked}: the run's host ${host.name} leads to another machine, and your bench.config.json does not declare it so`,
    `Declare it under "hosts" with ${JSON.stringify(wayTo(host)).slice(1, -1)}, if it is yours.`,
  );
}

/** All of a host that says which machines it leads to, and what is changed there. */
const wayTo = ({ via, address, interface: device, generator }: Plan['host']) => ({
  via,
  ...(address === undefined ? {} : { address }),
  ...(device === undefined ? {} : { interface: device }),
  ...(generator === undefined ? {} : { generator }),
});
