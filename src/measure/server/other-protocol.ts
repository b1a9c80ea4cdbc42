/** Which protocol a server speaks that closes its connections, or says what is not HTTP/1.1. */
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { SocketAddress } from '../load/request-bytes.ts';

const patienceMs = 500;
/** Later than a busy machine usually makes a timer. */
const STOOD_STILL_MS = 50;
/** A machine that stands still again and again is not waited for any longer. */
const MOST_WAITS = 4;

/** What a client of HTTP/2 begins with, and an empty SETTINGS frame (RFC 9113 section 3.4). */
const http2Beginning = Buffer.concat([
  Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
  Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]),
]);

/** Asks a server for TLS, then for HTTP/2 without it; no request is sent. Null: it speaks neither. */
export async function otherProtocol(place: SocketAddress): Promise<'tls' | 'http2' | null> {
  if (await speaksTls(place)) return 'tls';
  return (await speaksHttp2(place)) ? 'http2' : null;
}

function speaksTls({ address, port }: SocketAddress): Promise<boolean> {
  const socket = connectTls({ host: address, port, rejectUnauthorized: false, minVersion: 'TLSv1' });
  return inTime(socket, (say) => {
    socket.on('secureConnect', () => say(true));
    // A server that speaks it may refuse with an alert, for want of a client's certificate for example.
    socket.on('error', ({ message }) => say(/alert/i.test(message)));
  });
}

function speaksHttp2({ address, port }: SocketAddress): Promise<boolean> {
  const socket = connect({ host: address, port }, () => void socket.write(http2Beginning));
  return inTime(socket, (say) => {
    socket.on('data', (bytes) => say(isHttp2Frame(bytes)));
    socket.on('error', () => say(false));
  });
}

/** Whether bytes begin with a SETTINGS frame on the connection itself, as every HTTP/2 server's first ones do. */
export function isHttp2Frame(bytes: Buffer): boolean {
  return bytes.length >= 9 && bytes[0] === 0 && bytes[3] === 4 && bytes.readUInt32BE(5) === 0;
}

function inTime(
  socket: { destroy(): unknown; on(event: 'close', then: () => void): unknown },
  listen: (say: (answer: boolean) => void) => void,
): Promise<boolean> {
  return new Promise((resolve) => {
    const say = (answer: boolean) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    let timer: NodeJS.Timeout;
    const wait = (nth: number) => {
      const dueMs = performance.now() + patienceMs;
      // While this process stood still nobody could be heard, so it waits anew.
      timer = setTimeout(() => {
        if (nth < MOST_WAITS && performance.now() > dueMs + STOOD_STILL_MS) wait(nth + 1);
        else say(false);
      }, patienceMs);
    };
    wait(1);
    listen(say);
    socket.on('close', () => say(false));
  });
}
