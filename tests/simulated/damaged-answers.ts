/** A server whose answers are damaged, and a step of load on it. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { brokenIdentities } from '../../src/analysis/judging/identities.ts';
import { startGenerator } from '../../src/measure/load/generator.ts';
import type { Random } from '../../src/model/random.ts';
import type { Step } from '../../src/model/run.ts';
import { plainStep } from '../fixtures/step.ts';

const page = '<!doctype html><title>Welcome</title><p>The right page.</p>';
const ok = 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n';

/** Right answers of every framing, and a few that are wrong from the start. */
const answers: readonly Buffer[] = [
  `${ok}Content-Length: ${page.length}\r\n\r\n${page}`,
  `${ok}Content-Length: ${page.length}\r\nConnection: close\r\n\r\n${page}`,
  `${ok}Transfer-Encoding: chunked\r\n\r\n10\r\n${page.slice(0, 16)}\r\n${(page.length - 16).toString(16)}\r\n${page.slice(16)}\r\n0\r\n\r\n`,
  `${ok}Connection: close\r\n\r\n${page}`,
  `HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n${ok}Content-Length: 2\r\n\r\nhi`,
  'HTTP/1.1 204 No Content\r\n\r\n',
  `HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n`,
  `${ok}Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n`,
  `${ok}X-Long: ${'x'.repeat(2 ** 20)}\r\nContent-Length: 2\r\n\r\nhi`,
]
  .map((text) => Buffer.from(text))
  .concat(gzipSync(page));

export interface DamagedAnswers {
  /** Requests by what became of them. */
  readonly counts: Readonly<Record<string, number>>;
  /** Sums of the step that do not come out, in words. */
  readonly unexplained: readonly string[];
}

/** Sends so many requests, 1,000 a second, each answered with something else. */
export async function loadDamaged(random: Random, requests: number): Promise<DamagedAnswers> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', () => {
      const answer = damagedBytes(random);
      const cut = random.below(answer.length + 1);
      socket.write(answer.subarray(0, cut));
      if (random.below(4) > 0) socket.end(answer.subarray(cut));
      else if (random.below(2) === 0) socket.write(answer.subarray(cut));
      else socket.resetAndDestroy();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const generator = await startGenerator({ arrivals: 'constant' });
  try {
    const request = { method: 'GET', path: '/', headers: {}, body: null, expect: 'The right page' };
    const seen = await generator.run(
      {
        address: '127.0.0.1',
        port: address.port,
        request,
        expected: { body: null, text: 'The right page' },
      },
      {
        ratePerSecond: 1_000,
        scheduled: requests,
        windowMs: requests,
        seed: 1,
        arrivals: 'constant',
        timeoutMs: 1_000,
        maxConnections: 4_096,
        ownCpus: false,
      },
      new AbortController().signal,
    );
    const step: Step = { ...plainStep(), ...seen };
    const { succeeded, shed } = seen.requests;
    return { counts: { succeeded, ...seen.failures, shed }, unexplained: brokenIdentities(step) };
  } finally {
    await generator[Symbol.asyncDispose]();
    server.close();
  }
}

/** One answer in ten as it is; else with bytes changed, lost, doubled or made up. */
function damagedBytes(random: Random): Buffer {
  const whole = answers[random.below(answers.length)] ?? Buffer.of();
  // Damage to a megabyte of the same letter would be seen by nobody.
  const at = random.below(Math.min(whole.length, 300));
  switch (random.below(10)) {
    case 0:
      return whole;
    case 1:
      return whole.subarray(0, at);
    case 2:
      return Buffer.concat([whole.subarray(0, at), whole.subarray(at + random.below(20))]);
    case 3:
      return Buffer.concat([whole, whole]);
    case 4:
      return Buffer.from(Array.from({ length: 1 + at }, () => random.below(256)));
    default: {
      const bytes = Buffer.from(whole);
      for (let i = random.below(4); i >= 0; i--)
        bytes[random.below(Math.min(bytes.length, 300))] = random.below(256);
      return bytes;
    }
  }
}
