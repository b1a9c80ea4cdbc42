/** The trial that a sweep makes of its generator before the first step. */
import type { Trial } from '../../model/examination.ts';
import { highestRate, type Plan } from '../../model/plan.ts';
import type { LeftoverMemory } from '../host/leftovers.ts';
import type { PreparedHost } from '../host/prepare-host.ts';
import type { LoadGenerator } from '../seams.ts';
import { startConfinedTruthServer } from './confined-truth-server.ts';
import { examineGenerator, shortTrial } from './examine-generator.ts';

/** Of a search, which may go higher or not so far. */
const HIGHEST_TRIED = 10_000;

export interface ShortTrial {
  readonly generator: LoadGenerator;
  readonly host: Pick<PreparedHost, 'confineServer'>;
  readonly memory: LeftoverMemory;
  readonly plan: Pick<Plan, 'rates' | 'search' | 'maxConnections' | 'placement'>;
  readonly signal: AbortSignal;
}

/**
 * @throws the signal's reason when it is aborted, leaving no process
 * @throws TruthServerBroken, GeneratorBroken
 */
export async function tryShortly({ generator, host, memory, plan, signal }: ShortTrial): Promise<Trial> {
  const server = await startConfinedTruthServer(host, memory);
  try {
    const { search, maxConnections, placement } = plan;
    const ends = { generator, server, maxConnections, ownCpus: placement.resolved !== 'shared', signal };
    return await examineGenerator(ends, shortTrial(search === undefined ? highestRate(plan) : HIGHEST_TRIED));
  } finally {
    await server.stop();
  }
}
