/** What of a target was measured. */
import { type RoundRecord, type Step, type TargetRecord, wasTried } from './run.ts';

type Rounds = Pick<TargetRecord, 'rounds'>;

/** The rounds in which anything was. */
export const measuredRounds = ({ rounds }: Rounds): readonly RoundRecord[] =>
  rounds.filter(({ steps }) => steps.some(wasTried));

/** The steps that were, of all rounds. */
export const measuredSteps = ({ rounds }: Rounds): readonly Step[] =>
  rounds.flatMap(({ steps }) => steps.filter(wasTried));
