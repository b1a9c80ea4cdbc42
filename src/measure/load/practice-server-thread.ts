/** The thread of the practice server. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parentPort } from 'node:worker_threads';
import { practicePage, slowPath } from './practice-server.ts';

const SLOW_MS = 250;
let answers = 0;

const server = createServer(({ url }, response) => {
  response.setHeader('content-type', 'text/html');
  // Half of the answers are like others, to be known again; of the rest no two are the same, or they come in chunks.
  const kind = answers++ % 4;
  if (kind === 2) response.setHeader('x-answer', answers);
  if (kind === 3) response.write(practicePage.subarray(0, 1_000));
  const rest = kind === 3 ? practicePage.subarray(1_000) : practicePage;
  if (url === slowPath) setTimeout(() => response.end(rest), SLOW_MS);
  else response.end(rest);
});
server.listen(0, '127.0.0.1', () => parentPort?.postMessage((server.address() as AddressInfo).port));
