import { dirname } from 'node:path';
import { loadConfig } from '../files/load-config.ts';
import type { Target } from '../model/target.ts';
import type { SweepOrder } from '../work/decide-sweep.ts';
import { makeWishes } from './make-wishes.ts';
import type { Surroundings } from './surroundings.ts';
import type { SweepFlags } from './sweep-flags.ts';

/**
 * The sweep that flags and configuration ask for.
 * @throws UsageError at the first word that cannot be understood
 */
export function makeOrder(
  flags: SweepFlags,
  declared: Target | null,
  { cwd, argv }: Pick<Surroundings, 'cwd' | 'argv'>,
): SweepOrder {
  const config = loadConfig(cwd, flags.config ?? null);
  const { target: configured = [] } = config.sweep;
  // Paths in a configuration file start at the file.
  const named = flags.target === undefined && configured.length > 0 && config.path !== null;
  return {
    wishes: makeWishes(flags, config),
    declared,
    targets: named ? configured : (flags.target ?? []),
    targetsFrom: named && config.path !== null ? dirname(config.path) : cwd,
    out: flags.out ?? null,
    argv,
  };
}
