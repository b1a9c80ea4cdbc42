import { randomInt } from 'node:crypto';
import { basename } from 'node:path';
import { type Config, defaultHost, findHost } from '../files/load-config.ts';
import type { Objective } from '../model/objective.ts';
import { generatorsOf } from '../model/plan.ts';
import { UsageError } from '../model/usage-error.ts';
import {
  defaultObjective,
  defaultPace,
  type Pace,
  quickPace,
  type RateWish,
  type Wishes,
} from '../plan/wishes.ts';
import { flagOf } from './command.ts';
import {
  readChoice,
  readDurationMs,
  readObjectives,
  readRates,
  readShare,
  readWarmup,
  readWhole,
} from './read-options.ts';
import type { SweepFlags } from './sweep-flags.ts';

/**
 * What a user wishes: flags before the configuration before the defaults.
 * @throws UsageError at the first word that cannot be understood, naming the flag or the field
 */
export function makeWishes(flags: SweepFlags, config: Config): Wishes {
  const quick = flags.quick === true;
  const read = reader(flags, config);
  const pace = makePace(flags, read, quick);
  const host = read('host', findHost(config, defaultHost, '--host'), (text, from) =>
    findHost(config, text, from),
  );
  return {
    ...pace,
    search: makeSearch(
      flags,
      read('rates', false, () => true),
      pace,
    ),
    seed: read('seed', null, (text, from) => readWhole(text, from, 0, 2 ** 32 - 1)) ?? randomInt(2 ** 32),
    quick,
    visitor: read('visitor', 'reader', (text, from) => readChoice(text, from, ['reader', 'anonymous'])),
    host,
    placement: read('placement', 'auto', (text, from) => readChoice(text, from, ['auto', 'shared', 'split'])),
    ...makeRounds(flags, read),
    order: read('order', 'up', (text, from) => readChoice(text, from, ['up', 'down', 'shuffled'])),
    ...makeLoad(flags, read, host),
    maxConnections: read('maxConnections', null, (text, from) => readWhole(text, from, 1, 65_535)),
    objectives: makeObjectives(flags.objective, config),
    earlyStop: flags.earlyStop && (config.sweep.earlyStop ?? true),
    verify: flags.verify && (config.sweep.verify ?? true),
  };
}

/** Beyond what a generator sends: the search ends there by itself. */
const HIGHEST_SEARCHED = 100_000;

/** Of what a grid is made of, and a search is not. */
const ofGrids = ['quick', 'perDecade', 'duration', 'order'] as const;

function makeSearch(flags: SweepFlags, bounded: boolean, { rates, warmup }: Pace): Wishes['search'] {
  if (flags.findCapacity !== true) {
    if (flags.precision === undefined) return null;
    throw new UsageError('--precision says nothing without --find-capacity', 'Add that, or leave it out.');
  }
  const other =
    ofGrids.find((name) => flags[name] !== undefined) ?? (flags.earlyStop ? null : 'no-early-stop');
  if (other !== null) {
    throw new UsageError(
      `--find-capacity cannot stand beside ${flagOf(other)}: it chooses its steps itself`,
      'Leave one of the two out.',
    );
  }
  if (rates.kind === 'list') {
    throw new UsageError(
      '--find-capacity cannot stand beside a list of --rates: it chooses them itself',
      'Leave it out, or give a range that it is to keep to: --rates 100..5000.',
    );
  }
  if (warmup.mode === 'none') {
    throw new UsageError(
      '--find-capacity cannot stand beside --warmup none: it begins at what the warm-up shows',
      'Leave that out, or give it a time: --warmup 5s.',
    );
  }
  const precision = readShare(flags.precision ?? '5%', '--precision', 0.01, 0.5);
  return { precision, from: rates.from, to: bounded ? rates.to : HIGHEST_SEARCHED };
}

