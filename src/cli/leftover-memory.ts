import type { LeftoverStore } from '../files/leftovers.ts';
import { leaveAtOnce } from '../measure/server/leave-at-once.ts';
import { cleanLeftovers, type LeftoverMemory } from '../measure/server/leftovers.ts';

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

/** Ends and removes what an earlier program left. One sweep leaves several traces, and is told of once. */
export async function cleanUp(leftovers: LeftoverStore, say: (sentence: string) => void): Promise<void> {
  const cleaned = await cleanLeftovers(leftovers.all());
  for (const leftover of cleaned) leftovers.forget(leftover);
  if (cleaned.length === 0) return;
  say('An earlier sweep was killed and had left a server or a cgroup behind; that is cleaned up now.');
}
