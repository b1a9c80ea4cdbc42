/** What there is to doubt in a run as a whole. */
import type { TargetAnalysis } from '../../model/analysis.ts';
import { sizeOfLimit } from '../../model/machine.ts';
import { distinctRates } from '../../model/rate.ts';
import type { Limits, Run } from '../../model/run.ts';
import { isFelt } from '../judging/felt-limit.ts';
import { columnsWhere } from './evidence.ts';
import { findingsIn } from './finding.ts';
import { type Rates, ratesText, times, when, whole } from './phrases.ts';

/** A run with what its targets came to. */
export interface RunEvidence {
  readonly run: Run;
  readonly targets: readonly TargetAnalysis[];
}

const { one: finding } = findingsIn<RunEvidence>();

export const runFindings = [
  finding({
    code: 'interrupted',
    severity: 'doubt',
    find: ({ run }) => run.interrupted,
    say: ({ atStep, reason }) => ({
      text: `The sweep was interrupted${when(atStep !== null, ` during ${atStep}`)} (${reason.replace(/\.$/, '').replace(/^Interrupted by /, '')}): what follows is a part of what was planned.`,
      advice: 'Complete it with `bench sweep --resume <this folder>`.',
    }),
  }),
  finding({
    code: 'resumed',
    severity: 'note',
    find: ({ run: { parts } }) => (parts.length > 1 ? parts.length : null),
    say: (parts) => ({
      text: `The sweep was interrupted and resumed, and so measured in ${parts} parts; the machine may have been in another state in each.`,
      advice: 'Where a jump falls between two parts, measure again in one go.',
    }),
  }),
  finding({
    code: 'unverified',
    severity: 'doubt',
    find: ({ run: { plan } }) =>
      plan.verify || plan.targets.every(({ contract }) => contract === null) ? null : {},
    say: () => ({
      text: 'Only the measured page was checked, not what other visitors get (--no-verify): a fast answer may be one that was cached for everybody.',
      advice: 'Sweep without --no-verify.',
    }),
  }),
  finding({
    code: 'database-changed',
    severity: 'bad',
    find: ({ run }) => (run.parts.some(hasChanged) ? {} : null),
    say: () => ({
      text: 'The database was not the same after the sweep as before it: a server has written to it, so the targets may not have served the same blog.',
      advice: 'Find out which one: `bench verify` says so under `still`.',
    }),
  }),
  finding({
    code: 'limits-not-enforced',
    find: ({ run }) => {
      const [less, others] = [missingLimits(run, true), missingLimits(run, false)];
      if (less.length + others.length === 0) return null;
      const more = others.filter(({ name }) => name !== 'bandwidth');
      // A server that opens few files never meets the limit.
      const matters = [...less, ...more].some(({ name }) => name !== 'openFiles' || isFelt(run, name));
      return { less, others, more, matters };
    },
    severity: ({ matters }) => (matters ? 'doubt' : 'note'),
    say: ({ less, others, more }) => ({
      text: [
        when(less.length > 0, `The servers had less than the host would give them: ${limitsText(less)}.`),
        when(others.length > 0, `Not limited to the host’s size: ${limitsText(others)}.`),
      ]
        .filter(Boolean)
        .join(' '),
      advice: [
        when(
          less.length > 0,
          less.every(({ name }) => name === 'openFiles')
            ? 'Raise the hard limit (`ulimit -Hn`), or measure with a host of this size.'
            : 'Measure on a machine that has as much, or with a host of this size.',
        ),
        when(more.length > 0, 'The servers may have had more of these than the host would give them.'),
        when(
          more.length < others.length,
          'Columns in which the answers would not have fitted through the link are marked.',
        ),
      ]
        .filter(Boolean)
        .join(' '),
    }),
  }),
  finding({
    code: 'reduced-host',
    severity: 'doubt',
    find: ({ run: { plan } }) =>
      plan.placement.reducedTo === null ? null : { cpus: plan.placement.reducedTo, of: plan.host.size.cpus },
    say: ({ cpus, of }) => ({
      text: `The generator needed CPUs of its own, so the servers had ${cpus} of the host’s ${of} CPUs.`,
      advice:
        'Compare within this report only; for the full host use a machine with more CPUs, or --placement shared.',
    }),
  }),
  finding({
    code: 'shared-placement',
    severity: 'note',
    find: ({ run: { plan } }) =>
      plan.placement.resolved === 'shared' ? plan.placement.serverCpus.length || plan.host.size.cpus : null,
    say: (cpus) => ({
      text: `Generator and server shared ${times(cpus, 'CPU')}, as on one small machine: what it costs to send the load is taken from the server, most of all from one that uses every CPU.`,
      advice: 'For the server alone, use --placement split on a machine with spare CPUs.',
    }),
  }),
  finding({
    code: 'quick-settings',
    severity: 'note',
    find: (evidence) => (evidence.run.plan.quick ? sampleSizes(evidence) : null),
    say: ({ rounds, targets, thin, minSamples }) => ({
      text: `Measured with --quick: few rates, short steps${when(rounds === 1, ', one round')}. A first look, too coarse for a verdict${when(rounds === 1 && targets > 1, ' and for any ratio between targets')}.${when(thin.length > 0, ` ${thinText(thin, minSamples)}`)}`,
      advice: 'Sweep without --quick.',
    }),
  }),
  finding({
    code: 'one-round',
    severity: 'note',
    find: ({ run: { plan } }) => (plan.rounds === 1 && !plan.quick ? plan.targets.length : null),
    say: (targets) => ({
      text: `One round only: how far a repetition would differ is not known${when(targets > 1, ', so no ratio between targets is given')}.`,
      advice: 'Sweep with --rounds 3 or more.',
    }),
  }),
  finding({
    code: 'thin',
    severity: 'note',
    find: (evidence) => {
      const sizes = sampleSizes(evidence);
      return sizes.thin.length === 0 || evidence.run.plan.quick ? null : sizes;
    },
    say: ({ thin, minSamples }) => ({
      text: thinText(thin, minSamples),
      advice: 'A longer --duration fills them, where the cap on a step’s length allows it.',
    }),
  }),
  finding({
    code: 'not-sampled',
    severity: 'note',
    find: ({ run: { imported }, targets }) =>
      imported === undefined &&
      targets.some(({ steps }) => steps.some(({ serverCpus }) => serverCpus === null))
        ? {}
        : null,
    say: () => ({
      text: 'CPU and memory of the servers could not be read on this machine, so it is not known who used the CPUs.',
      advice: 'Measure on Linux for the full picture.',
    }),
  }),
] as const;

