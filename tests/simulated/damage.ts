/** What may happen to a file on its way, from a seed, and what reading it may come to. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyse } from '../../src/analysis/analyse.ts';
import { loadConfig } from '../../src/files/load-config.ts';
import { readRun } from '../../src/files/load-run.ts';
import { completeTarget, readManifest } from '../../src/files/load-target.ts';
import { analysisSchema } from '../../src/model/analysis.ts';
import type { Random } from '../../src/model/random.ts';
import { problemsOf } from '../../src/model/schema.ts';
import { UsageError } from '../../src/model/usage-error.ts';
import { csvReport } from '../../src/report/csv.ts';
import { jsonReport } from '../../src/report/json.ts';
import { markdownReport } from '../../src/report/markdown.ts';
import { syntheticRun } from '../fixtures/run.ts';

/** A file that is read from elsewhere: what is right, and what reads it. */
export interface Readable {
  readonly text: string;
  /** @param folder of its own, in which it may be written down */
  read(text: string, folder: string): void;
}

const target = {
  name: 'app',
  title: 'An app',
  requires: [
    { tool: 'node', range: '>=24' },
    { probe: ['true'], what: 'truth' },
  ],
  build: [['npm', 'ci'], { run: ['npm', 'run', 'build'], cwd: '.', env: { A: 'b' } }],
  start: ['node', 'server.js', '--port', '{port}'],
  env: { NODE_ENV: 'production' },
  port: 3_000,
  ready: { path: '/up', timeout: '20s' },
  measure: { path: '/', method: 'POST', headers: { accept: '*/*' }, body: 'x', expect: 'Welcome' },
  deviations: [{ note: 'one', ignoreAttributes: ['data-x'], unwrap: ['#app'], remove: ['nav'] }],
  variants: { cluster: { title: 'all', env: { WORKERS: '{cpus}' }, measure: { path: '/all' } } },
};

const config = {
  hosts: { small: { cpus: 1, memory: '512MiB', bandwidth: '1Gbit/s', openFiles: 1_024, pricePerHour: 0.01 } },
  sweep: { target: ['./app'], rates: '1..100', rounds: 3, warmup: 'auto', seed: 7, earlyStop: false },
  objectives: ['p99<500ms', 'success>=99.9%'],
};

const run = syntheticRun({ rates: [10], minSamples: 60, durationMs: 100, objectives: [] });
const sweep = syntheticRun({
  rates: [10, 3_000],
  rounds: 2,
  targets: [{ label: 'a' }, { label: 'b', diesAt: 100 }],
  measuredAgain: [10],
});

export const readables = {
  'a run of one step': { text: JSON.stringify(run), read: readDamagedRun },
  'a run': { text: JSON.stringify(sweep), read: readDamagedRun },
  'a target.json': {
    text: JSON.stringify(target),
    read: (text, folder) => {
      writeFileSync(join(folder, 'target.json'), text);
      const manifest = readManifest(folder, folder);
      for (const variant of [null, ...Object.keys(manifest.variants ?? {})])
        completeTarget(manifest, folder, variant, null);
    },
  },
  'a bench.config.json': {
    text: JSON.stringify(config),
    read: (text, folder) => {
      writeFileSync(join(folder, 'bench.config.json'), text);
      loadConfig(folder, null);
    },
  },
} as const satisfies Readonly<Record<string, Readable>>;

/** Reads a run as `bench report` does. Every figure can be told: the document fits its schema, and none is NaN. */
function readDamagedRun(text: string): void {
  const analysis = analyse(readRun(text, 'run.json'));
  const [problem] = problemsOf(analysisSchema, JSON.parse(jsonReport(analysis)));
  if (problem !== undefined) throw new Error(`the analysis: ${problem.where} ${problem.what}`);
  const shown = `${csvReport(analysis)}${markdownReport(analysis)}`;
  const odd = /.{0,40}\b(?:NaN|undefined|\[object Object\]).{0,20}/.exec(shown)?.[0];
  if (odd !== undefined) throw new Error(`shown: ${odd}`);
}

/**
 * What reading comes to: a sentence for the user, or what the file says.
 * @throws whatever else happens
 */
export function outcomeOf({ read }: Readable, text: string, folder: string): 'refused' | 'read' {
  try {
    read(text, folder);
    return 'read';
  } catch (error) {
    if (error instanceof UsageError) return 'refused';
    throw error;
  }
}

/** A text that is damaged in one way: cut off, bits flipped, a part lost or doubled, another digit, other values. */
export function damaged(text: string, random: Random): string {
  const at = random.below(text.length);
  const length = random.below(200);
  switch (random.below(8)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return withFlippedBits(text, random);
    case 2:
      return text.slice(0, at) + text.slice(at + length);
    case 3:
      return text.slice(0, at + length) + text.slice(at);
    case 4:
      return text.slice(0, at) + text.slice(at).replace(/\d/, String(random.below(10)));
    default:
      return withOtherValues(text, random);
  }
}

function withFlippedBits(text: string, random: Random): string {
  const bytes = Buffer.from(text);
  for (let i = random.below(3); i >= 0; i--) {
    const at = random.below(bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
  }
  return bytes.toString('utf8');
}

/** Values of every type, at the ends of what numbers and texts can be. */
const odd: readonly unknown[] = [
  ...[null, true, '', -1, 0, 0.1, 1e300, 2 ** 31, 2 ** 53, [], {}, [[[]]]],
  ...['__proto__', '\u0000', '2026-13-45T99:99:99Z', '</script>'],
];

/** JSON still, with up to three values at any depth lost or replaced. */
function withOtherValues(text: string, random: Random): string {
  const document: Record<string, unknown> = JSON.parse(text);
  for (let i = random.below(3); i >= 0; i--) {
    let holder = document;
    for (let depth = random.below(14); ; depth--) {
      const keys = Object.keys(holder);
      const key = keys[random.below(keys.length)];
      if (key === undefined) break;
      const value = holder[key];
      if (depth > 0 && typeof value === 'object' && value !== null) {
        holder = value as Record<string, unknown>;
        continue;
      }
      if (random.below(5) === 0) delete holder[key];
      else holder[key] = otherThan(value, random);
      break;
    }
  }
  return JSON.stringify(document);
}

/** Half of the time of the same type, which is harder to tell. */
function otherThan(value: unknown, random: Random): unknown {
  const any = odd[random.below(odd.length)];
  if (random.below(2) === 0) return any;
  if (typeof value === 'number') return [value + 1, value * 1e6, value / 1e6, -value, 0][random.below(5)];
  if (typeof value === 'string') return [value + value, value.slice(1), ''][random.below(3)];
  if (Array.isArray(value))
    return [[], value.slice(1), [...value, ...value], value.toReversed()][random.below(4)];
  return any;
}
