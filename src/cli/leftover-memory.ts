import type { LeftoverStore } from '../files/leftovers.ts';
import { leaveAtOnce } from '../measure/server/leave-at-once.ts';
import type { LeftoverMemory } from '../measure/server/leftovers.ts';

/** What is on the machine because of us, remembered on the disk. */
export function memoryIn(leftovers: LeftoverStore): LeftoverMemory {
  return {
    remember: (leftover) => leftovers.remember(leftover),
    forget: (leftover) => leftovers.forget(leftover),
  };
}

/** Ends all that this process has put on the machine, without waiting, and forgets what is gone. */
export function endOwnAtOnce(leftovers: LeftoverStore): void {
  const own = leftovers.all().filter(({ toolPid }) => toolPid === process.pid);
  for (const gone of leaveAtOnce(own)) leftovers.forget(gone);
}
