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
 * @param here this machine, which the servers or the generator are on where they are null
 */
export function linkBetween(
  address: string,
  servers: Known | null,
  generator: Known | null,
  here: Machine,
): Link {
  const [there, from] = [servers?.clocks ?? sameClock, generator?.clocks ?? sameClock];
  return {
    address,
    // Nothing goes from one to the other by way of a third machine.
    roundTripMs: servers !== null && generator !== null ? null : there.roundTripMs + from.roundTripMs,
    clockOffsetMs: there.clockOffsetMs - from.clockOffsetMs,
    clockUncertaintyMs: there.clockUncertaintyMs + from.clockUncertaintyMs,
    generator: generator?.machine ?? here,
  };
}
