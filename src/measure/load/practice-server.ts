/** A server in a thread of the generator's own, that answers every request with one small page, in the ways that servers do, at once or late. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** What it answers. */
export const practicePage = Buffer.from('<!doctype html><title>practice</title>'.padEnd(8_192, ' '));

/** Where it takes its time. */
export const slowPath = '/slow';

export class PracticeServer {
  readonly port: number;
  readonly #worker: Worker;

  private constructor(worker: Worker, port: number) {
    this.#worker = worker;
    this.port = port;
  }

  /** Resolves when it listens on a free port of 127.0.0.1. */
  static async start(): Promise<PracticeServer> {
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
    const worker = new Worker(new URL(`./practice-server-thread.${extension}`, import.meta.url));
    const [port] = (await once(worker, 'message')) as [number];
    return new PracticeServer(worker, port);
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }
}
