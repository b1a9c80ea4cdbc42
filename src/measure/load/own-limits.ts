/** What the generator itself may be short of. */
import type { FailureKind } from '../../model/failure.ts';
import { allowedConnections } from '../../plan/make-plan.ts';
import { localPortRange, openFilesLimit } from '../host/describe-machine.ts';

/** With fewer connections a server that answers a thousand requests a second within half a second looks full. */
const FEW = 500;

/**
 * Why an arrival that finds all connections in use is not the server's to answer for: few connections were allowed
 * because this machine gives the generator few descriptors or few local ports. Null: it is shed.
 */
export function shortOf(maxConnections: number): FailureKind | null {
  if (maxConnections >= FEW) return null;
  const without = { openFiles: null, localPorts: null };
  if (allowedConnections({ ...without, openFiles: openFilesLimit() }) <= maxConnections)
    return 'no-descriptor';
  const localPorts = localPortRange()?.size ?? null;
  return allowedConnections({ ...without, localPorts }) <= maxConnections ? 'no-port' : null;
}
