import { measuredRequest } from '../contract/request.ts';
import type { Visitor } from '../model/plan.ts';
import type { Target } from '../model/target.ts';

/** The target with the request that its contract has measured, as this visitor sends it; without a contract, as it is. */
export function askAs(visitor: Visitor, target: Target): Target {
  return target.contract === null ? target : { ...target, request: measuredRequest(visitor) };
}
