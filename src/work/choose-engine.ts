/** Whose load it is: our own generator's, or that of an engine on the PATH. */
import { engine } from '../measure/load/engine.ts';
import { findVegeta } from '../measure/load/vegeta/find-vegeta.ts';
import type { Plan } from '../model/plan.ts';
import type { Run } from '../model/run.ts';

/**
 * The engine of a plan, and its version here.
 * @throws UsageError where it is not on this machine
 */
export const engineOf = ({ engine: asked }: Pick<Plan, 'engine'>): Run['engine'] =>
  asked === 'vegeta' ? findVegeta() : engine;
