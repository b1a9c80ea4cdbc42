/** The thread of the practice server. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parentPort } from 'node:worker_threads';

const page = '<!doctype html><title>practice</title>'.padEnd(8_192, ' ');
const server = createServer((_request, response) => {
  response.setHeader('content-type', 'text/html');
  response.end(page);
});
server.listen(0, '127.0.0.1', () => parentPort?.postMessage((server.address() as AddressInfo).port));
