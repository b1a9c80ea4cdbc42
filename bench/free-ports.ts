/** Local ports for the next load: what a generator that fell behind left of them takes a minute to come back. */
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';

/** With more sockets than this in TIME_WAIT, finding a port takes the kernel long enough to be measured. */
const FEW_IN_TIME_WAIT = 500;

/** Resolves when few sockets are left in TIME_WAIT (Linux; elsewhere at once). */
export async function portsFree(): Promise<void> {
  while (inTimeWait() > FEW_IN_TIME_WAIT) await setTimeout(500);
}

function inTimeWait(): number {
  try {
    return Number(/^TCP:.* tw (\d+)/m.exec(readFileSync('/proc/net/sockstat', 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
