/** Leads servers of `fixtures/servers/led.js`: tells each how to behave, and hears what becomes of it. */
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { TestContext } from 'node:test';

export interface Orders {
  /** Which request is never answered. */
  readonly holdAt?: number;
  /** From which request on none is answered. */
  readonly holdFrom?: number;
  /** At which request it ends. */
  readonly dieAt?: number;
  /** Does not end when asked to. */
  readonly deaf?: boolean;
}

export type Word = 'held' | 'dying' | 'asked to end';

export interface Leader {
  /** To be put into the environment of an app. */
  readonly env: { readonly LEADER: string };
  /** Holds for servers that start from now on, until the word is heard, once; resolves then. */
  order(orders: Orders, untilHeard: Word): Promise<void>;
  /** Resolves when a server next says this. */
  hear(word: Word): Promise<void>;
}

export async function lead(t: TestContext): Promise<Leader> {
  const sockets = new Set<Socket>();
  const listeners = new Map<Word, (() => void)[]>();
  let current: Orders = {};
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    socket.write(JSON.stringify(current));
    createInterface({ input: socket }).on('line', (line) => {
      const word = line as Word;
      for (const heard of listeners.get(word) ?? []) heard();
      listeners.delete(word);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the leader has no port');
  const hear = (word: Word) =>
    new Promise<void>((resolve) => {
      listeners.set(word, [...(listeners.get(word) ?? []), resolve]);
    });
  return {
    env: { LEADER: String(address.port) },
    hear,
    order: (orders, untilHeard) => {
      current = orders;
      listeners.set(untilHeard, [
        ...(listeners.get(untilHeard) ?? []),
        () => {
          current = {};
        },
      ]);
      return hear(untilHeard);
    },
  };
}
