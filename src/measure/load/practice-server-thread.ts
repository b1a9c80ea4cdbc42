/** The thread of the practice server. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parentPort } from 'node:worker_threads';
import { practicePage } from './practice-server.ts';

const server = createServer((_request, response) => {
  response.setHeader('content-type', 'text/html');
  response.end(practicePage);
});
server.listen(0, '127.0.0.1', () => parentPort?.postMessage((server.address() as AddressInfo).port));
