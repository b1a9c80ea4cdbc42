/** The wording of everything there is to doubt, in one place: what it is, what it means, and what to do next. */
import type { Warning } from '../model/analysis.ts';
import { formatUs } from '../model/duration.ts';
import { formatRate } from '../model/rate.ts';
import type { Finding, Rates, RunFinding, TargetFinding } from './findings.ts';
import type { Doubt } from './validity.ts';

type Words = Pick<Warning, 'severity' | 'text' | 'advice'>;

const rank = { bad: 0, doubt: 1, note: 2 } as const;

/** Findings as people read them: the worst first, those about the whole run before those about one target. */
export function wordFindings(findings: readonly Finding[]): readonly Warning[] {
  return findings
    .map((one): Warning => {
      const words = one.label === null ? wordOfRun(one.finding) : wordOfTarget(one.finding);
      return { code: one.finding.code, label: one.label, ...words };
    })
    .toSorted(
      (a, b) => rank[a.severity] - rank[b.severity] || Number(a.label !== null) - Number(b.label !== null),
    );
}

/** One reason not to believe a step. */
export function wordDoubt(doubt: Doubt): string {
  switch (doubt.kind) {
    case 'no-port':
      return `the generator found no free local port for ${times(doubt.count, 'request')}`;
    case 'no-descriptor':
      return `the generator was not allowed to open enough files for ${times(doubt.count, 'request')}`;
    case 'steal':
      return `the hypervisor took ${percent(doubt.share)} of the CPUs`;
    case 'others':
      return `other processes took ${percent(doubt.share)} of the CPUs`;
    case 'throttled':
      return `an outer CPU quota held everything up for ${percent(doubt.share)} of the time`;
    case 'waiting':
      return `the ${doubt.who} waited for a CPU for ${percent(doubt.share)} of the time, which no known use explains`;
    case 'not-dispatched':
      return `the generator took up only ${percent(doubt.ratio)} of the requests`;
    case 'late': {
      const who =
        doubt.pacerLagUs >= doubt.lagUs / 2 ? 'the whole generator was held up' : 'its event loop was busy';
      return `the generator was ${formatUs(doubt.lagUs)} late at p${doubt.percentile} (${who})`;
    }
  }
}

/** Why a rate of the plan has no step, where the sweep did not say why. */
export const wordNotReached = (): string => 'the sweep ended before this rate';

function wordOfRun(finding: RunFinding): Words {
  switch (finding.code) {
    case 'interrupted':
      return {
        severity: 'doubt',
        text: `The sweep was interrupted (${finding.reason})${finding.atStep === null ? '' : ` at ${finding.atStep}`}: what follows is a part of what was planned.`,
        advice: 'Complete it with `bench sweep --resume <this folder>`.',
      };
    case 'resumed':
      return {
        severity: 'note',
        text: `The sweep was measured in ${finding.parts} sittings; the machine may have been in another state in each.`,
        advice: 'Where a jump falls on such a seam, measure again in one go.',
      };
    case 'unverified':
      return {
        severity: 'doubt',
        text: 'Nobody checked that the targets serve the right page (--no-verify): a fast answer may be a wrong one.',
        advice: 'Run `bench verify`, or sweep without --no-verify.',
      };
    case 'limits-not-enforced': {
      const hard = finding.limits.some(({ name }) => name !== 'bandwidth');
      const list = finding.limits.map(
        ({ name, by }) => `${limitNames[name]}${by === 'none' ? '' : ` (${by})`}`,
      );
      return {
        severity: hard ? 'doubt' : 'note',
        text: `Not limited to the host’s size: ${list.join(', ')}. The servers may have had more than the host would give them.`,
        advice: hard
          ? 'Run `bench doctor` to see what is missing (a cgroup of one’s own, as a rule).'
          : 'Columns in which the answers would not have fitted through the link are marked.',
      };
    }
    case 'reduced-host':
      return {
        severity: 'doubt',
        text: `The generator needed CPUs of its own, so the servers had ${finding.cpus} of the host’s ${finding.of} CPUs.`,
        advice:
          'Compare within this report only; for the full host use a machine with more CPUs, or --placement shared.',
      };
    case 'shared-placement':
      return {
        severity: 'note',
        text: `Generator and server shared ${times(finding.cpus, 'CPU')}, as on one small machine: what the load costs to send is missing to the server, so capacities are lower than on a machine of its own, most of all for servers that use every CPU.`,
        advice: 'For the server alone, use --placement split on a machine with spare CPUs.',
      };
    case 'quick-settings':
      return {
        severity: 'note',
        text: 'Measured with --quick: few rates and short steps. Good for a first look, too coarse for a verdict.',
        advice: 'Sweep without --quick.',
      };
    case 'one-round':
      return {
        severity: 'note',
        text:
          finding.targets > 1
            ? 'One round only: how far a repetition would differ is not known, so no ratio between targets is given.'
            : 'One round only: how far a repetition would differ is not known.',
        advice: 'Sweep with --rounds 3 or more.',
      };
    case 'not-sampled':
      return {
        severity: 'note',
        text: 'CPU and memory of the servers could not be read on this machine, so nobody can say who used the CPUs.',
        advice: 'Measure on Linux for the full picture.',
      };
  }
}

