/** The wording of what there is to doubt in one target. */
import { formatUs } from '../../model/duration.ts';
import { formatRate } from '../../model/rate.ts';
import type { TargetFinding, Undecided } from '../findings.ts';
import type { Doubt } from '../validity.ts';
import { wordDoubt } from './doubts.ts';
import { listed, ratesText, sentence, times, whole } from './phrases.ts';
import type { Words } from './words.ts';

/** A finding about one target: what it is, what it means, and what to do next. */
export function wordOfTarget(finding: TargetFinding): Words {
  switch (finding.code) {
    case 'target-failed':
      return {
        severity: 'bad',
        text: sentence(`Could not be measured (${finding.reason}): ${firstWords(finding.detail)}`),
        advice: 'Its logs are in the report’s folder.',
      };
    case 'not-the-same-page':
      return {
        severity: 'bad',
        text: sentence(
          `Does not serve the page that it should, so its figures compare with nothing (${finding.differences.join('; ')})`,
        ),
        advice: 'Compare with the example pages in targets/contract/golden.',
      };
    case 'server-died': {
      const last = finding.lastLine === null ? '' : ` Its last words: “${finding.lastLine}”`;
      return {
        severity: 'bad',
        text: `The server died${finding.rates.length === 0 ? '' : ` at ${ratesText(finding.rates)}`} (${finding.exit}${finding.deaths > 1 ? `, ${finding.deaths} times in all` : ''}) and was started again.${last}`,
        advice: 'Its log is in the report’s folder.',
      };
    }
    case 'out-of-memory':
      return {
        severity: 'bad',
        text: `The server ran out of the host’s memory at ${ratesText(finding.rates)}: ${times(finding.kills, 'process', 'processes')} killed.`,
        advice: 'See the memory over rate; give the host more memory only if the real one has it.',
      };
    case 'record-contradicts-itself':
      return {
        severity: 'bad',
        text: `The record of ${ratesText(finding.rates)} does not add up (${finding.example}).`,
        advice: 'This is a mistake of the tool’s own, or the file was changed: please report it.',
      };
    case 'wrong-page':
      return {
        severity: 'bad',
        text: `${times(finding.count, 'answer')} at ${ratesText(finding.rates)} did not hold the right page; they count as failed.`,
        advice:
          'The server’s log in the report’s folder may say why: an error page, or one made for somebody else.',
      };
    case 'no-port':
      return {
        severity: 'bad',
        text: `The generator’s machine had no free local port left at ${ratesText(finding.rates)}: these steps say nothing about the server.`,
        advice: 'Widen net.ipv4.ip_local_port_range or lower --max-connections, and measure again.',
      };
    case 'no-descriptor':
      return {
        severity: 'bad',
        text: `The generator was not allowed to open enough files at ${ratesText(finding.rates)}: these steps say nothing about the server.`,
        advice: 'Raise the hard limit (`ulimit -Hn`) or lower --max-connections, and measure again.',
      };
    case 'generator-limited':
      return {
        severity: 'doubt',
        text: `At ${where(finding)} the generator was the limit, not the server (${worst(finding)}). A pass there still counts (our lateness only adds to the latency), a fail does not.`,
        advice: 'Give the generator CPUs of its own (--placement split), or stay below these rates.',
      };
    case 'host-limited':
      return {
        severity: 'doubt',
        text: `At ${where(finding)} the machine was busy with something else (${worst(finding)}). A fail there does not count.`,
        advice: hostAdvice[finding.doubts[0]?.kind ?? 'others'] ?? QUIET,
      };
    case 'lag-at-percentile':
      return {
        severity: 'note',
        text: `Hatched percentiles (${finding.percentiles.map((p) => `p${p}`).join(', ')}) at ${ratesText(finding.rates)}: the generator’s own lateness is more than 5 % of them.`,
        advice: 'Read them as upper bounds; the other percentiles of these columns hold.',
      };
    case 'beyond-link':
      return {
        severity: 'doubt',
        text: `At ${ratesText(finding.rates)} the answers are more than the host’s link of ${finding.bitsPerSecond / 1e9} Gbit/s would carry; here they went over loopback.`,
        advice: 'On the real host the link would be the limit: do not read a capacity from these columns.',
      };
    case 'time-wait':
      return {
        severity: 'doubt',
        text: `Up to ${whole(finding.most)} of ${whole(finding.ports)} local ports were still held by closed connections when steps at ${ratesText(finding.rates)} began.`,
        advice:
          'The server closes connections after few answers: check its keep-alive, or set net.ipv4.tcp_tw_reuse=1.',
      };
    case 'listen-overflow':
      return {
        severity: 'doubt',
        text: `${times(finding.count, 'attempt')} to connect met a full accept queue of the server’s${finding.backlog === null ? '' : ` (it holds ${whole(finding.backlog)})`} at ${ratesText(finding.rates)}. The kernel then tries again after 1 s, then after 2 s more: bands at 1 s and 3 s come from there.`,
        advice:
          'It is what visitors would meet. A longer listen backlog and net.core.somaxconn move the bands, not the capacity.',
      };
    case 'warm-up-unsettled':
      return {
        severity: 'note',
        text: `The warm-up did not settle${finding.of === 1 ? '' : ` for ${finding.servers} of ${finding.of} servers`}: latency was still changing when the steps began.`,
        advice: `${finding.of === 1 ? 'A' : 'Compare the rounds; a'} longer --warmup may help, but not every server ever settles.`,
      };
    case 'restarted-to-rest':
      return {
        severity: 'note',
        text: `Before ${ratesText(finding.rates)} the server did not come to rest from the step before, and was started anew and warmed.`,
        advice: 'Nothing to do: these steps began on a fresh server.',
      };
    case 'rounds-disagree':
      return {
        severity: 'doubt',
        text: `The rounds disagree on the capacity for ${finding.objective}: from ${finding.lowest === 0 ? 'none' : `${formatRate(finding.lowest)}/s`} to ${formatRate(finding.highest)}/s.`,
        advice: 'Sweep with more rounds, and look for what else the machine was doing.',
      };
    case 'connections-used-up':
      return {
        severity: 'note',
        text: `At ${ratesText(finding.rates)} all ${whole(finding.connections)} connections were waiting for answers; requests that found none free were given up at once, and count as failed (“shed”).`,
        advice: 'The server was far behind by then. --max-connections allows more to wait.',
      };
    case 'stalls':
      return {
        severity: 'note',
        text: `The generator stood still ${times(finding.ofLoop + finding.ofMachine, 'time')} for more than 20 ms, at most ${formatUs(finding.longestMs * 1_000)}, at ${ratesText(finding.rates)} (${dueOf(finding)}).`,
        advice: `${finding.ofMachine === 0 ? '' : 'Stop what else is running on the machine. '}Latencies of about that length there may be ours.`,
      };
    case 'capacity-not-reached':
      return {
        severity: 'note',
        text: `No rate up to ${formatRate(finding.highestTried)}/s surely failed ${listed(finding.objectives)}: the capacity is at least what is given.`,
        advice: 'Raise the end of --rates.',
      };
    case 'capacity-open':
      return {
        severity: 'doubt',
        text: `Above ${formatRate(finding.ratePerSecond)}/s no rate could be decided for ${listed(finding.objectives)}, up to ${formatRate(finding.highestTried)}/s${reasons(finding.undecided)}. The capacity may be just above the value given, or far.`,
        advice: undecidedAdvice(finding.undecided),
      };
    case 'capacity-unknown':
      return {
        severity: 'doubt',
        text: `Nothing is known of the capacity for ${listed(finding.objectives)}: of ${times(finding.tried, 'rate')}, none surely passed and none surely failed${reasons(finding.undecided)}.`,
        advice: undecidedAdvice(finding.undecided),
      };
    case 'not-tried':
      return {
        severity: 'note',
        text: sentence(`${ratesText(finding.rates)} not tried: ${finding.reason}`),
        advice: '--no-early-stop measures them all the same.',
      };
    case 'slow-when-idle':
      return {
        severity: 'note',
        text: `At ${formatRate(finding.lowRate)}/s half of the requests took more than ${formatUs(finding.lowUs)}, at ${formatRate(finding.rate)}/s only ${formatUs(finding.us)}. A machine with nothing to do lets its CPUs sleep: that is neither the framework nor the load.`,
        advice: 'Judge a server’s speed at some 100/s, not at 1/s.',
      };
  }
}

