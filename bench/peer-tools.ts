/**
 * The load generators that ours is compared with: how each is asked for a constant rate, as its own documentation says
 * it is done, and how its own account is read. A tool that is not installed is left out.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What a tool says of its own load; null where it does not say. Latencies in microseconds. */
export interface Account {
  readonly p50Us: number | null;
  readonly p99Us: number | null;
  readonly p999Us: number | null;
  readonly maxUs: number | null;
  /** Successful requests. */
  readonly succeeded: number | null;
}

export interface Asked {
  readonly url: string;
  readonly ratePerSecond: number;
  readonly seconds: number;
}

export interface PeerTool {
  readonly name: string;
  /** Whether it can be given a rate at all. */
  readonly hasRate: boolean;
  /** Program, arguments and standard input. */
  command(asked: Asked): readonly [program: string, args: readonly string[], input?: string];
  /** Reads its account from what it printed. */
  read(stdout: string): Account;
}

/** Connections of the tools that have a fixed number of them. */
const CONNECTIONS = 50;
const nothing: Account = { p50Us: null, p99Us: null, p999Us: null, maxUs: null, succeeded: null };
const unlessMissing = (value: number | undefined, scale: number) =>
  value === undefined || Number.isNaN(value) ? null : value * scale;

/** The first number that the pattern finds, times the scale. */
const found = (text: string, pattern: RegExp, scale: number) =>
  unlessMissing(Number(pattern.exec(text)?.[1] ?? Number.NaN), scale);

const autocannon: PeerTool = {
  name: 'autocannon',
  hasRate: true,
  command: ({ url, ratePerSecond, seconds }) => [
    process.execPath,
    [
      fileURLToPath(new URL('../node_modules/autocannon/autocannon.js', import.meta.url)),
      ...['--json', '-n', '-c', String(CONNECTIONS), '-R', String(ratePerSecond), '-d', String(seconds), url],
    ],
  ],
  read: (stdout) => {
    const said = JSON.parse(stdout) as { latency: Record<string, number>; '2xx': number };
    return {
      p50Us: unlessMissing(said.latency['p50'], 1e3),
      p99Us: unlessMissing(said.latency['p99'], 1e3),
      p999Us: unlessMissing(said.latency['p99_9'], 1e3),
      maxUs: unlessMissing(said.latency['max'], 1e3),
      succeeded: said['2xx'],
    };
  },
};

const vegeta: PeerTool = {
  name: 'vegeta',
  hasRate: true,
  command: ({ url, ratePerSecond, seconds }) => [
    'bash',
    ['-c', `vegeta attack -rate ${ratePerSecond} -duration ${seconds}s | vegeta report -type json`],
    `GET ${url}\n`,
  ],
  read: (stdout) => {
    const said = JSON.parse(stdout) as {
      latencies: Record<string, number>;
      requests: number;
      success: number;
    };
    return {
      p50Us: unlessMissing(said.latencies['50th'], 1e-3),
      p99Us: unlessMissing(said.latencies['99th'], 1e-3),
      p999Us: null,
      maxUs: unlessMissing(said.latencies['max'], 1e-3),
      succeeded: Math.round(said.requests * said.success),
    };
  },
};

const hey: PeerTool = {
  name: 'hey',
  hasRate: true,
  command: ({ url, ratePerSecond, seconds }) => [
    'hey',
    ['-z', `${seconds}s`, '-c', String(CONNECTIONS), '-q', String(ratePerSecond / CONNECTIONS), url],
  ],
  read: (stdout) => ({
    p50Us: found(stdout, /50%+ in ([\d.]+) secs/, 1e6),
    p99Us: found(stdout, /99%+ in ([\d.]+) secs/, 1e6),
    p999Us: null,
    maxUs: found(stdout, /Slowest:\s+([\d.]+) secs/, 1e6),
    succeeded: found(stdout, /\[200\]\s+(\d+) responses/, 1),
  }),
};

const oha: PeerTool = {
  name: 'oha',
  hasRate: true,
  command: ({ url, ratePerSecond, seconds }) => [
    'oha',
    [
      ...['--no-tui', '--output-format', 'json', '-z', `${seconds}s`, '-c', String(CONNECTIONS)],
      ...['-q', String(ratePerSecond), '--latency-correction', url],
    ],
  ],
  read: (stdout) => {
    const said = JSON.parse(stdout) as {
      summary: { slowest: number };
      latencyPercentiles: Record<string, number>;
      statusCodeDistribution: Record<string, number>;
    };
    return {
      p50Us: unlessMissing(said.latencyPercentiles['p50'], 1e6),
      p99Us: unlessMissing(said.latencyPercentiles['p99'], 1e6),
      p999Us: unlessMissing(said.latencyPercentiles['p99.9'], 1e6),
      maxUs: unlessMissing(said.summary.slowest, 1e6),
      succeeded: said.statusCodeDistribution['200'] ?? 0,
    };
  },
};

const wrk: PeerTool = {
  name: 'wrk',
  hasRate: false,
  command: ({ url, seconds }) => ['wrk', ['-t1', `-c${CONNECTIONS}`, `-d${seconds}s`, '--latency', url]],
  read: (stdout) => ({
    ...nothing,
    p50Us: duration(/50%\s+([\d.]+[mu]?s)/.exec(stdout)?.[1]),
    p99Us: duration(/99%\s+([\d.]+[mu]?s)/.exec(stdout)?.[1]),
    succeeded: found(stdout, /(\d+) requests in/, 1),
  }),
};

function duration(text: string | undefined): number | null {
  const [, number = '', unit = ''] = /^([\d.]+)(us|ms|s)$/.exec(text ?? '') ?? [];
  return number === '' ? null : Number(number) * ({ us: 1, ms: 1e3, s: 1e6 }[unit] ?? 1);
}

/** The tools that are installed here; autocannon always is. */
export function installedPeers(): readonly PeerTool[] {
  return [autocannon, vegeta, oha, hey, wrk].filter(({ name }) => name === 'autocannon' || isThere(name));
}

function isThere(program: string): boolean {
  try {
    execFileSync('which', [program], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/**
 * Highest resident memory so far of a running process or of one that it started, whichever had more, in bytes; null where
 * /proc does not say.
 */
export function peakMemoryBytes(pid: number): number | null {
  try {
    const kib = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
    const peaks = children.map((child) => (child === '' ? 0 : (peakMemoryBytes(Number(child)) ?? 0)));
    return Math.max(kib === undefined ? 0 : Number(kib) * 1_024, ...peaks) || null;
  } catch {
    return null;
  }
}
