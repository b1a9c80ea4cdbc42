/** Servers whose answers are known in advance. They run in the test's process; the generator runs in its own. */
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';

export const PAGE = `<!doctype html><title>known</title>${'.'.repeat(2_000)}</html>`;

export interface KnownServer extends AsyncDisposable {
  readonly port: number;
  /** Requests that reached it so far. */
  readonly requests: () => number;
}

export interface Exchange {
  readonly socket: Socket;
  /** How many requests came before this one. */
  readonly nth: number;
  answer(options?: { status?: number; body?: string; headers?: string; length?: number }): void;
}

/** A server in plain TCP, so that it can misbehave: `onRequest` is called for every complete request without a body. */
export async function serve(onRequest: (exchange: Exchange) => void): Promise<KnownServer> {
  let requests = 0;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      for (let end = text.indexOf('\r\n\r\n'); end >= 0; end = text.indexOf('\r\n\r\n')) {
        text = text.slice(end + 4);
        onRequest({ socket, nth: requests++, answer: (options) => answerOn(socket, options) });
      }
    });
  });
  await listening(server);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    requests: () => requests,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

async function listening(server: Server): Promise<void> {
  server.listen(0, '127.0.0.1', 4_096);
  await once(server, 'listening');
}

function answerOn(socket: Socket, options: Parameters<Exchange['answer']>[0] = {}): void {
  if (socket.destroyed) return;
  const { status = 200, body = PAGE, headers = '', length = Buffer.byteLength(body) } = options;
  socket.write(`HTTP/1.1 ${status} Known\r\nContent-Length: ${length}\r\n${headers}\r\n${body}`);
}
