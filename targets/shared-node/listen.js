/**
 * Listens where `HOST` and `PORT` say, and tells it in one line. On SIGTERM and SIGINT the answers under way are
 * finished, and then the process ends at once, whatever timers a framework has left.
 * @param {import('node:http').Server} server
 */
export function listen(server) {
  server.listen(Number(process.env['PORT'] ?? 3000), process.env['HOST'] ?? '127.0.0.1', () => {
    const { address, port } = /** @type {import('node:net').AddressInfo} */ (server.address());
    console.log(`Listening on http://${address}:${port}`);
  });

  const stop = () => {
    server.close(() => process.exit());
    // A connection that waits for its answer is idle only afterwards.
    setInterval(() => server.closeIdleConnections(), 50);
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}
