/** A step on a machine that has fewer local ports than the step needs connections: prints what the generator saw. */
import { startGenerator } from '../../src/measure/load/generator.ts';
import { knownTarget } from './generator.ts';
import { serve } from './known-servers.ts';

await using server = await serve(() => undefined);
const generator = await startGenerator({ arrivals: 'constant' });
const observation = await generator.run(
  knownTarget(server.port),
  {
    ratePerSecond: 500,
    scheduled: 500,
    windowMs: 1_000,
    seed: 1,
    arrivals: 'constant',
    timeoutMs: 1_500,
    maxConnections: 1_000,
    ownCpus: false,
  },
  new AbortController().signal,
);
console.log(JSON.stringify(observation));
await generator[Symbol.asyncDispose]();
