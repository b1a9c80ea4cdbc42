import type { Plan } from '../model/plan.ts';

/** What a plan has to know about the machine. Null: not known here, and then it limits nothing. */
export interface MachineFacts {
  /** How many CPUs this process may use. */
  readonly cpus: number;
  /** Their numbers, those that share a core together; empty where the machine does not say. */
  readonly siblings: readonly (readonly number[])[];
  /** How many files the generator may have open, at most. */
  readonly openFiles: number | null;
  /** How many local ports there are for connections. */
  readonly localPorts: number | null;
  /** The machine on which servers run, where it is another one. */
  readonly servers?: Pick<MachineFacts, 'cpus' | 'siblings'>;
}

/**
 * More CPUs than this would not make the generator faster (one loop, one pacer, the engine's garbage collector),
 * and every CPU in use is one more on which a neighbour can disturb.
 */
const enoughForGenerator = 4;

/**
 * Decides which CPUs the servers and the generator use.
 *
 * Servers get whole cores as far as their number allows, as the virtual CPUs of a rented machine are the threads of a
 * core. The generator gets CPUs of cores that no server touches, if there are any. Where both need all there is,
 * `auto` shares, and `split` leaves the generator one CPU and the server the rest. A single CPU cannot be split.
 * Where servers run on another machine, each side has its own to itself.
 * @param hostCpus how many CPUs the host gives its servers
 */
export function place(
  asked: Plan['placement']['asked'],
  hostCpus: number,
  machine: Pick<MachineFacts, 'cpus' | 'siblings' | 'servers'>,
): Plan['placement'] {
  const cores = coresOf(machine);
  if (machine.servers !== undefined) {
    const serverCpus = coresOf(machine.servers).flat().slice(0, hostCpus);
    return {
      asked,
      resolved: 'remote',
      serverCpus: serverCpus.toSorted((a, b) => a - b),
      generatorCpus: forGenerator(cores),
      reducedTo: null,
    };
  }
  const cpus = cores.flat();
  const spare = cpus.length > hostCpus;
  if (asked === 'shared' || (asked === 'auto' && !spare) || cpus.length < 2) {
    const both = cpus.slice(0, hostCpus).toSorted((a, b) => a - b);
    return { asked, resolved: 'shared', serverCpus: both, generatorCpus: both, reducedTo: null };
  }
  const serverCpus = cpus.slice(0, spare ? hostCpus : -1);
  const untouched = cores.filter((core) => !core.some((cpu) => serverCpus.includes(cpu)));
  const generatorCpus = forGenerator(
    untouched.length > 0 ? untouched : [cpus.filter((cpu) => !serverCpus.includes(cpu))],
  );
  return {
    asked,
    resolved: 'split',
    serverCpus: serverCpus.toSorted((a, b) => a - b),
    generatorCpus,
    reducedTo: spare ? null : serverCpus.length,
  };
}

/** The CPUs that may be used, core by core: an outer quota may allow fewer than there are numbers. */
function coresOf({ cpus, siblings }: Pick<MachineFacts, 'cpus' | 'siblings'>): number[][] {
  const cores = siblings.map((core) => core.toSorted((a, b) => a - b)).toSorted(([a = 0], [b = 0]) => a - b);
  if (cores.flat().length === 0) return Array.from({ length: cpus }, (_, cpu) => [cpu]);
  let left = cpus;
  return cores
    .map((core) => {
      const usable = core.slice(0, left);
      left -= usable.length;
      return usable;
    })
    .filter((core) => core.length > 0);
}

/** First one CPU of every core, then the second ones: two threads on two cores do not slow each other. */
function forGenerator(cores: readonly (readonly number[])[]): number[] {
  const widest = Math.max(...cores.map((core) => core.length));
  const spread = Array.from({ length: widest }, (_, i) => cores.flatMap((core) => core.slice(i, i + 1)));
  return spread
    .flat()
    .slice(0, enoughForGenerator)
    .toSorted((a, b) => a - b);
}
