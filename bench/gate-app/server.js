// Does a stated amount of work for each request: WORK_US microseconds of CPU time, beside some 45 that node:http takes.
// Keeps KEEP_MB megabytes of memory, none unless given.
import('node:http').then(({ createServer }) => {
  const workUs = Number(process.env.WORK_US);
  globalThis.kept = Buffer.alloc(2 ** 20 * Number(process.env.KEEP_MB ?? 0), 1);
  const server = createServer((_request, response) => {
    const begun = process.cpuUsage();
    let used = 0;
    while (used < workUs) {
      const { user, system } = process.cpuUsage(begun);
      used = user + system;
    }
    response.end('<p>Welcome</p>');
  });
  process.once('SIGTERM', () => process.exit());
  server.listen(Number(process.env.PORT), process.env.HOST);
});
