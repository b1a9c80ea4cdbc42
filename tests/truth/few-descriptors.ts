/** A step with as many connections as a plan allows here, against a server that never answers: prints what the generator saw. */
import { openFilesLimit } from '../../src/measure/host/describe-machine.ts';
import { startGenerator } from '../../src/measure/load/generator.ts';
import { allowedConnections } from '../../src/plan/make-plan.ts';
import { knownTarget } from './generator.ts';

const generator = await startGenerator({ arrivals: 'constant' });
const observation = await generator.run(
  knownTarget(Number(process.argv[2])),
  {
    ratePerSecond: 500,
    scheduled: 500,
    windowMs: 1_000,
    seed: 1,
    arrivals: 'constant',
    timeoutMs: 1_500,
    maxConnections: allowedConnections({ openFiles: openFilesLimit(), localPorts: null }),
    ownCpus: false,
  },
  new AbortController().signal,
);
console.log(JSON.stringify(observation));
await generator[Symbol.asyncDispose]();
