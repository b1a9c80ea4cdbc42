/** The generator's process: takes orders over its channel, and carries them out one after another. */
import { liveWithTool } from '../host/live-with-tool.ts';
import type { Answers, Message, Order, Reply } from './messages.ts';
import { Pacer } from './pacer.ts';
import { practise } from './practice.ts';
import { probe } from './probe.ts';
import { sleepPrecisely } from './sleep-precisely.ts';
import { runStep } from './step.ts';
import { warmUp } from './warmup.ts';

// The loop sleeps as the pacer does.
sleepPrecisely();
const pacer = await Pacer.create();
let underWay: AbortController | null = null;

liveWithTool();
process.on('message', (message: Message) => {
  if (message.kind === 'abort') underWay?.abort();
  else void carryOut(message);
});
reply({ kind: 'ready' });

async function carryOut(order: Order): Promise<void> {
  const controller = new AbortController();
  underWay = controller;
  try {
    reply({ kind: 'done', answer: await answerTo(order, controller.signal) });
  } catch (error) {
    if (controller.signal.aborted) reply({ kind: 'aborted' });
    else
      reply({
        kind: 'broken',
        stack: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
  } finally {
    underWay = null;
  }
}

async function answerTo(order: Order, signal: AbortSignal): Promise<Answers[Order['kind']]> {
  switch (order.kind) {
    case 'prepare':
      await practise(pacer, order.arrivals, signal);
      return null;
    case 'warm':
      return warmUp(order.target, order.request, signal);
    case 'probe':
      return probe(order.target, order.count, order.timeoutMs, signal);
    case 'run':
      return runStep(order.target, order.step, pacer, signal);
  }
}

function reply(message: Reply): void {
  process.send?.(message);
}
