/** `bench doctor`: can this host and the generator on it be trusted, and up to which rate? */
import { join } from 'node:path';
import { judgeExamination } from '../analysis/doctor/examine.ts';
import { cacheFolder } from '../files/folders.ts';
import { describeMachine } from '../measure/host/describe-machine.ts';
import type { DoctorDocument } from '../model/examination.ts';
import type { Plan } from '../model/plan.ts';
import { place } from '../plan/place.ts';
import type { Caller } from './caller.ts';
import { examineHost } from './examine-host.ts';
import { openHost } from './open-host.ts';

/**
 * @param say receives what is done now, as the rest of "Now: …"
 * @throws CannotMeasure where the generator, or the server that it is tried on, breaks
 */
export async function examine(
  host: Plan['host'],
  placement: Plan['placement']['asked'],
  caller: Caller,
  say: (what: string) => void,
): Promise<DoctorDocument> {
  const startedAt = new Date().toISOString();
  const machine = describeMachine();
  const plan = { host, placement: place(placement, host.size.cpus, machine) };
  await using open = await openHost(plan, join(cacheFolder(caller.env), 'logs'), caller);
  const examination = await examineHost(plan, machine, open, caller, say);
  return {
    schema: 1,
    tool: { name: 'framebench', version: caller.version },
    startedAt,
    ...judgeExamination(examination),
  };
}
