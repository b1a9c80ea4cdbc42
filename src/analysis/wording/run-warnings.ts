/** The wording of what there is to doubt in a run as a whole. */
import type { NotEnforced, Rates, RunDifference, RunFinding } from '../findings.ts';
import { listed, ratesText, times, whole } from './phrases.ts';
import type { Words } from './words.ts';

/** A finding about the whole run: what it is, what it means, and what to do next. */
export function wordOfRun(finding: RunFinding): Words {
  switch (finding.code) {
    case 'interrupted':
      return {
        severity: 'doubt',
        text: `The sweep was interrupted${finding.atStep === null ? '' : ` during ${finding.atStep}`} (${finding.reason.replace(/\.$/, '').replace(/^Interrupted by /, '')}): what follows is a part of what was planned.`,
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
        text: 'Only the measured page was looked at, not what other visitors get (--no-verify): a fast answer may be one that was kept for everybody.',
        advice: 'Sweep without --no-verify.',
      };
    case 'database-changed':
      return {
        severity: 'bad',
        text: 'The database was not the same after the sweep as before it: a server has written to it, so the targets may not have served the same blog.',
        advice: 'Find out which one: `bench verify` says so under `still`.',
      };
    case 'limits-not-enforced':
      return wordLimits(finding.limits);
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
        text: `Generator and server shared ${times(finding.cpus, 'CPU')}, as on one small machine: what it costs to send the load is taken from the server, most of all from one that uses every CPU.`,
        advice: 'For the server alone, use --placement split on a machine with spare CPUs.',
      };
    case 'quick-settings':
      return {
        severity: 'note',
        text: `Measured with --quick: few rates, short steps${finding.rounds === 1 ? ', one round' : ''}. A first look, too coarse for a verdict${finding.rounds === 1 && finding.targets > 1 ? ' and for any ratio between targets' : ''}.${wordThin(finding.thin, finding.minSamples)}`,
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
    case 'thin':
      return {
        severity: 'note',
        text: wordThin(finding.rates, finding.minSamples).trim(),
        advice: 'A longer --duration fills them, where the cap on a step’s length allows it.',
      };
    case 'not-sampled':
      return {
        severity: 'note',
        text: 'CPU and memory of the servers could not be read on this machine, so nobody can say who used the CPUs.',
        advice: 'Measure on Linux for the full picture.',
      };
    case 'runs-apart':
      return wordRunsApart(finding.runs, finding.differences);
    case 'no-ratio':
      return {
        severity: 'note',
        text: `No ratio is given with ${listed(finding.labels)}: measured in one round only, so how far a repetition would differ is not known.`,
        advice: 'Sweep with --rounds 3 or more.',
      };
    case 'uneven-cpus':
      return {
        severity: 'doubt',
        text: `Ratios marked ‡ rest on steps in which the generator and the servers kept their common CPUs over 90 % busy. There ${use(finding.several, 'several CPUs')}, and paid for the sending of the load; ${use(finding.one, 'about one')}, and hardly did.`,
        advice:
          'Set one process per CPU beside it (a cluster variant), or use --placement split on a machine with spare CPUs.',
      };
  }
}

const use = (labels: readonly string[], what: string) =>
  `${listed(labels)} ${labels.length === 1 ? 'used' : 'each used'} ${what}`;

function wordRunsApart(runs: number, differences: readonly RunDifference[]): Words {
  const told = differences.map(({ what, values }) => `${differenceNames[what]} (${values.join(' / ')})`);
  const before = `${whole(runs)} runs are told together; their targets were not measured in turn`;
  return {
    severity: differences.length === 0 ? 'note' : 'doubt',
    text:
      told.length === 0
        ? `${before}, so the machine may have been in another state for each.`
        : `${before}, and the runs differ in ${listed(told)}: differences between their targets may come from there.`,
    advice: 'To compare targets, measure them in one sweep.',
  };
}

const differenceNames = {
  machine: 'machine',
  host: 'host',
  limits: 'limits in force',
  placement: 'placement',
  visitor: 'visitor',
  load: 'load',
  tool: 'version of bench',
  engine: 'HTTP engine',
} as const;

/** What the servers had less of than the host gives, and what more, are different doubts. */
function wordLimits(limits: readonly NotEnforced[]): Words {
  const named = (some: readonly NotEnforced[]) =>
    some.map(({ name, by }) => `${limitNames[name]}${by === 'none' ? '' : ` (${by})`}`).join(', ');
  const less = limits.filter(({ isLess }) => isLess);
  const free = limits.filter(({ isLess }) => !isLess);
  const unlimited = free.filter(({ name }) => name !== 'bandwidth');
  return {
    severity: less.length + unlimited.length > 0 ? 'doubt' : 'note',
    text: [
      ...(less.length === 0 ? [] : [`The servers had less than the host would give them: ${named(less)}.`]),
      ...(free.length === 0 ? [] : [`Not limited to the host’s size: ${named(free)}.`]),
    ].join(' '),
    advice: [
      ...(less.length === 0 ? [] : [lessAdvice(less)]),
      ...(unlimited.length === 0
        ? []
        : ['The servers may have had more of these than the host would give them.']),
      ...(free.length === unlimited.length
        ? []
        : ['Columns in which the answers would not have fitted through the link are marked.']),
    ].join(' '),
  };
}

function lessAdvice(less: readonly NotEnforced[]): string {
  return less.every(({ name }) => name === 'openFiles')
    ? 'Raise the hard limit (`ulimit -Hn`), or measure with a host of this size.'
    : 'Measure on a machine that has as much, or with a host of this size.';
}

function wordThin(rates: Rates, minSamples: number): string {
  if (rates.length === 0) return '';
  return ` Columns with fewer than ${whole(minSamples)} requests are faded: ${ratesText(rates)}. That is too few for a p99, so they neither make nor break a capacity.`;
}

const limitNames = {
  cpu: 'CPUs',
  memory: 'memory',
  openFiles: 'open files',
  bandwidth: 'bandwidth',
} as const;
