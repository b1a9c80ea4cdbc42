import { isAbsolute, join, relative } from 'node:path';
import { type ConfigFile, configSchema, type SweepDefaults } from '../model/config.ts';
import { generatorsOf, type Plan } from '../model/plan.ts';
import { parseBitsPerSecond, parseBytes } from '../model/size.ts';
import { UsageError } from '../model/usage-error.ts';
import { findUpward } from './folders.ts';
import { readJson } from './read-json.ts';

export type Host = Plan['host'];

/** What configuration there is, with the built-in host in it. */
export interface Config {
  /** Absolute path of the file, or null where there is none. */
  readonly path: string | null;
  /** By name; `droplet` is always among them. */
  readonly hosts: ReadonlyMap<string, Host>;
  /** As written; read the same way as the flags. */
  readonly sweep: SweepDefaults;
  /** As written. */
  readonly objectives: readonly string[] | undefined;
}

/** The name of the host where none is asked for. */
export const defaultHost = 'droplet';

/**
 * A small rented machine. Its open files are 16 times what the generator connects at most by default, and what
 * servers are commonly given in production: neither a shell's 1,024 nor anything that itself shapes the result.
 */
const droplet: Host = {
  name: defaultHost,
  size: { cpus: 2, memoryBytes: 4 * 2 ** 30, bandwidthBitsPerSecond: 2e9, openFiles: 65_536 },
  via: 'local',
  pricePerHour: null,
};

/**
 * Reads the configuration.
 * @param file a path that was asked for, or null: the nearest `bench.config.json` in `cwd` or above it, if any
 * @throws UsageError where the file is missing though asked for, or broken: with field and reason
 */
export function loadConfig(cwd: string, file: string | null): Config {
  const path =
    file === null ? findUpward('bench.config.json', cwd) : isAbsolute(file) ? file : join(cwd, file);
  const shown = file ?? relative(cwd, path ?? '');
  const config: ConfigFile = path === null ? {} : readJson(path, configSchema, shown);
  const named = Object.entries(config.hosts ?? {}).map(([name, host]) => readHost(name, host, shown));
  return {
    path,
    hosts: new Map([droplet, ...named].map((host) => [host.name, host])),
    sweep: config.sweep ?? {},
    objectives: config.objectives,
  };
}

type HostEntry = NonNullable<ConfigFile['hosts']>[string];

function readHost(name: string, host: HostEntry, shown: string): Host {
  const read = <F extends 'memory' | 'bandwidth'>(
    field: F,
    parse: (text: string) => number | null,
    example: string,
  ): number | null => {
    const text = host[field];
    if (text === undefined) return null;
    const amount = parse(text);
    if (amount !== null) return amount;
    throw new UsageError(
      `${shown}: "hosts.${name}.${field}" is ${JSON.stringify(text)}`,
      `Write it like ${example}.`,
    );
  };
  refuseGenerator(name, host, shown);
  if (host.interface !== undefined && (host.bandwidth === undefined || (host.via ?? 'local') === 'local')) {
    throw new UsageError(
      `${shown}: "hosts.${name}.interface" needs a "bandwidth", and a host over ssh`,
      'On one machine the load goes through loopback, which cannot be limited.',
    );
  }
  return {
    name,
    size: {
      cpus: host.cpus,
      memoryBytes: read('memory', parseBytes, '"4GiB"'),
      bandwidthBitsPerSecond: read('bandwidth', parseBitsPerSecond, '"2Gbit/s"'),
      openFiles: host.openFiles ?? null,
    },
    via: host.via ?? 'local',
    ...(host.address === undefined ? {} : { address: host.address }),
    ...(host.generator === undefined ? {} : { generator: host.generator }),
    ...(host.interface === undefined ? {} : { interface: host.interface }),
    pricePerHour: host.pricePerHour ?? null,
  };
}

/** Generators elsewhere have to be other machines than the servers', and to know where they are. */
function refuseGenerator(
  name: string,
  { via = 'local', address, generator }: HostEntry,
  shown: string,
): void {
  if (generator === undefined) return;
  const field = `${shown}: "hosts.${name}.generator"`;
  if (via === 'local' && address === undefined) {
    throw new UsageError(
      `${field} is another machine, and there is no address at which it reaches servers on this one`,
      `Give "hosts.${name}" an "address": one of this machine.`,
    );
  }
  const names = generatorsOf({ generator }).map(({ ssh }) => ssh);
  if (via !== 'local' && names.includes(via.ssh)) {
    throw new UsageError(
      `${field} is the machine on which the servers run`,
      'Name another one, or leave it out: the load is then sent from here.',
    );
  }
  const twice = names.find((ssh, i) => names.indexOf(ssh) < i);
  if (twice !== undefined) {
    throw new UsageError(`${field} names the machine ${twice} twice`, 'Each sends one share: name it once.');
  }
}

/**
 * The host of that name.
 * @param asked how messages name where the name comes from, e.g. `--host`
 * @throws UsageError with the list of hosts where there is none
 */
export function findHost(config: Config, name: string, asked: string): Host {
  const host = config.hosts.get(name);
  if (host !== undefined) return host;
  throw new UsageError(
    `${asked}: there is no host "${name}"`,
    `Known: ${[...config.hosts.keys()].join(', ')}. More are declared in bench.config.json under "hosts".`,
  );
}
