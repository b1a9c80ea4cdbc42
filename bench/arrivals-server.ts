/**
 * A server that does next to nothing but write down when each request came: a canned answer straight from the socket,
 * so that it keeps up with any generator. `GET /report?rate=<r>` gives what it saw, and forgets it. Its argument is the
 * length of the answer's body in bytes.
 */
import { createServer } from 'node:net';
import { nowUs } from '../src/measure/load/clock.ts';
import { cannedAnswer } from '../src/measure/truth/canned-answer.ts';

const MOST = 2_000_000;
const seenUs = new Float64Array(MOST);
let seen = 0;

const answer = cannedAnswer(Number(process.argv[2]));

const server = createServer((socket) => {
  socket.setNoDelay(true);
  socket.on('error', () => undefined);
  socket.on('data', (chunk) => {
    const atUs = nowUs();
    // A request of a benchmark fits into one segment and ends with an empty line.
    const report = /^GET \/report\?rate=([\d.]+) /.exec(chunk.subarray(0, 40).toString('latin1'));
    if (report !== null) {
      const text = JSON.stringify(arrivalsAgainst(Number(report[1])));
      socket.end(`HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: ${text.length}\r\n\r\n${text}`);
      return;
    }
    if (seen < MOST) seenUs[seen++] = atUs;
    socket.write(answer);
  });
});
server.listen(0, '127.0.0.1', 4_096, () => {
  const address = server.address();
  if (address !== null && typeof address !== 'string') process.send?.(address.port);
});

/** Deviation from the even schedule that fits best (offset by the median), and the gaps between neighbours. */
function arrivalsAgainst(ratePerSecond: number) {
  const count = seen;
  seen = 0;
  const offsets = seenUs.slice(0, count).map((us, k) => us - (k * 1e6) / ratePerSecond);
  const median = offsets.toSorted()[Math.floor(count / 2)] ?? 0;
  const deviations = offsets.map((us) => Math.abs(us - median)).toSorted();
  const gaps = seenUs
    .slice(1, count)
    .map((us, k) => us - (seenUs[k] ?? 0))
    .toSorted();
  const at = (values: Float64Array, q: number) =>
    values[Math.min(values.length - 1, Math.floor(q * values.length))] ?? 0;
  return {
    count,
    deviationUs: [0.5, 0.99].map((q) => at(deviations, q)),
    gapUs: [0.01, 0.5, 0.99].map((q) => at(gaps, q)),
  };
}
