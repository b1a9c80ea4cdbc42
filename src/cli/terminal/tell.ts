/** What happened, as lines: one for each event that matters, in the same words for a log file and for a person. */

import { judgeBeforeSweep, judgeShortTrial } from '../../analysis/doctor/examine.ts';
import { titleOf } from '../../analysis/doctor/titles.ts';
import { formatUs, formatWaitMs } from '../../model/duration.ts';
import type { Event } from '../../model/event.ts';
import type { DoctorLine } from '../../model/examination.ts';
import { generatorsOf } from '../../model/plan.ts';
import { formatRate } from '../../model/rate.ts';
import { formatShare } from '../../model/share.ts';
import { printable } from '../printable.ts';
import { wordBuilt } from './build-progress.ts';
import type { Paint } from './paint.ts';
import { type Progress, roundText, stepCount } from './progress.ts';
import { wordStep } from './step-words.ts';
import { timeLeftMs } from './time-left.ts';

export interface Telling {
  readonly lines: readonly string[];
  /** Worth standing above a live picture too, which shows everything else by itself. */
  readonly lasting: boolean;
}

const nothing: Telling = { lines: [], lasting: false };

/** @param progress with the event already in it; null before the sweep has started */
export function tell(progress: Progress | null, event: Event, nowMs: number, paint: Paint): Telling {
  const passing = (...lines: string[]): Telling => ({ lines, lasting: false });
  const lasting = (...lines: string[]): Telling => ({ lines, lasting: true });
  switch (event.kind) {
    case 'build-started':
      return passing(`${name(event.label)}: building, log in ${printable(event.logPath)}`);
    case 'build-waiting':
      return lasting(
        `${name(event.label)}: waits for another bench that builds in ${printable(event.folder)}`,
      );
    case 'build-line':
      // The log holds them; where nobody watches, a build is told in two lines.
      return nothing;
    case 'build-finished':
      // The view tells of all of them at once.
      if (event.build === null) return nothing;
      return lasting(`${name(event.label)}: ${wordBuilt(event.build, paint)}`);
    case 'target-failed': {
      const { reason, detail } = event.failure;
      return lasting(
        paint.bad(`${name(event.label)}: cannot be measured (${printable(reason)})`),
        ...indented(detail),
      );
    }
  }
  if (progress === null) return nothing;
  switch (event.kind) {
    case 'sweep-started':
      return passing(wordSweep(progress, nowMs));
    case 'generator-tried':
      return lasting(
        ...wordDoubts(
          [
            ...(progress.setting === null ? [] : judgeBeforeSweep(progress.setting)),
            ...judgeShortTrial(event.trial),
          ],
          paint,
        ),
      );
    case 'target-verified': {
      const { passed, checks } = event.verification;
      // What does not pass is told as the target's failure, which follows.
      if (!passed) return nothing;
      return passing(`${name(event.label)}: serves the right page (${amount(checks.length, 'check')})`);
    }
    case 'block-started': {
      const { label, round } = event.block;
      const title = printable(progress.titles.get(label) ?? '');
      const of = progress.plan.rounds > 1 ? `, ${roundText(progress.plan, round)}` : '';
      const what = title === printable(label) ? 'begins' : title;
      return passing(`${name(label)}: ${what}${of}`);
    }
    case 'server-started': {
      const { startMs, listensOn } = event.server;
      const elsewhere =
        listensOn === undefined ? '' : `, on ${printable(listensOn)} and not on the port that it was given`;
      // Nobody waits for one that runs already.
      const how = startMs === 0 ? 'runs already' : `ready after ${formatUs(startMs * 1_000)}`;
      const words = `${name(event.label)}: ${how}${elsewhere}`;
      return listensOn !== undefined && event.round === 1 ? lasting(words) : passing(words);
    }
    case 'server-warmed': {
      const { requests, ms, settled } = event.warmup;
      if (requests === 0) return nothing;
      const how = settled === false ? ' and its latency did not settle' : '';
      const count = requests.toLocaleString('en-US');
      return passing(
        `${name(event.label)}: warmed up with ${count} requests in ${formatUs(ms * 1_000)}${how}`,
      );
    }
    case 'step-finished':
      return passing(wordStepLine(progress, event, nowMs));
    case 'step-skipped': {
      if (progress.current !== null && progress.current.skipped.length > 1) return nothing;
      const rate = `${formatRate(event.step.ratePerSecond)}/s`;
      return passing(`${name(event.label)}: not tried from ${rate} on: ${printable(event.step.notTried)}`);
    }
    case 'fixed-rates-chosen': {
      const rates = event.rates.map(({ ratePerSecond }) => `${formatRate(ratePerSecond)}/s`);
      return rates.length === 0
        ? nothing
        : passing(`the first round is searched; every target is measured at ${rates.join(' and ')} too`);
    }
    case 'server-died': {
      const { code, signal, atStep } = event.exit;
      const gone = code === 0 ? ': did it go into the background?' : '';
      const how = signal === null ? `exit code ${code}${gone}` : printable(signal);
      const where = atStep === null ? '' : ` at ${formatRate(atStep)}/s`;
      return lasting(
        paint.bad(`${name(event.label)}: the server died${where} (${how})`),
        ...event.logTail.slice(-5).flatMap(indented),
      );
    }
    case 'interrupted': {
      const reason = printable(event.reason).replace(/\.$/, '');
      const where = event.atStep === null ? '' : ` during ${printable(event.atStep)}`;
      return lasting(paint.doubtful(`${reason}${where}; what was measured before is kept`));
    }
    case 'host-examined':
    case 'page-seen':
    case 'server-starting':
    case 'resting':
    case 'step-started':
    case 'server-stopped':
    case 'block-finished':
    case 'database-hashed':
    case 'sweep-finished':
      return nothing;
  }
}

