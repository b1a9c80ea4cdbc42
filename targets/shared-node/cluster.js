/**
 * `node cluster.js <server module>`: the same server in as many processes as WORKERS says, behind one port, to which
 * `node:cluster` deals the connections out in turn.
 */
import cluster from 'node:cluster';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [, , server] = process.argv;
if (server === undefined) throw new Error('No server was named: node cluster.js <server module>');

if (cluster.isPrimary) {
  const count = Number(process.env['WORKERS'] ?? 1);
  if (!Number.isInteger(count) || count < 1)
    throw new Error(`WORKERS is ${process.env['WORKERS']}, not a number of processes.`);
  for (let i = 0; i < count; i++) cluster.fork();

  let stopping = false;
  /** @param {NodeJS.Signals} signal */
  const stop = (signal) => {
    stopping = true;
    for (const worker of Object.values(cluster.workers ?? {})) worker?.process.kill(signal);
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  // With a process less it would be another server, so it ends as a whole.
  cluster.on('exit', ({ process: { pid } }, code, signal) => {
    if (stopping) return;
    process.exitCode = 1;
    console.error(`Process ${pid} ended with ${signal ?? code}; so do the others.`);
    stop('SIGTERM');
  });
} else {
  await import(pathToFileURL(resolve(server)).href);
}
