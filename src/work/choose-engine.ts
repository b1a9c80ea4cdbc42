/** Whose load it is: our own generator's, or that of an engine on the PATH. */
import { engine } from '../measure/load/engine.ts';
import { findVegeta } from '../measure/load/vegeta/find-vegeta.ts';
import type { Plan } from '../model/plan.ts';
import type { Run } from '../model/run.ts';
import { UsageError } from '../model/usage-error.ts';
import type { Machines } from './reach-machines.ts';

/**
 * The engine of a plan, with its version, or versions, on the machines that send.
 * @throws UsageError that names the first of them which lacks it, and says how to get it
 */
export function engineOf(
  { engine: asked }: Pick<Plan, 'engine'>,
  { generators }: Pick<Machines, 'generators'>,
): Run['engine'] {
  if (asked === undefined) return engine;
  const versions =
    generators.length === 0
      ? [findVegeta() ?? lacksVegeta('')]
      : generators.map(({ name, vegeta }) => vegeta ?? lacksVegeta(` of the host ${name}`));
  return { name: 'vegeta', version: [...new Set(versions)].join(', ') };
}

function lacksVegeta(where: string): never {
  throw new UsageError(
    `--engine vegeta: there is no vegeta on the PATH${where}`,
    'Get it with go install github.com/tsenart/vegeta/v12@latest, or from github.com/tsenart/vegeta/releases.',
  );
}