const name = (label: string): string => printable(label);

const indented = (text: string): string[] =>
  text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [`    ${printable(line)}`]));

function wordSweep(progress: Progress, nowMs: number): string {
  const { rates, search, targets, rounds, time, host, placement } = progress.plan;
  const [lowest = '', ...others] = rates.map(({ ratePerSecond }) => formatRate(ratePerSecond));
  const range = others.length === 0 ? `${lowest}/s` : `from ${lowest} to ${others.at(-1)}/s`;
  const load =
    search === undefined
      ? `${amount(rates.length, 'rate')} ${range}`
      : `searched to ${formatShare(search.precision)}`;
  const what = `${amount(targets.length, 'target')}, ${load}`;
  const senders = generatorsOf(host).length;
  const where = `${printable(host.name)}, ${placement.resolved}${senders > 1 ? `, loaded from ${senders} machines` : ''}`;
  const often = time !== undefined ? ', as many rounds as fit' : rounds > 1 ? `, ${rounds} rounds` : '';
  return `${what}${often} on ${where}; takes about ${formatWaitMs(timeLeftMs(progress, nowMs))}`;
}

const amount = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

function wordStepLine(
  progress: Progress,
  { label, step }: Extract<Event, { readonly kind: 'step-finished' }>,
  nowMs: number,
): string {
  const { rate, percentiles, answered, failures } = wordStep(step);
  const left = formatWaitMs(timeLeftMs(progress, nowMs));
  const where = `[${stepCount(progress, 0)}, about ${left} left]`;
  return `${name(label)}: ${rate}: ${percentiles.join(', ')}; ${answered}${failures === '' ? '' : `: ${failures}`} ${where}`;
}

/** Doubts that are named before the picture; the report has them all, with why and what to do. */
const MOST_DOUBTS = 2;

/** At most one line, the worst first. What is good is not printed. */
function wordDoubts(lines: readonly DoctorLine[], paint: Paint): string[] {
  const bad = lines.filter(({ verdict }) => verdict === 'bad');
  const doubts = [...bad, ...lines.filter(({ verdict }) => verdict === 'doubtful')];
  if (doubts.length === 0) return [];
  const named = doubts.slice(0, MOST_DOUBTS).map(({ code }) => titleOf(code));
  const more = doubts.length > MOST_DOUBTS ? ` and ${doubts.length - MOST_DOUBTS} more` : '';
  const verdict = bad.length > 0 ? paint.bad('bad') : paint.doubtful('doubtful');
  return [`${verdict}: ${printable(named.join(', '))}${more}; the report says why`];
}
