import { existsSync } from 'node:fs';
import { posix } from 'node:path';
import { groupingV1 } from './cgroup-v1.ts';
import { groupingV2 } from './cgroup-v2.ts';
import { chooseGroupings, type GroupingChoice } from './choose-grouping.ts';
import { isInstalled } from './find-program.ts';
import { readKernelFile } from './kernel-file.ts';
import { ownPlaces } from './outer-limits.ts';
import type { Grouping } from './process-group.ts';
import { groupingSystemd } from './systemd-scope.ts';

/** The ways to make groups that this machine may offer, best first; none of them tried yet. */
export function groupingsHere(): Grouping[] {
  const runtime = process.env['XDG_RUNTIME_DIR'];
  const choices = chooseGroupings({
    platform: process.platform,
    uid: process.getuid?.() ?? null,
    init: readKernelFile('/proc/1/comm')?.trim() ?? null,
    places: ownPlaces(),
    systemdRun: isInstalled('systemd-run'),
    userManager: runtime !== undefined && existsSync(posix.join(runtime, 'systemd', 'private')),
    read: readKernelFile,
  });
  return choices.map(groupingFor);
}

function groupingFor(choice: GroupingChoice): Grouping {
  switch (choice.kind) {
    case 'systemd':
      return groupingSystemd(choice.manager);
    case 'cgroup-v2':
      return groupingV2(choice.place, ancestors());
    case 'cgroup-v1':
      return groupingV1(choice.places);
  }
}

/** This process and those above it. */
function ancestors(): number[] {
  const found: number[] = [];
  for (let pid = process.pid; pid > 0; ) {
    found.push(pid);
    pid = Number(/^PPid:\s*(\d+)/m.exec(readKernelFile(`/proc/${pid}/status`) ?? '')?.[1] ?? 0);
  }
  return found;
}
