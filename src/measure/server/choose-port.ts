import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { localPortRange } from '../host/describe-machine.ts';

const lowest = 10_000;
const highest = 65_535;

/**
 * A free port on an address, outside of the range from which outgoing connections get theirs: within it, a client
 * that knocks before the server listens can be given that very port, is then connected to itself, and the server
 * finds it in use.
 */
export async function choosePort(address: string): Promise<number> {
  const range = localPortRange() ?? { first: 49_152, last: highest };
  const below = range.first > lowest + 1_000;
  const [from, to] = below ? [lowest, range.first] : [Math.min(range.last + 1, highest), highest + 1];
  for (let attempt = 0; attempt < 100 && to - from > 100; attempt++) {
    const port = randomInt(from, to);
    if (await isFree(address, port)) return port;
  }
  // The range leaves no room, so one of its ports has to do.
  return (await bind(address, 0)) ?? 0;
}

/** Whether nothing listens on this port. */
export async function isFree(address: string, port: number): Promise<boolean> {
  return (await bind(address, port)) !== null;
}

/** Takes a port and gives it back at once: its number, or null where it cannot be had. */
function bind(address: string, port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen({ host: address, port, exclusive: true }, () => {
      const bound = server.address();
      server.close(() => resolve(typeof bound === 'object' && bound !== null ? bound.port : null));
    });
  });
}
