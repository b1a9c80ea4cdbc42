import type { ComparedClocks } from '../measure/remote/remote-server-end.ts';
import type { Link } from '../model/part.ts';
import type { Machine } from '../model/run.ts';

interface Known {
  readonly machine: Machine;
  readonly clocks: ComparedClocks;
}

/** This machine beside itself. */
const sameClock: ComparedClocks = { roundTripMs: 0, clockOffsetMs: 0, clockUncertaintyMs: 0 };

/**
 * What lies between servers and generator, one of which at least is on another machine.
 * @param address of the servers
 * @param generators none: this machine
 * @param here this machine, which the servers or the generator are on where they are not named
 */
export function linkBetween(
  address: string,
  servers: Known | null,
  [generator, ...others]: readonly Known[],
  here: Machine,
): Link {
  const [there, from] = [servers?.clocks ?? sameClock, generator?.clocks ?? sameClock];
  return {
    address,
    // Nothing goes from one to the other by way of a third machine.
    roundTripMs: servers !== null && generator !== undefined ? null : there.roundTripMs + from.roundTripMs,
    clockOffsetMs: there.clockOffsetMs - from.clockOffsetMs,
    clockUncertaintyMs: there.clockUncertaintyMs + from.clockUncertaintyMs,
    generator: generator?.machine ?? here,
    ...(others.length === 0 ? {} : { others: others.map(({ machine }) => machine) }),
  };
}
