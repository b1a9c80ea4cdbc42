/** The thread of the practice server. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parentPort } from 'node:worker_threads';
import { practicePage, slowPath } from './practice-server.ts';

const SLOW_MS = 250;

const server = createServer(({ url }, response) => {
  response.setHeader('content-type', 'text/html');
  if (url === slowPath) setTimeout(() => response.end(practicePage), SLOW_MS);
  else response.end(practicePage);
});
server.listen(0, '127.0.0.1', () => parentPort?.postMessage((server.address() as AddressInfo).port));
