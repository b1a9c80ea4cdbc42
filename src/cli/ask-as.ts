import { measuredRequest } from '../contract/request.ts';
import type { Visitor } from '../model/plan.ts';
import type { MeasuredRequest, Target } from '../model/target.ts';

/**
 * The target with the request that is measured: that of its contract, as this visitor sends it. A variant outside of the
 * contract is asked in the same way, but for what it changes; a target that never had one, as it says itself.
 */
export function askAs(visitor: Visitor, target: Target): Target {
  if (target.serves === null) return target;
  const asked = measuredRequest(visitor);
  return { ...target, request: target.contract === null ? changed(asked, target.request) : asked };
}

function changed(asked: MeasuredRequest, change: MeasuredRequest): MeasuredRequest {
  const renewed = new Set(Object.keys(change.headers).map((name) => name.toLowerCase()));
  const kept = Object.entries(asked.headers).filter(([name]) => !renewed.has(name.toLowerCase()));
  return { ...change, headers: { ...Object.fromEntries(kept), ...change.headers } };
}
