/** The same blog in as many processes as WORKERS says, behind one port: `node:cluster` deals the connections out in turn. */
import cluster from 'node:cluster';

const stops = ['SIGTERM', 'SIGINT'];

if (cluster.isPrimary) {
  const count = Number(process.env.WORKERS ?? 1);
  if (!Number.isInteger(count) || count < 1)
    throw new Error(`WORKERS is ${process.env.WORKERS}, not a number of processes.`);
  for (let i = 0; i < count; i++) cluster.fork();

  const everybody = (signal) => {
    for (const worker of Object.values(cluster.workers)) worker.process.kill(signal);
  };
  let stopping = false;
  for (const stop of stops) {
    process.once(stop, () => {
      stopping = true;
      everybody(stop);
    });
  }
  // With a process less it would be another server, so it ends as a whole.
  cluster.on('exit', ({ process: { pid } }, code, signal) => {
    if (stopping) return;
    stopping = true;
    process.exitCode = 1;
    console.error(`Process ${pid} ended with ${signal ?? code}; so do the others.`);
    everybody('SIGTERM');
  });
} else {
  await import('./server.js');
}
