/** The two sides of a host: each with its limits in force, and what a machine is prepared for that has only one of them. */
import type { VegetaPlace } from '../measure/load/vegeta/vegeta-place.ts';
import type { ServerEnd } from '../measure/seams.ts';
import type { GeneratorEnd } from '../measure/sweep-input.ts';
import type { Setting } from '../model/examination.ts';
import type { Plan } from '../model/plan.ts';

export interface Serving extends Pick<Setting, 'governors'> {
  readonly serverEnd: ServerEnd;
}

export interface Sending extends Pick<ServerEnd, 'watchMachine'> {
  readonly generatorEnd: GeneratorEnd;
  /** Where vegeta sends from, if it does. */
  readonly vegetas: readonly VegetaPlace[];
  /** As this side knows it. */
  readonly setting: Setting;
}

type Placed = Pick<Plan, 'host' | 'placement'>;

/** The generator's: also the truth server that it is tried on, on its own CPUs. */
export const generatorsSide = <P extends Placed>(plan: P): P => ({
  ...plan,
  host: {
    ...plan.host,
    size: { ...plan.host.size, memoryBytes: null, bandwidthBitsPerSecond: null, openFiles: null },
  },
  placement: { ...plan.placement, resolved: 'shared', serverCpus: plan.placement.generatorCpus },
});

/** The servers': the generator's CPUs are those of another machine. */
export const serversSide = <P extends Placed>(plan: P): P => ({
  ...plan,
  placement: { ...plan.placement, generatorCpus: plan.placement.serverCpus },
});