function hasChanged({ database }: Run['parts'][number]): boolean {
  const after = database?.sha256After ?? null;
  return after !== null && after !== database?.sha256Before;
}

/** How much was measured. What `--quick` gives up on purpose is one finding. */
function sampleSizes({ run: { plan }, targets }: RunEvidence) {
  const thin = distinctRates(targets.flatMap(({ columns }) => columnsWhere(columns, (one) => one.thin)));
  return { rounds: plan.rounds, targets: targets.length, thin, minSamples: plan.minSamples };
}

const thinText = (rates: Rates, minSamples: number) =>
  `Columns with fewer than ${whole(minSamples)} requests are faded: ${ratesText(rates)}. That is too few for a p99, so they neither make nor break a capacity.`;

const limitNames = {
  cpu: 'CPUs',
  memory: 'memory',
  openFiles: 'open files',
  bandwidth: 'bandwidth',
} as const;

interface MissingLimit {
  readonly name: keyof Limits;
  readonly by: string;
}

/** The host's limits that are not in force: those of which the servers had less, or all others. */
function missingLimits({ host: { size, limits }, imported }: Run, isLess: boolean): readonly MissingLimit[] {
  if (imported !== undefined) return [];
  return (['cpu', 'memory', 'openFiles', 'bandwidth'] as const).flatMap((name) => {
    const [limit, wanted] = [limits[name], size[sizeOfLimit[name]]];
    if (limit.enforced || wanted === null) return [];
    return (limit.effective !== null && limit.effective < wanted) === isLess ? [{ name, by: limit.by }] : [];
  });
}

const limitsText = (limits: readonly MissingLimit[]) =>
  limits.map(({ name, by }) => `${limitNames[name]}${when(by !== 'none', ` (${by})`)}`).join(', ');