function wordOfTarget(finding: TargetFinding): Words {
  switch (finding.code) {
    case 'target-failed':
      return {
        severity: 'bad',
        text: sentence(`Could not be measured (${finding.reason}): ${finding.detail}`),
        advice: 'Its logs are in the report’s folder.',
      };
    case 'not-the-same-page':
      return {
        severity: 'bad',
        text: `Does not serve the page that the others serve (${finding.checks.join(', ')}): its figures compare with nothing.`,
        advice: 'Run `bench verify` for the difference.',
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
        advice: 'Run `bench verify`, and look into the server’s log.',
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
        text: `At ${ratesText(finding.rates)} the generator was the limit, not the server${because(finding.doubts)}. A pass there still counts (our lateness only adds to the latency), a fail does not.`,
        advice:
          'Give the generator CPUs of its own (--placement split), or run `bench doctor` for the highest rate to trust.',
      };
    case 'host-limited':
      return {
        severity: 'doubt',
        text: `At ${ratesText(finding.rates)} the machine was busy with something else${because(finding.doubts)}. A fail there does not count.`,
        advice: finding.kinds.includes('steal')
          ? 'Measure on a machine that is not shared, or at a quieter time.'
          : finding.kinds.includes('throttled')
            ? 'Run outside of the container’s CPU quota.'
            : 'Stop what else is running, and measure again.',
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
        text: `${times(finding.count, 'connection')} found the server’s accept queue full${finding.backlog === null ? '' : ` (it holds ${whole(finding.backlog)})`} at ${ratesText(finding.rates)}. The kernel then drops the attempt and tries again after 1 s, then 2 s more: bands at 1 s and 3 s come from there.`,
        advice:
          'It is what visitors would meet. A longer listen backlog and net.core.somaxconn move the bands, not the capacity.',
      };
    case 'warm-up-unsettled':
      return {
        severity: 'note',
        text: `The warm-up did not settle for ${finding.servers} of ${times(finding.of, 'server')}: latency was still changing when the steps began.`,
        advice: 'Compare the rounds; a longer --warmup may help, but not every server ever settles.',
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
        text: `The generator stood still ${times(finding.count, 'time')} for more than 20 ms, at most ${formatUs(finding.longestMs * 1_000)}, at ${ratesText(finding.rates)} (${finding.due === 'loop' ? 'its own event loop' : 'held up by the machine'}).`,
        advice:
          finding.due === 'loop'
            ? 'Latencies of about that length there may be ours.'
            : 'Stop what else is running on the machine, or look for steal.',
      };
    case 'thin':
      return {
        severity: 'note',
        text: `Faded columns (${ratesText(finding.rates)}) hold fewer than ${whole(finding.minSamples)} requests: too few for a p99, so they neither make nor break a capacity.`,
        advice: 'A longer --duration or more --rounds fills them.',
      };
    case 'capacity-not-reached':
      return {
        severity: 'note',
        text: `No rate up to ${formatRate(finding.highestTried)}/s surely failed ${finding.objective}: the capacity is at least what is given.`,
        advice: 'Raise the end of --rates.',
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

const limitNames = {
  cpu: 'CPUs',
  memory: 'memory',
  openFiles: 'open files',
  bandwidth: 'bandwidth',
} as const;

/** `1,995/s`, `10/s and 12.6/s`, or `3,162/s … 10,000/s (6 rates)`. */
function ratesText(rates: Rates): string {
  const [first, ...others] = rates.map((rate) => `${formatRate(rate)}/s`);
  const last = others.at(-1);
  if (first === undefined) return 'no rate';
  if (last === undefined) return first;
  return others.length === 1 ? `${first} and ${last}` : `${first} … ${last} (${rates.length} rates)`;
}

/** With one full stop at its end, whoever wrote the last words. */
const sentence = (text: string) => `${text.trimEnd().replace(/\.$/, '')}.`;

const because = (doubts: readonly string[]) => (doubts.length === 0 ? '' : `: ${doubts.join('; ')}`);

const times = (count: number, one: string, many = `${one}s`) => `${whole(count)} ${count === 1 ? one : many}`;

const whole = (value: number) => Math.round(value).toLocaleString('en-US');

const percent = (share: number) => `${Number((share * 100).toPrecision(2))} %`;
