import { measuredRequest } from '../contract/request.ts';
import { completeRequest } from '../model/complete-request.ts';
import type { Visitor } from '../model/plan.ts';
import type { MeasuredRequest, Target } from '../model/target.ts';

/**
 * The target with the request that is measured, every header filled in: that of its contract, as this visitor sends it.
 * A variant outside of the contract is asked in the same way, but for what it changes; a target that never had one, as
 * it says itself.
 */
export function askAs(visitor: Visitor, target: Target): Target {
  if (target.serves === null) return { ...target, request: completeRequest(target.request) };
  const asked = measuredRequest(visitor);
  return { ...target, request: target.contract === null ? changed(asked, target.request) : asked };
}

function changed(asked: MeasuredRequest, change: MeasuredRequest): MeasuredRequest {
  const named = Object.entries(change.headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  return { ...change, headers: { ...asked.headers, ...Object.fromEntries(named) } };
}
