import { groupParentsOf, groupsOf, type Leftover } from './leftovers.ts';
import { freeSending } from './network-device.ts';
import { killAllIn, removeFolder } from './process-group.ts';
import { killProcesses } from './stop-processes.ts';

const pollMs = 10;
/** A killed process leaves its cgroup a moment later; on a busy machine it takes a while, but it is not waited for longer than this. */
const attempts = 200;

/**
 * Kills and removes what this tool has on the machine, for a tool that exits immediately: the event loop does not turn
 * any more, so the little waiting that cgroups need blocks it.
 * @param own what this tool has remembered and not forgotten
 * @returns what is gone and may be forgotten; the rest is for the next start
 */
export function leaveAtOnce(own: readonly Leftover[]): readonly Leftover[] {
  for (const leftover of own) killProcesses({ ...leftover, cgroups: groupsOf(leftover) });
  for (const { device } of own) if (device !== undefined) freeSending(device);
  let left = own.flatMap(groupsOf);
  for (let i = 0; i < attempts; i++) {
    left = left.filter((dir) => !removeFolder(dir));
    if (left.length === 0) break;
    // One that was started a moment ago enters its cgroup only now.
    for (const dir of left) killAllIn(dir);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pollMs);
  }
  for (const parent of new Set(own.flatMap(groupParentsOf))) removeFolder(parent);
  return own.filter((leftover) => !groupsOf(leftover).some((dir) => left.includes(dir)));
}
