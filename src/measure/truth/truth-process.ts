/**
 * The truth server's process: a canned answer straight from the socket, at the moment that its behaviour has it due,
 * and a record of when that was.
 */
import { createServer, type Socket } from 'node:net';
import { liveWithTool } from '../host/live-with-tool.ts';
import { nowUs } from '../load/clock.ts';
import { BLANK_STAMP, STAMP_DIGITS } from '../load/stamp.ts';
import type { Behaviour, TruthOrder } from './behaviour.ts';
import { cannedAnswer } from './canned-answer.ts';
import { DueQueue } from './due-queue.ts';
import { type DueTimes, dueTimes } from './due-times.ts';
import { RequestRecord } from './record-requests.ts';
import { STAMP_HEADER, type TruthMessage, type TruthReply } from './truth-messages.ts';
import { Waiter } from './waiter.ts';

interface Answering {
  readonly socket: Socket;
  readonly at: number;
}

// It may be told of another one, at which other machines load it.
const [, , address = '127.0.0.1'] = process.argv;
const stampLine = `${STAMP_HEADER}: `;
const due = new DueQueue<Answering>();
const waiter = await Waiter.create(answerDue);
let answer = cannedAnswer(0);
let times: DueTimes = dueTimes({ kind: 'immediate' }, 0);
let record = new RequestRecord();
let block: Block | null = null;
let wakeAtUs = Number.POSITIVE_INFINITY;

/** The next time that the whole server stands still. */
interface Block {
  readonly everyUs: number;
  readonly holdUs: number;
  /** Infinity until the first request. */
  nextUs: number;
}

liveWithTool();
process.on('message', (message: TruthMessage) => {
  if (message.kind === 'behave') behave(message.order);
  else reply({ kind: 'record', record: record.take() });
});

const server = createServer((socket) => {
  socket.setNoDelay(true);
  socket.on('error', () => undefined);
  socket.on('data', (chunk) => take(chunk, socket));
});
server.listen(0, address, 4_096, () => {
  const bound = server.address();
  if (bound !== null && typeof bound !== 'string') reply({ kind: 'listening', address, port: bound.port });
});

function behave({ behaviour, seed, bodyBytes }: TruthOrder): void {
  due.clear();
  record = new RequestRecord();
  times = dueTimes(behaviour, seed);
  answer = cannedAnswer(bodyBytes);
  block = blockOf(behaviour);
  arm();
  reply({ kind: 'ready' });
}

function blockOf(behaviour: Behaviour): Block | null {
  if (behaviour.kind !== 'held' || !behaviour.blocks) return null;
  return { everyUs: behaviour.everyUs, holdUs: behaviour.holdUs, nextUs: Number.POSITIVE_INFINITY };
}

/** A request of a client that does not pipeline comes in one piece: it fits into one segment. */
function take(chunk: Buffer, socket: Socket): void {
  const arrivedUs = nowUs();
  if (block?.nextUs === Number.POSITIVE_INFINITY) block.nextUs = arrivedUs + block.everyUs - block.holdUs;
  const delayUs = times.delayUs();
  const dueUs = times.dueUs(arrivedUs, delayUs);
  const at = record.arrived(intendedIn(chunk), arrivedUs, delayUs, dueUs);
  if (dueUs <= arrivedUs) write({ socket, at });
  else due.put(dueUs, { socket, at });
  if (nextUs() < wakeAtUs) arm();
}

function intendedIn(chunk: Buffer): number {
  const at = chunk.indexOf(stampLine, 0, 'latin1');
  if (at < 0) return Number.NaN;
  const digits = chunk.toString('latin1', at + stampLine.length, at + stampLine.length + STAMP_DIGITS);
  return digits === BLANK_STAMP ? Number.NaN : Number(digits);
}

function answerDue(): void {
  if (block !== null && block.nextUs <= nowUs()) standStill(block);
  const atUs = nowUs();
  for (let next = due.take(atUs); next !== undefined; next = due.take(atUs)) write(next);
  arm();
}

function standStill(standing: Block): void {
  const untilUs = standing.nextUs + standing.holdUs;
  standing.nextUs += standing.everyUs;
  const nothing = new Int32Array(new SharedArrayBuffer(4));
  Atomics.wait(nothing, 0, 0, Math.max(0, untilUs - nowUs()) / 1_000);
}

function write({ socket, at }: Answering): void {
  if (socket.destroyed) return;
  // Taken before the write: the other side may have the answer before the call returns.
  record.written(at, nowUs());
  socket.write(answer);
}

function nextUs(): number {
  return Math.min(due.nextUs, block?.nextUs ?? Number.POSITIVE_INFINITY);
}

function arm(): void {
  wakeAtUs = nextUs();
  waiter.wakeAt(wakeAtUs);
}

function reply(message: TruthReply): void {
  process.send?.(message);
}