/** What went wrong, without the log that follows it; with a first line of it where the sentence only leads up to one. */
function firstWords(detail: string): string {
  const [first = '', second = ''] = detail.split('\n').map((line) => line.trim());
  return first.endsWith(':') ? `${first} ${second}` : first;
}

type Limited = Extract<TargetFinding, { readonly everywhere: boolean }>;

const where = ({ rates, everywhere }: Limited) => (everywhere ? 'every rate' : ratesText(rates));

/** The reasons, as they were where they were gravest. */
const worst = ({ rates, doubts }: Limited) =>
  `${rates.length > 1 ? 'at worst, ' : ''}${doubts.map(wordDoubt).join('; ')}`;

const QUIET = 'Stop what else is running, and measure again.';

const hostAdvice: Partial<Readonly<Record<Doubt['kind'], string>>> = {
  steal: 'Measure on a machine that is not shared, or at a quieter time.',
  throttled: 'Run outside of the container’s CPU quota.',
};

function dueOf({ ofLoop, ofMachine }: Extract<TargetFinding, { readonly code: 'stalls' }>): string {
  if (ofMachine === 0) return 'its own event loop';
  if (ofLoop === 0) return 'held up by the machine';
  return `${whole(ofLoop)} of its event loop’s own, ${whole(ofMachine)} held up by the machine`;
}

function reasons({ thin, disturbed, close }: Undecided): string {
  const parts = [
    ...(thin === 0 ? [] : [`too few requests: ${whole(thin)}`]),
    ...(disturbed === 0 ? [] : [`disturbed by the generator or the machine: ${whole(disturbed)}`]),
    ...(close === 0 ? [] : [`too close to call: ${whole(close)}`]),
  ];
  return parts.length === 0 ? '' : ` (${parts.join('; ')})`;
}

const undecidedAdvice = ({ thin, disturbed }: Undecided) =>
  disturbed > 0
    ? 'Measure again where nothing else runs.'
    : `Measure again with a longer --duration${thin > 0 ? '' : ' or more --rounds'}.`;
