/** When going higher would only hammer what is already down. */
import type { Plan } from '../model/plan.ts';
import { type NotTried, type Step, wasTried } from '../model/run.ts';

/** So many adjacent rates … */
const ADJACENT = 3;
/** … with less goodput in the window than this share of what was scheduled, or with a dead server. */
const LEAST_GOODPUT = 0.2;

/** Looks at the steps of a block in ascending order, and says when to leave the rest out. */
export class EarlyStop {
  readonly #applies: boolean;
  #lost = 0;

  constructor(plan: Pick<Plan, 'earlyStop' | 'order'>) {
    this.#applies = plan.earlyStop && plan.order === 'up';
  }

  /** @param died whether the server did not survive the step */
  saw(step: Step | NotTried, died: boolean): void {
    if (!wasTried(step)) return;
    const lost = died || step.completedInWindow < LEAST_GOODPUT * step.requests.scheduled;
    this.#lost = lost ? this.#lost + 1 : 0;
  }

  /** Why the next higher rate is not to be tried, or null where it is. */
  reasonToSkip(): string | null {
    if (!this.#applies || this.#lost < ADJACENT) return null;
    return `the ${ADJACENT} rates below had goodput under ${LEAST_GOODPUT * 100} % or ended the server`;
  }
}
