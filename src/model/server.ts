/** One start of a server: how long it took, how it was warmed up, and how it ended. */
import { amount, count, nullable, record, Type } from './schema.ts';

export const serverSchema = record({
  pid: count(),
  startMs: amount('from start to the first right answer'),
  warmup: record({
    requests: count(),
    ms: amount(),
    cpuMs: Type.Optional(nullable(amount('of the server meanwhile; null: the machine does not say'))),
    settled: nullable(Type.Boolean()),
    windows: Type.Array(record({ requests: count(), ms: amount(), p50Us: amount(), p99Us: amount() })),
  }),
  idleRssBytes: nullable(amount('after the warm-up')),
  listenBacklog: nullable(amount('as the kernel reports it')),
  listensOn: Type.Optional(
    Type.String({ description: 'address and port, where it ignores the port that it was given' }),
  ),
  exit: nullable(
    record({
      code: nullable(Type.Integer()),
      signal: nullable(Type.String()),
      atStep: nullable(Type.Number({ description: 'rate of the step under way' })),
    }),
  ),
  logTail: Type.Array(Type.String(), { description: 'last lines of its output, where it died' }),
});
