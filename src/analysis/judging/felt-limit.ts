import { sizeOfLimit } from '../../model/machine.ts';
import { measuredSteps } from '../../model/measured.ts';
import type { Run } from '../../model/run.ts';

/** A limit is harmless where every server stayed this far below it. */
const FELT = 0.9;

const used = { memory: 'maxRssBytes', openFiles: 'maxOpenFiles' } as const;

/** Whether a limit that is not in force, or lower than asked for, was one that a server came near. */
export function isFelt({ host: { size, limits }, targets }: Run, name: 'memory' | 'openFiles'): boolean {
  const { enforced, effective } = limits[name];
  const wanted = size[sizeOfLimit[name]];
  if (enforced || wanted === null) return false;
  const steps = targets.flatMap(measuredSteps);
  const most = Math.max(0, ...steps.map(({ server }) => server[used[name]] ?? 0));
  return most >= FELT * Math.min(wanted, effective ?? wanted);
}
