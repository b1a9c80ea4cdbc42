/** The wording of what there is to doubt in a run as a whole. */
import type { RunFinding } from '../findings.ts';
import { times } from './phrases.ts';
import type { Words } from './words.ts';

/** A finding about the whole run: what it is, what it means, and what to do next. */
export function wordOfRun(finding: RunFinding): Words {
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

const limitNames = {
  cpu: 'CPUs',
  memory: 'memory',
  openFiles: 'open files',
  bandwidth: 'bandwidth',
} as const;