/** An engine that is not ours sends at constant intervals, and attests nothing that a search could decide from. */
function makeLoad(flags: SweepFlags, read: Read, host: Wishes['host']): Pick<Wishes, 'arrivals' | 'engine'> {
  const arrivals = read('arrivals', 'constant', (text, from) =>
    readChoice(text, from, ['constant', 'poisson']),
  );
  const engine = flags.engine === undefined ? null : readChoice(flags.engine, '--engine', ['vegeta']);
  if (engine !== null && arrivals === 'poisson') {
    throw new UsageError(
      `--engine ${engine} cannot send Poisson arrivals: it sends at constant intervals`,
      'Use --arrivals constant, or leave --engine out.',
    );
  }
  if (engine !== null && flags.findCapacity === true) {
    throw new UsageError(
      `--engine ${engine} cannot stand beside --find-capacity: its steps are unattested, and a search decides from steps that can be believed`,
      'Leave one of the two out.',
    );
  }
  const machines = generatorsOf(host).length;
  if (engine === null && machines > 1) {
    throw new UsageError(
      `--host ${host.name}: it is loaded from ${machines} machines, and our own generator sends from one`,
      `Add --engine vegeta, or name one machine in "hosts.${host.name}.generator".`,
    );
  }
  return { arrivals, engine };
}

/** With fewer the interval of a median says too little. */
const LEAST_ROUNDS = 5;

function makeRounds(flags: SweepFlags, read: Read): Pick<Wishes, 'rounds' | 'timeMs'> {
  const rounds = read('rounds', 1, (text, from) => (text === 'auto' ? text : readWhole(text, from, 1, 100)));
  const { time } = flags;
  if (rounds === 'auto' && time !== undefined)
    return { rounds: LEAST_ROUNDS, timeMs: readDurationMs(time, '--time', 60_000, 86_400_000) };
  if (rounds === 'auto')
    throw new UsageError('--rounds auto needs a time', 'Say how long it may take: --time 10m.');
  if (time === undefined) return { rounds, timeMs: null };
  throw new UsageError('--time says nothing without --rounds auto', 'Add that, or leave it out.');
}

/** What can be said both with a flag and in the configuration. */
type Speakable = Exclude<
  keyof SweepFlags & keyof Config['sweep'],
  'target' | 'earlyStop' | 'verify' | 'objective'
>;

type Read = <T>(name: Speakable, otherwise: T, read: (text: string, from: string) => T) => T;

function reader(flags: SweepFlags, config: Config): Read {
  const file = basename(config.path ?? '');
  return (name, otherwise, read) => {
    const flag = flags[name];
    if (flag !== undefined) return read(flag, flagOf(name));
    const field = config.sweep[name];
    return field === undefined ? otherwise : read(String(field), `${file}: "sweep.${name}"`);
  };
}

function makePace(flags: SweepFlags, read: Read, quick: boolean): Pace {
  const base = quick ? quickPace : defaultPace;
  const common = {
    ...base,
    warmup: read('warmup', base.warmup, (text, from) => readWarmup(text, from, base.warmup)),
    timeoutMs: read('timeout', base.timeoutMs, (text, from) => readDurationMs(text, from, 10, 120_000)),
  };
  if (quick) {
    const fixed = (['rates', 'perDecade', 'duration'] as const).find((name) => flags[name] !== undefined);
    if (fixed === undefined) return common;
    throw new UsageError(
      `--quick cannot stand beside ${flagOf(fixed)}, which it fixes`,
      'Leave one of the two out.',
    );
  }
  return {
    ...common,
    rates: makeRates(flags, read),
    durationMs: read('duration', base.durationMs, (text, from) => readDurationMs(text, from, 100, 600_000)),
  };
}

function makeRates(flags: SweepFlags, read: Read): RateWish {
  const perDecade = read('perDecade', 10, (text, from) => readWhole(text, from, 1, 100));
  const rates = read<RateWish>('rates', { kind: 'range', from: 1, to: 10_000, perDecade }, (text, from) =>
    readRates(text, from, perDecade),
  );
  if (rates.kind === 'list' && flags.perDecade !== undefined) {
    throw new UsageError(
      `--per-decade says nothing about a list of rates`,
      'Leave it out, or give a range: --rates 1..10000.',
    );
  }
  return rates;
}

function makeObjectives(asked: SweepFlags['objective'], config: Config): readonly Objective[] {
  const objectives =
    readObjectives(asked) ??
    readObjectives(config.objectives, `${basename(config.path ?? '')}: "objectives"`) ??
    [];
  return objectives.length > 0 ? objectives : [defaultObjective];
}
