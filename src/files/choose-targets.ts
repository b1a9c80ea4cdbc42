import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isLabel, type Target, type TargetManifest } from '../model/target.ts';
import { UsageError } from '../model/usage-error.ts';
import { builtInTargetsFolder } from './folders.ts';
import { completeTarget, readManifest } from './load-target.ts';

/** What `--target` said, taken apart. */
interface Reference {
  readonly text: string;
  readonly label: string | null;
  /** A built-in name, `all`, or a path. */
  readonly place: string;
  readonly variant: string | null;
}

/** A target's folder with what it declares. */
export interface DeclaredTarget {
  /** Absolute path. */
  readonly folder: string;
  readonly manifest: TargetManifest;
}

/**
 * The targets that come with the tool, by name.
 * @throws UsageError where one of them is broken
 */
export function builtInTargets(cwd: string, folder = builtInTargetsFolder): DeclaredTarget[] {
  return builtInNames(folder).map((name) => {
    const path = join(folder, name);
    return { folder: path, manifest: readManifest(path, cwd) };
  });
}

function builtInNames(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'target.json')))
    .toSorted();
}

/**
 * The targets that were asked for: `[label=]<name|path>[:variant]`, `all` for every built-in one, `all:*` with every
 * variant; with nothing asked for, the target in the current folder. Labels are distinct.
 * @throws UsageError where one is unknown, broken, or named twice
 */
export function chooseTargets(
  references: readonly string[],
  cwd: string,
  folder = builtInTargetsFolder,
): Target[] {
  const asked =
    references.length > 0 ? references.map((text) => readReference(text, cwd)) : [currentFolder(cwd, folder)];
  const targets = asked.flatMap((reference) => resolveReference(reference, cwd, folder));
  const labels = new Set<string>();
  for (const { label } of targets) {
    if (labels.has(label)) {
      throw new UsageError(
        `--target: two targets have the label "${label}"`,
        `Give one a label of its own: --target other=<name|path>.`,
      );
    }
    labels.add(label);
  }
  return targets;
}

/** A path may hold `=` and `:` itself: a `=` after its first `/` is its own, and so is a `:` where that folder exists. */
function readReference(text: string, cwd: string): Reference {
  const [, label = null, rest = ''] = /^(?:([^=/]*)=)?(.*)$/s.exec(text) ?? [];
  if (label !== null && !isLabel(label)) {
    throw new UsageError(
      `--target ${JSON.stringify(text)}: the label has to have 1 to 60 visible characters`,
    );
  }
  const whole = isPath(rest) && existsSync(resolve(cwd, rest));
  const [, place = rest, variant = null] = (whole ? null : /^(.*):([^/:]+)$/s.exec(rest)) ?? [];
  if (place === '') {
    throw new UsageError(
      `--target ${JSON.stringify(text)} names no target`,
      'Write [label=]<name|path>[:variant], e.g. remix, ./my-app, or old=./my-app:cluster.',
    );
  }
  return { text, label, place, variant };
}

const isPath = (place: string): boolean => place.includes('/') || place.startsWith('.');

function currentFolder(cwd: string, folder: string): Reference {
  if (existsSync(join(cwd, 'target.json'))) return { text: '.', label: null, place: '.', variant: null };
  throw new UsageError(
    'No target: --target is not given, and the current folder has no target.json',
    `Built in: ${builtInNames(folder).join(', ')}. Or point --target at a folder with a target.json.`,
  );
}

function resolveReference(reference: Reference, cwd: string, folder: string): Target[] {
  const { text, label, place, variant } = reference;
  if (place === 'all') return everyTarget(reference, cwd, folder);
  if (/^https?:\/\//i.test(text)) {
    throw new UsageError(
      `--target ${JSON.stringify(text)} is an address, and bench measures only servers that it starts itself`,
      'Point --target at a folder with a target.json that says how to start it.',
    );
  }
  const names = builtInNames(folder);
  if (!isPath(place) && !names.includes(place)) {
    throw new UsageError(
      `--target ${JSON.stringify(text)}: there is no built-in target "${place}"`,
      existsSync(join(cwd, place))
        ? `For the folder of that name write ./${place}.`
        : `Built in: ${names.join(', ')}. A folder is named by its path, e.g. ./${place}.`,
    );
  }
  const path = isPath(place) ? resolve(cwd, place) : join(folder, place);
  return [completeTarget(readManifest(path, cwd), path, variant, label)];
}

function everyTarget({ text, label, variant }: Reference, cwd: string, folder: string): Target[] {
  if (label !== null || (variant !== null && variant !== '*')) {
    throw new UsageError(`--target ${JSON.stringify(text)}: "all" takes no label and no variant but *`);
  }
  return builtInTargets(cwd, folder).flatMap(({ folder: path, manifest }) => {
    const variants = variant === '*' ? Object.keys(manifest.variants ?? {}) : [];
    return [null, ...variants].map((name) => completeTarget(manifest, path, name, null));
  });
}
